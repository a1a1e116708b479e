from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.dates import PartialDate
from app.domain.figures import Evidence, Figure, FigureDefinition, FigureKind, Period, ratio, total


@pytest.mark.parametrize(
    ("end", "text", "inside"),
    [
        (date(2010, 12, 31), "2010", True),
        (date(2010, 12, 31), "2010-12-31", True),
        (date(2010, 12, 31), "2011", False),
        (date(2010, 12, 31), "2011-01", False),
        (date(2010, 12, 31), "2011-01-01", False),
        (date(2010, 12, 31), "2009-12-31", False),
        (date(2010, 6, 30), "2010-06", True),
        (date(2010, 6, 30), "2010-06-30", True),
        (date(2010, 6, 30), "2010-07", False),
        (date(2010, 6, 30), "2010-07-01", False),
        (date(2010, 6, 15), "2010-06-15", True),
        (date(2010, 6, 15), "2010-06-16", False),
    ],
)
def test_a_date_lies_in_the_period_by_its_first_day(end, text, inside):
    period = Period(2010, end)
    assert (period.lowest <= PartialDate.of(text).iso <= period.highest) is inside


def test_a_cut_off_day_lies_in_its_own_year():
    with pytest.raises(ValueError, match="2011"):
        Period(2010, date(2011, 1, 1))


@given(
    st.dates(date(2010, 1, 1), date(2010, 12, 31)), st.dates(date(2009, 1, 1), date(2011, 12, 31))
)
def test_days_compare_as_texts_as_they_do_as_dates(end, day):
    period = Period(2010, end)
    assert (period.lowest <= day.isoformat() <= period.highest) is (period.start <= day <= end)


def test_records_of_one_group_count_once():
    evidence = [
        Evidence("issue_item", "1", group="A"),
        Evidence("issue_item", "2", group="A"),
        Evidence("issue_item", "3", group="B"),
        Evidence("donation", "4", Decimal("12.50")),
        Evidence("donation", "5", Decimal("0.50")),
    ]
    assert total(evidence) == Decimal(15)


def test_nothing_divided_by_nothing_is_no_ratio():
    assert ratio(Decimal(0), Decimal(0)) is None
    assert ratio(None, Decimal(1)) is None
    assert ratio(Decimal(1), Decimal(4)) == Decimal("0.25")


def test_names_keep_their_order_and_come_once():
    definition = FigureDefinition("N03", "县级优秀共产党员", FigureKind.PERSONS, "名", "")
    evidence = tuple(Evidence("honour", str(n), name=name) for n, name in enumerate("乙甲乙"))
    assert Figure(definition, Decimal(3), "", evidence).names == ("乙", "甲")
