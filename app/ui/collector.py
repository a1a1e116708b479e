"""Python's garbage collector on the main thread only, for as long as worker threads run.

A closed window is a cycle of Python objects. Were it collected in the thread of a worker, Qt would
lose signals and children of widgets that the main thread is just destroying, and crash.
"""

import gc
from collections import Counter

from PySide6.QtCore import QObject, QTimer

_LOOK_EVERY_MS = 400
_OPEN = "open"
_standing: Counter[str] = Counter()


class MainThreadCollector(QObject):
    """Switches automatic collection off and collects by a timer; several may stand side by side."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._is_open = True
        _standing[_OPEN] += 1
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_EVERY_MS)
        self._timer.timeout.connect(self.collect)
        self._timer.start()

    def collect(self) -> None:
        """Collect the oldest generation that is due, as Python would have done by itself."""
        due = [
            generation
            for generation, (count, most) in enumerate(
                zip(gc.get_count(), gc.get_threshold(), strict=True)
            )
            if most and count > most
        ]
        if due:
            gc.collect(due[-1])

    def close(self) -> None:
        """Give collection back to Python when the last one has closed."""
        if not self._is_open:
            return
        self._is_open = False
        self._timer.stop()
        _standing[_OPEN] -= 1
        if not _standing[_OPEN]:
            gc.enable()
