"""Dates that may be known only to the month or the year, and the arithmetic of deadlines.

Conventions of the domain: "within N months" includes the last day; a date known only to the
month is compared on its most lenient end, so that no rule fires on missing precision.
"""

import calendar
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Precision(StrEnum):
    """How exactly a date is known."""

    DAY = "DAY"
    MONTH = "MONTH"
    YEAR = "YEAR"


_LENGTH = {Precision.DAY: 10, Precision.MONTH: 7, Precision.YEAR: 4}


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date with its precision and the raw text it was read from.

    value is the first day of the month or year when the precision is coarser than a day; it is
    None when the raw text could not be read ("约1985年"), and then only the raw text is kept.
    """

    value: date | None
    precision: Precision = Precision.DAY
    raw: str = ""

    @classmethod
    def of(cls, text: str) -> "PartialDate":
        """Build from "2010", "2010-06" or "2010-06-01"; raises ValueError for anything else."""
        parts = text.split("-")
        precision = (Precision.YEAR, Precision.MONTH, Precision.DAY)[len(parts) - 1]
        if len(text) != _LENGTH[precision]:
            raise ValueError(text)
        year, month, day = (*map(int, parts), 1, 1)[:3]
        return cls(date(year, month, day), precision)

    @property
    def iso(self) -> str:
        """The value in ISO 8601 at its own precision: "2010", "2010-06", "2010-06-01" or ""."""
        return self.value.isoformat()[: _LENGTH[self.precision]] if self.value else ""

    @property
    def first_day(self) -> date:
        """The earliest day it can mean; raises ValueError when the date could not be read."""
        if self.value is None:
            raise ValueError(self.raw)
        return self.value

    @property
    def last_day(self) -> date:
        """The latest day it can mean; raises ValueError when the date could not be read."""
        first = self.first_day
        if self.precision is Precision.DAY:
            return first
        month = 12 if self.precision is Precision.YEAR else first.month
        return date(first.year, month, calendar.monthrange(first.year, month)[1])

    def __str__(self) -> str:
        return self.iso or self.raw


def day(value: date) -> PartialDate:
    """Return an exactly known date."""
    return PartialDate(value)


def add_months(start: date, months: int) -> date:
    """Return the same day `months` later, clipped to the end of the month."""
    index = start.year * 12 + start.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))


def party_years(full_on: date, suspended_months: int | None, on: date) -> int:
    """Return 党龄: full years from full_on, less the time of suspension (C.3)."""
    return full_years(add_months(full_on, suspended_months or 0), on)


def full_years(start: date, on: date) -> int:
    """Return the completed years between two days: age, 党龄."""
    return on.year - start.year - ((on.month, on.day) < (start.month, start.day))


def overlap(one: PartialDate | None, other: PartialDate | None) -> bool | None:
    """Tell whether two dates may be the same day; None where one of them is not known."""
    if not (one and one.value and other and other.value):
        return None
    return one.first_day <= other.last_day and other.first_day <= one.last_day


def full_months(start: date, end: date) -> int:
    """Return the completed months between two days; the last day of a short month counts."""
    months = (end.year - start.year) * 12 + end.month - start.month
    return months if add_months(start, months) <= end else months - 1
