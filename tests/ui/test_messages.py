"""The one door for notices and questions."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.base.errors import UserError
from app.ui import messages


@pytest.fixture
def window(qtbot):
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.show()
    return widget


def box_of(window):
    return window.findChild(messages.MessageBox)


def press(qtbot, box, text):
    button = next(button for button in box.buttons if button.text() == text)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_a_question_has_verbs_on_its_buttons_and_acts_on_the_first(window, qtbot):
    done = []
    messages.ask(window, "删除这 3 人？", ("删除", "不删"), lambda: done.append(1))
    box = box_of(window)
    assert [button.text() for button in box.buttons] == ["删除", "不删"]
    press(qtbot, box, "删除")
    assert done == [1]


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_Return])
def test_esc_and_a_hasty_enter_do_not_delete(window, qtbot, key):
    done = []
    messages.ask(window, "删除这 3 人？", ("删除", "不删"), lambda: done.append(1))
    box = box_of(window)
    qtbot.waitUntil(box.isVisible)
    qtbot.keyClick(box.default_button, key)
    qtbot.waitUntil(lambda: not window.findChildren(messages.MessageBox))
    assert done == []


def test_enter_saves_where_nothing_is_lost(window, qtbot):
    chosen = []
    messages.choose(window, "要保存吗？", ("保存", "不保存", "继续编辑"), chosen.append)
    qtbot.keyClick(box_of(window).default_button, Qt.Key.Key_Return)
    assert chosen == [0]


def test_esc_is_the_last_choice(window, qtbot):
    chosen = []
    messages.choose(window, "要保存吗？", ("保存", "不保存", "继续编辑"), chosen.append)
    qtbot.keyClick(box_of(window), Qt.Key.Key_Escape)
    assert chosen == [2]


def test_a_user_error_says_what_happened_what_was_kept_and_what_to_do(window):
    error = UserError("文件打不开。", kept="数据没有改动。", todo="请另存为 xlsx。")
    messages.show_error(window, error)
    box = box_of(window)
    assert box.text.text() == "文件打不开。"
    assert box.detail.text() == "数据没有改动。\n请另存为 xlsx。"
    box.close()


def test_the_program_goes_on_while_a_notice_is_open(window):
    messages.tell(window, "已经导出。")
    messages.warn(window, "磁盘快满了。")
    assert len([box for box in window.findChildren(messages.MessageBox) if box.isVisible()]) == 2
    for box in window.findChildren(messages.MessageBox):
        box.close()


def test_the_record_of_messages_answers_as_told(said):
    done = []
    said.answers.append("删除")
    messages.ask(None, "删除？", ("删除", "不删"), lambda: done.append(1))
    messages.ask(None, "再删除？", ("删除", "不删"), lambda: done.append(2))
    assert done == [1]
    assert said.texts == ["删除？", "再删除？"]


@pytest.mark.parametrize("detail", ["", "以后记录有变动，可以看到当时多少、现在多少。" * 3])
def test_a_long_question_is_read_to_its_end(window, detail):
    question = "把这三个党支部合并为一个联合党支部，原来的党支部从今天起撤销吗？" * 3
    messages.tell(window, question, detail)
    box = box_of(window)
    for label in [each for each in (box.text, box.detail) if each.text()]:
        assert label.visibleRegion().boundingRect() == label.rect()
        assert label.height() >= label.heightForWidth(label.width())
        assert label.width() < 600
    box.close()


def test_a_text_that_would_leave_the_screen_scrolls(window):
    messages.tell(window, "很多", "\n".join(f"第{number}行" for number in range(200)))
    box = box_of(window)
    assert box.height() <= box.screen().availableGeometry().height()
    box.close()
