"""Working days of 2025 and 2026 by the State Council, and what the bureau changes."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.kinds import DayKind
from app.domain.work_calendar import WorkCalendar, shipped_calendar

CALENDAR = shipped_calendar()


@pytest.mark.parametrize(
    ("day", "is_worked"),
    [
        ("2025-01-01", False),
        ("2025-01-26", True),
        ("2025-02-04", False),
        ("2025-02-05", True),
        ("2025-02-08", True),
        ("2025-04-04", False),
        ("2025-04-27", True),
        ("2025-06-02", False),
        ("2025-09-28", True),
        ("2025-10-08", False),
        ("2025-10-09", True),
        ("2025-10-11", True),
        ("2025-10-12", False),
        ("2026-01-02", False),
        ("2026-01-04", True),
        ("2026-02-14", True),
        ("2026-02-23", False),
        ("2026-02-28", True),
        ("2026-05-09", True),
        ("2026-06-19", False),
        ("2026-09-20", True),
        ("2026-10-07", False),
        ("2026-10-10", True),
    ],
)
def test_a_day_of_the_state_council_calendar(day, is_worked):
    assert CALENDAR.is_worked(date.fromisoformat(day)) is is_worked


def test_2025_and_2026_have_as_many_working_days_as_the_calendar_gives():
    # 2025: 261 weekdays - 18 holidays on weekdays + 5 makeup days; 2026: 261 - 19 + 6.
    assert CALENDAR.count(date(2025, 1, 1), date(2025, 12, 31)) == 261 - 18 + 5
    assert CALENDAR.count(date(2026, 1, 1), date(2026, 12, 31)) == 261 - 19 + 6


def test_a_year_that_does_not_ship_goes_by_the_weekday():
    assert CALENDAR.is_worked(date(2024, 10, 1))
    assert not CALENDAR.is_worked(date(2024, 10, 5))


def test_a_day_of_the_bureau_goes_before_the_shipped_one():
    own = CALENDAR.with_days({date(2025, 10, 9): DayKind.HOLIDAY})
    assert not own.is_worked(date(2025, 10, 9))
    assert own.is_worked(date(2025, 10, 10))


@pytest.mark.parametrize(
    ("first", "days", "with_first", "end"),
    [
        # Mon 2025-03-03, first day counts: Fri 03-07; else Mon 03-10.
        ("2025-03-03", 5, True, "2025-03-07"),
        ("2025-03-03", 5, False, "2025-03-10"),
        # Over the national holiday: 09-29, 09-30, 10-09, 10-10, 10-11 (makeup).
        ("2025-09-29", 5, True, "2025-10-11"),
        # Posted on a Saturday: that day is none of the five.
        ("2025-03-01", 5, True, "2025-03-07"),
        # Spring Festival 2026: 02-13, 02-14 (makeup), 02-24, 02-25, 02-26.
        ("2026-02-13", 5, True, "2026-02-26"),
        # May 2026: 04-30, 05-06, 05-07, 05-08, 05-09 (makeup).
        ("2026-04-30", 5, True, "2026-05-09"),
    ],
)
def test_five_working_days_end(first, days, with_first, end):
    start = date.fromisoformat(first)
    assert CALENDAR.end_of(start, days, with_first=with_first).isoformat() == end


@given(st.dates(date(2024, 1, 1), date(2026, 12, 31)), st.integers(1, 30), st.booleans())
def test_the_end_is_the_first_day_on_which_the_days_are_full(first, days, with_first):
    end = CALENDAR.end_of(first, days, with_first=with_first)
    assert CALENDAR.count(first, end, with_first=with_first) == days
    if end > first:
        shorter = CALENDAR.count(first, end - timedelta(days=1), with_first=with_first)
        assert shorter == days - 1


def test_an_empty_interval_has_no_working_days():
    assert WorkCalendar().count(date(2025, 3, 7), date(2025, 3, 6)) == 0
