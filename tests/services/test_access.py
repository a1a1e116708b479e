"""The password: it opens the ledger, nothing else does, and setting it never loses a record."""

import shutil
import signal
import subprocess
import sys
from contextlib import closing

import pytest

from app.base.errors import Cancelled, UserError
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
    with pytest.raises(UserError, match="旁边没有密钥文件"):
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


def test_each_user_opens_it_with_their_own_password_and_signs_with_their_own_name(plain):
    access.set_password(plain, WORD, name="张三")
    access.add_user(plain, WORD, name="李四", new_password=NEW)
    with closing(access.open_ledger(plain, NEW, user="李四")) as ledger:
        assert ledger.author == "李四"
    with closing(access.open_ledger(plain, WORD)) as ledger:
        assert ledger.author == "张三"
    with pytest.raises(UserError, match="密码不对"):
        access.open_ledger(plain, WORD, user="李四")
    with pytest.raises(UserError, match="已经有使用人"):
        access.add_user(plain, WORD, name="李四", new_password=NEW)


def test_changing_a_password_without_a_name_changes_the_one_that_was_given(plain):
    access.set_password(plain, WORD, name="张三")
    access.change_password(plain, WORD, NEW)
    assert access.users(plain) == ("张三",)
    with pytest.raises(UserError, match="密码不对"):
        access.open_ledger(plain, WORD)


def test_a_void_or_foreign_sheet_is_told_and_changes_nothing(plain):
    access.set_password(plain, WORD, name="张三")
    old, new = access.new_sheet(), access.new_sheet()
    access.keep_sheet(plain, WORD, old)
    access.keep_sheet(plain, WORD, new)
    before = plain.key_file.read_bytes()
    for sheet, told in ((old, "打不开这本台账"), ("ABCD", "恢复码不对")):
        with pytest.raises(UserError, match=told):
            access.reset_password(plain, sheet, NEW, name="张三")
    assert plain.key_file.read_bytes() == before
    spoken = new.lower().replace("-", "　").translate({ord("a"): "ａ"})
    access.reset_password(plain, spoken, NEW, name="张三")
    assert names(plain, NEW) == ["张永杰"]


def test_encrypting_can_be_stopped_at_every_step(plain):
    class Stopping:
        def __init__(self, at):
            self.left = at

        def step(self, done, total, text=""):
            self.left -= 1
            if self.left == 0:
                raise Cancelled

    before = sorted(path.name for path in plain.root.iterdir())
    for at in (1, 2, 3):
        with pytest.raises(Cancelled):
            access.set_password(plain, WORD, progress=Stopping(at))
        assert not access.needs_password(plain)
        assert sorted(path.name for path in plain.root.iterdir()) == before
        assert names(plain) == ["张永杰"]


def test_a_disk_without_room_for_the_encrypted_copy_is_told_and_leaves_no_half_of_it(plain):
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    room = plain.database.stat().st_size // 2
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, before[1]))
    try:
        with pytest.raises(UserError, match="没有改动"):
            access.set_password(plain, WORD)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert not list(plain.root.glob("*.sealed*"))
    assert names(plain) == ["张永杰"]
    access.set_password(plain, WORD)
    assert names(plain, WORD) == ["张永杰"]


def test_a_copy_cut_off_beside_a_stale_key_file_is_not_taken_for_finished(
    plain, tmp_path, monkeypatch
):
    shutil.copy(plain.database, tmp_path / "plain.sqlite")
    access.set_password(plain, WORD)
    shutil.copy(tmp_path / "plain.sqlite", plain.database)

    def cut(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(access.key_file, "write", cut)
    with pytest.raises(KeyboardInterrupt):
        access.set_password(plain, NEW)
    monkeypatch.undo()
    monkeypatch.setattr(secret_boxes, "PASSWORD", Cost(1, 8))
    assert names(plain) == ["张永杰"]
    access.set_password(plain, NEW)
    assert names(plain, NEW) == ["张永杰"]


def test_a_first_start_never_writes_an_open_file_and_can_be_cut_off(folder, monkeypatch):
    monkeypatch.setattr(access.Ledger, "open", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        access.set_password(folder, WORD, name="张三")
    monkeypatch.undo()
    monkeypatch.setattr(secret_boxes, "PASSWORD", Cost(1, 8))
    assert not folder.database.exists()
    assert not folder.key_file.exists()
    access.set_password(folder, WORD, name="张三")
    assert names(folder, WORD) == []
    assert not folder.database.read_bytes().startswith(b"SQLite")


KILLED = """
import os, signal, sys
from pathlib import Path
from app.base.paths import DataFolder
from app.exchange import key_file, secret_boxes
from app.services import access
secret_boxes.PASSWORD = secret_boxes.Cost(1, 8)
def killing(real):
    def call(*arguments, **named):
        real(*arguments, **named)
        os.kill(os.getpid(), signal.SIGKILL)
    return call
owner, name = {"copy": (access, "encrypted_copy"), "key": (key_file, "write"),
               "put": (access, "_put_key"), "replace": (Path, "replace")}[sys.argv[2]]
setattr(owner, name, killing(getattr(owner, name)))
access.set_password(DataFolder(Path(sys.argv[1])), "qing-jiang-1")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
@pytest.mark.parametrize("step", ["copy", "key", "put", "replace"])
def test_a_killed_encryption_leaves_a_ledger_that_opens(plain, step):
    words = [sys.executable, "-c", KILLED, str(plain.root), step]
    assert subprocess.run(words, check=False).returncode == -signal.SIGKILL
    if access.needs_password(plain):
        assert names(plain, WORD) == ["张永杰"]
    else:
        assert names(plain) == ["张永杰"]
        access.set_password(plain, WORD)
        assert names(plain, WORD) == ["张永杰"]
