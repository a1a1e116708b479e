"""Members' affairs as of a day, read from a real ledger."""

from datetime import date

import pytest

from app.store import facts
from tests.services.affairs_county import opened, settled

TODAY = date(2024, 6, 15)


@pytest.fixture
def place(tmp_path):
    ledger = opened(tmp_path / "ledger.sqlite", TODAY)
    yield settled(ledger)
    ledger.close()


def at(place, on=TODAY):
    with place.ledger.reading() as tx:
        return facts.gather(tx, on).affairs


def test_a_transfer_stands_open_from_its_day_until_the_receipt(place):
    made = place.add("transfer", person_id=place.zhang, direction="OUT", channel="SLIP",
                     handled_on="2024-03-01", valid_days=30, accepted_on="2024-03-20",
                     receipt_on="2024-04-02")  # fmt: skip
    assert at(place, date(2024, 2, 29)).transfers == ()
    (one,) = at(place, date(2024, 3, 19)).transfers
    assert (one.id, one.name, one.accepted_on) == (made, "张永杰", None)
    (one,) = at(place, date(2024, 3, 20)).transfers
    assert str(one.accepted_on) == "2024-03-20"
    assert at(place, date(2024, 4, 2)).transfers == ()


def test_a_slip_that_was_taken_back_or_replaced_asks_for_nothing(place):
    common = {"person_id": place.zhang, "direction": "OUT", "channel": "SLIP", "valid_days": 30}
    place.add("transfer", handled_on="2024-02-01", status="WITHDRAWN", **common)
    old = place.add("transfer", handled_on="2024-03-01", **common)
    place.add("transfer", handled_on="2024-05-01", replaces_id=old, **common)
    assert [one.replaced for one in at(place).transfers] == [True, False]
    assert [one.replaced for one in at(place, date(2024, 4, 30)).transfers] == [False]


def test_pupils_on_the_roster_are_listed_with_what_is_known_of_their_leaving(place):
    (one,) = at(place).pupils
    assert (one.name, one.is_probationary, one.has_transfer) == ("李小明", True, False)
    place.add("transfer", person_id=place.li, direction="OUT", handled_on="2024-06-10")
    assert at(place).pupils[0].has_transfer
    assert at(place, date(2024, 3, 19)).pupils == ()


def test_a_case_is_seen_from_its_first_day_with_its_end_when_that_is_known(place):
    place.add("disposal_case", person_id=place.zhang, kind="CORRECTION", started_on="2024-01-10",
              deadline_on="2024-07-10", ended_on="2024-06-01")  # fmt: skip
    assert at(place, date(2024, 1, 9)).cases == ()
    assert at(place, date(2024, 5, 31)).cases[0].ended_on is None
    assert str(at(place).cases[0].ended_on) == "2024-06-01"


def test_who_was_removed_and_applies_again_is_seen(place):
    place.add("membership_event", person_id=place.zhang, kind="REMOVED", happened_on="2020-05-01",
              status_before="NORMAL", status_after="REMOVED_SELF")  # fmt: skip
    place.add("dev_case", person_id=place.zhang, applied_on="2024-05-20")
    (one,) = at(place).reapplications
    assert (one.name, str(one.removed_on), str(one.applied_on)) == (
        "张永杰", "2020-05-01", "2024-05-20"
    )  # fmt: skip
    assert at(place, date(2024, 5, 19)).reapplications == ()


def test_a_member_away_is_seen_with_every_kind_of_contact(place):
    place.add("floating_record", person_id=place.wu, direction="OUT", since_on="2023-10-01",
              last_contact_on="2023-12-01")  # fmt: skip
    place.add("talk", person_id=place.wu, held_on="2024-02-10")
    place.add("floating_record", person_id=place.zhang, direction="IN", since_on="2023-10-01")
    (one,) = at(place).floating
    assert (one.person_id, str(one.last_contact_on)) == (place.wu, "2024-02-10")


def test_an_honour_knows_the_standing_and_the_discipline_of_its_day(place):
    place.add("disposal_case", person_id=place.zhang, kind="WARNING", approved_on="2024-01-01",
              effect_until="2025-01-01")  # fmt: skip
    for awarded in ("2023-06-28", "2024-05-28"):
        place.add("honour", target_type="PERSON", person_id=place.zhang, title="优秀教师",
                  awarded_on=awarded, award_year=int(awarded[:4]))  # fmt: skip
    place.add("honour", target_type="PERSON", person_id=place.zhang, title="优秀教师",
              awarded_on="2024-06-01", award_year=2024)  # fmt: skip
    found = at(place).honours
    assert [one.disposals for one in found] == [(), ("WARNING",), ("WARNING",)]
    assert [one.twin for one in found] == [False, False, True]
    assert {one.status for one in found} == {"NORMAL"}


def test_hardship_visits_and_opinions_are_seen_on_their_days(place):
    place.add("hardship_case", person_id=place.wu, approved_on="2023-01-20")
    for day in ("2024-02-05", "2024-02-06"):
        place.add("care_visit", person_id=place.wu, visited_on=day, festival="SPRING", kind="VISIT")
    place.add("member_opinion", person_id=place.wu, received_on="2024-05-02",
              closed_on="2024-06-10", content="建议公布党费")  # fmt: skip
    found = at(place)
    assert str(found.hardships[0].visited_on) == "2024-02-06"
    assert [one.repeats for one in found.visits] == [False, True]
    assert found.opinions == ()
    assert at(place, date(2024, 6, 9)).opinions[0].content == "建议公布党费"


def test_a_branch_has_unassessed_members_and_last_years_money(place):
    place.add("dues_payment", person_id=place.zhang, org_id=place.branch, month_on="2023-12",
              paid=15, paid_on="2023-12-05")  # fmt: skip
    place.add("dues_payment", person_id=place.zhang, org_id=place.branch, month_on="2023-11",
              paid=2000, paid_on="2023-11-05", kind="LARGE")  # fmt: skip
    (one,) = at(place).branches
    assert ((2024, 3) in one.unassessed, one.unpublished) == (True, (2023,))
    place.add("dues_publication", org_id=place.branch, year=2023, published_on="2024-03-01")
    assert at(place).branches[0].unpublished == ()
    assert at(place, date(2024, 2, 29)).branches[0].unpublished == (2023,)


def test_dues_paid_elsewhere_are_seen_unless_there_is_a_certificate(place):
    for person in (place.zhang, place.wu):
        place.add("dues_assess", person_id=person, year=2024, month_due=15)
        place.add("dues_payment", person_id=person, org_id=place.other, month_on="2024-02", paid=15,
                  paid_on="2024-02-05")  # fmt: skip
    place.add("floating_record", person_id=place.wu, direction="OUT", since_on="2024-01-01",
              certificate_no="流动〔2024〕1号")  # fmt: skip
    found = {one.person_id: one.elsewhere for one in at(place).dues}
    assert found == {place.zhang: (date(2024, 2, 1),), place.wu: ()}


def test_dues_of_older_books_and_slips_count_as_paid(place):
    person = place.member("单明", dues_paid_to="2024-04")
    place.add("dues_assess", person_id=person, year=2024, month_due=15)
    (one,) = at(place).dues
    assert one.unpaid == (date(2024, 5, 1), date(2024, 6, 1))


def test_dues_are_looked_at_back_to_the_first_sheet(place):
    for year in (2022, 2024):
        place.add("dues_assess", person_id=place.zhang, year=year, month_due=15)
    (one,) = at(place).dues
    assert (one.unpaid[0], one.unpaid[-1]) == (date(2022, 1, 1), date(2024, 6, 1))
    assert len(one.unpaid) == 18
