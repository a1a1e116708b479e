"""The journal of one record as it is stored, for programs and for proof."""

from typing import Any

from app.base.errors import UserError
from app.services.ledger import Ledger
from app.store import history
from app.store.history import OperationRow


def of_record(ledger: Ledger, record_id: str) -> tuple[OperationRow, ...]:
    """Return every operation of a record, oldest first; raises UserError when there is none."""
    with ledger.reading() as tx:
        found = history.operations_of_record(tx, record_id)
    if not found:
        raise UserError(f"没有编号为“{record_id}”的记录。", todo="请核对编号。")
    return tuple(found)


def as_json(operation: OperationRow) -> dict[str, Any]:
    """Return an operation in the shape of `history --json`; at is ISO text in UTC."""
    return {
        "seq": operation.seq,
        "id": operation.id,
        "at": operation.at.isoformat(),
        "author": operation.author,
        "batch": operation.batch,
        "table": operation.table_name,
        "record": operation.row_id,
        "kind": operation.kind,
        "changes": dict(operation.changes),
        "base": list(operation.base),
        "replica": operation.replica,
        "replica_seq": operation.replica_seq,
    }
