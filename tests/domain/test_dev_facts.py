"""A case as the rules see it."""

from datetime import date

from app.domain.dev_facts import Companion
from app.domain.kinds import DevReviewKind, DevRole
from app.domain.rules import About
from tests.domain.dev_cases import case, extension, reviews


def test_a_date_of_a_month_has_a_first_and_a_last_day():
    facts = case("", dates={"applied_on": "2025-02"})
    assert (facts.first("applied_on"), facts.last("applied_on")) == (
        date(2025, 2, 1), date(2025, 2, 28),
    )  # fmt: skip
    assert facts.first("activist_on") is None
    assert facts.has("applied_on")


def test_a_finding_points_to_the_record_of_the_step_or_to_the_case():
    facts = case("first_talk_on", step_ids={"applied_on": "s1"})
    assert facts.about("applied_on") == About("p", "dev_step", "s1", "applied_on")
    assert facts.about("first_talk_on") == About("p", "dev_case", "c", "first_talk_on")


def test_a_full_member_is_one_from_his_day_on():
    one = Companion("x", DevRole.MENTOR, full_since=date(2020, 1, 1))
    assert not one.is_full_on(date(2019, 12, 31))
    assert one.is_full_on(date(2020, 1, 1))
    assert not Companion("x", DevRole.MENTOR).is_full_on(date(2020, 1, 1))


def test_where_the_case_stands():
    assert not case("accept_meeting_on").is_accepted
    assert case("committee_approved_on").is_in_probation
    assert case("convert_approved_on").is_converted
    assert not case("convert_approved_on").is_in_probation


def test_reviews_are_told_by_kind_in_order_and_extensions_by_their_end():
    facts = case("", reviews=reviews("REVIEW", "2024-05-01", "2023-11-01"),
                 outcomes=(extension("2024-12-15"),))  # fmt: skip
    assert facts.held(DevReviewKind.REVIEW) == (date(2023, 11, 1), date(2024, 5, 1))
    assert facts.held(DevReviewKind.REPORT) == ()
    assert [one.until_on for one in facts.extensions] == [date(2024, 12, 15)]
