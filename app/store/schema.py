"""The metadata of all tables in one place, and which of them are journalled."""

from functools import cache

from sqlalchemy import MetaData, Table

from app.store.tables import (
    activities,
    care,
    development,
    duty,
    exchange,
    journal,
    organisation,
    people,
)
from app.store.tables.columns import Base, Record

MODULES = (activities, care, development, duty, exchange, journal, organisation, people)

metadata: MetaData = Base.metadata


@cache
def record_classes() -> dict[str, type[Record]]:
    """Return the mapped class of every journalled table by its name."""
    return {
        kind.__tablename__: kind
        for module in MODULES
        for kind in vars(module).values()
        if isinstance(kind, type) and issubclass(kind, Record) and kind is not Record
    }


def journalled_tables() -> list[Table]:
    """Return the tables whose every change becomes an operation, in name order."""
    return [metadata.tables[name] for name in sorted(record_classes())]
