"""A new PC for the bureau from a backup and the printed sheet."""

from contextlib import closing

import pytest

from app.base.errors import UserError
from app.base.paths import DataFolder
from app.exchange import secret_boxes
from app.services import access
from app.services.backups import back_up
from app.services.exchange import setup
from app.services.exchange.replacing import put_back
from app.store import records
from tests.services.exchange.world import CHEAP

WORD = "qing-jiang-1"


@pytest.fixture
def backup(tmp_path, monkeypatch):
    """Return a backup of an encrypted bureau's ledger with one person, and its sheet."""
    monkeypatch.setattr(secret_boxes, "PASSWORD", CHEAP)
    folder = DataFolder(tmp_path / "lost")
    folder.create()
    access.set_password(folder, WORD, name="李文书")
    with closing(access.open_ledger(folder, WORD)) as ledger:
        sheet = setup.found_bureau(ledger, "县教育局")
        with ledger.writing("试") as tx:
            records.add(tx, "person", {"name": "张永杰"})
        back_up(ledger, tmp_path / "stick" / "备份.db")
    return tmp_path / "stick" / "备份.db", sheet


@pytest.fixture
def folder(tmp_path):
    found = DataFolder(tmp_path / "new")
    found.create()
    return found


def files(folder):
    return sorted(path.name for path in folder.root.rglob("*") if path.is_file())


def test_the_backup_takes_over_as_a_new_node_with_all_records(backup, folder):
    with closing(put_back(folder, backup[0], WORD, backup[1])) as ledger:
        assert setup.status(ledger).name == "县教育局"
        old, new = sorted(setup.members(ledger), key=lambda each: not each.revoked_on)
        assert old.revoked_why == "更换电脑"
        assert setup.status(ledger).node == new.node
        with ledger.reading() as tx:
            assert [row["name"] for row in records.find(tx, "person")] == ["张永杰"]
    access.open_ledger(folder, WORD).close()


def test_a_wrong_password_or_sheet_leaves_the_folder_as_it_was(backup, folder):
    for word, sheet in ((WORD, setup.new_sheet()), ("wrong-word", backup[1]), (WORD, "ABCD")):
        with pytest.raises(UserError):
            put_back(folder, backup[0], word, sheet)
        assert files(folder) == []


def test_a_missing_backup_is_told(backup, folder):
    with pytest.raises(UserError, match="读不出来"):
        put_back(folder, backup[0].with_name("gone.db"), WORD, backup[1])


def test_a_ledger_that_is_there_is_never_replaced(backup, folder):
    access.set_password(folder, WORD)
    before = folder.database.read_bytes()
    with pytest.raises(UserError, match="已经有台账"):
        put_back(folder, backup[0], WORD, backup[1])
    assert folder.database.read_bytes() == before
