"""The Windows setup tried as a user would: install, use, upgrade, uninstall, all under Wine."""

import re
import shutil
import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from environment import ROOT, Trouble, say

from installer import folder, setup, wine
from installer.linux_trial import judge_self_test
from installer.places import BUILD, DIST, PROGRAM, SUFFIX, TITLE, version
from installer.running import Call, attempt, run
from installer.screen import Screen, screen

LOCAL = wine.HOME / "AppData" / "Local"
PLACE = LOCAL / "Programs" / PROGRAM
DATA = LOCAL / PROGRAM
LEDGER = DATA / f"{PROGRAM}.sqlite"
PICTURES = DIST / "screenshots"
OLDER = "0.0.1"
STALE = "left-by-an-older-version.txt"
SAMPLE = ROOT / "resources" / "samples" / "县民族中学党员花名册.xlsx"
LONG_PATH, LONG_NAME = 200, 60
PATIENCE = 60
LOADED = 6.0  # seconds without a change: the program has nothing more to load
_KEYS = (
    rf"HKCU\Software\{PROGRAM}",
    rf"HKCU\Software\Classes\{SUFFIX}",
    rf"HKCU\Software\Classes\{PROGRAM}.package",
    rf"HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\{PROGRAM}",
)


@dataclass(frozen=True)
class Trial:
    """Where a trial takes place: the screen, and what lay on the disk before."""

    screen: Screen
    before: frozenset[Path]


def try_windows() -> None:
    """Install an older version, use it, upgrade while it runs, test, and uninstall."""
    wine.stop()
    for left in (PLACE, DATA, LOCAL / "Temp"):  # by a trial that was stopped
        shutil.rmtree(left, ignore_errors=True)
    (LOCAL / "Temp").mkdir()
    with screen() as shown:
        wine.start(shown.display)
        trial = Trial(shown, frozenset(_files()))
        _install_older(trial)
        people = _enter_records(trial)
        _upgrade(trial, people)
        _self_test(trial)
        _take_pictures(trial)
        _use_long_path(trial)
        _uninstall(trial)
        _uninstall_with_data(trial)
        wine.stop()


def _install_older(trial: Trial) -> None:
    """Install the folder under a lower number and with a file that the new version has not."""
    source = BUILD / "windows" / "older"
    shutil.rmtree(source, ignore_errors=True)
    shutil.copytree(folder.built(folder.WINDOWS), source)
    (source / folder.INTERNAL / STALE).write_text("old", encoding="utf-8")
    older = BUILD / "windows" / f"{PROGRAM}-{OLDER}-setup.exe"
    setup.compile_setup(source, older, OLDER, "-DFAST")
    _setup(trial, older)
    _expect(_shown_version(trial) == OLDER, "旧版本没有装上")


def _enter_records(trial: Trial) -> int:
    _program(trial, "import", wine.windows_path(SAMPLE))
    people = _people(LEDGER)
    _expect(people > 0, "安装后的程序没有导入样例花名册")
    return people


def _upgrade(trial: Trial, people: int) -> None:
    """Upgrade while the window is open: it must close by itself and the records must stay."""
    with _opened(trial) as process:
        trial.screen.wait_for_window()
        begun = time.monotonic()
        _setup(trial, setup.target())
        say(f"覆盖升级用了 {time.monotonic() - begun:.1f} 秒")
        process.wait(PATIENCE)
    _expect(_shown_version(trial) == version(), "升级后版本号没有变")
    _expect(not (PLACE / folder.INTERNAL / STALE).exists(), "升级后还留着旧版本的文件")
    _expect(_people(LEDGER) == people, "升级后台账里的人数变了")
    copies = list((DATA / "backups").glob("*.sqlite"))
    _expect(len(copies) == 1 and _people(copies[0]) == people, "升级前没有备份台账")
    say(f"升级后台账仍有 {people} 人，备份是 {copies[0].name}")


def _self_test(trial: Trial) -> None:
    log = BUILD / "logs" / "selftest-windows.txt"
    log.unlink(missing_ok=True)
    target = wine.windows_path(log)
    begun = time.monotonic()
    code = attempt(_call(trial, "自检（Windows）", "selftest", "-o", target))[0]
    text = log.read_text(encoding="utf-8") if log.exists() else ""
    judge_self_test(code, text)
    say(f"自检用了 {time.monotonic() - begun:.1f} 秒")


def _take_pictures(trial: Trial) -> None:
    """Keep pictures of the setup's first page, the window, and a double-clicked package.

    Wine 8 does not look up file types of one user, so the command registered for a package is run.
    """
    package = wine.HOME / "Documents" / f"测试{SUFFIX}"
    package.write_bytes(b"")
    shots = {
        "windows-setup.png": [setup.target()],
        "windows-window.png": [PLACE / f"{PROGRAM}.exe", "--practice"],
        "windows-package.png": _opening(trial, wine.windows_path(package)),
    }
    for name, command in shots.items():
        with _running(trial, command):
            trial.screen.wait_for_window()
            trial.screen.settle(still=LOADED)
            trial.screen.save(PICTURES / name)
    package.unlink()
    shutil.rmtree(DATA / "practice", ignore_errors=True)


def _opening(trial: Trial, file: str) -> list[str | Path]:
    """Return the command that Windows runs when the file is double-clicked."""
    key = rf"HKCU\Software\Classes\{PROGRAM}.package\shell\open\command"
    said = run(_call_wine(trial, "查询文件关联", "reg", "query", key, "/ve"))
    command = said[said.index('"') :].strip().replace("%1", file)
    return [part for part in re.split(r' ?"(.*?)" ?| ', command) if part]


def _use_long_path(trial: Trial) -> None:
    """Work in a data folder whose path has Chinese, spaces and 200 characters."""
    top = LOCAL / "Temp" / "党务 台账"
    seen = "C:\\" + str(top.relative_to(wine.DRIVE)).replace("/", "\\")
    while len(seen) < LONG_PATH:  # a name may have 255 bytes on this machine's disk
        seen += "\\" + "长" * min(LONG_NAME, LONG_PATH - len(seen) - 1)
    place = wine.DRIVE / seen.removeprefix("C:\\").replace("\\", "/")
    _expect(len(seen) == LONG_PATH, f"路径有 {len(seen)} 个字符")
    _program(trial, "--data", seen, "import", wine.windows_path(SAMPLE))
    _program(trial, "--data", seen, "upgrade")
    _expect(_people(place / LEDGER.name) > 0, "长路径的数据文件夹不能用")
    shutil.rmtree(top)


def _uninstall(trial: Trial) -> None:
    _remove(trial)
    left = {path for path in _files() if path not in trial.before and not _is_data(path)}
    left = {path for path in left if "Temp" not in path.parts}
    _expect(not left, "卸载后还留着：" + "、".join(str(path) for path in sorted(left)[:5]))
    _expect(LEDGER.exists(), "卸载把台账也删了")
    for key in _KEYS:
        _expect(
            attempt(_call_wine(trial, f"查询 {key}", "reg", "query", key))[0] != 0,
            f"卸载后还留着 {key}",
        )
    say("卸载后只留下用户的台账")


def _uninstall_with_data(trial: Trial) -> None:
    _setup(trial, setup.target())
    _remove(trial, "/DELETEDATA")
    _expect(not DATA.exists(), "要求删除台账数据时没有删除")


def _setup(trial: Trial, program: Path) -> None:
    begun = time.monotonic()
    run(_call_wine(trial, f"静默安装 {program.name}", str(program), "/S"))
    say(f"{program.name} /S：{time.monotonic() - begun:.1f} 秒")
    links = [wine.HOME / "Desktop" / f"{TITLE}.lnk", *_start_menu().glob("*.lnk")]
    _expect(len(links) == 4 and all(link.exists() for link in links), "没有建立快捷方式")
    _expect((PLACE / f"{PROGRAM}.exe").exists(), "程序没有装到用户的文件夹")


def _remove(trial: Trial, *switches: str) -> None:
    """Run the uninstaller, which goes on in a copy of itself after its own end."""
    run(_call_wine(trial, "静默卸载", str(PLACE / "uninstall.exe"), "/S", *switches))
    until = time.monotonic() + PATIENCE
    while PLACE.exists() or (switches and DATA.exists()):
        _expect(time.monotonic() < until, f"卸载后还留着 {PLACE}")
        time.sleep(0.5)
    time.sleep(2)


def _start_menu() -> Path:
    return wine.HOME / "AppData/Roaming/Microsoft/Windows/Start Menu/Programs" / TITLE


def _shown_version(trial: Trial) -> str:
    said = run(_call_wine(trial, "查询已装版本", "reg", "query", _KEYS[-1], "/v", "DisplayVersion"))
    return said.split()[-1]


def _program(trial: Trial, *arguments: str) -> None:
    run(
        _call(
            trial,
            f"运行 {PROGRAM} {arguments[-2] if len(arguments) > 1 else arguments[0]}"[:40],
            *arguments,
        )
    )


def _call(trial: Trial, what: str, *arguments: str) -> Call:
    return _call_wine(trial, what, str(PLACE / f"{PROGRAM}.exe"), *arguments)


def _call_wine(trial: Trial, what: str, *command: str) -> Call:
    return wine.call(what, command, display=trial.screen.display)


@contextmanager
def _opened(trial: Trial) -> Iterator["subprocess.Popen[bytes]"]:
    with _running(trial, [PLACE / f"{PROGRAM}.exe"]) as process:
        yield process


@contextmanager
def _running(trial: Trial, command: list[str | Path]) -> Iterator["subprocess.Popen[bytes]"]:
    """Run a Windows program beside the trial; when the block ends, ask it to close."""
    process = wine.begin(command, trial.screen.display)
    try:
        yield process
    finally:
        program, wizard = f"{PROGRAM}.exe", setup.target().name
        attempt(_call_wine(trial, f"关闭 {program}", "taskkill", "/IM", program))
        attempt(_call_wine(trial, f"关闭 {wizard}", "taskkill", "/F", "/IM", wizard))
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
        trial.screen.settle()


def _people(ledger: Path) -> int:
    """Count the records in a copy: on Linux, SQLite opens no path of more than 512 bytes."""
    with tempfile.TemporaryDirectory() as place:
        copy = shutil.copy(ledger, place)
        with closing(sqlite3.connect(copy)) as connection:
            return int(connection.execute("SELECT count(*) FROM person").fetchone()[0])


def _files() -> Iterator[Path]:
    return (path for path in wine.DRIVE.rglob("*") if path.is_file())


def _is_data(path: Path) -> bool:
    return path.is_relative_to(DATA)


def _expect(is_so: object, otherwise: str) -> None:
    if not is_so:
        raise Trouble(f"试装没有通过：{otherwise}。")
