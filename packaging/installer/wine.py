"""A Wine prefix that stands for a Windows 10 PC, and how Windows programs are run in it."""

import os
import shutil
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

from environment import ROOT

from installer.places import BUILD, HERE
from installer.running import PATIENCE, Call, need, run
from installer.steps import Step

PREFIX = BUILD / "windows" / "prefix"
DRIVE = PREFIX / "drive_c"
USER = "clerk"
HOME = DRIVE / "users" / USER
PROGRAMS = {
    "wine": "wine",
    "/usr/lib/wine/wine64": "wine64",
    "x86_64-w64-mingw32-gcc-posix": "gcc-mingw-w64-x86-64-posix",
}
_WHY = "在 Wine 里打包和试装"
FONTS = r"HKCU\Software\Wine\Fonts\Replacements"
FONT_NAME = "Dangwu Hei"
REPLACED_FONTS = ("宋体",)
FONT = ROOT / "resources" / "fonts" / "hei.ttf"
STUBS = {
    "bcryptprimitives.dll": "bcryptprimitives.c",
    "windows.ui.viewmanagement.dll": "uisettings.c",
}
"""What Wine 8 lacks and Windows has; they lie in the prefix only and are never shipped."""
UI_SETTINGS = (
    r"HKLM\Software\Microsoft\WindowsRuntime\ActivatableClassId"
    r"\Windows.UI.ViewManagement.UISettings"
)
_DESKTOP_FOLDERS = ("Desktop", "Documents", "Downloads", "Music", "Pictures", "Videos")


def environment(display: str = "") -> dict[str, str]:
    """Return the variables under which wine works quietly in the prefix."""
    return {
        "WINEPREFIX": str(PREFIX),
        "WINEARCH": "win64",
        "WINEDEBUG": "-all",
        "WINEDLLOVERRIDES": "mscoree,mshtml,winemenubuilder.exe,winedbg.exe=",
        "USER": USER,
        "LOGNAME": USER,
        "DISPLAY": display,
    }


def step() -> Step:
    """Return the step that makes the prefix."""
    return Step("准备 Wine 环境", _make, PREFIX / "ready.txt", [HERE / "stubs"])


def start(display: str = "") -> None:
    """Start Wine's services apart from any pipe; otherwise the first call waits for their end."""
    need(PROGRAMS, _WHY)
    for command in (["wineserver", "-p"], ["wine", "wineboot"]):
        _silently(command, display)


def stop() -> None:
    """End every process of the prefix."""
    _silently(["wineserver", "-k"], "")
    time.sleep(1)


def call(
    what: str, command: Sequence[str | Path], *, display: str = "", patience: float = PATIENCE
) -> Call:
    """Return the call of a Windows program, its path and arguments as they are on Linux."""
    return Call(what, ["wine", *command], environment(display), patience=patience)


def windows_path(path: Path) -> str:
    """Return how a file of this machine is called inside Wine."""
    return "Z:" + str(path).replace("/", "\\")


def begin(command: Sequence[str | Path], display: str) -> "subprocess.Popen[bytes]":
    """Start a Windows program and do not wait for it."""
    return subprocess.Popen(
        ["wine", *map(str, command)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=os.environ | environment(display),
    )


def _silently(command: Sequence[str], display: str) -> None:
    subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=os.environ | environment(display),
        check=False,
        timeout=PATIENCE,
    )


def _make() -> None:
    need(PROGRAMS, _WHY)
    stop()
    shutil.rmtree(PREFIX, ignore_errors=True)
    PREFIX.mkdir(parents=True)
    start()
    run(call("设为 Windows 10", ["winecfg", "-v", "win10"]))
    for library, source in STUBS.items():
        _compile(source, DRIVE / "windows" / "system32" / library)
    register = ["reg", "add", UI_SETTINGS, "/v", "DllPath", "/d", _dll_path(), "/f"]
    run(call("登记 UISettings", register))
    shutil.copy(FONT, DRIVE / "windows" / "Fonts")
    for name in REPLACED_FONTS:
        run(call("登记字体", ["reg", "add", FONTS, "/v", name, "/d", FONT_NAME, "/f"]))
    for name in _DESKTOP_FOLDERS:
        _make_real(HOME / name)
    (PREFIX / "ready.txt").write_text("ready\n", encoding="utf-8")


def _dll_path() -> str:
    return r"C:\windows\system32\windows.ui.viewmanagement.dll"


def _compile(source: str, target: Path) -> None:
    compiler = "x86_64-w64-mingw32-gcc-posix"
    command = [
        compiler,
        "-shared",
        "-O1",
        "-w",
        "-o",
        target,
        HERE / "stubs" / source,
        "-ladvapi32",
    ]
    run(Call(f"编译 {source}", command))


def _make_real(folder: Path) -> None:
    """Replace Wine's link into the home folder, where shortcuts would be lost."""
    if folder.is_symlink():
        folder.unlink()
    folder.mkdir(parents=True, exist_ok=True)
