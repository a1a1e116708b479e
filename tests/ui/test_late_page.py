import sys
import threading
from importlib import import_module

from PySide6.QtWidgets import QLabel

from app.base.errors import UserError
from app.services import loading
from app.ui.late_page import LatePage, load_behind


def test_the_real_page_comes_after_the_first_painting(qtbot):
    built = []

    def build():
        built.append(QLabel("真正的页面"))
        return built[-1]

    late = LatePage(build)
    qtbot.addWidget(late)
    assert built == []
    late.show()
    qtbot.waitUntil(lambda: bool(built))
    assert built[0].isVisible()
    late.repaint()
    assert late.page() is built[0]
    assert len(built) == 1


def test_a_page_that_is_needed_at_once_is_built_at_once(qtbot):
    late = LatePage(lambda: QLabel("页面"))
    qtbot.addWidget(late)
    assert late.page().text() == "页面"


def test_a_page_that_cannot_be_built_says_why(qtbot, said):
    def build():
        raise UserError("打不开。")

    late = LatePage(build)
    qtbot.addWidget(late)
    late.show()
    qtbot.waitUntil(lambda: said.texts == ["打不开。"])


def test_what_stands_behind_the_pages_is_loaded_beside_the_window(qtbot, tools, monkeypatch):
    where, here = [], threading.get_ident()
    load_all = loading.load_all

    def watched():
        where.append(threading.get_ident())
        load_all()

    monkeypatch.setattr(loading, "load_all", watched)
    monkeypatch.delitem(sys.modules, "app.ui.desk", raising=False)
    late = LatePage(
        lambda: QLabel(str(threading.get_ident() == here)),
        lambda go_on: load_behind(tools.tasks, go_on),
    )
    qtbot.addWidget(late)
    late.show()
    qtbot.waitUntil(lambda: late._page is not None)
    assert late.page().text() == "True"
    assert where
    assert here not in where


def test_once_everything_is_loaded_nothing_is_waited_for(tools):
    import_module("app.ui.desk")
    asked = []
    load_behind(tools.tasks, lambda: asked.append(True))
    assert asked
