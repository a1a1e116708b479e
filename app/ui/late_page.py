"""A page that is built only after it has been painted once, so that the window stands first."""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from app.base.errors import UserError
from app.ui import messages


class LatePage(QWidget):
    """Says that it is opening, and puts the real page in its own place after its first painting.

    build may take long and may raise UserError, which is shown; the page is then left empty.
    """

    def __init__(self, build: Callable[[], QWidget], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._build = build
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
        try:
            self.page()
        except UserError as error:
            self._notice.setText("没有打开。")
            messages.show_error(self.window(), error)
