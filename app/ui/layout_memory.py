"""How windows and lists remember their layout: one short text per name, per user of the PC."""

import contextlib
import json
from pathlib import Path
from typing import Protocol

from app.base.errors import UserError
from app.base.saving import write_whole


class LayoutMemory(Protocol):
    """Where a list or a window keeps its layout as a short text."""

    def load(self, name: str) -> str:
        """Return what was saved under the name, "" when nothing was."""

    def save(self, name: str, text: str) -> None:
        """Keep the text under the name."""


class LayoutFile:
    """A LayoutMemory in one JSON file; it holds column names and sizes, never people's data.

    A file that cannot be read or written only loses the layout, so it is passed over in silence.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._texts = self._read()

    def load(self, name: str) -> str:
        """Return what was saved under the name, "" when nothing was."""
        return self._texts.get(name, "")

    def save(self, name: str, text: str) -> None:
        """Keep the text under the name and write the file."""
        if self._texts.get(name) == text:
            return
        self._texts[name] = text
        with contextlib.suppress(OSError, UserError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(self._path, json.dumps(self._texts, ensure_ascii=False).encode())

    def _read(self) -> dict[str, str]:
        try:
            read = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        if not isinstance(read, dict):
            return {}
        return {str(name): text for name, text in read.items() if isinstance(text, str)}
