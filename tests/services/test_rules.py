"""The rules at work on a real ledger: what is due, waivers, overrides, the bureau's versions."""

from dataclasses import replace
from datetime import date

import pytest

from app.base.errors import UserError
from app.domain.branch_rules import OrgAct
from app.domain.branches import PostDraft, TermDraft
from app.domain.dates import PartialDate
from app.domain.readings import Severity
from app.domain.rules import About, DueState, RuleEdit
from app.services import branches, record_book, rules, waivers
from app.services.ledger import Ledger
from app.services.overrides import Override, Waiver
from app.store import records

TODAY = date(2024, 6, 15)
FROM = date(2018, 10, 28)
APPROVED = Override("上级党委批准", "县教党〔2024〕5号")


@pytest.fixture
def ledger(tmp_path):
    opened = Ledger.open(tmp_path / "ledger.sqlite", author="李文书", today=lambda: TODAY)
    yield opened
    opened.close()


def add(ledger, table, **values):
    known = {
        name: PartialDate.of(value) if name.endswith(("_on", "_since")) and value else value
        for name, value in values.items()
    }
    with ledger.writing("录入") as tx:
        return records.add(tx, table, known)


def member(ledger, org, school=None, **more):
    person = add(ledger, "person", name="张永杰", school_id=school, category="TEACHER")
    values = {"member_type": "FULL", "status": "NORMAL", "joined_on": "2000-07-01",
              "full_on": "2001-07-01", **more}  # fmt: skip
    return person, add(ledger, "membership", person_id=person, org_id=org, **values)


@pytest.fixture
def crowded(ledger):
    """A joint branch of six schools, with a term that ended five days ago."""
    org = add(ledger, "org_unit", full_name="坡上联合支部", kind="JOINT")
    for number in range(6):
        school = add(ledger, "school_unit", name=f"第{number}小学", kind="PRIMARY")
        add(ledger, "org_cover", org_id=org, school_id=school)
        member(ledger, org, school)
    add(ledger, "org_term", org_id=org, start_on="2021-06-10", filed_on="2021-07-01")
    return org


def ids(found):
    return [one.rule_id for one in found]


def test_an_empty_ledger_has_nothing_due(ledger):
    assert rules.due(ledger, TODAY) == ()


def test_the_due_list_names_rule_subject_record_and_deadline(ledger, crowded):
    found = {one.rule_id: one for one in rules.due(ledger, TODAY)}
    assert found["B1-03"].about == About(crowded, "org_unit", crowded)
    assert found["B3-05"].due_on == date(2024, 6, 10)
    assert found["B3-05"].state is DueState.OVERDUE
    assert "坡上联合支部" in found["B3-05"].text


def test_the_json_has_exactly_the_seven_keys_of_the_command(ledger, crowded):
    shown = rules.due_json(rules.due(ledger, TODAY))
    assert {tuple(row) for row in shown} == {
        ("rule", "severity", "subject", "record", "due_on", "state", "article")
    }
    term = next(row for row in shown if row["rule"] == "B3-05")
    assert (term["severity"], term["due_on"], term["state"]) == ("WARN", "2024-06-10", "overdue")
    assert term["article"] == "《中国共产党支部工作条例（试行）》第二十一条第一款"
    units = next(row for row in shown if row["rule"] == "B1-03")
    assert (units["subject"], units["due_on"]) == (crowded, None)


def test_the_due_list_of_a_past_day_is_judged_by_the_facts_of_that_day(ledger, crowded):
    assert "B3-05" not in ids(rules.due(ledger, date(2024, 6, 9)))
    assert "B3-06" in ids(rules.due(ledger, date(2024, 6, 9)))
    in_2010 = rules.due(ledger, date(2010, 12, 31))
    assert {one.severity for one in in_2010} == {Severity.INFO}


def test_a_lost_member_is_found_with_his_membership_as_the_record(ledger, crowded):
    person, membership = member(ledger, crowded, is_lost=True, lost_since="2023-12-01")
    found = next(one for one in rules.due(ledger, TODAY) if one.rule_id == "B10-02")
    assert found.about == About(person, "membership", membership)


def test_article_8_a_temporary_branch_may_not_act_until_an_override_is_recorded(ledger):
    org = add(ledger, "org_unit", full_name="抗旱临时支部", kind="TEMP")
    found = rules.may_act(ledger, org, OrgAct.DUES, TODAY)
    assert found.severity is Severity.BLOCK
    assert "收缴党费" in found.text
    with pytest.raises(UserError, match="批准文件"):
        waivers.waive(ledger, Waiver("B1-08", found.about, Override("上级党委批准")))
    waivers.waive(ledger, Waiver("B1-08", found.about, APPROVED))
    assert rules.may_act(ledger, org, OrgAct.DUES, TODAY) is None


def test_article_8_does_not_bar_history_or_ordinary_branches(ledger):
    temporary = add(ledger, "org_unit", full_name="抗旱临时支部", kind="TEMP")
    branch = add(ledger, "org_unit", full_name="一小支部", kind="BRANCH")
    assert rules.may_act(ledger, temporary, OrgAct.DEVELOP, date(2010, 5, 1)) is None
    assert rules.may_act(ledger, branch, OrgAct.DEVELOP, TODAY) is None


def refused_of_a_temporary_branch(ledger, org, *, on):
    person, _ = member(ledger, org)
    day = PartialDate.of(on)
    elected = PostDraft(
        person_id=person, org_id=org, post="SECRETARY", basis="ELECTED", from_on=day
    )
    branches.add_post(ledger, replace(elected, basis="APPOINTED"))
    return {
        "换届选举": lambda: branches.add_term(ledger, TermDraft(org_id=org, start_on=day)),
        "选举": lambda: branches.add_post(ledger, elected),
        "发展党员": lambda: record_book.save(
            ledger, "dev_case", None, {"person_id": person, "org_id": org, "applied_on": day}
        ),
        "处分处置": lambda: record_book.save(
            ledger, "disposal_case", None,
            {"person_id": person, "kind": "EXPEL", "started_on": day},
        ),
        "收缴党费": lambda: record_book.save(
            ledger, "dues_payment", None,
            {"person_id": person, "org_id": org, "paid_on": day, "month_on": day},
        ),
    }  # fmt: skip


def test_article_8_no_service_writes_the_barred_acts_of_a_temporary_branch(ledger):
    org = add(ledger, "org_unit", full_name="抗旱临时支部", kind="TEMP")
    acts = refused_of_a_temporary_branch(ledger, org, on="2024-06-01")
    for words, act in acts.items():
        with pytest.raises(UserError, match=rf"{words}.*第八条第二款"):
            act()
    about = About(org, "org_unit", org)
    waivers.waive(ledger, Waiver("B1-08", about, APPROVED))
    assert all(act().batch for act in acts.values())


def test_article_8_history_of_before_the_rule_is_entered_without_an_override(ledger):
    org = add(ledger, "org_unit", full_name="抗旱临时支部", kind="TEMP")
    acts = refused_of_a_temporary_branch(ledger, org, on="2010-06-01")
    assert all(act().batch for act in acts.values())


def test_after_a_post_was_added_its_findings_are_due(ledger, crowded):
    young, _ = member(ledger, crowded, joined_on="2022-06-01", full_on="2023-12-01")
    probationer, _ = member(ledger, crowded, member_type="PROBATIONARY", full_on=None)
    before = set(ids(rules.due(ledger, TODAY)))
    assert not {"B3-03", "B3-08", "B3-11"} & before
    start = PartialDate.of("2024-01-01")
    posts = [
        branches.add_post(
            ledger, PostDraft(person_id=who, org_id=crowded, post=post, from_on=start)
        )
        for who, post in ((young, "SECRETARY"), (probationer, "PUBLICITY"))
    ]
    found = {(one.rule_id, one.about.record) for one in rules.due(ledger, TODAY)}
    assert ("B3-08", posts[0].ids[0]) in found
    assert ("B3-11", posts[1].ids[0]) in found


def test_a_number_edited_by_the_bureau_changes_what_is_due(ledger, crowded):
    rules.edit(ledger, RuleEdit("B1-03", FROM, params='{"max": 6}'))
    assert "B1-03" not in ids(rules.due(ledger, TODAY))
    rules.edit(ledger, RuleEdit("B1-03", FROM, severity="INFO", params='{"max": 4}'))
    found = next(one for one in rules.due(ledger, TODAY) if one.rule_id == "B1-03")
    assert found.severity is Severity.INFO
    assert "一般不超过4个" in found.text
    with ledger.reading() as tx:
        assert len(records.find(tx, "rule_def")) == 1


def test_a_version_from_a_later_day_leaves_earlier_days_alone(ledger, crowded):
    rules.edit(ledger, RuleEdit("B1-03", date(2024, 6, 1), params='{"max": 6}'))
    assert "B1-03" in ids(rules.due(ledger, date(2024, 5, 31)))
    assert "B1-03" not in ids(rules.due(ledger, date(2024, 6, 1)))


def test_a_rule_switched_off_finds_nothing(ledger, crowded):
    rules.edit(ledger, RuleEdit("B1-03", FROM, enabled=False))
    assert "B1-03" not in ids(rules.due(ledger, TODAY))
    assert rules.book(ledger).applied("B1-03", TODAY) is None


def test_a_number_of_the_wrong_kind_is_refused_and_nothing_is_written(ledger):
    with pytest.raises(UserError, match="填写有误"):
        rules.edit(ledger, RuleEdit("B1-03", FROM, params='{"max": "许多"}'))
    with ledger.reading() as tx:
        assert records.find(tx, "rule_def") == []


def test_an_edit_is_an_undoable_batch_of_its_own(ledger):
    outcome = rules.edit(ledger, RuleEdit("B1-03", FROM, params='{"max": 6}'))
    assert outcome.changes.touches("rule_def")


def missing(ledger, on):
    with ledger.reading() as tx:
        return rules.missing_branches(tx, on)


def test_schools_that_ought_to_have_a_branch_are_evidence_for_the_report(ledger, crowded):
    assert missing(ledger, TODAY) == ()
    school = add(ledger, "school_unit", name="应建小学", kind="PRIMARY")
    for _ in range(3):
        member(ledger, crowded, school)
    found = missing(ledger, TODAY)
    assert [(one.id, one.name) for one in found] == [(school, "应建小学")]
    assert len(missing(ledger, date(2010, 12, 31))) == 1


def test_meeting_duties_come_from_the_rules_of_the_day(ledger):
    duties = rules.meeting_duties(rules.book(ledger), TODAY)
    assert {name: [duty.per for duty in some] for name, some in duties.items()} == {
        "general": ["QUARTER"],
        "committee": ["MONTH"],
        "group": ["MONTH"],
        "lecture": ["HALF_YEAR"],
    }
    assert duties["committee"][0].needs_committee
    assert duties["group"][0].per_group
    rules.edit(ledger, RuleEdit("B2-06", date(2025, 1, 1), params='{"per": "QUARTER"}'))
    later = rules.meeting_duties(rules.book(ledger), date(2025, 6, 1))
    assert later["lecture"][0].per == "QUARTER"
    earlier = rules.meeting_duties(rules.book(ledger), date(2010, 12, 31))
    assert earlier["lecture"][0].per == "HALF_YEAR"


def test_a_meeting_rule_that_is_switched_off_asks_for_nothing(ledger):
    rules.edit(ledger, RuleEdit("B2-03", FROM, enabled=False))
    assert rules.meeting_duties(rules.book(ledger), TODAY)["group"] == ()


SPOILT = [
    RuleEdit("B3-09", FROM, text="{nobody}缺书记"),
    RuleEdit("B3-09", FROM, text="{name缺书记"),
    RuleEdit("B3-09", FROM, text="{name.__class__}缺书记"),
    *(RuleEdit("B3-09", FROM, params=text) for text in ("5", "null", "[]", '"x"', "{")),
    RuleEdit("B1-03", FROM, params='{"max": 99999999}'),
    RuleEdit("B3-09", FROM, effective_to=date(2000, 1, 1)),
]


@pytest.mark.parametrize("edit", SPOILT)
def test_an_edit_that_would_spoil_a_rule_is_refused(county, edit):
    with pytest.raises(UserError, match="填写有误"):
        rules.edit(county.ledger, edit)


@pytest.mark.parametrize("edit", SPOILT)
def test_a_spoilt_row_is_left_out_and_every_other_rule_works(county, edit, caplog):
    before = rules.due(county.ledger, date(2020, 1, 1))
    with county.ledger.writing("坏行") as tx:
        values = {"rule_id": edit.rule_id, "from_on": PartialDate(FROM), "is_enabled": True}
        end = PartialDate(edit.effective_to) if edit.effective_to else None
        more = {"text": edit.text, "params": edit.params, "to_on": end}
        records.add(tx, "rule_def", {**values, **more})
    assert rules.due(county.ledger, date(2020, 1, 1)) == before
    assert f"of {edit.rule_id} cannot be read" in caplog.text
