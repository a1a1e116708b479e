"""Which automatic backups stay: by the day, the week and the month."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from app.domain.backup_keeping import kept
from app.domain.rules import RuleBook

TODAY = date(2026, 6, 30)
RULE = RuleBook.load().versions("D-01")[-1]


def at(days_ago, hour=9):
    return datetime(2026, 6, 30, hour, tzinfo=UTC) - timedelta(days=days_ago)


def days(found):
    return sorted((TODAY - each.date()).days for each in found)


def test_all_of_the_last_seven_days_stay():
    several = [at(each, hour) for each in range(7) for hour in (8, 16)]
    assert kept(several, TODAY, RULE) == frozenset(several)


def test_before_that_the_newest_of_every_week_stays_for_eight_weeks():
    daily = [at(each) for each in range(7, 56)]
    found = kept(daily, TODAY, RULE)
    weeks = {each.isocalendar()[:2] for each in daily}
    assert {each.isocalendar()[:2] for each in found} == weeks
    newest = {max(d for d in daily if d.isocalendar()[:2] == week) for week in weeks}
    assert newest <= found
    assert len(found) <= len(weeks) + 2


def test_before_that_one_a_month_for_two_years_and_then_none():
    found = kept([at(each) for each in range(60, 900)], TODAY, RULE)
    assert {(each.year, each.month) for each in found} >= {(2024, 7), (2025, 1), (2026, 4)}
    assert min(found).date() > date(2024, 6, 30)
    assert len(found) <= 26


def test_the_newest_stays_however_old_it_is():
    assert days(kept([at(3000), at(3100)], TODAY, RULE)) == [3000]


def test_the_bureau_can_set_other_spans():
    short = replace(RULE, params={"daily_days": 1, "weekly_weeks": 0, "monthly_months": 0})
    assert days(kept([at(0), at(1), at(2)], TODAY, short)) == [0]
