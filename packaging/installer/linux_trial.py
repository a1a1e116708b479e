"""The Linux program tried: the folder alone, and the Debian package installed and removed."""

import os
import re
import shutil
import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from environment import ROOT, Trouble, say

from installer import deb, folder, qt
from installer.places import BUILD, DIST, LOGS, PROGRAM, SUFFIX
from installer.running import Call, attempt, need, run
from installer.screen import Screen, screen

OLDER = "0.0.1"
STALE = deb.HOME / folder.INTERNAL / "left-by-an-older-version.txt"
INSTALLED = Path("/") / deb.HOME
COMMAND = f"/usr/bin/{PROGRAM}"
SAMPLE = ROOT / "resources" / "samples" / "县民族中学党员花名册.xlsx"
APT = ["apt-get", "-qq", "-y", "-o=Dpkg::Use-Pty=0"]
LOADED = 6.0  # seconds without a change: the program has nothing more to load
QUIET = {"DEBIAN_FRONTEND": "noninteractive"}


def try_folder() -> None:
    """Run the self-test of the folder without a display, as every run of CI does."""
    need(qt.LIBRARIES, "自检需要 Qt 用到的系统库")
    self_test(folder.built(folder.LINUX) / PROGRAM, "offscreen")


def self_test(program: Path | str, platform: str, display: str = "") -> None:
    """Run the program's own self-test and print what it says; raises Trouble when it fails."""
    settings = {"QT_QPA_PLATFORM": platform, "DISPLAY": display}
    begun = time.monotonic()
    code, text = attempt(Call(f"自检 {platform}", [program, "selftest"], settings, Path("/")))
    judge_self_test(code, text)
    say(f"自检（{platform}）用了 {time.monotonic() - begun:.1f} 秒")


def judge_self_test(code: int, text: str) -> None:
    """Print how each step of a self-test ended; raises Trouble with the first fault."""
    steps = [line for line in text.splitlines() if line.startswith(("通过", "未通过", "自检"))]
    print(*steps, sep="\n", flush=True)
    if code == 0 and "自检通过。" in text:
        return
    found = re.search(
        r"^未通过 (.+?)：(.*?)(?=^通过|^未通过|^自检|\Z)", text, re.DOTALL | re.MULTILINE
    )
    title, fault = found.groups() if found else ("启动", text)
    last = (fault.strip().splitlines() or [f"退出码 {code}"])[-1]
    raise Trouble(f"打包好的程序没有通过自检：{title}：{last}。打包已停止，详见 {LOGS}。")


def try_package() -> None:
    """Install an older package, upgrade it, test and picture it, remove it."""
    need({"update-mime-database": "shared-mime-info"}, "试装要看系统认不认识交换包")
    with tempfile.TemporaryDirectory() as place, _own_data(Path(place)) as ledger:
        _install(_older())
        run(Call("导入样例花名册", [COMMAND, "import", SAMPLE]))
        people = _people(ledger)
        begun = time.monotonic()
        _install(deb.target())
        say(f"升级软件包用了 {time.monotonic() - begun:.1f} 秒")
        _expect(not (Path("/") / STALE).exists(), "升级后还留着旧版本的文件")
        run(Call("升级台账", [COMMAND, "upgrade"]))
        _expect(people and _people(ledger) == people, "升级后台账里的人数变了")
        self_test(COMMAND, "offscreen")
        with screen() as shown:
            self_test(COMMAND, "xcb", shown.display)
            _take_picture(shown)
        _check_file_type()
        run(Call("卸载软件包", [*APT, "purge", PROGRAM], QUIET))
        _expect(not INSTALLED.exists() and not Path(COMMAND).exists(), "卸载后还留着程序文件")
        _expect(_people(ledger) == people, "卸载动了用户的台账")
        say(f"卸载后只留下用户的台账，仍有 {people} 人")


def _take_picture(shown: Screen) -> None:
    settings = os.environ | {"DISPLAY": shown.display, "QT_QPA_PLATFORM": "xcb"}
    with subprocess.Popen([COMMAND, "--practice"], env=settings) as process:
        shown.wait_for_window()
        shown.settle(still=LOADED)
        shown.save(DIST / "screenshots" / "linux-window.png")
        process.terminate()


def _check_file_type() -> None:
    globs = Path("/usr/share/mime/globs2").read_text(encoding="utf-8")
    _expect(f"*{SUFFIX}" in globs, f"系统不认识 {SUFFIX} 文件")


def _older() -> Path:
    """Return a package of the same program with a lower number and a file that is gone now."""
    tree = BUILD / "linux" / "older"
    shutil.rmtree(tree, ignore_errors=True)
    shutil.copytree(deb.TREE, tree, symlinks=True)
    (tree / STALE).write_text("old", encoding="utf-8")
    control = tree / "DEBIAN" / "control"
    lines = control.read_text(encoding="utf-8").splitlines(keepends=True)
    lines[1] = f"Version: {OLDER}\n"
    control.write_text("".join(lines), encoding="utf-8")
    older = BUILD / "linux" / f"{PROGRAM}_{OLDER}_amd64.deb"
    run(Call("dpkg-deb 旧版本", ["dpkg-deb", "--root-owner-group", "-Znone", "-b", tree, older]))
    return older


def _install(package: Path) -> None:
    """Install with apt, which brings the libraries the package asks for."""
    with tempfile.TemporaryDirectory() as place:
        Path(place).chmod(0o755)  # apt reads as a user who may not see the folder of the build
        file = shutil.copy(package, place)
        run(Call(f"安装 {package.name}", [*APT, "install", "--allow-downgrades", file], QUIET))


@contextmanager
def _own_data(place: Path) -> Iterator[Path]:
    """Let the installed program keep its data in a place of the trial; give the ledger's path."""
    os.environ["XDG_DATA_HOME"] = str(place)
    try:
        yield place / PROGRAM / f"{PROGRAM}.sqlite"
    finally:
        del os.environ["XDG_DATA_HOME"]


def _people(ledger: Path) -> int:
    with closing(sqlite3.connect(ledger)) as connection:
        return int(connection.execute("SELECT count(*) FROM person").fetchone()[0])


def _expect(is_so: object, otherwise: str) -> None:
    if not is_so:
        raise Trouble(f"试装没有通过：{otherwise}。")
