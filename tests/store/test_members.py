"""The roster query and the search keys, straight from the tables."""

from datetime import date

import pytest

from app.base.errors import Cancelled
from app.base.progress import Silent
from app.domain.dates import PartialDate
from app.store import members, records

TODAY = date(2010, 12, 31)


def enter(database, *people):
    with database.writing("试", author="") as tx:
        ids = records.add_many(tx, "person", people)
        records.add_many(tx, "membership", [{"person_id": i, "status": "NORMAL"} for i in ids])
        members.refresh_search(tx, Silent())
    return ids


@pytest.mark.parametrize(
    ("birth", "shown", "age"),
    [
        (PartialDate.of("1975-12-31"), "1975-12-31", 35),
        (PartialDate.of("1976-01-01"), "1976-01-01", 34),
        (PartialDate.of("1975-06"), "1975-06", 35),
        (PartialDate(date(1975, 1, 1), PartialDate.of("1975").precision, "七五年"), "1975", 35),
        (PartialDate(None, raw="约1975年"), "约1975年", None),
        (None, "", None),
    ],
)
def test_a_date_is_shown_at_its_precision_and_gives_the_age(database, birth, shown, age):
    enter(database, {"name": "张永杰", "birth_on": birth})
    with database.reading() as tx:
        (row,) = members.roster(tx, TODAY)
    assert (row.birth_on, row.age) == (shown, age)


def test_an_unknown_code_is_shown_as_it_is(database):
    enter(database, {"name": "张永杰", "education": "大普", "gender": ""})
    with database.reading() as tx:
        (row,) = members.roster(tx, TODAY)
    assert (row.education, row.gender) == ("大普", "")


def test_only_new_names_are_computed_and_a_cancel_stops_it(database):
    enter(database, {"name": "张永杰"}, {"name": "吴瑞君"})
    with database.writing("试", author="") as tx:
        assert members.refresh_search(tx, Silent()) == 0
        records.change(
            tx, "person", records.find(tx, "person", name="吴瑞君")[0]["id"], {"name": "伍某"}
        )
        assert members.refresh_search(tx, Silent()) == 1

    class GivesUp:
        def step(self, done, total, text=""):
            raise Cancelled

    with pytest.raises(Cancelled), database.writing("试", author="") as tx:  # noqa: PT012
        records.add(tx, "person", {"name": "查某"})
        members.refresh_search(tx, GivesUp())
    with database.reading() as tx:
        assert len(records.find(tx, "person")) == 2


def test_the_newest_membership_counts_and_a_removed_one_does_not(database):
    (person,) = enter(database, {"name": "张永杰"})
    with database.writing("试", author="") as tx:
        newer = records.add(tx, "membership", {"person_id": person, "status": "NORMAL"})
        assert members.memberships_of(tx, [person]) == {person: newer}
        records.remove(tx, "membership", newer)
        assert members.memberships_of(tx, [person])[person] != newer


def test_people_with_events_and_with_the_same_number_are_found(database):
    first, second = enter(database, {"name": "甲", "id_no": "1"}, {"name": "乙", "id_no": "1"})
    with database.writing("试", author="") as tx:
        records.add(tx, "membership_event", {"person_id": first, "kind": "ACCEPTED"})
        assert members.events_n(tx, [first, second]) == {first: 1}
        assert {found[0] for found in members.same_id_no(tx, "1")} == {first, second}
