"""What the practice county is made from: its data files and its repeatable dice."""

import random
import tomllib
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
    people: dict[str, Row] = field(default_factory=dict)
    sequence: int = 0
    used_names: set[str] = field(default_factory=set)

    def add(self, table: str, **values: object) -> str:
        """Collect one record and return its id."""
        record_id = str(values.pop("id", "") or new_id())
        self.rows.setdefault(table, []).append({"id": record_id, **values})
        return record_id

    def amend(self, table: str, record_id: str, **values: object) -> None:
        """Set further values in a record collected before."""
        next(row for row in self.rows[table] if row["id"] == record_id).update(values)

    def id_no(self, birth: date, gender: str) -> str:
        """Return a valid ID number of area 529999 that nobody else in the county has."""
        self.sequence += 1
        serial = (self.sequence * 2 - (gender == "1")) % 1000
        body = f"{AREA}{birth:%Y%m%d}{serial:03d}"
        return body + check_digit(body)
