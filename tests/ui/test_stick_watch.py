"""Sticks are noticed when they come, go, or change their letter; a closed window asks no more."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget

from app.ui import mounted_sticks
from app.ui.stick_watch import StickWatch
from app.ui.tasks import TaskRunner

E, F = Path("E:/"), Path("F:/")


@pytest.fixture
def tasks(qtbot):
    runner = TaskRunner()
    yield runner
    runner.close()


@pytest.fixture
def window(qtbot):
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    return made


def answer(qtbot, watch, tasks):
    watch.ask()
    qtbot.waitUntil(lambda: tasks.is_idle)


def test_a_stick_is_told_once_and_again_under_another_letter(qtbot, window, tasks):
    sticks, told = [], []
    watch = StickWatch(window, tasks, lambda: sticks)
    watch.arrived.connect(lambda path: told.append(("+", path)))
    watch.gone.connect(lambda path: told.append(("-", path)))
    for now in ([], [E], [E], [F], []):
        sticks[:] = now
        answer(qtbot, watch, tasks)
    assert told == [("+", E), ("-", E), ("+", F), ("-", F)]


def test_it_asks_by_itself_in_the_background_and_not_for_a_closed_window(
    qtbot, window, tasks, monkeypatch
):
    asked = []
    monkeypatch.setattr(mounted_sticks, "mounted", lambda: asked.append(1) or (E,))
    watch = StickWatch(window, tasks, every_ms=20)
    with qtbot.waitSignal(watch.arrived):
        watch.start()
    assert watch.sticks == (E,)
    window.close()
    qtbot.waitUntil(lambda: tasks.is_idle)
    before = len(asked)
    qtbot.wait(100)
    assert len(asked) == before
