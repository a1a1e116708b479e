"""The metadata of all tables in one place, and which of them are journalled."""

from sqlalchemy import MetaData, Table

from app.store.tables import activities, care, development, duty, journal, organisation, people
from app.store.tables.columns import Base, Record

MODULES = (activities, care, development, duty, journal, organisation, people)

metadata: MetaData = Base.metadata


def _subclasses(parent: type[Base]) -> list[type[Base]]:
    return [kind for child in parent.__subclasses__() for kind in (child, *_subclasses(child))]


def record_classes() -> dict[str, type[Record]]:
    """Return the mapped class of every journalled table by its name."""
    return {
        kind.__tablename__: kind
        for kind in _subclasses(Record)
        if issubclass(kind, Record) and not kind.__dict__.get("__abstract__")
    }


def journalled_tables() -> list[Table]:
    """Return the tables whose every change becomes an operation, in name order."""
    return [metadata.tables[name] for name in sorted(record_classes())]
