"""A row of buttons on top of a page, each with a function key that works all over the page."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget


class PageBar(QWidget):
    """Buttons for what can be handled from a page; the key of each is written on it."""

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        self._page = page
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addStretch()

    def add(self, text: str, key: str, tip: str, slot: Callable[[], object]) -> None:
        """Add a button on the right of the others."""
        button = QPushButton(f"{text}（{key}）")
        button.setToolTip(tip)
        button.clicked.connect(slot)
        self._row.insertWidget(self._row.count() - 1, button)
        where = Qt.ShortcutContext.WidgetWithChildrenShortcut
        QShortcut(QKeySequence(key), self._page, slot, context=where)
