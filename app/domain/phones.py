"""Telephone numbers out of one cell: several numbers, brackets, labels, numbers as numbers."""

import re
from dataclasses import dataclass
from decimal import Decimal

from app.domain.cell_text import cell_text, is_blank, narrow, reading_words
from app.domain.grids import CellValue
from app.domain.readings import Problem, Reading, block, warn


@dataclass(frozen=True, slots=True)
class Phones:
    """The main mobile number, the main landline and what else was there.

    A landline is "0853-8223344", with the extension of a switchboard "0853-8223344-801".
    """

    mobile: str = ""
    landline: str = ""
    others: tuple[str, ...] = ()


_MOBILE = re.compile(r"1[0-9]{10}")
_ORDINARY = re.compile(r"1[0-9]{10}|0[3-9][0-9]{2}-[2-9][0-9]{6,7}")
# Area codes 010 and 02x have three digits, all others four.
_LANDLINE = re.compile(r"(010|02[0-9]|0[3-9][0-9]{2})([2-9][0-9]{6,7})")
# What a switchboard asks for is set apart: 0853-8223344-801, 8223344转801.
_EXTENSION = re.compile(r"(.*[0-9])\s*-\s*([0-9]{1,5})\s*")
_LOCAL = re.compile(r"[2-9][0-9]{6,7}")
_HOUSE = re.compile(f"{_LANDLINE.pattern}|{_LOCAL.pattern}")
_COUNTRY = re.compile(r"^(?:\+|00)86|^86(?=1[0-9]{10}$)")
_NUMBER = re.compile(r"[+(]?[0-9][0-9()\s-]*")
_DASHES = re.compile("[\u2010-\u2015\u2212\u2500_]")
_SCIENTIFIC = re.compile(r"[0-9](?:\.[0-9]+)?[eE]\+?(?:09|9|1[0-2])")
_FRACTION = re.compile(r"([0-9]{7,})\.0+")
_FEWEST_DIGITS = 7


def read_phones(cell: CellValue) -> Reading[Phones]:
    """Read all numbers of a cell (E17, C.1 item 12); the first of each kind is the main one.

    WARN: wrong number of digits (kept in others), landline without area code, a number in
    scientific notation, words beside the number. BLOCK with value None: no number at all.
    """
    if is_blank(cell):
        return Reading(None)
    raw = cell_text(cell)
    if _ORDINARY.fullmatch(raw):
        return Reading(Phones(landline=raw) if "-" in raw else Phones(mobile=raw))
    problems: list[Problem] = []
    text = _DASHES.sub("-", narrow(raw))
    if _SCIENTIFIC.fullmatch(text):
        text = format(Decimal(text), "f").split(".")[0]
        problems.append(warn("phone.rounded", raw=raw))
    numbers, notes = _split(_FRACTION.sub(r"\1", text))
    if not numbers:
        return Reading(None, (block("phone.unreadable", raw=raw),))
    if notes:
        problems.append(warn("phone.note", note=" ".join(notes)))
    return _sorted(numbers, problems)


def _split(text: str) -> tuple[list[str], list[str]]:
    """Return the numbers, as digits only, and the words found between them."""
    words = reading_words()["phone"]
    separators, extension = narrow(words["separators"]), "|".join(words["extension"])
    text = re.sub(rf"\s*(?:{extension})\s*(?=[0-9])", "-", text)
    numbers: list[str] = []
    notes: list[str] = []
    for chunk in re.split(f"[/,;|\\\\\r\n{separators}]+", text):
        numbers += [n for found in _NUMBER.findall(chunk) for n in _numbers(found)]
        words_left = (word.strip("():+.-") for word in _NUMBER.sub(" ", chunk).split())
        notes += [word for word in words_left if word]
    return list(dict.fromkeys(numbers)), notes


def _numbers(found: str) -> list[str]:
    """Join the blanks inside one number, but keep numbers apart that blanks separate."""
    joined = _digits(found)
    if _MOBILE.fullmatch(joined) or _LANDLINE.fullmatch(joined):
        return [joined]
    extended = _EXTENSION.fullmatch(found)
    if extended and _HOUSE.fullmatch(_digits(extended[1])):
        return [f"{_digits(extended[1])}-{extended[2]}"]
    parts = [_digits(part) for part in found.split()]
    if all(len(part) >= _FEWEST_DIGITS for part in parts):
        return parts
    return [joined] if joined else []


def _digits(text: str) -> str:
    return _COUNTRY.sub("", re.sub(r"[()\s-]", "", text))


def _sorted(numbers: list[str], problems: list[Problem]) -> Reading[Phones]:
    mobiles, landlines, others = [], [], []
    for number in numbers:
        main, dash, extension = number.partition("-")
        landline = _LANDLINE.fullmatch(main)
        if _MOBILE.fullmatch(number):
            mobiles.append(number)
        elif landline:
            landlines.append(f"{landline[1]}-{landline[2]}{dash}{extension}")
        elif _LOCAL.fullmatch(main):
            landlines.append(number)
            problems.append(warn("phone.no_area_code", number=number))
        else:
            others.append(number)
            problems.append(warn("phone.form", number=number))
    phones = Phones(
        mobile="".join(mobiles[:1]),
        landline="".join(landlines[:1]),
        others=(*mobiles[1:], *landlines[1:], *others),
    )
    return Reading(phones, tuple(problems))
