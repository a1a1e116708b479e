"""A window of steps: back, forth, waiting, failing."""

import threading

import pytest
from PySide6.QtWidgets import QLineEdit

from app.base.errors import UserError
from app.ui.tasks import TaskRunner
from app.ui.wizard import Wizard, WizardPage, button, column, note


@pytest.fixture
def wizard(qtbot):
    runner = TaskRunner()
    found = Wizard("试", runner)
    found.fields = [QLineEdit(), QLineEdit()]
    for number, field in enumerate(found.fields, 1):
        page = column(note("一句话。"), button("选…", list), field)
        step = WizardPage(f"第{number}步", page, "下一步", lambda: None, field.text)
        found.show_page(step)
    found.open()
    yield found
    runner.close()
    found.close()


def test_going_back_keeps_what_was_typed(wizard):
    wizard.fields[1].setText("甲")
    wizard.back_button.click()
    assert wizard.heading.text() == "第1步"
    assert not wizard.back_button.isVisible()
    wizard.show_page(wizard.page)
    assert wizard.fields[1].text() == "甲"


def test_a_problem_is_said_and_the_step_stays(wizard):
    wizard.fields[1].setText("请先填写。")
    wizard.next_button.click()
    assert wizard.message.text() == "请先填写。"
    assert wizard.message.property("kind") == "problem"
    assert wizard.heading.text() == "第2步"


def test_while_it_works_nothing_can_be_pressed_or_closed(qtbot, wizard):
    go, done = threading.Event(), []
    wizard.run(lambda _: go.wait(5), done.append, "办一件事")
    assert wizard.message.text() == "正在办一件事，请稍候…"
    assert not wizard.next_button.isEnabled()
    wizard.reject()
    assert wizard.isVisible()
    go.set()
    qtbot.waitUntil(lambda: bool(done))
    assert wizard.next_button.isEnabled()
    assert wizard.message.text() == ""


def test_a_failure_is_said_in_the_window(qtbot, wizard):
    def failing(_):
        raise UserError("没有办成。", todo="再试一次。")

    wizard.run(failing, lambda _: pytest.fail("it failed"), "办事")
    qtbot.waitUntil(lambda: wizard.message.text() == "没有办成。再试一次。")
    assert wizard.next_button.isEnabled()


def test_the_cursor_stands_where_a_step_wants_something_typed(qtbot, wizard):
    qtbot.waitUntil(wizard.fields[1].hasFocus)
    qtbot.keyClicks(wizard.focusWidget(), "a")
    assert wizard.fields[1].text() == "a"
    wizard.back_button.click()
    assert wizard.focusWidget() is wizard.fields[0]


def test_the_cursor_is_back_where_it_was_after_a_failure(qtbot, wizard):
    def failing(_):
        raise UserError("没有办成。")

    qtbot.waitUntil(wizard.fields[1].hasFocus)
    wizard.run(failing, lambda _: None, "办事")
    qtbot.waitUntil(lambda: wizard.message.text() == "没有办成。")
    assert wizard.fields[1].hasFocus()
