"""A form: labelled fields with their problems beside them, and Enter to the next field."""

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial
from typing import cast

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QScrollArea,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from app.ui import messages
from app.ui.fields import ENTER_KEYS, CodeBox, Field
from app.ui.style import icon, restyle

_DRAFT_AFTER_MS = 2000
_FIELD_AIR = 12
MUST, DOUBT = "必须改", "请核对"
"""The words before what keeps a form from being saved, and before what only looks odd."""
_LINES_AROUND = 3
_LEAVE_VERBS = ("保存", "不保存", "继续编辑")


class ProblemLabel(QWidget):
    """An orange icon and a sentence beside a field; invisible without a sentence."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture = QLabel()
        self._mark = QLabel()
        self._mark.setProperty("kind", "barring")
        self._text = QLabel()
        self._text.setProperty("kind", "problem")
        self._text.setWordWrap(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for part in (self._picture, self._mark):
            row.addWidget(part, alignment=Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._text, 1)
        self.set_text("")

    def text(self) -> str:
        """Return the sentence."""
        return self._text.text()

    def mark(self) -> str:
        """Return the word before the sentence, "" for none."""
        return self._mark.text()

    def set_text(self, text: str, mark: str = "") -> None:
        """Show a sentence with a word before it, or nothing for an empty sentence."""
        self._picture.setPixmap(icon("must" if mark == MUST else "warning").pixmap(16, 16))
        self._mark.setText(mark)
        self._mark.setVisible(bool(mark))
        self._text.setText(text)
        self.setAccessibleName(f"{mark}：{text}" if mark else text)
        self.setVisible(bool(text))


class EnterFilter(QObject):
    """Lets Enter go to the next field, on the last one save; Ctrl+Enter saves from anywhere.

    Texts of several lines keep their Enter. A field that gets the focus is scrolled into view.
    """

    def __init__(
        self, fields: Sequence[QWidget], save: Callable[[], object], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._fields = list(fields)
        self._save = save
        for field in fields:
            field.installEventFilter(self)
            if isinstance(field, CodeBox):
                field.entered.connect(partial(self._go_on, field))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take Enter out of the fields and bring the one with the focus into view."""
        if event.type() is QEvent.Type.FocusIn and isinstance(watched, QWidget):
            bring_into_view(watched)
        if event.type() is not QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if event.key() not in ENTER_KEYS or not isinstance(watched, QWidget):
            return False
        is_saving = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if isinstance(watched, QPlainTextEdit | QTextEdit) and not is_saving:
            return False
        if event.isAutoRepeat():
            return True  # a key held down must not run through the form and save it
        if is_saving:
            self._save()
            return True
        self._go_on(watched)
        return True

    def _go_on(self, field: QWidget) -> None:
        following = self._fields[self._fields.index(field) + 1 :]
        for candidate in following:
            if candidate.isEnabled() and candidate.isVisible():
                candidate.setFocus(Qt.FocusReason.TabFocusReason)
                return
        self._save()


class Form(QWidget):
    """Fields by key in one or two columns; add sections and fields, then finish().

    edited: after each change by the user. save_requested: Enter on the last field, Ctrl+Enter.
    draft_due: carries texts() two seconds after the last change, for whoever keeps drafts.
    """

    edited = Signal()
    save_requested = Signal()
    draft_due = Signal(object)

    def __init__(self, columns: int = 2, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fields: dict[str, QWidget] = {}
        self._problems: dict[str, ProblemLabel] = {}
        self._clean: dict[str, str] = {}
        self._columns = columns
        self._place = 0
        self._grid = QGridLayout(self)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(10)
        for column in range(columns):
            self._grid.setColumnStretch(column * 2 + 1, 1)
        self._draft_timer = QTimer(self, singleShot=True, interval=_DRAFT_AFTER_MS)
        self._draft_timer.timeout.connect(self._on_draft_due)

    def add_section(self, title: str, note: str = "") -> None:
        """Start a group of fields under a title and a sentence about it."""
        line = self._next_line()
        label = QLabel(title)
        label.setProperty("kind", "section")
        rule = QFrame()
        rule.setProperty("kind", "rule")
        box = QVBoxLayout()
        box.setContentsMargins(0, 10 if line else 0, 0, 2)
        box.setSpacing(4)
        box.addWidget(label)
        box.addWidget(rule)
        if note:
            about = QLabel(note)
            about.setProperty("kind", "muted")
            about.setWordWrap(True)
            box.addWidget(about)
        self._grid.addLayout(box, line, 0, 1, self._columns * 2)
        self._place = (line + 1) * self._columns

    def add(
        self,
        key: str,
        label: str,
        field: Field,
        *,
        is_required: bool = False,
        is_wide: bool = False,
    ) -> None:
        """Add a field; is_wide lets it take a whole line."""
        widget = cast("QWidget", field)
        if is_wide:
            self._next_line()
        line, column = divmod(self._place, self._columns)
        caption = QLabel(f"{label}（必填）" if is_required else label)
        caption.setBuddy(widget)
        height = self.fontMetrics().height() + _FIELD_AIR
        caption.setMinimumHeight(height)
        if isinstance(widget, QCheckBox):
            widget.setMinimumHeight(height)
        widget.setAccessibleName(label)
        problem = ProblemLabel()
        box = QVBoxLayout()
        box.setSpacing(3)
        box.addWidget(widget)
        box.addWidget(problem)
        box.addStretch()
        side = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop
        self._grid.addWidget(caption, line, column * 2, alignment=side)
        span = self._columns * 2 - 1 if is_wide else 1
        self._grid.addLayout(box, line, column * 2 + 1, 1, span)
        self._place += self._columns if is_wide else 1
        self._fields[key] = widget
        self._problems[key] = problem
        field.edited.connect(self._on_edited)

    def set_margins(self, left: int, top: int, right: int, bottom: int) -> None:
        """Set the air around the fields, in logical pixels."""
        self._grid.setContentsMargins(left, top, right, bottom)

    def finish(self) -> None:
        """Call once after the last field: sets the way of Enter and the clean state."""
        line = self._next_line()
        self._grid.setRowStretch(line, 1)
        EnterFilter(tuple(self._fields.values()), self.save_requested.emit, self)
        self.mark_clean()

    def field(self, key: str) -> QWidget:
        """Return the widget of a field."""
        return self._fields[key]

    def values(self) -> dict[str, object]:
        """Return the value of each field."""
        return {key: self._as_field(key).value() for key in self._fields}

    def set_values(self, values: Mapping[str, object]) -> None:
        """Show values; fields that are not named become empty; the form is clean then."""
        for key in self._fields:
            self._as_field(key).set_value(values.get(key))
        self.show_problems({})
        self.mark_clean()

    def texts(self) -> dict[str, str]:
        """Return what a draft keeps: the text of each field."""
        return {key: self._as_field(key).text() for key in self._fields}

    def restore(self, texts: Mapping[str, str]) -> None:
        """Put a draft back; the form is dirty then, because it is not saved."""
        for key in self._fields.keys() & texts.keys():
            self._as_field(key).set_text(texts[key])
        self.edited.emit()

    @property
    def is_dirty(self) -> bool:
        """Tell whether anything differs from what was shown or saved last."""
        return self.texts() != self._clean

    def mark_clean(self) -> None:
        """Remember the present state as saved."""
        self._draft_timer.stop()
        self._clean = self.texts()

    def show_problems(
        self, sentences: Mapping[str, str], doubts: Collection[str] = frozenset()
    ) -> None:
        """Show a sentence beside each named field and take the others away.

        doubts: the fields that can be saved as they are; all others must be changed.
        """
        for key, label in self._problems.items():
            sentence = sentences.get(key, "")
            mark = (DOUBT if key in doubts else MUST) if sentence else ""
            if (label.text(), label.mark()) == (sentence, mark):
                continue
            label.set_text(sentence, mark)
            widget = self._fields[key]
            widget.setAccessibleDescription(label.accessibleName())
            widget.setProperty("problem", bool(sentence))
            widget.setProperty("barring", mark == MUST)
            restyle(widget)

    def focus_first_problem(self) -> None:
        """Go to the first field that must be changed, else that has a problem, else the first."""
        keys = [key for key, label in self._problems.items() if label.mark() == MUST]
        keys += [key for key, label in self._problems.items() if label.text()]
        found = self._fields[(keys or list(self._fields))[0]]
        found.setFocus()
        bring_into_view(found)  # it may have the focus already, far outside of what is seen

    def _as_field(self, key: str) -> Field:
        return cast("Field", self._fields[key])

    def _next_line(self) -> int:
        line = -(-self._place // self._columns)
        self._place = line * self._columns
        return line

    def _on_edited(self) -> None:
        self._draft_timer.start()
        self.edited.emit()

    def _on_draft_due(self) -> None:
        if self.is_dirty:
            self.draft_due.emit(self.texts())


def bring_into_view(field: QWidget) -> None:
    """Scroll the area around a field, where there is one, until the field is seen."""
    area = field.parentWidget()
    while area is not None and not isinstance(area, QScrollArea):
        area = area.parentWidget()
    if isinstance(area, QScrollArea):
        area.ensureWidgetVisible(field, 0, field.fontMetrics().height() * _LINES_AROUND)


def ask_leave(
    parent: QWidget, form: Form, save: Callable[[], object], leave: Callable[[], object]
) -> None:
    """Leave a form at once when it is clean, else ask 保存 / 不保存 / 继续编辑."""
    if not form.is_dirty:
        leave()
        return

    def chosen(number: int) -> None:
        if number == 0:
            save()
        elif number == 1:
            leave()

    messages.choose(parent, "有修改还没有保存。要保存吗？", _LEAVE_VERBS, chosen)
