"""Proof that a build stops: a missing resource, a wrong hash, a broken migration.

Each proof spoils a copy of what was really built or fetched, and hands it to the very function that
the build uses.
"""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from environment import Trouble, say

from installer import folder
from installer.inputs import LINUX, Wheels
from installer.linux_trial import self_test
from installer.places import PROGRAM

RESOURCE = Path("resources") / "fields.toml"
MIGRATION = Path("app") / "store" / "migrations" / "versions"
FAULT = "\nraise RuntimeError('broken on purpose')\n"


def prove_all() -> None:
    """Run every proof and print the sentence with which the build stops; raises Trouble if not."""
    _must_stop("缺少资源：核对打包结果", _check_without_resource)
    _must_stop("缺少资源：自检", _test_without_resource)
    _must_stop("哈希值不对", _take_spoilt_wheel)
    _must_stop("数据库升级脚本有错", _test_broken_migration)


def _must_stop(what: str, act: Callable[[], object]) -> None:
    try:
        act()
    except Trouble as trouble:
        say(f"【{what}】按预期停止：{trouble}")
    else:
        raise Trouble(f"【{what}】没有让打包停止。")


def _check_without_resource() -> None:
    with _copy() as program:
        (program / folder.INTERNAL / RESOURCE).unlink()
        folder.check_resources(program)


def _test_without_resource() -> None:
    with _copy() as program:
        (program / folder.INTERNAL / RESOURCE).unlink()
        self_test(program / PROGRAM, "offscreen")


def _take_spoilt_wheel() -> None:
    with tempfile.TemporaryDirectory() as place:
        spoilt = Wheels(LINUX.system, cache=Path(place))
        shutil.copytree(LINUX.folder, spoilt.folder)
        shutil.copy(LINUX.lock, spoilt.lock)
        wheel = min(spoilt.folder.glob("*.whl"))
        data = bytearray(wheel.read_bytes())
        data[len(data) // 2] ^= 1
        wheel.write_bytes(data)
        spoilt.found()


def _test_broken_migration() -> None:
    with _copy() as program:
        newest = max((program / folder.INTERNAL / MIGRATION).glob("*.py"))
        newest.write_text(newest.read_text(encoding="utf-8") + FAULT, encoding="utf-8")
        self_test(program / PROGRAM, "offscreen")


@contextmanager
def _copy() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as place:
        copy = Path(place) / PROGRAM
        shutil.copytree(folder.built(folder.LINUX), copy, symlinks=True)
        yield copy
