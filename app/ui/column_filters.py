"""What a header filter keeps: ticked values and a condition, on the text a column shows."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import Enum

from app.domain.search_keys import keys_of

_MOST_BY_PINYIN = 600
"""A longer list of values is looked through by typing, and must open at once."""


class Comparison(Enum):
    """The conditions of a header filter; the value is what the user reads."""

    CONTAINS = "包含"
    LACKS = "不包含"
    BEGINS = "开头是"
    ENDS = "结尾是"
    EQUALS = "等于"
    BETWEEN = "介于"
    AT_LEAST = "不小于"
    AT_MOST = "不大于"
    SINCE = "不早于"
    UNTIL = "不晚于"
    WITHIN = "在两个日期之间"
    EMPTY = "为空"
    FILLED = "不为空"


TEXT_COMPARISONS = (
    Comparison.CONTAINS,
    Comparison.LACKS,
    Comparison.BEGINS,
    Comparison.ENDS,
    Comparison.EQUALS,
    Comparison.EMPTY,
    Comparison.FILLED,
)
NUMBER_COMPARISONS = (
    Comparison.EQUALS,
    Comparison.AT_LEAST,
    Comparison.AT_MOST,
    Comparison.BETWEEN,
    Comparison.EMPTY,
    Comparison.FILLED,
)
DATE_COMPARISONS = (
    Comparison.WITHIN,
    Comparison.SINCE,
    Comparison.UNTIL,
    Comparison.BEGINS,
    Comparison.EMPTY,
    Comparison.FILLED,
)
WITHOUT_BOUND = (Comparison.EMPTY, Comparison.FILLED)
WITH_TWO_BOUNDS = (Comparison.BETWEEN, Comparison.WITHIN)


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition; bounds are texts as typed: a number, an ISO date or its beginning."""

    comparison: Comparison
    low: str = ""
    high: str = ""


@dataclass(frozen=True, slots=True)
class ColumnFilter:
    """The ticked values (None: all of them) and the condition of one column; both must hold."""

    values: frozenset[str] | None = None
    condition: Condition | None = None

    @property
    def is_open(self) -> bool:
        """Tell whether it lets everything through."""
        return self.values is None and self.condition is None

    def keeps(self) -> Callable[[str], bool]:
        """Return the test of one shown text."""
        values = self.values
        holds = _CHECKS[self.condition.comparison](self.condition) if self.condition else None
        if holds is None:
            return lambda text: values is None or text in values
        if values is None:
            return holds
        return lambda text: text in values and holds(text)


def counted(texts: Iterable[str]) -> list[tuple[str, int]]:
    """Return the distinct texts with their counts, by number or pinyin, the empty one last."""
    counts = Counter(texts)
    is_short = len(counts) <= _MOST_BY_PINYIN

    def order(item: tuple[str, int]) -> tuple[bool, Decimal, str, str]:
        text = item[0]
        by_pinyin = is_short and not text.isascii()
        return text == "", number(text), keys_of(text).sort_pinyin if by_pinyin else text, text

    return sorted(counts.items(), key=order)


def number(text: str) -> Decimal:
    """Return the number a cell shows ("1,863.00"); Infinity when it is not a number."""
    try:
        found = Decimal(text.replace(",", "").replace("，", ""))
    except InvalidOperation:
        return Decimal("Infinity")
    # "nan" is a number to Decimal, and one that cannot be sorted.
    return Decimal("Infinity") if found.is_nan() else found


def _text_check(
    compare: Callable[[str, str], bool],
) -> Callable[[Condition], Callable[[str], bool]]:
    def build(condition: Condition) -> Callable[[str], bool]:
        wanted = condition.low.strip().lower()
        return lambda text: compare(text.lower(), wanted)

    return build


def _within_numbers(condition: Condition) -> Callable[[str], bool]:
    unbound = Decimal("-Infinity")
    low = number(condition.low) if condition.low.strip() else unbound
    high = number(condition.high) if condition.high.strip() else Decimal("Infinity")
    return lambda text: low <= number(text) <= high and number(text).is_finite()


def _within_dates(condition: Condition) -> Callable[[str], bool]:
    """Compare ISO texts on their common precision: 2010-06 lies within 2010-06-15 … 2010-07-01."""
    low, high = condition.low.strip(), condition.high.strip()

    def holds(text: str) -> bool:
        if not text[:4].isdigit():
            return False
        since = not low or text[: len(low)] >= low[: len(text)]
        return since and (not high or text[: len(high)] <= high[: len(text)])

    return holds


_CHECKS: dict[Comparison, Callable[[Condition], Callable[[str], bool]]] = {
    Comparison.CONTAINS: _text_check(lambda text, wanted: wanted in text),
    Comparison.LACKS: _text_check(lambda text, wanted: wanted not in text),
    Comparison.BEGINS: _text_check(lambda text, wanted: text.startswith(wanted)),
    Comparison.ENDS: _text_check(lambda text, wanted: text.endswith(wanted)),
    Comparison.EQUALS: _text_check(
        lambda text, wanted: (
            text == wanted or (number(text) == number(wanted) and number(text).is_finite())
        )
    ),
    Comparison.EMPTY: _text_check(lambda text, _: text == ""),
    Comparison.FILLED: _text_check(lambda text, _: text != ""),
    Comparison.BETWEEN: _within_numbers,
    Comparison.AT_LEAST: lambda condition: _within_numbers(
        Condition(Comparison.BETWEEN, condition.low)
    ),
    Comparison.AT_MOST: lambda condition: _within_numbers(
        Condition(Comparison.BETWEEN, "", condition.low)
    ),
    Comparison.WITHIN: _within_dates,
    Comparison.SINCE: lambda condition: _within_dates(Condition(Comparison.WITHIN, condition.low)),
    Comparison.UNTIL: lambda condition: _within_dates(
        Condition(Comparison.WITHIN, "", condition.low)
    ),
}
