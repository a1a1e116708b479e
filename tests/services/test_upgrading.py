"""What happens to a ledger when a new version was installed over an old one."""

import shutil
import sqlite3
from contextlib import closing

import pytest

from app.base.errors import UserError
from app.base.paths import DataFolder, key_file_of
from app.services import access
from app.services.ledger import Ledger
from app.services.upgrading import upgrade


@pytest.fixture
def folder(tmp_path, empty_file):
    made = DataFolder(tmp_path / "data")
    made.create()
    shutil.copy(empty_file, made.database)
    return made


def copies(folder):
    return sorted(folder.backups.iterdir())


def test_without_a_ledger_there_is_nothing_to_do(tmp_path):
    folder = DataFolder(tmp_path)
    folder.create()
    assert "不需要更新" in upgrade(folder, "0.2.0")
    assert copies(folder) == []


def test_the_ledger_is_copied_before_it_is_brought_up_to_date(folder):
    ledger = Ledger.open(folder.database)
    identity = replica(folder.database)
    ledger.close()
    sentence = upgrade(folder, "0.2.0")
    (copy,) = copies(folder)
    assert copy.name.startswith("升级到0.2.0之前-")
    assert copy.name in sentence
    assert replica(copy) == identity == replica(folder.database)


def test_a_damaged_ledger_is_told_and_left_as_it_is(folder):
    folder.database.write_bytes(b"not a database at all" * 500)
    with pytest.raises(UserError) as caught:
        upgrade(folder, "0.2.0")
    assert "dangwu.sqlite" in caught.value.what
    assert folder.database.read_bytes() == b"not a database at all" * 500


def test_a_ledger_of_a_newer_program_is_refused_after_the_copy(folder):
    with closing(sqlite3.connect(folder.database)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    with pytest.raises(UserError, match="更新版本"):
        upgrade(folder, "0.2.0")
    assert len(copies(folder)) == 1


def replica(path):
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("SELECT replica FROM journal_state").fetchone()[0]


def test_a_ledger_with_a_password_is_set_aside_with_its_key(folder):
    access.set_password(folder, "清江教育局2010")
    sealed = folder.database.read_bytes()
    assert "密码" in upgrade(folder, "0.2.0")
    assert folder.database.read_bytes() == sealed
    (copy,) = (path for path in copies(folder) if path.suffix == ".sqlite")
    assert copy.read_bytes() == sealed
    assert copy.with_suffix(".key").read_bytes() == key_file_of(folder.database).read_bytes()
