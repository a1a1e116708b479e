"""The recycle bin: what was put into it together, and what a record cannot be without."""

from collections.abc import Collection, Iterable, Mapping

from sqlalchemy import func, select

from app.domain.fields import Field, tables
from app.domain.kinds import ON_ROSTER
from app.store.engine import Transaction
from app.store.record_lists import required_columns, rows_by_id
from app.store.records import CHUNK, Row
from app.store.schema import record_classes
from app.store.tables.journal import Operation
from app.store.tables.people import Membership

Chosen = Mapping[str, Collection[str]]
"""Record ids by the name of their table."""


def removed_together(tx: Transaction, chosen: Chosen) -> dict[str, list[str]]:
    """Return the chosen records and those that went into the bin with them, by table.

    With a record comes what belongs to it, was removed by the same batch, and misses nothing
    else: a membership comes with its person, a post only where person and organisation stand.
    """
    found = {table: set(ids) for table, ids in chosen.items()}
    fresh: Chosen = found
    while fresh:
        fresh = _children(tx, fresh, found)
        for table, ids in fresh.items():
            found.setdefault(table, set()).update(ids)
    return {table: sorted(ids) for table, ids in found.items()}


def missing_owners(tx: Transaction, chosen: Chosen) -> dict[str, list[str]]:
    """Return, by table, the records in the bin that the chosen ones cannot be without."""
    wanted: dict[str, set[str]] = {}
    for table, ids in chosen.items():
        for row in rows_by_id(tx, table, list(ids)):
            for pointer in _belongings(table):
                wanted.setdefault(pointer.target, set()).add(row[pointer.name])
    missing = {
        table: [
            row["id"]
            for row in rows_by_id(tx, table, sorted(ids.difference(chosen.get(table, ()))))
            if row["removed_at"]
        ]
        for table, ids in wanted.items()
    }
    return {table: ids for table, ids in missing.items() if ids}


def with_two_memberships(tx: Transaction, memberships: Iterable[str]) -> list[str]:
    """Return the people of some memberships who have more than one in a roster."""
    people = {row["person_id"] for row in rows_by_id(tx, "membership", list(memberships))}
    if not people:
        return []
    query = select(Membership.person_id).where(Membership.status.in_(sorted(ON_ROSTER)))
    several = query.group_by(Membership.person_id).having(func.count() > 1)
    return sorted(people.intersection(tx.session.scalars(several)))


def _children(tx: Transaction, fresh: Chosen, found: Mapping[str, set[str]]) -> dict[str, set[str]]:
    children: dict[str, set[str]] = {}
    for table in tables():
        together = {
            row["id"]: row
            for pointer in _belongings(table)
            for row in _gone_with(tx, table, pointer, fresh.get(pointer.target, ()))
            if row["id"] not in found.get(table, ())
        }
        known = found.get(table, set())
        missing = missing_owners(tx, {**found, table: known.union(together)})
        complete = {each for each, row in together.items() if not _lacks(table, row, missing)}
        if complete:
            children[table] = complete
    return children


def _belongings(table: str) -> list[Field]:
    """Return the columns that point to what a record of a table cannot be without."""
    fields = tables()[table].fields
    return [fields[name] for name in required_columns(table) if fields[name].target in tables()]


def _lacks(table: str, row: Row, missing: Chosen) -> bool:
    return any(row[one.name] in missing.get(one.target, ()) for one in _belongings(table))


def _gone_with(
    tx: Transaction, table: str, pointer: Field, owners: Collection[str]
) -> Iterable[Row]:
    """Return what belongs to some owners and was removed by the same batch as its owner."""
    cls = record_classes()[table]
    every = sorted(owners)
    for start in range(0, len(every), CHUNK):
        chunk = every[start : start + CHUNK]
        query = select(cls.id).where(getattr(cls, pointer.name).in_(chunk))
        removed = query.where(cls.removed_at.is_not(None))
        ids = tx.session.scalars(removed, execution_options={"with_removed": True}).all()
        batches = _removed_by(tx, [*chunk, *ids]) if ids else {}
        for row in rows_by_id(tx, table, ids):
            if batches.get(row["id"]) == batches.get(row[pointer.name]):
                yield row


def _removed_by(tx: Transaction, ids: Iterable[str]) -> dict[str, int]:
    """Return the number of the batch that put each record into the bin last."""
    removal = func.json_extract(Operation.changes, "$.removed_at[1]").is_not(None)
    every, found = list(ids), dict[str, int]()
    for start in range(0, len(every), CHUNK):
        chunk = every[start : start + CHUNK]
        query = select(Operation.row_id, Operation.batch_no).where(
            Operation.row_id.in_(chunk), Operation.kind == "U", removal
        )
        rows = tx.session.execute(query.order_by(Operation.seq))
        found.update((row_id, batch) for row_id, batch in rows)
    return found
