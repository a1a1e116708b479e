"""The steps of 组织关系接转: a whole organisation goes out, with all on its roster."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.store import records
from app.ui.draft_dialog import DraftDialog
from app.ui.procedures_window import ProceduresWindow, open_procedures
from tests.ui.workplace import dialog, gone, settle, type_line

KEY = Qt.Key


def find(tools, table, **equal):
    with tools.ledger.reading() as tx:
        return records.find(tx, table, **equal)


@pytest.fixture
def window(qtbot, practice):
    open_procedures(practice, None)
    window = dialog(qtbot, ProceduresWindow)
    settle(qtbot, practice)
    yield window
    window.close()


def test_b9_15_a_whole_organisation_goes_out_by_keys_without_slips(qtbot, window, practice, said):
    org = find(practice, "org_unit", short_name="实验小学")[0]
    staff = find(practice, "membership", org_id=org["id"], status="NORMAL")
    actions = window.begin.menu().actions()
    next(one for one in actions if one.text() == "整建制接转").trigger()
    settle(qtbot, practice)
    form = dialog(qtbot, DraftDialog)
    form.activateWindow()
    qtbot.waitUntil(lambda: form.form.field("org_id").hasFocus())
    qtbot.keyClicks(QApplication.focusWidget(), "syxx")
    qtbot.keyClick(QApplication.focusWidget(), KEY.Key_Return)
    qtbot.keyClicks(QApplication.focusWidget(), "zc")
    qtbot.keyClick(QApplication.focusWidget(), KEY.Key_Return)
    type_line(qtbot, form.form, "other", "邻县教育局党委")
    qtbot.keyClick(form, KEY.Key_S, Qt.KeyboardModifier.ControlModifier)
    gone(qtbot, form)
    settle(qtbot, practice)
    assert said.texts == []
    moved = find(practice, "transfer", from_org_id=org["id"], channel="JURISDICTION")
    assert {one["person_id"] for one in moved} >= {one["person_id"] for one in staff}
    assert {one["slip_no"] for one in moved} == {""}
    assert find(practice, "membership", org_id=org["id"], status="NORMAL") == []
