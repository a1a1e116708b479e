"""Notices the sticks that are plugged in and pulled out, also under another letter."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from app.base.progress import Progress
from app.ui import mounted_sticks
from app.ui.tasks import TaskRunner

EVERY_MS = 3000


class StickWatch(QTimer):
    """Asks every few seconds, in the background, which sticks there are; only their names are read.

    arrived: the folder of a stick that was not there before. gone: one that is no longer there.
    It asks while its window stands open; places: asked instead of the system.
    """

    arrived = Signal(object)
    gone = Signal(object)

    def __init__(
        self,
        window: QWidget,
        tasks: TaskRunner,
        places: Callable[[], Sequence[Path]] | None = None,
        every_ms: int = EVERY_MS,
    ) -> None:
        super().__init__(window, interval=every_ms)
        self._window, self._tasks, self._places = window, tasks, places
        self._known: tuple[Path, ...] = ()
        self._is_asking = False
        self.timeout.connect(self.ask)

    @property
    def sticks(self) -> tuple[Path, ...]:
        """Return the sticks that were there when it was last asked."""
        return self._known

    def ask(self) -> None:
        """Ask once, unless the last answer is still to come."""
        if self._is_asking or not self._window.isVisible():
            return
        self._is_asking = True
        self._tasks.read(self._read, self._on_read)

    def _read(self, _: Progress) -> tuple[Path, ...]:
        found = self._places() if self._places else mounted_sticks.mounted()
        return tuple(found)

    def _on_read(self, found: tuple[Path, ...]) -> None:
        self._is_asking = False
        before, self._known = self._known, found
        for path in before:
            if path not in found:
                self.gone.emit(path)
        for path in found:
            if path not in before:
                self.arrived.emit(path)
