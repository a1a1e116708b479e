"""The strip that says what was just done and offers to take it back."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from app.ui.style import icon
from app.ui.writing import Told, Writer


class NoticeBar(QWidget):
    """Shows the last Told of a writer with 撤销 or 重做; hidden until there is one."""

    def __init__(self, writer: Writer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("noticeBar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        picture = QLabel()
        picture.setPixmap(icon("done").pixmap(18, 18))
        self.text = QLabel()
        self.text.setWordWrap(True)
        self.text.setAccessibleName("刚才做的事")
        self.undo = QPushButton(icon("undo"), "撤销")
        self.undo.setToolTip("撤销刚才的操作（Ctrl+Z）")
        self.undo.clicked.connect(writer.undo)
        self.redo = QPushButton("重做")
        self.redo.setToolTip("恢复刚才撤销的操作（Ctrl+Y）")
        self.redo.clicked.connect(writer.redo)
        close = QPushButton(icon("close"), "")
        close.setToolTip("收起")
        close.setAccessibleName("收起")
        close.clicked.connect(self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 3, 4, 3)
        row.addWidget(picture)
        row.addWidget(self.text, 1)
        for button in (self.undo, self.redo, close):
            row.addWidget(button)
        writer.told.connect(self._on_told)
        self.hide()

    def _on_told(self, told: Told) -> None:
        self.text.setText(told.sentence)
        self.undo.setVisible(told.can_undo)
        self.redo.setVisible(told.can_redo)
        self.show()
