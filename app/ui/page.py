"""What every page shares: what it is handed, loading in the background, staleness, one way to save.

A page reloads when its records have changed: at once when it is visible, else when it is shown.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TypeVar

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from app.base.errors import UserError
from app.base.progress import Progress
from app.domain.changes import Changes
from app.services.ledger import Ledger, Outcome
from app.ui.changes import ChangeSignal
from app.ui.layout_memory import LayoutMemory
from app.ui.tasks import Task, TaskRunner

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class PageParts:
    """What a page is handed; open_record shows the card of a record (table, id)."""

    ledger: Ledger
    runner: TaskRunner
    changes: ChangeSignal
    memory: LayoutMemory
    open_record: Callable[[str, str], None]


class Page(QWidget):
    """A page that loads when it is shown first and again after changes that touch it."""

    def __init__(self, parts: PageParts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.parts = parts
        self._is_stale = True
        parts.changes.changed.connect(self._on_changed)

    def tables(self) -> Collection[str]:
        """Return the tables that the page shows; empty when any change concerns it."""
        return ()

    def reload(self) -> None:
        """Load again in the background; called only when somebody will see it."""
        raise NotImplementedError

    def read(self, work: Callable[[Progress], T], done: Callable[[T], None]) -> Task:
        """Read in the background; done(result) follows on the main thread."""
        return self.parts.runner.read(work, done)

    def save(
        self,
        work: Callable[[Ledger], Outcome],
        title: str,
        done: Callable[[Outcome], None] | None = None,
        failed: Callable[[UserError], None] | None = None,
    ) -> None:
        """Write in the background, tell every window what changed, then call done(outcome)."""
        save(self.parts, work, title, done, failed)

    def showEvent(self, event: QShowEvent) -> None:
        """Load what has changed while the page was hidden."""
        super().showEvent(event)
        if self._is_stale:
            self._is_stale = False
            self.reload()

    def _on_changed(self, changes: Changes) -> None:
        tables = self.tables()
        if tables and not changes.touches(*tables):
            return
        if self.isVisible():
            self.reload()
        else:
            self._is_stale = True


def save(
    parts: PageParts,
    work: Callable[[Ledger], Outcome],
    title: str,
    done: Callable[[Outcome], None] | None = None,
    failed: Callable[[UserError], None] | None = None,
) -> None:
    """Run a writing use case in the background and tell every window what it has changed."""

    def finished(outcome: Outcome) -> None:
        parts.changes.changed.emit(outcome.changes)
        if done:
            done(outcome)

    parts.runner.run(lambda _: work(parts.ledger), finished, failed, title)
