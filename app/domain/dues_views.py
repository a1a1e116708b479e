"""What the windows and prints of 党费 show: sheets, the grid of a branch, arrears."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from app.domain.dates import PartialDate
from app.domain.dues import Assessed


class CellState(StrEnum):
    """How a month of a member stands: LATE is unpaid after its day of grace."""

    NOT_OWED = "NOT_OWED"
    UNASSESSED = "UNASSESSED"
    OPEN = "OPEN"
    LATE = "LATE"
    PAID = "PAID"


PAYABLE = frozenset({CellState.OPEN, CellState.LATE})


@dataclass(frozen=True, slots=True, kw_only=True)
class WaivedDues:
    """减免 of one year: what is left to pay a month, and who decided it (B8-06)."""

    due: Decimal
    reason: str
    study_on: PartialDate | None = None
    approved_by: str = ""
    approved_on: PartialDate | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetDraft:
    """党费核定 of one person and year.

    category: code of dues_category. items: columns of dues_assess in 元; without items base is
    taken as it is. from_on: the month from which it holds, None for the whole year.
    """

    person_id: str
    year: int
    category: str
    items: Mapping[str, Decimal | None] = field(default_factory=dict)
    base: Decimal | None = None
    from_on: PartialDate | None = None
    waived: WaivedDues | None = None


@dataclass(frozen=True, slots=True)
class SheetPreview:
    """What a draft comes to, in numbers and in plain words; doubts are sentences."""

    assessed: Assessed
    words: tuple[str, ...]
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DuesCell:
    """One month of one member; due is None where nothing is owed or assessed."""

    month: date
    due: Decimal | None
    paid: Decimal
    state: CellState

    @property
    def left(self) -> Decimal:
        """Return what is still to be paid, in 元."""
        return max((self.due or Decimal(0)) - self.paid, Decimal(0))


@dataclass(frozen=True, slots=True)
class DuesRow:
    """One member of a branch with his twelve months; sheet_id "" when he is not assessed."""

    id: str
    name: str
    category: str
    month_due: Decimal | None
    cells: tuple[DuesCell, ...]
    sheet_id: str = ""

    @property
    def due(self) -> Decimal:
        """Return what is owed for the year, in 元."""
        return sum((cell.due or Decimal(0) for cell in self.cells), Decimal(0))

    @property
    def paid(self) -> Decimal:
        """Return what was paid for the year, in 元."""
        return sum((cell.paid for cell in self.cells), Decimal(0))


@dataclass(frozen=True, slots=True)
class DuesGrid:
    """A branch's dues of one year: members in pinyin order, twelve months each."""

    org_id: str
    org_name: str
    year: int
    rows: tuple[DuesRow, ...]

    def month(self, number: int) -> tuple[DuesCell, ...]:
        """Return the cells of a month, 1 to 12."""
        return tuple(row.cells[number - 1] for row in self.rows)


@dataclass(frozen=True, slots=True)
class ArrearsLine:
    """A member in arrears: the months in order, how many in a row, whether a case is due."""

    person_id: str
    name: str
    branch: str
    months: tuple[date, ...]
    amount: Decimal
    needs_case: bool
    has_case: bool


@dataclass(frozen=True, slots=True)
class Payment:
    """A month to be paid; amount None pays what is still open."""

    person_id: str
    month: date
    amount: Decimal | None = None
