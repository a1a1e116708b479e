"""Garbage is collected on the main thread only while a window has worker threads."""

import gc
import threading
import weakref
from collections import Counter

from app.ui import collector
from app.ui.collector import MainThreadCollector
from app.ui.tasks import TaskRunner


class Knot:
    """An object in a cycle, which only the collector frees."""

    def __init__(self, freed_in):
        vars(self)["self"] = self
        weakref.finalize(self, lambda: freed_in.append(threading.current_thread()))


def test_a_worker_thread_never_frees_a_closed_window(qtbot):
    freed_in = []
    runner = TaskRunner()
    for _ in range(50):
        Knot(freed_in)
    done = []
    # A worker that allocates enough for Python to collect by itself, were it allowed to.
    runner.read(lambda _: [[n] for n in range(200_000)], done.append)
    qtbot.waitUntil(lambda: bool(done))
    qtbot.waitUntil(lambda: len(freed_in) == 50)
    assert set(freed_in) == {threading.main_thread()}
    runner.close()


def test_collection_goes_back_to_python_with_the_last_window(qtbot, monkeypatch):
    monkeypatch.setattr(collector, "_standing", Counter())
    gc.enable()
    first, second = MainThreadCollector(), MainThreadCollector()
    assert not gc.isenabled()
    first.close()
    first.close()
    assert not gc.isenabled()
    second.close()
    assert gc.isenabled()
