"""Amounts of money as exact numbers."""

import re
from decimal import ROUND_HALF_UP, Decimal

from app.domain.cell_text import cell_text, is_blank, narrow, reading_words
from app.domain.grids import CellValue
from app.domain.readings import Reading, block, info

_NUMBER = re.compile(
    r"[+-]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]*)?(?:[eE][+-]?[0-9]{1,3})?"
)
_CENT = Decimal("0.01")
_TOO_BIG = Decimal(10) ** 12
# Below this a difference is the noise of binary floats, not something that was typed.
_NOISE = Decimal("0.0001")


def read_amount(cell: CellValue) -> Reading[Decimal]:
    """Read an amount in 元, rounded half up to 分 ("4,123.45元", "1.92万元", 4123.45).

    INFO amount.rounded when a typed fraction of a 分 is lost. BLOCK with value None: no number,
    or 10**12 and more.
    """
    if is_blank(cell):
        return Reading(None)
    raw = cell_text(cell)
    number = _decimal(cell, raw)
    if number is None:
        return Reading(None, (block("amount.unreadable", raw=raw),))
    if abs(number) >= _TOO_BIG:
        return Reading(None, (block("amount.too_big", raw=raw),))
    amount = number.quantize(_CENT, ROUND_HALF_UP)
    if abs(number - amount) < _NOISE:
        return Reading(amount)
    return Reading(amount, (info("amount.rounded", raw=raw, amount=str(amount)),))


def read_number(cell: CellValue) -> Reading[Decimal]:
    """Read hours or marks with two places ("16学时", "85.5分"); BLOCK amount.no_number else."""
    text = cell_text(cell)
    for unit in reading_words()["number"]["units"]:
        text = text.removesuffix(unit).rstrip()
    found = read_amount(text if isinstance(cell, str) else cell)
    if found.value is None and found.problems:
        return Reading(None, (block("amount.no_number", raw=cell_text(cell)),))
    return found


def _decimal(cell: CellValue, raw: str) -> Decimal | None:
    if isinstance(cell, bool) or not isinstance(cell, (str, int, float)):
        return None
    words = reading_words()["amount"]
    text = "".join(narrow(raw).split())
    for unit in words["units"]:
        text = text.removeprefix(narrow(unit)).removesuffix(narrow(unit))
    factor = 1
    if text.endswith(words["ten_thousand"]):
        text, factor = text.removesuffix(words["ten_thousand"]), 10_000
    if not _NUMBER.fullmatch(text):
        return None
    return Decimal(text.replace(",", "")) * factor
