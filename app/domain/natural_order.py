"""The order in which people count: school 2 before school 10, in either kind of numerals."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from typing import Any

from app.base.resources import resource

_ARABIC = "0-9"

NaturalKey = tuple[tuple[int, int, str], ...]
"""Pieces of a text: (0, number, "") or (1, 0, other text)."""


@cache
def _words() -> Mapping[str, Any]:
    found: Mapping[str, Any] = tomllib.loads(resource("numerals.toml").read_text("utf-8"))["plain"]
    return found


@cache
def _pieces() -> re.Pattern[str]:
    numerals = _words()["digits"] + "".join(_words()["units"])
    return re.compile(f"[{_ARABIC}]+|[{numerals}]+|[^{_ARABIC}{numerals}]+")


def natural_key(text: str) -> NaturalKey:
    """Return the key by which texts with numbers in them are sorted."""
    return tuple(
        (1, 0, piece) if number is None else (0, number, "")
        for piece in _pieces().findall(text)
        for number in [_number(piece)]
    )


def _number(piece: str) -> int | None:
    if piece.isascii() and piece.isdigit():
        return int(piece)
    digits, units = _words()["digits"], _words()["units"]
    if piece[0] not in digits and piece[0] not in units:
        return None
    if not any(unit in piece for unit in units):
        return int("".join(str(digits.index(one)) for one in piece))
    total, digit = 0, None
    for one in piece:
        if one in units:
            total += (1 if digit is None else digit) * units[one]
            digit = None
        else:
            digit = digits.index(one)
    return total + (digit or 0)
