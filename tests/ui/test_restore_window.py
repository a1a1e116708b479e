"""恢复备份 in a real window, by the keyboard: what each holds, what is lost, and the way on."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.domain.members import MemberDraft
from app.services import backups, members
from app.services.backups import Reason
from app.ui.restore_window import RestoreWindow
from tests.ui.workplace import dialog, gone, settle

KEY, ALT = Qt.Key, Qt.KeyboardModifier.AltModifier


@pytest.fixture
def folder(county):
    """Return the folder of backups: one automatic, after it one member came."""
    ledger = county.ledger
    folder = ledger.database.path.parent / "backups"
    backups.back_up_before(ledger, Reason.IMPORT)
    members.add(ledger, MemberDraft(name="易安"))
    return folder


@pytest.fixture
def prepared():
    return []


@pytest.fixture
def window(qtbot, tools, folder, prepared):
    window = RestoreWindow(tools, folder, prepared.append)
    window.open()
    dialog(qtbot, RestoreWindow)
    settle(qtbot, tools)
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window)
    return window


def test_it_lists_what_each_backup_holds_and_what_would_be_lost(qtbot, window, county):
    (row,) = window.table.model.rows
    assert row.backup.reason is Reason.IMPORT
    number = len(members.rows(county.ledger)) - 1
    assert row.holds.endswith(f"党员 {number} 名")
    shown = window.card.toPlainText()
    assert "检查过，是完好的" in shown
    assert "做过 1 次操作" in shown
    assert "易安" in shown
    assert "导入以前自动备份" in shown
    window.reject()


def test_enter_asks_with_what_is_lost_and_esc_changes_nothing(qtbot, window, prepared, said):
    qtbot.keyClick(QApplication.focusWidget(), KEY.Key_Return)
    (notice,) = said.notices
    assert notice.is_dangerous
    assert "1 次操作" in notice.detail
    assert "另存一份" in notice.detail
    assert prepared == []
    assert window.isVisible()
    qtbot.keyClick(window, KEY.Key_Escape)
    gone(qtbot, window)


def test_the_present_ledger_is_backed_up_before_the_prepared_one_is_handed_on(
    qtbot, window, tools, folder, prepared, said
):
    said.answers.append("恢复")
    qtbot.keyClick(window, KEY.Key_R, ALT)
    gone(qtbot, window)
    settle(qtbot, tools)
    assert prepared[0].exists()
    assert Reason.RESTORE in {each.reason for each in backups.in_folder(folder)}


def test_a_damaged_backup_is_told_and_cannot_be_chosen(qtbot, tools, folder, prepared, said):
    bad = folder / "自己的.db"
    bad.write_bytes(b"no ledger" * 100)
    window = RestoreWindow(tools, folder, prepared.append)
    window.open()
    settle(qtbot, tools)
    window.table.select([bad.name])
    settle(qtbot, tools)
    assert "读不出来" in window.card.toPlainText()
    assert not window.restore_button.isEnabled()
    window.ask_restore()
    assert said.notices == []
    window.reject()
    gone(qtbot, window)


def test_without_a_backup_it_says_how_one_is_made(qtbot, tools, tmp_path, prepared):
    window = RestoreWindow(tools, tmp_path / "nothing", prepared.append)
    window.open()
    settle(qtbot, tools)
    assert window.table.model.total == 0
    assert not window.restore_button.isEnabled()
    window.reject()
    gone(qtbot, window)
