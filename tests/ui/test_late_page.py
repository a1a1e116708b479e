from PySide6.QtWidgets import QLabel

from app.base.errors import UserError
from app.ui.late_page import LatePage


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
