"""Passwords and codes as they are typed."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QCheckBox, QLineEdit

from app.ui.secret_fields import CAPS, CapsHint, NewPassword, PasswordField, SheetCode, SpokenCode


@pytest.fixture
def new(qtbot):
    found = NewPassword(who=True)
    qtbot.addWidget(found)
    return found


def test_a_new_password_says_what_is_missing_one_thing_after_the_other(qtbot, new):
    assert "姓名" in new.problem()
    new.name.setText(" 李 文书 ")
    assert "设一个密码" in new.problem()
    qtbot.keyClicks(new.first, "abc")
    assert "还差5位" in new.problem()
    assert "还差5位" in new.told.text()
    qtbot.keyClicks(new.first, "defgh-ij")
    assert "不一样" in new.problem()
    qtbot.keyClicks(new.second, "abcdefgh-iJ")
    assert "还不一样" in new.told.text()
    new.second.setText("abcdefgh-ij")
    assert new.problem() == ""
    assert (new.who(), new.password()) == ("李 文书", "abcdefgh-ij")


def test_letters_are_hidden_until_they_are_asked_for(new):
    assert new.first.echoMode() is QLineEdit.EchoMode.Password
    new.findChild(QCheckBox).setChecked(True)
    assert new.second.echoMode() is QLineEdit.EchoMode.Normal


def test_caps_lock_shows_by_letters_that_do_not_fit_the_shift_key(qtbot):
    field = PasswordField("密码")
    hint = CapsHint(field)
    for widget in (field, hint):
        qtbot.addWidget(widget)
    shift, plain = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.NoModifier
    for letter, modifier, told in (
        ("A", shift, ""),
        ("B", plain, CAPS),
        ("7", plain, CAPS),
        ("c", shift, CAPS),
        ("d", plain, ""),
    ):
        press = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, modifier, letter)
        QApplication.sendEvent(field, press)
        assert hint.text() == told
    assert field.text() == "AB7cd"


@pytest.mark.parametrize(
    "typed", ["123456789012", "1234 5678-9012", "１２３４５６７８９０１２", "1234567890123"]
)
def test_the_spoken_code_is_grouped_however_it_is_typed(qtbot, typed):
    field = SpokenCode()
    qtbot.addWidget(field)
    assert "现在是0位" in field.problem()
    for letter in typed:
        field.insert(letter)
        field.textEdited.emit(field.text())
    assert field.text() == "1234 5678 9012"
    assert field.problem() == ""


def test_a_digit_typed_in_the_middle_stays_in_the_middle(qtbot):
    field = SpokenCode()
    qtbot.addWidget(field)
    qtbot.keyClicks(field, "12345678")
    field.setCursorPosition(2)
    qtbot.keyClicks(field, "99")
    assert field.text() == "1299 3456 78"
    qtbot.keyClicks(field, "0")
    assert field.text() == "1299 0345 678"


def test_the_code_of_the_sheet_counts_its_groups(qtbot):
    field = SheetCode("恢复码")
    qtbot.addWidget(field)
    field.setPlainText("abcd-EFGH ij")
    assert field.counted.text() == "已输 2 组零 2 个，共14组"
    assert "现在是10个" in field.problem()
    field.setPlainText("ＡＢＣＤ" * 14)
    assert field.problem() == ""
