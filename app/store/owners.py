"""Which organisation a record belongs to, and to which it belonged when: read from the rows.

A record belongs to the organisation it names, else to that of its person, else to that of the
record it is part of. A person belongs to the organisation of the membership.
"""

import json
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from functools import cache

from app.domain.merging import written
from app.store.engine import Transaction
from app.store.records import CHUNK
from app.store.row_steps import steps_of
from app.store.schema import metadata

OWNER = "org_id"
_OWN_MEMBERSHIP = """(SELECT m.{what} FROM membership m WHERE m.person_id = {person}
 AND m.org_id IS NOT NULL ORDER BY m.removed_at IS NOT NULL, m.id DESC LIMIT 1)"""
_DEEPEST = 4


@cache
def parents(table: str) -> Mapping[str, str]:
    """Return the columns by which a record belongs to something, best first, and their tables."""
    columns = {
        key.parent.name: key.column.table.name
        for key in sorted(metadata.tables[table].foreign_keys, key=lambda k: k.parent.name)
    }
    found = {OWNER: "org_unit"} if columns.get(OWNER) == "org_unit" else {}
    if columns.get("person_id") == "person":
        found["person_id"] = "person"
    required = metadata.tables[table].columns
    return found | {
        name: target
        for name, target in columns.items()
        if not required[name].nullable and target not in {"org_unit", "school_unit", table}
    }


@cache
def owner_sql(table: str, alias: str = "t", depth: int = 0) -> str:
    """Return the SQL of the organisation that a row of a table belongs to."""
    if table == "person":
        return _OWN_MEMBERSHIP.format(what="org_id", person=f"{alias}.id")
    found = []
    for column, target in parents(table).items():
        if column == OWNER:
            found.append(f"{alias}.{OWNER}")
        elif target == "person":
            found.append(_OWN_MEMBERSHIP.format(what="org_id", person=f"{alias}.{column}"))
        elif depth < _DEEPEST:
            inner = f"{alias}{depth}"
            found.append(
                f"(SELECT {owner_sql(target, inner, depth + 1)} FROM {target} {inner}"  # noqa: S608
                f" WHERE {inner}.id = {alias}.{column})"
            )
    return f"coalesce({', '.join(found)}, NULL)" if found else "NULL"


def owners(tx: Transaction, table: str, ids: Iterable[str]) -> dict[str, str | None]:
    """Return the organisation that each row of a table belongs to now; None for nobody's."""
    run = tx.session.connection().exec_driver_sql
    wanted, found = list(ids), {}
    for start in range(0, len(wanted), CHUNK):
        chunk = tuple(wanted[start : start + CHUNK])
        places = ", ".join("?" * len(chunk))
        rows = run(
            f"SELECT t.id, {owner_sql(table)} FROM {table} t WHERE t.id IN ({places})",  # noqa: S608
            chunk,
        )
        found.update({row[0]: row[1] for row in rows})
    return found


class Ownership:
    """To whom one row belonged at a reading of the clock."""

    def __init__(self, tx: Transaction, table: str, row: str) -> None:
        self._moves: list[tuple[int, str | None]] = []
        for steps in steps_of(tx, _anchors(tx, table, row)).values():
            for step in steps:
                values = written(step, {})
                if OWNER in values:
                    self._moves.append((step.hlc, values[OWNER]))
        self._moves.sort(key=lambda move: (move[0], move[1] or ""))

    def at(self, hlc: int) -> str | None:
        """Return the owner just before a moment; before its birth a row has its first one."""
        if not self._moves:
            return None
        place = bisect_left([moved for moved, _ in self._moves], hlc)
        return self._moves[max(place - 1, 0)][1]


def _anchors(tx: Transaction, table: str, row: str) -> list[str]:
    """Return the ids of the rows whose organisation decides to whom a row belongs."""
    run = tx.session.connection().exec_driver_sql
    if table == "person":
        return list(run("SELECT id FROM membership WHERE person_id = ?", (row,)).scalars())
    rows = run(f"SELECT * FROM {table} WHERE id = ?", (row,)).mappings().all()  # noqa: S608
    for column, target in parents(table).items() if rows else ():
        value = rows[0][column]
        if value is None:
            continue
        found = [row] if column == OWNER else _anchors(tx, target, value)
        if found:
            return found
    return []


def dependents(tx: Transaction, persons: Iterable[str]) -> dict[str, set[str]]:
    """Return the rows that belong to somebody because these persons do, by table."""
    wanted = json.dumps(list(persons))
    run = tx.session.connection().exec_driver_sql
    found: dict[str, set[str]] = {}
    for name, table in metadata.tables.items():
        if "person_id" not in table.columns or not table.foreign_keys:
            continue
        rows = run(
            f"SELECT id FROM {name} WHERE person_id IN (SELECT value FROM json_each(?))",  # noqa: S608
            (wanted,),
        )
        found[name] = set(rows.scalars())
    return found | {"person": set(json.loads(wanted))}
