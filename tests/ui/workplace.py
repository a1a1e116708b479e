"""What the tests of pages share: waiting for the background, the keyboard, who is in a list."""

from contextlib import contextmanager
from dataclasses import dataclass, field

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QDialog

from app.services.ledger import Ledger
from app.ui.changes import ChangeSignal
from app.ui.page import PageTools
from app.ui.tasks import TaskRunner
from app.ui.writing import Writer
from tests.services.small_county import TODAY


@dataclass
class Remembered:
    """A layout memory that keeps nothing on the disk."""

    texts: dict = field(default_factory=dict)

    def load(self, name):
        return self.texts.get(name, "")

    def save(self, name, text):
        self.texts[name] = text


@contextmanager
def tools_on(ledger: Ledger):
    """Give the tools of a window on an open ledger."""
    runner, changes = TaskRunner(), ChangeSignal()
    yield PageTools(ledger, runner, changes, Remembered(), Writer(ledger, runner, changes))
    runner.close()


def open_ledger(path):
    return Ledger.open(path, author="李文书", today=lambda: TODAY)


def settle(qtbot, tools):
    """Wait until nothing is read or written any more."""
    qtbot.wait(120)
    qtbot.waitUntil(lambda: not tools.tasks._tasks)
    qtbot.wait(120)
    qtbot.waitUntil(lambda: not tools.tasks._tasks)


def dialog(qtbot, kind=QDialog):
    """Wait for the window that was opened and return it."""

    def found():
        windows = QApplication.topLevelWidgets()
        return [each for each in windows if isinstance(each, kind) and each.isVisible()]

    qtbot.waitUntil(lambda: bool(found()))
    return found()[-1]


def gone(qtbot, window):
    """Wait until a window was closed."""
    closed = []
    window.destroyed.connect(lambda: closed.append(1))
    qtbot.waitUntil(lambda: bool(closed))


def type_text(qtbot, widget, text):
    """Type as a user does: Latin keys one by one, Chinese through the input method."""
    if text.isascii():
        qtbot.keyClicks(widget, text)
        return
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(widget, event)


def type_line(qtbot, form, name, text, key=Qt.Key.Key_Return):
    """Type into the field that has the focus, which must be `name`, and press Enter."""
    field = form.field(name)
    assert field.hasFocus(), f"{name} has no focus"
    type_text(qtbot, QApplication.focusWidget(), text)
    qtbot.keyClick(QApplication.focusWidget(), key)


def names(table):
    return [row.name for row in table.model.shown]
