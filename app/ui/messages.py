"""The one door for every notice and question; nothing else opens a box of its own.

Boxes open without stopping the program: the answer comes to the function handed in. A button says
what will happen ("删除", "不删"), never 是 / 否.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.base.errors import UserError
from app.ui.style import icon, primary

_NARROWEST, _WIDEST = 18, 32
"""The width of the text, in Chinese characters."""


class Kind(Enum):
    """How a box looks."""

    TELL = "info"
    WARN = "warning"
    ASK = "question"


@dataclass(frozen=True, slots=True)
class Notice:
    """What the user reads; the last button is what Esc means, and Enter too when dangerous."""

    kind: Kind
    text: str
    detail: str = ""
    buttons: tuple[str, ...] = ("知道了",)
    is_dangerous: bool = False


def tell(parent: QWidget | None, text: str, detail: str = "") -> None:
    """Say something calm."""
    show(parent, Notice(Kind.TELL, text, detail), _ignore)


def warn(parent: QWidget | None, text: str, detail: str = "") -> None:
    """Say that something is wrong."""
    show(parent, Notice(Kind.WARN, text, detail), _ignore)


def show_error(parent: QWidget | None, error: UserError) -> None:
    """Show a UserError: what happened, then what was kept and what to do next."""
    detail = "\n".join(part for part in (error.kept, error.todo) if part)
    show(parent, Notice(Kind.WARN, error.what, detail), _ignore)


def tell_file(parent: QWidget | None, text: str, path: Path, *, can_open: bool = True) -> None:
    """Say where a file was written; the user may open it or its folder from here."""
    places = {"打开文件": path} if can_open else {}
    places["打开所在文件夹"] = path.parent

    def chosen(choice: int) -> None:
        if choice < len(places):
            place = list(places.values())[choice]
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(place)))

    buttons = (*places, "知道了")
    show(parent, Notice(Kind.TELL, text, str(path), buttons, is_dangerous=True), chosen)


def ask(
    parent: QWidget | None,
    question: str,
    verbs: tuple[str, str],
    agreed: Callable[[], object],
    *,
    is_dangerous: bool = True,
) -> None:
    """Ask before doing something, with verbs such as ("删除", "不删").

    agreed is called only when the first verb was chosen; Esc means the second, and so does a
    hasty Enter when it is dangerous.
    """

    def answered(choice: int) -> None:
        if choice == 0:
            agreed()

    notice = Notice(Kind.ASK, question, buttons=verbs, is_dangerous=is_dangerous)
    show(parent, notice, answered)


def ask_in_spite(
    parent: QWidget | None,
    error: UserError,
    verbs: tuple[str, str],
    agreed: Callable[[], object],
) -> None:
    """Show a UserError that leaves a way open; agreed is called when the first verb was chosen."""

    def answered(choice: int) -> None:
        if choice == 0:
            agreed()

    detail = "\n".join(part for part in (error.kept, error.todo) if part)
    show(parent, Notice(Kind.WARN, error.what, detail, verbs, is_dangerous=True), answered)


def choose(
    parent: QWidget | None, question: str, verbs: Sequence[str], chosen: Callable[[int], None]
) -> None:
    """Ask with several verbs; chosen gets the number of the verb, the last one for Esc."""
    show(parent, Notice(Kind.ASK, question, buttons=tuple(verbs)), chosen)


def show(parent: QWidget | None, notice: Notice, chosen: Callable[[int], None]) -> None:
    """Open the box and hand the number of the pressed button to `chosen`; the seam for tests."""
    box = MessageBox(notice, parent)
    box.chosen.connect(chosen)
    box.open()


class MessageBox(QDialog):
    """A notice with its buttons; texts of any length are wrapped, very long ones scroll.

    chosen: carries the number of the button, after the box closed; the last one for Esc.
    """

    chosen = Signal(object)

    def __init__(self, notice: Notice, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("党务台账")
        self.setAccessibleName(notice.text)
        self.setAccessibleDescription(notice.detail)
        self._answer = len(notice.buttons) - 1
        self.buttons = [QPushButton(verb) for verb in notice.buttons]
        primary(self.buttons[0])
        self.default_button = self.buttons[-1 if notice.is_dangerous else 0]
        self.default_button.setDefault(True)
        picture = QLabel()
        picture.setPixmap(icon(notice.kind.value).pixmap(40, 40))
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(picture, alignment=Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._texts(notice), 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(22, 20, 22, 14)
        layout.setSpacing(14)
        layout.addLayout(row, 1)
        layout.addLayout(self._button_row())
        self.default_button.setFocus()

    def done(self, result: int) -> None:
        """Close, then tell what was chosen, so that what follows stands on no closed box."""
        super().done(result)
        self.chosen.emit(self._answer)

    def _texts(self, notice: Notice) -> QWidget:
        self.text, self.detail = QLabel(notice.text), QLabel(notice.detail)
        self.detail.setProperty("kind", "muted")
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        width = self._text_width(notice)
        height = 0
        for label in (self.text, self.detail):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            label.ensurePolished()
            column.addWidget(label)
            if label.text():
                label.setFixedSize(width, label.heightForWidth(width))
                height += label.height() + column.spacing()
        self.detail.setHidden(not notice.detail)
        column.addStretch()
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidgetResizable(True)
        area.setWidget(body)
        most = self.screen().availableGeometry().height() * 3 // 5
        area.setMinimumSize(width + area.verticalScrollBar().sizeHint().width(), min(height, most))
        return area

    def _text_width(self, notice: Notice) -> int:
        metrics = self.fontMetrics()
        lines = [*notice.text.splitlines(), *notice.detail.splitlines()]
        longest = max((metrics.horizontalAdvance(line) for line in lines), default=0)
        em = metrics.horizontalAdvance("汉")
        return min(max(longest + em, em * _NARROWEST), em * _WIDEST)

    def _button_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addStretch()
        for number, button in enumerate(self.buttons):
            button.clicked.connect(partial(self._on_clicked, number))
            row.addWidget(button)
        return row

    def _on_clicked(self, number: int) -> None:
        self._answer = number
        self.accept()


def _ignore(_: int) -> None:
    """Nothing follows a notice."""
