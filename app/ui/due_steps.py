"""What a line of 今天要办 opens: the step that its rule names, or else the record."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from PySide6.QtWidgets import QWidget

from app.domain.rules import About
from app.services import dues_arrears, procedures, record_book
from app.services.evidence import subject_names
from app.ui.dues_window import open_dues
from app.ui.evidence_dialog import OpenRecord
from app.ui.page import PageTools
from app.ui.procedure_steps import step_called, step_for
from app.ui.procedures_window import open_procedures, open_step
from app.ui.status_dialog import status_dialog

_OF_A_CASE = frozenset({"dev_case", "dev_step"})
_STATUS, _SLIP, _ROW = "status", "slip", "open"


@dataclass(frozen=True, slots=True)
class Places:
    """The pages that steps stand on.

    case: table, record and step of a development. staff: the committee and terms of an
    organisation. board: the development of a branch. forms: those of a year.
    """

    record: OpenRecord
    case: Callable[[str, str, str], object]
    staff: Callable[[str], object]
    board: Callable[[str], object]
    forms: Callable[[int], object]


@dataclass(frozen=True, slots=True)
class _DuesPlace:
    org_id: str
    person_id: str
    month: date


@dataclass(frozen=True, slots=True)
class _Procedure:
    """The open procedure of a record, if any, and the name of whom it is about."""

    row: procedures.ProcedureRow | None
    name: str


class DueSteps:
    """Opens what is to be done about a record, by the name that its rule gives the step."""

    def __init__(self, tools: PageTools, window: QWidget, places: Places) -> None:
        self._tools, self._window, self._places = tools, window, places
        self._special: Mapping[str, Callable[[About], None]] = {
            "dues": self._open_dues,
            "term": self._open_term,
            "development": self._open_board,
            "forms": self._open_forms,
        }

    def open(self, about: About) -> None:
        """Open the step of a finding; without one, the record."""
        if about.table in _OF_A_CASE:
            self._places.case(about.table, about.record, about.part)
        elif (part := about.part.partition(":")[0]) in self._special:
            self._special[part](about)
        elif about.part:
            self._open_procedure(about)
        else:
            self._places.record(about.table, about.record)

    def _open_term(self, about: About) -> None:
        self._places.staff(about.subject)

    def _open_board(self, about: About) -> None:
        self._places.board(about.subject)

    def _open_dues(self, about: About) -> None:
        ledger, today = self._tools.ledger, self._tools.ledger.today()
        if about.table == "org_unit":
            year = int(about.part.partition(":")[2] or today.year)
            first = None if year == today.year else date(year, 1, 1)
            open_dues(self._tools, self._window, about.record, month=first)
            return

        def read(found: _DuesPlace) -> None:
            open_dues(self._tools, self._window, found.org_id, found.person_id, found.month)

        def place(_: object) -> _DuesPlace:
            org_id, month = dues_arrears.place_of(ledger, about.subject, today)
            return _DuesPlace(org_id, about.subject, month)

        self._tools.tasks.read(place, read)

    def _open_forms(self, about: About) -> None:
        ledger = self._tools.ledger

        def year(_: object) -> int:
            row = record_book.card(ledger, about.table, about.record).row
            return int(str(row.raw["form_year"] or ledger.today().year))

        self._tools.tasks.read(year, self._on_year_read)

    def _on_year_read(self, year: int) -> None:
        self._places.forms(year)

    def _open_procedure(self, about: About) -> None:
        ledger, wanted = self._tools.ledger, f"{about.table}:{about.record}"

        def find(_: object) -> _Procedure:
            row = next((one for one in procedures.rows(ledger) if one.id == wanted), None)
            return _Procedure(row, subject_names(ledger, [about.subject]).get(about.subject, ""))

        def read(found: _Procedure) -> None:
            self._open_found(about, found)

        self._tools.tasks.read(find, read)

    def _open_found(self, about: About, found: _Procedure) -> None:
        row, part = found.row, about.part
        step = step_for(part, about.subject)
        if row and (part in (_SLIP, _ROW) or step_called(row, part)):
            open_procedures(self._tools, self._window, row.id, part)
        elif step:
            open_step(self._tools, step, self._window)
        elif part == _STATUS:
            status_dialog([about.subject], found.name, self._tools, self._window).open()
        else:
            self._places.record(about.table, about.record)
