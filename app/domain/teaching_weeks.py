"""The teaching weeks of a year, from which the weekly study of the schools is measured (A02)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from app.domain.figures import Period

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class TeachingTerm:
    """A school term with the number of its weeks that are holidays."""

    start: date
    end: date
    holiday_weeks: int = 0


def monday(day: date) -> date:
    """Return the Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def teaching_mondays(term: TeachingTerm, period: Period) -> list[date]:
    """Return the Mondays of the term's weeks that lie inside the period."""
    found = []
    week = monday(term.start)
    while week <= min(term.end, period.end):
        if week >= period.start:
            found.append(week)
        week += WEEK
    return found


def weeks_due(terms: Iterable[TeachingTerm], period: Period) -> int:
    """Return how many weekly studies a school owes in the period.

    The holiday weeks of a term are taken off in the year in which it begins.
    """
    return sum(max(0, len(teaching_mondays(t, period)) - _holidays(t, period)) for t in terms)


def _holidays(term: TeachingTerm, period: Period) -> int:
    return term.holiday_weeks if monday(term.start) >= period.start else 0


def is_teaching_day(day: date, terms: Iterable[TeachingTerm]) -> bool:
    """Tell whether a day lies in a term."""
    return any(monday(term.start) <= day <= term.end for term in terms)
