"""Names of people: blanks, dots and bracket notes tidied, everything else kept."""

import re

from app.domain.cell_text import cell_text, composed, is_blank
from app.domain.grids import CellValue
from app.domain.readings import Problem, Reading, block, info, warn

_SHORTEST, _LONGEST = 2, 30

_PRIVATE = "\ue000-\uf8ff\U000f0000-\U0010fffd"
_BEYOND_BMP = "\U00020000-\U0003ffff"
_HAN = f"\u2e80-\u2fdf\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff{_BEYOND_BMP}{_PRIVATE}"

_NOTE = re.compile(
    "[(\uff08\\[\uff3b\u3010\u3014\\{]([^)\uff09\\]\uff3d\u3011\u3015\\}]*)"
    "(?:[)\uff09\\]\uff3d\u3011\u3015\\}]|$)"
)
# U+00B7 is the standard dot; the ASCII full stop counts as one only between Han characters.
_DOTS = "\u00b7\u0387\u2022\u2027\u2219\u22c5\u30fb\uff0e\uff65"
_LETTER = f"A-Za-z\u00c0-\u024f{_HAN}"
_DOT = re.compile(
    f"(?<=[{_LETTER}])\\s*[{_DOTS}]\\s*(?=[{_LETTER}])|(?<=[{_HAN}])\\s*\\.\\s*(?=[{_HAN}])"
)
# What nearly every name is: nothing in it needs tidying or a remark.
_ORDINARY = re.compile("[\u4e00-\u9fff]{2,30}")
_INNER_BLANKS = re.compile(f"(?<=[{_HAN}\u00b7])\\s+(?=[{_HAN}\u00b7])")
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}


def read_name(raw: CellValue) -> Reading[str]:
    """Read a name (E.4).

    A note in brackets is cut off and returned as the detail "note" of an INFO name.note, for the
    remark. WARN: digits or signs, private-use characters; INFO: characters beyond the BMP;
    BLOCK: not 2 to 30 characters.
    """
    if is_blank(raw):
        return Reading(None)
    text = cell_text(raw)
    if _ORDINARY.fullmatch(text):
        return Reading(text)
    notes = [note.strip() for note in _NOTE.findall(text) if note.strip()]
    name = tidy_name(_NOTE.sub(" ", text))
    problems = [info("name.note", note="；".join(notes))] if notes else []
    return Reading(name or None, (*problems, *_problems(name)))


def tidy_name(text: str) -> str:
    """Return the name without needless blanks, with half-width letters and the standard dot."""
    dotted = _DOT.sub("\u00b7", composed(text)).translate(_WIDE)
    return " ".join(_INNER_BLANKS.sub("", dotted).split())


def _problems(name: str) -> list[Problem]:
    found = []
    if not _SHORTEST <= len(name) <= _LONGEST:
        found.append(block("name.length", length=str(len(name))))
    odd = "".join(dict.fromkeys(re.findall(f"[^{_LETTER}\u00b7 ]", name)))
    if odd:
        found.append(warn("name.odd", odd=odd))
    private = re.findall(f"[{_PRIVATE}]", name)
    if private:
        codes = " ".join(f"U+{ord(char):04X}" for char in private)
        found.append(warn("name.private_use", chars=codes))
    rare = "".join(re.findall(f"[{_BEYOND_BMP}]", name))
    if rare:
        found.append(info("name.rare", chars=rare))
    return found
