"""An encrypted ledger opens with its key only, and so do its copies."""

from contextlib import closing

import pytest

from app.base.errors import UserError
from app.store import records
from app.store.copying import is_sound
from app.store.encryption import encrypted_copy, is_plain
from app.store.engine import Database

KEY, OTHER = b"k" * 32, b"o" * 32


@pytest.fixture
def sealed(tmp_path):
    path = tmp_path / "sealed.sqlite"
    with closing(Database(path, key=KEY)) as database, database.writing("试", author="") as tx:
        records.add(tx, "person", {"name": "张永杰"})
    return path


def people(path, key):
    with closing(Database(path, key=key)) as database, database.reading() as tx:
        return [row["name"] for row in records.find(tx, "person")]


def test_it_opens_with_its_key_and_holds_no_readable_word(sealed):
    assert people(sealed, KEY) == ["张永杰"]
    assert not is_plain(sealed)
    assert "张永杰".encode() not in sealed.read_bytes()


@pytest.mark.parametrize("key", [OTHER, b""])
def test_without_its_key_it_is_refused_and_untouched(sealed, key):
    before = sealed.read_bytes()
    with pytest.raises(UserError, match="不是党务台账的数据文件"):
        Database(sealed, key=key)
    assert sealed.read_bytes() == before


def test_a_key_of_another_length_is_a_bug(tmp_path):
    with pytest.raises(ValueError, match="3"):
        Database(tmp_path / "x.sqlite", key=b"key")


def test_a_backup_is_encrypted_with_the_same_key(sealed, tmp_path):
    copy = tmp_path / "copy.sqlite"
    with closing(Database(sealed, key=KEY)) as database:
        database.backup(copy)
    assert is_sound(copy, KEY)
    assert not is_sound(copy)
    assert people(copy, KEY) == ["张永杰"]


def test_a_plain_ledger_becomes_an_encrypted_one_with_everything_in_it(tmp_path):
    plain, target = tmp_path / "plain.sqlite", tmp_path / "target.sqlite"
    with closing(Database(plain)) as database, database.writing("试", author="") as tx:
        records.add(tx, "person", {"name": "吴瑞君"})
    assert is_plain(plain)
    encrypted_copy(plain, target, KEY)
    with closing(Database(target, key=KEY)) as database:
        with database.reading() as tx:
            assert [row["name"] for row in records.find(tx, "person")] == ["吴瑞君"]
        with database.writing("试", author="") as tx:
            records.add(tx, "person", {"name": "张永杰"})
        assert database.changes_of(tx.batch).tables == {"person"}
