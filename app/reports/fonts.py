"""The fonts of a PDF: which face each role uses, and a face for every rare character.

Import this module only inside the function that writes a PDF: it loads reportlab.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, cast

from reportlab.pdfbase import pdfmetrics  # noqa: TID253 - this module is itself loaded late
from reportlab.pdfbase.pdfdoc import PDFDocument  # noqa: TID253 - as above
from reportlab.pdfbase.ttfonts import TTFont  # noqa: TID253 - as above

from app.base.resources import resource


class Role(StrEnum):
    """What a face is used for (GB/T 9704-2012)."""

    FANG = "FANG"
    HEI = "HEI"
    KAI = "KAI"
    BIAO = "BIAO"
    SONG = "SONG"


_BMP_END = 0xFFFF
_PARTS = re.compile(r"[\x00-\x7f]+|[^\x00-\x7f]+")


class EmbeddedFont(TTFont):
    """A TTFont whose characters beyond the BMP can be copied out of the PDF.

    reportlab 5.1 writes their ToUnicode entries as five hexadecimal digits, which readers take
    for another character; the entry must be UTF-16.
    """

    def addObjects(self, doc: PDFDocument) -> None:  # noqa: N802 - the name is reportlab's
        """Write the font, then mend the entries of characters beyond the BMP."""
        state = self.state[doc]
        super().addObjects(doc)
        objects: Mapping[str, Any] = doc.idToObject
        fonts = objects["BasicFonts"].dict
        for number, codes in enumerate(state.subsets):
            reference = fonts[f"{state.internalName}+{number}"].ToUnicode
            stream = objects[reference.name]
            for place, code in enumerate(codes):
                if code > _BMP_END:
                    utf16 = chr(code).encode("utf-16-be").hex().upper()
                    wrong = f"<{place:02X}> <{code:04X}>"
                    stream.content = stream.content.replace(wrong, f"<{place:02X}> <{utf16}>")


@dataclass(frozen=True, slots=True)
class Face:
    """A face ready for use: the name reportlab knows it by and the name people know it by."""

    name: str
    family: str
    font: TTFont

    def shows(self, char: str) -> bool:
        """Tell whether the face has a visible glyph for the character (or need not show one)."""
        glyph = self.font.face.charToGlyph.get(ord(char))
        if glyph is None:
            return False
        place = self.font.face.glyphPos
        return char.isspace() or place[glyph] != place[glyph + 1]


def bundled_fonts() -> dict[str, Path]:
    """Return the file of every bundled face by role name."""
    folder = resource("fonts")
    table = tomllib.loads((folder / "fonts.toml").read_text("utf-8"))
    return {role: folder / entry["file"] for role, entry in table.items()}


class FontSet:
    """Chooses faces and remembers what was used, for one document.

    Only the bundled faces, so that a document is the same on every machine.
    """

    def __init__(self) -> None:
        self._bundled = bundled_fonts()
        self._chosen: dict[tuple[str, Role], Face] = {}
        self._stacks: dict[Role, tuple[Face, ...]] = {}
        self._used: set[str] = set()
        self._missing: set[str] = set()

    @property
    def used(self) -> tuple[str, ...]:
        """The family names of the faces used so far."""
        return tuple(sorted(self._used))

    @property
    def missing(self) -> str:
        """The characters that no face could show."""
        return "".join(sorted(self._missing))

    def name_of(self, role: Role) -> str:
        """Return the name under which reportlab knows the first face of a role."""
        return self._stack(role)[0].name

    def runs(self, text: str, role: Role, *, whole: bool = False) -> list[tuple[str, str]]:
        """Split a text into (font name, text) so that every character is shown.

        whole: set all the Chinese in the first face that has it, as names must be; where none
        has, and in Latin text and digits, face by face.
        """
        pieces: list[tuple[str, str]] = []
        for part in _PARTS.findall(text):
            complete = self._complete(part, role) if whole else None
            for char in part:
                face = complete or self._choose(char, role)
                self._used.add(face.family)
                if pieces and pieces[-1][0] == face.name:
                    pieces[-1] = (face.name, pieces[-1][1] + char)
                else:
                    pieces.append((face.name, char))
        return pieces

    def _complete(self, text: str, role: Role) -> Face | None:
        faces = self._stack(role)
        return next((face for face in faces if all(map(face.shows, text))), None)

    def _choose(self, char: str, role: Role) -> Face:
        if (char, role) not in self._chosen:
            faces = self._stack(role)
            face = next((face for face in faces if face.shows(char)), None)
            if face is None:
                self._missing.add(char)
            self._chosen[char, role] = face or faces[0]
        return self._chosen[char, role]

    def _stack(self, role: Role) -> tuple[Face, ...]:
        """Return the faces of a role in the order in which they are asked for a character."""
        if role not in self._stacks:
            files = (self._bundled[each] for each in (role, Role.SONG, Role.HEI))
            self._stacks[role] = tuple(map(_face, dict.fromkeys(files)))
        return self._stacks[role]


def _face(file: Path) -> Face:
    """Register a face with reportlab, once."""
    name = f"{file.stem}-0"
    if name in pdfmetrics.getRegisteredFontNames():
        font = cast("EmbeddedFont", pdfmetrics.getFont(name))
    else:
        font = EmbeddedFont(name, str(file), shapable=False)
        pdfmetrics.registerFont(font)
    return Face(name, font.face.familyName.decode("utf-8", "replace"), font)


def width_of(pieces: Iterable[tuple[str, str]], size: float) -> float:
    """Return the width in points of (font name, text) pieces at a size."""
    return sum(pdfmetrics.stringWidth(text, name, size) for name, text in pieces)
