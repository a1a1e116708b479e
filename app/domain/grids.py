"""A workbook as plain values: what a reader of any format hands to the recogniser."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time

CellValue = str | int | float | bool | date | datetime | time | None
Position = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet; rows[0] is spreadsheet row 1, every row as wide as the widest.

    merged: (first row, first column, last row, last column), zero-based, inclusive.
    formats: number formats of the cells where the format decides the meaning (2010.1 shown as
    2010.10); absent for formats that carry none.
    unsolved: formulas without a stored result, or error values (#N/A, #REF!).
    epoch_1904: bare numbers of days count from 1904 and not from 1900.
    """

    name: str
    rows: tuple[tuple[CellValue, ...], ...]
    merged: tuple[tuple[int, int, int, int], ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    formats: Mapping[Position, str] = field(default_factory=dict)
    unsolved: frozenset[Position] = frozenset()
    epoch_1904: bool = False


@dataclass(frozen=True, slots=True)
class Workbook:
    """A file that was opened: its sheets and what the reader wants the user to know.

    kind: "xlsx", "xls", "csv", "ods" or "html". notes: plain Chinese sentences.
    meta: the key/value pairs of the hidden sheet __meta__ of the program's own templates.
    """

    name: str
    kind: str
    sheets: tuple[Sheet, ...]
    notes: tuple[str, ...] = ()
    meta: Mapping[str, str] = field(default_factory=dict)


def column_letter(index: int) -> str:
    """Return the letters of a column from 0 ("A", "AB"); "" for -1."""
    letters, number = "", index + 1
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
