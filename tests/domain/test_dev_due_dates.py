"""Due dates of B4 and B5, each counted by hand from its article."""

from datetime import date, timedelta

import pytest

from app.domain.dates import PartialDate
from app.domain.dev_facts import DevelopingOrg, DevelopmentFacts, FormYear, Outcome
from app.domain.dev_rules import findings
from app.domain.readings import Severity
from app.domain.rules import DueState
from tests.domain.dev_cases import BOOK, case, d, extension, notice, reviews

LATE, SOON, NEXT = DueState.OVERDUE, DueState.SOON, DueState.NEXT


def due(rule_id, facts, on):
    found = findings(BOOK, DevelopmentFacts(cases=(facts,)), date.fromisoformat(on))
    return [one for one in found if one.rule_id == rule_id]


def only(dates, **more):
    """Return a case with nothing but these dates."""
    plain = {"companions": (), "reviews": (), "notices": (), "votes": {}}
    return case("", dates=dates, **{**plain, **more})


TALK = {"applied_on": "2025-01-31"}
ACTIVIST = {"applied_on": "2024-01-15", "first_talk_on": "2024-01-20", "activist_on": "2024-08-31"}
CANDIDATE = {**ACTIVIST, "candidate_branch_on": "2025-09-01", "candidate_on": "2025-09-10"}
REVIEWED = {**CANDIDATE, "committee_review_on": "2025-11-30"}
PRE = {**REVIEWED, "pre_review_on": "2025-12-31"}
MET = {**PRE, "form_filled_on": "2026-01-05", "accept_meeting_on": "2026-01-15"}
ACCEPTED = {**MET, "superior_talk_on": "2026-02-01", "committee_approved_on": "2026-03-01"}
PROBATION = {"accept_meeting_on": "2023-06-15", "committee_approved_on": "2023-07-20"}
LEAP = {"accept_meeting_on": "2024-02-29", "committee_approved_on": "2024-03-20"}
APPLIED_OVER = {**PROBATION, "conversion_applied_on": "2024-06-10"}
VOTED = {**APPLIED_OVER, "convert_meeting_on": "2024-06-20"}
HALF = {"outcomes": (extension("2024-12-15", "2024-06-10", "2024-06-30"),)}
CASES = [
    # rule, article, dates, more facts, the last day in time
    ("B4-03", "细则第七条: 1个月，1月31日起到2月底", TALK, {}, "2025-02-28"),
    ("B4-03", "细则第七条: 闰年2月", {"applied_on": "2024-01-31"}, {}, "2024-02-29"),
    ("B4-03", "细则第七条: 同日", {"applied_on": "2025-03-15"}, {}, "2025-04-15"),
    ("B4-03", "细则第七条: 只知道月份时从月末算", {"applied_on": "2025-03"}, {}, "2025-04-30"),
    ("B4-17", "贵州规程备案1个月", ACTIVIST, {}, "2024-09-30"),
    ("B4-17", "贵州规程发展对象备案1个月", {**ACTIVIST, "candidate_branch_on": "2025-09-01"}, {},
     "2025-10-01"),
    ("B4-07", "细则第九条: 确定培养联系人", ACTIVIST, {}, "2024-09-30"),
    ("B4-08", "细则第十四条: 确定入党介绍人", CANDIDATE, {}, "2025-10-10"),
    ("B4-09", "细则第十六条: 政治审查", CANDIDATE, {"political_result": ""}, "2025-12-10"),
    ("B4-10", "细则第十七条: 集中培训", CANDIDATE, {}, "2025-12-10"),
    ("B4-10", "贵州规程: 结业一年内接收", {**CANDIDATE, "training_on": "2025-10-20"}, {},
     "2026-10-20"),
    ("B4-18", "贵州规程: 预审1个月", REVIEWED, {}, "2025-12-30"),
    ("B4-19", "贵州规程: 预审后1个月开会", PRE, {}, "2026-01-31"),
    ("B4-13", "细则第二十六条: 3个月审批", MET, {}, "2026-04-15"),
    ("B4-13", "细则第二十六条: 11月30日起到2月末", {**PRE, "accept_meeting_on": "2025-11-30"}, {},
     "2026-02-28"),
    ("B4-13-2", "细则第二十六条: 特殊情况6个月", MET, {"special_delay_reason": "函调"},
     "2026-07-15"),
    ("B4-23", "细则第二十五条: 及时备案（1个月）", {**ACCEPTED, "assigned_on": "2026-03-02"}, {},
     "2026-04-01"),
    ("B4-23", "细则第二十九条: 及时编组（1个月）", {**ACCEPTED, "filed_on": "2026-03-02"}, {},
     "2026-04-01"),
    ("B4-23", "细则第三十七条: 及时归档（1个月）",
     {"convert_meeting_on": "2024-06-20", "convert_approved_on": "2024-07-31"}, {}, "2024-08-31"),
    ("B4-22", "贵州规程: 预备期内宣誓", ACCEPTED, {}, "2027-01-15"),
    ("B4-06", "细则第十一条: 每半年", ACTIVIST, {}, "2025-02-28"),
    ("B4-06", "细则第十一条: 从上次考察起", ACTIVIST,
     {"reviews": reviews("REVIEW", "2025-02-10")}, "2025-08-10"),
    ("B4-06", "贵州规程: 预备期每半年", ACCEPTED, {}, "2026-07-15"),
    ("B4-21", "贵州规程: 每季度思想汇报", ACTIVIST, {}, "2024-11-30"),
    ("B4-21", "贵州规程: 从上次汇报起", ACTIVIST, {"reviews": reviews("REPORT", "2024-11-20")},
     "2025-02-20"),
    ("B4-16", "志愿书不跨年", {**PRE, "form_filled_on": "2026-01-05"}, {"form_year": 2026},
     "2026-12-31"),
    ("B4-20", "细则第十九条: 7月1日离校", CANDIDATE,
     {"expected_leave_on": PartialDate.of("2026-07-01")}, "2026-04-01"),
    ("B4-20", "细则第十九条: 只知道6月离校", CANDIDATE,
     {"expected_leave_on": PartialDate.of("2026-06")}, "2026-03-31"),
    ("B4-30", "细则第十二条: 材料随人转", ACTIVIST, {"prior_org": "邻县一中党支部"}, "2024-09-30"),
    ("B4-31", "细则第三十六条: 推迟6个月", PROBATION,
     {"moved_in_on": PartialDate.of("2024-03-01")}, "2024-12-15"),
    ("B4-14", "贵州规程: 会后公示", {**ACTIVIST, "candidate_branch_on": "2025-09-01"}, {},
     "2025-09-08"),
    ("B4-14", "贵州规程: 公示期满登记结果", {**ACTIVIST, "candidate_branch_on": "2025-09-01"},
     {"notices": (notice("CANDIDATE", "2025-09-02", "2025-09-08", result=""),)}, "2025-09-08"),
    ("B5-04", "细则第三十三条: 预备期满", PROBATION, {}, "2024-06-15"),
    ("B5-04", "细则第三十四条: 2月29日起满一年", LEAP, {}, "2025-02-28"),
    ("B5-04", "细则第三十二条: 延长半年后满", PROBATION, HALF, "2024-12-15"),
    ("B5-04", "贵州规程: 申请后1个月开会", APPLIED_OVER, {}, "2024-07-10"),
    ("B5-04", "贵州规程: 申请早，期满才能开会",
     {**PROBATION, "conversion_applied_on": "2024-05-01"}, {}, "2024-06-15"),
    ("B5-04", "细则第三十四条: 大会后3个月审批", VOTED, {}, "2024-09-20"),
    ("B5-05", "细则第三十二条: 延长期满", PROBATION, HALF, "2024-12-15"),
    # The ends of months, leap years, days of which only the month is known.
    ("B4-03", "细则第七条: 8月31日起到9月底", {"applied_on": "2025-08-31"}, {}, "2025-09-30"),
    ("B4-03", "细则第七条: 跨年", {"applied_on": "2024-12-30"}, {}, "2025-01-30"),
    ("B4-03", "细则第七条: 11月30日起", {"applied_on": "2025-11-30"}, {}, "2025-12-30"),
    ("B4-17", "贵州规程第二章: 积极分子备案，1月30日起", {"activist_on": "2025-01-30"}, {},
     "2025-02-28"),
    ("B4-17", "贵州规程第三章: 发展对象备案跨年", {"candidate_branch_on": "2023-12-31"}, {},
     "2024-01-31"),
    ("B4-07", "细则第九条: 闰年2月", {"activist_on": "2024-01-31"}, {}, "2024-02-29"),
    ("B4-08", "细则第十四条: 跨年", {"candidate_on": "2024-12-31"}, {}, "2025-01-31"),
    ("B4-09", "细则第十六条: 11月30日起三个月", {"candidate_on": "2025-11-30"},
     {"political_result": ""}, "2026-02-28"),
    ("B4-10", "细则第十七条: 11月29日起三个月", {"candidate_on": "2024-11-29"}, {},
     "2025-02-28"),
    ("B4-10", "贵州规程第三章: 2月29日结业", {"training_on": "2024-02-29"}, {}, "2025-02-28"),
    ("B4-18", "贵州规程第四章: 1月31日起", {"committee_review_on": "2025-01-31"}, {},
     "2025-02-28"),
    ("B4-19", "贵州规程第四章: 5月31日起", {"pre_review_on": "2024-05-31"}, {}, "2024-06-30"),
    ("B4-13", "细则第二十六条: 5月31日起三个月", {"accept_meeting_on": "2025-05-31"}, {},
     "2025-08-31"),
    ("B4-13-2", "细则第二十六条: 8月31日起六个月", {"accept_meeting_on": "2025-08-31"},
     {"special_delay_reason": "外调"}, "2026-02-28"),
    ("B4-23", "细则第二十五条: 10月31日起一个月",
     {"committee_approved_on": "2025-10-31", "assigned_on": "2025-11-01"}, {}, "2025-11-30"),
    ("B4-23", "细则第三十七条: 闰年1月31日起", {"convert_approved_on": "2024-01-31"}, {},
     "2024-02-29"),
    ("B4-22", "贵州规程第五章: 12月31日的大会",
     {"accept_meeting_on": "2025-12-31", "committee_approved_on": "2026-02-10"}, {},
     "2026-12-31"),
    ("B4-22", "贵州规程第五章: 只知道12月开会",
     {"accept_meeting_on": "2025-12", "committee_approved_on": "2026-02-10"}, {}, "2026-12-31"),
    ("B4-06", "细则第十一条: 3月31日起半年", {"activist_on": "2025-03-31"}, {}, "2025-09-30"),
    ("B4-06", "细则第十一条: 上次8月30日", ACTIVIST, {"reviews": reviews("REVIEW", "2025-08-30")},
     "2026-02-28"),
    ("B4-06", "细则第三十一条: 预备期8月31日起",
     {"accept_meeting_on": "2025-08-31", "committee_approved_on": "2025-10-10"}, {},
     "2026-02-28"),
    ("B4-21", "贵州规程第二章: 上次11月30日", ACTIVIST,
     {"reviews": reviews("REPORT", "2024-11-30")}, "2025-02-28"),
    ("B4-21", "贵州规程第五章: 预备期从接收大会起", ACCEPTED,
     {"reviews": reviews("REPORT", "2025-12-20")}, "2026-04-15"),
    ("B4-21", "贵州规程第五章: 预备期内上次汇报起", ACCEPTED,
     {"reviews": reviews("REPORT", "2026-04-10")}, "2026-07-10"),
    ("B4-20", "细则第十九条: 5月31日离校", CANDIDATE,
     {"expected_leave_on": PartialDate.of("2026-05-31")}, "2026-02-28"),
    ("B4-20", "细则第十九条: 2月28日离校", CANDIDATE,
     {"expected_leave_on": PartialDate.of("2026-02-28")}, "2025-11-30"),
    ("B4-30", "细则第十二条: 10月31日起", {"activist_on": "2025-10-31"},
     {"prior_org": "邻县一中党支部"}, "2025-11-30"),
    ("B4-31", "细则第三十六条: 8月31日满起半年",
     {"accept_meeting_on": "2023-08-31", "committee_approved_on": "2023-10-10"},
     {"moved_in_on": PartialDate.of("2024-03-01")}, "2025-02-28"),
    ("B4-14", "贵州规程第五章: 转正大会后公示", VOTED, {}, "2024-06-27"),
    ("B4-16", "志愿书管理的通知: 2025年的志愿书", PRE, {"form_year": 2025}, "2025-12-31"),
    ("B5-04", "细则第三十二条: 8月31日起满一年",
     {"accept_meeting_on": "2023-08-31", "committee_approved_on": "2023-10-10"}, {},
     "2024-08-31"),
    ("B5-04", "细则第三十二条: 只知道6月开会，到6月底满",
     {"accept_meeting_on": "2023-06", "committee_approved_on": "2023-07-20"}, {}, "2024-06-30"),
    ("B5-04", "贵州规程第五章: 12月31日申请",
     {"accept_meeting_on": "2023-12-20", "committee_approved_on": "2024-01-20",
      "conversion_applied_on": "2024-12-31"}, {}, "2025-01-31"),
    ("B5-04", "细则第三十四条: 11月30日的大会",
     {"accept_meeting_on": "2023-11-20", "committee_approved_on": "2024-01-20",
      "conversion_applied_on": "2024-11-20", "convert_meeting_on": "2024-11-30"}, {},
     "2025-02-28"),
    ("B5-04", "细则第三十二条: 延长一年后满", PROBATION,
     {"outcomes": (extension("2025-06-15", "2024-06-20", "2024-07-20"),)}, "2025-06-15"),
    ("B5-05", "细则第三十二条: 延长一年", PROBATION,
     {"outcomes": (extension("2025-06-15", "2024-06-20", "2024-07-20"),)}, "2025-06-15"),
    ("B5-06", "细则第三十二条第四款: 延长等三个月内批复", PROBATION,
     {"outcomes": (Outcome("EXTENDED", date(2024, 6, 18), None),)}, "2024-09-18"),
    ("B5-06", "细则第三十二条第四款: 取消等三个月内批复", PROBATION,
     {"outcomes": (Outcome("CANCELLED", date(2024, 11, 30), None),)}, "2025-02-28"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("rule_id", "article", "dates", "more", "last"), CASES, ids=[f"{c[0]} {c[1]}" for c in CASES]
)
def test_the_last_day_is_in_time_and_the_day_after_is_overdue(rule_id, article, dates, more, last):
    facts = only(dates, **more)
    (on_time,) = [one for one in due(rule_id, facts, last) if one.due_on == d(last)]
    assert on_time.state in (SOON, NEXT), article
    (late,) = [
        one
        for one in due(rule_id, facts, (d(last) + timedelta(days=1)).isoformat())
        if one.due_on == d(last)
    ]
    assert late.state is LATE, article
    assert late.article


@pytest.mark.parametrize(
    ("on", "state"),
    [("2025-02-24", NEXT), ("2025-02-25", SOON), ("2025-02-28", SOON), ("2025-03-01", LATE)],
)
def test_article_7_the_reminder_of_the_talk_comes_on_the_twenty_fifth_day(on, state):
    (found,) = due("B4-03", only(TALK), on)
    assert found.state is state
    assert found.severity is (Severity.WARN if state is LATE else Severity.INFO)


@pytest.mark.parametrize(
    ("on", "state", "severity"),
    [
        ("2024-05-15", None, None),
        ("2024-05-16", SOON, Severity.INFO),
        ("2024-06-07", SOON, Severity.INFO),
        ("2024-06-08", SOON, Severity.WARN),
        ("2024-06-15", SOON, Severity.WARN),
        ("2024-06-16", LATE, Severity.WARN),
    ],
)
def test_article_33_thirty_days_before_it_informs_and_seven_days_before_it_warns(
    on, state, severity
):
    found = due("B5-04", only(PROBATION), on)
    assert [(one.state, one.severity) for one in found] == ([(state, severity)] if state else [])


@pytest.mark.parametrize(
    ("dates", "on", "state"),
    [
        (TALK, "2025-03-30", []),
        (TALK, "2025-03-31", [NEXT]),
        (TALK, "2025-04-30", [SOON]),
        ({**TALK, "activist_on": "2025-05-08"}, "2025-05-09", []),
    ],
)
def test_guizhou_three_months_after_the_application_the_branch_may_name_an_activist(
    dates, on, state
):
    found = due("B4-04", only(dates), on)
    assert [one.state for one in found] == state
    assert all(one.due_on == date(2025, 4, 30) for one in found)


@pytest.mark.parametrize(
    ("on", "state"),
    [("2025-07-31", []), ("2025-08-01", [NEXT]), ("2025-08-31", [SOON]), ("2026-08-31", [SOON])],
)
def test_article_13_a_year_after_the_activist_the_branch_may_name_a_candidate(on, state):
    assert [one.state for one in due("B4-05", only(ACTIVIST), on)] == state


def test_article_12_the_year_counts_from_the_former_branch():
    facts = only(ACTIVIST, prior_activist_on=PartialDate.of("2024-03-01"))
    assert due("B4-05", facts, "2025-03-01")[0].due_on == date(2025, 3, 1)


@pytest.mark.parametrize(
    ("on", "state"),
    [
        ("2026-08-20", [NEXT]),
        ("2026-08-21", [SOON]),
        ("2026-10-20", [SOON]),
        ("2026-10-21", [LATE]),
    ],
)
def test_guizhou_a_training_certificate_runs_out_after_a_year(on, state):
    facts = only({**CANDIDATE, "training_on": "2025-10-20"})
    assert [one.state for one in due("B4-10", facts, on)] == state


def test_article_26_after_six_months_the_meeting_is_to_be_held_again():
    assert due("B4-13-2", only(MET), "2026-07-15") == []
    (found,) = due("B4-13-2", only(MET), "2026-07-16")
    assert (found.state, found.severity) == (LATE, Severity.BLOCK)


def test_article_26_a_stated_reason_leaves_only_the_six_months():
    facts = only(MET, special_delay_reason="组织部门复核")
    assert due("B4-13", facts, "2026-05-01") == []
    assert due("B4-13-2", facts, "2026-05-01")[0].due_on == date(2026, 7, 15)


def test_article_36_who_moved_in_is_not_late_for_half_a_year():
    facts = only(PROBATION, moved_in_on=PartialDate.of("2024-03-01"))
    assert due("B4-31", facts, "2024-06-14") == []
    assert due("B4-31", facts, "2024-06-15")[0].state is NEXT
    assert due("B4-31", facts, "2024-06-18")[0].state is SOON


@pytest.mark.parametrize(
    ("on", "state"),
    [("2027-04-17", []), ("2027-04-18", [SOON]), ("2027-10-14", [SOON]), ("2027-10-15", [LATE])],
)
def test_article_38_three_years_without_an_acceptance(on, state):
    org = DevelopingOrg("o", "一小支部", 2, date(2024, 10, 15))
    found = findings(BOOK, DevelopmentFacts(orgs=(org,)), date.fromisoformat(on))
    assert [one.state for one in found] == state


@pytest.mark.parametrize(
    ("on", "used", "accepted", "state"),
    [
        ("2025-11-29", 2, 2, []),
        ("2025-11-30", 2, 2, [SOON]),
        ("2025-12-31", 2, 1, [SOON]),
        ("2026-01-01", 3, 3, []),
        ("2026-01-01", 2, 3, [LATE]),
    ],
)
def test_forms_of_a_year_are_used_in_that_year_and_as_many_as_were_accepted(
    on, used, accepted, state
):
    forms = FormYear("o", "一小支部", 2025, 3, used, 3 - used, accepted, "f")
    found = findings(BOOK, DevelopmentFacts(forms=(forms,)), date.fromisoformat(on))
    assert [one.state for one in found] == state


def test_a_rule_that_ships_switched_off_finds_nothing_until_the_bureau_turns_it_on():
    away = only(PROBATION, retained_since=PartialDate.of("2023-10-01"))
    assert due("B5-08", away, "2024-05-01") == []


def test_guizhou_the_application_may_come_in_the_last_week():
    assert due("B5-09", only(PROBATION), "2024-06-07") == []
    assert due("B5-09", only(PROBATION), "2024-06-08")[0].due_on == date(2024, 6, 8)


def test_in_2010_every_deadline_only_informs():
    facts = only({"applied_on": "2010-01-31"})
    assert {one.severity for one in due("B4-03", facts, "2010-12-31")} == {Severity.INFO}
