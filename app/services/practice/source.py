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
from app.domain.idcards import check_digit
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


@dataclass(slots=True)
class County:
    """The county while it is being entered: rows by table, keys to ids, people by branch.

    rows are collected in the order in which they are entered; nothing is written from here.
    """

    dice: random.Random = field(default_factory=lambda: random.Random(YEAR))  # noqa: S311
    rows: dict[str, list[Row]] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)
    branch_members: dict[str, list[str]] = field(default_factory=dict)
    elders: dict[str, list[str]] = field(default_factory=dict)
    people: dict[str, Row] = field(default_factory=dict)
    sequence: int = 0
    forms: int = 0
    troubles: list[tuple[str, str, str]] = field(default_factory=list)
    taken: Counter[tuple[str, str]] = field(default_factory=Counter)
    used_names: set[str] = field(default_factory=set)

    def add(self, table: str, **values: object) -> str:
        """Collect one record and return its id."""
        record_id = str(values.pop("id", "") or new_id())
        self.rows.setdefault(table, []).append({"id": record_id, **values})
        return record_id

    def amend(self, table: str, record_id: str, **values: object) -> None:
        """Set further values in a record collected before."""
        next(row for row in self.rows[table] if row["id"] == record_id).update(values)

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
