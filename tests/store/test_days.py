"""A stored partial date against a day, whatever its precision and raw text."""

import pytest
from sqlalchemy import text

from app.store.days import begun, lasting


@pytest.mark.parametrize(
    ("stored", "day", "has_begun", "still_lasts"),
    [
        ("2010-06-15", "2010-06-14", False, True),
        ("2010-06-15", "2010-06-15", True, True),
        ("2010-06-15", "2010-06-16", True, False),
        ("2010-06-15|2010.6.15", "2010-06-15", True, True),
        ("2010-06", "2010-05-31", False, True),
        ("2010-06", "2010-06-01", True, True),
        ("2010-06|2010.6", "2010-06-01", True, True),
        ("2010-06|2010.6", "2010-06-30", True, True),
        ("2010-06|2010.6", "2010-07-01", True, False),
        ("2010", "2010-12-31", True, True),
        ("2010", "2011-01-01", True, False),
        ("|约1985年", "2010-01-01", True, True),
        (None, "2010-01-01", True, True),
    ],
)
def test_missing_precision_counts_in_favour(database, stored, day, has_begun, still_lasts):
    query = text(f"SELECT {begun('d')}, {lasting('d')} FROM (SELECT :stored AS d)")  # noqa: S608
    with database.reading() as tx:
        found = tx.session.execute(query, {"stored": stored, "day": day}).one()
    assert tuple(map(bool, found)) == (has_begun, still_lasts)
