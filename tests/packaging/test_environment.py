"""The virtual environment: what the locks promise and when they are installed again."""

import re
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def environment(monkeypatch, tmp_path):
    monkeypatch.syspath_prepend(ROOT / "packaging")
    import environment

    monkeypatch.setattr(environment, "STAMP", tmp_path / "stamp.txt")
    return environment


def test_the_lock_for_tests_holds_everything_of_the_lock_for_users(environment):
    assert environment._pins(environment.RUN_LOCK) < environment._pins(environment.TEST_LOCK)


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_every_package_of_a_lock_has_its_hashes(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    entries = re.split(r"^(?=[\w.-]+==)", text, flags=re.MULTILINE)[1:]
    assert entries
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []


def test_an_environment_without_a_stamp_holds_nothing(environment):
    assert environment._stamped(Path(sys.executable)) == []


def test_a_stamp_counts_only_for_the_python_that_made_it(environment):
    python = Path(sys.executable)
    environment.STAMP.write_text(f"{environment._version(python)}\nabc\n")
    assert environment._stamped(python) == ["abc"]
    environment.STAMP.write_text("3.10.1\nabc\n")
    assert environment._stamped(python) == []


def test_line_ends_of_a_windows_checkout_do_not_change_the_hash(environment, tmp_path):
    unix, windows = tmp_path / "unix", tmp_path / "windows"
    unix.write_bytes(b"a==1\nb==2\n")
    windows.write_bytes(b"a==1\r\nb==2\r\n")
    assert environment._hash(unix) == environment._hash(windows)


def test_a_python_that_cannot_run_the_code_gives_no_answer(environment):
    assert environment._answer("/nowhere/python3", "print(1)") == ""
    assert environment._answer(sys.executable, "raise SystemExit('no')") == ""
    assert environment._answer(sys.executable, "print(1)") == "1"
