"""The receipt of an import: what was handed in, what came of it, what is still to be put right."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.domain.roster_preview import RowOutcome


@dataclass(frozen=True, slots=True)
class SheetCount:
    """How many rows of a sheet came to each result; results that did not occur may be missing."""

    sheet: str
    counts: Mapping[RowOutcome, int]


@dataclass(frozen=True, slots=True)
class ChoiceMade:
    """What a person decided: the place, whom it is about, the question and the answer in words.

    row is 0 for a question about the whole file.
    """

    sheet: str
    row: int
    name: str
    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class ProblemLeft:
    """A problem that remains; row from 1, 0 for a whole sheet. column: "E 公民身份证号" or ""."""

    sheet: str
    row: int
    column: str
    sentence: str


@dataclass(frozen=True, slots=True)
class ReceiptContent:
    """What an import has read and decided; branches: full names of those it was about."""

    file: str = ""
    branches: tuple[str, ...] = ()
    sheets: tuple[SheetCount, ...] = ()
    choices: tuple[ChoiceMade, ...] = ()
    problems: tuple[ProblemLeft, ...] = ()

    @property
    def total(self) -> SheetCount:
        """Return the counts of all sheets together; its sheet is ""."""
        numbers = {
            outcome: sum(sheet.counts.get(outcome, 0) for sheet in self.sheets)
            for outcome in RowOutcome
        }
        return SheetCount("", numbers)


@dataclass(frozen=True, slots=True)
class Receipt:
    """A receipt ready to be printed; at: local time as text, batch: "" when nothing was written."""

    unit: str
    at: str
    author: str
    batch: str
    content: ReceiptContent = field(default_factory=ReceiptContent)
    is_undone: bool = False
