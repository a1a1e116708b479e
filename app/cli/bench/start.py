"""P1: from starting the process to a painted window, against an empty QMainWindow."""

import subprocess
import sys
import time

from app.base.paths import DataFolder
from app.cli.bench.measuring import RUNS, Measured, Title, measured

_PROBE = """
import sys, time
from PySide6.QtCore import QEvent, QObject, QTimer
class Probe(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self.painted)
        return False
    def painted(self):
        print(time.time_ns(), flush=True)
        QTimer.singleShot(0, self.app.quit)
def watch(app, window):
    probe = Probe(window)
    probe.app = app
    window.installEventFilter(probe)
    window.show()
    app.exec()
"""
_EMPTY = """
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication([])
window = QMainWindow()
window.resize(1280, 720)
watch(app, window)
"""
_OURS = """
from pathlib import Path
from app.cli.main import parse
from app.base.paths import DataFolder
parse([])
from app.bootstrap import application, window_on
with window_on(DataFolder(Path(sys.argv[1]))) as workplace:
    watch(application(), workplace.window)
"""
_BILLION = 1e9


def start(folder: DataFolder) -> Measured:
    """Start both alternately in processes of their own."""
    title = Title("P1", "启动到画出窗口", "空的 QMainWindow", 1.5)
    place = str(folder.root)
    _to_painted(_OURS, place)
    pairs = [(_to_painted(_EMPTY, place), _to_painted(_OURS, place)) for _ in range(RUNS)]
    return measured(title, pairs)


def _to_painted(body: str, place: str) -> float:
    begun = time.time_ns()
    done = subprocess.run(  # noqa: S603 - our own Python and the code above
        [sys.executable, "-c", _PROBE + body, place], capture_output=True, check=True, text=True
    )
    return (int(done.stdout.split()[0]) - begun) / _BILLION
