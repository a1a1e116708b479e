"""How commands speak: results to stdout as UTF-8, progress and complaints to stderr."""

import io
import json
import os
import sys
from collections.abc import Iterable, Sequence
from unicodedata import east_asian_width

from app.base.errors import UserError
from app.base.progress import Progress, Silent

_WIDE = "WF"


class WrongUsage(UserError):  # noqa: N818 - what it is, as UserError says who can mend it
    """A command that was understood but asks for what it cannot do: exit code 2."""


def speak_utf8() -> None:
    """Make both streams UTF-8, on a Windows console and in a pipe too."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def say(*lines: str) -> None:
    """Write lines to stdout; a windowed program without stdout stays silent."""
    if not sys.stdout:
        return
    try:
        sys.stdout.writelines(f"{line}\n" for line in lines)
        sys.stdout.flush()
    except BrokenPipeError:  # the reader (head, less) has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def say_json(value: object) -> None:
    """Write data for programs to stdout."""
    say(json.dumps(value, ensure_ascii=False, indent=2))


def complain(error: UserError | str) -> None:
    """Write a sentence to stderr."""
    if sys.stderr:
        sys.stderr.write(f"{error}\n")


def say_table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write a table whose columns stand straight although Chinese is twice as wide."""
    lines = [list(header), *([cell.replace("\n", " ") for cell in row] for row in rows)]
    widths = [max(map(_width, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        padded = (
            cell + " " * (width - _width(cell)) for cell, width in zip(line, widths, strict=True)
        )
        say("  ".join(padded).rstrip())


def progress() -> Progress:
    """Return a progress shown on one line of the terminal, or a silent one in a pipe."""
    return _ProgressLine() if sys.stderr and sys.stderr.isatty() else Silent()


class _ProgressLine:
    """Rewrites one line of the terminal."""

    def __init__(self) -> None:
        self._shown = ""

    def step(self, done: int, total: int, text: str = "") -> None:
        """Show the step; the line is cleared after the last one."""
        line = f"{text} {done}/{total}".strip()
        if line == self._shown:
            return
        self._shown = "" if done >= total else line
        sys.stderr.write(f"\r\x1b[K{self._shown}")
        sys.stderr.flush()


def _width(text: str) -> int:
    return sum(2 if east_asian_width(letter) in _WIDE else 1 for letter in text)
