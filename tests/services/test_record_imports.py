"""What schools file comes into the ledger: new rows, edits, doubts, what an import never does."""

from decimal import Decimal

import openpyxl
import pypdfium2
import pytest

from app.domain.dates import PartialDate
from app.domain.record_templates import record_kinds
from app.domain.roster_preview import SAME_AS, TAKE, RowOutcome, field_key
from app.domain.words import problem_text
from app.services import batches, exports, imports, members, receipts
from app.store import records
from tests.services.filed_county import members_of, rewritten, table
from tests.services.filed_rows import (
    EDITS,
    NEW,
    OTHER_NO,
    PERSON_NO,
    brought,
    codes,
    found,
    outcomes,
    sheet,
)
from tests.services.small_county import member

on = PartialDate.of


@pytest.mark.parametrize("kind", record_kinds())
def test_one_edited_cell_is_exactly_one_change_that_can_be_undone(filed_county, tmp_path, kind):
    label, value, name = EDITS[kind]
    ledger, path = filed_county.ledger, tmp_path / "导出.xlsx"
    exports.export(ledger, kind, path)
    header, rows = table(path)
    rows[0][label] = value
    changed = rewritten(path, tmp_path / "改后.xlsx", header, rows)
    plan, done = brought(filed_county, changed)
    assert outcomes(plan) == [RowOutcome.CHANGED, *[RowOutcome.SAME] * (len(rows) - 1)]
    assert [one.field for one in plan.rows[0].differences] == [name]
    assert set(outcomes(imports.preview(ledger, changed))) == {RowOutcome.SAME}
    batches.undo(ledger, done.batch)
    assert [one.field for one in imports.preview(ledger, changed).rows[0].differences] == [name]


@pytest.mark.parametrize("kind", record_kinds())
def test_emptied_cells_change_nothing(filed_county, tmp_path, kind):
    path = tmp_path / "导出.xlsx"
    exports.export(filed_county.ledger, kind, path)
    header, rows = table(path)
    kept = ("姓名", "单位/姓名", "记录号", "年度")
    emptied = [{label: row[label] for label in kept if label in row} for row in rows]
    plan = imports.preview(
        filed_county.ledger, rewritten(path, tmp_path / "空.xlsx", header, emptied)
    )
    assert set(outcomes(plan)) == {RowOutcome.SAME}


def id_of(row):
    return {label: value for label, value in row.items() if value != ""}


@pytest.mark.parametrize("kind", sorted(set(NEW) - {"scores", "acceptances"}))
def test_a_new_row_is_written_and_then_the_same(filed_county, tmp_path, kind):
    path = sheet(tmp_path, kind, id_of(NEW[kind]))
    plan, done = brought(filed_county, path)
    expected = RowOutcome.CHANGED if kind == "lost" else RowOutcome.NEW
    assert outcomes(plan) == [expected], [problem_text(one.problem) for one in plan.problems]
    assert done.batch
    assert done.results == {plan.rows[0].key: expected}
    again = imports.preview(filed_county.ledger, path)
    assert outcomes(again) == [RowOutcome.SAME], again.rows[0].differences
    batches.undo(filed_county.ledger, done.batch)
    assert outcomes(imports.preview(filed_county.ledger, path)) == [expected]


def test_an_approval_is_not_taken_from_a_table_but_as_history_of_a_member(filed_county, tmp_path):
    with filed_county.ledger.writing("新人") as tx:
        person = records.add(tx, "person", {"name": "秦小满", "id_no": PERSON_NO})
        records.add(tx, "dev_case", {"person_id": person, "org_id": filed_county.first})
    common = {
        "支部大会时间": "2010-06-01",
        "党委审批时间": "2010-07-01",
        "确定发展对象时间": "2009-06-01",
        "支部意见": "同意",
    }
    rows = [
        {"姓名": "秦小满", "身份证号": PERSON_NO, **common},
        {"姓名": "张永杰", "身份证号": "529999197506150018", **common},
    ]
    plan, _done = brought(filed_county, sheet(tmp_path, "acceptances", *rows))
    assert "filing.procedure" in codes(plan.rows[0])
    (case,) = found(filed_county, "dev_case", person_id=person)
    assert case["committee_approved_on"] is None
    assert (str(case["accept_meeting_on"]), case["accept_opinion"]) == ("2010-06-01", "同意")
    assert found(filed_county, "membership", person_id=person) == []
    (history,) = found(filed_county, "dev_case", person_id=filed_county.zhang)
    assert str(history["committee_approved_on"]) == "2010-07-01"


def test_a_receipt_is_not_taken_while_the_member_stands_on_the_old_roster(filed_county, tmp_path):
    path = tmp_path / "导出.xlsx"
    exports.export(filed_county.ledger, "transfers", path)
    header, rows = table(path)
    rows[0]["回执日期"] = "2010-08-01"
    plan, done = brought(filed_county, rewritten(path, tmp_path / "改后.xlsx", header, rows))
    assert codes(plan.rows[0]) == {"filing.procedure"}
    assert done.batch == ""


FIRST, SECOND = "第一小学党支部", "第二小学联合党支部"


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"身份证号后六位": "150018"}, ""),
        ({"身份证号后六位": "150018", "所在党支部": FIRST}, ""),
        ({"身份证号后六位": "150018", "所在党支部": SECOND}, "filing.tail_elsewhere"),
        ({"身份证号后六位": "150019", "所在党支部": FIRST}, "filing.tail_differs"),
        ({"所在党支部": FIRST}, "filing.name_only"),
    ],
)
def test_t9_the_last_six_name_somebody_only_with_name_and_branch(
    filed_county, tmp_path, told, code
):
    path = sheet(tmp_path, "dues_base", {"年度": 2010, "姓名": "张永杰", "月应交": "50", **told})
    plan, done = brought(filed_county, path)
    assert outcomes(plan) == [RowOutcome.SUSPECT if code else RowOutcome.CHANGED]
    if not code:
        assert plan.rows[0].filing.subject == filed_county.zhang
        return
    assert code in codes(plan.rows[0])
    assert done.batch == ""
    (question,) = plan.rows[0].questions
    same = next(one for one in question.options if one.value == SAME_AS + filed_county.zhang)
    chosen = {question.key: same.value}
    assert outcomes(imports.preview(filed_county.ledger, path, choices=chosen)) == [
        RowOutcome.CHANGED
    ]


def test_t9_two_of_one_name_and_the_same_last_six_are_asked_about(filed_county, tmp_path):
    with filed_county.ledger.writing("同名同后六位") as tx:
        twin = records.add(tx, "person", {"name": "张永杰", "id_no": "529999198001150018"})
        records.add(tx, "membership", {"person_id": twin, "org_id": filed_county.second,
                                       "member_type": "FULL", "status": "NORMAL"})  # fmt: skip
    row = {"年度": 2010, "姓名": "张永杰", "月应交": "50", "身份证号后六位": "150018"}
    plan, done = brought(filed_county, sheet(tmp_path, "dues_base", row))
    assert outcomes(plan) == [RowOutcome.SUSPECT]
    offered = {one.value for one in plan.rows[0].questions[0].options}
    assert {SAME_AS + filed_county.zhang, SAME_AS + twin} <= offered
    assert done.batch == ""


def test_a_name_alone_is_only_a_candidate_until_somebody_says_so(filed_county, tmp_path):
    path = sheet(tmp_path, "cadres", {**NEW["cadres"], "身份证号后六位": None})
    plan, done = brought(filed_county, path)
    assert outcomes(plan) == [RowOutcome.SUSPECT]
    assert done.batch == ""
    (question,) = plan.rows[0].questions
    values = [one.value for one in question.options]
    assert values == ["skip", f"{SAME_AS}{filed_county.zhang}"]
    done = imports.apply(filed_county.ledger, plan, {question.key: values[1]})
    assert list(done.results.values()) == [RowOutcome.NEW]
    (class_,) = found(filed_county, "training_class", title="书记培训班")
    (enrol,) = found(filed_county, "training_enrol", class_id=class_["id"])
    assert (enrol["person_id"], enrol["org_id"]) == (filed_county.zhang, filed_county.first)
    assert (class_["kind"], class_["organiser"]) == ("CADRE_TRAINING", "县委组织部")
    assert enrol["hours"] == Decimal(56)
    assert done.content.choices[0].answer.endswith("张永杰")


def test_somebody_unknown_is_not_brought_in_by_a_table_of_members(filed_county, tmp_path):
    plan, done = brought(
        filed_county,
        sheet(tmp_path, "floating", {**NEW["floating"], "姓名": "路人甲", "身份证号": PERSON_NO}),
    )
    assert outcomes(plan) == [RowOutcome.SUSPECT]
    assert codes(plan.rows[0]) == {"filing.nobody"}
    assert done.batch == ""


def test_the_same_record_twice_in_a_file_is_written_once(filed_county, tmp_path):
    plan, _done = brought(filed_county, sheet(tmp_path, "care", NEW["care"], NEW["care"]))
    assert outcomes(plan) == [RowOutcome.NEW, RowOutcome.CONFLICT]
    assert codes(plan.rows[1]) == {"filing.again"}
    assert len(found(filed_county, "care_visit", person_id=filed_county.zhang)) == 1


def test_the_last_six_with_zeros_lost_in_excel_still_tell_who_it_is(filed_county, tmp_path):
    """田禾青's number ends in 070019: Excel keeps 70019 of it."""
    (tian,) = found(filed_county, "person", name="田禾青")
    row = {**NEW["cadres"], "姓名": "田禾青", "身份证号后六位": int(tian["id_no"][-6:])}
    assert outcomes(imports.preview(filed_county.ledger, sheet(tmp_path, "cadres", row))) == [
        RowOutcome.NEW
    ]


def test_an_ordinary_roster_is_still_a_roster(filed_county, tmp_path):
    row = {
        "姓名": "张永杰",
        "性别": "男",
        "民族": "汉族",
        "公民身份证号": "529999197506150018",
        "出生日期": "1975-06-15",
        "申请入党时间": "1998-01",
        "所在党支部": "第一小学党支部",
    }
    plan = imports.preview(filed_county.ledger, sheet(tmp_path, "lost", row, title="党员花名册"))
    assert [layout.kind for layout in plan.layouts] == ["members"]


def test_another_name_beside_a_known_number_is_a_conflict(filed_county, tmp_path):
    with filed_county.ledger.reading() as tx:
        membership = members_of(tx)[filed_county.shan]
    row = {
        "姓名": "单名",
        "身份证号": "529999197506150018",
        "失联时间": "2010-08",
        "失联情形": "其他",
    }
    plan, done = brought(filed_county, sheet(tmp_path, "lost", row))
    assert outcomes(plan) == [RowOutcome.CONFLICT]
    (person,) = found(filed_county, "person", id=filed_county.zhang)
    assert person["name"] == "张永杰"
    assert done.batch
    again = imports.preview(filed_county.ledger, sheet(tmp_path, "lost", row))
    place = again.rows[0].source
    key = field_key(place.sheet, place.row, "name")
    imports.apply(filed_county.ledger, again, {key: TAKE})
    (person,) = found(filed_county, "person", id=filed_county.zhang)
    assert person["name"] == "单名"
    assert membership != again.rows[0].target


def test_the_marked_workbook_and_the_receipt_tell_of_the_rows(filed_county, tmp_path):
    path = sheet(tmp_path, "care", NEW["care"], {**NEW["care"], "慰问金": "很多"})
    plan, done = brought(filed_county, path)
    imports.write_result(path, tmp_path / "核对.xlsx", plan, done)
    page = openpyxl.load_workbook(tmp_path / "核对.xlsx").worksheets[0]
    told = [[cell.value for cell in row][-3:-1] for row in page.iter_rows(min_row=2)]
    assert told[0] == ["导入结果", "错误提示"]
    assert told[1][0] == "新增"
    assert "不是金额" in told[2][1]
    receipt = receipts.of_batch(filed_county.ledger, done.batch)
    receipts.export(receipt, tmp_path / "回执.pdf")
    pdf = pypdfium2.PdfDocument(tmp_path / "回执.pdf")
    text = "".join(page.get_textpage().get_text_bounded() for page in pdf)
    pdf.close()
    assert "care.xlsx" in text
    assert "不是金额" in text.replace("\r\n", "")


def test_an_answer_may_be_given_after_the_preview_was_compared_again(filed_county, tmp_path):
    path = sheet(tmp_path, "cadres", {**NEW["cadres"], "身份证号后六位": None})
    plan = imports.preview(filed_county.ledger, path)
    key = plan.rows[0].questions[0].key
    answers = {key: f"{SAME_AS}{filed_county.zhang}"}
    again = imports.rematch(filed_county.ledger, plan, answers)
    assert outcomes(again) == [RowOutcome.NEW]
    assert [one.key for one in again.rows[0].questions] == [key]
    assert imports.apply(filed_county.ledger, again, answers).batch


def test_two_people_of_one_name_are_told_apart_by_the_last_six(filed_county, tmp_path):
    twin = member("张永杰", filed_county.second, id_no=OTHER_NO, birth_on=on("1981-03-07"))
    other = members.add_many(filed_county.ledger, [twin], title="同名").ids[0]
    (known,) = found(filed_county, "person", id=other)
    row = {**NEW["cadres"], "身份证号后六位": known["id_no"][-6:]}
    brought(filed_county, sheet(tmp_path, "cadres", row))
    assert [
        one["person_id"] for one in found(filed_county, "training_enrol", hours=Decimal(56))
    ] == [other]
