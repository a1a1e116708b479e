"""Which records a school may see: its branches, their people, and what belongs to them.

Tables of resources/exchange.toml go to everybody, so does a record that names nobody. What is
about another record (an attachment, an exception) goes where that goes. A record of a school takes
with it those it cannot do without.
"""

from collections.abc import Collection, Iterable, Mapping
from functools import cache
from typing import Any

from app.domain.exchange_policy import for_everyone
from app.store.engine import Transaction
from app.store.schema import journalled_tables, metadata

_HOME_TABLES = ("membership", "dev_case")
"""The records by which a person belongs to a branch; merely taking part does not count."""


class Scopes:
    """The records of every organisation, read once for any number of schools."""

    def __init__(self, tx: Transaction) -> None:
        filled = frozenset(tx.session.connection().exec_driver_sql(_filled()).scalars())
        self._references: dict[str, list[Any]] = {
            name: _read(tx, name, columns) if name in filled else []
            for name, columns in _plan().items()
        }
        self._homes: dict[str, dict[str, frozenset[str]]] = {}
        self._everyone: set[str] = set()
        self._needs: dict[str, tuple[str, ...]] = {}
        self._of: dict[str, set[str]] = {}
        persons = self._persons()
        for name in _order():
            self._place(name, persons)
        homes = {row: found for rows in self._homes.values() for row, found in rows.items()}
        for name in _about_others():
            for row, subject in _subjects(tx, name):
                self._everyone.discard(row)
                for org in homes.get(subject, ()):
                    self._of.setdefault(org, set()).add(row)

    def of(self, branches: Collection[str]) -> set[str]:
        """Return the ids of all rows that the keepers of some branches may see."""
        found = set(self._everyone)
        for branch in branches:
            found |= self._of.get(branch, set())
        left = list(found)
        while left:
            fresh = {need for row in left for need in self._needs.get(row, ())} - found
            found |= fresh
            left = list(fresh)
        return found

    def _persons(self) -> dict[str, frozenset[str]]:
        """Return the branches of every person: by membership, development or place of work."""
        found: dict[str, set[str]] = {}
        for name in _HOME_TABLES:
            for row in self._references[name]:
                if row["person_id"] and row["org_id"]:
                    found.setdefault(row["person_id"], set()).add(row["org_id"])
        covering: dict[str, set[str]] = {}
        for row in self._references["org_cover"]:
            covering.setdefault(row["school_id"], set()).add(row["org_id"])
        for row in self._references["person"]:
            found.setdefault(row["id"], set()).update(covering.get(row["school_id"], ()))
        return {row: frozenset(homes) for row, homes in found.items()}

    def _place(self, name: str, persons: Mapping[str, frozenset[str]]) -> None:
        """Find the homes of all rows of a table, those of its parents being known."""
        columns = _plan()[name]
        required = [n for n, _ in columns if not metadata.tables[name].columns[n].nullable]
        homes = self._homes[name] = {}
        for row in self._references[name]:
            own = persons.get(row["id"], frozenset()) if name == "person" else frozenset()
            is_somebodys = name == "person"
            for column, target in columns if name != "person" else ():
                value = row[column]
                if value is None or target == "school_unit":
                    continue
                is_somebodys = True
                own |= self._home_of(target, value, persons)
            homes[row["id"]] = own
            self._needs[row["id"]] = tuple(row[n] for n in required if row[n])
            if name in for_everyone() or not is_somebodys:
                self._everyone.add(row["id"])
            for org in own:
                self._of.setdefault(org, set()).add(row["id"])

    def _home_of(
        self, target: str, value: str, persons: Mapping[str, frozenset[str]]
    ) -> frozenset[str]:
        if target == "org_unit":
            return frozenset({value})
        if target == "person":
            return persons.get(value, frozenset())
        if target in for_everyone():
            return frozenset()
        return self._homes.get(target, {}).get(value, frozenset())


def _read(tx: Transaction, name: str, columns: Iterable[tuple[str, str]]) -> list[Any]:
    names = ", ".join(["id", *(column for column, _ in columns)])
    query = f"SELECT {names} FROM {name}"  # noqa: S608 - names of the schema
    return list(tx.session.connection().exec_driver_sql(query).mappings())


@cache
def _filled() -> str:
    """Return the query for the tables that have rows: asking each costs more than most hold."""
    return " UNION ALL ".join(
        f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {name})"  # noqa: S608 - names of the schema
        for name in _plan()
    )


@cache
def _plan() -> Mapping[str, tuple[tuple[str, str], ...]]:
    """Return the references of every table: column and table it points to."""
    return {
        table.name: tuple(
            sorted((key.parent.name, key.column.table.name) for key in table.foreign_keys)
        )
        for table in journalled_tables()
    }


@cache
def _about_others() -> tuple[str, ...]:
    """Return the tables whose records are about a record of any table."""
    return tuple(t.name for t in journalled_tables() if "subject_id" in t.columns)


def _subjects(tx: Transaction, name: str) -> list[Any]:
    query = f"SELECT id, subject_id FROM {name}"  # noqa: S608 - names of the schema
    return list(tx.session.connection().exec_driver_sql(query))


@cache
def _order() -> tuple[str, ...]:
    """Return the tables so that what a record cannot do without comes before it."""
    left = dict(_plan())
    done: list[str] = []
    while left:
        ready = [
            name
            for name, columns in left.items()
            if not {
                target
                for column, target in columns
                if not metadata.tables[name].columns[column].nullable and target != name
            }
            & left.keys()
        ]
        done += ready
        for name in ready:
            del left[name]
    return tuple(done)
