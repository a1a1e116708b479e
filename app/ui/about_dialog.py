"""关于: version, where the data lies, and the parts of others with their licences."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.base.components import components, licence_text
from app.ui.screen_fit import resize_on_screen
from app.ui.style import primary

_WIDTH_EM, _HEIGHT_EM = 48, 32
_ICON_SIZE = 64
_LIST_EM = 18


class AboutDialog(QDialog):
    """Tells what this program is; a click on a part shows its licence."""

    def __init__(self, title: str, data: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("关于党务台账")
        self._parts = components()
        self.list = QListWidget()
        self.list.setAccessibleName("使用的软件")
        self.list.addItems([f"{part.name} {part.version}" for part in self._parts])
        self.text = QPlainTextEdit()
        self.text.setAccessibleName("许可证")
        self.text.setReadOnly(True)
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        self.list.currentRowChanged.connect(self._on_row_changed)
        layout = QVBoxLayout(self)
        layout.addLayout(self._head(title, data))
        layout.addWidget(_section("本程序使用的软件和字体，以及它们的许可证："))
        layout.addLayout(self._middle(), 1)
        layout.addLayout(self._foot())
        em = self.fontMetrics().height()
        resize_on_screen(self, em * _WIDTH_EM, em * _HEIGHT_EM)
        self.list.setCurrentRow(0)

    def _head(self, title: str, data: Path) -> QHBoxLayout:
        picture = QLabel()
        picture.setPixmap(QApplication.windowIcon().pixmap(_ICON_SIZE, _ICON_SIZE))
        name = QLabel(title)
        name.setProperty("kind", "title")
        facts = QLabel(f"在本机使用，不连接网络。许可证：LGPL-3.0-or-later。\n数据保存在：{data}")
        facts.setWordWrap(True)
        facts.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        words = QVBoxLayout()
        words.addWidget(name)
        words.addWidget(facts)
        row = QHBoxLayout()
        row.addWidget(picture)
        row.addLayout(words, 1)
        return row

    def _middle(self) -> QHBoxLayout:
        row = QHBoxLayout()
        if self._parts:
            self.list.setFixedWidth(self.fontMetrics().height() * _LIST_EM)
            row.addWidget(self.list)
        else:
            self.list.hide()
            self.text.setPlainText("从源代码运行时不附带许可证文本；安装后的程序里有。")
        row.addWidget(self.text, 1)
        return row

    def _foot(self) -> QHBoxLayout:
        close = primary(QPushButton("关闭"))
        close.clicked.connect(self.close)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(close)
        return row

    def _on_row_changed(self, row: int) -> None:
        if row >= 0:
            part = self._parts[row]
            self.text.setPlainText(f"许可证：{part.licence}\n\n{licence_text(part)}")


def _section(text: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("kind", "section")
    return label
