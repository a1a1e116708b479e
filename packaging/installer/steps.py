"""Steps: each knows its inputs, and is passed over when nothing of them has changed."""

import hashlib
import inspect
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from environment import say

from installer.places import BUILD

STAMPS = BUILD / "stamps"


@dataclass(frozen=True)
class Step:
    """One piece of work.

    result: what it leaves; inputs: files and folders whose content decides whether it has to be
    done again, the module of `act` and the step before being always among them. A step without a
    result is done every time.
    """

    title: str
    act: Callable[[], object]
    result: Path | None = None
    inputs: Sequence[Path] = ()


def run_steps(steps: Iterable[Step]) -> None:
    """Do the steps in order, pass over those already done, and print the seconds of each."""
    spent: list[tuple[str, str]] = []
    key = ""
    for step in steps:
        key = _key(step, key)
        stamp = STAMPS / f"{step.title}.txt"
        if step.result and step.result.exists() and _read(stamp) == key:
            spent.append((step.title, "已有"))
            continue
        say(step.title)
        stamp.unlink(missing_ok=True)
        begun = time.monotonic()
        step.act()
        spent.append((step.title, f"{time.monotonic() - begun:.1f}"))
        if step.result:
            STAMPS.mkdir(parents=True, exist_ok=True)
            stamp.write_text(key, encoding="utf-8")
    for title, seconds in spent:
        print(f"{seconds:>8} 秒  {title}", flush=True)


def digest(paths: Iterable[Path]) -> str:
    """Return one SHA-256 over names and contents of files, folders gone through in order."""
    total = hashlib.sha256()
    for path in paths:
        files = sorted(path.rglob("*")) if path.is_dir() else [path]
        for file in files:
            if file.is_file() and "__pycache__" not in file.parts:
                total.update(f"{file.relative_to(path.parent)}\0".encode())
                total.update(file.read_bytes())
    return total.hexdigest()


def _key(step: Step, before: str) -> str:
    source = Path(inspect.getsourcefile(step.act) or "")
    return hashlib.sha256(f"{before}{digest([source, *step.inputs])}".encode()).hexdigest()


def _read(stamp: Path) -> str:
    return stamp.read_text(encoding="utf-8") if stamp.exists() else ""
