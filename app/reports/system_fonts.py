"""Finding installed fonts by the names inside their files (file names differ between machines)."""

import os
import struct
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_FAMILY, _FULL_NAME = 1, 4
_WINDOWS = 3


@dataclass(frozen=True, slots=True)
class FontPlace:
    """One face: a file and its index in a collection (0 in a plain font)."""

    path: Path
    index: int = 0


def font_folders() -> list[Path]:
    """Return the folders in which this machine keeps fonts."""
    if sys.platform == "win32":
        windows = Path(os.environ.get("WINDIR", "C:/Windows"))
        local = Path(os.environ.get("LOCALAPPDATA", ""))
        return [windows / "Fonts", local / "Microsoft" / "Windows" / "Fonts"]
    return [Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".fonts"]


def installed_fonts(folders: list[Path]) -> dict[str, FontPlace]:
    """Return every face by its family and full names, in all languages the file knows.

    Files that are no fonts or are damaged are left out.
    """
    found: dict[str, FontPlace] = {}
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.suffix.lower() in {".ttf", ".ttc"}:
                for name, place in _faces(path):
                    found.setdefault(name, place)
    return found


def _faces(path: Path) -> Iterator[tuple[str, FontPlace]]:
    try:
        data = path.read_bytes()
        if data[:4] == b"ttcf":
            (count,) = struct.unpack_from(">L", data, 8)
            offsets = struct.unpack_from(f">{count}L", data, 12)
        else:
            offsets = (0,)
        pairs = [
            (name, FontPlace(path, index))
            for index, offset in enumerate(offsets)
            for name in _names(data, offset)
        ]
    except (OSError, struct.error, UnicodeDecodeError):
        return
    yield from pairs


def _names(data: bytes, offset: int) -> Iterator[str]:
    """Yield the family and full names in the name table of the face at this offset."""
    (tables,) = struct.unpack_from(">H", data, offset + 4)
    for number in range(tables):
        tag, _, start, _ = struct.unpack_from(">4sLLL", data, offset + 12 + 16 * number)
        if tag == b"name":
            break
    else:
        return
    _, count, storage = struct.unpack_from(">HHH", data, start)
    for number in range(count):
        platform, _, _, name_id, length, place = struct.unpack_from(
            ">6H", data, start + 6 + 12 * number
        )
        if platform == _WINDOWS and name_id in {_FAMILY, _FULL_NAME}:
            at = start + storage + place
            yield data[at : at + length].decode("utf-16-be")
