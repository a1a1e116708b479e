"""Fields for what nobody else should read: passwords, the spoken code, the code of the sheet."""

import unicodedata
from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from app.services.password_strength import judged
from app.ui.style import restyle

_GROUP = 4
_SPOKEN, _PRINTED = 12, 56
_SPOKEN_WIDTH = 22
_LINES = 3
CAPS = "大写锁定（Caps Lock）开着。"
_WIDTH_EM = 18


class PasswordField(QLineEdit):
    """A password; caps_seen: carries whether Caps Lock seems to be on, told by what was typed."""

    caps_seen = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setFixedWidth(self.fontMetrics().horizontalAdvance("汉") * _WIDTH_EM)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Compare the letter with the Shift key: Qt does not tell the state of Caps Lock."""
        letter = event.text()
        if len(letter) == 1 and letter.isascii() and letter.isalpha():
            is_shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.caps_seen.emit(letter.isupper() != is_shifted)
        super().keyPressEvent(event)

    def show_letters(self, is_shown: bool) -> None:  # noqa: FBT001 - the slot of a check box
        """Show or hide what was typed."""
        mode = QLineEdit.EchoMode.Normal if is_shown else QLineEdit.EchoMode.Password
        self.setEchoMode(mode)


class CapsHint(QLabel):
    """Says that Caps Lock is on, as long as it seems to be."""

    def __init__(self, *fields: PasswordField) -> None:
        super().__init__("")
        self.setProperty("kind", "problem")
        self.hide()
        for field in fields:
            field.caps_seen.connect(self._on_seen)

    def _on_seen(self, is_on: object) -> None:
        self.setText(CAPS if is_on else "")
        self.setVisible(bool(is_on))


class NewPassword(QWidget):
    """A new password typed twice, with an honest sentence on it.

    who: also ask for the user's own name, which goes into the records of who did what.
    before: a password to be asked first, with its label.
    """

    def __init__(
        self, *, who: bool = False, before: tuple[str, PasswordField] | None = None
    ) -> None:
        super().__init__()
        self.name = QLineEdit()
        self.name.setAccessibleName("您的姓名")
        self.name.setFixedWidth(self.fontMetrics().horizontalAdvance("汉") * _WIDTH_EM)
        self.first, self.second = PasswordField("新密码"), PasswordField("再输一遍")
        self.told = QLabel(" ")
        self.told.setWordWrap(True)
        self.told.setProperty("kind", "muted")
        shown = QCheckBox("显示密码")
        for field in (self.first, self.second):
            shown.toggled.connect(field.show_letters)
            field.textChanged.connect(self._judge)
        self._asks_name = who
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        rows: list[tuple[str, QWidget]] = [before] if before else []
        rows += [("您的姓名", self.name)] if who else []
        rows += [("新密码", self.first), ("再输一遍", self.second)]
        for number, (text, widget) in enumerate(rows):
            label = QLabel(text)
            label.setBuddy(widget)
            grid.addWidget(label, number, 0)
            grid.addWidget(widget, number, 1)
        grid.addWidget(shown, len(rows), 1)
        grid.setColumnStretch(2, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(grid)
        layout.addWidget(self.told)
        layout.addWidget(CapsHint(self.first, self.second))

    def problem(self) -> str:
        """Return why this cannot be used, empty when it can."""
        if self._asks_name and not self.who():
            return "请填写您的姓名。"
        if not self.first.text():
            return "请设一个密码。"
        verdict = judged(self.first.text())
        if not verdict.is_enough:
            return verdict.sentence
        return "" if self.first.text() == self.second.text() else "两遍输得不一样，请再输一遍。"

    def password(self) -> str:
        """Return the new password."""
        return self.first.text()

    def who(self) -> str:
        """Return the user's own name."""
        return " ".join(self.name.text().split())

    def _judge(self) -> None:
        first, second = self.first.text(), self.second.text()
        told = judged(first).sentence if first else " "
        if second and second != first:
            told = "两遍还不一样。"
        self.told.setText(told)


class SpokenCode(QLineEdit):
    """The twelve digits that the bureau tells by telephone; grouped as they are typed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("开户码")
        self.setPlaceholderText("如 1234 5678 9012")
        self.setMinimumWidth(self.fontMetrics().horizontalAdvance("0") * _SPOKEN_WIDTH)
        self.textEdited.connect(self._group)

    def problem(self) -> str:
        """Return what is missing, empty when there are twelve digits."""
        number = len(_only(self.text(), str.isdigit))
        return "" if number == _SPOKEN else f"开户码是12位数字，现在是{number}位。"

    def _group(self, text: str) -> None:
        digits = _only(text, str.isdigit)[:_SPOKEN]
        behind = len(_only(text[self.cursorPosition() :], str.isdigit))
        shown = " ".join(digits[at : at + _GROUP] for at in range(0, len(digits), _GROUP))
        self.setText(shown)
        place = len(shown)
        while behind and place:
            place -= 1
            behind -= shown[place].isdigit()
        self.setCursorPosition(place)


class SheetCode(QPlainTextEdit):
    """A code of the printed sheet: fourteen groups of four letters, typed in any way."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setPlaceholderText("照恢复单一组一组输入，空格和大小写不要紧")
        self.setTabChangesFocus(True)
        self.setFixedHeight(self.fontMetrics().lineSpacing() * _LINES + 18)
        self.counted = QLabel(" ")
        self.counted.setProperty("kind", "muted")
        self.textChanged.connect(self._count)

    def code(self) -> str:
        """Return what was typed."""
        return self.toPlainText()

    def problem(self) -> str:
        """Return what is missing, empty when there are fourteen groups."""
        number = len(_only(self.code(), str.isalnum))
        return "" if number == _PRINTED else f"应有56个字母和数字（14组），现在是{number}个。"

    def _count(self) -> None:
        number = len(_only(self.code(), str.isalnum))
        self.counted.setText(f"已输 {number // _GROUP} 组零 {number % _GROUP} 个，共14组")
        self.counted.setProperty("kind", "muted" if number <= _PRINTED else "problem")
        restyle(self.counted)


def _only(text: str, kept: Callable[[str], bool]) -> str:
    return "".join(filter(kept, unicodedata.normalize("NFKC", text)))
