"""The pages over an open ledger, what they share, and the ways from one to another."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QWidget

from app.domain.record_rows import RecordCard
from app.services import dev_board, record_book
from app.services.ledger import Ledger
from app.ui import pickers
from app.ui.branches_tab import BranchesTab, BranchLinks, branches_page
from app.ui.changes import ChangeSignal
from app.ui.development_page import DevelopmentPage, development_page
from app.ui.due_steps import DueSteps, Places
from app.ui.exchange_desk import ExchangeDesk
from app.ui.exchange_page import ExchangePage, exchange_page
from app.ui.file_tasks import FileTasks
from app.ui.import_dialog import ImportDialog, open_import
from app.ui.late_page import LatePage
from app.ui.main_window import MainWindow, PageSpec, WindowParts
from app.ui.members_tab import MemberLinks, MembersTab, members_page
from app.ui.operations_tab import operations_page
from app.ui.page import PageTools
from app.ui.record_pages import affairs_page, assessments_page, basics_page, trainings_page
from app.ui.record_pane import open_record_window
from app.ui.report_tab import report_page
from app.ui.today_page import today_page
from app.ui.window_status import WindowStatus
from app.ui.writing import Writer

_OF_A_CASE = frozenset({"dev_case", "dev_step"})


class Desk:
    """Everything that stands behind a window once its ledger is open.

    tools: what all pages share. pages: each page by its key; its widget is built when it is shown.
    files: exports, templates and backups. exchange: sticks and packages.
    """

    def __init__(
        self, ledger: Ledger, window: MainWindow, parts: WindowParts, backups: Path
    ) -> None:
        self._window = window
        changes = ChangeSignal(window)
        writer = Writer(ledger, parts.runner, changes, window)
        self.tools = PageTools(ledger, parts.runner, changes, parts.memory, writer)
        pickers.remember_in(parts.memory)
        self.exchange = ExchangeDesk(window, self.tools, backups)
        self.exchange.place_wanted.connect(self._open_exchange)
        self.pages = {page.key: page for page in self._specs()}
        status = WindowStatus(window, self.tools, backups)
        self.files = FileTasks(self.tools, window, backups, status.load)

    def open_record(self, table: str, record_id: str) -> None:
        """Show a person or an organisation on its page, any other record in a window of its own."""
        if table == "person":
            self.open_member(record_id)
        elif table == "membership":
            self._open_owner(table, record_id)
        elif table == "org_unit":
            self.open_branch(record_id)
        elif table == "school_unit":
            self.open_school(record_id)
        elif table in _OF_A_CASE:
            self.open_case(table, record_id)
        else:
            self._open_window(table, record_id)

    def open_member(self, person_id: str) -> None:
        """Show a member's card on the page 党员."""
        page = self._front("members")
        if isinstance(page, MembersTab):
            page.open_card(person_id)

    def open_branch(self, org_id: str) -> None:
        """Show an organisation's card on the page 支部."""
        page = self._front("branches")
        if isinstance(page, BranchesTab):
            page.show_branch(org_id)

    def open_school(self, school_id: str) -> None:
        """Show the card of a school on the page 支部."""
        page = self._front("branches")
        if isinstance(page, BranchesTab):
            page.show_school(school_id)

    def open_case(self, table: str, record_id: str, step: str = "") -> None:
        """Show the case that a record belongs to on the page 发展党员, at its step."""
        ledger = self.tools.ledger

        def found(place: tuple[str, str]) -> None:
            page = self._front("development")
            if isinstance(page, DevelopmentPage):
                page.open_case(place[0], step or place[1])

        self.tools.tasks.read(lambda _: dev_board.case_of(ledger, table, record_id), found)

    def open_staff(self, org_id: str) -> None:
        """Show the committee and the terms of an organisation."""
        page = self._front("branches")
        if isinstance(page, BranchesTab):
            page.show_branch(org_id)
            page.card.show_staff()

    def open_board(self, org_id: str) -> None:
        """Show the development of one branch."""
        page = self._front("development")
        if isinstance(page, DevelopmentPage):
            page.show_branch(org_id)

    def open_forms(self, year: int) -> None:
        """Show the application forms of a year."""
        page = self._front("development")
        if isinstance(page, DevelopmentPage):
            page.show_forms(year)

    def open_members_of(self, org_id: str) -> None:
        """Show the members of an organisation."""
        page = self._front("members")
        if isinstance(page, MembersTab):
            page.show_branch(org_id)

    def open_import(self) -> None:
        """Open the window that imports rosters and lists of branches."""
        self.import_files(())

    def import_files(self, files: Sequence[Path]) -> None:
        """Open the import window with these files, or give them to the one that is open."""
        below: Iterable[object] = self._window.findChildren(QWidget)
        opened = [box for box in below if isinstance(box, ImportDialog)]
        if not opened:
            open_import(self.tools, self._window, files)
            return
        opened[0].activateWindow()
        if files:
            opened[0].take(files)

    def _specs(self) -> tuple[PageSpec, ...]:
        return (
            members_page(self.tools, self._member_links()),
            branches_page(self.tools, BranchLinks(self.open_members_of, self._open_window)),
            development_page(self.tools),
            affairs_page(self.tools),
            trainings_page(self.tools),
            assessments_page(self.tools),
            today_page(self.tools, self.open_record, self._due_steps().open),
            report_page(self.tools, self._open_window),
            exchange_page(self.tools, self.exchange, is_practice=self._window.is_practice),
            operations_page(self.tools, self.open_record),
            basics_page(self.tools),
        )

    def _open_exchange(self, place: str) -> None:
        page = self._front("exchange")
        if isinstance(page, ExchangePage):
            page.show_place(place)

    def _due_steps(self) -> DueSteps:
        places = Places(
            self.open_record, self.open_case, self.open_staff, self.open_board, self.open_forms
        )
        return DueSteps(self.tools, self._window, places)

    def _member_links(self) -> MemberLinks:
        practice = None if self._window.is_practice else self._window.practice_requested.emit
        return MemberLinks(self.open_branch, self.open_import, self._open_window, practice)

    def _open_window(self, table: str, record_id: str) -> None:
        open_record_window(self.tools, table, record_id, self._window)

    def _open_owner(self, table: str, record_id: str) -> None:
        """Show the member that a record is about."""
        ledger = self.tools.ledger
        self.tools.tasks.read(
            lambda _: record_book.card(ledger, table, record_id), self._on_owner_read
        )

    def _on_owner_read(self, card: RecordCard) -> None:
        self.open_member(str(card.row.raw["person_id"]))

    def _front(self, key: str) -> QWidget | None:
        """Bring a page to the front and return it."""
        self._window.show_page(key)
        page = self._window.page(key)
        return page.page() if isinstance(page, LatePage) else page
