"""Who this installation is, whom the bureau vouches for, and the life of this file."""

import json
from dataclasses import dataclass, replace
from functools import lru_cache

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.sqlite import insert

from app.domain.nodes import REPLICA_SEPARATOR, Certificate, Role, Roster
from app.domain.packages import SignedRoster
from app.store.engine import Transaction
from app.store.tables.columns import new_id
from app.store.tables.exchange import SyncEnrolment, SyncNode, SyncPeer, SyncRoster
from app.store.tables.journal import Batch, JournalState


@dataclass(frozen=True, slots=True)
class Identity:
    """Who we are: name, keys, branches, and the root key that rosters go back to."""

    node: str
    role: Role
    name: str
    sign_seed: bytes
    box_secret: str
    root_key: str
    branches: tuple[str, ...] = ()
    enrolment: str = ""
    enrol_seed: bytes = b""
    witness: str = ""


@dataclass(frozen=True, slots=True)
class Enrolment:
    """An enrolment package that the bureau made; node: who joined by it, empty until then."""

    id: str
    public_key: str
    role: Role
    name: str
    branches: tuple[str, ...]
    made_at: str
    node: str = ""


_IDENTITY = ", ".join(Identity.__dataclass_fields__)


def identity(tx: Transaction) -> Identity | None:
    """Return who we are; None for a ledger that takes no part in the exchange."""
    run = tx.session.connection().exec_driver_sql
    row = run(f"SELECT {_IDENTITY} FROM sync_node").one_or_none()  # noqa: S608
    if row is None:
        return None
    found = Identity(*row)
    branches = tuple(json.loads(row.branches))
    return replace(found, role=Role(row.role), branches=branches)


def become(tx: Transaction, who: Identity) -> None:
    """Set who we are; what is written from now on carries the node's name."""
    values = {
        "node": who.node,
        "role": who.role.value,
        "name": who.name,
        "sign_seed": who.sign_seed,
        "box_secret": who.box_secret,
        "root_key": who.root_key,
        "branches": json.dumps(who.branches),
        "enrolment": who.enrolment,
        "enrol_seed": who.enrol_seed,
        "witness": who.witness,
    }
    statement = insert(SyncNode).values(one=1, **values)
    tx.session.execute(statement.on_conflict_do_update(index_elements=["one"], set_=values))
    rotate(tx, who.node)


def begin_new_life(tx: Transaction, who: Identity, witness: str) -> None:
    """Give this file a new replica: it is a copy, or a backup put back, of another's life.

    Every peer is asked to give back what it has of ours.
    """
    tx.session.execute(update(SyncNode).values(witness=witness))
    tx.session.execute(update(SyncPeer).values(owes_own=True))
    rotate(tx, who.node)


def note_witness(tx: Transaction, witness: str) -> None:
    """Remember the machine and place of this file."""
    tx.session.execute(update(SyncNode).values(witness=witness))


def rotate(tx: Transaction, node: str) -> None:
    """Begin a new replica with a chain of its own."""
    replica = f"{node}{REPLICA_SEPARATOR}{new_id()}"
    raw = Batch(id="", replica=replica, kind="RAW", title="", author="", at="")
    tx.session.add(raw)
    tx.session.flush()
    tx.session.execute(update(JournalState).values(replica=replica, replica_seq=0, previous=b""))
    if tx.batch_no:
        tx.session.execute(update(Batch).where(Batch.no == tx.batch_no).values(replica=replica))


def roster(tx: Transaction) -> Roster | None:
    """Return the newest roster, with ourselves as told at joining until the bureau lists us."""
    signed = signed_roster(tx)
    if signed is None:
        return None
    found, own = read_roster(signed.body), identity(tx)
    if own is None or found.of(own.node):
        return found
    ourselves = Certificate(own.node, own.role, own.name, own.branches, "", "")
    return replace(found, nodes=(*found.nodes, ourselves))


@lru_cache(maxsize=16)
def read_roster(body: str) -> Roster:
    """Read a roster that we hold; it is asked for with every row and hardly ever changes."""
    return Roster.read(body)


def signed_roster(tx: Transaction) -> SignedRoster | None:
    """Return the newest roster as it was signed."""
    run = tx.session.connection().exec_driver_sql
    row = run("SELECT body, signature FROM sync_roster").one_or_none()
    return SignedRoster(*row) if row else None


def keep_roster(tx: Transaction, signed: SignedRoster) -> None:
    """Put a roster in the place of the one before."""
    values = {
        "version": Roster.read(signed.body).version,
        "body": signed.body,
        "signature": signed.signature,
    }
    statement = insert(SyncRoster).values(one=1, **values)
    tx.session.execute(statement.on_conflict_do_update(index_elements=["one"], set_=values))


def add_enrolment(tx: Transaction, enrolment: Enrolment) -> None:
    """Remember an enrolment package."""
    row = SyncEnrolment(
        id=enrolment.id,
        public_key=enrolment.public_key,
        role=enrolment.role.value,
        name=enrolment.name,
        branches=json.dumps(enrolment.branches),
        made_at=enrolment.made_at,
    )
    tx.session.add(row)


def enrolments(tx: Transaction) -> list[Enrolment]:
    """Return every enrolment package that was made, oldest first."""
    return [
        Enrolment(
            row.id,
            row.public_key,
            Role(row.role),
            row.name,
            tuple(json.loads(row.branches)),
            row.made_at,
            row.node,
        )
        for row in tx.session.scalars(select(SyncEnrolment).order_by(SyncEnrolment.id))
    ]


def drop_enrolment(tx: Transaction, enrolment: str) -> None:
    """Forget an enrolment package that nobody has joined by: its first word is refused."""
    tx.session.execute(
        delete(SyncEnrolment).where(SyncEnrolment.id == enrolment, SyncEnrolment.node == "")
    )


def use_enrolment(tx: Transaction, enrolment: str, node: str) -> None:
    """Note who joined by an enrolment package: it serves once."""
    statement = update(SyncEnrolment).where(SyncEnrolment.id == enrolment)
    tx.session.execute(statement.values(node=node))
