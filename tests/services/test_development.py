"""Use cases of development: the whole way, what bars it, what is told, what is undone."""

from dataclasses import replace
from datetime import date

import pytest

from app.base.errors import Barred, UserError
from app.domain.branches import BranchDraft
from app.domain.dates import PartialDate
from app.domain.dev_entry import StepEntry
from app.domain.transfers import TransferDraft
from app.services import batches, branches, development, rules, transfers
from app.services.overrides import Override
from app.store import records
from tests.services import dev_people
from tests.services.dev_people import TODAY, WAY, applicant, ballot, on, start, step, walk

REASON = Override("组织部门批准", "清组函〔2023〕5号")


@pytest.fixture
def school(ledger):
    return dev_people.entered(ledger)


def rows(school, table, **equal):
    with school.ledger.reading() as tx:
        return records.find(tx, table, **equal)


def case_of(school, case):
    return rows(school, "dev_case", id=case)[0]


def due(school, day=TODAY):
    return [one for one in rules.due(school.ledger, day) if one.rule_id[:2] in ("B4", "B5", "B6")]


def test_the_clean_way_leads_from_application_to_archive_without_any_warning(school):
    case = start(school).ids[0]
    for key in WAY:
        told = step(school, case, key).sentence
        for day in dev_people.REVIEWS.get(key, ()):
            review = StepEntry(key="cultivation", done_on=on(day), review="REVIEW")
            development.do_step(school.ledger, [case], review)
        assert "请注意" not in told, key
    found = case_of(school, case)
    assert (found["stage"], found["outcome"]) == ("FULL", "CONVERTED")
    assert found["closed_on"] == on("2025-02-01")
    assert due(school) == []


def test_the_approval_makes_a_probationary_member_of_the_day_of_the_meeting(school):
    case = walk(school, "committee_approved_on")
    person = case_of(school, case)["person_id"]
    (membership,) = rows(school, "membership", person_id=person)
    assert membership["member_type"] == "PROBATIONARY"
    assert membership["joined_on"] == on("2023-12-10")
    assert membership["org_id"] == school.branch
    assert (membership["introducer_1"], membership["introducer_2"]) == ("周明", "吴江")
    (event,) = rows(school, "membership_event", person_id=person)
    assert (event["kind"], event["category_at_event"]) == ("ACCEPTED", "TEACHER")
    assert (event["meeting_on"], event["committee_approved_on"]) == (
        on("2023-12-10"), on("2024-01-20"),
    )  # fmt: skip
    assert case_of(school, case)["probation_end_on"] == on("2024-12-10")


def test_b5_02_conversion_counts_from_the_end_of_the_probation_not_from_the_meeting(school):
    case = walk(school, "convert_approved_on")
    person = case_of(school, case)["person_id"]
    (membership,) = rows(school, "membership", person_id=person)
    assert (membership["member_type"], membership["full_on"]) == ("FULL", on("2024-12-10"))
    event = rows(school, "membership_event", person_id=person, kind="CONVERTED")[0]
    assert (event["happened_on"], event["meeting_on"]) == (on("2024-12-10"), on("2024-12-11"))


def test_a15_the_category_on_the_event_is_that_of_the_day_and_stays(school):
    case = walk(school, "committee_approved_on", name="田甜", category="STUDENT")
    person = case_of(school, case)["person_id"]
    with school.ledger.writing("毕业后任教") as tx:
        records.change(tx, "person", person, {"category": "TEACHER"})
    assert rows(school, "membership_event", person_id=person)[0]["category_at_event"] == "STUDENT"


def test_b4_01_a_step_without_the_one_before_is_barred_and_nothing_is_kept(school):
    case = start(school).ids[0]
    with pytest.raises(Barred) as caught:
        step(school, case, "activist_filed_on")
    assert [bar.rule_id for bar in caught.value.bars] == ["B4-01"]
    assert "第五条" in caught.value.bars[0].article
    assert case_of(school, case)["activist_filed_on"] is None
    assert rows(school, "dev_step", case_id=case, step_no=4) == []


def test_an_override_lets_a_step_pass_once_and_is_kept_with_reason_and_paper(school):
    case = start(school).ids[0]
    step(school, case, "first_talk_on")
    step(school, case, "activist_on")
    step(school, case, "mentors", done_on="2022-07-06")
    early = {"done_on": "2023-01-10", "notice": "2023-01-11"}
    with pytest.raises(Barred, match="不满12个月"):
        step(school, case, "candidate_branch_on", **early)
    step(school, case, "candidate_branch_on", REASON, **early)
    (override,) = rows(school, "rule_override")
    assert (override["rule_id"], override["subject_table"]) == ("B4-05", "dev_step")
    assert (override["reason"], override["doc_no"]) == (REASON.reason, REASON.doc_no)
    assert override["until_on"] is None
    assert [one for one in due(school) if one.rule_id == "B4-05"] == []
    with pytest.raises(Barred):
        step(school, case, "committee_review_on")


def test_what_only_warns_is_saved_and_told_with_its_article(school):
    case = start(school).ids[0]
    told = step(school, case, "first_talk_on", done_on="2022-04-15").sentence
    assert "请注意" in told
    assert "第七条" in told
    assert case_of(school, case)["first_talk_on"] == on("2022-04-15")
    assert "B4-03" in {one.rule_id for one in due(school, date(2022, 5, 1))}


def test_b4_02_nobody_under_age_becomes_an_applicant(school):
    with pytest.raises(Barred, match="不满18周岁"):
        start(school, birth_on=on("2004-03-02"))
    assert start(school, birth_on=on("2004-03-01")).ids


def test_one_person_has_one_open_case_and_a_member_has_none(school):
    person = start(school).ids[1]
    with pytest.raises(UserError, match="一人只有一份"):
        development.start(school.ledger, replace(applicant(school), person_id=person))
    with pytest.raises(UserError, match="已经是党员"):
        development.start(school.ledger, replace(applicant(school), person_id=school.full[0]))


def test_b1_08_a_temporary_branch_develops_nobody(school):
    with school.ledger.writing("改为临时党支部") as tx:
        records.change(tx, "org_unit", school.branch, {"kind": "TEMP"})
    with pytest.raises(Barred, match="发展党员"):
        start(school)


@pytest.mark.parametrize(
    ("more", "what"),
    [({"applied_on": None}, "递交申请日期"), ({"org_id": None}, "党支部"), ({"name": " "}, "姓名")],
)
def test_a_new_applicant_needs_a_name_a_branch_and_a_day(school, more, what):
    draft = replace(applicant(school), **more)
    with pytest.raises(UserError, match=what):
        development.start(school.ledger, draft)


def test_a_day_after_today_is_not_saved(school):
    case = start(school).ids[0]
    with pytest.raises(UserError, match="今天以后"):
        step(school, case, "first_talk_on", done_on="2026-01-01")


def test_one_step_for_several_people_is_one_batch_and_is_undone_as_one(school):
    cases = [start(school, name).ids[0] for name in ("李敏", "何静", "吕强")]
    outcome = step(school, cases, "first_talk_on")
    assert "李敏、何静、吕强" in outcome.sentence
    assert all(case_of(school, case)["first_talk_on"] for case in cases)
    batches.undo(school.ledger, outcome.batch)
    assert not any(case_of(school, case)["first_talk_on"] for case in cases)
    assert rows(school, "dev_step", case_id=cases, step_no=2) == []


def test_a_vote_is_entered_for_one_person_at_a_time(school):
    cases = [start(school, name).ids[0] for name in ("李敏", "何静")]
    with pytest.raises(UserError, match="一个人一个人"):
        step(school, cases, "accept_meeting_on")


def test_b6_a_vote_that_was_not_carried_is_kept_and_the_case_stays(school):
    case = walk(school, "form_filled_on")
    refused = ballot(yes=4, no=3)
    told = step(school, case, "accept_meeting_on", ballot=refused).sentence
    assert "没有通过" in told
    assert "第二十一条" in told
    assert case_of(school, case)["accept_meeting_on"] is None
    (vote,) = rows(school, "vote")
    assert (vote["result"], vote["yes"], vote["no"]) == ("REFUSED", 4, 3)
    step(school, case, "accept_meeting_on", done_on="2023-12-20")
    assert [row["result"] for row in rows(school, "vote")] == ["REFUSED", "PASSED"]
    assert case_of(school, case)["accept_vote_id"] == rows(school, "vote")[1]["id"]


def test_b6_without_a_quorum_nothing_is_carried_but_by_override(school):
    case = walk(school, "form_filled_on")
    few = ballot(present=4, yes=4, written_yes=3)
    told = step(school, case, "accept_meeting_on", ballot=few).sentence
    assert "没有超过半数" in told
    step(school, case, "accept_meeting_on", REASON, ballot=few)
    assert case_of(school, case)["accept_meeting_on"] == on("2023-12-10")
    assert {row["rule_id"] for row in rows(school, "rule_override")} == {"B6-01"}


def test_b6_ballots_that_do_not_agree_are_not_saved_at_all(school):
    case = walk(school, "form_filled_on")
    with pytest.raises(Barred, match="应当相等"):
        step(school, case, "accept_meeting_on", ballot=ballot(returned=6))
    assert rows(school, "vote") == []


def test_b6_an_override_of_a_wrong_count_tells_first_what_was_not_carried(school):
    case = walk(school, "form_filled_on")
    wrong = ballot(yes=3, no=3, returned=7)
    with pytest.raises(Barred) as caught:
        step(school, case, "accept_meeting_on", ballot=wrong)
    assert [bar.rule_id for bar in caught.value.bars] == ["B6-04", "B6-02"]
    assert "没有通过" in str(caught.value)


def test_b6_03_those_not_counted_are_kept_with_their_paper(school):
    case = walk(school, "form_filled_on")
    count = ballot(present=4, yes=4, exclusions={"BEDRIDDEN": 1}, consent="教党复〔2023〕9号")
    step(school, case, "accept_meeting_on", ballot=count)
    (vote,) = rows(school, "vote")
    assert vote["excluded"] == 1
    assert "教党复〔2023〕9号" in vote["excluded_reasons"]
    assert case_of(school, case)["accept_meeting_on"] is not None


def test_b6_08_a_meeting_without_a_vote_is_barred(school):
    case = walk(school, "form_filled_on")
    with pytest.raises(Barred, match="没有表决记录"):
        step(school, case, "accept_meeting_on", ballot=None)


def test_b4_08_a_probationary_member_introduces_nobody(school):
    first = walk(school, "committee_approved_on", name="何静")
    young = case_of(school, first)["person_id"]
    case = walk(school, "candidate_on")
    with pytest.raises(Barred, match="不是正式党员"):
        step(school, case, "introducers", people=(school.full[0], young))


def test_b4_12_only_a_committee_that_may_approve_approves(school):
    case = walk(school, "superior_talk_on")
    with school.ledger.writing("没有审批权限") as tx:
        records.change(tx, "org_unit", school.committee, {"can_approve": False})
    with pytest.raises(Barred) as caught:
        step(school, case, "committee_approved_on")
    assert [bar.rule_id for bar in caught.value.bars] == ["B4-12"]
    assert rows(school, "membership_event") == []


def test_b4_15_a_form_is_one_persons_and_one_numbers(school):
    first = walk(school, "form_filled_on")
    assert rows(school, "application_form")[0]["person_id"] == case_of(school, first)["person_id"]
    other = walk(school, "pre_review_on", name="何静")
    for override in (None, REASON):
        with pytest.raises(UserError, match="一人一号一册") as caught:
            step(school, other, "form_filled_on", override)
        assert not isinstance(caught.value, Barred)
    step(school, other, "form_filled_on", form_no="5200124")


def test_b5_03_a_conversion_before_its_day_is_barred(school):
    case = walk(school, "conversion_applied_on")
    with pytest.raises(Barred, match="才满"):
        step(school, case, "convert_meeting_on", done_on="2024-12-09", notice="2024-12-10")


def test_what_an_approval_made_effective_is_not_written_again(school):
    case = walk(school, "committee_approved_on")
    for key in ("accept_meeting_on", "committee_approved_on"):
        with pytest.raises(UserError, match="已经生效"):
            step(school, case, key)


def test_undoing_an_approval_takes_membership_and_event_back(school):
    case = walk(school, "superior_talk_on")
    outcome = step(school, case, "committee_approved_on")
    batches.undo(school.ledger, outcome.batch)
    person = case_of(school, case)["person_id"]
    assert rows(school, "membership", person_id=person) == []
    assert rows(school, "membership_event", person_id=person) == []
    assert case_of(school, case)["committee_approved_on"] is None
    step(school, case, "committee_approved_on")
    assert len(rows(school, "membership", person_id=person)) == 1


def test_a_step_entered_by_mistake_is_taken_back_but_not_from_under_another(school):
    case = walk(school, "activist_filed_on")
    with pytest.raises(Barred, match="还没有登记"):
        development.take_back(school.ledger, case, "activist_on")
    development.take_back(school.ledger, case, "activist_filed_on")
    assert case_of(school, case)["activist_filed_on"] is None
    assert rows(school, "dev_step", case_id=case, step_no=4) == []
    with pytest.raises(UserError, match="不能单独取消"):
        development.take_back(school.ledger, case, "applied_on")


@pytest.mark.parametrize(
    ("until", "key", "what"),
    [("activist_filed_on", "mentors", "培养联系人"), ("candidate_on", "introducers", "入党介绍人")],
)
def test_a_step_that_names_people_is_not_done_without_anybody(school, until, key, what):
    case = walk(school, until)
    with pytest.raises(UserError, match=f"没有选择{what}"):
        step(school, case, key, people=())
    assert rows(school, "dev_step", step_no=5 if key == "mentors" else 9) == []


def test_b4_24_how_many_a_mentor_has_is_counted_as_of_the_day(school):
    first = walk(school, "mentors")
    second = walk(school, "activist_filed_on", name="何静")
    then = {one.text for one in due(school, date(2022, 12, 31)) if one.rule_id == "B4-24"}
    step(school, second, "mentors", done_on="2023-07-06")
    again = {one.text for one in due(school, date(2022, 12, 31)) if one.rule_id == "B4-24"}
    assert then == again == set()
    busy = {one.about.subject for one in due(school, date(2023, 7, 6)) if one.rule_id == "B4-24"}
    assert busy == {case_of(school, case)["person_id"] for case in (first, second)}
    development.stop(school.ledger, [second], on("2023-08-01"), "本人提出")
    assert [one for one in due(school, date(2023, 8, 1)) if one.rule_id == "B4-24"] == []
    assert [one for one in due(school, date(2023, 7, 31)) if one.rule_id == "B4-24"]


def test_b4_24_a_mentor_who_changes_the_branch_later_was_of_this_one_when_he_was_named(school):
    draft = BranchDraft(
        full_name="某县第二中学支部委员会", kind="BRANCH", parent_id=school.committee
    )
    other = branches.add(school.ledger, draft).ids[0]
    walk(school, "mentors")
    mentor = TransferDraft(person_id=school.full[0], to_org_id=other, handled_on=on("2023-03-01"))
    transfers.move(school.ledger, mentor)
    assert [one for one in due(school) if one.rule_id == "B4-24"] == []
    late = walk(school, "activist_filed_on", name="何静")
    step(school, late, "mentors", done_on="2023-07-06")
    told = [one.text for one in due(school) if one.rule_id == "B4-24"]
    assert any("周明不是本支部的党员" in text for text in told)


def test_a_review_says_whether_it_is_a_review_or_a_report(school):
    case = walk(school, "mentors")
    with pytest.raises(UserError, match="半年考察还是思想汇报"):
        development.do_step(
            school.ledger, [case], StepEntry(key="cultivation", done_on=on("2022-12-08"))
        )
    assert [row["kind"] for row in rows(school, "dev_review")] == ["REVIEW", "REVIEW"]


def test_mentors_are_replaced_and_the_former_ones_keep_their_time(school):
    case = walk(school, "mentors")
    step(school, case, "mentors", done_on="2022-09-01", people=(school.full[0], school.full[5]))
    found = {row["person_id"]: row["to_on"] for row in rows(school, "dev_person", case_id=case)}
    assert found[school.full[1]] == on("2022-09-01")
    assert found[school.full[0]] is None
    assert found[school.full[5]] is None


def test_an_ended_case_takes_no_more_steps(school):
    case = start(school).ids[0]
    with pytest.raises(UserError, match="原因"):
        development.stop(school.ledger, [case], on("2022-05-01"), " ")
    development.stop(school.ledger, [case], on("2022-05-01"), "本人书面提出不再申请")
    found = case_of(school, case)
    assert (found["stage"], found["outcome"]) == ("CLOSED", "STOPPED")
    with pytest.raises(UserError, match="已经办结"):
        step(school, case, "first_talk_on")
    assert due(school) == []
    assert development.start(
        school.ledger, replace(applicant(school), person_id=found["person_id"])
    ).ids


def test_notices_run_for_five_working_days_of_the_bureaus_calendar(school):
    case = walk(school, "candidate_branch_on")
    (notice,) = rows(school, "public_notice")
    assert (notice["from_on"], notice["to_on"]) == (on("2023-06-13"), on("2023-06-19"))
    with school.ledger.writing("端午调休") as tx:
        records.add(tx, "calendar_day", {"day_on": on("2023-06-19"), "kind": "HOLIDAY"})
    step(school, case, "candidate_branch_on")
    assert rows(school, "public_notice")[0]["to_on"] == on("2023-06-20")


def test_history_of_2010_is_entered_with_a_reminder_only(school):
    old = {"applied_on": on("2008-01-10"), "birth_on": on("1975-01-01")}
    case = start(school, "老田", **old).ids[0]
    told = step(school, case, "accept_meeting_on", done_on="2010-05-01", ballot=None).sentence
    assert "请注意" in told
    assert case_of(school, case)["accept_meeting_on"] == PartialDate.of("2010-05-01")
    assert rows(school, "rule_override") == []
