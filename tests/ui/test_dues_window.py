"""党费收缴 in a real window on the practice county, by the keyboard."""

from datetime import date
from decimal import Decimal

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit

from app.domain.dues_views import CellState
from app.services import dues_publication
from app.services.dues_grid import grid
from app.store import records
from app.ui import pickers
from app.ui.dues_sheet_dialog import SheetDialog
from app.ui.dues_window import DuesWindow, open_dues
from app.ui.record_pages import affairs_page
from tests.ui.workplace import dialog, gone, settle

KEY = Qt.Key


def branch(tools, short):
    with tools.ledger.reading() as tx:
        return records.find(tx, "org_unit", short_name=short)[0]["id"]


@pytest.fixture
def page(qtbot, practice):
    page = affairs_page(practice).factory()
    qtbot.addWidget(page)
    page.resize(1200, 640)
    page.show()
    settle(qtbot, practice)
    with qtbot.waitActive(page):
        page.activateWindow()
    return page


@pytest.fixture
def window(qtbot, practice):
    org = branch(practice, "局机关支部")
    open_dues(practice, None, org)
    settle(qtbot, practice)
    window = dialog(qtbot, DuesWindow)
    with qtbot.waitActive(window):
        window.activateWindow()
    return window


def press(qtbot, *keys):
    for key in keys:
        if isinstance(key, str):
            qtbot.keyClicks(QApplication.focusWidget(), key)
        else:
            qtbot.keyClick(QApplication.focusWidget(), *(key if isinstance(key, tuple) else (key,)))


CTRL = Qt.KeyboardModifier.ControlModifier


def test_a_months_dues_of_a_branch_take_at_most_twelve_keys(qtbot, page, practice):
    org = branch(practice, "局机关支部")
    before = grid(practice.ledger, org, 2010)
    still_open = [cell for cell in before.month(12) if cell.state is CellState.OPEN]
    assert len(still_open) == 24
    qtbot.keyClick(page.kinds, KEY.Key_F6)
    settle(qtbot, practice)
    window = dialog(qtbot, DuesWindow)
    with qtbot.waitActive(window):
        window.activateWindow()
    # F6, J J G Z B and Enter, F8, Ctrl+S: nine keys.
    press(qtbot, "jjgzb", KEY.Key_Return)
    settle(qtbot, practice)
    assert window.model.grid.org_id == org
    press(qtbot, KEY.Key_F8, (KEY.Key_S, CTRL))
    settle(qtbot, practice)
    after = grid(practice.ledger, org, 2010)
    assert {cell.state for cell in after.month(12)} == {CellState.PAID, CellState.NOT_OWED}
    practice.writer.undo()
    settle(qtbot, practice)
    assert grid(practice.ledger, org, 2010) == before
    window.close()


def test_the_space_bar_marks_a_month_and_the_sum_follows(qtbot, window, practice):
    row = window.model.grid.rows[0]
    assert window.table.hasFocus()
    press(qtbot, KEY.Key_Space)
    assert window.sum.text() == f"准备收 1 人 {row.month_due:,.2f} 元"
    press(qtbot, KEY.Key_Space)
    assert window.sum.text() == ""
    window.close()


def test_a_typed_number_pays_another_amount(qtbot, window, practice):
    press(qtbot, "5")
    qtbot.waitUntil(lambda: isinstance(QApplication.focusWidget(), QLineEdit))
    press(qtbot, ".5", KEY.Key_Return)
    qtbot.waitUntil(lambda: window.model.is_marked)
    (payment,), mistaken = window.model.payments()
    assert (payment.amount, mistaken) == (Decimal("5.50"), [])
    press(qtbot, (KEY.Key_S, CTRL))
    settle(qtbot, practice)
    cell = grid(practice.ledger, window.model.grid.org_id, 2010).rows[0].cells[11]
    assert cell.paid == Decimal("5.50")
    window.close()


def test_f7_pays_everything_a_member_owes_up_to_the_month(qtbot, practice):
    org = branch(practice, "县一中")
    open_dues(practice, None, org)
    settle(qtbot, practice)
    window = dialog(qtbot, DuesWindow)
    with qtbot.waitActive(window):
        window.activateWindow()
    late = [CellState.LATE] * 6
    rows = window.model.grid.rows
    number = next(n for n, row in enumerate(rows) if [c.state for c in row.cells[5:11]] == late)
    window.table.go_to(number, 12)
    press(qtbot, KEY.Key_F7)
    payments, _mistaken = window.model.payments()
    assert [payment.month for payment in payments] == [date(2010, n, 1) for n in range(6, 13)]
    press(qtbot, (KEY.Key_S, CTRL))
    settle(qtbot, practice)
    assert not window.model.is_marked
    assert CellState.LATE not in {cell.state for cell in window.model.grid.rows[number].cells}
    window.close()


def test_a_month_entered_by_mistake_is_taken_back_with_the_space_bar(qtbot, window, practice):
    window.table.go_to(0, 5)
    assert window.model.grid.rows[0].cells[4].state is CellState.PAID
    press(qtbot, KEY.Key_Space, (KEY.Key_S, CTRL))
    settle(qtbot, practice)
    assert window.model.grid.rows[0].cells[4].state is CellState.LATE
    window.close()


def test_marks_are_not_lost_by_leaving(qtbot, window, practice, said):
    press(qtbot, KEY.Key_Space)
    said.answers.append("继续收缴")
    press(qtbot, KEY.Key_Escape)
    assert window.isVisible()
    assert "还没有保存" in said.texts[-1]
    said.answers.append("不保存")
    press(qtbot, KEY.Key_Escape)
    gone(qtbot, window)


def test_saving_without_a_mark_says_how_to_mark(qtbot, window, practice, said):
    press(qtbot, (KEY.Key_S, CTRL))
    assert said.texts == ["还没有标记要收的党费。"]
    window.close()


def test_drafts_for_arrears_are_made_after_asking_and_nobody_is_removed(qtbot, practice, said):
    org = branch(practice, "县一中")
    open_dues(practice, None, org)
    settle(qtbot, practice)
    window = dialog(qtbot, DuesWindow)
    with practice.ledger.reading() as tx:
        before = records.find(tx, "membership", org_id=org)
        cases = len(records.find(tx, "disposal_case", kind="REMOVAL"))
    said.answers.append("登记")
    window.open_cases()
    settle(qtbot, practice)
    with practice.ledger.reading() as tx:
        assert records.find(tx, "membership", org_id=org) == before
        assert len(records.find(tx, "disposal_case", kind="REMOVAL")) > cases
    window.close()


def test_the_publication_of_the_year_becomes_a_pdf(qtbot, window, practice, said, tmp_path,
                                                   monkeypatch):  # fmt: skip
    target = tmp_path / "公示.pdf"
    monkeypatch.setattr(pickers, "save_file", lambda *args: args[3](target))
    make = window._of_branch(dues_publication.publication_document)
    window._on_print("年度公示表", make)
    settle(qtbot, practice)
    text = pypdfium2.PdfDocument(target)[0].get_textpage().get_text_range()
    assert "2010年党费收缴公示" in "".join(text.split())
    assert said.texts == [f"《{window.model.grid.org_name}2010年党费收缴公示》已存好。"]
    window.close()


def test_the_sheet_tells_what_is_due_while_it_is_typed(qtbot, window, practice):
    person = window.model.grid.rows[0].id
    press(qtbot, KEY.Key_F6)
    settle(qtbot, practice)
    sheet = dialog(qtbot, SheetDialog)
    form = sheet.form
    form.field("base").set_value("")
    form.field("post_wage").set_value("2800")
    form.field("minus_tax").set_value("45.5")
    sheet.show_checks()
    assert "岗位工资2800.00－个人所得税45.50＝2754.50元" in sheet.words.text()
    assert "每月应交党费13.77元" in sheet.words.text()
    form.field("grade_wage").set_value("一千")
    sheet.show_checks()
    assert sheet.words.text() == ""
    form.field("grade_wage").set_value("1000")
    sheet.save()
    gone(qtbot, sheet)
    settle(qtbot, practice)
    with practice.ledger.reading() as tx:
        (row,) = records.find(tx, "dues_assess", person_id=person)
    assert (row["base"], row["month_due"]) == (Decimal("3754.50"), Decimal("37.55"))
    assert row["waiver_due"] is None
    window.close()


def test_a_screen_reader_hears_who_owes_what(window):
    from app.ui.dues_table import FIRST_MONTH

    index = window.model.index(0, FIRST_MONTH + 11)
    said = window.model.data(index, Qt.ItemDataRole.AccessibleTextRole)
    row = window.model.grid.rows[0]
    assert said == f"{row.name}12月：还没有交，应交{row.month_due:.2f}元"
    window.close()
