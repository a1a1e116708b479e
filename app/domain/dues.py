"""党费 as arithmetic (domain.md B8): base, rate, what a month makes, which months are open."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from app.domain.dates import add_months
from app.domain.rules import Rule, RuleBook

_HUNDRED = Decimal(100)
_MORE = "more"

Items = Mapping[str, Decimal | None]
"""The items of an assessment sheet by column of dues_assess, in 元."""


@dataclass(frozen=True, slots=True)
class Bracket:
    """One line of the table of rates: above `over`, up to `upto` included, in 元."""

    over: Decimal
    upto: Decimal | None
    percent: Decimal


@dataclass(frozen=True, slots=True)
class Assessed:
    """What a month makes: exact is base × percent before rounding; bracket None for a fixed sum."""

    base: Decimal
    exact: Decimal
    due: Decimal
    bracket: Bracket | None = None


def brackets(rule: Rule) -> tuple[Bracket, ...]:
    """Return the table of rates of a rule, lowest first."""
    rates = rule.labels("rates")
    limits = sorted(Decimal(limit) for limit in rates if limit != _MORE)
    over = [Decimal(0), *limits]
    return tuple(
        Bracket(low, high, Decimal(rates[str(high) if high is not None else _MORE]))
        for low, high in zip(over, [*limits, None], strict=True)
    )


def bracket_of(rule: Rule, base: Decimal) -> Bracket:
    """Return the bracket a base falls into; its one rate holds for the whole base (Art.2)."""
    return next(one for one in brackets(rule) if one.upto is None or base <= one.upto)


def rounded(amount: Decimal, rule: Rule) -> Decimal:
    """B8-22: round half up to the step of the setting (0.01, 0.1 or 1 元), with two places."""
    step = Decimal(rule.word("rounding"))
    return ((amount / step).quantize(Decimal(1), ROUND_HALF_UP) * step).quantize(Decimal("0.01"))


def version(book: RuleBook, rule_id: str, on: date) -> Rule:
    """Return the version in force on a day, or the first one for a day before all of them."""
    return book.rule(rule_id, on) or book.versions(rule_id)[0]


def base_of(book: RuleBook, category: str, items: Items, on: date) -> Decimal:
    """B8-02 to B8-04: return the base of a sheet under the document in force on a day, in 元."""
    retired = version(book, "B8-04", on)
    if category in retired.words("categories"):
        return _sum(items, retired.words("items"))
    counted = _sum(items, version(book, "B8-02", on).words("items"))
    return counted - _sum(items, version(book, "B8-03", on).words("items"))


def assess(book: RuleBook, category: str, base: Decimal, on: date) -> Assessed:
    """Return what a base makes a month (B8-01, B8-04, B8-05).

    For a category with a fixed sum base is that sum: 0 takes the least; outside least and most
    the nearest of the two is taken. Raises KeyError for a category without a rule.
    """
    rounding = version(book, "B8-22", on)
    for rule_id in ("B8-01", "B8-04"):
        rule = version(book, rule_id, on)
        if category in rule.words("categories"):
            found = bracket_of(rule, base)
            exact = base * found.percent / _HUNDRED
            return Assessed(base, exact, rounded(exact, rounding), found)
    fixed = version(book, "B8-05", on)
    least = Decimal(fixed.labels("amounts")[category])
    most = Decimal(fixed.labels("most").get(category, str(least)))
    due = min(max(base, least), most)
    return Assessed(due, due, rounded(due, rounding))


def month_of(on: date) -> date:
    """Return the first day of the month of a day."""
    return on.replace(day=1)


def months(first: date, last: date) -> Iterator[date]:
    """Yield the first days of all months from one to another, both included."""
    month = month_of(first)
    while month <= last:
        yield month
        month = add_months(month, 1)


def late_from(month: date, grace_day: int) -> date:
    """Return the last day on which a month is still paid in time: a day of the next month."""
    last = add_months(month, 2) - timedelta(days=1)
    return min(add_months(month, 1) + timedelta(days=grace_day - 1), last)


def late_months(unpaid: Iterable[date], grace_day: int, on: date) -> tuple[date, ...]:
    """Return the unpaid months whose day of grace is over, oldest first."""
    return tuple(month for month in sorted(unpaid) if on > late_from(month, grace_day))


def runs(late: Iterable[date]) -> list[tuple[date, ...]]:
    """Return sorted months as rows without a gap."""
    found: list[list[date]] = []
    for month in late:
        if found and add_months(found[-1][-1], 1) == month:
            found[-1].append(month)
        else:
            found.append([month])
    return [tuple(run) for run in found]


def _sum(items: Items, names: Iterable[str]) -> Decimal:
    return sum((items.get(name) or Decimal(0) for name in names), Decimal(0))
