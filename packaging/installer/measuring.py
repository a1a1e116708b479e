"""Start time and memory of the built program beside a minimal window, built in the same way."""

import os
import statistics
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from installer import folder
from installer.places import PROGRAM
from installer.screen import Screen, screen
from installer.steps import run_steps

MINIMAL = "minimal"
ROUNDS = 5


@dataclass(frozen=True)
class Measured:
    """Seconds until the first pixels, until the window stands, and megabytes of memory (PSS)."""

    first: float
    standing: float
    memory: float


def measure_all() -> None:
    """Start both in turn on a virtual screen and print the medians."""
    run_steps([folder.linux_step(MINIMAL)])
    found: dict[str, list[Measured]] = {PROGRAM: [], MINIMAL: []}
    with screen() as shown, tempfile.TemporaryDirectory() as data:
        settings = os.environ | {
            "DISPLAY": shown.display,
            "QT_QPA_PLATFORM": "xcb",
            "XDG_DATA_HOME": data,
        }
        for _ in range(ROUNDS + 1):  # the first start fills the disk cache and is not counted
            for name, values in found.items():
                values.append(_start(shown, folder.built(folder.LINUX, name) / name, settings))
    print(f"{'':<10}{'首次画出 秒':>12}{'画完 秒':>10}{'内存 MB':>10}")
    for name, values in found.items():
        counted = values[1:]
        first = statistics.median(each.first for each in counted)
        standing = statistics.median(each.standing for each in counted)
        memory = statistics.median(each.memory for each in counted)
        print(f"{name:<10}{first:>14.2f}{standing:>12.2f}{memory:>12.0f}")


def _start(shown: Screen, program: Path, settings: dict[str, str]) -> Measured:
    with subprocess.Popen([program], env=settings) as process:
        first, standing = shown.wait_for_window()
        memory = _memory(process.pid)
        process.terminate()
    shown.settle()
    return Measured(first, standing, memory)


def _memory(process: int) -> float:
    text = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii")
    line = next(line for line in text.splitlines() if line.startswith("Pss:"))
    return int(line.split()[1]) * 1024 / 1e6
