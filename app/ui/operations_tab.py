"""操作记录: what was done, by whom, value by value; 撤销 and 重做; the recycle bin."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QHeaderView,
    QLabel,
    QPushButton,
    QTabWidget,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.base.progress import Progress
from app.domain.fields import tables
from app.domain.record_rows import BatchLine, BinRow
from app.services import batches, receipts
from app.services.batch_details import MOST, RecordChange, details
from app.services.exchange import setup
from app.services.ledger import Ledger
from app.ui import messages, pickers
from app.ui.card_split import CardSplit
from app.ui.empty_state import EmptyText
from app.ui.erasing_steps import ERASE, ask_erasing
from app.ui.evidence_dialog import OpenRecord
from app.ui.form import ProblemLabel
from app.ui.main_window import PageSpec
from app.ui.page import Page, PageTools
from app.ui.style import icon
from app.ui.table import RecordTable, TableSetup
from app.ui.table_model import Column, ColumnKind
from app.ui.wrapped_tree import WrappedTree

_IMPORT = "IMPORT"
_KINDS = {_IMPORT: "导入", "UNDO": "撤销", "PRACTICE": "练习数据"}
_EMPTY = "（空）"
_UNFOLDED = 20
_LEAST = 36
_RECORD = Qt.ItemDataRole.UserRole
_NOTHING_DONE = EmptyText("还没有操作记录", "新增、修改、删除和导入以后，这里会一条一条列出来。")
_BIN_EMPTY = EmptyText("回收站是空的", "删除的记录会放在这里，随时可以恢复。")


@dataclass(frozen=True, slots=True)
class _Loaded:
    batches: tuple[BatchLine, ...]
    bin: tuple[BinRow, ...]
    can_erase: bool


@dataclass(frozen=True, slots=True)
class _Details:
    batch: str
    changes: tuple[RecordChange, ...]
    reasons: tuple[str, ...]


class OperationsPage(Page[_Loaded]):
    """Two tabs: the batches with their details, and the recycle bin."""

    def __init__(
        self, tools: PageTools, open_record: OpenRecord, parent: QWidget | None = None
    ) -> None:
        super().__init__(tools, parent)
        self.tables = tuple(tables())
        self._open_record = open_record
        self._lines: dict[str, BatchLine] = {}
        self._bin: dict[str, BinRow] = {}
        self.list = RecordTable(_batch_setup(tools))
        self.list.current_changed.connect(self._on_batch_chosen)
        self.undo_button = self.list.add_button("撤销", "undo", self.undo)
        self.undo_button.setEnabled(False)
        self.receipt_button = QPushButton(icon("print"), "打印回执…")
        self.receipt_button.clicked.connect(self.ask_receipt)
        self.receipt_button.hide()
        self.details = _details_tree()
        self.details.itemActivated.connect(self._on_record_activated)
        self.reason = ProblemLabel()
        self.heading = QLabel("在左边点一次操作，这里就列出它改了什么。")
        self.heading.setProperty("kind", "section")
        self.heading.setWordWrap(True)
        self.bin = RecordTable(_bin_setup(tools))
        self.restore_button = self.bin.add_button("恢复", "undo", self.restore)
        self.erase_button: QPushButton | None = None
        self.bin.opened.connect(self._on_bin_opened)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self._batches_page(), "操作")
        self.bin.setContentsMargins(0, 8, 0, 0)
        self.tabs.addTab(self.bin, "回收站")
        self.body.addWidget(self.tabs, 1)
        self.add_notice_bar()

    def read_all(self, progress: Progress) -> _Loaded:
        """Read the batches and the recycle bin."""
        progress.step(0, 2)
        done = batches.recent(self.tools.ledger, 500)
        progress.step(1, 2)
        ledger = self.tools.ledger
        return _Loaded(done, batches.bin_rows(ledger), setup.keeps_list(ledger))

    def show_loaded(self, loaded: _Loaded) -> None:
        """Show both lists."""
        self._lines = {line.id: line for line in loaded.batches}
        self._bin = {row.id: row for row in loaded.bin}
        self.list.set_rows(loaded.batches)
        self.bin.set_rows(loaded.bin)
        if loaded.can_erase and self.erase_button is None:
            self.erase_button = self.bin.add_button(ERASE, "delete", self.erase)
        self.tabs.setTabText(1, f"回收站（{len(loaded.bin):,}）" if loaded.bin else "回收站")
        self._on_batch_chosen(self.list.current_id())

    def undo(self) -> None:
        """Undo the batch under the cursor; undoing an undo is 重做."""
        batch = self.list.current_id()
        line = self._lines.get(batch)
        if line:
            verb = "重做" if line.can_redo else "撤销"
            self.tools.writer.take_back(batch, verb, is_redo=line.can_redo)

    def ask_receipt(self) -> None:
        """Ask where to put the receipt of the import under the cursor."""
        line = self._lines.get(self.list.current_id())
        if line:
            start = pickers.documents() / f"导入回执{line.at[:10].replace('-', '')}.pdf"
            kinds, picked = (pickers.PDF,), partial(self.save_receipt, line.id)
            pickers.save_file(self, "打印回执", kinds, picked, start)

    def save_receipt(self, batch: str, target: Path) -> None:
        """Print the receipt of an import."""
        ledger = self.tools.ledger

        def work(progress: Progress) -> int:
            return receipts.export(receipts.of_batch(ledger, batch), target, progress)

        self.tools.tasks.run(work, partial(self._on_receipt_saved, target), title="打印回执")

    def restore(self) -> None:
        """Take the selected records out of the recycle bin."""
        chosen = [self._bin[record] for record in self.bin.selected_ids()]
        ledger = self.tools.ledger
        by_table: dict[str, list[str]] = {}
        for row in chosen:
            by_table.setdefault(row.table, []).append(row.id)
        if by_table:
            self.tools.writer.run(lambda _: batches.restore(ledger, by_table), "恢复")
        else:
            messages.tell(
                self, "先在回收站里选好要恢复的记录。", "按住 Ctrl 可以选多条，Ctrl+A 全选。"
            )

    def erase(self) -> None:
        """Let the selected people be gone for good, with what else lies here and is theirs."""
        chosen = [self._bin[record] for record in self.bin.selected_ids()]
        people = [row for row in chosen if row.table == "person"]
        if people:
            who = f"“{people[0].summary}”" if len(people) == 1 else f"这 {len(people)} 人"
            ask_erasing(self, self.tools, [row.id for row in people], who)
        else:
            messages.tell(self, "先在回收站里选好要清除的人员。", "他的其他记录会一起清除。")

    def _batches_page(self) -> QWidget:
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.heading)
        column.addWidget(self.receipt_button, alignment=Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.reason)
        column.addWidget(self.details, 1)
        split = CardSplit(self.list, right, (6, 4), _LEAST)
        split.setContentsMargins(0, 8, 0, 0)
        return split

    def _on_receipt_saved(self, target: Path, pages: int) -> None:
        messages.tell_file(self, f"导入回执已存好，共 {pages} 页，可以打印签字。", target)

    def _on_batch_chosen(self, batch: str) -> None:
        line = self._lines.get(batch)
        self.undo_button.setEnabled(False)
        self.receipt_button.setVisible(line is not None and line.kind == _IMPORT)
        if line is None:
            self.details.clear()
            self.reason.set_text("")
            return
        _name_button(self.undo_button, line)
        self.heading.setText(f"{line.title}（{line.records_n:,} 条记录）")
        ledger = self.tools.ledger
        self.tools.tasks.read(lambda _: _details_of(ledger, batch), self._on_details)

    def _on_details(self, found: _Details) -> None:
        line = self._lines.get(found.batch)
        if line is None or found.batch != self.list.current_id():
            return
        self.undo_button.setEnabled(not found.reasons)
        verb = "重做" if line.can_redo else "撤销"
        self.reason.set_text(f"不能{verb}：{''.join(found.reasons[:3])}" if found.reasons else "")
        _fill(self.details, found.changes, line.records_n)

    def _on_record_activated(self, item: QTreeWidgetItem) -> None:
        record = item.data(0, _RECORD)
        if record:
            self._open_record(*record)

    def _on_bin_opened(self, record: str) -> None:
        self._open_record(self._bin[record].table, record)


def operations_page(tools: PageTools, open_record: OpenRecord) -> PageSpec:
    """Return the page 操作记录."""
    return PageSpec("operations", "操作记录", "history", lambda: OperationsPage(tools, open_record))


def local_time(utc: str) -> str:
    """Return an ISO text in UTC as local day and minute."""
    return f"{datetime.fromisoformat(utc).astimezone():%Y-%m-%d %H:%M}" if utc else ""


def _details_of(ledger: Ledger, batch: str) -> _Details:
    return _Details(batch, details(ledger, batch), batches.why_not(ledger, batch))


def _name_button(button: QPushButton, line: BatchLine) -> None:
    button.setText("重做" if line.can_redo else "撤销")


def _details_tree() -> QTreeWidget:
    tree = WrappedTree()
    tree.setAccessibleName("这次操作改了什么")
    tree.setHeaderLabels(["记录和项目", "原来", "改为"])
    tree.setAlternatingRowColors(True)
    tree.header().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
    return tree


def _fill(tree: QTreeWidget, changes: tuple[RecordChange, ...], total: int) -> None:
    tree.clear()
    font = QFont(tree.font())
    font.setBold(True)
    items = [_change_item(change, font) for change in changes]
    if total > MOST:
        items.append(QTreeWidgetItem([f"只列出前 {MOST} 条。"]))
    # One by one into the tree, each of thousands of lines would make it lay out all over again.
    tree.addTopLevelItems(items)
    for item in items:
        item.setFirstColumnSpanned(True)
    for item in items[:_UNFOLDED]:
        item.setExpanded(True)


def _change_item(change: RecordChange, font: QFont) -> QTreeWidgetItem:
    item = QTreeWidgetItem([f"{change.kind}{change.title}  {change.summary}"])
    item.setData(0, _RECORD, (change.table, change.record))
    item.setFont(0, font)
    for label, old, new in change.changes:
        child = QTreeWidgetItem(item, [label, old or _EMPTY, new or _EMPTY])
        for column in range(child.columnCount()):
            child.setToolTip(column, child.text(column))
    return item


def _batch_setup(tools: PageTools) -> TableSetup[BatchLine]:
    return TableSetup(
        name="operations",
        columns=[
            Column("at", "时间", lambda line: local_time(line.at), kind=ColumnKind.DATE, width=15),
            Column("title", "做了什么", lambda line: line.title, width=24),
            Column("author", "操作人", lambda line: line.author, width=6),
            Column(
                "records_n",
                "记录数",
                lambda line: f"{line.records_n:,}",
                kind=ColumnKind.NUMBER,
                width=5,
            ),
            Column("undone", "状态", lambda line: "已撤销" if line.is_undone else "", width=5),
            Column(
                "kind",
                "种类",
                lambda line: _KINDS.get(line.kind, "修改"),
                width=8,
                is_visible=False,
            ),
        ],
        unit="次",
        search_hint="查找操作",
        empty=_NOTHING_DONE,
        memory=tools.memory,
    )


def _bin_setup(tools: PageTools) -> TableSetup[BinRow]:
    return TableSetup(
        name="bin",
        columns=[
            Column("summary", "记录", lambda row: row.summary or "（没有名称）", width=40),
            Column("title", "种类", lambda row: row.title, width=16),
            Column(
                "removed_at",
                "删除时间",
                lambda row: local_time(row.removed_at),
                kind=ColumnKind.DATE,
                width=18,
            ),
        ],
        search_hint="查找删除的记录",
        empty=_BIN_EMPTY,
        memory=tools.memory,
    )
