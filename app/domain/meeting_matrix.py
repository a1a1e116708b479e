"""Which meetings a branch owes in a period, and which of them were held (domain.md B2).

A duty asks for one meeting in every slot: a month, a quarter or a half-year. More meetings in one
slot do not make up for another.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from app.domain.dates import add_months
from app.domain.figures import Period

MONTHS_PER_SLOT: Mapping[str, int] = {"MONTH": 1, "QUARTER": 3, "HALF_YEAR": 6, "YEAR": 12}


@dataclass(frozen=True, slots=True)
class MeetingDuty:
    """One kind of meeting and how often it is owed; per is a key of MONTHS_PER_SLOT.

    needs_committee: owed only by branches with a committee. per_group: owed once by each group.
    """

    kind: str
    per: str
    needs_committee: bool = False
    per_group: bool = False


@dataclass(frozen=True, slots=True)
class BranchMeetings:
    """What the matrix needs to know of a branch; a slot in which it was dissolved is not owed.

    held: (kind, group id or "", day, activity id); waived: (kind, first day of the month).
    """

    org_id: str
    founded_on: date | None
    dissolved_on: date | None
    has_committee: bool
    groups: tuple[str, ...]
    held: tuple[tuple[str, str, date, str], ...]
    waived: frozenset[tuple[str, date]]


@dataclass(frozen=True, slots=True)
class Slot:
    """One meeting that is owed; activity_id names the meeting that filled it, or is empty."""

    org_id: str
    kind: str
    group: str
    start: date
    activity_id: str = ""


def slots(branch: BranchMeetings, duties: Iterable[MeetingDuty], period: Period) -> list[Slot]:
    """Return every meeting the branch owes in the period, each filled at most once."""
    return [
        _filled(branch, duty, group, start)
        for duty in duties
        if branch.has_committee or not duty.needs_committee
        for group in (branch.groups if duty.per_group else ("",))
        for start in _starts(duty, period)
        if _is_owed(branch, duty, start)
    ]


def _starts(duty: MeetingDuty, period: Period) -> list[date]:
    length = MONTHS_PER_SLOT[duty.per]
    return [
        date(period.year, month, 1)
        for month in range(1, 13, length)
        if date(period.year, month, 1) <= period.end
    ]


def _is_owed(branch: BranchMeetings, duty: MeetingDuty, start: date) -> bool:
    end = add_months(start, MONTHS_PER_SLOT[duty.per])
    existed = branch.founded_on is None or branch.founded_on < end
    remained = branch.dissolved_on is None or end <= branch.dissolved_on
    months = [add_months(start, n) for n in range(MONTHS_PER_SLOT[duty.per])]
    waived = all((duty.kind, month) in branch.waived for month in months)
    return existed and remained and not waived


def _filled(branch: BranchMeetings, duty: MeetingDuty, group: str, start: date) -> Slot:
    end = add_months(start, MONTHS_PER_SLOT[duty.per])
    fitting = [
        (day, activity)
        for kind, of_group, day, activity in branch.held
        if kind == duty.kind and start <= day < end and (not duty.per_group or of_group == group)
    ]
    return Slot(branch.org_id, duty.kind, group, start, min(fitting)[1] if fitting else "")
