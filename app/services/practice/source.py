"""What the practice county is made from: its data files and its repeatable dice."""

import random
import tomllib
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from typing import Any

from app.base.resources import resource
from app.domain.dates import PartialDate
from app.domain.fields import Value, ValueKind, table_info
from app.domain.idcards import check_digit
from app.domain.members import DRAFT_FIELDS, MemberDraft, column_of
from app.domain.rules import About
from app.services import draft_overrides, members, record_book, waivers
from app.services.ledger import Ledger
from app.services.overrides import Override, Waiver
from app.store import records
from app.store.engine import Transaction
from app.store.tables.columns import new_id

YEAR = 2010
AREA = "529999"
"""An area code that is assigned to no county: the ID numbers belong to nobody."""

Row = dict[str, Any]


@cache
def data(name: str) -> dict[str, Any]:
    """Return one of the files under resources/practice."""
    return tomllib.loads(resource("practice", f"{name}.toml").read_text(encoding="utf-8"))


def on(text: str) -> PartialDate:
    """Return a known day from ISO text."""
    return PartialDate(date.fromisoformat(text))


def day_between(dice: random.Random, first: date, last: date) -> PartialDate:
    """Return some day of an interval, both ends included."""
    return PartialDate(first + timedelta(days=dice.randrange((last - first).days + 1)))


@cache
def _pointers(table: str) -> tuple[str, ...]:
    fields = table_info(table).fields.values()
    return tuple(one.name for one in fields if one.kind is ValueKind.REFERENCE)


def draft_of(person: Row, membership: Row) -> MemberDraft:
    """Return what the member's form holds of a person and a membership."""
    rows = {"person": person, "membership": membership}
    places = {name: column_of(name) for name in DRAFT_FIELDS}
    known = {
        name: rows[table][column]
        for name, (table, column) in places.items()
        if column in rows[table]
    }
    return MemberDraft(**known)


@dataclass(slots=True)
class County:
    """The county while it is being entered: rows by table, keys to ids, people by branch.

    movers: who changes the branch in the year, with the branch's id.

    What is added waits for write(); use cases that need it written are called after that.
    """

    ledger: Ledger
    tx: Transaction | None = None
    dice: random.Random = field(default_factory=lambda: random.Random(YEAR))  # noqa: S311
    rows: dict[str, list[Row]] = field(default_factory=dict)
    waiting: dict[str, dict[str, Row]] = field(default_factory=dict)
    to_waive: list[tuple[str, Waiver]] = field(default_factory=list)
    ids: dict[str, str] = field(default_factory=dict)
    branch_members: dict[str, list[str]] = field(default_factory=dict)
    elders: dict[str, list[str]] = field(default_factory=dict)
    movers: list[tuple[str, str]] = field(default_factory=list)
    people: dict[str, Row] = field(default_factory=dict)
    sequence: int = 0
    forms: int = 0
    troubles: list[tuple[str, str, str]] = field(default_factory=list)
    taken: Counter[tuple[str, str]] = field(default_factory=Counter)
    used_names: set[str] = field(default_factory=set)

    def add(self, table: str, **values: object) -> str:
        """Take up one record and return its id."""
        record_id = str(values.pop("id", "") or new_id())
        row = {"id": record_id, **values}
        self.rows.setdefault(table, []).append(row)
        self.waiting.setdefault(table, {})[record_id] = row
        return record_id

    def amend(self, table: str, record_id: str, **values: Value) -> None:
        """Set further values in a record; one that is written already is edited like any other."""
        waiting = self.waiting.get(table, {}).get(record_id)
        if waiting is not None:
            waiting.update(values)
            return
        next(row for row in self.rows[table] if row["id"] == record_id).update(values)
        record_book.save(self.clerk(), table, record_id, values)

    def took_in(self, person_id: str) -> None:
        """Take up the membership that a use case has just given to somebody."""
        with self.clerk().reading() as tx:
            found = records.find(tx, "membership", person_id=person_id)[-1]
        row = self.reread("membership", found["id"])
        self.branch_members.setdefault(row["org_id"], []).append(person_id)

    def reread(self, table: str, record_id: str) -> Row:
        """Return a record as a use case has left it, and keep it so."""
        with self.clerk().reading() as tx:
            row = dict(records.get(tx, table, record_id))
        known = [each for each in self.rows.setdefault(table, []) if each["id"] == record_id]
        if known:
            known[0].update(row)
        else:
            self.rows[table].append(row)
        return row

    def waive(self, rule_id: str, about: tuple[str, str], on: str, why: Override) -> None:
        """Take up a waiver about a record (table, id), decided on a day."""
        waiver = Waiver(rule_id, About(about[1], *about), why)
        self.to_waive.append((on, waiver))

    def write(self) -> None:
        """Write what waits, then the waivers about it."""
        self._refuse_wrong_members()
        self._write_rows()
        for on, waiver in self.to_waive:
            waivers.waive(self.clerk(on), waiver)
        self.to_waive.clear()

    def _refuse_wrong_members(self) -> None:
        """Check new members as the member's form does, before any of them is written."""
        clerk, people = self.clerk(), self.waiting.get("person", {})
        by = members.standard(clerk)
        for row in self.waiting.get("membership", {}).values():
            if row["person_id"] in people:
                draft_overrides.excused(clerk, draft_of(people[row["person_id"]], row), by)

    def _write_rows(self) -> None:
        """Write what waits through the record book, what is pointed to before what points."""
        clerk = self.clerk()
        assert clerk.within is not None  # noqa: S101 - a chapter is open
        pending = {each for rows in self.waiting.values() for each in rows}
        while pending:
            before = len(pending)
            for table, rows in self.waiting.items():
                ready = [
                    row
                    for row in rows.values()
                    if not any(row.get(name) in pending for name in _pointers(table))
                ]
                if ready:
                    record_book.add_within(clerk, clerk.within, table, ready)
                for row in ready:
                    del rows[row["id"]]
                    pending.discard(row["id"])
            assert len(pending) < before, self.waiting  # noqa: S101 - rows that point in a circle

    def clerk(self, on: str = "") -> Ledger:
        """Return the open chapter as on a day (ISO; "" is the last of the year), for use cases."""
        assert self.tx is not None  # noqa: S101 - a chapter is open
        day_on = date.fromisoformat(on) if on else date(YEAR, 12, 31)
        return self.ledger.joined(self.tx, day_on)

    def companions(self, org_id: str, role: str, number: int) -> list[str]:
        """Return members of long standing who have not stood in this role yet, if there are any."""
        names = self.elders[org_id]
        found = []
        for _ in range(number):
            place = self.taken[(org_id, role)]
            self.taken[(org_id, role)] += 1
            found.append(names[place % len(names)])
        return found

    def id_no(self, birth: date, gender: str) -> str:
        """Return a valid ID number of area 529999 that nobody else in the county has."""
        self.sequence += 1
        serial = (self.sequence * 2 - (gender == "1")) % 1000
        body = f"{AREA}{birth:%Y%m%d}{serial:03d}"
        return body + check_digit(body)
