"""导入、导出 beside the lists of records, by keys: filed tables out, edited, and in again."""

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from app.services import record_book
from app.ui.import_dialog import DIFFERENCES, RESULT, ImportDialog
from app.ui.record_pages import affairs_page, assessments_page, trainings_page
from tests.services.filed_county import rewritten, table
from tests.ui.workplace import dialog, gone, settle

KEY = Qt.Key


def opened(qtbot, practice, spec):
    page = spec(practice).factory()
    qtbot.addWidget(page)
    page.resize(1300, 680)
    page.show()
    settle(qtbot, practice)
    with qtbot.waitActive(page):
        page.activateWindow()
    return page


def choose(qtbot, page, practice, name):
    page.choose(name)
    settle(qtbot, practice)
    return page.filed[name]


def open_menu(qtbot, page, filed):
    """Open the menu with the key that is written on its button."""
    with qtbot.waitActive(page):
        page.activateWindow()
    qtbot.keyClick(page, KEY.Key_T, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(filed.menu.isVisible)
    return [action.text() for action in filed.menu.actions() if action.text()]


def take(qtbot, filed, text):
    """Go down in the menu to an entry and press Enter."""
    while filed.menu.activeAction().text() != text:
        qtbot.keyClick(filed.menu, KEY.Key_Down)
    qtbot.keyClick(filed.menu, KEY.Key_Return)


def name_file(qtbot, target):
    """Type the name of a file into the window that asks for it."""
    window = dialog(qtbot, QFileDialog)
    window.filesSelected.emit([str(target)])
    window.close()


@pytest.mark.parametrize(
    ("spec", "name", "first"),
    [
        (affairs_page, "dev_case", "入党积极分子备案表"),
        (affairs_page, "transfer", "组织关系接转登记表"),
        (affairs_page, "floating_record", "流动党员登记表"),
        (trainings_page, "training_enrol", "培训报名表"),
        (assessments_page, "dues_payment", "党费收缴登记表"),
        (assessments_page, "honour", "表彰名册"),
        (assessments_page, "care_visit", "慰问登记表"),
    ],
)
def test_the_menu_offers_the_tables_of_the_list(qtbot, practice, spec, name, first):
    page = opened(qtbot, practice, spec)
    filed = choose(qtbot, page, practice, name)
    texts = open_menu(qtbot, page, filed)
    assert texts[:3] == ["导入学校交来的表…", f"导出{first}…", f"{first}空白模板…"]
    assert filed.menu.activeAction().text() == texts[0]
    filed.menu.close()


def test_a_list_that_nobody_files_has_no_such_button(qtbot, practice):
    page = opened(qtbot, practice, trainings_page)
    assert choose(qtbot, page, practice, "campaign").button is None


def test_an_empty_template_is_saved(qtbot, practice, tmp_path, said):
    page = opened(qtbot, practice, assessments_page)
    filed = choose(qtbot, page, practice, "honour")
    open_menu(qtbot, page, filed)
    take(qtbot, filed, "表彰名册空白模板…")
    name_file(qtbot, tmp_path / "表彰.xlsx")
    settle(qtbot, practice)
    assert openpyxl.load_workbook(tmp_path / "表彰.xlsx").worksheets[0]["A1"].value == "表彰名册"
    assert "可以发给学校填写" in said.texts[0]


def imported_by_keys(qtbot, page, filed, path):
    """Bring a file with one change and one new row in, from the menu to the last step."""
    open_menu(qtbot, page, filed)
    qtbot.keyClick(filed.menu, KEY.Key_Return)
    window = dialog(qtbot, ImportDialog)
    window.take([path])
    settle(qtbot, page.tools)
    assert window.columns.sheets.tabText(0).startswith("2010年表彰名册")
    qtbot.keyClick(window.buttons.next, KEY.Key_Return)
    settle(qtbot, page.tools)
    assert window.steps.currentIndex() == DIFFERENCES
    assert window.differences.buttons["变化"].text() == "变化 1"
    assert window.differences.buttons["新增"].text() == "新增 1"
    window.differences.show_outcome("变化")
    settle(qtbot, page.tools)
    window.buttons.next.setFocus()
    qtbot.keyClick(window.buttons.next, KEY.Key_Space)
    settle(qtbot, page.tools)
    assert window.steps.currentIndex() == RESULT
    return window


def test_a_year_is_exported_edited_and_imported_by_keys_and_undone(qtbot, practice, tmp_path, said):
    page = opened(qtbot, practice, assessments_page)
    filed = choose(qtbot, page, practice, "honour")
    page.year.setCurrentIndex(page.year.findText("2010年"))
    settle(qtbot, practice)
    open_menu(qtbot, page, filed)
    take(qtbot, filed, "导出表彰名册…")
    name_file(qtbot, tmp_path / "表彰.xlsx")
    settle(qtbot, practice)
    assert f"共 {page.list.model.total} 行" in said.texts[-1]

    header, rows = table(tmp_path / "表彰.xlsx")
    rows[0]["文号"] = "清教党〔2010〕99号"
    rows.append({"单位/姓名": "县一中", "荣誉称号": "文明单位", "时间": "2010-12-01"})
    path = rewritten(tmp_path / "表彰.xlsx", tmp_path / "改后.xlsx", header, rows)

    window = imported_by_keys(qtbot, page, filed, path)
    written = [row.raw for row in record_book.rows(practice.ledger, "honour", 2010)]
    assert [row["target_type"] for row in written if row["title"] == "文明单位"] == ["ORG"]
    assert "清教党〔2010〕99号" in {row["doc_no"] for row in written}
    window.outcome.undo_button.setFocus()
    qtbot.keyClick(window.outcome.undo_button, KEY.Key_Space)
    settle(qtbot, practice)
    left = {row.raw["title"] for row in record_book.rows(practice.ledger, "honour", 2010)}
    assert "文明单位" not in left
    window.close()
    gone(qtbot, window)


def test_whom_a_row_is_about_is_answered_in_the_window(qtbot, practice, tmp_path, said):
    page = opened(qtbot, practice, trainings_page)
    filed = choose(qtbot, page, practice, "training_enrol")
    name = record_book.choices(practice.ledger, "person")
    label = next(one.label for one in name if sum(other.label == one.label for other in name) == 1)
    book = openpyxl.Workbook()
    book.active.append(["姓名", "职级", "培训班名称", "组织单位", "培训时间", "培训学时"])
    book.active.append([label, "书记", "专题培训班", "县委组织部", "2010-11-01", 24])
    book.save(tmp_path / "参训.xlsx")
    filed.bring_in()
    window = dialog(qtbot, ImportDialog)
    window.take([tmp_path / "参训.xlsx"])
    settle(qtbot, practice)
    qtbot.keyClick(window.buttons.next, KEY.Key_Return)
    settle(qtbot, practice)
    assert window.differences.buttons["存疑"].text() == "存疑 1"
    (box,) = window.differences.detail.boxes.values()
    box.setFocus()
    qtbot.keyClick(box, KEY.Key_Down)
    box.activated.emit(box.currentIndex())
    settle(qtbot, practice)
    assert window.differences.buttons["存疑"].text() == "存疑 0"
    assert window.differences.buttons["新增"].text() == "新增 1"
    window.commit()
    settle(qtbot, practice)
    titles = {row.shown["class_id"] for row in record_book.rows(practice.ledger, "training_enrol")}
    assert "专题培训班" in titles
    window.close()
    gone(qtbot, window)
