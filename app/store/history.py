"""Reading the journal: the operations of a record, the list of batches, the chain."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, case, func, select

from app.domain.operation_form import CLOCK_BITS, operation_id
from app.store.engine import Transaction
from app.store.erasing import NOTHING, erased
from app.store.records import CHUNK
from app.store.tables.exchange import SyncInbox
from app.store.tables.journal import Batch, JournalState, Operation

RECEIVED = "RECEIVE"
"""The kind of a batch that took in a package; its operations belong to their authors' batches."""


@dataclass(frozen=True, slots=True)
class OperationRow:
    """One operation; changes is {field: new}, {field: [old, new]} or {field: old} by kind.

    title: what the user did in its batch, in words.
    """

    seq: int
    id: str
    replica: str
    replica_seq: int
    at: datetime
    author: str
    batch: str
    title: str
    table_name: str
    row_id: str
    kind: str
    changes: Mapping[str, Any]
    base: tuple[str, ...]


class RowChange(NamedTuple):
    """What one operation did to a row; changes as in OperationRow."""

    table_name: str
    row_id: str
    kind: str
    changes: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class BatchRow:
    """One batch and how many records it touched; at is ISO text in UTC."""

    id: str
    kind: str
    title: str
    author: str
    at: str
    undoes: str
    undone_by: str
    operations_n: int


def operations_of_record(tx: Transaction, row_id: str) -> list[OperationRow]:
    """Return everything that ever happened to one record, oldest first."""
    return operations_of_records(tx, [row_id])


def operations_of_records(tx: Transaction, row_ids: Iterable[str]) -> list[OperationRow]:
    """Return everything that ever happened to some records, oldest first."""
    every = list(dict.fromkeys(row_ids))
    found: list[OperationRow] = []
    for start in range(0, len(every), CHUNK):
        found += _operations(tx, Operation.row_id.in_(every[start : start + CHUNK]))
    return sorted(found, key=lambda op: op.seq)


def operations_of_batch(
    tx: Transaction, batch: str, *, limit: int | None = None
) -> list[OperationRow]:
    """Return the operations of one batch in the order they were written, at most the first few."""
    return _operations(tx, Batch.id == batch, limit)


def changes_of_batch(tx: Transaction, batch: str) -> list[RowChange]:
    """Return what one batch did to which rows, in the order it was written."""
    own = select(Batch.no).where(Batch.id == batch)
    query = (
        select(Operation.table_name, Operation.row_id, Operation.kind, Operation.changes)
        .where(Operation.batch_no.in_(own))
        .order_by(Operation.seq)
    )
    found = tx.session.execute(query)
    return [RowChange(table, row, kind, json.loads(changes)) for table, row, kind, changes in found]


def operations_brought_by(
    tx: Transaction, batch: str, *, limit: int | None = None
) -> list[OperationRow]:
    """Return what was new in the package that a batch took in; none for any other batch."""
    query = select(SyncInbox.first_seq, SyncInbox.last_seq).where(SyncInbox.batch == batch)
    place = tx.session.execute(query.where(SyncInbox.first_seq > 0)).first() if batch else None
    return _operations(tx, Operation.seq.between(*place), limit) if place else []


def batches(tx: Transaction, *, limit: int = 500) -> list[BatchRow]:
    """Return the newest batches first, those of other machines inside the package they came in."""
    own = (
        select(func.count(Operation.seq))
        .where(Operation.batch_no == Batch.no)
        .correlate(Batch)
        .scalar_subquery()
    )
    brought = (
        select(SyncInbox.last_seq - SyncInbox.first_seq + 1)
        .where(SyncInbox.batch == Batch.id, SyncInbox.first_seq > 0)
        .correlate(Batch)
        .scalar_subquery()
    )
    count = case((Batch.kind == RECEIVED, func.coalesce(brought, 0)), else_=own)
    query = (
        select(Batch, count)
        .where(Batch.id != "", Batch.received_in.is_(None))
        .order_by(Batch.no.desc())
        .limit(limit)
    )
    return [_batch_row(batch, number) for batch, number in tx.session.execute(query)]


def batch(tx: Transaction, batch_id: str) -> BatchRow | None:
    """Return one batch, or None when there is none with this id."""
    found = tx.session.scalar(select(Batch).where(Batch.id == batch_id, Batch.no > 0))
    if found is None:
        return None
    query = select(func.count(Operation.seq)).where(Operation.batch_no == found.no)
    return _batch_row(found, tx.session.scalar(query) or 0)


def broken_links(tx: Transaction) -> list[int]:
    """Return the seq of every operation whose id or link to its predecessor is wrong.

    The chain of another machine may be known in part: there each operation names the one before.
    An erased one is held by its id alone, which the next in its chain names.
    """
    previous: dict[str, tuple[int, bytes]] = {}
    gone = erased(tx)
    wrong = []
    for op, batch in tx.session.execute(_with_batch().order_by(Operation.seq)).yield_per(2000):
        number, last = previous.get(batch.replica, (0, b""))
        is_own = op.previous is None
        expected = operation_id(
            batch.replica, op.replica_seq, last if is_own else op.previous or b"", op.hlc,
            batch.author, batch.id, op.table_name, op.row_id, op.kind, op.changes, op.base,
        )  # fmt: skip
        is_erased = op.row_id in gone and op.changes == NOTHING
        if (op.id != expected and not is_erased) or (is_own and op.replica_seq != number + 1):
            wrong.append(op.seq)
        if is_own:
            previous[batch.replica] = (op.replica_seq, op.id)
    state = tx.session.scalars(select(JournalState)).one()
    if (state.replica_seq, state.previous) != previous.get(state.replica, (0, b"")):
        wrong.append(0)
    return wrong


def _with_batch() -> Select[Operation, Batch]:
    return select(Operation, Batch).join(Batch, Batch.no == Operation.batch_no)


def _batch_row(found: Batch, number: int) -> BatchRow:
    return BatchRow(
        found.id,
        found.kind,
        found.title,
        found.author,
        found.at,
        found.undoes,
        found.undone_by,
        number,
    )


def _operations(
    tx: Transaction, condition: ColumnElement[bool], limit: int | None = None
) -> list[OperationRow]:
    query = _with_batch().where(condition).order_by(Operation.seq).limit(limit)
    return [
        OperationRow(
            op.seq,
            op.id.hex(),
            batch.replica,
            op.replica_seq,
            datetime.fromtimestamp((op.hlc >> CLOCK_BITS) / 1000, UTC),
            batch.author,
            batch.id,
            batch.title,
            op.table_name,
            op.row_id,
            op.kind,
            json.loads(op.changes),
            tuple(json.loads(op.base)),
        )
        for op, batch in tx.session.execute(query)
    ]
