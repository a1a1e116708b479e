"""The libraries of the operating system that Qt needs: find out, install, or say the names.

Trying is the only honest test: a subprocess starts a QApplication and tells what is missing.
"""

import os
import subprocess
import sys
from pathlib import Path
from shutil import which

from environment import VENV, apt_install, say

OFFSCREEN = (
    "libegl1 libgl1 libfontconfig1 libfreetype6 libglib2.0-0 libxkbcommon0 libdbus-1-3 libx11-6"
)
WINDOWS = (
    "libxkbcommon-x11-0 libx11-xcb1 libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 "
    "libxcb-randr0 libxcb-render0 libxcb-render-util0 libxcb-shape0 libxcb-shm0 libxcb-sync1 "
    "libxcb-util1 libxcb-xfixes0 libxcb-xkb1"
)
RENAMED = {"libglib2.0-0": "libglib2.0-0t64"}  # Debian 13: the transition to 64-bit time
START_QT = "from PySide6.QtWidgets import QApplication; QApplication([])"
SEEN_WORKING = VENV / "qt-works.txt"
PATIENCE = 60  # seconds


def has_display() -> bool:
    """Tell whether a window can be shown on this machine."""
    variables = ("DISPLAY", "WAYLAND_DISPLAY")
    return not sys.platform.startswith("linux") or any(map(os.environ.get, variables))


def make_qt_work(python: Path) -> bool:
    """See to it that Qt starts without a display; False when it cannot be made to."""
    return _make_work(python, "offscreen", OFFSCREEN.split())


def make_windows_work(python: Path) -> bool:
    """See to it that Qt opens windows on the display there is; False when it cannot be made to."""
    if not sys.platform.startswith("linux"):
        return True
    if _make_work(python, "window", WINDOWS.split()):
        return True
    say("这个显示器打不开窗口，改为不用窗口运行。")
    return False


def _make_work(python: Path, kind: str, packages: list[str]) -> bool:
    if kind in _seen_working():
        return True
    complaint = _complaint(python, kind)
    if complaint and sys.platform.startswith("linux"):
        why = f"Qt 缺少操作系统的库（{complaint}）"
        named = [_name_here(package) for package in packages]
        if not apt_install(named, why):
            say(f"{why}。请以管理员身份安装：{' '.join(named)}（其他发行版名称略有不同）。")
        complaint = _complaint(python, kind)
    if complaint:
        say(f"Qt 仍不能启动：{complaint}")
        return False
    SEEN_WORKING.write_text("\n".join([*_seen_working(), kind]) + "\n", encoding="utf-8")
    return True


def _seen_working() -> list[str]:
    return SEEN_WORKING.read_text(encoding="utf-8").split() if SEEN_WORKING.exists() else []


def _complaint(python: Path, kind: str) -> str:
    """Start Qt in a process of its own; return its complaint, empty when it started."""
    surroundings = dict(os.environ)
    if kind == "offscreen":
        surroundings["QT_QPA_PLATFORM"] = "offscreen"
    try:
        done = subprocess.run(
            [str(python), "-c", START_QT],
            env=surroundings,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return f"{PATIENCE} 秒内没有反应"
    if done.returncode == 0:
        return ""
    lines = done.stderr.strip().splitlines() or [f"退出码 {done.returncode}"]
    return lines[-1] if "Error" in lines[-1] else lines[0]  # Python's last line, or Qt's first


def _name_here(package: str) -> str:
    """Return the package's name in the release of Debian that runs here."""
    renamed = RENAMED.get(package)
    if renamed is None or which("apt-cache") is None:
        return package
    known = subprocess.run(["apt-cache", "show", renamed], capture_output=True, check=False)
    return renamed if known.returncode == 0 else package
