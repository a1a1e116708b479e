"""Run work in the background: one thread that writes, a few that read, and the way back.

`work` is a plain function of a Progress; it may not touch Qt. Its result comes back on the main
thread. A UserError goes to `failed` (a message box when none is given); Cancelled ends quietly; any
other exception goes to sys.excepthook, where the crash door waits.
"""

import sys
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from app.base.errors import Cancelled, UserError
from app.base.progress import Progress
from app.ui.collector import MainThreadCollector
from app.ui.messages import show_error
from app.ui.progress_dialog import ProgressDialog, Step

T = TypeVar("T")

BUSY_AFTER_MS = 500
DIALOG_AFTER_MS = 2000
_STEP_EVERY_S = 0.05
_READERS = 2


@dataclass(frozen=True, slots=True)
class _Outcome:
    task: "Task"
    value: object = None
    error: BaseException | None = None


@dataclass(frozen=True, slots=True)
class _Report:
    task: "Task"
    step: Step


class Task:
    """A piece of work under way; cancel() asks it to stop at its next step."""

    def __init__(self, title: str, done: Callable[[Any], None], runner: "TaskRunner") -> None:
        self.title = title
        self.done = done
        self.failed: Callable[[UserError], None] | None = None
        self.ended: Callable[[], None] | None = None
        self._runner = runner
        self._stop = threading.Event()
        self._told = 0.0

    def cancel(self) -> None:
        """Ask the work to stop: its next step raises Cancelled, nothing stays half done."""
        self._stop.set()

    def step(self, done: int, total: int, text: str = "") -> None:
        """Be the Progress of the work; called in its thread; raises Cancelled."""
        if self._stop.is_set():
            raise Cancelled
        now = time.monotonic()
        if now - self._told >= _STEP_EVERY_S or done == total:
            self._told = now
            self._runner.tell_step(_Report(self, Step(done, total, text)))


class TaskRunner(QObject):
    """Owns the threads and, on the main thread, every signal that leads back.

    busy_changed: emitted with the title of the running write work, "" when idle.
    """

    busy_changed = Signal(str)
    _ended = Signal(object)
    _stepped = Signal(object)

    def __init__(self, window: QWidget | None = None) -> None:
        super().__init__(window)
        self._window = window
        self._collector = MainThreadCollector(self)
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="writer")
        self._readers = ThreadPoolExecutor(_READERS, thread_name_prefix="reader")
        self._writing: list[Task] = []
        self._tasks: set[Task] = set()
        self._finished: deque[_Outcome] = deque()
        self._dialog: ProgressDialog | None = None
        self._step: Step | None = None
        self._has_busy_cursor = self._is_closed = False
        self._busy_timer = self._timer(BUSY_AFTER_MS, self._on_busy_due)
        self._dialog_timer = self._timer(DIALOG_AFTER_MS, self._on_dialog_due)
        self._ended.connect(self._on_ended, Qt.ConnectionType.QueuedConnection)
        self._stepped.connect(self._on_stepped, Qt.ConnectionType.QueuedConnection)

    @property
    def is_busy(self) -> bool:
        """Tell whether anything is being written."""
        return bool(self._writing)

    @property
    def is_closed(self) -> bool:
        """Tell whether nothing can be asked for any more."""
        return self._is_closed

    @property
    def is_idle(self) -> bool:
        """Tell whether nothing is written or read."""
        return not self._tasks

    def run(
        self,
        work: Callable[[Progress], T],
        done: Callable[[T], None],
        failed: Callable[[UserError], None] | None = None,
        title: str = "",
        *,
        ended: Callable[[], None] | None = None,
    ) -> Task:
        """Run writing work, one piece after the other; done(result) follows on the main thread.

        ended() follows in every case (done, failed, stopped, bug): there a button is enabled again.
        """
        task = self._task(title, done, failed, ended)
        self._writing.append(task)
        if len(self._writing) == 1:
            self._watch()
        self._writer.submit(self._work, [(task, work)])
        return task

    def read(
        self,
        work: Callable[[Progress], T],
        done: Callable[[T], None],
        failed: Callable[[UserError], None] | None = None,
    ) -> Task:
        """Run reading work beside the writer, without any sign; done(result) on the main thread."""
        task = self._task("", done, failed, None)
        self._readers.submit(self._work, [(task, work)])
        return task

    def close(self) -> None:
        """Stop the readers, wait for the writer to finish what was asked; nothing comes back."""
        self._is_closed = True
        for task in self._tasks.difference(self._writing):
            task.cancel()
        self._writer.shutdown(wait=True)
        self._readers.shutdown(wait=True, cancel_futures=True)
        self._collector.close()
        self._writing.clear()
        self._tasks.clear()
        self._rest()

    def tell_step(self, report: object) -> None:
        """Carry a step from the worker to the main thread."""
        self._stepped.emit(report)

    def _task(
        self,
        title: str,
        done: Callable[[Any], None],
        failed: Callable[[UserError], None] | None,
        ended: Callable[[], None] | None,
    ) -> Task:
        task = Task(title, done, self)
        task.failed = failed
        task.ended = ended
        self._tasks.add(task)
        return task

    def _timer(self, after_ms: int, due: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(after_ms)
        timer.timeout.connect(due)
        return timer

    def _work(self, asked: list[tuple[Task, Callable[[Progress], object]]]) -> None:
        """Run in the worker thread; every way out is one signal.

        Work and outcome hold windows. They are let go of before the signal, so that the last
        reference to a window is never dropped here while the main thread is destroying it.
        """
        self._finished.append(_outcome_of(asked))
        self._ended.emit(None)

    def _watch(self) -> None:
        self.busy_changed.emit(self._writing[0].title)
        self._busy_timer.start()
        self._dialog_timer.start()

    def _rest(self) -> None:
        self._busy_timer.stop()
        self._dialog_timer.stop()
        self._step = None
        if self._has_busy_cursor:
            self._has_busy_cursor = False
            QApplication.restoreOverrideCursor()
        if self._dialog:
            self._dialog.hide()
            self._dialog.deleteLater()
            self._dialog = None

    def _on_busy_due(self) -> None:
        self._has_busy_cursor = True
        QApplication.setOverrideCursor(Qt.CursorShape.BusyCursor)

    def _on_dialog_due(self) -> None:
        task = self._writing[0]
        self._dialog = ProgressDialog(task.title, self._window)
        self._dialog.stop_requested.connect(task.cancel)
        if self._step:
            self._dialog.show_step(self._step)
        self._dialog.show()

    def _on_stepped(self, report: _Report) -> None:
        if self._writing and report.task is self._writing[0]:
            self._step = report.step
            if self._dialog:
                self._dialog.show_step(report.step)

    def _on_ended(self, _: object) -> None:
        outcome = self._finished.popleft()
        task = outcome.task
        if task not in self._tasks:
            return
        self._tasks.discard(task)
        if task in self._writing:
            self._writing.remove(task)
            self._rest()
            if self._writing:
                self._watch()
            else:
                self.busy_changed.emit("")
        if task.ended and _is_alive(task.ended):
            task.ended()
        self._hand_back(outcome)

    def _hand_back(self, outcome: _Outcome) -> None:
        task, error = outcome.task, outcome.error
        if error is None:
            if _is_alive(task.done):
                task.done(outcome.value)
        elif isinstance(error, UserError):
            if task.failed and _is_alive(task.failed):
                task.failed(error)
            else:
                show_error(self._window, error)
        elif not isinstance(error, Cancelled):
            sys.excepthook(type(error), error, error.__traceback__)


def _outcome_of(asked: list[tuple[Task, Callable[[Progress], object]]]) -> _Outcome:
    """Do the work that was asked for, taking it out of the list."""
    task, work = asked.pop()
    try:
        return _Outcome(task, value=work(task))
    except BaseException as error:  # noqa: BLE001 - the main thread sorts it in _on_ended
        return _Outcome(task, error=error)


def _is_alive(function: Callable[..., object]) -> bool:
    """Tell whether the window a bound method belongs to still exists."""
    owner = getattr(function, "__self__", None)
    return not isinstance(owner, QObject) or isValid(owner)
