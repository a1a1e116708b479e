"""What an empty list shows: what is missing, what to do about it, and the button that does it."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from app.ui.style import icon, primary


@dataclass(frozen=True, slots=True)
class EmptyText:
    """The words of an empty list; action and other are the texts of the buttons, "" for none."""

    title: str
    advice: str = ""
    action: str = ""
    other: str = ""


class EmptyState(QWidget):
    """An icon, a sentence, an advice and what can be done in the middle of an empty list."""

    action_requested = Signal()
    other_requested = Signal()

    def __init__(self, text: EmptyText, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        picture = QLabel()
        picture.setPixmap(icon("empty").pixmap(56, 56))
        self._title = QLabel()
        self._title.setProperty("kind", "title")
        self._advice = QLabel()
        self._advice.setProperty("kind", "muted")
        self._advice.setWordWrap(True)
        self.button = primary(QPushButton())
        self.button.clicked.connect(self.action_requested)
        self.other = QPushButton()
        self.other.clicked.connect(self.other_requested)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 8, 24, 8)
        layout.setSpacing(8)
        layout.addStretch()
        for widget in (picture, self._title, self._advice):
            widget.setAlignment(Qt.AlignmentFlag.AlignCenter)
            layout.addWidget(widget)
        for button in (self.button, self.other):
            layout.addWidget(button, alignment=Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch()
        # Only now: a widget that is shown before it has a parent flashes up as a window.
        self.show_text(text)

    def show_text(self, text: EmptyText) -> None:
        """Say something else."""
        for part, words in (
            (self._title, text.title),
            (self._advice, text.advice),
            (self.button, text.action),
            (self.other, text.other),
        ):
            part.setText(words)
            part.setVisible(bool(words))
