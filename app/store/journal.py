"""The triggers that turn every changed row into an operation, and the functions they call.

Triggers and not ORM events, because bulk statements and raw SQL never pass through the ORM.
The functions journal_tick and journal_id live in this program's connections: a foreign tool
that writes to the file fails instead of breaking the chain.
"""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from sqlalchemy import DefaultClause

from app.domain.operation_form import next_hlc, operation_id
from app.store.schema import journalled_tables

if TYPE_CHECKING:
    from sqlalchemy import Column, Table


OWN = "NOT (SELECT is_applying FROM journal_state)"
"""SQL: the change is made here and now; what a merge writes is in the journal already."""


def connection_functions(
    now_ms: Callable[[], int],
) -> Iterator[tuple[str, int, Callable[..., object]]]:
    """Yield (name, number of arguments, function) for each SQL function of the triggers."""
    yield "journal_tick", 1, lambda previous: next_hlc(previous, now_ms())
    yield "journal_id", 11, operation_id


def recording(table: str, kind: str, row_id: str, changes: str) -> str:
    """Return the statements that append one operation; row_id and changes are SQL.

    DISTINCT keeps SQLite from flattening the inner query, which would build the JSON twice.
    """
    return f"""
    UPDATE journal_state SET replica_seq = replica_seq + 1, hlc = journal_tick(hlc);
    INSERT INTO operation
        (id, batch_no, replica_seq, hlc, table_name, row_id, kind, changes, base)
    SELECT journal_id(replica, replica_seq, previous, hlc, author, batch,
            '{table}', {row_id}, '{kind}', changes, base),
        batch_no, replica_seq, hlc, '{table}', {row_id}, '{kind}', changes, base
    FROM (
        SELECT DISTINCT s.*, {changes} AS changes,
            (SELECT coalesce(json_group_array(lower(hex(o.id))), '[]') FROM operation o
             WHERE o.row_id = {row_id} AND o.is_head) AS base
        FROM journal_state s);
    UPDATE operation SET is_head = 0
        WHERE row_id = {row_id} AND is_head AND seq < last_insert_rowid();
    UPDATE journal_state SET previous =
        (SELECT id FROM operation WHERE seq = last_insert_rowid());
    """  # noqa: S608 - table and column names come from the schema, never from a user


def _empty(column: "Column[object]") -> str:
    """Return the SQL of the column's default: what an operation need not spell out."""
    default = column.server_default
    if not isinstance(default, DefaultClause):
        return "NULL"
    # A number must stand without quotes: nullif compares types too, and 0 is not '0'.
    return str(default.arg) if str(default.arg).isdigit() else f"'{default.arg}'"


def _json(members: Iterator[str]) -> str:
    """Return the SQL of a JSON object; each member yields ',"field":value' or NULL.

    Much cheaper than json_object, which would spell out every empty field first.
    """
    return f"'{{' || substr(concat({', '.join(members)}), 2) || '}}'"


def _triggers_of(table: "Table") -> Iterator[str]:
    name = table.name
    fields = [column.name for column in table.columns if column.name != "id"]
    empty = {column.name: _empty(column) for column in table.columns}
    born, gone = (
        _json(
            f"CASE WHEN {side}.{f} IS NOT {empty[f]}"
            f""" THEN ',"{f}":' || json_quote({side}.{f}) END"""
            for f in fields
        )
        for side in ("NEW", "OLD")
    )
    changed = _json(
        f"""CASE WHEN OLD.{f} IS NOT NEW.{f} THEN ',"{f}":' || json_array(OLD.{f}, NEW.{f}) END"""
        for f in fields
    )
    differs = " OR ".join(f"OLD.{f} IS NOT NEW.{f}" for f in fields)
    yield (
        f"CREATE TRIGGER journal_{name}_i AFTER INSERT ON {name} WHEN {OWN} BEGIN"
        f"{recording(name, 'I', 'NEW.id', born)}END"
    )
    yield (
        f"CREATE TRIGGER journal_{name}_u AFTER UPDATE ON {name} WHEN ({differs}) AND {OWN} BEGIN"
        f"{recording(name, 'U', 'NEW.id', changed)}END"
    )
    yield (
        f"CREATE TRIGGER journal_{name}_d AFTER DELETE ON {name} WHEN {OWN} BEGIN"
        f"{recording(name, 'D', 'OLD.id', gone)}END"
    )
    yield (
        f"CREATE TRIGGER journal_{name}_k BEFORE UPDATE OF id ON {name} "
        f"WHEN OLD.id IS NOT NEW.id BEGIN SELECT RAISE(ABORT, 'a record keeps its id'); END"
    )


def trigger_statements() -> dict[str, str]:
    """Return every journal trigger by its name."""
    statements = [sql for table in journalled_tables() for sql in _triggers_of(table)]
    return {sql.split()[2]: sql for sql in statements}
