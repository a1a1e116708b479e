"""What one batch did, record by record, every value readable."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.domain.fields import table_title, tables
from app.services.ledger import Ledger
from app.services.record_history import changes_of, names_in
from app.store import history, record_lists
from app.store.engine import Transaction
from app.store.history import OperationRow

MOST = 500
_KINDS = {"I": "新增", "U": "修改", "D": "清除"}


@dataclass(frozen=True, slots=True)
class RecordChange:
    """What a batch did to one record; changes holds (label, old text, new text)."""

    table: str
    record: str
    title: str
    summary: str
    kind: str
    changes: tuple[tuple[str, str, str], ...]


def details(ledger: Ledger, batch: str) -> tuple[RecordChange, ...]:
    """Return the records that a batch touched, or its package, at most the first MOST of them."""
    with ledger.reading() as tx:
        operations = history.operations_of_batch(tx, batch, limit=MOST)
        operations = operations or history.operations_brought_by(tx, batch, limit=MOST)
        own = _own_names(tx, operations)
        names = names_in(tx, operations)
        return tuple(
            RecordChange(
                op.table_name,
                op.row_id,
                table_title(op.table_name),
                own.get(op.row_id, ""),
                _kind(op),
                tuple((label, old, new) for label, old, new in changes_of(op, names) if old != new),
            )
            for op in operations
        )


def _kind(op: OperationRow) -> str:
    if op.kind == "U" and "removed_at" in op.changes:
        return "恢复" if op.changes["removed_at"][1] is None else "移入回收站"
    return _KINDS[op.kind]


def _own_names(tx: Transaction, operations: Iterable[OperationRow]) -> dict[str, str]:
    wanted: dict[str, list[str]] = {}
    for op in operations:
        if op.table_name in tables():
            wanted.setdefault(op.table_name, []).append(op.row_id)
    names: dict[str, str] = {}
    for table, ids in wanted.items():
        names.update(record_lists.names_of(tx, table, ids))
    return names
