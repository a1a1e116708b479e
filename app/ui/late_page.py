"""A page that is built only after it has been painted once, so that the window stands first."""

import sys
from collections.abc import Callable
from importlib import import_module

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from app.base.errors import UserError
from app.base.progress import Progress
from app.ui import messages
from app.ui.tasks import TaskRunner

_BEHIND = "app.ui.desk"
"""What the pages stand in; with it everything behind them is loaded."""


def load_behind(tasks: TaskRunner, go_on: Callable[[], None]) -> None:
    """Load in the background what stands behind the pages, then go on.

    Only what knows no Qt is loaded there; the windows themselves follow here, in a turn of their
    own, before the one that builds the page.
    """
    if _BEHIND in sys.modules:
        go_on()
        return

    def load(_: Progress) -> None:
        from app.services.loading import load_all  # noqa: PLC0415 - after the first paint

        load_all()

    def loaded(_: None) -> None:
        import_module(_BEHIND)
        QTimer.singleShot(0, go_on)

    tasks.read(load, loaded)


class LatePage(QWidget):
    """Says that it is opening, and puts the real page in its own place after its first painting.

    prepare is handed what builds the page: it calls it, at once or when it has loaded in the
    background what building needs. build may raise UserError, which is shown; the page is then
    left empty.
    """

    def __init__(
        self,
        build: Callable[[], QWidget],
        prepare: Callable[[Callable[[], None]], None] = lambda go_on: go_on(),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._build, self._prepare = build, prepare
        self._page: QWidget | None = None
        self._is_asked = False
        self._notice = QLabel("正在打开…")
        self._notice.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.addWidget(self._notice)

    def page(self) -> QWidget:
        """Return the real page, building it now if it is not there yet; raises UserError."""
        self._is_asked = True
        if self._page is None:
            self._page = self._build()
            self._notice.hide()
            self._layout.addWidget(self._page)
        return self._page

    def paintEvent(self, event: QPaintEvent) -> None:
        """Ask for the real page once this one is on the screen."""
        super().paintEvent(event)
        if not self._is_asked:
            self._is_asked = True
            QTimer.singleShot(0, self._on_painted)

    def _on_painted(self) -> None:
        self._prepare(self._fill)

    def _fill(self) -> None:
        try:
            self.page()
        except UserError as error:
            self._notice.setText("没有打开。")
            messages.show_error(self.window(), error)
