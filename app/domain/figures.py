"""The figures of the work report: what they are, and the records they were counted from.

A figure's number is always derived from its evidence, so the two cannot disagree.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum


class FigureKind(StrEnum):
    """How a number is printed: plain count, money, hours, one-decimal percent or score, text."""

    COUNT = "COUNT"
    MONEY = "MONEY"
    HOURS = "HOURS"
    SCORE = "SCORE"
    PERCENT = "PERCENT"
    PERSONS = "PERSONS"
    ORGS = "ORGS"
    TEXT = "TEXT"


@dataclass(frozen=True, slots=True)
class Period:
    """From 1 January of a year to the cut-off day, both included.

    Raises ValueError when the cut-off day lies in another year.
    """

    year: int
    end: date

    def __post_init__(self) -> None:
        if self.end.year != self.year:
            raise ValueError(self.end)

    @classmethod
    def of(cls, year: int) -> "Period":
        """Return the whole year."""
        return cls(year, date(year, 12, 31))

    @property
    def start(self) -> date:
        """Return 1 January."""
        return date(self.year, 1, 1)

    @property
    def lowest(self) -> str:
        """The least ISO text inside the period: a bare year counts as inside."""
        return str(self.year)

    @property
    def highest(self) -> str:
        """The greatest ISO text inside the period: a month counts by its first day."""
        return self.end.isoformat()

    def months(self) -> tuple[int, ...]:
        """Return the months that have begun by the cut-off day."""
        return tuple(range(1, self.end.month + 1))


@dataclass(frozen=True, slots=True)
class FigureChoices:
    """Where the domain leaves a choice to the bureau.

    count_by_meeting: N05 and N08 by the branch meeting instead of the superior's approval.
    internal_transfers: N09 includes moves between branches of the bureau.
    all_donations: N13 counts every donation, not only those of member days.
    after_side: N16 counts the organisations after a reorganisation, not those before it.
    """

    count_by_meeting: bool = False
    internal_transfers: bool = False
    all_donations: bool = False
    after_side: bool = False


@dataclass(frozen=True, slots=True)
class Evidence:
    """One record behind a figure; amount is what it contributes (人次, 元, 学时; usually 1).

    name: what the record is called where the report prints names. group: records of the same
    group count once (five kinds of problem).
    """

    table: str
    id: str
    amount: Decimal = Decimal(1)
    name: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class FigureDefinition:
    """A figure's id, Chinese title, unit and definition in words.

    choice: the field of FigureChoices that changes it, "" for none; chosen: its definition then.
    """

    id: str
    title: str
    kind: FigureKind
    unit: str
    definition: str
    choice: str = ""
    chosen: str = ""

    def under(self, choices: FigureChoices) -> "FigureDefinition":
        """Return the definition as it is in force under what the bureau has chosen."""
        is_other = bool(self.choice) and getattr(choices, self.choice)
        return replace(self, definition=self.chosen) if is_other else self


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of one period; number is None when there is nothing to divide by, or for texts.

    whole: what the sum of the evidence was divided by; None for everything but ratios.
    """

    definition: FigureDefinition
    number: Decimal | None
    text: str = ""
    evidence: tuple[Evidence, ...] = field(default=(), repr=False)
    whole: Decimal | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of the records, in their order, each once."""
        return tuple(dict.fromkeys(item.name for item in self.evidence if item.name))


def total(evidence: Iterable[Evidence]) -> Decimal:
    """Return the sum of what the records contribute; records of one group count once."""
    seen: set[str] = set()
    result = Decimal(0)
    for item in evidence:
        if item.group and item.group in seen:
            continue
        seen.add(item.group)
        result += item.amount
    return result


def ratio(part: Decimal | None, whole: Decimal | None) -> Decimal | None:
    """Return part ÷ whole, or None when there is nothing to divide by."""
    return part / whole if part is not None and whole else None
