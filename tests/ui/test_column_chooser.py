"""The window where columns are chosen."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from app.ui.column_chooser import ColumnChoice, ColumnChooser

DEFAULTS = [ColumnChoice("a", "性别", True), ColumnChoice("b", "民族", False)]


@pytest.fixture
def chooser(qtbot):
    made = ColumnChooser(DEFAULTS[::-1], DEFAULTS)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    made.show()
    return made


def press(qtbot, chooser, text):
    button = next(b for b in chooser.findChildren(QPushButton) if b.text() == text)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def keys(choices):
    return [(choice.key, choice.is_visible) for choice in choices]


def test_it_hands_out_order_and_ticks(chooser, qtbot):
    press(qtbot, chooser, "下移")
    press(qtbot, chooser, "全选")
    with qtbot.waitSignal(chooser.chosen) as told:
        press(qtbot, chooser, "确定")
    assert keys(told.args[0]) == [("a", True), ("b", True)]


def test_the_defaults_come_back(chooser, qtbot):
    press(qtbot, chooser, "恢复默认")
    assert keys(chooser.choices()) == [("a", True), ("b", False)]


def test_the_first_cannot_go_up_nor_the_last_down(chooser, qtbot):
    press(qtbot, chooser, "上移")
    assert keys(chooser.choices()) == [("b", False), ("a", True)]
    press(qtbot, chooser, "下移")
    press(qtbot, chooser, "下移")
    assert keys(chooser.choices()) == [("a", True), ("b", False)]


def test_giving_up_changes_nothing(chooser, qtbot):
    with qtbot.assertNotEmitted(chooser.chosen):
        press(qtbot, chooser, "取消")
