"""A stored partial date against a day, whatever its precision and raw text."""

from datetime import date

import pytest
from sqlalchemy import literal, select, text

from app.store.days import begun, begun_by, beyond, lasting, open_on

CASES = [
    ("2010-06-15", "2010-06-14", False, True),
    ("2010-06-15", "2010-06-15", True, False),
    ("2010-06-15", "2010-06-16", True, False),
    ("2010-06-15|2010.6.15", "2010-06-14", False, True),
    ("2010-06-15|2010.6.15", "2010-06-15", True, False),
    ("2010-06", "2010-05-31", False, True),
    ("2010-06", "2010-06-01", True, False),
    ("2010-06|2010.6", "2010-05-31", False, True),
    ("2010-06|2010.6", "2010-06-01", True, False),
    ("2010-06|2010.6", "2010-06-30", True, False),
    ("2010", "2009-12-31", False, True),
    ("2010", "2010-01-01", True, False),
    ("|约1985年", "2010-01-01", True, True),
    (None, "2010-01-01", True, True),
]


@pytest.mark.parametrize(("stored", "day", "has_begun", "still_lasts"), CASES)
def test_what_ends_on_a_day_is_over_on_it(database, stored, day, has_begun, still_lasts):
    query = text(f"SELECT {begun('d')}, {lasting('d')} FROM (SELECT :stored AS d)")  # noqa: S608
    with database.reading() as tx:
        found = tx.session.execute(query, {"stored": stored, "day": day}).one()
    assert tuple(map(bool, found)) == (has_begun, still_lasts)


@pytest.mark.parametrize(("stored", "day", "has_begun", "still_lasts"), CASES)
def test_both_ways_of_saying_it_agree(database, stored, day, has_begun, still_lasts):
    column, on = literal(stored), date.fromisoformat(day)
    with database.reading() as tx:
        found = tx.session.execute(select(begun_by(column, on), open_on(column, on))).one()
    assert tuple(map(bool, found)) == (has_begun, still_lasts)


@pytest.mark.parametrize("month", ["2010-06", "2010-06-01"])
def test_a_month_does_not_slip_into_the_month_before(month):
    assert month >= beyond(date(2010, 5, 31))
    assert month < beyond(date(2010, 6, 1))
