"""What all pages share: they read in the background and only when they have to."""

import threading

import pytest

from app.domain.changes import Changes
from app.ui.page import Page
from tests.ui.workplace import settle


class CountingPage(Page):
    """Counts how often it was read and shows the number."""

    tables = ("person",)

    def __init__(self, tools):
        super().__init__(tools)
        self.threads, self.shown = [], []

    def read_all(self, progress):
        self.threads.append(threading.current_thread())
        return len(self.threads)

    def show_loaded(self, loaded):
        self.shown.append(loaded)


@pytest.fixture
def page(qtbot, tools):
    page = CountingPage(tools)
    qtbot.addWidget(page)
    return page


def test_a_page_reads_in_the_background_when_it_is_first_shown(qtbot, page, tools):
    assert page.threads == []
    page.show()
    settle(qtbot, tools)
    page.hide()
    page.show()
    settle(qtbot, tools)
    assert page.shown == [1]
    assert page.threads[0] is not threading.main_thread()


def test_only_changes_of_its_own_tables_make_a_page_read_again(qtbot, page, tools):
    page.show()
    settle(qtbot, tools)
    tools.changes.changed.emit(Changes(frozenset({"activity"})))
    settle(qtbot, tools)
    assert page.shown == [1]
    tools.changes.changed.emit(Changes(frozenset({"person"})))
    settle(qtbot, tools)
    assert page.shown == [1, 2]


def test_a_hidden_page_waits_until_it_is_shown(qtbot, page, tools):
    page.show()
    settle(qtbot, tools)
    page.hide()
    for _ in range(3):
        tools.changes.changed.emit(Changes.everything())
    settle(qtbot, tools)
    assert page.shown == [1]
    page.show()
    settle(qtbot, tools)
    assert page.shown == [1, 2]


def test_only_the_last_of_several_readings_is_shown(qtbot, page, tools):
    for _ in range(4):
        page.load()
    settle(qtbot, tools)
    assert len(page.threads) == 4
    assert len(page.shown) == 1
