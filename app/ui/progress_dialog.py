"""The window that shows how far long work has come; it never blocks the program."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.ui.style import icon


@dataclass(frozen=True, slots=True)
class Step:
    """How far the work is: done of total, and what it is doing."""

    done: int
    total: int
    text: str = ""


class ProgressDialog(QDialog):
    """A bar with the real percentage and a 停止 button; closing it means 停止."""

    stop_requested = Signal()

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowModality(Qt.WindowModality.NonModal)
        self.setWindowTitle(title or "请稍候")
        self.setMinimumWidth(420)
        self._text = QLabel("正在处理…")
        self._bar = QProgressBar()
        self._bar.setRange(0, 0)
        self._bar.setAccessibleName("进度")
        self._stop = QPushButton(icon("stop"), "停止")
        self._stop.clicked.connect(self.stop)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(self._stop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 14)
        layout.setSpacing(12)
        layout.addWidget(self._text)
        layout.addWidget(self._bar)
        layout.addLayout(row)

    def show_step(self, step: Step) -> None:
        """Move the bar; a total of 0 means that the end is not known yet."""
        self._bar.setRange(0, max(step.total, 0))
        self._bar.setValue(step.done)
        counted = f"（{step.done:,} / {step.total:,}）" if step.total else ""
        self._text.setText(f"{step.text or '正在处理'}{counted}")

    def stop(self) -> None:
        """Ask for the end of the work and say so."""
        self._stop.setEnabled(False)
        self._text.setText("正在停止，已做的部分会撤回…")
        self.stop_requested.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Esc mean 停止."""
        if event.key() == Qt.Key.Key_Escape:
            self.stop()
            return
        super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stay until the work has really stopped."""
        self.stop()
        event.ignore()
