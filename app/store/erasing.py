"""Legal erasure: what is erased says nothing any more, in its row and in the journal.

An erased operation keeps its id, its place in the chain and its author's signature over the id;
only its content is gone. So every chain can still be followed, and what an erased record said
can come back from nowhere.
"""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from app.store.engine import REWRITE_DUE, Transaction
from app.store.row_steps import empty_row
from app.store.schema import metadata, record_classes

ERASURE = "erasure"
NOTHING = "{}"
"""The changes of an operation that was erased."""
_NAMES = ("name", "former_name", "id_no", "id_no_raw", "mobile")
"""The columns whose values may stand in texts beside the records."""
_FEWEST_LETTERS = 2


@dataclass(frozen=True, slots=True)
class Erased:
    """What an erased record shows: label in the place of a name, removed_at as before."""

    table: str
    label: str
    removed_at: str | None


def erased(tx: Transaction) -> Mapping[str, Erased]:
    """Return the erased records by id; the first order for one counts."""
    query = """SELECT erased_id, erased_table, label, is_removed, erased_at FROM erasure
        ORDER BY erased_at DESC, id DESC"""
    rows = tx.session.connection().exec_driver_sql(query)
    return {row: Erased(table, label, at if gone else None) for row, table, label, gone, at in rows}


def any_of(tx: Transaction, rows: Iterable[str]) -> bool:
    """Tell whether one of some records is erased, or is the order to erase another."""
    query = """SELECT 1 FROM erasure WHERE id IN (SELECT value FROM json_each(?1))
        OR erased_id IN (SELECT value FROM json_each(?1)) LIMIT 1"""
    found = tx.session.connection().exec_driver_sql(query, (json.dumps(list(rows)),))
    return found.scalar() is not None


def take_effect(tx: Transaction) -> dict[str, set[str]]:
    """Empty the journal of what erased records said; return those that said anything, by table.

    The caller derives these. Whatever comes later about them is emptied in the same way.
    """
    tx.session.flush()
    run = tx.session.connection().exec_driver_sql
    found: dict[str, set[str]] = {}
    for table, row in run(_TALKING):
        found.setdefault(table, set()).add(row)
    if found:
        run("INSERT OR REPLACE INTO ledger_info (key, value) VALUES (?, '1')", (REWRITE_DUE,))
        _forget_words(tx, found)
        run(
            "UPDATE operation SET changes = ? WHERE row_id IN (SELECT erased_id FROM erasure)",
            (NOTHING,),
        )
    return found


_TALKING = f"""SELECT DISTINCT table_name, row_id FROM operation
    WHERE row_id IN (SELECT erased_id FROM erasure) AND changes <> '{NOTHING}'"""  # noqa: S608


def _forget_words(tx: Transaction, rows: Mapping[str, Collection[str]]) -> None:
    """Take names and numbers out of the titles and receipts of what wrote about these people."""
    run = tx.session.connection().exec_driver_sql
    gone = erased(tx)
    for person in sorted(rows.get("person", ())):
        batches = json.dumps(list(run(_ABOUT, (person,)).scalars()))
        for word in sorted(_said_of(tx, person), key=len)[::-1]:
            for statement in _FORGETTING:
                run(statement, (word, gone[person].label, batches))


def _said_of(tx: Transaction, person: str) -> set[str]:
    """Return the names and numbers that the journal has ever told of a person."""
    run = tx.session.connection().exec_driver_sql
    found: set[str] = set()
    for text in run("SELECT changes FROM operation WHERE row_id = ?", (person,)).scalars():
        changes = json.loads(text)
        for value in (changes.get(name) for name in _NAMES):
            found.update(value if isinstance(value, list) else [value])
    return {each for each in found if each and len(each) >= _FEWEST_LETTERS}


_ABOUT = """SELECT DISTINCT batch_no FROM operation WHERE row_id IN
    (SELECT row_id FROM operation WHERE row_id = ?1 OR instr(changes, ?1))"""
"""The batches about a person or about a record that names it, such as its transfer."""
_FORGETTING = (
    """UPDATE batch SET title = replace(title, ?1, ?2)
    WHERE no IN (SELECT value FROM json_each(?3))""",
    """UPDATE import_batch SET content = replace(content, ?1, ?2)
    WHERE batch IN (SELECT id FROM batch WHERE no IN (SELECT value FROM json_each(?3)))""",
)


def write_erased(tx: Transaction, table: str, gone: Mapping[str, Erased]) -> None:
    """Make erased records of a table say nothing but what they belong to; past the triggers."""
    run = tx.session.connection().exec_driver_sql
    ids = json.dumps(sorted(gone))
    here = f"SELECT id FROM {table} WHERE id IN (SELECT value FROM json_each(?))"  # noqa: S608
    stored = set(run(here, (ids,)).scalars())
    owners = _owners(table)
    for row, what in gone.items():
        values = _values(table, what)
        if row in stored:
            sets = ", ".join(f"{name} = ?" for name in values)
            run(f"UPDATE {table} SET {sets} WHERE id = ?", (*values.values(), row))  # noqa: S608
        elif not owners:  # without its owner, which nobody can tell any more, it stays out
            names = ", ".join(("id", *values))
            places = ", ".join("?" * (len(values) + 1))
            run(f"INSERT INTO {table} ({names}) VALUES ({places})", (row, *values.values()))  # noqa: S608
    for derived in ("sync_sibling", "sync_parked"):
        run(f"DELETE FROM {derived} WHERE row_id IN (SELECT value FROM json_each(?))", (ids,))  # noqa: S608


def _values(table: str, what: Erased) -> dict[str, Any]:
    empty = empty_row(metadata.tables[table])
    values = {name: value for name, value in empty.items() if name not in _owners(table)}
    told = {"name": what.label, "removed_at": what.removed_at}
    return values | {name: value for name, value in told.items() if name in values}


@cache
def _owners(table: str) -> frozenset[str]:
    """Return the references that no record of a table can be without."""
    columns = metadata.tables[table].columns
    return frozenset(c.name for c in columns if c.foreign_keys and not c.nullable)


def belongings(tx: Transaction, person: str) -> dict[str, list[str]]:
    """Return, by table, what lies in the recycle bin and cannot be without a person, nor it."""
    found: dict[str, list[str]] = {}
    fresh: dict[str, set[str]] = {"person": {person}}
    while fresh:
        below: dict[str, set[str]] = {}
        for table, column, target in _belonging():
            for row in _removed_below(tx, table, column, fresh.get(target, ())):
                if row not in found.get(table, ()):
                    below.setdefault(table, set()).add(row)
                    found.setdefault(table, []).append(row)
        fresh = below
    return found


@cache
def _belonging() -> tuple[tuple[str, str, str], ...]:
    """Return (table, column, table it points to) of every reference of an owned record."""
    return tuple(
        (name, key.parent.name, key.column.table.name)
        for name in record_classes()
        for key in metadata.tables[name].foreign_keys
        if key.parent.name in _owners(name)
    )


def _removed_below(tx: Transaction, table: str, column: str, owners: Collection[str]) -> list[str]:
    if not owners:
        return []
    query = f"""SELECT id FROM {table} WHERE removed_at IS NOT NULL
        AND {column} IN (SELECT value FROM json_each(?)) ORDER BY id"""  # noqa: S608 - schema
    run = tx.session.connection().exec_driver_sql
    return list(run(query, (json.dumps(sorted(owners)),)).scalars())
