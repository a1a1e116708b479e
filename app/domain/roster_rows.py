"""The rows of a recognised sheet as typed values with what is wrong with each of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.domain.cell_text import cell_text
from app.domain.dates import PartialDate
from app.domain.grids import CellValue
from app.domain.headers import SheetKind
from app.domain.readings import Problem, Severity


@dataclass(frozen=True, slots=True)
class CellProblem:
    """A problem with its place: spreadsheet row from 1, column from 0 or -1 for the whole row."""

    sheet: str
    row: int
    column: int
    field: str
    raw: str
    problem: Problem


@dataclass(frozen=True, slots=True)
class RosterRow:
    """One record of a sheet after normalising.

    values: field → typed value; None where the cell is empty or holds nothing that may be saved.
    Besides the fields of headers.toml a member may have id_no_raw, other_phones, ethnicity_text
    and education_mode. choices: field → the meanings between which the user must choose.
    columns: field → column from 0. raw: the cells' texts where something was wrong; cells: the
    whole row as it stands in the file. record: the 记录号 of one of our exports, "" for none.
    """

    sheet: str
    row: int
    kind: SheetKind
    values: Mapping[str, Any]
    problems: tuple[CellProblem, ...] = ()
    choices: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    columns: Mapping[str, int] = field(default_factory=dict)
    raw: Mapping[str, str] = field(default_factory=dict)
    cells: Sequence[CellValue] = ()
    record: str = ""

    def raw_of(self, field_name: str) -> str:
        """Return the text of a cell as its writer sees it, "" for a field without a column."""
        return self.raw.get(field_name) or _text(self.cells, self.columns.get(field_name, -1))

    @property
    def is_complete(self) -> bool:
        """Tell whether the row can be imported at all: it has a name."""
        return bool(self.values.get("name" if self.kind is SheetKind.MEMBERS else "full_name"))


class RowBuilder:
    """Collects the values and problems of one row while its cells are read."""

    def __init__(
        self, sheet: str, row: int, columns: Mapping[str, int], cells: Sequence[CellValue]
    ) -> None:
        self.sheet, self.row, self.columns, self.cells = sheet, row, columns, cells
        self.values: dict[str, Any] = {}
        self.raw: dict[str, str] = {}
        self.problems: list[CellProblem] = []
        self.choices: dict[str, tuple[Any, ...]] = {}

    def tell(self, field_name: str, problem: Problem) -> None:
        """Note a problem at the column of a field, or at the whole row."""
        column = self.columns.get(field_name, -1)
        raw = self.raw.get(field_name) or self.text(field_name)
        self.problems.append(CellProblem(self.sheet, self.row, column, field_name, raw, problem))

    def text(self, field_name: str) -> str:
        """Return the text of the cell of a field, "" where there is no such column."""
        return _text(self.cells, self.columns.get(field_name, -1))

    def ask(self, field_name: str, choices: tuple[Any, ...]) -> None:
        """Offer several meanings of a cell."""
        if choices:
            self.choices[field_name] = choices

    def add_text(self, field_name: str, text: str) -> None:
        """Append to a text that several cells contribute to."""
        before = self.values.get(field_name)
        self.values[field_name] = f"{before}；{text}" if before else text

    def drop_blocked(self) -> None:
        """Leave out every value that has a problem which keeps it from being saved."""
        for found in self.problems:
            if found.problem.severity is Severity.BLOCK and not self._is_raw_only(found.field):
                self.values[found.field] = None

    def _is_raw_only(self, field_name: str) -> bool:
        """Tell whether nothing but the text of a date is kept, which may be saved."""
        value = self.values.get(field_name)
        return isinstance(value, PartialDate) and value.value is None


def _text(cells: Sequence[CellValue], column: int) -> str:
    return cell_text(cells[column]) if 0 <= column < len(cells) else ""
