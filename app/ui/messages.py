"""The one door for every notice and question; nothing else opens a QMessageBox.

Boxes open without stopping the program: the answer comes to the function handed in. A button says
what will happen ("删除", "不删"), never 是 / 否.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QMessageBox, QPushButton, QWidget

from app.base.errors import UserError
from app.ui.style import icon, primary, restyle


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
    box = QMessageBox(parent)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setWindowTitle("党务台账")
    box.setIconPixmap(icon(notice.kind.value).pixmap(40, 40))
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(notice.text)
    box.setInformativeText(notice.detail)
    roles = QMessageBox.ButtonRole
    buttons = [
        box.addButton(verb, roles.AcceptRole if number == 0 else roles.RejectRole)
        for number, verb in enumerate(notice.buttons)
    ]
    if layout := box.layout():
        layout.setContentsMargins(22, 20, 22, 14)
    restyle(primary(buttons[0]))
    box.setDefaultButton(buttons[-1] if notice.is_dangerous else buttons[0])
    box.setEscapeButton(buttons[-1])

    def pressed(button: QPushButton) -> None:
        chosen(buttons.index(button))

    box.buttonClicked.connect(pressed)
    box.open()


def _ignore(_: int) -> None:
    """Nothing follows a notice."""
