"""Fields that a draft needs beside those of fields.py: yes or no, count, ID number, open code."""

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from app.domain.idcards import read_id_no
from app.domain.readings import Reading, block
from app.ui.fields import Choice, CodeBox, ReadingField


class FlagField(QCheckBox):
    """A box to tick; value is True or False."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("是", parent)
        self.clicked.connect(self._on_clicked)

    def value(self) -> bool:
        """Tell whether it is ticked."""
        return self.isChecked()

    def set_value(self, value: object) -> None:
        """Tick it or not."""
        self.setChecked(bool(value))

    def text(self) -> str:
        """Return what a draft keeps: "1" or an empty text."""
        return "1" if self.isChecked() else ""

    def set_text(self, text: str) -> None:
        """Put a text of a draft back."""
        self.setChecked(bool(text))

    def _on_clicked(self) -> None:
        self.edited.emit()


class CountField(ReadingField):
    """A whole number or nothing; value is an int or None."""

    def __init__(self, label: str, parent: QWidget | None = None) -> None:
        super().__init__(_count_reader(label), parent)

    def value(self) -> int | None:
        """Return the number, None when it is empty or cannot be read."""
        found = self.reading().value
        return found if isinstance(found, int) else None


class IdNoField(ReadingField):
    """An ID number; value is its standard form, or what was typed when it has no such form.

    original: what was typed before it was put into the standard form, "" when it was not.
    """

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        super().__init__(lambda text: read_id_no(text, on=today), parent)
        self.original = ""
        self.setPlaceholderText("18位号码")
        self.setToolTip("填好后自动带出出生日期和性别")

    def value(self) -> str | None:
        """Return the number in its 18-character form where it can be read."""
        return self.reading().value or self.text().strip() or None

    def tidy(self) -> None:
        """Rewrite full-width digits, blanks and a small x; lengthen an old number."""
        found = self.value()
        if found and found != self.text():
            self.original = self.text().strip()
            self.setText(found)


class OpenCodeBox(CodeBox):
    """A CodeBox that never loses a value: one that is not among the choices is added to them.

    nameless: stands for a record whose name is not known, because its key says nothing to anybody;
    without it the code itself is shown, the word of an old roster.
    """

    def __init__(
        self, choices: Sequence[Choice], parent: QWidget | None = None, *, nameless: str = ""
    ) -> None:
        self._nameless = nameless
        super().__init__(choices, parent)

    def set_choices(self, choices: Sequence[Choice]) -> None:
        """Replace the entries; a value that is not among them is gone."""
        if self.value() not in {choice.code for choice in choices}:
            self.set_value(None)
        super().set_choices(choices)

    def offer(self, code: str, label: str) -> None:
        """Add a choice that is not in the list: a closed branch, a word of an old roster."""
        if code and self.findData(code) < 0:
            self.set_choices([*self._choices, Choice(code, label or self._nameless or code)])

    def set_value(self, value: object) -> None:
        """Choose a code; an unknown one is added."""
        if isinstance(value, str) and value:
            self.offer(value, "")
        super().set_value(value)


def _count_reader(label: str) -> Callable[[str], Reading[int]]:
    def read(text: str) -> Reading[int]:
        if text.isascii() and text.isdecimal():
            return Reading(int(text))
        return Reading(None, (block("record.unreadable", label=label, text=text),))

    return read
