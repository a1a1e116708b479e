"""The password at a later start: who came in last is chosen already."""

import pytest

from app.base.paths import DataFolder
from app.exchange import secret_boxes
from app.exchange.secret_boxes import Cost
from app.services import access
from app.ui.tasks import TaskRunner
from app.ui.unlock_dialog import UnlockDialog
from tests.ui.workplace import Remembered

WORD, OTHER = "qing-jiang-chun", "qing-jiang-qiu"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(secret_boxes, "PASSWORD", Cost(1, 8))
    found = DataFolder(tmp_path / "pc")
    found.create()
    access.set_password(found, WORD, name="李文书")
    access.add_user(found, WORD, name="王干事", new_password=OTHER)
    return found


def test_the_last_user_is_chosen_and_only_the_password_is_to_be_typed(qtbot, folder):
    runner, memory, opened = TaskRunner(), Remembered(), []
    box = UnlockDialog(folder, runner, memory)
    box.ledger_opened.connect(lambda ledger, _: opened.append(ledger))
    assert box.users.currentText() == "李文书"
    box.users.setCurrentText("王干事")
    box.password.setText(OTHER)
    box.next_button.click()
    qtbot.waitUntil(lambda: bool(opened), timeout=20_000)
    opened[0].close()
    again = UnlockDialog(folder, runner, memory)
    qtbot.addWidget(again)
    assert again.users.currentText() == "王干事"
    runner.close()
