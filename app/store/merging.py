"""Rows from operations: what each affected row shows, written without a new operation.

The journal is the truth and the rows follow: whatever arrives, the rows concerned are derived
again from all their operations, so that the order of arrival decides nothing. Siblings and parked
rows are derived with them.
"""

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import Table

from app.domain.merging import Merged, Step, folded, is_chain, merged
from app.domain.nodes import Roster
from app.store import erasing
from app.store.engine import Transaction, unjournalled
from app.store.owners import dependents, owners
from app.store.records import CHUNK
from app.store.row_steps import NodesOfReplicas, empty_row, steps_of
from app.store.schema import record_classes
from app.store.standing import Known, Presumed

Rows = Mapping[str, Collection[str]]
"""Ids of rows by table."""

_MOVES = ("org_id", "person_id", "removed_at")
"""The fields of a membership that decide to whom a person belongs."""


@dataclass(slots=True)
class _Target:
    """What one row is to become; wrong holds its references to rows that are not here.

    has_moved: more than one operation says to whom it belongs, and so when it belonged to whom.
    """

    table: Table
    row: str
    merged: Merged
    now: Mapping[str, Any] | None
    wrong: dict[str, str] = field(default_factory=dict)
    is_hidden: bool = False
    is_newer: bool = False
    has_moved: bool = False


def derive(tx: Transaction, rows: Rows, roster: Roster | None) -> None:
    """Bring rows to what all their operations say, and with them what depends on them."""
    _park_unknown(tx, rows)
    presumed = Presumed(roster)
    left = _joined([rows, _contradicting(tx)])
    moved = _write(tx, left, lambda *_: presumed)
    if moved:
        depending = dependents(tx, moved)
        _write(tx, depending, lambda *_: presumed)
        left = _joined([left, depending])
    doubtful = _joined([_contradicting(tx), _of_strangers(tx, left, roster)])
    if doubtful:
        _write(tx, doubtful, lambda table, row: Known(tx, table, row, roster))
    waiting = _waiting_for(tx, left)
    if waiting:
        derive(tx, waiting, roster)


def catch_up(tx: Transaction, roster: Roster | None) -> None:
    """Derive the rows that an older program could not show whole; this one is newer."""
    run = tx.session.connection().exec_driver_sql
    found: dict[str, set[str]] = {}
    for table, row in run("SELECT table_name, row_id FROM sync_parked WHERE field = ''").all():
        if table in record_classes():
            found.setdefault(table, set()).add(row)
    derive(tx, found, roster)


def rebuild(tx: Transaction, roster: Roster | None) -> None:
    """Derive every row of the ledger again."""
    run = tx.session.connection().exec_driver_sql
    found: dict[str, set[str]] = {}
    for table, row in run("SELECT DISTINCT table_name, row_id FROM operation"):
        found.setdefault(table, set()).add(row)
    derive(tx, found, roster)


def judged(
    tx: Transaction, table: str, row: str, roster: Roster | None, *, before: int | None = None
) -> Merged:
    """Return what all operations of one row come to, siblings included.

    before: only those that were here before this seq.
    """
    known = Known(tx, table, row, roster)
    empty = empty_row(record_classes()[table].metadata.tables[table])
    return merged(steps_of(tx, [row], before=before)[row], empty, known.rank(table))


def told(
    tx: Transaction, table: str, rows: Collection[str], roster: Roster | None
) -> Iterator[Mapping[str, Mapping[str, Any] | None]]:
    """Yield what rows show by all their operations: with owners presumed, and with them known.

    None is a row that cannot be shown yet. Nothing is written.
    """
    presumed = Presumed(roster)
    for known in (lambda *_: presumed, lambda name, row: Known(tx, name, row, roster)):
        found = _targets(tx, {table: rows}, known)
        yield {each.row: None if each.is_hidden else each.merged.values for each in found}


def _write(tx: Transaction, rows: Rows, known: Callable[[str, str], Presumed]) -> set[str]:
    """Derive and write rows; return the persons whose membership has moved."""
    gone = erasing.erased(tx)
    left = {name: [row for row in ids if row not in gone] for name, ids in rows.items()}
    targets = _targets(tx, left, known)
    with unjournalled(tx):
        _insert(tx, [t for t in targets if t.now is None and not t.is_hidden])
        _update(tx, [t for t in targets if t.now is not None])
        for name, ids in rows.items():
            erasing.write_erased(tx, name, {row: gone[row] for row in ids if row in gone})
    _keep_derived(tx, targets)
    return _moved(tx, targets)


def _targets(tx: Transaction, rows: Rows, known: Callable[[str, str], Presumed]) -> list[_Target]:
    targets: list[_Target] = []
    for name, ids in rows.items():
        table = record_classes()[name].metadata.tables[name]
        wanted = sorted(ids)
        for start in range(0, len(wanted), CHUNK):
            chunk = wanted[start : start + CHUNK]
            now = _stored(tx, name, chunk)
            for row, steps in steps_of(tx, chunk).items():
                if steps:
                    targets.append(_target(table, row, steps, known(name, row), now.get(row)))
    _resolve(tx, targets)
    return targets


def _target(
    table: Table, row: str, steps: list[Step], known: Presumed, now: Mapping[str, Any] | None
) -> _Target:
    empty = empty_row(table)
    if is_chain(steps) and known.is_safe(table.name, steps):
        found = Merged(folded(steps, empty))
    else:
        found = merged(steps, empty, known.rank(table.name))
    target = _Target(table, row, found, now, has_moved=_moves_n(steps) > 1)
    for name in found.values.keys() - empty.keys():
        target.is_newer = True
        del found.values[name]
    if None in map(found.values.get, _never_null(table)):
        for name in _never_null(table):
            if found.values.get(name) is None and name in empty:
                found.values[name] = empty[name]
    return target


def _moves_n(steps: list[Step]) -> int:
    return sum(step.kind == "D" or not step.changes.keys().isdisjoint(_MOVES) for step in steps)


@cache
def _never_null(table: Table) -> tuple[str, ...]:
    """Return the columns that hold a value always, but for references and the id."""
    return tuple(
        column.name
        for column in table.columns
        if not column.nullable and not column.foreign_keys and not column.primary_key
    )


def _stored(tx: Transaction, table: str, ids: list[str]) -> dict[str, Mapping[str, Any]]:
    run = tx.session.connection().exec_driver_sql
    query = f"SELECT * FROM {table} WHERE id IN (SELECT value FROM json_each(?))"  # noqa: S608
    return {row["id"]: dict(row) for row in run(query, (json.dumps(ids),)).mappings()}


@cache
def _references(table: Table) -> tuple[tuple[str, str, bool], ...]:
    """Return (column, table it points to, whether it may be empty) of a table's references."""
    return tuple(
        (key.parent.name, key.column.table.name, bool(key.parent.nullable))
        for key in table.foreign_keys
    )


def _resolve(tx: Transaction, targets: list[_Target]) -> None:
    """Find the references to rows that are not here: they stay empty, or their row stays out."""
    coming = {(t.table.name, t.row): t for t in targets}
    absent = _absent(tx, targets)
    again = True
    while again:
        again = False
        for target in targets:
            for column, table, nullable in _references(target.table):
                value = target.merged.values[column]
                other = coming.get((table, value))
                is_hidden = other is not None and other.is_hidden
                is_here = (table, value) not in absent and not is_hidden
                if is_here or column in target.wrong or (value is None and nullable):
                    continue
                target.wrong[column] = value or ""
                if not nullable and target.now is None:
                    target.is_hidden = True
                    again = True
    for target in targets:
        for column in target.wrong:
            may_be_empty = target.table.columns[column].nullable
            kept = target.now[column] if target.now is not None else None
            target.merged.values[column] = None if may_be_empty else kept


def _absent(tx: Transaction, targets: list[_Target]) -> set[tuple[str, str | None]]:
    """Return which references of the rows point neither into the ledger nor to one another."""
    wanted: dict[str, set[str]] = {}
    absent: set[tuple[str, str | None]] = set()
    own = {(t.table.name, t.row) for t in targets}
    for target in targets:
        for column, table, _ in _references(target.table):
            value = target.merged.values[column]
            if value is None:
                absent.add((table, None))
            elif (table, value) not in own:
                wanted.setdefault(table, set()).add(value)
    for table, ids in wanted.items():
        found = _stored_ids(tx, table, ids)
        absent.update((table, each) for each in ids - found)
    return absent


def _stored_ids(tx: Transaction, table: str, ids: Iterable[str]) -> set[str]:
    run = tx.session.connection().exec_driver_sql
    query = f"SELECT id FROM {table} WHERE id IN (SELECT value FROM json_each(?))"  # noqa: S608
    return set(run(query, (json.dumps(list(ids)),)).scalars())


def _insert(tx: Transaction, targets: list[_Target]) -> None:
    run = tx.session.connection().exec_driver_sql
    for table, group in groupby(targets, key=lambda t: t.table):
        names = list(empty_row(table))
        places = ", ".join("?" * (len(names) + 1))
        of = itemgetter(*names)
        run(
            f"INSERT INTO {table.name} (id, {', '.join(names)}) VALUES ({places})",  # noqa: S608
            [(t.row, *of(t.merged.values)) for t in group],
        )


def _update(tx: Transaction, targets: list[_Target]) -> None:
    run = tx.session.connection().exec_driver_sql
    statements = sorted(filter(None, map(_statement, targets)), key=itemgetter(0))
    for statement, group in groupby(statements, key=itemgetter(0)):
        run(statement, [values for _, values in group])


def _statement(target: _Target) -> tuple[str, tuple[Any, ...]] | None:
    now = target.now or {}
    different = {n: v for n, v in target.merged.values.items() if now[n] != v}
    if not different:
        return None
    assignments = ", ".join(f"{name} = ?" for name in different)
    statement = f"UPDATE {target.table.name} SET {assignments} WHERE id = ?"  # noqa: S608
    return statement, (*different.values(), target.row)


def _keep_derived(tx: Transaction, targets: list[_Target]) -> None:
    run = tx.session.connection().exec_driver_sql
    rows = json.dumps([target.row for target in targets])
    for table in ("sync_sibling", "sync_parked"):
        run(f"DELETE FROM {table} WHERE row_id IN (SELECT value FROM json_each(?))", (rows,))  # noqa: S608
    siblings = [
        (t.row, name, t.table.name, any(each.is_proposal for each in found))
        for t in targets
        for name, found in t.merged.siblings.items()
    ]
    parked = [
        (t.row, name, t.table.name, target, t.is_hidden)
        for t in targets
        for name, target in ({**t.wrong, **({"": ""} if t.is_newer else {})}).items()
    ]
    if siblings:
        columns = "row_id, field, table_name, is_proposal"
        run(f"INSERT INTO sync_sibling ({columns}) VALUES (?, ?, ?, ?)", siblings)  # noqa: S608
    if parked:
        columns = "row_id, field, table_name, target, is_hidden"
        run(f"INSERT INTO sync_parked ({columns}) VALUES (?, ?, ?, ?, ?)", parked)  # noqa: S608


def _park_unknown(tx: Transaction, rows: Rows) -> None:
    """Note the rows of tables that only a newer program knows."""
    unknown = [
        (row, table) for table, ids in rows.items() if table not in record_classes() for row in ids
    ]
    if unknown:
        tx.session.connection().exec_driver_sql(
            "INSERT OR REPLACE INTO sync_parked (row_id, field, table_name, target, is_hidden)"
            " VALUES (?, '', ?, '', 1)",
            unknown,
        )


def _moved(tx: Transaction, targets: list[_Target]) -> set[str]:
    """Return the persons who may belong to another organisation than before."""
    moved, born = set(), set()
    for target in targets:
        if target.table.name != "membership" or target.is_hidden:
            continue
        person = target.merged.values["person_id"]
        if target.has_moved:  # another's move to the same place changes nothing but since when
            moved.add(person)
        elif target.now is None:
            born.add(person)
        elif any(target.now[name] != target.merged.values[name] for name in _MOVES):
            moved.add(person)
    query = """SELECT person_id FROM membership
        WHERE person_id IN (SELECT value FROM json_each(?))
        GROUP BY person_id HAVING count(*) > 1"""
    run = tx.session.connection().exec_driver_sql
    return moved | set(run(query, (json.dumps(sorted(born)),)).scalars() if born else ())


def _contradicting(tx: Transaction) -> dict[str, set[str]]:
    """Return the rows with siblings: few, and each may hang on who owns what now."""
    run = tx.session.connection().exec_driver_sql
    found: dict[str, set[str]] = {}
    for table, row in run("SELECT DISTINCT table_name, row_id FROM sync_sibling"):
        found.setdefault(table, set()).add(row)
    return found


def _of_strangers(tx: Transaction, rows: Rows, roster: Roster | None) -> dict[str, set[str]]:
    """Return the rows that a school wrote to whom they do not belong now."""
    schools = {n.node: frozenset(n.branches) for n in roster.schools()} if roster else {}
    found: dict[str, set[str]] = {}
    for table, ids in rows.items() if schools else ():
        writers = _school_writers(tx, ids, schools)
        own = owners(tx, table, writers)
        found[table] = {
            row
            for row, nodes in writers.items()
            if own.get(row) is not None and any(own[row] not in schools[n] for n in nodes)
        }
    return found


def _school_writers(
    tx: Transaction, ids: Iterable[str], schools: Mapping[str, object]
) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    wanted = list(ids)
    run = tx.session.connection().exec_driver_sql
    query = """SELECT DISTINCT o.row_id, b.replica
        FROM operation o JOIN batch b ON b.no = o.batch_no
        WHERE o.row_id IN (SELECT value FROM json_each(?))"""
    nodes = NodesOfReplicas(tx)
    for row, replica in run(query, (json.dumps(wanted),)):
        node = nodes[replica]
        if node in schools:
            found.setdefault(row, set()).add(node)
    return found


def _waiting_for(tx: Transaction, rows: Rows) -> dict[str, set[str]]:
    """Return the parked rows whose missing reference has come with these rows."""
    run = tx.session.connection().exec_driver_sql
    if not run("SELECT 1 FROM sync_parked WHERE target <> '' LIMIT 1").scalar():
        return {}
    found: dict[str, set[str]] = {}
    query = """SELECT table_name, row_id, field, target FROM sync_parked
        WHERE target IN (SELECT value FROM json_each(?))"""
    for table, ids in rows.items():
        here = _stored_ids(tx, table, ids)
        for waiting, row, column, target in run(query, (json.dumps(list(ids)),)).all():
            references = {name: to for name, to, _ in _references_by_name(waiting)}
            if target in here and references.get(column) == table:
                found.setdefault(waiting, set()).add(row)
    return found


def _references_by_name(table: str) -> tuple[tuple[str, str, bool], ...]:
    return _references(record_classes()[table].metadata.tables[table])


def _joined(parts: Iterable[Rows]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for part in parts:
        for table, ids in part.items():
            if not ids or table not in record_classes():
                continue
            found.setdefault(table, set()).update(ids)
    return found
