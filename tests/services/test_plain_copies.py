"""What lay there in plain before the password is encrypted with it."""

import os

import pytest

from app.base.paths import DataFolder, key_file_of
from app.exchange import secret_boxes
from app.exchange.secret_boxes import Cost
from app.services import access, backups, restoring
from app.services.backups import Reason
from app.services.ledger import Ledger
from app.store import encryption, records

WORD, NAME = "qing-jiang-chun", "张永杰"


@pytest.fixture(autouse=True)
def _cheap(monkeypatch):
    monkeypatch.setattr(secret_boxes, "PASSWORD", Cost(1, 8))


@pytest.fixture
def folder(tmp_path):
    """A data folder whose ledger has no password yet and two backups, one of an older schema."""
    found = DataFolder(tmp_path / "data")
    found.create()
    ledger = Ledger.open(found.database, author="李文书")
    with ledger.writing("新增") as tx:
        records.add(tx, "person", {"name": NAME})
    backups.back_up_before(ledger, Reason.IMPORT)
    backups.back_up(ledger, found.root / "dangwu.before-0000.bak")
    ledger.close()
    return found


def plain_files(folder):
    return [
        path.name
        for path in folder.root.rglob("*")
        if path.is_file() and NAME.encode() in path.read_bytes()
    ]


def test_no_file_tells_a_name_once_the_password_is_set(folder):
    assert len(plain_files(folder)) == 3
    (copy,) = backups.in_folder(folder.backups)
    os.utime(copy.path, (1_000_000_000, 1_000_000_000))
    access.set_password(folder, WORD)
    assert plain_files(folder) == []
    (sealed,) = backups.in_folder(folder.backups)
    assert (sealed.path, sealed.at.timestamp()) == (copy.path, 1_000_000_000)
    assert key_file_of(sealed.path).read_bytes() == folder.key_file.read_bytes()
    ledger = access.open_ledger(folder, WORD)
    assert restoring.check(ledger, sealed).fault == ""
    ledger.close()


def test_a_backup_that_cannot_be_encrypted_stays_as_it_was_and_the_password_holds(
    folder, monkeypatch
):
    real = encryption.encrypted_copy
    (copy,) = backups.in_folder(folder.backups)
    before = copy.path.read_bytes()

    def full(path, target, key):
        if path != folder.database:
            target.write_bytes(b"half")
            raise OSError("no space")
        real(path, target, key)

    monkeypatch.setattr("app.services.plain_copies.encrypted_copy", full)
    access.set_password(folder, WORD)
    assert copy.path.read_bytes() == before
    assert not list(folder.backups.glob("*.sealed"))
    access.open_ledger(folder, WORD).close()
