"""Dropping files onto a window or a page."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget

WORKBOOKS = frozenset({".xlsx", ".xls", ".xlsm", ".et", ".csv", ".ods", ".htm", ".html", ".txt"})


class FileDrop(QObject):
    """Lets files be dropped onto a widget; `dropped` gets the paths of those with the suffixes."""

    def __init__(
        self,
        widget: QWidget,
        dropped: Callable[[list[Path]], object],
        suffixes: frozenset[str] = WORKBOOKS,
    ) -> None:
        super().__init__(widget)
        self._dropped, self._suffixes = dropped, suffixes
        widget.setAcceptDrops(True)
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take drops of local files of our kind, and leave any other drop to the widget."""
        if isinstance(event, QDropEvent) and event.type() is QEvent.Type.Drop:
            paths = self._files(event)
            if paths:
                event.acceptProposedAction()
                self._dropped(paths)
                return True
        elif isinstance(event, QDragEnterEvent) and self._files(event):
            event.acceptProposedAction()
            return True
        return super().eventFilter(watched, event)

    def _files(self, event: QDropEvent) -> list[Path]:
        urls = event.mimeData().urls()
        paths = [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
        return [path for path in paths if path.suffix.lower() in self._suffixes]
