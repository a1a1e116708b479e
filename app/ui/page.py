"""What all pages share: what they are handed, loading in the background, staleness, Ctrl+Z."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.base.progress import Progress
from app.domain.changes import Changes
from app.services.ledger import Ledger
from app.ui.changes import ChangeSignal
from app.ui.layout_memory import LayoutMemory
from app.ui.notice_bar import NoticeBar
from app.ui.tasks import TaskRunner
from app.ui.writing import Writer

Loaded = TypeVar("Loaded")


@dataclass(frozen=True, slots=True)
class PageTools:
    """What a page is handed; all pages of a window share one of each."""

    ledger: Ledger
    tasks: TaskRunner
    changes: ChangeSignal
    memory: LayoutMemory
    writer: Writer


@dataclass(frozen=True, slots=True)
class _Fresh(Generic[Loaded]):
    number: int
    value: Loaded


class Page(QWidget, Generic[Loaded]):
    """A page that shows something read from the ledger; subclasses give read_all and show_loaded.

    It reads when it is first shown, and again when one of its tables has changed: at once while it
    is visible, else when it is shown next. A later reading makes an earlier one worthless.
    """

    tables: tuple[str, ...] = ()

    def __init__(self, tools: PageTools, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.tools = tools
        self._is_stale = True
        self._reading = 0
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(14, 12, 14, 8)
        self.body.setSpacing(8)
        tools.changes.changed.connect(self._on_changed)
        here = Qt.ShortcutContext.WidgetWithChildrenShortcut
        for key, slot in (
            (QKeySequence.StandardKey.Undo, tools.writer.undo),
            (QKeySequence("Ctrl+Y"), tools.writer.redo),
            (QKeySequence.StandardKey.Refresh, self.load),
        ):
            QShortcut(key, self, slot, context=here)

    def read_all(self, progress: Progress) -> Loaded:
        """Read what the page shows; runs in the background and may not touch Qt."""
        raise NotImplementedError

    def show_loaded(self, loaded: Loaded) -> None:
        """Show what was read, keeping the selection."""
        raise NotImplementedError

    def load(self) -> None:
        """Read everything again in the background."""
        self._is_stale = False
        self._reading += 1
        number, read = self._reading, self.read_all
        self.tools.tasks.read(lambda progress: _Fresh(number, read(progress)), self._on_read)

    def add_notice_bar(self) -> None:
        """Add the strip with 撤销 below everything that is in the body now."""
        self.body.addWidget(NoticeBar(self.tools.writer))

    def showEvent(self, event: QShowEvent) -> None:
        """Load when something has changed since the page was last shown."""
        super().showEvent(event)
        if self._is_stale:
            self.load()

    def _on_read(self, fresh: _Fresh[Loaded]) -> None:
        if fresh.number == self._reading:
            self.show_loaded(fresh.value)

    def _on_changed(self, changes: Changes) -> None:
        if not changes.touches(*self.tables):
            return
        self._is_stale = True
        if self.isVisible():
            self.load()
