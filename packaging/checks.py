"""Every check of the project, one after the other, with a table of the results at the end."""

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from environment import ROOT


@dataclass(frozen=True)
class Result:
    """How one check ended: its name, whether it passed, the seconds it took."""

    name: str
    passed: bool
    seconds: float


def run_all(python: Path, pytest_arguments: list[str]) -> int:
    """Run all checks, also after a failure; return 0 when every one passed.

    The last line printed is pytest's own summary.
    """
    os.chdir(ROOT)
    os.environ["PYTHONIOENCODING"] = "utf-8"
    results = [_check(name, _tool(python, *command)) for name, *command in _static_checks()]
    summary: list[str] = []
    tests = [str(python), "-m", "pytest", *pytest_arguments]
    results.append(_check("pytest", tests, keep_last_line=summary))
    _print_table(results)
    print(*summary, sep="\n", flush=True)
    return 0 if all(result.passed for result in results) else 1


def _static_checks() -> list[list[str]]:
    return [
        ["ruff check", "ruff", "check", "."],
        ["ruff format", "ruff", "format", "--check", "."],
        ["mypy", "mypy"],
        ["import-linter", "lint-imports"],
        ["vulture", "vulture"],
        ["deptry", "deptry", "."],
        ["alembic check", "python", str(ROOT / "packaging" / "alembic_check.py")],
    ]


def _tool(python: Path, name: str, *arguments: str) -> list[str]:
    suffix = ".exe" if sys.platform == "win32" else ""
    return [str(python.with_name(name + suffix)), *arguments]


def _check(name: str, command: list[str], keep_last_line: list[str] | None = None) -> Result:
    """Run one check, its output passed on; put its last line into keep_last_line."""
    print(f"\n── {name} ──", flush=True)
    start = time.monotonic()
    last = ""
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, encoding="utf-8", errors="replace"
    ) as process:
        for line in process.stdout or ():
            print(line, end="", flush=True)
            last = line.rstrip() or last
    if keep_last_line is not None:
        keep_last_line.append(last)
    return Result(name, process.returncode == 0, time.monotonic() - start)


def _print_table(results: list[Result]) -> None:
    print(f"\n{'检查':<12}结果    秒")
    for result in results:
        verdict = "通过" if result.passed else "未通过"
        print(f"{result.name:<14}{verdict:<4}{result.seconds:7.1f}")
