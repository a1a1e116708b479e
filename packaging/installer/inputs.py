"""What comes from outside, each file checked against its pinned hash before it is used.

pip finds and fetches; nothing of what it brings is executed: wheels only, and the one source
archive is taken as a file (`pip download` would run its setup program).
"""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from environment import RUN_LOCK, Trouble

from installer.places import BUILD_LOCK, CACHE, HERE
from installer.running import Call, run

WINDOWS_TARGET = (
    *("--platform", "win_amd64", "--python-version", "3.13", "--implementation", "cp"),
    *("--abi", "cp313", "--abi", "abi3", "--abi", "none"),
)
_ENTRY = re.compile(r"^(?=[\w.-]+==)", re.MULTILINE)
_MARKER = re.compile(r" ; [^\\\n]*")


def lock_for(system: str, *locks: Path) -> str:
    """Return the entries that hold on a system ("win32" or "linux"), without their markers.

    pip judges markers by the system it runs on, even when it fetches for another.
    """
    entries = [
        entry for lock in locks for entry in _ENTRY.split(lock.read_text(encoding="utf-8"))[1:]
    ]
    return "".join(_MARKER.sub(" ", entry, count=1) for entry in entries if _holds(entry, system))


@dataclass(frozen=True)
class Wheels:
    """The wheels of the locks for one system, in the cache."""

    system: str
    target: Sequence[str] = ()
    cache: Path = CACHE

    @property
    def folder(self) -> Path:
        """Where they lie."""
        return self.cache / f"wheels-{self.system}"

    @property
    def lock(self) -> Path:
        """The entries of the locks that hold on this system."""
        return self.cache / f"{self.system}.lock"

    def fetch(self, python: Path) -> None:
        """Fetch what is missing; pip refuses a file whose hash is not in the lock."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self.lock.write_text(lock_for(self.system, RUN_LOCK, BUILD_LOCK), encoding="utf-8")
        exact = ["--only-binary=:all:", "--no-deps", "--require-hashes", "--progress-bar=off"]
        pip = [python, "-m", "pip", "download", "-q", "--disable-pip-version-check"]
        files = ["-d", self.folder, "-r", self.lock]
        run(Call(f"下载 {self.system} 软件包", [*pip, *self.target, *exact, *files]))

    def found(self) -> list[Path]:
        """Return the wheels of the lock; raises Trouble when one is missing or not as pinned."""
        text = self.lock.read_text(encoding="utf-8")
        allowed = set(re.findall(r"sha256:([0-9a-f]{64})", text))
        wanted = len(_ENTRY.split(text)) - 1
        wheels = [path for path in sorted(self.folder.glob("*.whl")) if sha256(path) in allowed]
        if len(wheels) != wanted:
            raise Trouble(
                f"{self.system} 软件包应有 {wanted} 个，哈希值相符的有 {len(wheels)} 个，"
                f"打包已停止。请删除 {self.folder} 后再试。"
            )
        return wheels


LINUX = Wheels("linux")
WINDOWS = Wheels("win32", WINDOWS_TARGET)


def fetch_source(python: Path, name: str, pinned: str) -> Path:
    """Return the source archive of this hash, from the cache or through pip's configuration."""
    path = CACHE / f"{name}-{pinned[:16]}.tar.gz"
    if not path.exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part")
        run(Call(f"下载 {name}", [python, HERE / "fetch.py", name, pinned, part]))
        check_hash(part, pinned)
        part.replace(path)
    check_hash(path, pinned)
    return path


def check_hash(path: Path, pinned: str) -> None:
    """Raise Trouble when a file is not, byte for byte, the one that was pinned."""
    found = sha256(path)
    if found != pinned:
        raise Trouble(
            f"{path.name} 的哈希值不对：应为 {pinned[:16]}…，实为 {found[:16]}…。"
            f"文件可能损坏或被换过，打包已停止。请删除 {path} 后再试。"
        )


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _holds(entry: str, system: str) -> bool:
    found = re.search(r"sys_platform == '(\w+)'", entry.split("\\", maxsplit=1)[0])
    return not found or found[1] == system
