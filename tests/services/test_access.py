"""The password: it opens the ledger, nothing else does, and setting it never loses a record."""

import shutil
from contextlib import closing

import pytest

from app.base.errors import UserError
from app.base.paths import DataFolder
from app.exchange import secret_boxes
from app.exchange.secret_boxes import Cost
from app.services import access
from app.services.backups import back_up
from app.services.ledger import Ledger
from app.store import records

WORD, NEW = "qing-jiang-1", "qing-jiang-2"


@pytest.fixture(autouse=True)
def cheap(monkeypatch):
    monkeypatch.setattr(secret_boxes, "PASSWORD", Cost(1, 8))


@pytest.fixture
def folder(tmp_path):
    found = DataFolder(tmp_path / "data")
    found.create()
    return found


@pytest.fixture
def plain(folder):
    with closing(Ledger.open(folder.database)) as ledger, ledger.writing("试") as tx:
        records.add(tx, "person", {"name": "张永杰"})
    return folder


def names(folder, password=""):
    with closing(access.open_ledger(folder, password)) as ledger, ledger.reading() as tx:
        return [row["name"] for row in records.find(tx, "person")]


def test_a_ledger_without_a_password_opens_as_before(plain):
    assert not access.needs_password(plain)
    assert names(plain) == ["张永杰"]


def test_setting_a_password_keeps_everything_and_closes_the_file(plain):
    access.set_password(plain, WORD)
    assert access.needs_password(plain)
    assert names(plain, WORD) == ["张永杰"]
    for wrong in ("", NEW):
        with pytest.raises(UserError, match="密码"):
            access.open_ledger(plain, wrong)
    with pytest.raises(UserError):
        Ledger.open(plain.database)
    assert "张永杰".encode() not in plain.database.read_bytes()
    assert sorted(p.name for p in plain.root.iterdir() if p.is_file()) == [
        "dangwu.key",
        "dangwu.sqlite",
    ]


def test_a_first_start_with_a_password_makes_an_encrypted_ledger(folder):
    access.set_password(folder, WORD)
    assert names(folder, WORD) == []


def test_a_second_password_is_set_by_changing_it(plain):
    access.set_password(plain, WORD)
    with pytest.raises(UserError, match="已经设了密码"):
        access.set_password(plain, NEW)
    access.change_password(plain, WORD, NEW)
    assert names(plain, NEW) == ["张永杰"]
    with pytest.raises(UserError, match="密码不对"):
        access.open_ledger(plain, WORD)


def test_further_users_and_a_recovery_sheet(plain):
    access.set_password(plain, WORD, name="张三")
    access.add_user(plain, WORD, name="李四", new_password=NEW)
    assert access.users(plain) == ("张三", "李四")
    assert names(plain, NEW) == names(plain, WORD)
    sheet = access.new_sheet()
    assert not access.has_sheet(plain)
    access.keep_sheet(plain, WORD, sheet)
    assert access.has_sheet(plain)
    access.reset_password(plain, sheet, "third-word", name="张三")
    assert names(plain, "third-word") == ["张永杰"]
    with pytest.raises(UserError, match="密码不对"):
        access.open_ledger(plain, WORD)


@pytest.mark.parametrize("short", ["", "1234567"])
def test_a_short_password_is_refused(plain, short):
    with pytest.raises(UserError, match="太短"):
        access.set_password(plain, short)
    assert names(plain) == ["张永杰"]


def test_keys_without_a_database_begin_a_new_one_and_a_database_without_keys_is_told(plain):
    access.set_password(plain, WORD)
    plain.key_file.unlink()
    with pytest.raises(UserError, match="不是党务台账的数据文件"):
        access.open_ledger(plain, WORD)
    plain.key_file.write_text("{", encoding="utf-8")
    with pytest.raises(UserError, match="密钥文件"):
        access.open_ledger(plain, WORD)


@pytest.mark.parametrize("step", ["encrypted_copy", "is_sound", "key", "rename"])
def test_power_may_go_at_any_step_of_setting_a_password(plain, monkeypatch, step):
    class PowerCut(Exception):  # noqa: N818 - no error of the program
        pass

    def cut(*_):
        raise PowerCut

    if step == "key":
        monkeypatch.setattr(access.key_file, "write", cut)
    elif step == "rename":
        monkeypatch.setattr(
            access, "_finish", lambda folder: None if not folder.key_file.exists() else cut()
        )
    else:
        monkeypatch.setattr(access, step, cut)
    with pytest.raises(PowerCut):
        access.set_password(plain, WORD)
    monkeypatch.undo()
    monkeypatch.setattr(secret_boxes, "PASSWORD", Cost(1, 8))
    if access.needs_password(plain):
        assert names(plain, WORD) == ["张永杰"]
    else:
        assert names(plain) == ["张永杰"]
        access.set_password(plain, WORD)
        assert names(plain, WORD) == ["张永杰"]


def test_a_backup_opens_with_the_password_of_its_day(plain, tmp_path):
    access.set_password(plain, WORD)
    with closing(access.open_ledger(plain, WORD)) as ledger:
        back_up(ledger, tmp_path / "old" / "dangwu.sqlite")
    access.change_password(plain, WORD, NEW)
    assert names(DataFolder(tmp_path / "old"), WORD) == ["张永杰"]


def test_a_plain_backup_put_back_beside_a_key_file_still_opens(plain, tmp_path):
    shutil.copy(plain.database, tmp_path / "plain.sqlite")
    access.set_password(plain, WORD)
    shutil.copy(tmp_path / "plain.sqlite", plain.database)
    assert not access.needs_password(plain)
    assert names(plain) == ["张永杰"]
