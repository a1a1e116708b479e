"""The history of records in words: who did what and when, every value readable."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from app.domain.fields import ValueKind, table_title, tables
from app.domain.history import HistoryEntry
from app.domain.rule_words import RULE_COLUMNS, stored_text
from app.domain.showing import value_text
from app.services.ledger import Ledger
from app.store import history, record_lists, records
from app.store.engine import Transaction
from app.store.history import OperationRow

_OVERRIDE, _RULE = "rule_override", "rule_def"
_TOLD_BY_PLACE = frozenset({"subject_table", "subject_id"})
"""Columns of an override that say only where it is shown."""
_REMOVED = {False: "移入回收站", True: "从回收站恢复"}


def history_of(ledger: Ledger, record_ids: Iterable[str]) -> tuple[HistoryEntry, ...]:
    """Return what happened to some records, newest first; one entry for each batch."""
    with ledger.reading() as tx:
        return entries(tx, record_ids)


def entries(tx: Transaction, record_ids: Iterable[str]) -> tuple[HistoryEntry, ...]:
    """Return the same inside an open transaction."""
    ids = list(record_ids)
    own = history.operations_of_records(tx, ids)
    operations = sorted((*own, *_overrides(tx, ids, own)), key=lambda op: op.seq)
    names = names_in(tx, operations)
    by_batch: dict[str, list[OperationRow]] = {}
    for op in operations:
        by_batch.setdefault(op.batch, []).append(op)
    return tuple(_entry(ops, names) for ops in reversed(by_batch.values()))


def _overrides(
    tx: Transaction, ids: list[str], operations: Sequence[OperationRow]
) -> Iterator[OperationRow]:
    """Yield the overrides about the records, and those of a branch by which they were entered."""
    entered_by = {op.batch for op in operations if op.kind == "I"}
    rows = {
        row["id"]: row["subject_id"] in ids
        for row in (*records.find(tx, _OVERRIDE), *records.removed(tx, _OVERRIDE))
        if row["subject_id"] in ids or row["subject_table"] == "org_unit"
    }
    for op in history.operations_of_records(tx, rows):
        if rows[op.row_id] or op.batch in entered_by:
            yield op


def _entry(ops: list[OperationRow], names: Mapping[str, str]) -> HistoryEntry:
    changes = tuple(change for op in ops for change in changes_of(op, names))
    return HistoryEntry(ops[-1].at.astimezone(), ops[0].author, ops[0].title, changes)


def changes_of(op: OperationRow, names: Mapping[str, str]) -> Iterable[tuple[str, str, str]]:
    """Yield (label, old text, new text) of what one operation changed."""
    known = tables().get(op.table_name)
    for column, field in known.fields.items() if known else ():
        if column in op.changes and column not in _TOLD_BY_PLACE:
            old, new = (_text(op, column, value, names) for value in _old_new(op, column))
            yield field.label, old, new
    if op.kind == "U" and "removed_at" in op.changes:
        yield table_title(op.table_name), "", _REMOVED[op.changes["removed_at"][1] is None]


def _text(op: OperationRow, column: str, value: object, names: Mapping[str, str]) -> str:
    if op.table_name == _RULE and column in RULE_COLUMNS and value:
        return stored_text(names.get(op.row_id, ""), column, str(value))
    known = record_lists.from_journal(op.table_name, column, value)
    return value_text(tables()[op.table_name].fields[column], known, names)


def _old_new(op: OperationRow, column: str) -> tuple[object, object]:
    value = op.changes[column]
    if op.kind == "U":
        return value[0], value[1]
    return (None, value) if op.kind == "I" else (value, None)


def names_in(tx: Transaction, operations: Sequence[OperationRow]) -> dict[str, str]:
    """Return what the records are called that the values of some operations point to, by id.

    For the bureau's versions of rules also which rule each is a version of.
    """
    wanted: dict[str, set[str]] = {}
    for op in operations:
        known = tables().get(op.table_name)
        for column, field in known.fields.items() if known else ():
            if field.kind is ValueKind.REFERENCE and column in op.changes:
                ids = {str(value) for value in _old_new(op, column) if value}
                wanted.setdefault(field.target, set()).update(ids)
    versions = [op.row_id for op in operations if op.table_name == _RULE]
    names = dict(record_lists.values_of(tx, _RULE, "rule_id", versions)) if versions else {}
    for table, ids in wanted.items():
        names.update(record_lists.names_of(tx, table, ids))
    return names
