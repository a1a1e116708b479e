"""Counts, posts, terms and covers as of a day."""

from datetime import date

import pytest

from app.domain.dates import PartialDate
from app.store import branches, records


@pytest.fixture
def tx(database):
    with database.writing("试", author="") as opened:
        yield opened


def test_dates_with_raw_text_and_of_a_month_count_on_their_first_day(tx):
    org = records.add(tx, "org_unit", {"full_name": "某支部"})
    school = records.add(tx, "school_unit", {"name": "某校"})
    raw = PartialDate(date(2010, 3, 1), PartialDate.of("2010-03").precision, "2010.3")
    end = PartialDate.of("2010-06-30")
    cover = {"org_id": org, "school_id": school, "from_on": raw, "to_on": end}
    records.add(tx, "org_cover", cover)

    def covered(*day):
        return len(branches.overview(tx, date(*day)).covers)

    assert [covered(2010, 2, 28), covered(2010, 3, 1), covered(2010, 6, 29)] == [0, 1, 1]
    assert covered(2010, 6, 30) == 0


def test_an_extended_term_ends_with_its_extension(tx):
    org = records.add(tx, "org_unit", {"full_name": "某支部"})
    term = {"org_id": org, "term_no": 4, "start_on": PartialDate.of("2007-05-01")}
    dates = {"end_on": PartialDate.of("2010-04-30"), "extended_to": PartialDate.of("2011-04-30")}
    records.add(tx, "org_term", {**term, **dates})
    assert branches.overview(tx, date(2010, 12, 31)).terms == {org: (4, "2007-05-01", "2011-04-30")}


def test_only_the_roster_is_counted(tx):
    org = records.add(tx, "org_unit", {"full_name": "某支部"})
    for status, gender, nation in (
        ("NORMAL", "2", "06"),
        ("RETAINED", "1", "01"),
        ("DECEASED", "1", ""),
    ):
        person = records.add(tx, "person", {"name": "某", "gender": gender, "ethnicity": nation})
        membership = {"person_id": person, "org_id": org, "member_type": "FULL", "status": status}
        records.add(tx, "membership", membership)
    counts = branches.overview(tx, date(2010, 12, 31)).counts[org]
    assert counts == branches.RosterCounts(full_n=2, female_n=1, minority_n=1)
