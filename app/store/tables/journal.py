"""The journal and the local book-keeping around it; none of these is itself journalled.

An operation is one changed row. Its id is the SHA-256 of its canonical form, which includes the
id of this replica's previous operation (the one with replica_seq - 1), so that the operations of
a replica form a chain. base names the operations of the same row that the writer knew and
therefore supersedes.
"""

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.store.tables.columns import Base


class Operation(Base):
    """One change of one row; kind is I (born), U (changed) or D (physically deleted).

    id: SHA-256, 32 bytes. Replica, author and batch stand once in the batch. changes: JSON; for I
    {field: new}, for U {field: [old, new]}, for D {field: old}; a field at its default is left out
    of I and D. is_head: no later known operation of the row names it in its base (derived).
    previous: only for operations of other machines, whose chain may be known in part; for our own
    it is the operation before.
    """

    __tablename__ = "operation"

    seq: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    id: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    batch_no: Mapped[int] = mapped_column(ForeignKey("batch.no"), index=True)
    replica_seq: Mapped[int]
    hlc: Mapped[int]
    table_name: Mapped[str]
    row_id: Mapped[str]
    kind: Mapped[str]
    changes: Mapped[str]
    base: Mapped[str]
    is_head: Mapped[bool] = mapped_column(default=True, server_default="1")
    previous: Mapped[bytes | None] = mapped_column(LargeBinary)

    __table_args__ = (Index("ix_operation_row", "row_id"),)


class JournalState(Base):
    """The one row that the triggers read: this replica's clock, chain end, author and batch.

    is_applying: what is written now comes from operations already in the journal.
    """

    __tablename__ = "journal_state"

    one: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    replica: Mapped[str]
    replica_seq: Mapped[int] = mapped_column(default=0)
    previous: Mapped[bytes] = mapped_column(LargeBinary, default=b"")
    hlc: Mapped[int] = mapped_column(default=0)
    author: Mapped[str] = mapped_column(default="")
    batch: Mapped[str] = mapped_column(default="")
    batch_no: Mapped[int] = mapped_column(default=0)
    is_applying: Mapped[bool] = mapped_column(default=False, server_default="0")

    __table_args__ = (CheckConstraint("one = 1", name="one_row"),)


class Batch(Base):
    """One use case that wrote: what the user did, in words, and whether it was undone.

    no: local number. id: empty for what was written outside every use case, one such batch for each
    replica. at: ISO text in UTC.
    received_in: the package of the inbox that brought it; none for our own.
    """

    __tablename__ = "batch"

    no: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    id: Mapped[str]
    replica: Mapped[str]
    kind: Mapped[str]
    title: Mapped[str]
    author: Mapped[str]
    at: Mapped[str]
    undoes: Mapped[str] = mapped_column(default="", server_default="")
    undone_by: Mapped[str] = mapped_column(default="", server_default="")
    received_in: Mapped[int | None]

    __table_args__ = (UniqueConstraint("id", "replica"),)


class HeaderMemory(Base):
    """A corrected column mapping, remembered for every header of the same signature."""

    __tablename__ = "header_memory"

    signature: Mapped[str] = mapped_column(primary_key=True)
    mapping: Mapped[str]
    at: Mapped[str]


class ImportBatch(Base):
    """What an import batch read beside what it wrote: file, counts, choices, problems left.

    batch: id of its batch. content: JSON, the shape of services/receipts.py.
    """

    __tablename__ = "import_batch"

    batch: Mapped[str] = mapped_column(primary_key=True)
    file: Mapped[str]
    content: Mapped[str]


class IssuedReport(Base):
    """An issued report: frozen with its text (JSON), figures and the records counted."""

    __tablename__ = "issued_report"

    id: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    year: Mapped[int]
    title: Mapped[str]
    issued_at: Mapped[str]
    author: Mapped[str]
    figures: Mapped[str]
    document: Mapped[str]


class LedgerInfo(Base):
    """Facts about this file that no other shares: practice or real, for what schema derived."""

    __tablename__ = "ledger_info"

    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]
