"""打印花名册 from the page 党员: asked first, then written and told."""

from contextlib import closing

import pypdfium2
import pytest
from PySide6.QtCore import Qt

from app.ui import pickers
from app.ui.members_tab import MemberLinks, members_page
from tests.ui.workplace import settle, type_text

KEY, CONTROL = Qt.Key, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def page(qtbot, tools):
    page = members_page(tools, MemberLinks()).factory()
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(lambda: page.table.model.total == 3)
    with qtbot.waitActive(page):
        page.activateWindow()
    return page


@pytest.fixture
def target(monkeypatch, tmp_path):
    path = tmp_path / "花名册.pdf"
    monkeypatch.setattr(
        pickers, "save_file", lambda parent, title, kinds, picked, start: picked(path)
    )
    return path


def text_of(path):
    with closing(pypdfium2.PdfDocument(path)) as pdf:
        return pdf[0].get_textpage().get_text_bounded()


def press(qtbot, page):
    page.table.view.setFocus()
    qtbot.keyClick(page.table.view, KEY.Key_P, CONTROL)


def test_ctrl_p_prints_the_members_shown_with_masked_numbers(qtbot, page, tools, target, said):
    type_text(qtbot, page.table.top.search, "zyj")
    qtbot.waitUntil(lambda: len(page.table.model.shown) == 1)
    said.answers.append("遮盖中间几位")
    press(qtbot, page)
    settle(qtbot, tools)
    text = text_of(target)
    assert "1 名党员" in said.texts[0]
    assert "张永杰" in text
    assert "单明" not in text
    assert "*" in text
    assert "已存好" in said.texts[-1]


def test_whole_numbers_are_a_choice_and_esc_prints_nothing(qtbot, page, tools, target, said):
    press(qtbot, page)
    settle(qtbot, tools)
    assert not target.exists()
    said.answers.append("印完整号码")
    press(qtbot, page)
    settle(qtbot, tools)
    assert "*" not in text_of(target)


def test_an_empty_list_is_said_and_not_printed(qtbot, page, target, said):
    type_text(qtbot, page.table.top.search, "没有这个人")
    qtbot.waitUntil(lambda: not page.table.model.shown)
    page.ask_print()
    assert "没有人" in said.texts[0]
    assert not target.exists()
