"""Working days: the State Council's calendar as data, changed day by day by the bureau."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache

from app.base.resources import resource
from app.domain.kinds import DayKind

_DAY = timedelta(days=1)
_SATURDAY = 6
_WORKED = frozenset({DayKind.WORKDAY, DayKind.MAKEUP_WORKDAY})


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """Days whose kind (DayKind) is known; all others go by the weekday."""

    days: Mapping[date, str] = field(default_factory=dict)

    def with_days(self, days: Mapping[date, str]) -> "WorkCalendar":
        """Return the calendar with further days, which go before the present ones."""
        return WorkCalendar({**self.days, **days})

    def is_worked(self, day: date) -> bool:
        """Tell whether a day is a working day."""
        known = self.days.get(day)
        return known in _WORKED if known else day.isoweekday() < _SATURDAY

    def count(self, first: date, last: date, *, with_first: bool = True) -> int:
        """Return how many working days lie in an interval; the last day counts."""
        start = first if with_first else first + _DAY
        span = (last - start).days + 1
        return sum(self.is_worked(start + _DAY * n) for n in range(max(0, span)))

    def end_of(self, first: date, days: int, *, with_first: bool = True) -> date:
        """Return the day on which a number of working days is full, at the earliest `first`."""
        day = first if with_first else first + _DAY
        left = days - self.is_worked(day)
        while left > 0:
            day += _DAY
            left -= self.is_worked(day)
        return day


@cache
def shipped_calendar() -> WorkCalendar:
    """Return the calendar of resources/calendar.toml: 2025 and 2026."""
    found = tomllib.loads(resource("calendar.toml").read_text("utf-8"))
    days: dict[date, str] = {}
    for year in found["year"]:
        for _name, first, last in year["holidays"]:
            days |= {first + _DAY * n: DayKind.HOLIDAY for n in range((last - first).days + 1)}
        days |= dict.fromkeys(year["makeup"], DayKind.MAKEUP_WORKDAY)
    return WorkCalendar(days)
