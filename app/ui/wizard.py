"""A window of a few steps: a heading, one page at a time, 上一步 and one main button.

What a step has to do runs in the background; until it is done the window waits, and a failure is
said in the window itself, where everything typed still stands.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from PySide6.QtCore import Qt, SignalInstance
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.base.errors import UserError
from app.base.progress import Progress
from app.ui.screen_fit import resize_on_screen
from app.ui.style import icon, primary, restyle
from app.ui.tasks import TaskRunner

T = TypeVar("T")
_WIDTH_EM = 40


@dataclass(frozen=True, slots=True)
class WizardPage:
    """One step: verb on the main button, which asks problem() first and then calls leave()."""

    title: str
    widget: QWidget
    verb: str
    leave: Callable[[], object]
    problem: Callable[[], str] = str
    can_go_back: bool = True


class Wizard(QDialog):
    """Shows steps; subclasses build them and call show_page. height_em: in lines of text."""

    height_em = 27

    def __init__(self, title: str, runner: TaskRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self._runner = runner
        self._path: list[WizardPage] = []
        self._areas: dict[QWidget, QScrollArea] = {}
        self._typed_in: QWidget | None = None
        self.heading = QLabel()
        self.heading.setProperty("kind", "title")
        self._stack = QStackedWidget()
        self.message = QLabel()
        self.message.setWordWrap(True)
        self.message.setAccessibleName("提示")
        self.back_button = QPushButton("上一步")
        self.back_button.clicked.connect(self.back)
        self.next_button = primary(QPushButton())
        self.next_button.setDefault(True)
        self.next_button.clicked.connect(self.go_on)
        self.close_button = QPushButton("取消")
        self.close_button.clicked.connect(self.reject)
        for each in (self.back_button, self.close_button):
            each.setAutoDefault(False)
        self._lay_out()
        em = self.fontMetrics().height()
        resize_on_screen(self, em * _WIDTH_EM, em * self.height_em)

    @property
    def page(self) -> WizardPage:
        """Return the step in front."""
        return self._path[-1]

    def keep(self, *widgets: QWidget) -> None:
        """Own the widgets of steps that may never be shown, so that they end with the window."""
        for widget in widgets:
            self._areas[widget] = _scrolling(widget)
            self._stack.addWidget(self._areas[widget])

    def show_page(self, page: WizardPage) -> None:
        """Go on to a step."""
        self._path.append(page)
        self._show()

    def back(self) -> None:
        """Go back one step; what was typed stays."""
        self._path.pop()
        self._show()

    def go_on(self) -> None:
        """Do what the main button says, or say what is still missing."""
        problem = self.page.problem()
        self.say(problem, is_problem=bool(problem))
        if not problem:
            self.page.leave()

    def run(self, work: Callable[[Progress], T], done: Callable[[T], None], title: str) -> None:
        """Work in the background while the window waits; a UserError is said in the window."""
        self._wait(is_waiting=True)
        self.say(f"正在{title}，请稍候…")
        self._runner.run(work, done, self.fail, title, ended=self._on_ended)

    def fail(self, error: UserError) -> None:
        """Say what went wrong."""
        self.say(str(error), is_problem=True)

    def say(self, text: str, *, is_problem: bool = False) -> None:
        """Write a sentence above the buttons."""
        self.message.setText(text)
        self.message.setProperty("kind", "problem" if is_problem else "muted")
        restyle(self.message)

    def reject(self) -> None:
        """Close, unless something is being written just now."""
        if self.next_button.isEnabled():
            super().reject()

    def _on_ended(self) -> None:
        self._wait(is_waiting=False)
        self.say("")
        if self._typed_in is not None and self.page.widget.isAncestorOf(self._typed_in):
            self._typed_in.setFocus(Qt.FocusReason.OtherFocusReason)

    def _wait(self, *, is_waiting: bool) -> None:
        if is_waiting:
            self._typed_in = self.focusWidget()
        for widget in (self._stack, self.back_button, self.next_button, self.close_button):
            widget.setEnabled(not is_waiting)

    def _show(self) -> None:
        page = self.page
        if page.widget not in self._areas:
            self.keep(page.widget)
        self._stack.setCurrentWidget(self._areas[page.widget])
        self.heading.setText(page.title)
        self.next_button.setText(page.verb)
        self.back_button.setVisible(len(self._path) > 1 and page.can_go_back)
        self.say("")
        self._focus()

    def _focus(self) -> None:
        """Put the cursor where the step wants something typed or chosen, else on its button."""
        parts: Iterable[QWidget] = self.page.widget.findChildren(QWidget)
        inside = [
            each
            for each in parts
            if each.focusPolicy() & Qt.FocusPolicy.TabFocus and not each.isHidden()
        ]
        asking = [each for each in inside if not isinstance(each, QPushButton | QCheckBox)]
        buttons = [each for each in inside if isinstance(each, QPushButton)]
        first = next(iter(asking or buttons or inside), self.next_button)
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self.back_button)
        row.addStretch()
        row.addWidget(self.next_button)
        row.addWidget(self.close_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 18, 24, 14)
        layout.setSpacing(12)
        layout.addWidget(self.heading)
        layout.addWidget(self._stack, 1)
        layout.addWidget(self.message)
        layout.addLayout(row)


def note(text: str, kind: str = "muted") -> QLabel:
    """Return a wrapped sentence."""
    label = QLabel(text)
    label.setWordWrap(True)
    label.setProperty("kind", kind)
    return label


def button(
    text: str, slot: Callable[[], object] | SignalInstance, picture: str = ""
) -> QPushButton:
    """Return a button inside a page, as wide as its words and not pressed by Enter."""
    found = QPushButton(icon(picture), text) if picture else QPushButton(text)
    found.setAutoDefault(False)
    found.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    found.clicked.connect(slot)
    return found


def column(*widgets: QWidget) -> QWidget:
    """Return a page with its parts one below the other, at the top."""
    page = QWidget()
    layout = QVBoxLayout(page)
    layout.setContentsMargins(18, 16, 18, 16)
    layout.setSpacing(12)
    for widget in widgets:
        layout.addWidget(widget)
    layout.addStretch()
    return page


def _scrolling(page: QWidget) -> QScrollArea:
    page.setObjectName("panel")
    page.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(page)
    return area
