"""The line that says what was just done, with the button that takes it back."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from app.services import batches
from app.services.ledger import Outcome
from app.ui.page import PageParts, save
from app.ui.style import icon


class OutcomeBar(QWidget):
    """Shows the sentence of the last use case and offers 撤销; hidden until there is one.

    undone: the last use case was taken back.
    """

    undone = Signal()

    def __init__(self, parts: PageParts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts = parts
        self._batch = ""
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        picture = QLabel()
        picture.setPixmap(icon("done").pixmap(16, 16))
        self.text = QLabel()
        self.undo_button = QPushButton(icon("undo"), "撤销")
        self.undo_button.clicked.connect(self.undo)
        close = QPushButton("知道了")
        close.clicked.connect(self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 6, 4)
        row.addWidget(picture)
        row.addWidget(self.text, 1)
        row.addWidget(self.undo_button)
        row.addWidget(close)
        self.hide()

    def show_outcome(self, outcome: Outcome) -> None:
        """Say what was done."""
        self._batch = outcome.batch
        self.text.setText(outcome.sentence)
        self.undo_button.setVisible(bool(outcome.batch))
        self.setVisible(bool(outcome.sentence))

    def undo(self) -> None:
        """Take the last use case back; says why when that is not possible."""
        batch, self._batch = self._batch, ""
        if batch:
            self.undo_button.setVisible(False)
            save(self._parts, lambda ledger: batches.undo(ledger, batch), "撤销", self._on_undone)

    def _on_undone(self, outcome: Outcome) -> None:
        self.show_outcome(outcome)
        self.undone.emit()
