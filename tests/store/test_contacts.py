"""The last contact with each person, whether recent or long ago."""

from datetime import date

import pytest

from app.domain.dates import PartialDate
from app.store import records
from app.store.contacts import last_contacts
from app.store.engine import Database

TODAY = date(2024, 6, 15)


@pytest.fixture
def database(tmp_path):
    opened = Database(tmp_path / "ledger.sqlite")
    yield opened
    opened.close()


def add(database, table, **values):
    known = {
        name: PartialDate.of(value) if name.endswith("_on") else value
        for name, value in values.items()
    }
    with database.writing("录入", author="李文书") as tx:
        return records.add(tx, table, known)


def seen(database, *people, on=TODAY):
    with database.reading() as tx:
        return {person: str(day) for person, day in last_contacts(tx, people, on).items()}


def attend(database, person, on, state="PRESENT"):
    activity = add(database, "activity", held_on=on)
    return add(database, "attendance", activity_id=activity, person_id=person, state=state)


@pytest.mark.parametrize("on", ["2024-06-15", "2023-06-15", "2023-06-14", "1998-05", "2001"])
def test_a_contact_is_found_however_long_ago_it_was(database, on):
    person = add(database, "person", name="张永杰")
    attend(database, person, on)
    assert seen(database, person) == {person: on}


def test_when_nobody_was_seen_for_years_the_latest_contact_is_found_for_everybody(database):
    people = [add(database, "person", name=name) for name in "甲乙丙丁"]
    for person, year in zip(people, ("2022", "2016", "2005", "1990"), strict=True):
        attend(database, person, f"{year}-05-01")
        attend(database, person, "1980-01-01")
    days = ["2022-05-01", "2016-05-01", "2005-05-01", "1990-05-01"]
    assert seen(database, *people) == dict(zip(people, days, strict=True))


def test_an_old_contact_is_found_beside_people_seen_lately(database):
    lately, silent, unknown = (add(database, "person", name=name) for name in "甲乙丙")
    attend(database, lately, "2024-05-01")
    attend(database, lately, "2010-05-01")
    attend(database, silent, "2010-05-01")
    found = seen(database, lately, silent, unknown)
    assert found == {lately: "2024-05-01", silent: "2010-05-01"}


@pytest.mark.parametrize("years_ago", ["2024", "2014"])
def test_each_kind_of_contact_counts_recent_or_old(database, years_ago):
    people = [add(database, "person", name=name) for name in "甲乙丙丁戊"]
    payer, talked_to, talker, second, away = people
    day = f"{years_ago}-03-01"
    add(database, "dues_payment", person_id=payer, paid_on=day)
    add(database, "talk", person_id=talked_to, talker_id=talker, talker_2_id=second, held_on=day)
    add(database, "floating_record", person_id=away, last_contact_on=day)
    assert seen(database, *people) == dict.fromkeys(people, day)


def test_removed_records_absence_and_the_future_are_no_contact(database):
    person = add(database, "person", name="张永杰")
    attend(database, person, "2024-01-01", "ABSENT")
    attend(database, person, "2024-06-16")
    gone = attend(database, person, "2024-03-01")
    with database.writing("删", author="李文书") as tx:
        records.remove(tx, "attendance", gone)
    assert seen(database, person) == {}


def test_the_raw_text_of_a_date_does_not_disturb(database):
    person = add(database, "person", name="张永杰")
    with database.writing("录入", author="李文书") as tx:
        written = PartialDate(date(2024, 3, 1), raw="2024.3.1")
        unread = PartialDate(None, raw="去年")
        for paid_on in (written, unread):
            records.add(tx, "dues_payment", {"person_id": person, "paid_on": paid_on})
    assert seen(database, person) == {person: "2024-03-01"}
