"""The import window from the file to the undo, with a real workbook on the practice county."""

import openpyxl
import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget
from shiboken6 import isValid

from app.services import batches, members
from app.services.record_book import rows, save
from app.ui.import_dialog import COLUMNS, DIFFERENCES, FILES, RESULT, open_import
from tests.ui.workplace import dialog, gone, settle

HEADER = [
    "序号",
    "姓名",
    "性别",
    "民族",
    "公民身份证号",
    "所在党支部",
    "人员类别",
    "办公号",
    "手机号",
]
FIRST_DATA_ROW = 3


@pytest.fixture
def known(practice):
    """Return three members of the county who have an ID number and a mobile."""
    found = [row for row in members.rows(practice.ledger) if row.id_no and row.mobile]
    return found[3], found[5], found[8]


@pytest.fixture
def roster(known, tmp_path):
    """Return a roster: a new phone, another name, the same, a new person, an unknown branch."""
    first, second, third = known

    def row(number, person, **more):
        cells = dict.fromkeys(HEADER)
        cells |= {"序号": number, "姓名": person.name, "公民身份证号": person.id_no}
        cells |= {"人员类别": person.member_type}
        return list((cells | more).values())

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "花名册"
    sheet.append(["党员花名册"])
    sheet.append(HEADER)
    sheet.append(row(1, first, 手机号="13900009999", 办公号="0851-82345678"))
    sheet.append(row(2, second, 姓名=f"{second.name}华"))
    sheet.append(row(3, third))
    sheet.append(
        [4, "田新人", "女", "苗族", "529999198503070121", first.branch, "正式党员", None, None]
    )
    sheet.append(
        [5, "石生客", "男", "汉族", "529999198503070332", "云外支部", "正式党员", None, "1390000"]
    )
    path = tmp_path / "花名册.xlsx"
    book.save(path)
    return path


@pytest.fixture
def box(qtbot, practice):
    box = open_import(practice, None)
    yield box
    if isValid(box) and box.isVisible():
        box.steps.setCurrentIndex(RESULT)
        box.close()
        gone(qtbot, box)


def shown(box):
    return {row.name: row.outcome for row in box.differences.table.model.rows}


def to_differences(qtbot, box, practice, roster):
    box.take([roster])
    settle(qtbot, practice)
    assert box.steps.currentIndex() == COLUMNS
    box.buttons.next.click()
    settle(qtbot, practice)
    assert box.steps.currentIndex() == DIFFERENCES


def choose_row(box, name):
    row = next(row for row in box.differences.table.model.rows if row.name == name)
    box.differences.table.select([row.id])
    return row


def answer(box, question, value):
    field = box.differences.detail.boxes[question.key]
    field.setCurrentIndex(field.findData(value))
    field.activated.emit(field.currentIndex())


def test_the_columns_are_recognised_and_the_unknown_one_is_left_out(qtbot, box, practice, roster):
    box.take([roster])
    settle(qtbot, practice)
    fields = {key: field.value() for key, field in box.columns.boxes.items()}
    assert fields["花名册", 1] == "name"
    assert fields["花名册", 4] == "id_no"
    assert fields["花名册", 7] == ""
    headline = box.columns.sheets.widget(0).layout().itemAt(0).widget()
    assert "认出是党员花名册：表头在第 2 行" in headline.text()


def test_nothing_is_written_before_the_import_is_confirmed(qtbot, box, practice, roster):
    before = batches.recent(practice.ledger)
    to_differences(qtbot, box, practice, roster)
    assert batches.recent(practice.ledger) == before


def test_problems_come_first_and_the_counts_are_buttons(qtbot, box, practice, roster, known):
    to_differences(qtbot, box, practice, roster)
    outcomes = [row.outcome for row in box.differences.table.model.rows]
    assert outcomes == ["请选择", "冲突", "新增", "变化", "新增", "相同"]
    assert [bool(row.told) for row in box.differences.table.model.rows][2:4] == [True, False]
    box.differences.buttons["冲突"].click()
    assert [row.name for row in box.differences.table.model.shown] == [f"{known[1].name}华"]
    assert box.differences.buttons["新增"].text() == "新增 2"


def test_a_corrected_column_is_imported_and_remembered(qtbot, box, practice, roster, known):
    box.take([roster])
    settle(qtbot, practice)
    field = box.columns.boxes["花名册", 7]
    field.setCurrentIndex(field.findData("landline"))
    field.activated.emit(field.currentIndex())
    box.buttons.next.click()
    settle(qtbot, practice)
    row = choose_row(box, known[0].name)
    assert {one.field for one in row.row.differences} == {"mobile", "landline"}
    box.buttons.next.click()
    settle(qtbot, practice)
    person = next(r for r in rows(practice.ledger, "person") if r.id == known[0].id)
    assert person.shown["landline"].replace("-", "") == "085182345678"
    box.buttons.more.click()
    box.take([roster])
    settle(qtbot, practice)
    assert box.columns.boxes["花名册", 7].value() == "landline"


def test_conflicts_keep_the_ledger_unless_chosen_and_the_import_can_be_undone(
    qtbot, box, practice, roster, known
):
    to_differences(qtbot, box, practice, roster)
    row = choose_row(box, f"{known[1].name}华")
    question = next(one for one in row.questions if one.field == "name")
    assert box.differences.detail.boxes[question.key].value() == "keep"
    answer(box, question, "take")
    box.buttons.next.click()
    settle(qtbot, practice)
    assert box.steps.currentIndex() == RESULT
    assert "新增2行" in box.outcome.sentence.text()
    after = {each.id: each for each in members.rows(practice.ledger)}
    assert after[known[1].id].name == f"{known[1].name}华"
    assert after[known[0].id].mobile == "13900009999"
    assert "田新人" in {each.name for each in after.values()}
    box.outcome.undo_button.click()
    settle(qtbot, practice)
    assert "已撤销" in box.outcome.sentence.text()
    again = {each.id: each for each in members.rows(practice.ledger)}
    assert again[known[1].id].name == known[1].name
    assert again[known[0].id].mobile == known[0].mobile
    assert "田新人" not in {each.name for each in again.values()}


def test_a_single_difference_and_a_whole_row_can_be_left_out(qtbot, box, practice, roster, known):
    to_differences(qtbot, box, practice, roster)
    choose_row(box, known[0].name)
    tree = next(
        each
        for each in box.differences.detail.widget().findChildren(QWidget)
        if each.accessibleName() == "不同的地方"
    )
    tree.topLevelItem(0).setCheckState(0, Qt.CheckState.Unchecked)
    row = choose_row(box, "田新人")
    box.differences.choices[row.id] = "skip"
    box.buttons.next.click()
    settle(qtbot, practice)
    after = {each.id: each for each in members.rows(practice.ledger)}
    assert after[known[0].id].mobile == known[0].mobile
    assert "田新人" not in {each.name for each in after.values()}


def test_choosing_what_an_unknown_branch_is_compares_again(qtbot, box, practice, roster):
    to_differences(qtbot, box, practice, roster)
    row = choose_row(box, "整个文件")
    answer(box, row.questions[0], "create")
    settle(qtbot, practice)
    box.buttons.next.click()
    settle(qtbot, practice)
    names = {each.shown["full_name"] for each in rows(practice.ledger, "org_unit")}
    assert "云外支部" in names


def test_the_window_says_when_the_ledger_has_moved_on_and_writes_nothing_old(
    qtbot, box, practice, roster, known, said
):
    to_differences(qtbot, box, practice, roster)
    practice.writer.run(
        lambda _: save(practice.ledger, "person", known[0].id, {"mobile": "13700000001"}), "修改"
    )
    settle(qtbot, practice)
    assert "预览以后有了改动" in box.differences.moved_on.text()
    box.buttons.next.click()
    settle(qtbot, practice)
    assert "预览之后台账又有了改动" in said.texts[-1]
    assert box.steps.currentIndex() == DIFFERENCES
    box.buttons.again.click()
    settle(qtbot, practice)
    assert box.differences.moved_on.text() == ""
    box.buttons.next.click()
    settle(qtbot, practice)
    assert box.steps.currentIndex() == RESULT


def test_stopping_the_import_writes_nothing(qtbot, box, practice, roster, said, monkeypatch):
    to_differences(qtbot, box, practice, roster)
    before = batches.recent(practice.ledger)
    names = {each.name for each in members.rows(practice.ledger)}
    run = practice.tasks.run

    def run_and_stop(*args, **more):
        task = run(*args, **more)
        task.cancel()
        return task

    with monkeypatch.context() as patch:
        patch.setattr(practice.tasks, "run", run_and_stop)
        box.buttons.next.click()
        settle(qtbot, practice)
    assert box.steps.currentIndex() == DIFFERENCES
    assert batches.recent(practice.ledger) == before
    assert {each.name for each in members.rows(practice.ledger)} == names
    assert said.texts == ["已停止，什么都没有写入。"]
    assert box.buttons.next.isEnabled()


def test_the_workbook_comes_back_with_its_wrong_cells_red(
    qtbot, box, practice, roster, said, tmp_path
):
    to_differences(qtbot, box, practice, roster)
    box.buttons.next.click()
    settle(qtbot, practice)
    target = tmp_path / "核对结果.xlsx"
    box.save_corrected(target)
    settle(qtbot, practice)
    sheet = openpyxl.load_workbook(target)["花名册"]
    phone = sheet.cell(FIRST_DATA_ROW + 4, 9)
    assert phone.fill.fgColor.rgb != sheet.cell(FIRST_DATA_ROW, 2).fill.fgColor.rgb
    assert "已另存" in said.texts[-1]


def pdf_text(path):
    with pypdfium2.PdfDocument(path) as opened:
        pages = "".join(page.get_textpage().get_text_bounded() for page in opened)
    return "".join(pages.split())


def test_the_receipt_is_printed_from_the_result_by_keys(
    qtbot, box, practice, roster, said, tmp_path, known
):
    to_differences(qtbot, box, practice, roster)
    row = choose_row(box, f"{known[1].name}华")
    answer(box, row.questions[0], "take")
    box.buttons.next.click()
    settle(qtbot, practice)
    qtbot.keyClick(box.outcome.receipt_button, Qt.Key.Key_Space)
    picker = dialog(qtbot, QFileDialog)
    assert picker.windowTitle() == "打印回执"
    assert "导入回执-花名册.pdf" in "".join(picker.selectedFiles())
    picker.reject()
    target = tmp_path / "回执.pdf"
    box.save_receipt(target)
    settle(qtbot, practice)
    assert "导入回执已存好，共 " in said.texts[-1]
    text = pdf_text(target)
    assert "核对时的选择（1项）" in text
    assert "用表中的内容" in text
    assert batches.recent(practice.ledger)[0].id.replace("-", "") in text.replace("-", "")


def test_a_file_that_is_no_workbook_is_told_and_the_next_one_goes_on(
    qtbot, box, practice, roster, said, tmp_path
):
    broken = tmp_path / "坏.xlsx"
    broken.write_bytes(b"PK\x03\x04 nothing")
    box.take([broken, roster])
    settle(qtbot, practice)
    assert len(said.texts) == 1
    assert box.steps.currentIndex() == COLUMNS
    assert "花名册.xlsx" in box.hint.text()


def test_esc_does_not_throw_corrected_columns_away(qtbot, box, practice, roster, said):
    box.take([roster])
    settle(qtbot, practice)
    assert box.steps.currentIndex() == COLUMNS
    field = box.columns.boxes["花名册", 7]
    field.setCurrentIndex(field.findData("remark"))
    field.activated.emit(field.currentIndex())
    said.answers.append("继续核对")
    qtbot.keyClick(box, Qt.Key.Key_Escape)
    assert box.isVisible()
    assert len(said.notices) == 1
    said.answers.append("不导入")
    qtbot.keyClick(box, Qt.Key.Key_Escape)
    gone(qtbot, box)


def test_leaving_a_prepared_import_asks_first(qtbot, box, practice, roster, said):
    to_differences(qtbot, box, practice, roster)
    box.reject()
    assert box.isVisible()
    said.answers.append("不导入")
    box.reject()
    gone(qtbot, box)


def test_the_first_step_says_what_to_do(box):
    assert box.steps.currentIndex() == FILES
    assert box.heading.text() == "第 1 步，共 4 步：选择文件"
    assert not box.buttons.next.isVisible()
