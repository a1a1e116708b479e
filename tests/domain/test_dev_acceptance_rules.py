"""B4-12 to B4-31: what the acceptance and the time after it break."""

from datetime import date

import pytest

from app.domain.dates import PartialDate
from app.domain.dev_facts import Approver
from app.domain.dev_rules import breaches
from app.domain.readings import Severity
from tests.domain.dev_cases import BOOK, case, notice

TODAY = date(2024, 6, 15)


def broken(rule_id, facts):
    return [one for one in breaches(BOOK, facts, TODAY) if one.rule_id == rule_id]


@pytest.mark.parametrize(
    ("kind", "can_approve", "wrong"),
    [
        ("COMMITTEE", True, 0),
        ("COMMITTEE", False, 1),
        ("GENERAL_BRANCH", True, 1),
        ("TEMP", True, 1),
        ("BRANCH", True, 1),
        ("", False, 1),
    ],
)
def test_b4_12_article_23_only_a_committee_with_the_power_approves(kind, can_approve, wrong):
    approver = Approver(kind, "某组织", can_approve=can_approve)
    facts = case("committee_approved_on", approvers={"committee_approved_on": approver})
    found = broken("B4-12", facts)
    assert len(found) == wrong
    assert all(one.severity is Severity.BLOCK for one in found)


@pytest.mark.parametrize(
    ("approved", "reason", "late", "far_too_late"),
    [
        ("2023-03-20", "", 0, 0),
        ("2023-03-21", "", 1, 0),
        ("2023-03-21", "函调材料未到", 0, 0),
        ("2023-06-20", "函调材料未到", 0, 0),
        ("2023-06-21", "函调材料未到", 0, 1),
        ("2023-06-21", "", 1, 1),
    ],
)
def test_b4_13_article_26_three_months_and_six_for_a_reason(approved, reason, late, far_too_late):
    facts = case(
        "committee_approved_on",
        dates={"committee_approved_on": approved},
        special_delay_reason=reason,
    )
    assert len(broken("B4-13", facts)) == late
    found = broken("B4-13-2", facts)
    assert len(found) == far_too_late
    assert all(one.severity is Severity.BLOCK for one in found)


@pytest.mark.parametrize(
    ("notices", "text"),
    [
        ((), "没有登记"),
        ((notice("CANDIDATE", "2022-07-04", "2022-07-07", 4),), "只有4个工作日"),
        ((notice("CONVERT", "2022-07-04", "2022-07-08"),), "没有登记"),
        ((notice("CANDIDATE", "2022-07-04", "2022-07-08", 5),), ""),
    ],
)
def test_b4_14_guizhou_five_working_days_before_the_filing(notices, text):
    found = broken("B4-14", case("candidate_on", notices=notices))
    assert [text in one.text for one in found] == ([True] if text else [])


def test_b4_14_the_points_and_days_are_settings_of_the_bureau():
    (rule,) = BOOK.versions("B4-14")
    assert rule.words("points") == ("CANDIDATE", "CONVERT")
    assert rule.number("days") == 5
    assert rule.severity is Severity.WARN


@pytest.mark.parametrize(
    ("leave", "wrong"),
    [("2023-03-19", 1), ("2023-03-20", 0), ("2023-03", 0), ("2023-02", 1), ("2023", 0)],
)
def test_b4_20_article_19_who_leaves_within_three_months_is_generally_not_accepted(leave, wrong):
    facts = case("accept_meeting_on", expected_leave_on=PartialDate.of(leave))
    found = broken("B4-20", facts)
    assert len(found) == wrong
    assert all(one.severity is Severity.WARN for one in found)


@pytest.mark.parametrize(("oath", "late"), [("2023-12-28", 0), ("2023-12-29", 1)])
def test_b4_22_guizhou_no_oath_after_the_conversion(oath, late):
    assert len(broken("B4-22", case("convert_approved_on", dates={"oath_on": oath}))) == late


@pytest.mark.parametrize(
    ("rule_id", "key", "last", "late"),
    [
        ("B4-17", "activist_filed_on", "2021-07-10", "2021-07-11"),
        ("B4-17", "candidate_on", "2022-08-01", "2022-08-02"),
        ("B4-18", "pre_review_on", "2022-12-10", "2022-12-11"),
        ("B4-19", "accept_meeting_on", "2023-01-01", "2023-01-02"),
        ("B4-23", "filed_on", "2023-03-20", "2023-03-21"),
        ("B4-23", "archived_on", "2024-03-01", "2024-03-02"),
    ],
)
def test_guizhou_replies_and_meetings_within_a_month(rule_id, key, last, late):
    assert broken(rule_id, case(dates={key: last})) == []
    assert [one.about.part for one in broken(rule_id, case(dates={key: late}))] == [key]


@pytest.mark.parametrize(("meeting", "late"), [("2024-06-20", 0), ("2024-06-21", 1)])
def test_b4_31_article_36_the_receiver_puts_it_off_by_six_months_at_most(meeting, late):
    facts = case(
        "convert_meeting_on",
        dates={"convert_meeting_on": meeting},
        moved_in_on=PartialDate.of("2023-10-08"),
    )
    assert len(broken("B4-31", facts)) == late
    assert broken("B5-04", facts) == []
