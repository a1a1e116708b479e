"""Files on a stick: whatever is pulled, full or broken, no half package is ever taken for one."""

import errno
import os
import tracemalloc

import pytest

from app.base.errors import UserError
from app.domain.packages import SUFFIX
from app.exchange import stick
from tests.exchange.packages import as_bytes

DATA = as_bytes()


def proof(data):
    assert data == DATA


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def collected(folder, tmp_path):
    return stick.collect([folder], tmp_path / "inbox")


@pytest.fixture
def usb(tmp_path):
    folder = tmp_path / "usb"
    folder.mkdir()
    return folder


def test_a_package_lies_whole_under_a_neutral_name(usb, tmp_path):
    (path,) = stick.write(DATA, usb, proof)
    assert path.suffix == SUFFIX
    assert len(path.stem) == 12
    (found,), bad = collected(usb, tmp_path)
    assert (found.data, found.names, bad) == (DATA, (path.name,), [])


def test_a_large_package_lies_in_parts_and_comes_together_in_any_order(usb, tmp_path, monkeypatch):
    monkeypatch.setattr(stick, "PART_BYTES", 100)
    paths = stick.write(DATA, usb, proof)
    assert len(paths) == -(-len(DATA) // 100)
    (found,), bad = collected(usb, tmp_path)
    assert (found.data, bad) == (DATA, [])


def test_a_missing_part_is_told(usb, tmp_path, monkeypatch):
    monkeypatch.setattr(stick, "PART_BYTES", 300)
    stick.write(DATA, usb, proof)[-1].unlink()
    found, (bad,) = collected(usb, tmp_path)
    assert (found, bad.refusal.code) == ([], "PART_MISSING")


def test_a_changed_part_is_told(usb, tmp_path, monkeypatch):
    monkeypatch.setattr(stick, "PART_BYTES", 300)
    path = stick.write(DATA, usb, proof)[0]
    path.write_bytes(path.read_bytes()[:-1] + b"\0")
    found, (bad,) = collected(usb, tmp_path)
    assert (found, bad.refusal.code) == ([], "DAMAGED")


def test_parts_of_two_packages_are_not_mixed(usb, tmp_path, monkeypatch):
    monkeypatch.setattr(stick, "PART_BYTES", 200)
    for _ in range(2):
        stick.write(DATA, usb, proof)
    (found,), bad = collected(usb, tmp_path)
    assert (found.data, bad) == (DATA, [])


def test_copies_and_the_same_package_on_two_sticks_count_once(usb, tmp_path):
    (path,) = stick.write(DATA, usb, proof)
    (usb / f"{path.stem} (1){SUFFIX}").write_bytes(DATA)
    other = tmp_path / "second"
    other.mkdir()
    (other / f"x{SUFFIX}").write_bytes(DATA)
    (found,), _ = stick.collect([usb, other], tmp_path / "inbox")
    assert len(found.names) == 3
    assert len(names(tmp_path / "inbox")) == 1


def test_a_stick_that_gives_its_names_in_capitals_is_read(usb, tmp_path):
    (usb / f"ABC{SUFFIX.upper()}").write_bytes(DATA)
    (found,), _ = stick.collect([usb], tmp_path / "inbox")
    assert found.data == DATA


def test_a_film_that_was_given_the_name_of_a_package_is_not_read_into_memory(usb, tmp_path):
    with (usb / f"film{SUFFIX}").open("wb") as stream:
        stream.truncate(1 << 30)
    tracemalloc.start()
    stick.collect([usb], tmp_path / "inbox")
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 1 << 20
    assert sum(path.stat().st_size for path in (tmp_path / "inbox").iterdir()) < 1 << 10


def test_what_was_left_half_written_is_told_and_not_read_and_goes_with_the_next(usb, tmp_path):
    (usb / f"abc{SUFFIX}.part").write_bytes(DATA)
    (usb / "花名册.xlsx").write_bytes(b"x")
    found, (bad,) = collected(usb, tmp_path)
    assert (found, bad.refusal.code) == ([], "HALF")
    kept = stick.write(DATA, usb, proof)
    assert stick.clear(usb, kept, lambda _: False) == 0
    assert {path.name for path in usb.iterdir()} == {kept[0].name, "花名册.xlsx"}


def test_a_folder_that_outlives_the_stick_in_it_gets_no_package(usb, monkeypatch):
    real, swapped = stick.Path.stat, []

    def stat(path, **options):
        found = real(path, **options)
        if path == usb and swapped:
            return os.stat_result((*found[:2], found.st_dev + 1, *found[3:]))
        return found

    def prove(data):
        swapped.append(data)
        return proof(data)

    monkeypatch.setattr(stick.Path, "stat", stat)
    with pytest.raises(UserError, match="U盘已拔出"):
        stick.write(DATA, usb, prove)
    assert names(usb) == []


def test_links_are_not_followed_and_names_lead_nowhere(usb, tmp_path):
    secret = tmp_path / "secret"
    secret.write_bytes(b"secret")
    (usb / f"link{SUFFIX}").symlink_to(secret)
    (usb / "folder").symlink_to(tmp_path)
    assert collected(usb, tmp_path) == ([], [])


class Failing:
    """Stands for the os module whose k-th call of a kind fails."""

    def __init__(self, what, number, code):
        self._what, self._left, self._code = what, number, code

    def __getattr__(self, name):
        real = getattr(os, name)
        if name != self._what:
            return real

        def call(*arguments):
            self._left -= 1
            if self._left == 0:
                raise OSError(self._code, os.strerror(self._code))
            return real(*arguments)

        return call


SAID = {
    errno.ENOSPC: "U盘已满",
    errno.EIO: "U盘已拔出或者坏了",
    errno.EROFS: "U盘是只读的",
    errno.ENODEV: "U盘已拔出或者坏了",
}


@pytest.mark.parametrize("code", SAID)
@pytest.mark.parametrize(
    ("what", "number"),
    [("open", 1), ("open", 3), ("write", 1), ("write", 3), ("fsync", 1), ("fsync", 2)],
)
def test_a_failing_stick_leaves_no_package(usb, tmp_path, monkeypatch, code, what, number):
    monkeypatch.setattr(stick, "PART_BYTES", 300)
    monkeypatch.setattr(stick, "os", Failing(what, number, code))
    with pytest.raises(UserError, match=SAID[code]) as told:
        stick.write(DATA, usb, proof)
    assert "没有留下这个包" in str(told.value)
    monkeypatch.undo()
    assert names(usb) == []
    stick.write(DATA, usb, proof)
    (found,), bad = collected(usb, tmp_path)
    assert (found.data, bad) == (DATA, [])


def test_a_short_write_is_carried_on(usb, monkeypatch):
    class Slow(Failing):
        def __getattr__(self, name):
            real = getattr(os, name)
            return (lambda handle, view: real(handle, view[:7])) if name == "write" else real

    monkeypatch.setattr(stick, "os", Slow("", 0, 0))
    (path,) = stick.write(DATA, usb, proof)
    assert path.read_bytes() == DATA


def test_a_stick_that_lies_is_found_out_by_reading_back(usb, monkeypatch):
    class Liar(Failing):
        def __getattr__(self, name):
            real = getattr(os, name)
            if name != "write":
                return real
            return lambda handle, view: real(handle, bytes(len(view)))

    monkeypatch.setattr(stick, "os", Liar("", 0, 0))
    with pytest.raises(UserError, match="读回来不一样"):
        stick.write(DATA, usb, proof)
    assert names(usb) == []


def test_a_package_that_does_not_open_is_not_left_there(usb):
    def refuse(_data):
        raise UserError("打不开。")

    with pytest.raises(UserError, match="打不开"):
        stick.write(DATA, usb, refuse)
    assert names(usb) == []


def test_a_full_stick_is_told_before_anything_is_written(usb, monkeypatch):
    usage = stick.shutil.disk_usage(usb)
    free = 800 << 10
    monkeypatch.setattr(stick.shutil, "disk_usage", lambda _: usage._replace(free=free))
    with pytest.raises(UserError, match=r"空间不够：需要1\.0兆，只剩0\.8兆"):
        stick.write(DATA, usb, proof)
    assert names(usb) == []


@pytest.mark.parametrize("busy", [1, 4])
def test_a_virus_scanner_that_holds_the_file_for_a_moment_does_no_harm(usb, monkeypatch, busy):
    rename, left = stick.Path.rename, [busy]

    def held(path, target):
        left[0] -= 1
        if left[0] >= 0:
            raise PermissionError(13, "sharing violation")
        return rename(path, target)

    monkeypatch.setattr(stick.Path, "rename", held)
    monkeypatch.setattr(stick.time, "sleep", lambda _: None)
    (path,) = stick.write(DATA, usb, proof)
    assert path.read_bytes() == DATA


def test_a_scanner_that_never_lets_go_leaves_nothing(usb, monkeypatch):
    def held(*_):
        raise PermissionError(13, "sharing violation")

    monkeypatch.setattr(stick.Path, "rename", held)
    monkeypatch.setattr(stick.time, "sleep", lambda _: None)
    with pytest.raises(UserError, match="U盘"):
        stick.write(DATA, usb, proof)
    assert names(usb) == []


@pytest.mark.parametrize("code", [errno.EIO, errno.ENODEV, errno.EACCES])
def test_an_unreadable_file_is_told_and_the_others_are_read(usb, tmp_path, monkeypatch, code):
    stick.write(DATA, usb, proof)
    (usb / f"zz{SUFFIX}").write_bytes(b"x")
    real = stick._read

    def failing(path):
        if path.name.startswith("zz"):
            raise OSError(code, os.strerror(code))
        return real(path)

    monkeypatch.setattr(stick, "_read", failing)
    (found,), (bad,) = collected(usb, tmp_path)
    assert (found.data, bad.refusal.code) == (DATA, "UNREADABLE")


def test_a_pulled_stick_is_told(tmp_path):
    with pytest.raises(UserError, match="U盘"):
        stick.write(DATA, tmp_path / "gone", proof)
    _, (bad,) = stick.collect([tmp_path / "gone"], tmp_path / "inbox")
    assert bad.refusal.code == "UNREADABLE"


def test_parts_of_a_swapped_stick_are_not_taken_for_one_package(usb, tmp_path, monkeypatch):
    """The second half was written to another stick, on which a half of another package lies."""
    monkeypatch.setattr(stick, "PART_BYTES", -(-len(DATA) // 2))
    first, _ = stick.write(DATA, usb, proof)
    other = tmp_path / "second"
    other.mkdir()
    _, second = stick.write(DATA, other, proof)
    alone = tmp_path / "mixed"
    alone.mkdir()
    for number, path in enumerate((first, second)):
        path.rename(alone / f"{number}{SUFFIX}")
    found, bad = collected(alone, tmp_path)
    assert (found, [each.refusal.code for each in bad]) == ([], ["PART_MISSING"] * 2)


def test_a_large_package_is_cleared_with_all_its_parts_or_not_at_all(tmp_path, monkeypatch):
    monkeypatch.setattr(stick, "PART_BYTES", 100)
    old = stick.write(b"A" * 250, tmp_path, len)
    new = stick.write(b"B" * 250, tmp_path, len)
    torn = stick.write(b"A" * 350, tmp_path, len)
    torn[0].unlink()
    asked = []

    def is_replaced(data):
        asked.append(data)
        return data[:1] == b"A"

    assert stick.clear(tmp_path, new, is_replaced) == 1
    assert asked == [b"A" * 250]
    assert {*tmp_path.iterdir()} == {*new, *torn[1:]}
    assert len(old) == 3
