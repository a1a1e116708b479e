"""大额党费 by keys from the window of dues: kept apart, never for less than the least."""

from decimal import Decimal

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.store import records
from app.ui import pickers
from app.ui.draft_dialog import DraftDialog
from app.ui.dues_window import DuesWindow, open_dues
from tests.ui.workplace import dialog, gone, settle

KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def window(qtbot, practice):
    with practice.ledger.reading() as tx:
        org = records.find(tx, "org_unit", short_name="局机关支部")[0]["id"]
    open_dues(practice, None, org)
    window = dialog(qtbot, DuesWindow)
    settle(qtbot, practice)
    yield window
    window.close()


def large(practice):
    with practice.ledger.reading() as tx:
        return records.find(tx, "dues_payment", kind="LARGE")


def test_b8_11_large_dues_are_entered_by_keys_and_less_is_refused_for_good(qtbot, window, practice,
                                                                           said):  # fmt: skip
    before = len(large(practice))
    person = window.model.grid.rows[window.table.currentIndex().row()].id
    window.large()
    form = dialog(qtbot, DraftDialog)
    form.activateWindow()
    qtbot.waitUntil(lambda: form.form.field("person_id").hasFocus())
    qtbot.keyClick(QApplication.focusWidget(), KEY.Key_Return)
    qtbot.keyClicks(QApplication.focusWidget(), "999.99")
    qtbot.keyClick(form, KEY.Key_S, CTRL)
    settle(qtbot, practice)
    assert [notice.buttons for notice in said.notices] == [("知道了",)]
    assert len(large(practice)) == before
    form.form.field("amount").setFocus()
    form.form.field("amount").selectAll()
    qtbot.keyClicks(form.form.field("amount"), "1200")
    qtbot.keyClick(form, KEY.Key_S, CTRL)
    gone(qtbot, form)
    settle(qtbot, practice)
    paid = large(practice)[-1]
    assert (len(large(practice)), paid["person_id"]) == (before + 1, person)
    assert paid["paid"] == Decimal(1200)


def test_the_receipt_of_the_cell_becomes_a_pdf(qtbot, window, practice, said, tmp_path,
                                               monkeypatch):  # fmt: skip
    target = tmp_path / "收据.pdf"
    monkeypatch.setattr(pickers, "save_file", lambda *args: args[3](target))
    row = next(at for at, one in enumerate(window.model.grid.rows) if one.cells[0].paid)
    window.table.go_to(row, 1)
    window.receipt()
    form = dialog(qtbot, DraftDialog)
    form.activateWindow()
    assert form.form.field("number").text() == "党费〔2010〕0001号"
    qtbot.keyClick(form, KEY.Key_S, CTRL)
    gone(qtbot, form)
    settle(qtbot, practice)
    text = "".join(pypdfium2.PdfDocument(target)[0].get_textpage().get_text_range().split())
    assert f"今收到{window.model.grid.rows[row].name}同志2010年1月党费" in text
    assert "党费存根" in text
    assert text.count("编号：党费〔2010〕0001号") == 2


def test_b8_08_dues_paid_earlier_to_another_branch_are_entered_by_keys(qtbot, window, practice):
    other = window.branch.itemData(window.branch.count() - 1)
    row = next(at for at, one in enumerate(window.model.grid.rows) if not one.cells[11].paid)
    window.table.go_to(row, 12)
    person = window.model.grid.rows[row].id
    window.elsewhere()
    form = dialog(qtbot, DraftDialog)
    form.activateWindow()
    qtbot.waitUntil(lambda: form.form.field("person_id").hasFocus())
    assert [form.form.field(name).text() for name in ("first", "last")] == ["2010-12"] * 2
    form.form.field("on").setFocus()
    form.form.field("on").selectAll()
    qtbot.keyClicks(form.form.field("on"), "20101220")
    form.form.field("org_id").set_value(other)
    qtbot.keyClick(form, KEY.Key_S, CTRL)
    gone(qtbot, form)
    settle(qtbot, practice)
    with practice.ledger.reading() as tx:
        paid = records.find(tx, "dues_payment", person_id=person)[-1]
    told = (str(paid["month_on"]), str(paid["paid_on"]), paid["org_id"])
    assert told == ("2010-12", "2010-12-20", other)


def test_dues_are_not_paid_from_a_month_back_to_an_earlier_one(qtbot, window, practice, said):
    before = len(all_paid(practice))
    window.elsewhere()
    form = dialog(qtbot, DraftDialog)
    form.activateWindow()
    qtbot.waitUntil(lambda: form.form.field("person_id").hasFocus())
    form.form.field("last").setFocus()
    form.form.field("last").selectAll()
    qtbot.keyClicks(form.form.field("last"), "2010-11")
    qtbot.keyClick(form, KEY.Key_S, CTRL)
    settle(qtbot, practice)
    assert "早于" in said.notices[0].text
    assert len(all_paid(practice)) == before


def all_paid(practice):
    with practice.ledger.reading() as tx:
        return records.find(tx, "dues_payment")
