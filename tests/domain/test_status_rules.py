"""B10, the status of a member: every transition, and the months and years of 教育管理条例."""

from datetime import date

import pytest

from app.domain.dates import PartialDate
from app.domain.facts import MemberFacts, WithdrawalFacts
from app.domain.kinds import ON_ROSTER, Status
from app.domain.readings import Severity
from app.domain.rules import DueState, RuleBook, RuleEdit
from app.domain.status_rules import (
    STATUS_CHECKS,
    barred_change,
    barred_removal,
    may_change,
    statuses,
)

BOOK = RuleBook.load()
TODAY = date(2024, 6, 15)

FINAL = {
    "DECEASED", "REMOVED_SELF", "REMOVED_WITHDRAW", "REMOVED_PERSUADED", "REMOVED_REFUSED",
    "REMOVED_LOST", "EXPELLED", "PROB_CANCELLED", "NOT_RECOGNISED",
}  # fmt: skip
ALLOWED = {
    "NORMAL": FINAL | {"OUT_PENDING", "RETAINED", "SUSPENDED", "TRANSFERRED"},
    "OUT_PENDING": FINAL | {"NORMAL", "SUSPENDED", "TRANSFERRED"},
    "RETAINED": FINAL | {"NORMAL", "OUT_PENDING", "SUSPENDED", "TRANSFERRED"},
    "SUSPENDED": FINAL - {"REMOVED_PERSUADED", "REMOVED_REFUSED", "PROB_CANCELLED"} | {"NORMAL"},
    "TRANSFERRED": {"NORMAL"},
}


def member(**more):
    return MemberFacts(
        **{
            "id": "p", "membership_id": "m", "name": "张永杰", "member_type": "FULL",
            "status": "NORMAL", **more,
        }
    )  # fmt: skip


def on_day(text):
    return PartialDate.of(text)


def check(rule_id, facts, on=TODAY, book=BOOK):
    return list(STATUS_CHECKS[rule_id](book.applied(rule_id, on), facts, on))


def seen(rule_id, facts, on):
    return [(one.state, one.severity) for one in check(rule_id, facts, on)]


LATE = [(DueState.OVERDUE, Severity.WARN)]
SOON = [(DueState.SOON, Severity.INFO)]
NEXT = [(DueState.NEXT, Severity.INFO)]


@pytest.mark.parametrize("before", Status)
@pytest.mark.parametrize("after", Status)
def test_article_24_every_transition_is_allowed_or_forbidden_as_listed(before, after):
    expected = after in ALLOWED.get(before, set()) or before == after
    assert may_change(before, after) is expected


def test_the_machine_knows_every_status_and_agrees_about_the_roster():
    assert set(statuses()) == set(Status)
    assert {code for code, step in statuses().items() if step.on_roster} == ON_ROSTER
    assert {code for code, step in statuses().items() if step.is_final} == FINAL


def test_some_statuses_are_for_one_type_of_member_only():
    assert may_change("NORMAL", "PROB_CANCELLED", "PROBATIONARY")
    assert not may_change("NORMAL", "PROB_CANCELLED", "FULL")
    assert may_change("NORMAL", "EXPELLED", "FULL")
    assert not may_change("NORMAL", "EXPELLED", "PROBATIONARY")


def test_article_24_4_only_a_suspended_membership_is_restored():
    rule = BOOK.applied("B10-05", TODAY)
    assert barred_change(rule, member(status="SUSPENDED"), "NORMAL") is None
    found = barred_change(rule, member(status="REMOVED_SELF"), "NORMAL")
    assert found.severity is Severity.BLOCK
    assert "自行脱党除名" in found.text


def test_statistics_instruction_forbids_deleting_a_member_with_a_history():
    rule = BOOK.applied("B10-23", TODAY)
    assert barred_removal(rule, member(), 0) is None
    assert barred_removal(rule, member(), 1).severity is Severity.BLOCK


@pytest.mark.parametrize(
    ("joined", "meeting", "found"),
    [
        ("2023-06-15", "2023-06-15", 0),
        ("2023-06-15", "2023-06-16", 1),
        ("2023-06", "2023-06-16", 0),
        ("2023", "2023-06-16", 0),
        ("2023-07", "2023-06-16", 1),
    ],
)
def test_article_24_1_membership_begins_on_the_day_of_the_branch_meeting(joined, meeting, found):
    facts = member(joined_on=on_day(joined), accepted_at_meeting_on=on_day(meeting))
    assert len(check("B10-01", facts)) == found


def test_article_24_1_an_unknown_day_is_not_compared():
    assert check("B10-01", member(joined_on=on_day("2023-06-15"))) == []
    unread = PartialDate(None, raw="约1985年")
    facts = member(joined_on=unread, accepted_at_meeting_on=on_day("1985-01-01"))
    assert check("B10-01", facts) == []


@pytest.mark.parametrize(
    ("since", "on", "expected"),
    [
        ("2023-12-15", date(2024, 6, 14), SOON),
        ("2023-12-15", date(2024, 6, 15), LATE),
        ("2023-08-31", date(2024, 2, 28), SOON),
        ("2023-08-31", date(2024, 2, 29), LATE),
        ("2023-12", date(2024, 6, 29), SOON),
        ("2023-12", date(2024, 6, 30), LATE),
    ],
)
def test_article_24_3_six_months_lost_lead_to_suspension(since, on, expected):
    assert seen("B10-02", member(is_lost=True, lost_since=on_day(since)), on) == expected


def test_article_24_3_who_is_not_lost_or_already_suspended_is_not_on_the_list():
    since = on_day("2020-01-01")
    assert check("B10-02", member(lost_since=since)) == []
    assert check("B10-02", member(is_lost=True)) == []
    assert check("B10-02", member(is_lost=True, lost_since=since, status="SUSPENDED")) == []


@pytest.mark.parametrize(
    ("since", "on", "expected"),
    [
        ("2022-06-15", date(2024, 3, 14), NEXT),
        ("2022-06-15", date(2024, 3, 15), SOON),
        ("2022-06-15", date(2024, 6, 14), SOON),
        ("2022-06-15", date(2024, 6, 15), LATE),
        ("2020-02-29", date(2022, 2, 27), SOON),
        ("2020-02-29", date(2022, 2, 28), LATE),
        ("2022-06", date(2024, 6, 29), SOON),
    ],
)
def test_article_24_3_two_years_after_the_suspension_comes_removal(since, on, expected):
    assert seen("B10-03", member(status="SUSPENDED", status_on=on_day(since)), on) == expected


def retained(since, reason, **more):
    return member(status="RETAINED", status_on=on_day(since), status_reason=reason, **more)


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2024, 3, 14), NEXT),
        (date(2024, 3, 15), SOON),
        (date(2024, 6, 15), SOON),
        (date(2024, 6, 16), LATE),
    ],
)
def test_article_24_2_more_than_five_years_abroad_lead_to_suspension(on, expected):
    facts = retained("2019-06-15", "出国学习", last_contact_on=on_day("2024-03-01"))
    assert seen("B10-04", facts, on) == expected


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2024, 3, 14), NEXT),
        (date(2024, 6, 15), SOON),
        (date(2024, 6, 16), [(DueState.OVERDUE, Severity.INFO)]),
        (date(2025, 6, 15), [(DueState.OVERDUE, Severity.INFO)]),
        (date(2025, 6, 16), LATE),
    ],
)
def test_article_34_1_a_graduate_is_kept_two_years_and_one_more(on, expected):
    assert seen("B10-04", retained("2022-06-15", "高校毕业未落实单位"), on) == expected


@pytest.mark.parametrize(("on", "found"), [(date(2024, 8, 29), 0), (date(2024, 8, 30), 1)])
def test_article_34_2_a_member_abroad_is_contacted_every_half_year(on, found):
    facts = retained("2023-01-01", "出国学习", last_contact_on=on_day("2024-02-29"))
    contact = [one for one in check("B10-04", facts, on) if "联系" in one.text]
    assert len(contact) == found


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2024, 2, 28), []),
        (date(2024, 2, 29), SOON),
        (date(2024, 4, 29), SOON),
        (date(2024, 4, 30), [(DueState.SOON, Severity.WARN)]),
        (date(2024, 5, 29), [(DueState.SOON, Severity.WARN)]),
        (date(2024, 5, 30), LATE),
    ],
)
def test_last_contact_alerts_after_three_five_and_six_months(on, expected):
    assert seen("B10-06", member(last_contact_on=on_day("2023-11-30")), on) == expected


def test_last_contact_needs_a_record_and_leaves_out_those_listed_elsewhere():
    last = on_day("2020-01-01")
    assert check("B10-06", member()) == []
    assert check("B10-06", member(last_contact_on=last, is_lost=True)) == []
    assert check("B10-06", member(last_contact_on=last, status="RETAINED")) == []
    assert check("B10-06", member(last_contact_on=last, status="OUT_PENDING"))


@pytest.mark.parametrize(
    ("on", "found"),
    [
        (date(2024, 7, 14), 0),
        (date(2024, 7, 15), 1),
        (date(2026, 1, 15), 1),
        (date(2026, 1, 16), 0),
    ],
)
def test_disposal_measures_of_2024_lost_for_six_months_to_two_years(on, found):
    facts = member(is_lost=True, lost_since=on_day("2024-01-15"))
    assert len(check("B10-08", facts, on)) == found


def withdrawing(**more):
    return member(withdrawals=(WithdrawalFacts("w", on_day("2024-05-01"), **more),))


def test_constitution_article_9_a_withdrawal_is_reported_for_the_record():
    met = on_day("2024-06-01")
    assert check("B10-20", withdrawing(meeting_on=met))[0].about.record == "w"
    assert check("B10-20", withdrawing(meeting_on=met, reported_on=met)) == []
    assert check("B10-20", withdrawing()) == []


def test_article_31_a_threat_to_withdraw_is_first_answered_by_education():
    assert check("B10-21", withdrawing(is_threat=True))
    assert check("B10-21", withdrawing()) == []
    assert check("B10-21", withdrawing(is_threat=True, meeting_on=on_day("2024-06-01"))) == []


def test_own_agreement_asks_for_a_talk_before_the_meeting_on_a_withdrawal():
    met = on_day("2024-06-01")
    assert seen("B10-22", withdrawing(), TODAY) == SOON
    assert seen("B10-22", withdrawing(meeting_on=met), TODAY) == LATE
    assert check("B10-22", withdrawing(meeting_on=met, talks_n=1)) == []


def test_months_edited_by_the_bureau_change_the_outcome():
    edited = BOOK.with_edits([RuleEdit("B10-02", date(2019, 5, 6), params='{"months": 12}')])
    facts = member(is_lost=True, lost_since=on_day("2023-12-15"))
    assert check("B10-02", facts)[0].state is DueState.OVERDUE
    assert check("B10-02", facts, book=edited)[0].state is DueState.SOON


def test_before_2019_05_06_the_education_regulation_only_informs():
    facts = member(is_lost=True, lost_since=on_day("2009-01-01"))
    assert check("B10-02", facts, date(2010, 12, 31))[0].severity is Severity.INFO
