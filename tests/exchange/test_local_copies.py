"""Copies of packages: old ones go, the oldest first, and what is needed stays."""

import os

import pytest

from app.domain.packages import SUFFIX
from app.exchange import local_copies
from app.exchange.local_copies import KEPT_SECONDS, prune

NOW = 1_300_000_000.0


@pytest.fixture
def copy(tmp_path):
    def made(name, age, size=10):
        path = tmp_path / name
        path.write_bytes(b"x" * size)
        os.utime(path, (NOW - age, NOW - age))
        return path

    return made


def left(folder):
    return sorted(path.name for path in folder.iterdir())


def test_what_is_older_than_a_month_goes_and_what_is_needed_stays(tmp_path, copy):
    copy(f"old{SUFFIX}", KEPT_SECONDS + 1)
    copy("crashed.part", KEPT_SECONDS + 1)
    copy(f"waits{SUFFIX}", KEPT_SECONDS * 9)
    copy(f"new{SUFFIX}", KEPT_SECONDS - 1)
    copy("备注.txt", KEPT_SECONDS * 9)
    prune(tmp_path, {f"waits{SUFFIX}"}, NOW)
    assert left(tmp_path) == [f"new{SUFFIX}", f"waits{SUFFIX}", "备注.txt"]


def test_the_oldest_go_first_when_there_are_too_many(tmp_path, copy, monkeypatch):
    monkeypatch.setattr(local_copies, "MOST_BYTES", 25)
    for age in (1, 2, 3):
        copy(f"{age}{SUFFIX}", age)
    copy(f"waits{SUFFIX}", 9, size=1000)
    prune(tmp_path, {f"waits{SUFFIX}"}, NOW)
    assert left(tmp_path) == [f"1{SUFFIX}", f"2{SUFFIX}", f"waits{SUFFIX}"]


def test_a_folder_that_is_not_there_and_a_file_that_is_held_do_no_harm(tmp_path, copy, monkeypatch):
    prune(tmp_path / "none", (), NOW)
    path = copy(f"held{SUFFIX}", KEPT_SECONDS + 1)

    def held(_path):
        raise PermissionError(13, "sharing violation")

    monkeypatch.setattr(type(path), "unlink", held)
    prune(tmp_path, (), NOW)
    assert path.exists()
