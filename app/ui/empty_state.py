"""What an empty list shows: what is missing, what to do about it, and the button that does it."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from app.ui.style import icon, primary


@dataclass(frozen=True, slots=True)
class EmptyText:
    """The words of an empty list; action is the text of the button, "" for none."""

    title: str
    advice: str = ""
    action: str = ""


class EmptyState(QWidget):
    """An icon, a sentence, an advice and one button in the middle of an empty list."""

    action_requested = Signal()

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
        layout = QVBoxLayout(self)
        layout.setContentsMargins(40, 24, 40, 24)
        layout.setSpacing(12)
        layout.addStretch()
        for widget in (picture, title, advice):
            widget.setAlignment(Qt.AlignmentFlag.AlignCenter)
            layout.addWidget(widget)
        layout.addWidget(self.button, alignment=Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch()
        # Only now: a widget that is shown before it has a parent flashes up as a window.
        advice.setVisible(bool(text.advice))
        self.button.setVisible(bool(text.action))
