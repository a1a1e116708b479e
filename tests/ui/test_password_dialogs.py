"""Passwords and joining from the menus of an open ledger."""

import pytest
from shiboken6 import isValid

from app.base.paths import DataFolder
from app.exchange import secret_boxes
from app.exchange.secret_boxes import Cost
from app.services import access
from app.services.exchange import enrolment, setup
from app.services.ledger import Ledger
from app.store import records
from app.ui.door import Door, EncryptDialog
from app.ui.join_dialog import JoinDialog
from app.ui.password_dialogs import (
    AddUserDialog,
    ChangePasswordDialog,
    SetPasswordDialog,
    SheetDialog,
)
from app.ui.schools_dialog import open_schools_dialog
from app.ui.security_tasks import SecurityTasks
from app.ui.tasks import TaskRunner
from tests.ui.workplace import Remembered, dialog, settle, tools_on

WORD, NEW = "qing-jiang-chun", "qing-jiang-qiu"


@pytest.fixture(autouse=True)
def _cheap(monkeypatch):
    monkeypatch.setattr(secret_boxes, "PASSWORD", Cost(1, 8))
    monkeypatch.setattr(secret_boxes, "SPOKEN_CODE", Cost(1, 8))


@pytest.fixture
def folder(tmp_path):
    found = DataFolder(tmp_path / "pc")
    found.create()
    return found


@pytest.fixture
def asked():
    """Return the encryptions that were asked for."""
    return []


@pytest.fixture
def plain(folder, asked):
    """Return the menus over a plain ledger."""
    ledger = Ledger.open(folder.database, author="李文书")
    with tools_on(ledger) as tools:
        yield SecurityTasks(
            tools, None, folder, lambda *word: asked.append(word), is_practice=False
        )
    ledger.close()


@pytest.fixture
def secured(folder):
    """Return the menus over an encrypted ledger."""
    access.set_password(folder, WORD, name="李文书")
    ledger = access.open_ledger(folder, WORD)
    with tools_on(ledger) as tools:
        yield SecurityTasks(tools, None, folder, print, is_practice=False)
    ledger.close()


def closed(qtbot, box):
    qtbot.waitUntil(lambda: not isValid(box) or not box.isVisible())


def fill(password, word, name=""):
    password.name.setText(name)
    password.first.setText(word)
    password.second.setText(word)


def test_a_plain_ledger_is_encrypted_only_after_it_was_closed(qtbot, plain, folder, asked):
    plain.set_password()
    box = dialog(qtbot, SetPasswordDialog)
    box.next_button.click()
    assert "姓名" in box.message.text()
    fill(box.new, WORD, "李文书")
    box.next_button.click()
    assert asked == [("李文书", WORD)]
    assert not access.needs_password(folder)


def test_the_door_encrypts_and_opens_with_all_records(qtbot, folder):
    ledger = Ledger.open(folder.database)
    with ledger.writing("试") as tx:
        records.add(tx, "person", {"name": "张永杰"})
    ledger.close()
    runner, found = TaskRunner(), []
    door = Door(folder, runner, runner, Remembered())
    door.opened.connect(found.append)
    door.encrypt("李文书", WORD)
    qtbot.waitUntil(lambda: bool(found))
    with found[0].reading() as tx:
        assert [row["name"] for row in records.find(tx, "person")] == ["张永杰"]
    assert found[0].author == "李文书"
    found[0].close()
    runner.close()
    assert access.needs_password(folder)


def test_a_plain_ledger_beside_a_stale_key_file_opens_without_a_question(folder, tmp_path):
    Ledger.open(tmp_path / "plain.sqlite").close()
    access.set_password(folder, WORD)
    (tmp_path / "plain.sqlite").replace(folder.database)
    runner, found = TaskRunner(), []
    door = Door(folder, runner, runner, Remembered())
    door.opened.connect(found.append)
    door.show()
    assert door.dialog is None
    found[0].close()
    runner.close()


def test_an_encryption_that_fails_leaves_the_plain_ledger_to_be_opened(qtbot, folder, monkeypatch):
    Ledger.open(folder.database).close()
    monkeypatch.setattr(access, "is_sound", lambda *_: False)
    runner, found = TaskRunner(), []
    door = Door(folder, runner, runner, Remembered())
    door.opened.connect(found.append)
    door.encrypt("李文书", WORD)
    box = dialog(qtbot, EncryptDialog)
    qtbot.waitUntil(lambda: "加密没有做成" in box.message.text())
    box.next_button.click()
    qtbot.waitUntil(lambda: bool(found))
    found[0].close()
    runner.close()
    assert not access.needs_password(folder)


def test_changing_the_password_asks_for_the_old_one(qtbot, secured, folder, said):
    secured.set_password()
    box = dialog(qtbot, ChangePasswordDialog)
    before = folder.key_file.read_bytes()
    fill(box.new, NEW)
    box.next_button.click()
    assert "现在的密码" in box.message.text()
    box.old.setText("wrong-word-1")
    box.next_button.click()
    qtbot.waitUntil(lambda: "密码不对" in box.message.text())
    assert folder.key_file.read_bytes() == before
    box.old.setText(WORD)
    box.next_button.click()
    closed(qtbot, box)
    assert "密码改好了" in said.texts[-1]
    access.check(folder, NEW)


def test_giving_up_touches_no_key(qtbot, secured, folder):
    before = folder.key_file.read_bytes()
    for act, kind in (
        (secured.set_password, ChangePasswordDialog),
        (secured.add_user, AddUserDialog),
    ):
        act()
        box = dialog(qtbot, kind)
        fill(box.new, NEW, "王五")
        box.close_button.click()
        closed(qtbot, box)
    assert folder.key_file.read_bytes() == before


def test_a_further_user_gets_a_password_of_their_own(qtbot, secured, folder, said):
    secured.add_user()
    box = dialog(qtbot, AddUserDialog)
    box.own.setText(WORD)
    fill(box.new, NEW, "李文书")
    box.next_button.click()
    qtbot.waitUntil(lambda: "已经有使用人" in box.message.text())
    box.new.name.setText("王五")
    box.next_button.click()
    closed(qtbot, box)
    assert access.users(folder) == ("李文书", "王五")


def test_a_school_prints_a_sheet_that_opens_its_ledger(qtbot, secured, folder, said):
    said.answers.append("学校的")
    secured.print_sheet()
    box = dialog(qtbot, SheetDialog)
    box.own.setText(WORD)
    box.next_button.click()
    qtbot.waitUntil(lambda: box.page_of_codes is not None)
    sheet = box.page_of_codes.sheet
    assert sheet.root_code == ""
    assert not access.has_sheet(folder)
    box.page_of_codes.copied.setChecked(True)
    kept = []
    secured.sheet_kept.connect(lambda: kept.append(1))
    box.next_button.click()
    qtbot.waitUntil(lambda: bool(kept))
    access.reset_password(folder, sheet.password_code, NEW, name="李文书")


def test_what_needs_a_password_says_so_on_a_plain_ledger(qtbot, plain, said):
    for act in (plain.add_user, plain.print_sheet, plain.join):
        act()
        assert "还没有密码" in said.texts[-1]
    said.answers.append("设立")
    plain.schools()
    settle(qtbot, plain._tools)
    assert "要先给台账设密码" in said.texts[-1]


def test_practice_data_have_neither_password_nor_partners(qtbot, folder, said):
    ledger = Ledger.open(folder.database)
    with tools_on(ledger) as tools:
        practice = SecurityTasks(tools, None, folder, print, is_practice=True)
        for act in (practice.set_password, practice.add_user, practice.schools, practice.join):
            act()
            assert "练习数据" in said.texts[-1]
    ledger.close()


@pytest.fixture
def package(tmp_path):
    """Return a stick with an enrolment package, and its code."""
    stick = tmp_path / "stick"
    stick.mkdir()
    ledger = Ledger.open(tmp_path / "bureau.sqlite")
    setup.found_bureau(ledger, "县教育局")
    with ledger.writing("起步") as tx:
        org = records.add(tx, "org_unit", {"full_name": "第一小学党支部", "kind": "BRANCH"})
    made = enrolment.write(enrolment.make(ledger, "第一小学", (org,)), stick)
    ledger.close()
    return stick, made.code


def test_a_ledger_that_stood_alone_joins_and_learns_what_it_is(qtbot, secured, package, said):
    secured.join()
    box = dialog(qtbot, JoinDialog)
    box.next_button.click()
    assert "请先插上" in box.message.text()
    box.join.look_at(package[0])
    qtbot.waitUntil(lambda: bool(box.join.packages))
    box.join.code.setText(package[1])
    box.next_button.click()
    closed(qtbot, box)
    assert "“第一小学”已加入" in said.texts[-1]
    secured.tell_own()
    settle(qtbot, secured._tools)
    assert said.texts[-1] == "本机单位：第一小学"
    assert "第一小学党支部" in said.notices[-1].detail
    open_schools_dialog(None, secured._tools)
    settle(qtbot, secured._tools)
    assert said.texts[-1] == "这里是学校的电脑。"


def test_a_place_without_packages_is_told(qtbot, secured, tmp_path):
    secured.join()
    box = dialog(qtbot, JoinDialog)
    (tmp_path / "empty").mkdir()
    box.join.look_at(tmp_path / "empty")
    qtbot.waitUntil(lambda: "那里没有开户包" in box.join.told.text())
    box.reject()
