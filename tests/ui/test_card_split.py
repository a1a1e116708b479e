"""A card that folds away where there is no room."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QTextEdit

from app.ui.card_split import CardSplit


@pytest.fixture
def split(qtbot):
    made = CardSplit(QLineEdit(), QTextEdit(), (5, 2), 30)
    qtbot.addWidget(made)
    made.resize(1200, 300)
    made.show()
    with qtbot.waitActive(made):
        made.activateWindow()
    return made


def seen(split):
    return split._left.isVisible(), split._card.isVisible(), split.toggle.isVisible()


def test_with_room_list_and_card_stand_side_by_side(split):
    assert seen(split) == (True, True, False)


def test_without_room_a_button_shows_the_card_and_takes_it_away(split, qtbot):
    split.resize(650, 300)
    assert seen(split) == (True, False, True)
    assert split.toggle.accessibleName() == "显示卡片"
    qtbot.mouseClick(split.toggle, Qt.MouseButton.LeftButton)
    assert seen(split) == (True, True, True)
    assert split.toggle.accessibleName() == "收起卡片"
    qtbot.mouseClick(split.toggle, Qt.MouseButton.LeftButton)
    assert seen(split) == (True, False, True)


def test_the_card_takes_the_place_of_a_list_that_does_not_fit_beside_it(split):
    split._left.setMinimumWidth(500)
    split.resize(650, 300)
    split.reveal()
    assert seen(split) == (False, True, True)
    split.resize(1200, 300)
    assert seen(split) == (True, True, False)


def test_the_keyboard_shows_it_too(split, qtbot):
    split.resize(650, 300)
    split._left.setFocus()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_F4)
    assert split._card.isVisible()


def test_the_card_is_wide_enough_for_a_whole_id_number(split):
    split.resize(800, 300)
    metrics = split.fontMetrics()
    text = metrics.horizontalAdvance("公民身份号码") + metrics.horizontalAdvance("5" * 18)
    assert split._card.width() >= text + 60
