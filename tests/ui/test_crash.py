"""The crash door: one box, a trace on disk, nothing personal in it."""

import subprocess
import sys
import threading

import pytest
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QPushButton, QWidget

from app.ui import crash
from app.ui.crash import CrashDialog, CrashDoor


@pytest.fixture
def window(qtbot):
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.show()
    return widget


@pytest.fixture
def door(tmp_path, window, monkeypatch):
    made = CrashDoor(tmp_path, "0.1.0", window)
    monkeypatch.setattr(sys, "__stderr__", None)
    return made


def fail(text):
    try:
        int(f"x {text}")
    except ValueError as error:
        return type(error), error, error.__traceback__


def dialogs(window):
    return [dialog for dialog in window.findChildren(CrashDialog) if dialog.isVisible()]


def test_only_the_first_of_a_storm_is_shown(door, window):
    for _ in range(20):
        door.catch(*fail("x"))
    assert len(dialogs(window)) == 1
    dialogs(window)[0].accept()
    door.catch(*fail("x"))
    assert len(dialogs(window)) == 1
    dialogs(window)[0].accept()


_DOOR_ALONE = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from app.ui.crash import CrashDialog, CrashDoor

app = QApplication([])
door = CrashDoor(Path(sys.argv[1]), "0.1.0")
door.install()
QTimer.singleShot(0, lambda: int("x"))


def look():
    print([type(each) is CrashDialog and each.isVisible() for each in app.topLevelWidgets()])
    app.quit()


QTimer.singleShot(300, look)
app.exec()
"""


def test_a_door_that_stands_before_any_window_shows_its_box_too(tmp_path):
    # In a process of its own: here a fixture holds every window that was shown.
    command = [sys.executable, "-c", _DOOR_ALONE, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[True]"


def test_the_report_names_version_and_place_but_no_person(door, window, tmp_path):
    door.catch(*fail("王建国 529999198001010011 at row 7"))
    report = dialogs(window)[0].findChild(QPlainTextEdit).toPlainText()
    assert "dangwu 0.1.0" in report
    assert "Qt 6." in report
    assert "test_crash.py" in report
    assert "ValueError" in report
    assert "row 7" in report
    assert "王" not in report.split("ValueError", 1)[1]
    assert "529999" not in report
    copy = next(b for b in dialogs(window)[0].findChildren(QPushButton) if b.text() == "复制")
    copy.click()
    assert QApplication.clipboard().text() == report
    dialogs(window)[0].accept()


def test_the_next_start_reads_the_trace_once(door, window, tmp_path):
    assert crash.last_crash(tmp_path) is None
    door.catch(*fail("x"))
    dialogs(window)[0].accept()
    assert "ValueError" in crash.last_crash(tmp_path)
    assert crash.last_crash(tmp_path) is None


def test_a_bug_in_any_thread_comes_to_the_door(door, window, qtbot, tmp_path):
    before = sys.excepthook, threading.excepthook
    door.install()
    try:
        thread = threading.Thread(target=lambda: 1 / 0)
        thread.start()
        thread.join()
        qtbot.waitUntil(lambda: bool(dialogs(window)))
        assert sys.excepthook == door.catch
    finally:
        door.uninstall()
        sys.excepthook, threading.excepthook = before
    dialogs(window)[0].accept()
    assert "ZeroDivisionError" in crash.last_crash(tmp_path)


def test_a_clean_end_leaves_nothing_to_report(door, tmp_path):
    before = sys.excepthook, threading.excepthook
    door.install()
    door.uninstall()
    sys.excepthook, threading.excepthook = before
    assert crash.last_crash(tmp_path) is None
