"""Which records a school may see: its branches, their people, and what belongs to them.

Tables of resources/exchange.toml go to everybody, so does a record that names nobody. What is
about another record (an attachment, an exception) goes where that goes. What names only a place of
work goes to the branches that cover it. A record that still belongs to nobody goes back to the
school that wrote it: all its PCs hold it. A record of a school takes with it those it cannot do
without.
"""

import json
from collections.abc import Collection, Iterable, Mapping
from functools import cache
from typing import Any

from app.domain.exchange_policy import for_everyone
from app.store.engine import Transaction
from app.store.node import roster
from app.store.row_steps import NodesOfReplicas
from app.store.schema import journalled_tables, metadata

_Homes = frozenset[str]
"""Ids of the organisations whose keepers see a row."""
_NOBODY: _Homes = frozenset()
_BIRTHS = """SELECT o.row_id, b.replica FROM operation o JOIN batch b ON b.no = o.batch_no
    WHERE o.kind = 'I' AND o.row_id IN (SELECT value FROM json_each(?))"""
_HOME_TABLES = ("membership", "dev_case")
"""The records by which a person belongs to a branch; merely taking part does not count."""


class Scopes:
    """The records of every organisation, read once for any number of schools."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx
        filled = frozenset(tx.session.connection().exec_driver_sql(_filled()).scalars())
        self._references: dict[str, list[Any]] = {
            name: _read(tx, name, columns) if name in filled else []
            for name, columns in _plan().items()
        }
        self._homes: dict[str, dict[str, _Homes]] = {}
        self._everyone: set[str] = set()
        self._needs: dict[str, tuple[str, ...]] = {}
        self._of: dict[str, set[str]] = {}
        self._strays: list[str] = []
        self._covering = self._coverings()
        self._own = self._persons()
        for name in _order():
            self._place(name)
        homes = {row: found for rows in self._homes.values() for row, found in rows.items()}
        for name in _about_others():
            self._place_by_subject(name, homes)
        self._written_at = self._births()

    def of(self, branches: Collection[str]) -> set[str]:
        """Return the ids of all rows that the keepers of some branches may see."""
        strays = {row for each in branches for row in self._written_at.get(each, ())}
        return self._whole(branches, strays)

    def placed(self, branches: Collection[str]) -> set[str]:
        """Return those of which every machine that holds them says alike whose they are.

        Only the bureau may know that a record which a school takes for nobody's is another's now.
        """
        return self._whole(branches, set())

    def with_needs(self, rows: Collection[str]) -> set[str]:
        """Return some rows and all that they cannot do without."""
        return self._whole((), rows)

    def _whole(self, branches: Collection[str], strays: Collection[str]) -> set[str]:
        found = self._everyone.union(strays, *(self._of.get(each, set()) for each in branches))
        left = list(found)
        while left:
            fresh = {need for row in left for need in self._needs.get(row, ())} - found
            found |= fresh
            left = list(fresh)
        return found

    def _coverings(self) -> dict[str, _Homes]:
        """Return the branches that cover each place of work."""
        found: dict[str, set[str]] = {}
        for row in self._references["org_cover"]:
            found.setdefault(row["school_id"], set()).add(row["org_id"])
        return {school: frozenset(orgs) for school, orgs in found.items()}

    def _persons(self) -> dict[str, _Homes]:
        """Return the branches of every person: by membership, development or place of work."""
        found: dict[str, set[str]] = {}
        for name in _HOME_TABLES:
            for row in self._references[name]:
                if row["person_id"] and row["org_id"]:
                    found.setdefault(row["person_id"], set()).add(row["org_id"])
        for row in self._references["person"]:
            found.setdefault(row["id"], set()).update(self._covering.get(row["school_id"], ()))
        return {row: frozenset(orgs) for row, orgs in found.items()}

    def _place(self, name: str) -> None:
        """Find the homes of all rows of a table, those of its parents being known."""
        needed = _needed(name)
        homes = self._homes[name] = {}
        for row in self._references[name]:
            self._needs[row["id"]] = tuple(row[n] for n in needed if row[n])
            homes[row["id"]], is_somebodys = self._found(name, row, needed)
            if name in for_everyone() or not is_somebodys:
                self._everyone.add(row["id"])
            elif not homes[row["id"]]:
                self._strays.append(row["id"])
            for org in homes[row["id"]]:
                self._of.setdefault(org, set()).add(row["id"])

    def _found(self, name: str, row: Any, needed: Collection[str]) -> tuple[_Homes, bool]:
        """Return the homes of a row by what it names, and whether it is anybody's at all."""
        if name == "person":
            return self._own[row["id"]], True
        if name == "school_unit":
            return self._covering.get(row["id"], _NOBODY), True
        if name == "org_unit":
            return frozenset({row["id"]}), True
        own, place, is_somebodys = _NOBODY, _NOBODY, False
        for column, target in _plan()[name]:
            value = row[column]
            if value is None or self._is_everybodys(target, value, is_needed=column in needed):
                continue
            is_somebodys = True
            if target == "school_unit":
                place |= self._covering.get(value, _NOBODY)
            else:
                own |= self._home_of(target, value)
        return own or place, is_somebodys

    def _is_everybodys(self, target: str, value: str, *, is_needed: bool) -> bool:
        """Tell whether a reference says nothing of whose a record is."""
        if target in {"org_unit", "school_unit"}:
            return False
        return target in for_everyone() or (is_needed and value in self._everyone)

    def _home_of(self, target: str, value: str) -> _Homes:
        if target == "org_unit":
            return frozenset({value})
        if target == "person":
            return self._own.get(value, _NOBODY)
        return self._homes.get(target, {}).get(value, _NOBODY)

    def _place_by_subject(self, name: str, homes: Mapping[str, _Homes]) -> None:
        """Let the rows of a table go where the records go that they are about."""
        for row, subject in _subjects(self._tx, name):
            own = homes.get(subject, _NOBODY)
            if not own and subject in self._everyone:
                continue
            self._everyone.discard(row)
            for org in own:
                self._of.setdefault(org, set()).add(row)
            self._strays += [] if own else [row]

    def _births(self) -> dict[str, set[str]]:
        """Return the rows that belong to nobody by the branches of the school they were born at."""
        if not self._strays:
            return {}
        listed = roster(self._tx)
        kept = {each.node: each.branches for each in listed.nodes} if listed else {}
        nodes = NodesOfReplicas(self._tx)
        run = self._tx.session.connection().exec_driver_sql
        found: dict[str, set[str]] = {}
        for row, replica in run(_BIRTHS, (json.dumps(self._strays),)):
            for org in kept.get(nodes[replica], ()):
                found.setdefault(org, set()).add(row)
        return found


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
def _needed(name: str) -> tuple[str, ...]:
    """Return the references that no row of a table can do without."""
    columns = metadata.tables[name].columns
    return tuple(column for column, _ in _plan()[name] if not columns[column].nullable)


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
