"""The virtual environment `.venv` of the checkout, filled from the hashed locks.

A stamp inside .venv says for which Python and which locks it was filled, so that a second start
neither calls pip nor needs a network.
"""

import hashlib
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from shutil import which

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
STAMP = VENV / "filled-from.txt"
RUN_LOCK = ROOT / "requirements.lock"
TEST_LOCK = ROOT / "requirements-dev.lock"
OLDEST, NEWEST = (3, 11), (3, 13)
WANTED = f"Python {OLDEST[0]}.{OLDEST[1]} 到 {NEWEST[0]}.{NEWEST[1]}"
SYSTEM_PYTHON = "/usr/bin/python3"


class Trouble(Exception):  # noqa: N818 - a sentence for the person at the keyboard
    """Something the person can act on, said in a sentence."""


def say(text: str) -> None:
    """Print a line about what is going on and why."""
    print(f"[准备] {text}", flush=True)


def ready(lock: Path) -> Path:
    """Return the Python of a .venv in which everything of the lock is installed.

    Raises Trouble when that cannot be reached.
    """
    python = _venv_python()
    if not _works(python):
        _make_venv()
    if _hash(lock) not in _stamped(python):
        _install(python, lock)
    return python


def apt_install(packages: list[str], why: str) -> bool:
    """Install Debian packages, saying why; False when that is impossible here."""
    rights = _administrator() if _is_debian() else None
    if rights is None:
        return False
    say(f"{why}，现在用 apt 安装：{' '.join(packages)}")
    apt = [*rights, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", "-y"]
    install = [*apt, "install", "--no-install-recommends", *packages]
    if next(Path("/var/lib/apt/lists").glob("*_Packages*"), None) is None:
        subprocess.call([*apt, "update"])
    if subprocess.call(install) == 0:
        return True
    say("apt 安装没有成功，更新软件列表后再试一次。")
    return subprocess.call([*apt, "update"]) == 0 and subprocess.call(install) == 0


def _is_debian() -> bool:
    return Path("/etc/debian_version").exists() and which("apt-get") is not None


def _administrator() -> list[str] | None:
    """Return what to write before a command to run it as administrator; None when impossible."""
    if os.geteuid() == 0:
        return []
    if which("sudo") is None:
        return None
    return ["sudo"] if sys.stdin.isatty() else ["sudo", "-n"]


def _venv_python() -> Path:
    windows = sys.platform == "win32"
    return VENV / ("Scripts/python.exe" if windows else "bin/python")


def _answer(python: str | Path, code: str) -> str:
    """Return what a Python prints for the code; empty when it cannot."""
    try:
        done = subprocess.run(
            [str(python), "-c", code], capture_output=True, text=True, check=False
        )
    except OSError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


def _works(python: Path) -> bool:
    return python.exists() and _answer(python, "import pip; print('yes')") == "yes"


def _candidates() -> Iterator[str]:
    """Give the Pythons of this machine that are not too old or too new, the running one first."""
    names = [f"python3.{minor}" for minor in range(NEWEST[1], OLDEST[1] - 1, -1)]
    found = [sys.executable, *map(which, names), SYSTEM_PYTHON]
    for python in dict.fromkeys(filter(None, found)):
        version = _answer(python, "import sys; print(*sys.version_info[:2])").split()
        if version and OLDEST <= tuple(map(int, version)) <= NEWEST:
            yield python


def _make_venv() -> None:
    python = _python_with_venv()
    say(f"用 {python} 建立运行环境 {VENV}")
    if subprocess.call([python, "-m", "venv", "--clear", str(VENV)]) != 0:
        raise Trouble(f"无法建立 {VENV}。请检查磁盘空间和该文件夹的写权限，然后再试。")


def _python_with_venv() -> str:
    fitting = list(_candidates())
    if not fitting:
        raise Trouble(f"需要 {WANTED}，正在用的是 {sys.version.split()[0]}。请先安装合适的版本。")
    has_venv = "import ensurepip, venv; print('yes')"
    for python in fitting:
        if _answer(python, has_venv) == "yes":
            return python
    why = "这里的 Python 没有 venv 模块（建立运行环境用）"
    if SYSTEM_PYTHON in fitting or os.path.realpath(fitting[0]).startswith("/usr/bin/"):
        apt_install(["python3-venv"], why)
        if _answer(SYSTEM_PYTHON, has_venv) == "yes":
            return SYSTEM_PYTHON
    raise Trouble(f"{why}。请以管理员身份执行：apt-get install python3-venv，然后再试。")


def _hash(lock: Path) -> str:
    return hashlib.sha256(lock.read_bytes().replace(b"\r\n", b"\n")).hexdigest()


def _version(python: Path) -> str:
    return _answer(python, "import sys; print(sys.version.split()[0])")


def _stamped(python: Path) -> list[str]:
    """Return the hashes of the locks that .venv holds; none when its Python has changed since."""
    lines = STAMP.read_text(encoding="utf-8").split() if STAMP.exists() else [""]
    return lines[1:] if lines[0] == _version(python) else []


def _install(python: Path, lock: Path) -> None:
    say(f"安装 {lock.name} 里锁定的软件包（核对每个文件的哈希值；第一次约需几分钟）")
    STAMP.unlink(missing_ok=True)
    pip = [str(python), "-m", "pip", "--disable-pip-version-check", "--no-input", "install"]
    locked = ["--require-hashes", "--only-binary=:all:", "--no-deps", "-r", str(lock)]
    if subprocess.call([*pip, "--progress-bar=off", *locked]) != 0:
        raise Trouble(
            "软件包没有装好，原因见上面几行。第一次安装需要网络；"
            "已下载的部分会保留，联网后再执行一次同样的命令即可。"
        )
    held = [other for other in (RUN_LOCK, TEST_LOCK) if _pins(other) <= _pins(lock)]
    STAMP.write_text("\n".join([_version(python), *map(_hash, held)]) + "\n", encoding="utf-8")


def _pins(lock: Path) -> set[str]:
    """Return the `name==version` of every package of a lock."""
    return set(re.findall(r"^[\w.-]+==[\w.]+", lock.read_text(encoding="utf-8"), re.MULTILINE))
