"""Taking back a received package: its rows are set to what they showed before it came.

The operations stay in the journal; the inverse is a batch of our own that supersedes them, and it
travels like any other.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import text, update

from app.domain.merging import TOMBSTONE, merged
from app.domain.nodes import Roster
from app.store.disputes import settle
from app.store.engine import Transaction
from app.store.row_steps import empty_row, steps_of
from app.store.schema import metadata, record_classes
from app.store.standing import Known
from app.store.tables.journal import Batch
from app.store.undo import Obstacle, erased_among


@dataclass(frozen=True, slots=True)
class _Story:
    """One row that a package touched: as it was (None: not there), as it became, as it is.

    contested: the fields that the package has brought into contradiction.
    """

    table: str
    row: str
    before: Mapping[str, Any] | None
    after: Mapping[str, Any]
    now: Mapping[str, Any]
    contested: frozenset[str] = frozenset()

    @property
    def different(self) -> list[str]:
        """Return the fields that the package changed."""
        return [name for name, value in (self.before or {}).items() if self.after[name] != value]


def arrival_obstacles(
    tx: Transaction, seqs: tuple[int, int], roster: Roster | None
) -> list[Obstacle]:
    """Return what was changed since a package came, and so stands in the way of taking it back."""
    stories = list(_stories(tx, seqs, roster))
    found = erased_among(tx, ((story.table, story.row) for story in stories))
    if found:
        return found
    for story in stories:
        names = list(story.now) if story.before is None else story.different
        found += [
            Obstacle(story.table, story.row, name)
            for name in names
            if name in story.after and story.now[name] != story.after[name]
        ]
    return found


def undo_arrival(tx: Transaction, batch: str, seqs: tuple[int, int], roster: Roster | None) -> int:
    """Set the rows of a package back and return their number; there are no obstacles."""
    number = 0
    gone = datetime.now(UTC).isoformat(timespec="seconds")
    for story in _stories(tx, seqs, roster):
        values: dict[str, Any] = {TOMBSTONE: gone}
        if story.before is not None:
            values = {name: story.before[name] for name in story.different}
        if values:
            assignments = ", ".join(f"{name} = :{name}" for name in values)
            statement = f"UPDATE {story.table} SET {assignments} WHERE id = :id"  # noqa: S608
            tx.session.execute(text(statement), {**values, "id": story.row})
        # A value that was never shown leaves no trace in the row, but its contradiction must go.
        left = story.contested - values.keys()
        if left and story.before is not None:
            settled = {name: story.before[name] for name in sorted(left)}
            settle(tx, story.table, story.row, settled, roster)
        number += bool(values or left)
    tx.session.execute(update(Batch).where(Batch.id == batch).values(undone_by=tx.batch))
    return number


def _stories(tx: Transaction, seqs: tuple[int, int], roster: Roster | None) -> Iterator[_Story]:
    opening, closing = seqs
    run = tx.session.connection().exec_driver_sql
    query = "SELECT DISTINCT table_name, row_id FROM operation WHERE seq BETWEEN ? AND ?"
    touched = [tuple(row) for row in run(query, (opening, closing)) if row[0] in record_classes()]
    rows = [row for _, row in touched]
    earlier, later = steps_of(tx, rows, before=opening), steps_of(tx, rows, before=closing + 1)
    for table, row in touched:
        now = run(f"SELECT * FROM {table} WHERE id = ?", (row,)).mappings().one_or_none()  # noqa: S608
        if now is None:
            continue
        empty = empty_row(metadata.tables[table])
        rank = Known(tx, table, row, roster).rank(table)
        shown = dict(now)
        first_state, last_state = (merged(of[row], empty, rank) for of in (earlier, later))
        before = _shown(first_state.values, shown) if earlier[row] else None
        contested = frozenset(last_state.siblings.keys() - first_state.siblings.keys())
        after = _shown(last_state.values, shown)
        yield _Story(table, row, before, after, shown, contested & shown.keys())


def _shown(values: Mapping[str, Any], now: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of the columns that there are."""
    return {name: value for name, value in values.items() if name in now}
