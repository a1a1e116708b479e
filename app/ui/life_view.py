"""历程: everything that happened to a person, on his card, and printed as one page."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.domain.document import Document
from app.domain.life import LifePage
from app.services import life_page, printing
from app.ui import messages, pickers
from app.ui.page import PageTools
from app.ui.style import icon

_RECORD = Qt.ItemDataRole.UserRole
_UNKNOWN = "没有日期"
_YEAR = 4


class LifeView(QWidget):
    """Shows the timeline of one person, newest year first; reads it when it is looked at.

    open_record(table, id): shows the record behind a line.
    """

    def __init__(
        self,
        tools: PageTools,
        open_record: Callable[[str, str], object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._tools = tools
        self._open_record = open_record
        self._person, self._read = "", ""
        self.tree = QTreeWidget()
        self.tree.setAccessibleName("历程")
        self.tree.setHeaderHidden(True)
        self.tree.setIndentation(10)
        self.tree.setColumnCount(2)
        self.tree.setWordWrap(True)
        self.tree.setUniformRowHeights(False)
        self.tree.header().setStretchLastSection(True)
        self.tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        self.tree.itemActivated.connect(self._on_activated)
        self.print_button = QPushButton(icon("print"), "打印一页…")
        self.print_button.clicked.connect(self.print_page)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(self.print_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.addWidget(self.tree, 1)
        layout.addLayout(row)

    def show_person(self, person_id: str) -> None:
        """Show another person, or the same one anew after a change."""
        self._person, self._read = person_id, ""
        self.tree.clear()
        if self.isVisible():
            self._load()

    def print_page(self) -> None:
        """Make the page and ask where to put it."""
        ledger, person = self._tools.ledger, self._person
        if person:
            self._tools.tasks.read(lambda _: life_page.document(ledger, person), self._ask_file)

    def showEvent(self, event: QShowEvent) -> None:
        """Read what was not read yet."""
        super().showEvent(event)
        self._load()

    def _load(self) -> None:
        ledger, person = self._tools.ledger, self._person
        if person and person != self._read:
            self._read = person
            self._tools.tasks.read(lambda _: life_page.page(ledger, person), self._on_page)

    def _on_page(self, page: LifePage) -> None:
        if page.person_id != self._person:
            return
        self.tree.clear()
        years: dict[str, QTreeWidgetItem] = {}
        for line in reversed(page.lines):
            year = f"{line.on[:_YEAR]}年" if line.on else _UNKNOWN
            if year not in years:
                years[year] = self._heading(year)
            item = QTreeWidgetItem(years[year], [line.on, f"{line.kind}：{line.text}"])
            item.setData(0, _RECORD, (line.table, line.id))
            item.setToolTip(1, line.text)
        self.tree.expandAll()

    def _heading(self, year: str) -> QTreeWidgetItem:
        item = QTreeWidgetItem(self.tree, [year])
        item.setFirstColumnSpanned(True)
        font = item.font(0)
        font.setBold(True)
        item.setFont(0, font)
        return item

    def _on_activated(self, item: QTreeWidgetItem) -> None:
        table, record = item.data(0, _RECORD) or ("", "")
        if record and self._open_record:
            self._open_record(table, record)

    def _ask_file(self, document: Document) -> None:
        start = pickers.documents() / f"{document.title}.pdf"
        kinds = (pickers.PDF, pickers.DOCX)
        pickers.save_file(self, "保存这一页", kinds, partial(self._write, document), start)

    def _write(self, document: Document, target: Path) -> None:
        def done(_: None) -> None:
            messages.tell_file(self, f"《{document.title}》已存好。", target)

        self._tools.tasks.run(
            lambda progress: printing.save(document, target, progress), done, title="保存文件"
        )
