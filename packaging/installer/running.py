"""Running a program of others: its output into a log, its failure as one clear sentence."""

import os
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from shutil import which

from environment import ROOT, Trouble, apt_install

from installer.places import LOGS

TAIL = 12
PATIENCE = 900  # seconds
_NO_RESULT = 124


@dataclass(frozen=True)
class Call:
    """One command: what it is for, extra environment, where it runs, patience in seconds."""

    what: str
    command: Sequence[str | Path]
    environment: Mapping[str, str] = field(default_factory=dict)
    folder: Path = ROOT
    patience: float = PATIENCE


def run(call: Call) -> str:
    """Run the command to its end and return what it printed.

    The output goes through a pipe: Windows programs under Wine do not start with a file as stdout.
    Raises Trouble with the last lines when the exit code is not 0.
    """
    code, text = attempt(call)
    if code != 0:
        last = "\n".join(text.splitlines()[-TAIL:])
        raise Trouble(
            f"{call.what}没有成功（退出码 {code}）。全部输出在 {_log(call)}，最后几行：\n{last}"
        )
    return text


def attempt(call: Call) -> tuple[int, str]:
    """Run the command and return exit code and output; 124 when patience ended first."""
    process = subprocess.Popen(
        [str(part) for part in call.command],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        cwd=call.folder,
        env=os.environ | dict(call.environment),
    )
    try:
        output = process.communicate(timeout=call.patience)[0]
        code = process.returncode
    except subprocess.TimeoutExpired:
        process.kill()
        output, code = process.communicate()[0], _NO_RESULT
    text = output.decode("utf-8", errors="replace").replace("\r\n", "\n")
    log = _log(call)
    log.parent.mkdir(parents=True, exist_ok=True)
    log.write_text(text, encoding="utf-8")
    return code, text


def need(programs: Mapping[str, str], why: str) -> None:
    """See to it that programs are there; programs: name or path → Debian package."""
    missing = {package for name, package in programs.items() if not _is_there(name)}
    if missing and not apt_install(sorted(missing), why):
        raise Trouble(f"{why}，缺少 {'、'.join(sorted(missing))}，这里又不能用 apt 安装。")


def _is_there(name: str) -> bool:
    return Path(name).exists() if name.startswith("/") else which(name) is not None


def _log(call: Call) -> Path:
    return LOGS / f"{call.what.replace('/', '-').replace(' ', '-')}.log"
