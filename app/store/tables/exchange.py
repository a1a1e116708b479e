"""What the exchange by stick keeps for itself: who we are, who the others are, what was sent.

None of these is journalled and none travels as it stands. What says "derived" is rebuilt from the
operations at any time.
"""

from sqlalchemy import CheckConstraint, Index, Integer, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from app.store.tables.columns import Base, Text


class SyncNode(Base):
    """The one row of this installation: its name and keys, which leave the file only sealed.

    sign_seed: Ed25519. box_secret: the age identity. enrol_seed: proves an enrolment until the
    bureau has answered. root_key: the public key that every roster goes back to. branches: JSON, as
    told at joining. witness: the machine and place this file was last opened at.
    """

    __tablename__ = "sync_node"

    one: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    node: Mapped[str]
    role: Mapped[str]
    name: Mapped[str]
    sign_seed: Mapped[bytes] = mapped_column(LargeBinary)
    box_secret: Mapped[str]
    root_key: Mapped[str]
    branches: Mapped[str]
    enrolment: Mapped[Text]
    enrol_seed: Mapped[bytes] = mapped_column(LargeBinary, default=b"")
    witness: Mapped[Text]

    __table_args__ = (CheckConstraint("one = 1", name="one_row"),)


class SyncRoster(Base):
    """The newest roster that we hold: its number, its text as signed, its signature."""

    __tablename__ = "sync_roster"

    one: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    version: Mapped[int]
    body: Mapped[str]
    signature: Mapped[bytes] = mapped_column(LargeBinary)

    __table_args__ = (CheckConstraint("one = 1", name="one_row"),)


class SyncEnrolment(Base):
    """An enrolment package that the bureau has made: for whom, its public key, who joined by it."""

    __tablename__ = "sync_enrolment"

    id: Mapped[str] = mapped_column(primary_key=True)
    public_key: Mapped[str]
    role: Mapped[str]
    name: Mapped[str]
    branches: Mapped[str]
    made_at: Mapped[str]
    node: Mapped[Text]


class SyncPeer(Base):
    """What another node last said: the newest package replaces, nothing is added up.

    acked: the last package of ours that it has taken in. wants_own: it has lost operations of its
    own. owes_own: we have, and it has not given ours back yet. problem: a stable word (see
    store.post_book) and, after a blank, the tables that it is about; or empty.
    """

    __tablename__ = "sync_peer"

    node: Mapped[str] = mapped_column(primary_key=True)
    acked: Mapped[Text]
    roster_version: Mapped[int] = mapped_column(default=0)
    schema: Mapped[Text]
    last_package: Mapped[Text]
    last_made_at: Mapped[Text]
    last_received_at: Mapped[Text]
    wants_own: Mapped[bool] = mapped_column(default=False)
    owes_own: Mapped[bool] = mapped_column(default=False)
    problem: Mapped[Text]


class SyncOutbox(Base):
    """A package that we have made: it tells everything up to upto_seq of our own log.

    number: which one for this peer it is, from 1.
    """

    __tablename__ = "sync_outbox"

    no: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    package: Mapped[str] = mapped_column(unique=True)
    peer: Mapped[str] = mapped_column(index=True)
    after: Mapped[Text]
    upto_seq: Mapped[int]
    operations_n: Mapped[int]
    made_at: Mapped[str]
    acked_at: Mapped[Text]
    number: Mapped[int]


class SyncInbox(Base):
    """A package that we were given; first_seq to last_seq of our own log hold what was new in it.

    state: APPLIED or PARKED (waits for an earlier one); whether it was undone says its batch.
    number, after_number: its own among those that the sender has made for us, and that of after; 0
    for one that was made for somebody else. report: JSON for the receipt.
    """

    __tablename__ = "sync_inbox"

    no: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    package: Mapped[str] = mapped_column(unique=True)
    sender: Mapped[str] = mapped_column(index=True)
    after: Mapped[Text]
    made_at: Mapped[str]
    received_at: Mapped[str]
    state: Mapped[str]
    batch: Mapped[Text]
    first_seq: Mapped[int] = mapped_column(default=0)
    last_seq: Mapped[int] = mapped_column(default=0)
    number: Mapped[int]
    after_number: Mapped[int]
    report: Mapped[Text]


class SyncPeerRow(Base):
    """A row that a peer may see: since and, once it has left its scope, until which of our seqs."""

    __tablename__ = "sync_peer_row"

    peer: Mapped[str] = mapped_column(primary_key=True)
    row_id: Mapped[str] = mapped_column(primary_key=True)
    since_seq: Mapped[int]
    until_seq: Mapped[int | None]


class SyncCommit(Base):
    """The signature of an author's node over a run of operations of one replica.

    ids: the operation ids one after the other, 32 bytes each.
    """

    __tablename__ = "sync_commit"

    no: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    node: Mapped[str]
    replica: Mapped[str]
    first_seq: Mapped[int]
    last_seq: Mapped[int]
    ids: Mapped[bytes] = mapped_column(LargeBinary)
    signature: Mapped[bytes] = mapped_column(LargeBinary, unique=True)

    __table_args__ = (Index("ix_sync_commit_replica", "replica", "first_seq"),)


class SyncSibling(Base):
    """A field with values that contradict one another; derived."""

    __tablename__ = "sync_sibling"

    row_id: Mapped[str] = mapped_column(primary_key=True)
    field: Mapped[str] = mapped_column(primary_key=True)
    table_name: Mapped[str]
    is_proposal: Mapped[bool]


class SyncParked(Base):
    """A row that cannot be shown whole yet, and why; derived.

    field and target: the reference and the id that is not here. Without them the row, or a field
    of it, is of a newer program.
    """

    __tablename__ = "sync_parked"

    row_id: Mapped[str] = mapped_column(primary_key=True)
    field: Mapped[str] = mapped_column(primary_key=True)
    table_name: Mapped[str]
    target: Mapped[str] = mapped_column(index=True)
    is_hidden: Mapped[bool]
