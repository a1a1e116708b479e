"""Importing by hand: columns named, work stopped in the middle, one file after another."""

import openpyxl
import pytest
from shiboken6 import isValid

from app.services import batches, members
from app.ui.import_dialog import DIFFERENCES, RESULT, open_import
from tests.ui.workplace import gone, settle

SHEET, PHONE = "花名册", 2


@pytest.fixture
def known(practice):
    return [row for row in members.rows(practice.ledger) if row.id_no and row.mobile]


@pytest.fixture
def roster(known, tmp_path):
    """Return a roster: a member who is the same, a new one, a column in other words."""
    book = openpyxl.Workbook()
    book.active.title = SHEET
    book.active.append(["姓名", "公民身份证号", "办公号", "性别"])
    book.active.append([known[0].name, known[0].id_no, None, None])
    book.active.append(["田新人", "529999198503070121", "0851-82345678", "女"])
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


def name(box, sheet, column, field):
    found = box.columns.boxes[sheet, column]
    found.setCurrentIndex(found.findData(field))
    found.activated.emit(found.currentIndex())


def to_differences(qtbot, box, practice, roster):
    box.take([roster])
    settle(qtbot, practice)
    box.buttons.next.click()
    settle(qtbot, practice)
    assert box.steps.currentIndex() == DIFFERENCES


def test_a_column_named_by_hand_is_not_called_unknown_afterwards(qtbot, box, practice, roster):
    box.take([roster])
    settle(qtbot, practice)
    name(box, SHEET, PHONE, "landline")
    box.buttons.next.click()
    settle(qtbot, practice)
    assert "办公号" not in box.differences.problems.text()


def test_a_sheet_with_a_header_in_other_words_is_imported_once_its_columns_are_named(
    qtbot, box, practice, known, tmp_path
):
    book = openpyxl.Workbook()
    book.active.append(["党员称呼", "证件", "电话号"])
    book.active.append([known[0].name, known[0].id_no, "13900009999"])
    path = tmp_path / "自家的表.xlsx"
    book.save(path)
    for _ in range(2):
        box.take([path])
        settle(qtbot, practice)
        sheet = book.active.title
        if box.columns.boxes[sheet, 0].value() != "name":
            for column, field in enumerate(("name", "id_no", "mobile")):
                name(box, sheet, column, field)
        box.buttons.next.click()
        settle(qtbot, practice)
        assert [row.name for row in box.differences.table.model.rows] == [known[0].name]
        box.buttons.next.click()
        settle(qtbot, practice)
        assert box.steps.currentIndex() == RESULT
    after = {each.id: each for each in members.rows(practice.ledger)}
    assert after[known[0].id].mobile == "13900009999"
    assert "相同" in box.outcome.sentence.text()


def test_without_rows_there_is_nothing_to_confirm_and_nothing_to_ask(
    qtbot, box, practice, tmp_path, said
):
    book = openpyxl.Workbook()
    book.active.append(["填表说明"])
    path = tmp_path / "说明.xlsx"
    book.save(path)
    to_differences(qtbot, box, practice, path)
    assert not box.buttons.next.isEnabled()
    box.reject()
    assert not isValid(box) or not box.isVisible()
    assert said.texts == []


def test_cancel_while_rows_are_written_stops_the_import(qtbot, box, practice, roster, said):
    to_differences(qtbot, box, practice, roster)
    before = batches.recent(practice.ledger)
    box.buttons.next.click()
    box.buttons.close_all.click()
    settle(qtbot, practice)
    assert said.texts == ["已停止，什么都没有写入。"]
    assert box.isVisible()
    assert batches.recent(practice.ledger) == before


def test_stopping_the_undo_of_an_import_leaves_it_and_it_can_be_undone_again(
    qtbot, box, practice, roster
):
    to_differences(qtbot, box, practice, roster)
    box.buttons.next.click()
    settle(qtbot, practice)
    before = batches.recent(practice.ledger)
    box.undo()
    box.reject()
    settle(qtbot, practice)
    assert batches.recent(practice.ledger) == before
    assert box.outcome.undo_button.isVisible()
    assert box.outcome.undo_button.isEnabled()
    box.undo()
    settle(qtbot, practice)
    assert "已撤销" in box.outcome.sentence.text()


def test_the_next_file_begins_at_its_first_row_with_nothing_filtered(qtbot, box, practice, roster):
    to_differences(qtbot, box, practice, roster)
    rows = box.differences.table.model.rows
    box.differences.table.select([rows[-1].id])
    box.differences.buttons["相同"].click()
    box.buttons.next.click()
    settle(qtbot, practice)
    box.buttons.more.click()
    to_differences(qtbot, box, practice, roster)
    table = box.differences.table
    assert table.current_id() == table.model.shown[0].id == table.model.rows[0].id
