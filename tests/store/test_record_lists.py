"""What records of any table are called, who points to them, which year they belong to."""

from decimal import Decimal

import pytest

from app.domain.dates import PartialDate
from app.domain.fields import tables
from app.store import record_lists, records


@pytest.fixture
def tx(database):
    with database.writing("试", author="") as opened:
        yield opened


def test_a_name_follows_references_however_deep(tx):
    person = records.add(tx, "person", {"name": "张永杰"})
    org = records.add(tx, "org_unit", {"full_name": "第一小学党支部", "short_name": "一小支部"})
    point = records.add(tx, "contact_point", {"person_id": person, "org_id": org, "year": 2010})
    visit = {"contact_point_id": point, "visited_on": PartialDate.of("2010-03-05")}
    found = record_lists.names_of(tx, "contact_visit", [records.add(tx, "contact_visit", visit)])
    assert list(found.values()) == ["2010-03-05 2010年张永杰联系一小支部"]


def test_schools_of_one_short_name_are_told_apart_and_others_are_not(tx):
    names = (
        ("甲中心小学", "中心小学"),
        ("乙中心小学", "中心小学"),
        ("丙小学", "丙小"),
        ("丁小学", ""),
    )
    ids = [records.add(tx, "school_unit", {"name": n, "short_name": s}) for n, s in names]
    found = record_lists.names_of(tx, "school_unit", ids[1:])
    assert list(found.values()) == ["中心小学（乙中心小学）", "丙小", "丁小学"]
    records.remove(tx, "school_unit", ids[0])
    assert record_lists.names_of(tx, "school_unit", ids[1:2]) == {ids[1]: "中心小学"}


def test_a_removed_record_keeps_its_name(tx):
    person = records.add(tx, "person", {"name": "张永杰"})
    records.remove(tx, "person", person)
    assert record_lists.names_of(tx, "person", [person]) == {person: "张永杰"}
    assert record_lists.live_ids(tx, "person") == []


def test_what_points_to_a_record_is_found_in_every_table(tx):
    person = records.add(tx, "person", {"name": "张永杰"})
    records.add(tx, "membership", {"person_id": person})
    records.add(tx, "talk", {"person_id": person, "talker_id": person})
    found = record_lists.pointing_to(tx, "person", person)
    assert {name: len(rows) for name, rows in found.items()} == {"membership": 1, "talk": 1}


def test_a_year_cuts_at_new_year_whatever_the_precision(tx):
    for day in ("2009-12-31", "2010", "2010-01", "2010-12-31", "2011-01-01"):
        records.add(tx, "donation", {"donated_on": PartialDate.of(day)})
    assert len(record_lists.rows_of_year(tx, "donation", 2010)) == 3
    assert len(record_lists.rows_of_year(tx, "donation", None)) == 5


def test_values_of_the_journal_are_read_back_by_their_column():
    read = record_lists.from_journal
    assert read("donation", "amount", 1920005) == Decimal("19200.05")
    assert read("donation", "donated_on", "2010-06|六月") == PartialDate(
        PartialDate.of("2010-06").value, PartialDate.of("2010-06").precision, "六月"
    )
    assert read("donation", "is_collective", 1) is True
    assert read("donation", "purpose", "救灾") == "救灾"


def test_lines_of_a_card_come_newest_first(tx):
    person = records.add(tx, "person", {"name": "张永杰"})
    for day in ("2009-05-01", "2010-05-01"):
        values = {"person_id": person, "kind": "VISIT", "visited_on": PartialDate.of(day)}
        records.add(tx, "care_visit", values)
    lines = record_lists.lines(tx, "care_visit", person_id=person)
    assert [(line.on, line.text) for line in lines] == [
        ("2010-05-01", "2010-05-01 慰问张永杰"),
        ("2009-05-01", "2009-05-01 慰问张永杰"),
    ]


def test_what_a_record_cannot_be_without_is_known():
    assert record_lists.required_columns("attendance") == ("activity_id", "person_id")
    assert record_lists.required_columns("person") == ()


def test_people_are_told_apart_by_where_they_work(tx):
    school = records.add(tx, "school_unit", {"name": "第一小学"})
    one, two = records.add_many(
        tx, "person", [{"name": "某", "school_id": school}, {"name": "某", "unit_text": "县一中"}]
    )
    assert record_lists.workplaces(tx) == {one: "第一小学", two: "县一中"}


def test_every_table_can_be_named(tx):
    for name in tables():
        assert record_lists.names_of(tx, name) == {}
