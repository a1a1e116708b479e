"""大写数字 (domain.md B9): days, years, months and amounts as slips and receipts want them."""

import tomllib
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import Any

from app.base.resources import resource

_BASE = 10
_GROUP = 10_000
_DIGITS_A_GROUP = 4
_CENT = Decimal("0.01")


@cache
def _words() -> Mapping[str, Any]:
    return tomllib.loads(resource("numerals.toml").read_text("utf-8"))


def _digit(number: int) -> str:
    return str(_words()["digits"][number])


def capital_digits(number: int) -> str:
    """Return a year digit by digit: 2010 → 贰零壹零."""
    return "".join(_digit(int(one)) for one in str(number))


def capital_count(number: int) -> str:
    """Return days, months and other counts: 10 → 壹拾, 12 → 壹拾贰, 105 → 壹佰零伍.

    Raises ValueError for a negative number or one of 10**12 and more.
    """
    groups: list[int] = []
    rest = number
    while rest > 0:
        rest, group = divmod(rest, _GROUP)
        groups.append(group)
    if number < 0 or len(groups) > len(_words()["groups"]):
        raise ValueError(number)
    parts: list[str] = []
    is_gap = False
    for power in reversed(range(len(groups))):
        group = groups[power]
        if not group:
            is_gap = bool(parts)
            continue
        is_short = bool(parts) and group < _GROUP // _BASE
        parts.append(_digit(0) if is_gap or is_short else "")
        parts.append(_group(group) + _words()["groups"][power])
        is_gap = False
    return "".join(parts) or _digit(0)


def capital_amount(amount: Decimal) -> str:
    """Return an amount in 元: 41.23 → 肆拾壹元贰角叁分, 30 → 叁拾元整, 0.05 → 伍分."""
    words = _words()
    cents = int((abs(amount) / _CENT).quantize(Decimal(1), ROUND_HALF_UP))
    yuan, part = divmod(cents, 100)
    jiao, fen = divmod(part, _BASE)
    text = capital_count(yuan) + words["yuan"] if yuan or not part else ""
    if jiao:
        text += _digit(jiao) + words["jiao"]
    elif fen and text:
        text += _digit(0)
    text += _digit(fen) + words["fen"] if fen else words["whole"]
    return f"{words['minus'] if amount < 0 else ''}{text}"


def _group(number: int) -> str:
    """Return a number below 10,000, which is not 0."""
    units = (_words()["thousand"], _words()["hundred"], _words()["ten"], "")
    text, is_gap = "", False
    for digit, unit in zip(map(int, f"{number:0{_DIGITS_A_GROUP}d}"), units, strict=True):
        if digit:
            text += (_digit(0) if is_gap and text else "") + _digit(digit) + unit
        is_gap = not digit
    return text
