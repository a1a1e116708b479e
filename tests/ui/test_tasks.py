"""Work in the background: order, results, stop, errors, the end."""

import sys
import threading
import time

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from app.base.errors import UserError
from app.ui import tasks
from app.ui.progress_dialog import ProgressDialog
from app.ui.tasks import TaskRunner


@pytest.fixture
def runner(qtbot):
    made = TaskRunner()
    yield made
    made.close()


def idle(qtbot, runner):
    qtbot.waitUntil(lambda: not runner.is_busy)


def test_work_runs_elsewhere_and_its_result_arrives_on_the_main_thread(runner, qtbot):
    seen = []
    runner.run(
        lambda progress: threading.current_thread(),
        lambda thread: seen.append((thread, threading.current_thread())),
    )
    idle(qtbot, runner)
    worker, arrived = seen[0]
    assert worker is not threading.main_thread()
    assert arrived is threading.main_thread()


def test_writing_work_is_done_one_after_the_other_in_one_thread(runner, qtbot):
    started, threads = [], []

    def work(number):
        def inner(progress):
            started.append(number)
            threads.append(threading.current_thread())
            time.sleep(0.005)
            started.append(number)

        return inner

    for number in range(5):
        runner.run(work(number), lambda _: None)
    idle(qtbot, runner)
    assert started == [number for number in range(5) for _ in range(2)]
    assert len(set(threads)) == 1


def test_reading_goes_on_while_something_is_written(runner, qtbot):
    gate, read = threading.Event(), []
    runner.run(lambda progress: gate.wait(5), lambda _: None)
    runner.read(lambda progress: "gelesen", read.append)
    qtbot.waitUntil(lambda: read == ["gelesen"])
    assert runner.is_busy
    gate.set()
    idle(qtbot, runner)


def test_a_user_error_goes_to_the_caller(runner, qtbot):
    failed = []

    def work(progress):
        raise UserError("文件打不开。")

    runner.run(work, pytest.fail, failed.append)
    idle(qtbot, runner)
    assert [error.what for error in failed] == ["文件打不开。"]


def test_a_user_error_nobody_takes_is_shown(runner, qtbot, said):
    def work(progress):
        raise UserError("文件打不开。")

    runner.run(work, pytest.fail)
    idle(qtbot, runner)
    assert said.texts == ["文件打不开。"]


def test_a_bug_goes_to_the_crash_door_on_the_main_thread(runner, qtbot, monkeypatch):
    caught = []
    with monkeypatch.context() as patch:
        patch.setattr(
            sys,
            "excepthook",
            lambda kind, error, trace: caught.append((kind, threading.current_thread())),
        )
        runner.run(lambda progress: 1 / 0, pytest.fail, pytest.fail)
        idle(qtbot, runner)
    assert caught == [(ZeroDivisionError, threading.main_thread())]


@pytest.mark.parametrize("way", ["done", "failed", "stopped"])
def test_ended_follows_in_every_case(runner, qtbot, way):
    ended = []

    def work(progress):
        if way == "failed":
            raise UserError("不行。")
        while way == "stopped":
            progress.step(1, 2)

    task = runner.run(work, lambda _: None, lambda _: None, ended=lambda: ended.append(way))
    if way == "stopped":
        task.cancel()
    idle(qtbot, runner)
    assert ended == [way]


def test_stop_ends_the_work_quietly(runner, qtbot, said):
    def work(progress):
        for number in range(100_000):
            progress.step(number, 100_000)
            time.sleep(0.001)

    task = runner.run(work, pytest.fail, pytest.fail)
    task.cancel()
    idle(qtbot, runner)
    assert said.notices == []


def test_long_work_shows_a_busy_cursor_then_a_window_with_the_real_percentage(qtbot, monkeypatch):
    monkeypatch.setattr(tasks, "BUSY_AFTER_MS", 20)
    monkeypatch.setattr(tasks, "DIALOG_AFTER_MS", 60)
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    runner = TaskRunner(window)
    gate = threading.Event()

    def work(progress):
        progress.step(30, 120, "正在核对")
        gate.wait(5)
        for number in range(10_000):
            progress.step(number, 10_000)
            time.sleep(0.001)

    titles = []
    runner.busy_changed.connect(titles.append)
    runner.run(work, pytest.fail, title="导入名册")
    qtbot.waitUntil(lambda: QApplication.overrideCursor() is not None)
    assert QApplication.overrideCursor().shape() is Qt.CursorShape.BusyCursor
    qtbot.waitUntil(lambda: window.findChild(ProgressDialog) is not None)
    dialog = window.findChild(ProgressDialog)
    assert not dialog.isModal()
    assert (dialog._bar.value(), dialog._bar.maximum()) == (30, 120)
    assert "正在核对" in dialog._text.text()
    gate.set()
    qtbot.mouseClick(dialog.findChild(QPushButton), Qt.MouseButton.LeftButton)
    idle(qtbot, runner)
    assert QApplication.overrideCursor() is None
    assert titles == ["导入名册", ""]
    runner.close()


def test_short_work_shows_nothing(runner, qtbot):
    runner.run(lambda progress: None, lambda _: None)
    idle(qtbot, runner)
    assert QApplication.overrideCursor() is None


def test_the_end_waits_for_what_is_being_written(qtbot):
    runner, written = TaskRunner(), []

    def work(progress):
        time.sleep(0.1)
        written.append(1)

    runner.run(work, pytest.fail)
    runner.close()
    assert written == [1]
    assert not runner.is_busy
    qtbot.wait(20)


def test_a_result_for_a_closed_window_is_dropped(runner, qtbot):
    class Window(QObject):
        def take(self, value):
            raise AssertionError(value)

    window, gate = Window(), threading.Event()
    runner.run(lambda progress: gate.wait(5), window.take)
    window.deleteLater()
    QApplication.sendPostedEvents(window, 52)
    gate.set()
    idle(qtbot, runner)


def test_who_asks_late_can_see_that_the_runner_is_closed(qtbot):
    made = TaskRunner()
    assert not made.is_closed
    made.close()
    assert made.is_closed
