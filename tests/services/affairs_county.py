"""A branch with three members for the tests of dues, transfers and cases; writes records."""

import atexit
import shutil
import tempfile
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from app.domain.dates import PartialDate
from app.services.ledger import Ledger
from app.store import records

DATES = ("_on", "_since", "_to", "_until")


@dataclass
class Place:
    ledger: Ledger
    branch: str
    other: str
    zhang: str
    wu: str
    li: str

    def add(self, table, **values):
        return add(self.ledger, table, **values)

    def get(self, table, record_id):
        with self.ledger.reading() as tx:
            return records.get(tx, table, record_id)

    def find(self, table, **equal):
        with self.ledger.reading() as tx:
            return records.find(tx, table, **equal)

    def membership(self, person):
        return self.find("membership", person_id=person)[-1]

    def member(self, name, org=None, **more):
        return member(self.ledger, name, org or self.branch, **more)


def add(ledger, table, **values):
    known = {
        name: PartialDate.of(value) if name.endswith(DATES) and isinstance(value, str) else value
        for name, value in values.items()
    }
    with ledger.writing("录入") as tx:
        return records.add(tx, table, known)


def member(ledger, name, org, category="TEACHER", **more):
    person = add(ledger, "person", name=name, category=category)
    values = {"member_type": "FULL", "status": "NORMAL", "joined_on": "2000-07-01",
              "full_on": "2001-07-01", **more}  # fmt: skip
    add(ledger, "membership", person_id=person, org_id=org, **values)
    return person


def settled(ledger):
    """Enter two branches and three members of the first: two teachers and a pupil."""
    branch = add(ledger, "org_unit", full_name="一小支部", kind="BRANCH")
    other = add(ledger, "org_unit", full_name="二小支部", kind="BRANCH")
    zhang = member(ledger, "张永杰", branch)
    wu = member(ledger, "吴瑞君", branch)
    li = member(ledger, "李小明", branch, category="STUDENT", member_type="PROBATIONARY",
                joined_on="2024-03-20", full_on=None)  # fmt: skip
    return Place(ledger, branch, other, zhang, wu, li)


@cache
def _empty():
    """Return an empty ledger file, made once: its schema costs more than a test."""
    path = Path(tempfile.mkdtemp()) / "empty.sqlite"
    atexit.register(shutil.rmtree, path.parent)
    Ledger.open(path).close()
    return path


def opened(path, today=date(2024, 6, 15)):
    shutil.copy(_empty(), path)
    return Ledger.open(path, author="李文书", today=lambda: today)
