"""A backup put back: read first, whole or not done, a new life in the exchange, and never lost."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import sqlcipher3.dbapi2

from app.base.errors import Cancelled, UserError
from app.base.paths import DataFolder
from app.domain.members import MemberDraft
from app.services import access, backups, members, restoring
from app.services.backups import Reason
from app.services.ledger import Ledger
from app.store import node
from app.store.node import Identity, Role

ROOT = Path(__file__).resolve().parents[2]


def names(ledger):
    return {row.name for row in members.rows(ledger)}


def names_of(path):
    ledger = Ledger.open(path)
    try:
        return names(ledger)
    finally:
        ledger.close()


def the(ledger, reason=Reason.IMPORT):
    folder = ledger.database.path.parent / "backups"
    return next(each for each in backups.in_folder(folder) if each.reason is reason)


@pytest.fixture
def path(tmp_path):
    """Return a ledger that lost nothing yet: 滕子轩 is in its backup, 易安 came later."""
    path = tmp_path / "dangwu.sqlite"
    ledger = Ledger.open(path, author="李文书")
    members.add(ledger, MemberDraft(name="滕子轩"))
    backups.back_up_before(ledger, Reason.IMPORT)
    members.add(ledger, MemberDraft(name="易安"))
    ledger.close()
    return path


@pytest.fixture
def ledger(path):
    opened = Ledger.open(path, author="李文书")
    yield opened
    opened.close()


def test_a_backup_says_what_it_holds_and_what_would_be_lost(ledger):
    backup = the(ledger)
    before = sorted(backup.path.parent.iterdir()), backup.path.read_bytes()
    found = restoring.check(ledger, backup)
    assert (found.fault, found.inside.members_n, found.inside.branches_n) == ("", 1, 0)
    lost = restoring.lost_since(ledger, found.inside)
    assert lost.times == 1
    assert "易安" in lost.newest[0][1]
    assert (sorted(backup.path.parent.iterdir()), backup.path.read_bytes()) == before


def test_a_backup_takes_the_place_of_the_ledger_which_is_kept_as_a_backup(ledger, path):
    backup = the(ledger)
    restoring.swap(ledger, restoring.prepare(ledger, backup))
    assert names_of(path) == {"滕子轩"}
    assert names_of(the(ledger, Reason.RESTORE).path) == {"滕子轩", "易安"}
    assert sorted(each.name for each in path.parent.iterdir()) == ["backups", "dangwu.sqlite"]


def test_a_restored_ledger_begins_a_new_life_in_the_exchange(tmp_path):
    path = tmp_path / "dangwu.sqlite"
    ledger = Ledger.open(path)
    with ledger.writing("加入") as tx:
        node.become(tx, Identity("node", Role.BUREAU, "县局", b"", "", "", (), witness="这里"))
    backups.back_up_before(ledger, Reason.IMPORT)
    replica = replica_of(path)
    restoring.swap(ledger, restoring.prepare(ledger, the(ledger)))
    assert replica_of(path) != replica
    assert replica_of(path).startswith("node.")


def replica_of(path):
    connection = sqlcipher3.dbapi2.connect(str(path))
    found = connection.execute("SELECT replica FROM journal_state").fetchone()[0]
    connection.close()
    return found


@pytest.mark.parametrize("is_encrypted_before", [True, False])
def test_an_encrypted_ledger_stays_encrypted(tmp_path, is_encrypted_before):
    folder = DataFolder(tmp_path)
    if is_encrypted_before:
        access.set_password(folder, "abcd1234")
    ledger = access.open_ledger(folder, "abcd1234") if is_encrypted_before else (
        access.open_ledger(folder))  # fmt: skip
    members.add(ledger, MemberDraft(name="滕子轩"))
    backups.back_up_before(ledger, Reason.IMPORT)
    ledger.close()
    if not is_encrypted_before:
        access.set_password(folder, "abcd1234")
    ledger = access.open_ledger(folder, "abcd1234")
    members.add(ledger, MemberDraft(name="易安"))
    restoring.swap(ledger, restoring.prepare(ledger, the(ledger)))
    assert not folder.database.read_bytes().startswith(b"SQLite format 3")
    again = access.open_ledger(folder, "abcd1234")
    assert names(again) == {"滕子轩"}
    again.close()


def test_a_damaged_backup_is_told_and_nothing_is_touched(ledger, path):
    backup = the(ledger)
    data = bytearray(backup.path.read_bytes())
    data[8192:] = bytes(len(data) - 8192)
    backup.path.write_bytes(bytes(data))
    assert restoring.check(ledger, backup).fault
    with pytest.raises(UserError):
        restoring.prepare(ledger, backup)
    assert names(ledger) == {"滕子轩", "易安"}
    assert not list(path.parent.glob("*.restoring*"))


@pytest.mark.parametrize("data", [b"", b"no ledger at all" * 100])
def test_a_file_that_is_no_ledger_has_a_fault_in_words(ledger, data):
    other = ledger.database.path.parent / "backups" / "别的.db"
    other.write_bytes(data)
    found = restoring.contents(ledger, the(ledger, Reason.HAND))
    assert found.inside is None
    assert "党务台账" in found.fault


def test_a_cancelled_restore_leaves_nothing_behind(ledger, path):
    class Impatient:
        def step(self, done, total, text=""):
            if done == 3:
                raise Cancelled

    with pytest.raises(Cancelled):
        restoring.prepare(ledger, the(ledger), Impatient())
    assert names(ledger) == {"滕子轩", "易安"}
    assert not list(path.parent.glob("*.restoring*"))


def test_a_ledger_that_another_program_reads_is_not_replaced(ledger, path):
    candidate = restoring.prepare(ledger, the(ledger))
    other = sqlcipher3.dbapi2.connect(str(path))
    other.execute("BEGIN").execute("SELECT count(*) FROM person").fetchone()
    with pytest.raises(UserError):
        restoring.swap(ledger, candidate)
    other.close()
    assert names_of(path) == {"滕子轩", "易安"}
    assert not candidate.exists()


KILLED = """
import os, signal, sys
from pathlib import Path
from app.services import backups, restoring
from app.services.ledger import Ledger
from app.store import restoring as store
where, path = sys.argv[1], Path(sys.argv[2])
name, _, after = where.partition("+")
real = getattr(store, name)
def deadly(*arguments):
    if after:
        real(*arguments)
    os.kill(os.getpid(), signal.SIGKILL)
setattr(store, name, deadly)
ledger = Ledger.open(path)
backup = next(b for b in backups.in_folder(path.parent / "backups") if "导入前" in b.path.name)
restoring.swap(ledger, restoring.prepare(ledger, backup))
"""


@pytest.mark.skipif(os.name != "posix", reason="kill -9")
@pytest.mark.parametrize(
    ("where", "left"),
    [("write_candidate", {"滕子轩", "易安"}), ("write_candidate+after", {"滕子轩", "易安"}),
     ("settle+after", {"滕子轩", "易安"}), ("take_place", {"滕子轩", "易安"}),
     ("take_place+after", {"滕子轩"})],
)  # fmt: skip
def test_killed_anywhere_it_leaves_the_old_ledger_or_the_new_one_whole(path, where, left):
    ended = subprocess.run(
        [sys.executable, "-c", KILLED, where, str(path)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=False,
    )
    assert ended.returncode == -signal.SIGKILL, ended.stderr
    connection = sqlcipher3.dbapi2.connect(str(path))
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()
    assert names_of(path) == left


def test_what_a_killed_restore_left_goes_but_not_what_another_window_is_making(ledger, path):
    left = [path.with_name(path.name + tail) for tail in (".restoring", ".restoring.plain")]
    for each in left:
        each.write_bytes(b"x")
        Path(f"{each}-wal").write_bytes(b"x")
    restoring.sweep(ledger)
    assert all(each.exists() for each in left)
    for each in left:
        os.utime(each, (0, 0))
    restoring.sweep(ledger)
    assert not list(path.parent.glob("*.restoring*"))
    assert path.exists()


@pytest.mark.parametrize(
    "statements",
    [
        ["CREATE TABLE alembic_version (version_num TEXT)"],
        ["CREATE TABLE alembic_version (version_num TEXT)", "CREATE TABLE batch (id TEXT)"],
        [
            "CREATE TABLE alembic_version (version_num INTEGER)",
            "CREATE TABLE batch (id TEXT)",
            "INSERT INTO alembic_version VALUES (7)",
        ],
        [
            "CREATE TABLE alembic_version (version_num TEXT)",
            "CREATE TABLE batch (id TEXT)",
            "INSERT INTO alembic_version VALUES ('0001')",
        ],
        [
            "CREATE TABLE alembic_version (version_num TEXT)",
            "CREATE TABLE batch (id TEXT)",
            "INSERT INTO alembic_version VALUES ('0000')",
        ],
    ],
)
def test_a_database_of_another_program_is_told_and_hides_no_other_backup(ledger, statements):
    backup = the(ledger)
    foreign = backup.path.with_name("别的.db")
    connection = sqlcipher3.dbapi2.connect(str(foreign))
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()
    told = {
        each.path.name: restoring.contents(ledger, each).fault
        for each in backups.in_folder(backup.path.parent)
    }
    assert told == {backup.path.name: "", "别的.db": "“别的.db”不是党务台账的备份。"}
