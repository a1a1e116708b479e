"""The text of a cell as its writer saw it, and the words that mean "nothing here"."""

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime, time
from functools import cache
from typing import Any

from app.base.resources import resource
from app.domain.grids import CellValue

# A workbook holds no number beyond 2**1024, and str() refuses integers of more than 4300 digits.
_LARGEST_BITS = 1024
# From here on the digits of a float are noise; below it a whole number is shown without ".0".
_WHOLE = 1e21
# With room for blanks between the characters.
_LONGEST_WORD = 8

_NOT_COMPATIBILITY = re.compile("[^\uf900-\ufaff\U0002f800-\U0002fa1f]+")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]")


@cache
def reading_words() -> Mapping[str, Any]:
    """Return resources/reading.toml: the Chinese words that the readers understand."""
    return tomllib.loads(resource("reading.toml").read_text("utf-8"))


def cell_text(cell: CellValue) -> str:
    """Return the cell as text, stripped: whole numbers without ".0", dates as ISO text."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return visible(cell).strip()
    if isinstance(cell, datetime):
        return (cell.date() if cell.time() == time() else cell.replace(microsecond=0)).isoformat()
    if isinstance(cell, (date, time)):
        return cell.isoformat()
    return _number_text(cell)


def _number_text(number: float) -> str:
    if isinstance(number, bool):
        return str(number).upper()
    if isinstance(number, int):
        return hex(number) if number.bit_length() > _LARGEST_BITS else str(number)
    return str(int(number)) if number.is_integer() and abs(number) < _WHOLE else repr(number)


def visible(text: str) -> str:
    """Return the text without zero-width and direction characters."""
    return _INVISIBLE.sub("", text)


def narrow(text: str) -> str:
    """Return the text with full-width letters, digits and signs made half-width (NFKC)."""
    return unicodedata.normalize("NFKC", text)


def composed(text: str) -> str:
    """Return the text with every letter and its marks as one character (NFC).

    Compatibility ideographs stay: NFC would replace them, and with them the way a name is written.
    """
    if text.isascii() or unicodedata.is_normalized("NFC", text):
        return text
    return _NOT_COMPATIBILITY.sub(lambda part: unicodedata.normalize("NFC", part[0]), text)


def is_blank(cell: CellValue) -> bool:
    """Tell whether the cell says nothing: empty, or one of the words for it (无, —, /)."""
    text = cell_text(cell)
    return not text or _says(text, "blank")


def is_ditto(cell: CellValue) -> bool:
    """Tell whether the cell means "as above" (同上, 〃); the caller knows what is above."""
    return _says(cell_text(cell), "ditto")


def _says(text: str, words: str) -> bool:
    """Tell whether a text is one of the listed words, whatever blanks and widths it has."""
    # Most cells are longer than any of them, blanks included, and need no closer look.
    return len(text) <= _LONGEST_WORD and "".join(narrow(text).split()) in _words(words)


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(narrow(word) for word in reading_words()[name])
