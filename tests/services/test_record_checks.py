"""Wrong fillings of the filed tables: each is a red cell with its place, and comes in corrected."""

from datetime import date
from decimal import Decimal

import openpyxl
import pytest

from app.domain.roster_preview import RowOutcome
from app.domain.words import problem_text
from app.services import imports
from app.services.ledger import Ledger
from app.store import records
from tests.exchange.making import id_number
from tests.services.filed_county import filed
from tests.services.filed_rows import NEW, brought, codes, found, outcomes, sheet

NEW_ROW, SKIPPED, SAME = RowOutcome.NEW, RowOutcome.SKIPPED, RowOutcome.SAME
ZHANG = {"姓名": "张永杰", "身份证号": "529999197506150018"}
TIAN = {"姓名": "田禾青", "身份证号": id_number(date(1980, 3, 7), 1)}


@pytest.fixture
def county(tmp_path):
    opened = Ledger.open(tmp_path / "ledger.sqlite", today=lambda: date(2010, 12, 31))
    yield filed(opened)[0]
    opened.close()


OUT = {**ZHANG, "方向": "转出", "介绍信号": "9号", "开具日期": "2010-08-01", "渠道": "网上接转"}
AWAY = {**ZHANG, "流出时间": "2010-08-01", "去向": "省城"}
CLASS = {"姓名": "张永杰", "身份证号后六位": "150018", "培训班名称": "新班",
         "培训时间": "2010-09-05"}  # fmt: skip
CARE = NEW["care"]
WRONG = {
    "slip before joining": ("transfers", OUT, "开具日期", "1950-08-01", "早于入党时间"),
    "slip to come": ("transfers", OUT, "开具日期", "2011-02-01", "晚于今天"),
    "no such day": ("transfers", OUT, "开具日期", "2010-13-45", "没有“2010-13-45”这个日期"),
    "no such direction": ("transfers", OUT, "方向", "转走", "不在“接转方向”的选项（转入"),
    "away to come": ("floating", AWAY, "流出时间", "2011-08-01", "晚于今天"),
    "away before joining": ("floating", AWAY, "流出时间", "1950-08-01", "早于入党时间"),
    "back too early": ("floating", AWAY, "返回时间", "2010-07-01", "早于外出日期"),
    "contact too early": ("floating", AWAY, "最近联系", "2010-07-01", "早于外出日期"),
    "class ends too early": ("cadres", CLASS, "结束时间", "2010-09-01", "结束日期早于开始日期"),
    "visit to come": ("care", CARE, "慰问时间", "2011-02-01", "晚于今天"),
}


@pytest.mark.parametrize(("kind", "row", "label", "value", "told"), WRONG.values(), ids=WRONG)
def test_a_new_row_with_a_wrong_cell_waits_red_and_comes_in_corrected(
    county, tmp_path, kind, row, label, value, told
):
    path = sheet(tmp_path, kind, {**row, label: value})
    plan, done = brought(county, path)
    assert outcomes(plan) == [SKIPPED]
    assert done.batch == ""
    target = tmp_path / "结果.xlsx"
    imports.write_result(path, target, plan, done)
    page = openpyxl.load_workbook(target).worksheets[0]
    header = [cell.value for cell in page[2]]
    cell = page.cell(3, header.index(label) + 1)
    assert cell.comment is not None
    assert told in cell.comment.text
    assert cell.fill.fgColor.rgb.endswith("FFC7CE") or cell.fill.patternType == "solid"
    cell.value = row.get(label)
    page.parent.save(target)
    plan, done = brought(county, target)
    assert outcomes(plan) == [NEW_ROW], [problem_text(one.problem) for one in plan.problems]
    assert done.batch
    assert outcomes(imports.preview(county.ledger, target)) == [SAME]


@pytest.mark.parametrize(
    ("kind", "label", "value", "code"),
    [
        ("care", "慰问金", "-300", "record.range"),
        ("care", "慰问金", "三百", "amount.unreadable"),
        ("cadres", "培训学时", -3, "record.range"),
        ("cadres", "培训学时", "很多", "amount.no_number"),
        ("transfers", "有效期(天)", 0, "record.range"),
        ("hardship", "家庭人均月收入", -1, "record.range"),
    ],
)
def test_a_number_that_cannot_be_is_left_out_and_the_rest_comes_in(
    county, tmp_path, kind, label, value, code
):
    row = {"cadres": CLASS, "transfers": OUT}.get(kind, NEW[kind])
    plan, done = brought(county, sheet(tmp_path, kind, {**row, label: value}))
    assert outcomes(plan) == [NEW_ROW]
    (problem,) = [one for one in plan.rows[0].problems if one.problem.code == code]
    assert problem.column == list({**row, label: value}).index(label)
    assert done.batch


def test_the_workbook_says_that_a_red_cell_was_not_taken_over(county, tmp_path):
    path = sheet(tmp_path, "care", {**CARE, "慰问金": "三百"}, {**CARE, "慰问时间": "2010-10-01"})
    plan, done = brought(county, path)
    for name, outcome in (("导入.xlsx", done), ("预览.xlsx", None)):
        imports.write_result(path, tmp_path / name, plan, outcome)
        page = openpyxl.load_workbook(tmp_path / name).worksheets[0]
        column = [cell.value for cell in page[2]].index("导入结果") + 1
        told = [page.cell(row, column).value for row in (3, 4)]
        done_or_not = "没有" if outcome else "不"
        assert told[0] == f"{told[1]}，标红的格{done_or_not}导入"


def test_money_and_hours_may_bear_their_unit(county, tmp_path):
    brought(county, sheet(tmp_path, "care", {**CARE, "慰问金": "1,200.00元"}))
    brought(county, sheet(tmp_path, "cadres", {**CLASS, "培训学时": "16学时"}))
    assert found(county, "care_visit")[-1]["cash"] == Decimal(1200)
    assert found(county, "training_enrol")[-1]["hours"] == Decimal(16)


@pytest.mark.parametrize(
    ("kind", "rows", "code"),
    [
        ("transfers", [OUT, {**TIAN, **{k: OUT[k] for k in ("方向", "介绍信号", "开具日期")}}],
         "record.slip_taken"),
        ("floating", [AWAY, {**AWAY, "流出时间": "2010-10-01"}], "record.away_again"),
        ("floating", [AWAY, AWAY], "filing.again"),
    ],
    ids=["one number twice", "away twice", "the same row twice"],
)  # fmt: skip
def test_the_second_of_two_that_cannot_both_be_is_not_written(county, tmp_path, kind, rows, code):
    plan, _done = brought(county, sheet(tmp_path, kind, *rows))
    assert outcomes(plan)[0] is NEW_ROW
    assert code in codes(plan.rows[1])
    assert outcomes(plan)[1] in {SKIPPED, RowOutcome.CONFLICT}


def test_b9_07_somebody_on_his_way_out_is_not_sent_a_second_time(county, tmp_path):
    plan, _done = brought(county, sheet(tmp_path, "transfers", OUT))
    assert outcomes(plan) == [NEW_ROW]
    again = sheet(tmp_path, "transfers", {**OUT, "介绍信号": "10号", "开具日期": "2010-09-01"})
    plan = imports.preview(county.ledger, again)
    assert outcomes(plan) == [SKIPPED]
    assert "record.sent_again" in codes(plan.rows[0])


def test_b9_07_of_somebody_who_has_left_every_accepted_transfer_comes_in(county, tmp_path):
    with county.ledger.writing("转出") as tx:
        (own,) = records.find(tx, "membership", person_id=county.zhang)
        records.change(tx, "membership", own["id"], {"status": "TRANSFERRED"})
    first = {**OUT, "介绍信号": "1号", "开具日期": "2003-08-01", "回执日期": "2003-08-20"}
    second = {**OUT, "介绍信号": "2号", "开具日期": "2008-08-01", "回执日期": "2008-08-20"}
    plan, _done = brought(county, sheet(tmp_path, "transfers", first, second))
    assert outcomes(plan) == [NEW_ROW, NEW_ROW]


def test_a_key_that_cannot_be_read_changes_no_other_record(county, tmp_path):
    (visit,) = found(county, "care_visit", person_id=county.shan)
    row = {"姓名": "单明", "慰问时间": "2011-05-01", "慰问金": 9}
    known = {**row, "身份证号后六位": "", "出生年月": ""}
    plan, _done = brought(county, sheet(tmp_path, "care", known))
    assert plan.rows[0].outcome is not RowOutcome.CHANGED
    assert found(county, "care_visit", person_id=county.shan) == [visit]


def test_days_of_a_known_record_that_contradict_each_other_stay_as_they_are(county, tmp_path):
    (case,) = found(county, "hardship_case", person_id=county.shan)
    (person,) = found(county, "person", id=county.shan)
    row = {"姓名": "单明", "身份证号后六位": (person["id_no"] or "")[-6:], "解除时间": "2009-05-01",
           "困难原因": "家人重病", "记录号": case["id"]}  # fmt: skip
    plan, _done = brought(county, sheet(tmp_path, "hardship", row))
    assert "record.before" in codes(plan.rows[0])
    assert [one.field for one in plan.rows[0].differences] == ["cause"]
    (after,) = found(county, "hardship_case", person_id=county.shan)
    assert (after["closed_on"], after["cause"]) == (None, "家人重病")


def test_last_six_that_are_not_his_are_asked_about_though_the_birth_is(county, tmp_path):
    row = {"姓名": "张永杰", "性别": "男", "出生年月": "1975-06-15", "身份证号后六位": "999999",
           "困难原因": "病"}  # fmt: skip
    plan = imports.preview(county.ledger, sheet(tmp_path, "hardship", row))
    assert outcomes(plan) == [RowOutcome.SUSPECT]
    assert "filing.tail_differs" in codes(plan.rows[0])


def test_a_number_spoilt_by_the_spreadsheet_is_told_in_every_table(county, tmp_path):
    for kind, label in (("transfers", "身份证号"), ("care", "身份证号后六位")):
        row = {**(OUT if kind == "transfers" else CARE), label: 529999197506150000}
        plan = imports.preview(county.ledger, sheet(tmp_path, kind, row))
        told = "；".join(problem_text(one.problem) for one in plan.rows[0].problems)
        assert "被Excel改为数值" in told
