"""The rows of a recognised sheet as typed values with what is wrong with each of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.domain.readings import Problem, Severity
from app.domain.recognition import SheetKind


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
    columns: field → column from 0. raw: the cells' texts where something was wrong.
    record: the 记录号 of one of our exports, "" where there is none.
    """

    sheet: str
    row: int
    kind: SheetKind
    values: Mapping[str, Any]
    problems: tuple[CellProblem, ...] = ()
    choices: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    columns: Mapping[str, int] = field(default_factory=dict)
    raw: Mapping[str, str] = field(default_factory=dict)
    record: str = ""

    def raw_of(self, field_name: str) -> str:
        """Return the text of a cell, as far as it is needed to explain a problem."""
        value = self.values.get(field_name)
        return self.raw.get(field_name) or (str(value) if value is not None else "")

    @property
    def is_complete(self) -> bool:
        """Tell whether the row can be imported at all: it has a name."""
        return bool(self.values.get("name" if self.kind is SheetKind.MEMBERS else "full_name"))


class RowBuilder:
    """Collects the values and problems of one row while its cells are read."""

    def __init__(self, sheet: str, row: int, columns: Mapping[str, int]) -> None:
        self.sheet, self.row, self.columns = sheet, row, columns
        self.values: dict[str, Any] = {}
        self.raw: dict[str, str] = {}
        self.problems: list[CellProblem] = []
        self.choices: dict[str, tuple[Any, ...]] = {}

    def tell(self, field_name: str, problem: Problem) -> None:
        """Note a problem at the column of a field, or at the whole row."""
        column = self.columns.get(field_name, -1)
        raw = self.raw.get(field_name, "")
        self.problems.append(CellProblem(self.sheet, self.row, column, field_name, raw, problem))

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
            if found.problem.severity is Severity.BLOCK:
                self.values[found.field] = None
