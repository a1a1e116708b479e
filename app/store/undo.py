"""Undo of a whole batch as an inverse batch, refused when later changes depend on it.

The check compares values and not the order of operations: a later change that was itself undone
stands no longer in the way.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import Table, text, update

from app.base.progress import Progress, Silent
from app.store import loose_ends
from app.store.engine import Transaction
from app.store.erasing import any_of
from app.store.history import RowChange, changes_of_batch
from app.store.loose_ends import Turn
from app.store.records import CHUNK
from app.store.row_steps import empty_row
from app.store.schema import metadata
from app.store.tables.journal import Batch

_SILENT = Silent()


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why a batch cannot be undone: this record was changed, or is used, by something later.

    used_by: the table that uses it now. missing_for: the table that would use it again while it
    lies in the recycle bin. is_twice: the person would stand in a roster twice. is_erased: what
    the batch did was erased by law since.
    """

    table_name: str
    row_id: str
    field: str
    used_by: str = ""
    missing_for: str = ""
    is_twice: bool = False
    is_erased: bool = False


@dataclass(slots=True)
class _RowStory:
    """What one batch did to one row, folded: values before and after it, as stored."""

    table: Table
    row_id: str
    born: bool = False
    died: bool = False
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)


def obstacles(tx: Transaction, batch: str) -> list[Obstacle]:
    """Return what stands in the way of undoing a batch; empty when it can be undone."""
    stories = _stories(changes_of_batch(tx, batch))
    now = _stored(tx, stories)
    erased = erased_among(tx, ((story.table.name, story.row_id) for story in stories))
    if erased:
        return erased
    found = [each for story in stories for each in _later_values(story, now.get(story.row_id))]
    # Values that moved since make every other answer a guess.
    return found or list(_loose(tx, stories, now))


def erased_among(tx: Transaction, rows: Iterable[tuple[str, str]]) -> list[Obstacle]:
    """Return an obstacle when one of some (table, row) is erased or orders that: it is for good."""
    known = list(rows)
    if not any_of(tx, [row for _, row in known]):
        return []
    return [Obstacle(*known[0], "", is_erased=True)]


def undo(tx: Transaction, batch: str, progress: Progress = _SILENT) -> int:
    """Write the inverse of a batch and return the number of records set back.

    The caller has made sure that there are no obstacles. Cancelled leaves nothing behind.
    """
    stories = _stories(changes_of_batch(tx, batch))
    done = 0
    for statement, group in _inverses(reversed(stories)):
        for start in range(0, len(group), CHUNK):
            progress.step(done, len(stories))
            chunk = group[start : start + CHUNK]
            tx.session.execute(text(statement), chunk)
            done += len(chunk)
    tx.session.execute(update(Batch).where(Batch.undone_by == batch).values(undone_by=""))
    tx.session.execute(update(Batch).where(Batch.id == batch).values(undone_by=tx.batch))
    return len(stories)


def _stories(operations: Iterable[RowChange]) -> list[_RowStory]:
    stories: dict[str, _RowStory] = {}
    for op in operations:
        story = stories.setdefault(
            op.row_id, _RowStory(metadata.tables[op.table_name], op.row_id, born=op.kind == "I")
        )
        if op.kind == "I" and story.died:
            story.died = False
            story.before = {**empty_row(story.table), **story.before}
            story.after = {**empty_row(story.table), **op.changes}
        elif op.kind == "I":
            story.after.update(op.changes)
        elif op.kind == "D":
            story.died = True
            story.before = {**op.changes, **story.before}
        else:
            for name, (old, new) in op.changes.items():
                story.before.setdefault(name, old)
                story.after[name] = new
    return list(stories.values())


def _stored(tx: Transaction, stories: Iterable[_RowStory]) -> dict[str, Mapping[str, Any]]:
    """Return the rows as they are stored now, by id; those that are gone are left out."""
    wanted: dict[str, list[str]] = {}
    for story in stories:
        wanted.setdefault(story.table.name, []).append(story.row_id)
    found: dict[str, Mapping[str, Any]] = {}
    run = tx.session.connection().exec_driver_sql
    for table, ids in wanted.items():
        for start in range(0, len(ids), CHUNK):
            chunk = tuple(ids[start : start + CHUNK])
            places = ", ".join("?" * len(chunk))
            rows = run(f"SELECT * FROM {table} WHERE id IN ({places})", chunk)  # noqa: S608 - schema name
            names = list(rows.keys())
            found |= {
                row["id"]: row for row in (dict(zip(names, each, strict=True)) for each in rows)
            }
    return found


def _later_values(story: _RowStory, now: Mapping[str, Any] | None) -> Iterator[Obstacle]:
    if story.died:
        if now is not None:
            yield Obstacle(story.table.name, story.row_id, "")
        return
    if now is None:
        yield Obstacle(story.table.name, story.row_id, "")
        return
    expected = {**empty_row(story.table), **story.after} if story.born else story.after
    for name, value in expected.items():
        if now[name] != value:
            yield Obstacle(story.table.name, story.row_id, name)


def _loose(
    tx: Transaction, stories: Iterable[_RowStory], now: Mapping[str, Mapping[str, Any]]
) -> Iterator[Obstacle]:
    """Yield what would hang loose in the recycle bin, or stand twice, without the batch."""
    turns = {
        story.row_id: Turn(
            story.table.name,
            story.row_id,
            now.get(story.row_id),
            _then(story, now.get(story.row_id)),
        )
        for story in stories
    }
    for one in loose_ends.still_used(tx, turns):
        yield Obstacle(one.target_table, one.target, one.column, used_by=one.table)
    for one in loose_ends.without_target(tx, turns):
        yield Obstacle(one.target_table, one.target, one.column, missing_for=one.table)
    for person in loose_ends.twice_in_rosters(tx, turns):
        yield Obstacle("person", person, "", is_twice=True)


def _then(story: _RowStory, now: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    """Return a row as it would be without the batch."""
    if story.born and story.died:
        return None
    if story.died:
        return {**empty_row(story.table), **story.before, "id": story.row_id}
    return {**(now or {}), **({"removed_at": ""} if story.born else story.before)}


def _inverses(stories: Iterable[_RowStory]) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Yield what writes the values of before: a statement, and the rows in a row that need it."""
    alike = groupby(filter(None, map(_inverse, stories)), key=itemgetter(0))
    return ((statement, [values for _statement, values in group]) for statement, group in alike)


def _inverse(story: _RowStory) -> tuple[str, dict[str, Any]] | None:
    """Return the statement that undoes what was done to a row, and its values; None for none."""
    name = story.table.name
    if story.born and story.died:
        return None
    if story.died:
        values = {**empty_row(story.table), **story.before, "id": story.row_id}
        columns, places = ", ".join(values), ", ".join(f":{column}" for column in values)
        return f"INSERT INTO {name}({columns}) VALUES ({places})", values  # noqa: S608 - schema names
    values = story.before
    if story.born:
        values = {"removed_at": datetime.now(UTC).isoformat(timespec="seconds")}
    assignments = ", ".join(f"{column} = :{column}" for column in values)
    return f"UPDATE {name} SET {assignments} WHERE id = :id", {**values, "id": story.row_id}  # noqa: S608
