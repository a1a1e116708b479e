"""The key file beside an encrypted ledger: its data key, sealed once for each who may open it.

A user's password and the printed recovery sheet each have a box of their own; changing one touches
neither the ledger nor the others.
"""

import base64
import json
import os
import secrets
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from app.exchange import secret_boxes
from app.exchange.node_keys import seed_of_sheet, sheet_text

VERSION = 1
KEY_BYTES = 32
PASSWORD, SHEET = "password", "sheet"


@dataclass(frozen=True, slots=True)
class Box:
    """The data key for one who may open the ledger; kind is PASSWORD or SHEET."""

    kind: str
    name: str
    sealed: str


@dataclass(frozen=True, slots=True)
class KeyFile:
    """All boxes of one ledger."""

    boxes: tuple[Box, ...] = ()

    def opened(self, password: str, name: str = "") -> tuple[str, bytes]:
        """Return whose password it is, and the data key; raises secret_boxes.WrongSecret.

        name: the user to try, empty for everybody.
        """
        return self._open(PASSWORD, password, name)

    def unlocked(self, password: str) -> bytes:
        """Return the data key; raises secret_boxes.WrongSecret."""
        return self.opened(password)[1]

    def unlocked_by_sheet(self, sheet: str) -> bytes:
        """Return the data key; raises UserError for a slip, secret_boxes.WrongSecret."""
        return self._open(SHEET, seed_of_sheet(sheet).hex())[1]

    def with_password(self, key: bytes, name: str, password: str) -> "KeyFile":
        """Return the file with a user's box, in the place of the one the user had."""
        return self._with(PASSWORD, name, secret_boxes.seal(key, password, secret_boxes.PASSWORD))

    def with_sheet(self, key: bytes, sheet: str) -> "KeyFile":
        """Return the file with a new recovery sheet, the old one void; raises UserError."""
        box = secret_boxes.seal(key, seed_of_sheet(sheet).hex(), secret_boxes.PASSWORD)
        return self._with(SHEET, "", box)

    @property
    def has_sheet(self) -> bool:
        """Tell whether there is a recovery sheet."""
        return any(box.kind == SHEET for box in self.boxes)

    @property
    def users(self) -> tuple[str, ...]:
        """Return who has a password."""
        return tuple(box.name for box in self.boxes if box.kind == PASSWORD)

    def _with(self, kind: str, name: str, box: bytes) -> "KeyFile":
        others = tuple(each for each in self.boxes if (each.kind, each.name) != (kind, name))
        return replace(self, boxes=(*others, Box(kind, name, base64.b64encode(box).decode())))

    def _open(self, kind: str, words: str, name: str = "") -> tuple[str, bytes]:
        for box in self.boxes:
            if box.kind != kind or name not in {"", box.name}:
                continue
            try:
                return box.name, secret_boxes.unseal(base64.b64decode(box.sealed), words)
            except secret_boxes.WrongSecret:
                continue
        raise secret_boxes.WrongSecret


def new_data_key() -> bytes:
    """Return a random key for a ledger."""
    return secrets.token_bytes(KEY_BYTES)


def new_sheet() -> str:
    """Return a random code for a recovery sheet, as it is printed."""
    return sheet_text(secrets.token_bytes(KEY_BYTES))


def read(path: Path) -> KeyFile:
    """Read a key file; raises OSError, and ValueError, KeyError or TypeError for what is none."""
    found = json.loads(path.read_text(encoding="utf-8"))
    if found["version"] != VERSION:
        raise ValueError(found["version"])
    return KeyFile(tuple(Box(b["kind"], b["name"], b["sealed"]) for b in found["boxes"]))


def write(path: Path, key_file: KeyFile) -> None:
    """Write a key file whole or not at all; raises OSError."""
    beside = path.with_name(path.name + ".new")
    with beside.open("w", encoding="utf-8") as stream:
        json.dump({"version": VERSION, **asdict(key_file)}, stream, ensure_ascii=False, indent=1)
        stream.flush()
        os.fsync(stream.fileno())
    beside.replace(path)
