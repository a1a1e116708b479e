"""The start without the ledger file, by keys: told plainly, put back from a backup, or found."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices

from app.base.paths import DataFolder
from app.exchange import secret_boxes
from app.exchange.secret_boxes import Cost
from app.services import access
from app.services.backups import Reason, back_up_before
from app.store import records
from app.ui import pickers
from app.ui.door import Door
from app.ui.missing_ledger_dialog import MissingLedgerDialog
from app.ui.tasks import TaskRunner
from app.ui.unlock_dialog import UnlockDialog
from tests.ui.workplace import Remembered, dialog, gone

WORD = "qing-jiang-chun"
KEY = Qt.Key


@pytest.fixture(autouse=True)
def _cheap(monkeypatch):
    monkeypatch.setattr(secret_boxes, "PASSWORD", Cost(1, 8))


@pytest.fixture
def folder(tmp_path):
    found = DataFolder(tmp_path / "pc")
    found.create()
    access.set_password(found, WORD, name="李文书")
    ledger = access.open_ledger(found, WORD)
    with ledger.writing("试") as tx:
        records.add(tx, "org_unit", {"full_name": "第一小学党支部", "kind": "BRANCH"})
    back_up_before(ledger, Reason.IMPORT)
    ledger.close()
    found.database.rename(tmp_path / "moved.sqlite")
    return found


@pytest.fixture
def memory():
    return Remembered()


@pytest.fixture
def opened():
    return []


@pytest.fixture
def door(qtbot, folder, opened, memory):
    runner = TaskRunner()
    door = Door(folder, runner, runner, memory)
    door.opened.connect(opened.append)
    door.show()
    yield door
    for ledger in opened:
        ledger.close()
    runner.close()


def test_it_says_that_the_ledger_is_gone_and_a_backup_is_put_back_by_keys(
    qtbot, door, folder, opened
):
    box = dialog(qtbot, MissingLedgerDialog)
    assert box.heading.text() == "台账文件不见了"
    assert "导入以前自动备份" in box.list.currentItem().text()
    qtbot.keyClick(box, KEY.Key_Return)
    assert box.message.text() == "请输入密码。"
    qtbot.keyClicks(box.password, "wrong-word-1")
    qtbot.keyClick(box.password, KEY.Key_Return)
    qtbot.waitUntil(lambda: "密码不对" in box.message.text(), timeout=20_000)
    assert not folder.database.exists()
    box.password.setText(WORD)
    qtbot.keyClick(box.password, KEY.Key_Return)
    qtbot.waitUntil(lambda: bool(opened), timeout=20_000)
    with opened[0].reading() as tx:
        assert [row["full_name"] for row in records.find(tx, "org_unit")] == ["第一小学党支部"]


def test_the_file_put_back_by_hand_is_found_and_the_password_asked_for(
    qtbot, door, folder, tmp_path, opened, memory, monkeypatch
):
    box, shown = dialog(qtbot, MissingLedgerDialog), []
    monkeypatch.setattr(QDesktopServices, "openUrl", shown.append)
    box.folder_button.click()
    assert shown[0].toLocalFile() == str(folder.root)
    box.again_button.click()
    assert "还是没有找到" in box.message.text()
    (tmp_path / "moved.sqlite").rename(folder.database)
    box.again_button.click()
    gone(qtbot, box)
    unlock = dialog(qtbot, UnlockDialog)
    unlock.password.setText(WORD)
    qtbot.keyClick(unlock.password, KEY.Key_Return)
    qtbot.waitUntil(lambda: bool(opened), timeout=20_000)
    assert memory.load("door.user") == "李文书"


def test_a_ledger_in_another_folder_can_be_chosen(qtbot, door, tmp_path, opened, monkeypatch):
    box = dialog(qtbot, MissingLedgerDialog)
    moved = tmp_path / "moved.sqlite"
    monkeypatch.setattr(pickers, "open_files", lambda p, t, k, picked: picked([moved]))
    box.other_button.click()
    assert box.list.currentItem().text() == str(moved)
    box.password.setText(WORD)
    box.next_button.click()
    qtbot.waitUntil(lambda: bool(opened), timeout=20_000)
