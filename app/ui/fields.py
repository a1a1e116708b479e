"""The fields of our forms: each has value(), set_value(), text(), set_text() and the signal edited.

value() is what the domain works with; text() is what is typed and what a draft keeps. `edited`
carries nothing and is emitted for changes by the user only.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from PySide6.QtCore import (
    QAbstractItemModel,
    QDate,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
    SignalInstance,
)
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import (
    QCalendarWidget,
    QComboBox,
    QCompleter,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from app.domain.dates import PartialDate, Precision
from app.domain.readings import Problem, Reading
from app.ui.popups import open_below
from app.ui.style import icon

ENTER_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_LONG_LINES = 3
_FOUND_BY = Qt.ItemDataRole.UserRole + 1


class Field(Protocol):
    """What a form knows of a field, which is also a QWidget."""

    @property
    def edited(self) -> SignalInstance:
        """Emitted when the user has changed the field."""

    def value(self) -> object:
        """Return the value, None for an empty field."""

    def set_value(self, value: object) -> None:
        """Show a value; None empties the field."""

    def text(self) -> str:
        """Return the value as a draft keeps it."""

    def set_text(self, text: str) -> None:
        """Put back what text() gave."""


class LineField(QLineEdit):
    """What all one-line fields share."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.textEdited.connect(self.edited)

    def set_value(self, value: object) -> None:
        """Show a value; None empties the field."""
        self.setText("" if value is None else str(value))
        self.setCursorPosition(0)

    def set_text(self, text: str) -> None:
        """Put back a text."""
        self.setText(text)


class TextField(LineField):
    """One line of text; value is the stripped text or None."""

    def value(self) -> str | None:
        """Return the stripped text, None when empty."""
        return self.text().strip() or None


class LongTextField(QPlainTextEdit):
    """Several lines of text; Enter makes a new line, Tab leaves."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_setting = False
        self.setTabChangesFocus(True)
        self.setFixedHeight(self.fontMetrics().lineSpacing() * _LONG_LINES + 18)
        self.textChanged.connect(self._on_text_changed)

    def value(self) -> str | None:
        """Return the stripped text, None when empty."""
        return self.toPlainText().strip() or None

    def set_value(self, value: object) -> None:
        """Show a text."""
        self.set_text("" if value is None else str(value))

    def text(self) -> str:
        """Return the text."""
        return self.toPlainText()

    def set_text(self, text: str) -> None:
        """Put back a text."""
        self._is_setting = True
        self.setPlainText(text)
        self._is_setting = False

    def _on_text_changed(self) -> None:
        if not self._is_setting:
            self.edited.emit()


class ReadingField(LineField):
    """A text that is read when the field is left; problems() tells what is wrong with it."""

    def __init__(self, read: Callable[[str], Reading[Any]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._read = read

    def reading(self) -> Reading[Any]:
        """Read the present text."""
        text = self.text().strip()
        return self._read(text) if text else Reading(None)

    def problems(self) -> tuple[Problem, ...]:
        """Return what is wrong with the present text."""
        return self.reading().problems

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show a text that could be read in its standard form."""
        super().focusOutEvent(event)
        self.tidy()

    def tidy(self) -> None:
        """Rewrite a text that could be read; leave any other as it was typed."""


class DateEdit(ReadingField):
    """A date typed in any usual way, with the precision that is known; may be empty.

    read: for example lambda text: read_date(text, today=date.today()). value is a PartialDate, or
    None when the field is empty or its text cannot be read (then problems() is not empty).
    """

    def __init__(
        self, read: Callable[[str], Reading[PartialDate]], parent: QWidget | None = None
    ) -> None:
        super().__init__(read, parent)
        self._raw: PartialDate | None = None
        self.setPlaceholderText("如 2010-06-01、2010年6月")
        self.calendar_action = self.addAction(
            icon("calendar"), QLineEdit.ActionPosition.TrailingPosition
        )
        self.calendar_action.setToolTip("打开日历")
        self.calendar_action.triggered.connect(self.open_calendar)

    def value(self) -> PartialDate | None:
        """Return the date; one that was set and not edited comes back unchanged, with its raw."""
        if self._raw is not None and self.text() == str(self._raw):
            return self._raw
        found = self.reading().value
        return found if isinstance(found, PartialDate) else None

    def set_value(self, value: object) -> None:
        """Show a date at its own precision: 2010-06 stays a month."""
        self._raw = value if isinstance(value, PartialDate) else None
        super().set_value(value)

    def tidy(self) -> None:
        """Rewrite 2010.6.1 as 2010-06-01."""
        found = self.value()
        if found and found.iso and self.text() != found.iso:
            self.setText(found.iso)

    def open_calendar(self) -> None:
        """Open a calendar below the field."""
        calendar = QCalendarWidget(self)
        calendar.setWindowFlags(Qt.WindowType.Popup)
        calendar.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        found = self.value()
        if found and found.value:
            calendar.setSelectedDate(QDate(found.value.year, found.value.month, found.value.day))
        calendar.activated.connect(self._on_day_chosen)
        calendar.clicked.connect(self._on_day_chosen)
        calendar.activated.connect(calendar.close)
        calendar.clicked.connect(calendar.close)
        metrics = calendar.fontMetrics()
        calendar.setMinimumSize(metrics.horizontalAdvance("汉") * 22, metrics.height() * 13)
        open_below(calendar, self)
        calendar.setFocus()

    def _on_day_chosen(self, day: QDate) -> None:
        chosen = PartialDate(date(day.year(), day.month(), day.day()), Precision.DAY)
        if self.text() != chosen.iso:
            self.setText(chosen.iso)
            self.edited.emit()


@dataclass(frozen=True, slots=True)
class Choice:
    """One entry of a CodeBox; search holds more texts it is found by: the code, initials."""

    code: str
    label: str
    search: str = ""


class _ChoiceCompleter(QCompleter):
    """Finds an entry by code, label or initials and fills in the label.

    entered: Enter has closed the list.
    """

    entered = Signal()

    def __init__(self, model: QAbstractItemModel, parent: QWidget) -> None:
        super().__init__(model, parent)
        self.setCompletionRole(_FOUND_BY)
        self.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self.setFilterMode(Qt.MatchFlag.MatchContains)
        self.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)

    def pathFromIndex(self, index: QModelIndex | QPersistentModelIndex) -> str:  # noqa: N802 - Qt's name
        """Return what is filled in."""
        return str(index.data())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Tell when Enter has closed the list: Qt takes that key for itself."""
        is_enter = isinstance(event, QKeyEvent) and event.key() in ENTER_KEYS
        is_taken = super().eventFilter(watched, event)
        if is_enter and event.type() == QEvent.Type.KeyPress and not self.popup().isVisible():
            self.entered.emit()
        return is_taken


class CodeBox(QComboBox):
    """A list to choose from, found by typing code, label or initials; value is the code or None.

    A click anywhere in it opens the whole list; what is typed then narrows it. entered: Enter has
    closed the list, and the value is what was found.
    """

    edited = Signal()
    entered = Signal()

    def __init__(self, choices: Sequence[Choice], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._line = QLineEdit(self)
        self.setLineEdit(self._line)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setMaxVisibleItems(14)
        self.setMinimumContentsLength(6)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._choices: list[Choice] = []
        self.set_choices(choices)
        self._completer = _ChoiceCompleter(self.model(), self)
        self.setCompleter(self._completer)
        self._completer.entered.connect(self._on_entered)
        self.activated.connect(self.edited)
        self._line.editingFinished.connect(self._on_editing_finished)
        self._is_pressed = False
        self._line.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Open the list on a click into the text; a press that closed it does not open it again."""
        if watched is self._line:
            if event.type() == QEvent.Type.MouseButtonPress:
                self._is_pressed = True
            elif event.type() == QEvent.Type.MouseButtonRelease and self._is_pressed:
                self._is_pressed = False
                self._open_list()
        return super().eventFilter(watched, event)

    def set_choices(self, choices: Sequence[Choice]) -> None:
        """Replace the entries; the value stays when it is still among them."""
        present = self.value()
        self._choices = list(choices)
        self.clear()
        for choice in choices:
            self.addItem(choice.label, choice.code)
            found_by = f"{choice.code} {choice.label} {choice.search}"
            self.setItemData(self.count() - 1, found_by, _FOUND_BY)
        self.set_value(present)

    def value(self) -> str | None:
        """Return the chosen code, or the one meant by what is being typed; None for none."""
        index = self.currentIndex()
        if index >= 0 and self.currentText() == self.itemText(index):
            return str(self.itemData(index))
        return self.code_for(self.currentText()) if self._line.isModified() else None

    def set_value(self, value: object) -> None:
        """Choose a code; None or an unknown one empties the field."""
        self.setCurrentIndex(self.findData(value) if value is not None else -1)
        if self.currentIndex() < 0:
            self.setEditText("")

    def text(self) -> str:
        """Return the chosen code, "" for none."""
        return self.value() or ""

    def set_text(self, text: str) -> None:
        """Choose a code again."""
        self.set_value(text or None)

    def code_for(self, typed: str) -> str | None:
        """Return the code meant by what was typed: exact, then beginning, then contained."""
        wanted = typed.strip().lower()
        if not wanted:
            return None
        keys = [
            (choice.code, (choice.code, choice.label, *choice.search.split()))
            for choice in self._choices
        ]
        for matches in (str.__eq__, str.startswith, str.__contains__):
            for code, texts in keys:
                if any(matches(text.lower(), wanted) for text in texts):
                    return code
        return None

    def settle(self) -> None:
        """Turn what was typed into a choice; what means nothing stays, so that it can be told."""
        meant = self.value() or self.code_for(self.currentText())
        if meant is not None or not self.currentText().strip():
            self.set_value(meant)
        self.edited.emit()

    def unknown_text(self) -> str:
        """Return a text that stands here and means none of the entries, "" for none."""
        return self.currentText().strip() if self.value() is None else ""

    def _open_list(self) -> None:
        """Offer all entries below the text, which stays ready to be typed over."""
        completer = self._completer
        completer.setCompletionPrefix("")
        completer.complete()
        offered = completer.completionModel()
        if self.currentIndex() >= 0 and offered.rowCount() == self.count():
            completer.popup().setCurrentIndex(offered.index(self.currentIndex(), 0))
        self._line.selectAll()

    def _on_editing_finished(self) -> None:
        if self._line.isModified():
            self._line.setModified(False)
            self.settle()

    def _on_entered(self) -> None:
        self._on_editing_finished()
        self.entered.emit()
