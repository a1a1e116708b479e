"""What would hang loose if some rows took other values: the check before a batch is undone.

Between live records no pointer leads into the recycle bin, and nobody stands in a roster twice.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, groupby
from typing import Any

from sqlalchemy import ForeignKey, select, text

from app.domain.kinds import ON_ROSTER
from app.store.engine import Transaction
from app.store.records import CHUNK
from app.store.schema import journalled_tables, metadata
from app.store.tables.people import Membership

Stored = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Turn:
    """A row as it is stored now and as it would be then; None where there is no such row."""

    table: str
    row_id: str
    now: Stored | None
    then: Stored | None

    @property
    def goes(self) -> bool:
        """Tell whether a live record would be one no longer."""
        return _is_live(self.now) and not _is_live(self.then)

    @property
    def comes(self) -> bool:
        """Tell whether a record would be live again."""
        return _is_live(self.then) and not _is_live(self.now)


@dataclass(frozen=True, slots=True)
class Loose:
    """A pointer of a live record that would lead to one that is not live."""

    table: str
    column: str
    target_table: str
    target: str


Turns = Mapping[str, Turn]
"""What becomes of each row, by its id."""


def still_used(tx: Transaction, turns: Turns) -> Iterator[Loose]:
    """Yield the pointers of live records to a record that would go into the bin."""
    going = [turn for turn in turns.values() if turn.goes]
    by_table = groupby(sorted(going, key=_table_of), key=_table_of)
    leaving = {table: [turn.row_id for turn in group] for table, group in by_table}
    for table in journalled_tables():
        for key in table.foreign_keys:
            target = key.column.table.name
            for user, row_id in _users(tx, key, leaving.get(target, ())):
                turn = turns.get(user)
                if turn is None or _points(turn.then, key, row_id):
                    yield Loose(table.name, key.parent.name, target, row_id)


def without_target(tx: Transaction, turns: Turns) -> Iterator[Loose]:
    """Yield the pointers that would be set to a record that lies in the bin or is gone."""
    wanted: dict[str, dict[str, Loose]] = {}
    for turn in turns.values():
        for key in metadata.tables[turn.table].foreign_keys if _is_live(turn.then) else ():
            column, target = key.parent.name, key.column.table.name
            row_id = turn.then[column] if turn.then else None
            if row_id and (turn.comes or turn.now is None or turn.now[column] != row_id):
                loose = Loose(turn.table, column, target, row_id)
                wanted.setdefault(target, {}).setdefault(row_id, loose)
    for target, found in wanted.items():
        unturned = [row_id for row_id in found if row_id not in turns]
        live = _live(tx, target, unturned)
        live |= {row_id for row_id in found if row_id in turns and _is_live(turns[row_id].then)}
        yield from (loose for row_id, loose in found.items() if row_id not in live)


def twice_in_rosters(tx: Transaction, turns: Turns) -> list[str]:
    """Return the people who would have more than one membership in a roster."""
    own: dict[str, int] = {}
    for turn in turns.values():
        row = turn.then
        if turn.table == "membership" and row and _is_live(row) and row["status"] in ON_ROSTER:
            own[row["person_id"]] = own.get(row["person_id"], 0) + 1
    query = select(Membership.person_id, Membership.id)
    standing = query.where(Membership.status.in_(sorted(ON_ROSTER)))
    for chunk in _chunks(list(own)):
        for person, membership in tx.session.execute(
            standing.where(Membership.person_id.in_(chunk))
        ):
            own[person] += membership not in turns
    return sorted(person for person, number in own.items() if number > 1)


def _table_of(turn: Turn) -> str:
    return turn.table


def _is_live(row: Stored | None) -> bool:
    return row is not None and row["removed_at"] is None


def _points(row: Stored | None, key: ForeignKey, target: str) -> bool:
    return row is not None and _is_live(row) and row[key.parent.name] == target


def _users(tx: Transaction, key: ForeignKey, targets: Collection[str]) -> Iterator[tuple[str, str]]:
    """Yield (record, target) of the live records that point to one of the targets."""
    column, table = key.parent.name, key.parent.table.name
    run = tx.session.connection().exec_driver_sql
    for chunk in _chunks(list(targets)):
        places = ", ".join("?" * len(chunk))
        rows = run(
            f"SELECT id, {column} FROM {table}"  # noqa: S608 - schema names
            f" WHERE removed_at IS NULL AND {column} IN ({places})",
            tuple(chunk),
        )
        yield from ((row[0], row[1]) for row in rows)


def _live(tx: Transaction, table: str, ids: list[str]) -> set[str]:
    query = text(
        f"SELECT id FROM {table} WHERE removed_at IS NULL AND id = :id"  # noqa: S608 - schema name
    )
    found = (tx.session.execute(query, {"id": row_id}).scalars() for row_id in ids)
    return set(chain.from_iterable(found))


def _chunks(items: list[str]) -> Iterator[list[str]]:
    return (items[start : start + CHUNK] for start in range(0, len(items), CHUNK))
