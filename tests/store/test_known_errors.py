from contextlib import closing

import pytest
import sqlcipher3.dbapi2

from app.base.errors import UserError
from app.store import records
from app.store.engine import Database
from app.store.known_errors import told_in_words


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ("database is locked", "占用"),
        ("database or disk is full", "已满"),
        ("attempt to write a readonly database", "只读"),
        ("unable to open database file", "打不开"),
        ("disk I/O error", "读写出错"),
        ("database disk image is malformed", "损坏"),
        ("file is not a database", "不是党务台账"),
    ],
)
def test_a_failure_of_the_world_is_told_in_words(tmp_path, message, said):
    with pytest.raises(UserError, match=said) as told, told_in_words(tmp_path / "台账.sqlite"):
        raise sqlcipher3.dbapi2.OperationalError(message)
    assert "台账.sqlite" in told.value.what
    assert told.value.todo


def test_any_other_database_error_is_a_bug_and_rises(tmp_path):
    with pytest.raises(sqlcipher3.dbapi2.OperationalError), told_in_words(tmp_path / "x"):
        raise sqlcipher3.dbapi2.OperationalError("no such column: x")


def test_a_file_that_another_program_holds_is_said_to_be_in_use(tmp_path, monkeypatch):
    monkeypatch.setattr("app.store.engine.BUSY_MS", 50)
    path = tmp_path / "ledger.sqlite"
    database = Database(path)
    other = sqlcipher3.dbapi2.connect(str(path), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(UserError, match="占用"), database.writing("新增", author=""):
        pass
    other.close()
    with database.writing("新增", author="") as tx:
        records.add(tx, "person", {"name": "张三"})
    database.close()


@pytest.mark.parametrize("name", ["a%25b", "a b", "问?号", "a#b", "党务 台账"])
def test_a_folder_of_any_name_holds_the_ledger(tmp_path, name):
    path = tmp_path / name / "ledger.sqlite"
    database = Database(path)
    database.backup(tmp_path / name / "copy.sqlite")
    database.close()
    assert sorted(file.name for file in path.parent.iterdir()) == ["copy.sqlite", "ledger.sqlite"]


def test_a_backup_that_fails_leaves_no_part_behind(tmp_path):
    database = Database(tmp_path / "ledger.sqlite")
    (tmp_path / "target.sqlite").mkdir()
    with pytest.raises(UserError, match="target"):
        database.backup(tmp_path / "target.sqlite")
    database.close()
    assert not list(tmp_path.glob(".dangwu-*"))


def test_a_damaged_page_is_told_when_it_is_read(tmp_path):
    path = tmp_path / "ledger.sqlite"
    Database(path).close()
    with closing(sqlcipher3.dbapi2.connect(str(path))) as plain:
        plain.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        roots = "SELECT rootpage FROM sqlite_master WHERE tbl_name = 'honour' AND rootpage > 0"
        pages = [page for (page,) in plain.execute(roots)]
        (size,) = plain.execute("PRAGMA page_size").fetchone()
    stored = bytearray(path.read_bytes())
    for page in pages:
        stored[(page - 1) * size : page * size] = b"\xff" * size
    path.write_bytes(bytes(stored))
    database = Database(path)
    with pytest.raises(UserError, match="损坏") as told, database.reading() as tx:
        records.find(tx, "honour")
    assert "backups" in told.value.todo
    database.close()
