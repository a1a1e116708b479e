"""使用说明: one window with all of it, open at the page that is in front."""

from collections.abc import Mapping
from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QTextBrowser, QVBoxLayout, QWidget

from app.ui.page_help import KEYS, PAGE_HELP, START
from app.ui.style import primary

_WIDTH_EM, _HEIGHT_EM = 52, 36
_MARGIN = 20


class HelpDialog(QDialog):
    """Shows how to begin, each page and the keys; beside it the program stays usable."""

    def __init__(self, titles: Mapping[str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("使用说明")
        self.text = QTextBrowser()
        self.text.setAccessibleName("使用说明")
        self.text.document().setDocumentMargin(_MARGIN)
        self.text.setHtml(_html(titles))
        close = primary(QPushButton("关闭"))
        close.clicked.connect(self.close)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(close)
        layout = QVBoxLayout(self)
        layout.addWidget(self.text, 1)
        layout.addLayout(row)
        em, room = self.fontMetrics().height(), self.screen().availableGeometry()
        wide, tall = em * _WIDTH_EM, em * _HEIGHT_EM
        self.resize(min(wide, room.width() - 80), min(tall, room.height() - 80))

    def open_at(self, page: str) -> None:
        """Show the window with the help of a page at its top."""
        self.show()
        self.text.scrollToAnchor(page)


def _html(titles: Mapping[str, str]) -> str:
    parts = [_part("", "怎样开始", START)]
    parts += [_part(key, title, PAGE_HELP[key]) for key, title in titles.items()]
    parts.append(_part("", "常用按键", "\n".join(f"{key}　{does}" for key, does in KEYS)))
    return "".join(parts)


def _part(anchor: str, title: str, text: str) -> str:
    lines = "".join(f"<p>{escape(line)}</p>" for line in text.splitlines())
    return f'<h3><a name="{anchor}"></a>{escape(title)}</h3>{lines}'
