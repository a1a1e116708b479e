"""The fault list of the exchange: the ledger is as it was or whole, and trying again works.

What a stick does wrong is tried in tests/exchange/test_stick.py, what a package does wrong in
tests/exchange/test_package_bytes.py and test_trust.py.
"""

import errno
import random
import shutil
import signal
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from app.base.errors import UserError
from app.services.exchange import packing, receiving, setup, sticks
from app.services.exchange.receiving import Fate
from app.services.ledger import Ledger
from app.store import records
from tests.services.exchange.row_stories import raw_of, rows_of
from tests.services.exchange.world import BUREAU, SCHOOL_A, SCHOOL_B

ROOT = Path(__file__).resolve().parents[3]


def take(world, number, *packages):
    return receiving.take_all(world.nodes[number].ledger, packages)


def report(world, persons=1):
    for _ in range(persons):
        world.add_person(SCHOOL_A, 0)
    return world.pack(SCHOOL_A, BUREAU).data


@pytest.fixture
def usb(tmp_path):
    folder = tmp_path / "usb"
    folder.mkdir()
    return folder


def test_a_disk_that_fills_up_during_an_import_changes_nothing(world):
    data, before = report(world, 40), world.state(BUREAU)
    raw = raw_of(world.nodes[BUREAU].database)
    raw.execute("VACUUM")  # or the import fits into pages that are free
    pages = raw.execute("PRAGMA page_count").fetchone()[0]
    raw.execute(f"PRAGMA max_page_count = {pages + 2}")
    try:
        with pytest.raises(UserError, match="磁盘已满") as told:
            take(world, BUREAU, data)
    finally:
        raw.execute("PRAGMA max_page_count = 1000000000")
    assert "没有改动" in str(told.value)
    assert world.state(BUREAU) == before
    (again,) = take(world, BUREAU, data)
    assert (again.fate, again.counts["person"]) == (Fate.TAKEN, 40)


def test_a_ledger_that_another_program_holds_is_told_and_the_import_works_later(world):
    data, before = report(world), world.state(BUREAU)
    database = world.nodes[BUREAU].database
    raw_of(database).execute("PRAGMA busy_timeout = 1")
    import sqlcipher3.dbapi2

    with closing(sqlcipher3.dbapi2.connect(str(database.path), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(UserError, match="正被另一个程序占用"):
            take(world, BUREAU, data)
        other.execute("ROLLBACK")
    assert world.state(BUREAU) == before
    assert take(world, BUREAU, data)[0].fate is Fate.TAKEN


def test_a_full_disk_keeps_the_inbox_and_the_outbox_from_lying(world, usb, monkeypatch):
    school, bureau = world.nodes[SCHOOL_A].ledger, world.nodes[BUREAU].ledger
    world.edit(SCHOOL_A, 0, "mobile", "1")
    write = Path.write_bytes

    def full(path, data):
        if path.parent.name in {"inbox", "outbox"}:
            raise OSError(errno.ENOSPC, "No space left on device")
        return write(path, data)

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(UserError, match="没有写到本机"):
        packing.pack(school, usb, [world.ids[BUREAU]])
    assert list(usb.iterdir()) == []
    (usb / "x.dwpkg").touch()
    write(usb / "x.dwpkg", world.pack(SCHOOL_A, BUREAU).data)
    with pytest.raises(UserError, match="没有抄到本机"):
        sticks.look(bureau, [usb])
    monkeypatch.undo()
    assert "1项变动" in sticks.look(bureau, [usb]).sentences[0]


def test_a_stick_swapped_during_writing_is_told_and_neither_holds_a_package(
    world, usb, tmp_path, monkeypatch
):
    from app.exchange import stick

    synced = stick._write_synced

    def swapped(path, data):
        synced(path, data)
        usb.rename(tmp_path / "first")
        usb.mkdir()

    monkeypatch.setattr(stick, "_write_synced", swapped)
    world.edit(SCHOOL_A, 0, "mobile", "1")
    with pytest.raises(UserError, match="U盘已拔出或者坏了"):
        packing.pack(world.nodes[SCHOOL_A].ledger, usb, [world.ids[BUREAU]])
    monkeypatch.undo()
    assert [path.suffix for path in (tmp_path / "first").iterdir()] == [".part"]
    assert list(usb.iterdir()) == []
    (made,) = packing.pack(world.nodes[SCHOOL_A].ledger, usb, [world.ids[BUREAU]])
    (found,) = take(world, BUREAU, made.files[0].read_bytes())
    assert found.counts == {"person": 1}


def test_a_package_in_parts_that_waits_gets_in_when_the_missing_one_comes(
    world, usb, tmp_path, monkeypatch
):
    from app.exchange import stick
    from tests.services.exchange.world import put_back

    bureau, school = world.nodes[BUREAU].ledger, world.nodes[SCHOOL_A].ledger
    before = rows_of(bureau.database)
    world.edit(SCHOOL_A, 0, "mobile", "1")
    early = world.pack(SCHOOL_A, BUREAU).data
    take(world, BUREAU, early)
    take(world, SCHOOL_A, world.pack(BUREAU, SCHOOL_A).data)
    world.edit(SCHOOL_A, 0, "mobile", "2")
    monkeypatch.setattr(stick, "PART_BYTES", 500)
    assert len(packing.pack(school, usb, [world.ids[BUREAU]])[0].files) > 1
    put_back(bureau.database, before)
    (waits,) = sticks.receive(bureau, sticks.look(bureau, [usb]), tmp_path / "backups")
    assert waits.fate is Fate.PARKED
    shutil.rmtree(usb)
    usb.mkdir()
    (usb / "early.dwpkg").write_bytes(early)
    sticks.receive(bureau, sticks.look(bureau, [usb]), tmp_path / "backups")
    with bureau.reading() as tx:
        assert records.get(tx, "person", world.persons[0])["mobile"] == "2"


def test_the_same_package_twice_at_once_counts_once(world):
    data = report(world)
    fates = take(world, BUREAU, data, data)
    assert [each.fate for each in fates] == [Fate.TAKEN, Fate.KNOWN]


def test_an_older_list_of_nodes_replaces_no_newer_one(world):
    """A package made before a revocation arrives after it."""
    stale = world.pack(BUREAU, SCHOOL_B).data
    setup.revoke(world.nodes[BUREAU].ledger, world.ids[SCHOOL_A], "丢失")
    take(world, SCHOOL_B, world.pack(BUREAU, SCHOOL_B).data)
    newest = setup.status(world.nodes[SCHOOL_B].ledger).roster_version
    assert take(world, SCHOOL_B, stale)[0].fate is Fate.TAKEN
    assert setup.status(world.nodes[SCHOOL_B].ledger).roster_version == newest


def test_a_large_package_survives_no_truncation_and_no_flipped_bit(world):
    data, before = report(world, 60), world.state(BUREAU)
    rng = random.Random(4)
    damaged = [data[: rng.randrange(len(data))] for _ in range(20)]
    for _ in range(60):
        wrong = bytearray(data)
        wrong[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
        damaged.append(bytes(wrong))
    assert {each.fate for each in take(world, BUREAU, *damaged)} == {Fate.REFUSED}
    assert world.state(BUREAU) == before
    assert take(world, BUREAU, data)[0].counts["person"] == 60


def test_what_the_disk_lost_of_an_import_is_all_of_it_or_nothing(world, tmp_path):
    """The power goes before everything was on the disk: the write-ahead log ends anywhere."""
    data, before = report(world, 5), world.operations(BUREAU)
    path = world.nodes[BUREAU].database.path
    raw_of(world.nodes[BUREAU].database).execute("PRAGMA wal_checkpoint(TRUNCATE)")
    take(world, BUREAU, data)
    log = path.with_name(path.name + "-wal").read_bytes()
    after = world.operations(BUREAU)
    seen = set()
    for number, length in enumerate([*range(0, len(log), max(len(log) // 12, 1)), len(log)]):
        cut = tmp_path / f"{number}.sqlite"
        shutil.copy(path, cut)
        cut.with_name(cut.name + "-wal").write_bytes(log[:length])
        with closing(Ledger.open(cut)) as ledger:
            held = {row[0] for row in raw_of(ledger.database).execute("SELECT id FROM operation")}
            assert held in (before.keys(), after.keys())
            seen.add(len(held))
            assert receiving.take(ledger, data).fate in {Fate.TAKEN, Fate.KNOWN}
    assert len(seen) == 2


COMMAND = """
import os, signal, sys
from app.__main__ import main
left, synced = int(sys.argv[1]), os.fsync
def fsync(handle):
    global left
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    synced(handle)
os.fsync = fsync
print("ready", flush=True)
sys.exit(main(sys.argv[2:]))
"""
"""The program in a process of its own, which dies at one of its own waits for the disk."""
KILLS = pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no SIGKILL")


def run(*arguments, fsync=0, kill_after=None):
    """Run a command; kill it so many seconds after it began, or at its k-th fsync."""
    command = [sys.executable, "-c", COMMAND, str(fsync), *map(str, arguments)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as process:
        process.stdout.readline()
        if kill_after is not None:
            time.sleep(kill_after)
            process.kill()
        process.communicate(timeout=120)
    return process.returncode


@pytest.fixture
def home(tmp_path):
    """A data folder into which a node's ledger is put before each try."""

    def made(world, number):
        saved = tmp_path / "before.sqlite"
        if not saved.exists():
            world.nodes[number].database.backup(saved)
        folder = tmp_path / "home"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        shutil.copy(saved, folder / "dangwu.sqlite")
        return folder

    return made


@KILLS
def test_a_program_killed_at_any_moment_of_unpacking_leaves_all_or_nothing(
    world, usb, tmp_path, home
):
    (usb / "x.dwpkg").write_bytes(report(world, 60))
    before = len(world.operations(BUREAU))
    rng, seen = random.Random(5), []
    for moment in (0.0, *(rng.uniform(0.1, 1.2) for _ in range(3)), None):
        folder = home(world, BUREAU)
        run("--data", folder, "unpack", usb, kill_after=moment)
        with closing(Ledger.open(folder / "dangwu.sqlite")) as ledger:
            raw = raw_of(ledger.database)
            assert raw.execute("PRAGMA quick_check").fetchone() == ("ok",)
            operations = "SELECT count(*) FROM operation"
            seen.append(raw.execute(operations).fetchone()[0] - before)
            sticks.receive(ledger, sticks.look(ledger, [usb]), tmp_path / "backups")
            assert raw.execute(operations).fetchone()[0] == before + 120
    assert set(seen) <= {0, 120}
    assert seen[-1] == 120


@KILLS
@pytest.mark.parametrize("fsync", [1, 2, 3])
def test_a_program_killed_at_any_fsync_of_packing_leaves_no_half_package(world, usb, home, fsync):
    world.edit(SCHOOL_A, 0, "mobile", "1")
    folder = home(world, SCHOOL_A)
    assert run("--data", folder, "pack", "--out", usb, fsync=fsync) == -signal.SIGKILL
    whole = [path.read_bytes() for path in usb.glob("*.dwpkg")]
    assert {each.fate for each in take(world, BUREAU, *whole)} <= {Fate.TAKEN}
    assert run("--data", folder, "pack", "--out", usb) == 0
    looked = sticks.look(world.nodes[BUREAU].ledger, [usb])
    assert looked.refusals == ()
    take(world, BUREAU, *looked.packages)
    with world.nodes[BUREAU].ledger.reading() as tx:
        assert records.get(tx, "person", world.persons[0])["mobile"] == "1"
