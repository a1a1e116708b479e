"""Every check of the project, one after the other, with a table of the results at the end."""

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from environment import ROOT

# As many processes as the machine has cores, but no more than a desktop has memory for: each keeps
# its own practice counties.
_WORKERS = ["--numprocesses", str(min(os.cpu_count() or 1, 4)), "--dist", "worksteal"]


@dataclass(frozen=True)
class Result:
    """How one check ended: its name, exit code (negative: killed by a signal) and seconds."""

    name: str
    code: int
    seconds: float

    @property
    def passed(self) -> bool:
        """Tell whether the check found nothing."""
        return self.code == 0

    @property
    def verdict(self) -> str:
        """Say how it ended; a process that died says so, its output may look like a success."""
        if self.passed:
            return "通过"
        reason = f"退出码 {self.code}" if self.code > 0 else f"崩溃，信号 {-self.code}"
        return f"未通过（{reason}）"


def run_all(python: Path, pytest_arguments: list[str]) -> int:
    """Run all checks, also after a failure; return 0 when every one passed.

    The last line printed is pytest's own summary.
    """
    os.chdir(ROOT)
    os.environ["PYTHONIOENCODING"] = "utf-8"
    results = [_check(name, _tool(python, *command)) for name, *command in _static_checks()]
    summary: list[str] = []
    tests = [str(python), "-m", "pytest", *_WORKERS, *pytest_arguments]
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
    return Result(name, process.returncode, time.monotonic() - start)


def _print_table(results: list[Result]) -> None:
    print("\n检查                秒  结果")
    for result in results:
        print(f"{result.name:<14}{result.seconds:7.1f}  {result.verdict}")
