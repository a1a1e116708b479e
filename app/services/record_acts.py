"""What a record tells of as done: on possible days, in the right order, and not a second time.

The same is asked of a record typed on its page and of a row of a workbook; the windows of the
procedures ask it step by step.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from app.domain.act_order import wrong_days
from app.domain.kinds import ON_ROSTER, Direction, Status
from app.domain.readings import Problem, block
from app.domain.rules import earliest
from app.domain.transfers import OPEN
from app.store import dues_facts, records
from app.store.engine import Transaction

Row = Mapping[str, Any]

_IN_THE_PARTY = ON_ROSTER | {Status.SUSPENDED}


@dataclass(slots=True)
class ActReader:
    """Tells what is wrong with acts; made: rows of this file that are to be written, by table."""

    tx: Transaction
    today: date
    made: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))

    def problems(self, table: str, row: Row, changed: Collection[str]) -> list[Problem]:
        """Return what is wrong with a record; each problem names its "field".

        row: the whole record as it would be; changed: the columns that are to be written.
        """
        memberships = self._memberships(row)
        known = [one["joined_on"] for one in memberships if earliest(one["joined_on"])]
        joined = min(known, key=lambda one: one.first_day, default=None)
        found = list(wrong_days(table, row, frozenset(changed), self.today, joined))
        if table in _AGAIN and set(changed) & _AGAIN_COLUMNS[table]:
            found += _AGAIN[table](self, row)
        is_asked = table in _OF_THE_PARTY and bool(changed) and _is_open(row)
        if is_asked and memberships and memberships[-1]["status"] not in _IN_THE_PARTY:
            found.append(block("record.gone", field=_OF_THE_PARTY[table]))
        return found

    def _memberships(self, row: Row) -> list[Row]:
        person = row.get("person_id")
        return records.find(self.tx, "membership", person_id=person) if person else []

    def others(self, table: str, row: Row, **equal: object) -> list[Row]:
        """Return the other records of a table, in the ledger and in the file, with these values."""
        stored = records.find(self.tx, table, **equal)
        same = [one for one in self.made[table] if all(one.get(n) == v for n, v in equal.items())]
        own = row.get("id")
        return [one for one in [*stored, *same] if own is None or one.get("id") != own]


def _is_open(row: Row) -> bool:
    return row.get("until_on") is None


def _sent_again(reader: ActReader, row: Row) -> Iterator[Problem]:
    """B9-03, B9-07: one open transfer out at a time, and one number for one slip."""
    if row.get("direction") != Direction.OUT:
        return
    out = {"direction": Direction.OUT}
    number = row.get("slip_no")
    if number and reader.others("transfer", row, **out, slip_no=number):
        yield block("record.slip_taken", field="slip_no", number=str(number))
    if _is_under_way(row):
        mine = reader.others("transfer", row, **out, person_id=row.get("person_id"))
        if any(map(_is_under_way, mine)):
            yield block("record.sent_again", field="handled_on")


def _is_under_way(row: Row) -> bool:
    return row.get("accepted_on") is None and row.get("status") == OPEN


def _away_again(reader: ActReader, row: Row) -> Iterator[Problem]:
    mine = reader.others("floating_record", row, person_id=row.get("person_id"))
    if _is_open(row) and any(map(_is_open, mine)):
        yield block("record.away_again", field="since_on")


def _registered_again(reader: ActReader, row: Row) -> Iterator[Problem]:
    mine = reader.others("hardship_case", row, person_id=row.get("person_id"))
    if row.get("closed_on") is None and any(one.get("closed_on") is None for one in mine):
        yield block("record.registered_again", field="found_on")


def _published_again(reader: ActReader, row: Row) -> Iterator[Problem]:
    same = {"org_id": row.get("org_id"), "year": row.get("year")}
    if reader.others("dues_publication", row, **same):
        yield block("record.published_again", field="year", year=str(row.get("year")))


def _paid_again(reader: ActReader, row: Row) -> Iterator[Problem]:
    """Tell of a month that other payments have paid in full already."""
    month, person = earliest(row.get("month_on")), row.get("person_id")
    if not month or not person or row.get("kind") == dues_facts.LARGE:
        return
    first = month.replace(day=1)
    found = dues_facts.read(reader.tx, first, max(reader.today, first), [person])
    due = dues_facts.due_in(found.sheets.get(person, ()), first)
    mine = reader.others("dues_payment", row, person_id=person)
    paid = sum(
        one["paid"] or 0 for one in mine if one["kind"] != dues_facts.LARGE and _month(one) == first
    )
    if due and paid >= due:
        told = f"{first.year}年{first.month}月"
        yield block("record.paid_again", field="month_on", month=told)


def _month(row: Row) -> date | None:
    known = earliest(row["month_on"])
    return known.replace(day=1) if known else None


_AGAIN = {
    "transfer": _sent_again,
    "floating_record": _away_again,
    "hardship_case": _registered_again,
    "dues_publication": _published_again,
    "dues_payment": _paid_again,
}
_AGAIN_COLUMNS: Mapping[str, frozenset[str]] = {
    "transfer": frozenset({"person_id", "direction", "slip_no", "status", "accepted_on"}),
    "floating_record": frozenset({"person_id", "until_on", "since_on"}),
    "hardship_case": frozenset({"person_id", "closed_on"}),
    "dues_publication": frozenset({"org_id", "year"}),
    "dues_payment": frozenset({"person_id", "month_on"}),
}
"""The columns that decide whether an act was done before."""
_OF_THE_PARTY = {"floating_record": "since_on", "membership": "lost_since"}
"""What is only told of somebody who is in the Party, and beside which column it is told."""
