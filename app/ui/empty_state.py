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
        title = QLabel(text.title)
        title.setProperty("kind", "title")
        advice = QLabel(text.advice)
        advice.setProperty("kind", "muted")
        advice.setWordWrap(True)
        self.button = primary(QPushButton(text.action))
        self.button.clicked.connect(self.action_requested)
        self.other = QPushButton(text.other)
        self.other.clicked.connect(self.other_requested)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(40, 24, 40, 24)
        layout.setSpacing(12)
        layout.addStretch()
        for widget in (picture, title, advice):
            widget.setAlignment(Qt.AlignmentFlag.AlignCenter)
            layout.addWidget(widget)
        for button in (self.button, self.other):
            layout.addWidget(button, alignment=Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch()
        # Only now: a widget that is shown before it has a parent flashes up as a window.
        advice.setVisible(bool(text.advice))
        self.button.setVisible(bool(text.action))
        self.other.setVisible(bool(text.other))
