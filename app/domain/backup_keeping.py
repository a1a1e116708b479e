"""Which automatic backups are kept: all of the last days, then one a week, then one a month."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta

from app.domain.rules import Rule


def kept(moments: Iterable[datetime], today: date, rule: Rule) -> frozenset[datetime]:
    """Return the moments of the backups to keep by rule D-01, always the newest among them."""
    newest_first = sorted(moments, reverse=True)
    daily = today - timedelta(days=rule.number("daily_days"))
    weekly = today - timedelta(weeks=rule.number("weekly_weeks"))
    monthly = rule.months_before(today, "monthly_months")
    found = set(newest_first[:1])
    found |= {each for each in newest_first if each.date() > daily}
    found |= _newest_of_each(newest_first, weekly, lambda day: day.isocalendar()[:2])
    found |= _newest_of_each(newest_first, monthly, lambda day: (day.year, day.month))
    return frozenset(found)


def _newest_of_each(
    newest_first: Iterable[datetime], since: date, span: Callable[[date], tuple[int, int]]
) -> set[datetime]:
    found: dict[tuple[int, int], datetime] = {}
    for each in newest_first:
        if each.date() > since:
            found.setdefault(span(each.date()), each)
    return set(found.values())
