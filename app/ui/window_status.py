"""The status bar and the counts in the navigation, read again after every change."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from app.base.progress import Progress
from app.domain.changes import Changes
from app.domain.kinds import OrgKind
from app.domain.rules import DueState
from app.services import branches, members, rules
from app.services.exchange import offices
from app.services.ledger import Ledger
from app.ui.file_tasks import BACKED_UP
from app.ui.main_window import MainWindow
from app.ui.page import PageTools

_DUE_AFTER_MS = 3000
_TABLES = ("person", "membership", "org_unit")
_COMMITTEES = frozenset({OrgKind.COMMITTEE.value})


@dataclass(frozen=True, slots=True)
class Status:
    """What the status bar says: whose ledger, how much is in it, when it was last copied.

    members_n: as many as the list of members shows; unplaced_n: those of them without a branch.
    today: which day the ledger takes for today, where that is another than the calendar's.
    """

    unit: str
    members_n: int
    unplaced_n: int
    branches_n: int
    backup: str
    today: str = ""


def read_status(ledger: Ledger, backups: Path, backed_up: str = "") -> Status:
    """Read the status; runs in the background.

    backed_up: when the ledger was last copied to another place, as ISO text.
    """
    rows = branches.rows(ledger)
    copied = [
        datetime.fromtimestamp(path.stat().st_mtime).astimezone()
        for path in backups.glob("*")
        if path.is_file()
    ]
    copied += [datetime.fromisoformat(backed_up)] if backed_up else []
    when = f"{max(copied):%Y-%m-%d %H:%M}" if copied else "还没有"
    return Status(
        offices.unit(ledger),
        *members.on_roster_n(ledger),
        sum(row.kind not in _COMMITTEES for row in rows),
        f"上次备份：{when}",
        _unusual(ledger.today()),
    )


def _unusual(today: date) -> str:
    return "" if today == datetime.now().astimezone().date() else f"，今天按 {today} 算"


def _due_n(ledger: Ledger) -> int:
    due = rules.due(ledger, ledger.today())
    return sum(one.state is not DueState.NEXT for one in due)


class WindowStatus(QObject):
    """Keeps a window's status bar and navigation true; lives as long as the window.

    What is due is counted a little after the last change, because all the rules are asked for it.
    """

    def __init__(self, window: MainWindow, tools: PageTools, backups: Path) -> None:
        super().__init__(window)
        self._window, self._tools, self._backups = window, tools, backups
        self._due_timer = QTimer(self, singleShot=True, interval=_DUE_AFTER_MS)
        self._due_timer.timeout.connect(self.count_due)
        tools.changes.changed.connect(self._on_changed)
        self._due_timer.start()
        self.load()

    def count_due(self) -> None:
        """Count what is overdue or to be done now, and show it beside 今天要办."""
        ledger = self._tools.ledger
        if not self._tools.tasks.is_closed:  # the timer may outlive the ledger by a moment
            self._tools.tasks.read(lambda _: _due_n(ledger), self._show_due)

    def load(self) -> None:
        """Read the status in the background."""
        ledger, backups = self._tools.ledger, self._backups
        backed_up = self._tools.memory.load(BACKED_UP)

        def work(_: Progress) -> Status:
            return read_status(ledger, backups, backed_up)

        self._tools.tasks.read(work, self._show)

    def _show_due(self, number: int) -> None:
        self._window.set_count("today", number or None)

    def _on_changed(self, changes: Changes) -> None:
        self._due_timer.start()
        if changes.touches(*_TABLES):
            self.load()

    def _show(self, status: Status) -> None:
        unplaced = f"（其中 {status.unplaced_n:,} 人未分支部）" if status.unplaced_n else ""
        counts = f"党员 {status.members_n:,} 名{unplaced}，党支部 {status.branches_n:,} 个"
        counts += status.today
        self._window.set_status(unit=status.unit, counts=counts, backup=status.backup)
        self._window.set_count("members", status.members_n)
        self._window.set_count("branches", status.branches_n)
