"""What SQLite and the tables can say about the soundness of the file."""

import json
from collections import Counter
from collections.abc import Iterator
from heapq import merge
from itertools import groupby
from operator import itemgetter

from sqlalchemy import Column, DefaultClause, Table, text

from app.domain.nodes import Roster
from app.store import merging
from app.store.engine import Transaction
from app.store.erasing import erased
from app.store.schema import journalled_tables

_UNSEARCHABLE = text(
    """
    SELECT count(*) FROM person p LEFT JOIN person_search s ON s.person_id = p.id
    WHERE s.person_id IS NULL OR s.name <> p.name
    """
)
_STRAY = text("SELECT count(*) FROM person_search WHERE person_id NOT IN (SELECT id FROM person)")
_YEARS = text(
    """
    SELECT DISTINCT substr(happened_on, 1, 4) AS year FROM membership_event
    WHERE removed_at IS NULL AND happened_on GLOB '[12][0-9][0-9][0-9]*' ORDER BY year DESC
    """
)
_OPERATIONS = text(
    "SELECT row_id, kind, changes FROM operation WHERE table_name = :table ORDER BY row_id, seq"
)
_SOUND = "ok"


def damage(tx: Transaction) -> list[str]:
    """Return what PRAGMA integrity_check complains of, in SQLite's own words."""
    found = tx.session.scalars(text("PRAGMA integrity_check"))
    return [line for line in found if line != _SOUND]


def dangling(tx: Transaction) -> dict[tuple[str, str], int]:
    """Return how many records of a table point to one of another that is not there."""
    rows = tx.session.execute(text("PRAGMA foreign_key_check"))
    return dict(Counter((row[0], row[2]) for row in rows))


def unrecorded(tx: Transaction, roster: Roster | None = None) -> dict[str, int]:
    """Return how many records of a table are not as the journal says that they are.

    Somebody has changed them while the triggers were gone; opening the file installs those again.
    Most records are what their operations say one after the other; only where machines have
    contradicted one another is the merge asked.
    """
    found = {}
    for table in journalled_tables():
        wrong = _unlike(tx, table)
        for told in merging.told(tx, table.name, wrong, roster) if wrong else ():
            wrong = {id_: row for id_, row in wrong.items() if told.get(id_) != row}
        if wrong:
            found[table.name] = len(wrong)
    return found


def _unlike(tx: Transaction, table: Table) -> dict[str, object]:
    """Walk the records and their operations side by side, both in the order of their ids.

    Return the records that differ as they stand, None for one that is not there.
    """
    fields = [column.name for column in table.columns if column.name != "id"]
    columns = ", ".join(("id", *fields))
    rows = tx.session.execute(text(f"SELECT {columns} FROM {table.name} ORDER BY id"))  # noqa: S608 - names of the schema
    gone = erased(tx)
    told = (row for row in rows if row[0] not in gone)
    actual = ((row[0], dict(zip(fields, row[1:], strict=True))) for row in told)
    pairs = merge(
        ((id_, 0, values) for id_, values in actual),
        ((id_, 1, values) for id_, values in _told(tx, table)),
        key=itemgetter(0),
    )
    wrong: dict[str, object] = {}
    for id_, sides in groupby(pairs, key=itemgetter(0)):
        by_side = {side: values for _, side, values in sides}
        if by_side.get(0) != by_side.get(1):
            wrong[id_] = by_side.get(0)
    return wrong


def _told(tx: Transaction, table: Table) -> Iterator[tuple[str, dict[str, object]]]:
    """Yield id and values of every record that should be there by its operations."""
    born = {column.name: _default(column) for column in table.columns if column.name != "id"}
    gone = erased(tx)
    for id_, operations in groupby(
        tx.session.execute(_OPERATIONS, {"table": table.name}), key=itemgetter(0)
    ):
        values: dict[str, object] | None = None
        for _, kind, changes in operations:
            told = json.loads(changes)
            if kind == "I":
                values = born | told
            elif kind == "D":
                values = None
            else:
                values = (values or born) | {name: pair[1] for name, pair in told.items()}
        if values is not None and id_ not in gone:
            yield id_, values


def _default(column: Column[object]) -> object:
    default = column.server_default
    if not isinstance(default, DefaultClause):
        return None
    return int(str(default.arg)) if str(default.arg).isdigit() else str(default.arg)


def search_faults(tx: Transaction) -> int:
    """Return how many rows of person_search are missing, stale or left over."""
    return sum(tx.session.scalar(query) or 0 for query in (_UNSEARCHABLE, _STRAY))


def years(tx: Transaction) -> list[int]:
    """Return the years in which anything happened to a membership, newest first."""
    return [int(year) for year in tx.session.scalars(_YEARS)]
