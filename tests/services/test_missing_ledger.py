"""Only the key file is left: nothing empty is begun, a backup or the ledger found is put back."""

import pytest

from app.base.errors import UserError
from app.base.paths import DataFolder
from app.exchange import secret_boxes
from app.exchange.secret_boxes import Cost
from app.services import access, missing_ledger
from app.services.backups import Reason, back_up, back_up_before
from app.store import records

WORD = "qing-jiang-chun"


@pytest.fixture(autouse=True)
def _cheap(monkeypatch):
    monkeypatch.setattr(secret_boxes, "PASSWORD", Cost(1, 8))


@pytest.fixture
def folder(tmp_path):
    """Return a folder whose ledger has gone; a backup and the ledger elsewhere still exist."""
    found = DataFolder(tmp_path / "pc")
    found.create()
    access.set_password(found, WORD, name="李文书")
    ledger = access.open_ledger(found, WORD)
    with ledger.writing("试") as tx:
        records.add(tx, "person", {"name": "张永杰"})
    back_up_before(ledger, Reason.IMPORT)
    ledger.close()
    found.database.rename(tmp_path / "moved.sqlite")
    return found


def people(ledger):
    with ledger.reading() as tx:
        found = [row["name"] for row in records.find(tx, "person")]
    ledger.close()
    return found


def test_an_empty_ledger_is_never_begun_beside_the_key_of_another(folder):
    assert access.is_missing(folder)
    with pytest.raises(UserError, match="不见了") as told:
        access.open_ledger(folder, WORD)
    assert "没有建新的空台账" in str(told.value)
    assert not folder.database.exists()


def test_a_backup_is_put_in_its_place_and_begins_a_new_life(folder):
    (backup,) = folder.backups.glob("*.db")
    ledger = missing_ledger.put_back(folder, backup, WORD)
    assert people(ledger) == ["张永杰"]
    assert people(access.open_ledger(folder, WORD)) == ["张永杰"]
    assert not list(folder.root.glob("*.restoring*"))
    with pytest.raises(UserError, match="已经在了"):
        missing_ledger.put_back(folder, backup, WORD)


def test_the_ledger_itself_may_have_been_moved_elsewhere(folder, tmp_path):
    assert people(missing_ledger.put_back(folder, tmp_path / "moved.sqlite", WORD)) == ["张永杰"]


def test_a_wrong_password_a_foreign_and_a_damaged_file_change_nothing(folder, tmp_path):
    (backup,) = folder.backups.glob("*.db")
    other = DataFolder(tmp_path / "other")
    other.create()
    access.set_password(other, WORD)
    ledger = access.open_ledger(other, WORD)
    back_up(ledger, tmp_path / "foreign.db")
    ledger.close()
    damaged = tmp_path / "damaged.db"
    damaged.write_bytes(backup.read_bytes()[:20_000])
    before = {path.name for path in folder.root.iterdir()}
    for file, word in ((backup, "wrong-word-1"), (tmp_path / "foreign.db", WORD), (damaged, WORD)):
        with pytest.raises(UserError):
            missing_ledger.put_back(folder, file, word)
    assert {path.name for path in folder.root.iterdir()} == before


def test_a_first_start_cut_off_before_its_key_leaves_no_key_without_a_ledger(tmp_path, monkeypatch):
    folder = DataFolder(tmp_path / "new")
    folder.create()

    def cut(*_):
        raise OSError

    with monkeypatch.context() as patch:
        patch.setattr(access, "_put_key", cut)
        with pytest.raises(UserError, match="密码没有设成"):
            access.set_password(folder, WORD)
    assert not access.is_missing(folder)
    access.set_password(folder, WORD)
    assert people(access.open_ledger(folder, WORD)) == []
