"""B5, probation and conversion: the vectors of the specification."""

from datetime import date

import pytest

from app.domain.dev_law import probation_end
from app.domain.dev_rules import breaches
from app.domain.readings import Severity
from tests.domain.dev_cases import BOOK, case, extension, passed

TODAY = date(2024, 6, 15)


def probation(start, **more):
    dates = {"accept_meeting_on": start, "committee_approved_on": start, **more.pop("dates", {})}
    return case("", dates=dates, **more)


def broken(rule_id, facts):
    return [one for one in breaches(BOOK, facts, TODAY) if one.rule_id == rule_id]


@pytest.mark.parametrize(
    ("start", "full_on"),
    [
        ("2023-06-15", "2024-06-15"),
        ("2024-02-29", "2025-02-28"),
        ("2022-12-31", "2023-12-31"),
        ("2023-02-28", "2024-02-28"),
    ],
)
def test_b5_01_and_02_article_34_the_probation_is_full_after_a_year(start, full_on):
    assert probation_end(BOOK, probation(start)) == date.fromisoformat(full_on)


def test_b5_02_full_on_is_the_end_of_the_extension():
    facts = probation("2023-06-15", outcomes=(extension("2024-12-15"),))
    assert probation_end(BOOK, facts) == date(2024, 12, 15)


@pytest.mark.parametrize(
    ("meeting", "early"), [("2024-06-14", 1), ("2024-06-15", 0), ("2024-06-16", 0)]
)
def test_b5_03_no_conversion_before_the_probation_is_full(meeting, early):
    found = broken("B5-03", probation("2023-06-15", dates={"convert_meeting_on": meeting}))
    assert len(found) == early
    assert all(one.severity is Severity.BLOCK for one in found)
    assert all(one.due_on == date(2024, 6, 15) for one in found)


def test_b5_03_after_an_extension_not_before_its_end():
    facts = probation(
        "2023-06-15",
        dates={"convert_meeting_on": "2024-12-14"},
        outcomes=(extension("2024-12-15"),),
    )
    assert len(broken("B5-03", facts)) == 1


@pytest.mark.parametrize(
    ("until", "wrong"),
    [
        ("2024-12-15", 0),  # six months
        ("2024-12-14", 1),
        ("2024-11-15", 1),  # five months
        ("2025-06-15", 0),  # twelve
        ("2025-06-16", 1),
        ("2025-07-15", 1),  # thirteen
    ],
)
def test_b5_05_article_32_2_an_extension_of_six_to_twelve_months(until, wrong):
    facts = probation("2023-06-15", outcomes=(extension(until, "2024-06-10", "2024-06-30"),))
    found = broken("B5-05", facts)
    assert len(found) == wrong
    assert all(one.severity is Severity.BLOCK for one in found)


def test_b5_05_article_32_2_only_once():
    twice = (
        extension("2024-12-15", "2024-06-10", "2024-06-30"),
        extension("2025-06-15", "2024-12-10", "2024-12-30"),
    )
    (found,) = broken("B5-05", probation("2023-06-15", outcomes=twice))
    assert "已经延长过一次" in found.text


@pytest.mark.parametrize(
    ("meeting", "approved", "wrong"),
    [
        ("2024-06-10", "2024-06-30", 0),
        ("2024-06-10", "2024-06-09", 1),
        (None, "2024-06-30", 1),
    ],
)
def test_b5_06_article_32_4_every_outcome_has_a_meeting_and_an_approval(meeting, approved, wrong):
    facts = probation("2023-06-15", outcomes=(extension("2024-12-15", meeting, approved),))
    assert len(broken("B5-06", facts)) == wrong


@pytest.mark.parametrize(("applied", "early"), [("2024-06-07", 1), ("2024-06-08", 0)])
def test_b5_09_guizhou_the_application_in_the_last_week(applied, early):
    facts = probation("2023-06-15", dates={"conversion_applied_on": applied})
    assert len(broken("B5-09", facts)) == early


@pytest.mark.parametrize(
    ("key", "day", "late"),
    [
        ("convert_meeting_on", "2024-01-15", 0),
        ("convert_meeting_on", "2024-01-21", 1),
        ("convert_approved_on", "2024-03-28", 0),
        ("convert_approved_on", "2024-03-29", 1),
    ],
)
def test_b5_04_a_month_to_the_meeting_and_three_to_the_approval(key, day, late):
    # Applied on 2023-12-15, full on 2023-12-20: the meeting is due by 2024-01-15.
    dates = {key: day}
    found = [one for one in broken("B5-04", case(dates=dates)) if one.about.part == key]
    assert len(found) == late


@pytest.mark.parametrize("key", ["accept_meeting_on", "convert_meeting_on"])
def test_b6_08_no_meeting_without_a_vote_that_passed(key):
    known = {"accept_meeting_on": passed(), "convert_meeting_on": passed("CONVERT", "2023-12-28")}
    without = {step: vote for step, vote in known.items() if step != key}
    (found,) = broken("B6-08", case(votes=without))
    assert found.about.part == key
    failed = passed(present=10, yes=10, no=0)
    refused = breaches(BOOK, case(votes={**known, key: failed}), TODAY)
    assert {one.rule_id for one in refused} == {"B6-01", "B6-02"}
