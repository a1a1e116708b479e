from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.dates import PartialDate, Precision, add_months, day, full_years, overlap

DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2023, 8, 31), 6, date(2024, 2, 29)),
        (date(2023, 6, 15), 12, date(2024, 6, 15)),
        (date(2024, 6, 15), 6, date(2024, 12, 15)),
        (date(2010, 1, 31), 1, date(2010, 2, 28)),
        (date(2010, 3, 31), -1, date(2010, 2, 28)),
        (date(2010, 1, 15), -12, date(2009, 1, 15)),
        (date(2010, 12, 1), 1, date(2011, 1, 1)),
    ],
)
def test_months_are_added_to_the_same_day_or_the_end_of_the_month(start, months, end):
    assert add_months(start, months) == end


@given(DAYS.filter(lambda d: d.day <= 28), st.integers(-600, 600))
def test_adding_months_and_taking_them_back_gives_the_same_day(start, months):
    assert add_months(add_months(start, months), -months) == start


@pytest.mark.parametrize(
    ("text", "precision", "first", "last"),
    [
        ("2010", Precision.YEAR, date(2010, 1, 1), date(2010, 12, 31)),
        ("2010-02", Precision.MONTH, date(2010, 2, 1), date(2010, 2, 28)),
        ("2012-02", Precision.MONTH, date(2012, 2, 1), date(2012, 2, 29)),
        ("2010-12", Precision.MONTH, date(2010, 12, 1), date(2010, 12, 31)),
        ("2010-06-01", Precision.DAY, date(2010, 6, 1), date(2010, 6, 1)),
    ],
)
def test_a_partial_date_knows_its_first_and_last_day(text, precision, first, last):
    known = PartialDate.of(text)
    assert (known.precision, known.first_day, known.last_day) == (precision, first, last)
    assert known.iso == text


@pytest.mark.parametrize(
    "text", ["10", "abc", "2010-6", "2010-06-1", "2010-13", "2010-02-30", "abcd"]
)
def test_other_texts_are_no_partial_dates(text):
    with pytest.raises(ValueError, match=r"."):
        PartialDate.of(text)


def test_what_cannot_be_read_keeps_its_raw_text_only():
    unclear = PartialDate(None, raw="约1985年")
    assert str(unclear) == "约1985年"
    assert unclear.iso == ""
    with pytest.raises(ValueError, match="约1985年"):
        _ = unclear.first_day


@given(DAYS)
def test_a_known_day_is_its_own_first_and_last(value):
    known = day(value)
    assert known.first_day == known.last_day == value
    assert PartialDate.of(known.iso) == known


@pytest.mark.parametrize(
    ("start", "on", "years"),
    [
        (date(2007, 9, 1), date(2025, 8, 31), 17),
        (date(2007, 9, 1), date(2025, 9, 1), 18),
        (date(2004, 2, 29), date(2022, 2, 28), 17),
        (date(2004, 2, 29), date(2022, 3, 1), 18),
    ],
)
def test_a_year_is_full_on_the_birthday(start, on, years):
    assert full_years(start, on) == years


@pytest.mark.parametrize(
    ("one", "other", "may_be"),
    [
        ("2010-06", "2010-06-30", True),
        ("2010", "2010-06", True),
        ("2010-06", "2010-07-01", False),
        ("2010-06-01", "2010-06-02", False),
    ],
)
def test_two_dates_may_be_the_same_day_while_both_say_so(one, other, may_be):
    known, given = PartialDate.of(one), PartialDate.of(other)
    assert overlap(known, given) is overlap(given, known) is may_be
    assert overlap(known, None) is overlap(PartialDate(None, raw="约1985年"), given) is None
