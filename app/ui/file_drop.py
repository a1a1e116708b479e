"""Dropping workbooks onto a window or a page."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget

_SUFFIXES = frozenset({".xlsx", ".xls", ".xlsm", ".et", ".csv", ".ods", ".htm", ".html", ".txt"})


class FileDrop(QObject):
    """Lets workbooks be dropped onto a widget; `dropped` gets their paths."""

    def __init__(self, widget: QWidget, dropped: Callable[[list[Path]], object]) -> None:
        super().__init__(widget)
        self._dropped = dropped
        widget.setAcceptDrops(True)
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take drops of local workbooks, and leave any other drop to the widget."""
        if isinstance(event, QDropEvent) and event.type() is QEvent.Type.Drop:
            paths = _workbooks(event)
            if paths:
                event.acceptProposedAction()
                self._dropped(paths)
                return True
        elif isinstance(event, QDragEnterEvent) and _workbooks(event):
            event.acceptProposedAction()
            return True
        return super().eventFilter(watched, event)


def _workbooks(event: QDropEvent) -> list[Path]:
    urls = event.mimeData().urls()
    paths = [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
    return [path for path in paths if path.suffix.lower() in _SUFFIXES]
