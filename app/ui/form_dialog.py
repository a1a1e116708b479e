"""A window around one form: 保存 and 取消, never closed with unsaved changes by accident."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
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

from app.ui.form import Form, ask_leave
from app.ui.style import primary, restyle

_HINT = "按回车到下一项，Ctrl+S 保存"


class FormDialog(QDialog):
    """Shows a form; on save_requested the owner saves and calls finish() or not_saved().

    The window stays open while the work runs, so that a failure loses nothing that was typed.
    """

    save_requested = Signal()

    def __init__(self, title: str, form: Form, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.form = form
        form.save_requested.connect(self.save)
        form.setObjectName("panel")
        form.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        form.set_margins(20, 18, 24, 18)
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setWidget(form)
        self._hint = QLabel(_HINT)
        self._hint.setProperty("kind", "muted")
        self._save = primary(QPushButton("保存(&S)"))
        self._save.setAutoDefault(False)
        self._save.clicked.connect(self.save)
        cancel = QPushButton("取消")
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.addWidget(self._hint)
        row.addStretch()
        row.addWidget(self._save)
        row.addWidget(cancel)
        layout = QVBoxLayout(self)
        layout.addWidget(area, 1)
        layout.addLayout(row)
        QShortcut(QKeySequence.StandardKey.Save, self, self.save)

    def save(self) -> None:
        """Ask the owner to save; a second press while it works does nothing."""
        if self._save.isEnabled():
            self._save.setEnabled(False)
            self.say("正在保存…")
            self.save_requested.emit()

    def finish(self) -> None:
        """Close after the work has been saved."""
        self.form.mark_clean()
        self.accept()

    def not_saved(self) -> None:
        """Let the user go on after a failure or a problem."""
        self._save.setEnabled(True)
        self.say("还没有保存")

    def say(self, text: str, *, is_problem: bool = False) -> None:
        """Write a sentence left of the buttons."""
        self._hint.setText(text)
        self._hint.setProperty("kind", "problem" if is_problem else "muted")
        restyle(self._hint)

    def reject(self) -> None:
        """Close on 取消 or Esc, after asking when something is not saved."""
        ask_leave(self, self.form, self.save, super().reject)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask also when the window is closed by its frame."""
        if self.form.is_dirty:
            event.ignore()
            self.reject()
            return
        super().closeEvent(event)
