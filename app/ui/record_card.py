"""The card of a record of any table: its fields, what belongs to it, its history."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QPalette
from PySide6.QtWidgets import (
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QTabWidget,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.domain.fields import TableInfo, ValueKind, table_info, table_title, tables
from app.domain.record_rows import RecordCard, RecordPart, RecordRow
from app.ui.empty_state import EmptyState, EmptyText
from app.ui.form import ProblemLabel
from app.ui.history_view import HistoryView
from app.ui.record_kinds import is_typed
from app.ui.style import icon

_NOTHING = EmptyText("没有选中记录", "点左边的一行，这里就显示它的内容。")
_EMPTY = "—"
_AREA_MARGIN = 12
_ID = Qt.ItemDataRole.UserRole


def child_tables(table: str) -> dict[str, str]:
    """Return the tables whose records belong to a record of this one → the column that says so."""
    return {
        info.name: first.name
        for info in tables().values()
        if (first := next(iter(info.fields.values()))).target == table
        and first.kind is ValueKind.REFERENCE
    }


class RecordCardView(QWidget):
    """Shows a card handed in; asks by signals.

    edit_requested, remove_requested: carry nothing, about the record shown. part_opened: (table,
    id) of a record that belongs to it. add_requested: the table of a record to add to it.
    """

    edit_requested = Signal()
    remove_requested = Signal()
    part_opened = Signal(object)
    add_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.card: RecordCard | None = None
        self._title = QLabel()
        self._title.setProperty("kind", "title")
        self._title.setWordWrap(True)
        self._kind = QLabel()
        self._kind.setProperty("kind", "muted")
        self._doubt = ProblemLabel()
        self._fields = QScrollArea()
        self._fields.setFrameShape(QFrame.Shape.NoFrame)
        self._fields.setWidgetResizable(True)
        self._fields.viewport().setBackgroundRole(QPalette.ColorRole.Base)
        self.parts = QTreeWidget()
        self.parts.setHeaderHidden(True)
        self.parts.setAccessibleName("关联记录")
        self.parts.itemActivated.connect(self._on_part_activated)
        self.history = HistoryView()
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self._fields, "内容")
        self.tabs.addTab(self._parts_page(), "关联记录")
        self.tabs.addTab(self.history, "修改历史")
        self._stack = QStackedWidget()
        self._stack.addWidget(EmptyState(_NOTHING))
        self._stack.addWidget(self._body())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)

    def show_card(self, card: RecordCard | None, doubts: Sequence[str] = ()) -> None:
        """Show a record, or that none is chosen; doubts are sentences shown in orange."""
        self.card = card
        self._stack.setCurrentIndex(1 if card else 0)
        if not card:
            return
        info = table_info(card.table)
        self._title.setText(card.row.summary or info.title)
        self._kind.setText(info.title)
        self._doubt.set_text("；".join(doubts))
        self._fields.setWidget(_fields_of(card.row, info))
        self._show_parts(card.parts)
        self.history.set_entries(card.history)
        self.edit_button.setVisible(is_typed(card.table))
        self._fill_add_menu(card.table)

    def _body(self) -> QWidget:
        body = QWidget()
        body.setObjectName("card")
        body.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.edit_button = QPushButton(icon("edit"), "修改")
        self.edit_button.clicked.connect(self.edit_requested)
        self.remove_button = QPushButton(icon("delete"), "删除")
        self.remove_button.clicked.connect(self.remove_requested)
        row = QHBoxLayout()
        row.addWidget(self._kind, 1)
        row.addWidget(self.edit_button)
        row.addWidget(self.remove_button)
        layout = QVBoxLayout(body)
        layout.setContentsMargins(_AREA_MARGIN, _AREA_MARGIN, _AREA_MARGIN, _AREA_MARGIN)
        layout.addLayout(row)
        layout.addWidget(self._title)
        layout.addWidget(self._doubt)
        layout.addWidget(self.tabs, 1)
        return body

    def _parts_page(self) -> QWidget:
        page = QWidget()
        self.add_button = QPushButton("添加")
        self.add_button.setProperty("menuButton", True)  # noqa: FBT003 - Qt takes it by position
        menu = QMenu(self.add_button)
        menu.triggered.connect(self._on_add_triggered)
        self.add_button.setMenu(menu)
        row = QHBoxLayout()
        row.addWidget(self.add_button)
        row.addStretch()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.addLayout(row)
        layout.addWidget(self.parts, 1)
        return page

    def _show_parts(self, parts: Sequence[RecordPart]) -> None:
        self.parts.clear()
        for part in parts:
            group = QTreeWidgetItem(self.parts, [f"{part.title}（{len(part.rows):,}）"])
            font = group.font(0)
            font.setBold(True)
            group.setFont(0, font)
            for row in part.rows:
                item = QTreeWidgetItem(group, [row.summary])
                item.setData(0, _ID, (part.table, row.id))
            group.setExpanded(True)
        if not parts:
            QTreeWidgetItem(self.parts, ["还没有关联记录"])
        total = sum(len(part.rows) for part in parts)
        self.tabs.setTabText(1, f"关联记录（{total:,}）" if total else "关联记录")

    def _fill_add_menu(self, table: str) -> None:
        menu = self.add_button.menu()
        menu.clear()
        for name in child_tables(table):
            menu.addAction(icon("add"), table_title(name)).setData(name)
        self.add_button.setVisible(not menu.isEmpty())

    def _on_add_triggered(self, action: QAction) -> None:
        self.add_requested.emit(action.data())

    def _on_part_activated(self, item: QTreeWidgetItem) -> None:
        found = item.data(0, _ID)
        if found:
            self.part_opened.emit(tuple(found))


def _fields_of(row: RecordRow, info: TableInfo) -> QWidget:
    """Return the fields in two columns, the empty ones last and pale."""
    page = QWidget()
    page.setBackgroundRole(QPalette.ColorRole.Base)
    layout = QFormLayout(page)
    layout.setContentsMargins(0, 8, 8, 0)
    layout.setHorizontalSpacing(14)
    layout.setVerticalSpacing(7)
    layout.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
    layout.setRowWrapPolicy(QFormLayout.RowWrapPolicy.DontWrapRows)
    filled = [name for name in info.fields if row.shown.get(name)]
    empty = [name for name in info.fields if not row.shown.get(name)]
    for name in (*filled, *empty):
        label = QLabel(info.fields[name].label)
        label.setProperty("kind", "muted")
        text = QLabel(row.shown.get(name) or _EMPTY)
        text.setWordWrap(True)
        text.setTextFormat(Qt.TextFormat.PlainText)
        text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        text.setAccessibleName(info.fields[name].label)
        if name in empty:
            text.setProperty("kind", "muted")
        layout.addRow(label, text)
    return page
