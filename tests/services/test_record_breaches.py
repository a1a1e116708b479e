"""B4 and B5 when development comes in by a table: the rules of the form, told beside the cell."""

from dataclasses import replace
from datetime import date

import pytest

from app.base.errors import Barred
from app.domain.dates import PartialDate
from app.domain.roster_preview import SKIP, TAKE, RowOutcome
from app.domain.words import problem_text
from app.services import imports, members
from app.services.overrides import Override
from app.services.record_breaches import AS_IS, EXCEPT
from tests.exchange.making import id_number
from tests.services.filed_rows import NEW, codes, found, outcomes, sheet

WHY = Override("上级批准补录", "县委组〔2025〕3号", PartialDate.of("2025-06-01"), "石远山")
MEETING = "支部大会(支委会)时间"
ROW = {
    "姓名": "方知春",
    "身份证号": id_number(date(2000, 6, 15), 1),
    "递交申请时间": "2024-01-10",
    MEETING: "2024-06-20",
    "培养联系人": "张永杰",
    "所在党支部": "第一小学党支部",
}


@pytest.fixture
def county(filed_county):
    later = replace(filed_county.ledger, today=lambda: date(2025, 6, 30))
    return replace(filed_county, ledger=later)


BREACHES = [
    ("B4-01", {MEETING: "2024-01-05"}, "次序不对", MEETING),
    ("B4-02", {"身份证号": id_number(date(2006, 1, 11), 1)}, "不满18周岁", "递交申请时间"),
]


@pytest.mark.parametrize(("rule", "more", "words", "label"), BREACHES)
def test_a_row_that_breaks_a_rule_is_told_by_its_cell_and_left_out(county, tmp_path, rule, more,
                                                                   words, label):  # fmt: skip
    path = sheet(tmp_path, "activists", {**ROW, **more})
    plan = imports.preview(county.ledger, path)
    assert outcomes(plan) == [RowOutcome.SUSPECT]
    (told,) = [one for one in plan.rows[0].problems if one.problem.code == "filing.breach"]
    assert words in problem_text(told.problem)
    header = list({**ROW, **more})
    assert (told.sheet, told.row) == (plan.rows[0].source.sheet, plan.rows[0].source.row)
    assert told.column == header.index(label)
    done = imports.apply(county.ledger, plan)
    assert done.batch == ""
    assert found(county, "person", name="方知春") == []


@pytest.mark.parametrize(("rule", "more", "words", "label"), BREACHES)
def test_chosen_all_the_same_it_is_written_by_an_override_alone(county, tmp_path, rule, more,
                                                                words, label):  # fmt: skip
    path = sheet(tmp_path, "activists", {**ROW, **more})
    plan = imports.preview(county.ledger, path)
    (question,) = plan.rows[0].questions
    assert [one.value for one in question.options] == [SKIP, EXCEPT]
    choices = {question.key: EXCEPT}
    with pytest.raises(Barred, match=words) as refused:
        imports.apply(county.ledger, plan, choices)
    assert {bar.rule_id for bar in refused.value.bars} == {rule}
    assert found(county, "person", name="方知春") == []
    done = imports.apply(county.ledger, plan, choices, override=WHY)
    assert done.batch
    (person,) = found(county, "person", name="方知春")
    (case,) = found(county, "dev_case", person_id=person["id"])
    (kept,) = found(county, "rule_override")
    assert (kept["rule_id"], kept["doc_no"], kept["decided_by"]) == (rule, WHY.doc_no, "石远山")
    assert kept["subject_id"] in {case["id"], *(r["id"] for r in found(county, "dev_step"))}


def test_a_row_that_breaks_nothing_is_written_as_before(county, tmp_path):
    plan = imports.preview(county.ledger, sheet(tmp_path, "activists", ROW))
    assert outcomes(plan) == [RowOutcome.NEW]
    assert imports.apply(county.ledger, plan).batch


def test_what_a_case_broke_before_is_not_held_against_another_change(county, tmp_path):
    path = sheet(tmp_path, "activists", {**ROW, MEETING: "2024-01-05"})
    plan = imports.preview(county.ledger, path)
    choices = {plan.rows[0].questions[0].key: EXCEPT}
    imports.apply(county.ledger, plan, choices, override=WHY)
    later = sheet(tmp_path, "activists", {**ROW, MEETING: "2024-01-05", "支部意见": "同意"})
    plan = imports.preview(county.ledger, later)
    assert outcomes(plan) == [RowOutcome.CHANGED]
    assert "filing.breach" not in codes(plan.rows[0])


def test_b11_03_who_was_removed_comes_in_by_no_table_within_five_years(county, tmp_path):
    day = PartialDate.of("2022-03-01")
    change = members.StatusChange(status="REMOVED_LOST", happened_on=day)
    members.change_status(county.ledger, [county.zhang], change)
    row = {**ROW, "姓名": "张永杰", "身份证号": "529999197506150018", "培养联系人": None,
           "递交申请时间": "2025-01-10", MEETING: "2025-05-20"}  # fmt: skip
    plan = imports.preview(county.ledger, sheet(tmp_path, "activists", row))
    told = [problem_text(one.problem) for one in plan.rows[0].problems]
    assert outcomes(plan) == [RowOutcome.SUSPECT]
    assert any("2027-03-01以前不得重新入党" in one for one in told)


@pytest.mark.parametrize("typed", ["2024.1", "2024年1月", "2024-01"])
def test_a_step_known_to_the_month_is_asked_about_and_written_only_when_chosen(county, tmp_path,
                                                                               typed):  # fmt: skip
    path = sheet(tmp_path, "activists", {**ROW, "递交申请时间": typed})
    plan = imports.preview(county.ledger, path)
    assert outcomes(plan) == [RowOutcome.SUSPECT]
    assert "filing.day_needed" in codes(plan.rows[0])
    assert imports.apply(county.ledger, plan).batch == ""
    question = next(one for one in plan.rows[0].questions if one.key.startswith(AS_IS))
    assert question.field == "applied_on"
    assert imports.apply(county.ledger, plan, {question.key: TAKE}).batch
    (person,) = found(county, "person", name="方知春")
    (case,) = found(county, "dev_case", person_id=person["id"])
    assert str(case["applied_on"]) == "2024-01"


def test_history_before_the_rules_is_taken_in_without_a_question(county, tmp_path):
    row = {**NEW["activists"], "支部大会时间": "2008-02-01"}
    plan = imports.preview(county.ledger, sheet(tmp_path, "activists", row))
    assert outcomes(plan) == [RowOutcome.NEW]
