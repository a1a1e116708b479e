"""A page of records of several kinds (培训学习、考核责任 …): kinds, list and card side by side."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QMenu,
    QSplitter,
    QStackedWidget,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.base.progress import Progress
from app.domain.fields import Field, TableInfo, ValueKind, table_info, table_title
from app.domain.record_rows import RecordRow
from app.services import record_book
from app.services.evidence import record_counts
from app.services.ledger import Outcome
from app.ui.card_split import CardSplit
from app.ui.empty_state import EmptyText
from app.ui.filed_tables import FiledTables
from app.ui.page import Page, PageTools
from app.ui.record_dialog import RecordEdit, edit_record
from app.ui.record_kinds import KindGroup, is_typed
from app.ui.record_pane import RecordPane, remove_after_asking
from app.ui.style import icon
from app.ui.table import RecordTable, TableSetup
from app.ui.table_model import Column, ColumnKind

_FIRST_YEAR = 1990
_ALL_YEARS = 0
_WIDTHS = {ValueKind.DATE: 10, ValueKind.AMOUNT: 8, ValueKind.COUNT: 6, ValueKind.FLAG: 6}
_TEXT_WIDTH = 14
_PARENT_WIDTH = 24
_TOPIC_WIDTH = 26
_SHORT_NAMES = frozenset({"person", "org_unit", "school_unit", "party_group"})
_TOPICS = frozenset({"topic", "title", "task", "problem", "content", "name"})
_NUMBERS = frozenset({ValueKind.AMOUNT, ValueKind.COUNT})
_TABLE = Qt.ItemDataRole.UserRole
_SPLIT = (200, 660)
_LEAST_LIST = 46


@dataclass(frozen=True, slots=True)
class _Loaded:
    table: str
    rows: list[RecordRow]
    counts: Mapping[str, int]


class RecordsPage(Page[_Loaded]):
    """Kinds on the left, their list in the middle, the card on the right."""

    def __init__(
        self, tools: PageTools, kinds: Sequence[KindGroup], parent: QWidget | None = None
    ) -> None:
        super().__init__(tools, parent)
        self._infos = {info.name: info for group in kinds for info in group.tables}
        self.tables = (*self._infos, "person", "org_unit", "school_unit")
        self._table = next(iter(self._infos))
        self._lists: dict[str, RecordTable[RecordRow]] = {}
        self.filed: dict[str, FiledTables] = {}
        self._year: int | None = None
        self._wanted: tuple[str, ...] = ()
        self._pending: tuple[frozenset[str], str] | None = None
        self.kinds = _kinds_tree(kinds)
        self.kinds.currentItemChanged.connect(self._on_kind_chosen)
        self.year = self._year_box()
        self.pane = RecordPane(tools)
        self._stack = QStackedWidget()
        self._place_parts()
        QShortcut(QKeySequence.StandardKey.New, self, self.add)
        self.choose(self._table)

    def holds(self, table: str) -> bool:
        """Tell whether records of a table are shown here."""
        return table in self._infos

    @property
    def list(self) -> RecordTable[RecordRow]:
        """The list in front."""
        return self._lists[self._table]

    def choose(self, table: str) -> None:
        """Show the records of a kind."""
        for item in _items(self.kinds):
            if item.data(0, _TABLE) == table:
                self.kinds.setCurrentItem(item)

    def show_only(self, table: str, ids: Iterable[str], why: str = "汇报数字的依据") -> None:
        """Show exactly these records of a kind and put the cursor on the first."""
        self._pending = (frozenset(ids), why)
        self.year.setCurrentIndex(0)
        if table == self._table:
            self.load()
        else:
            self.choose(table)

    def read_all(self, progress: Progress) -> _Loaded:
        """Read the counts of all kinds and the records of the one in front."""
        table, year = self._table, self._year
        progress.step(0, 2)
        rows = record_book.rows(self.tools.ledger, table, year)
        progress.step(1, 2)
        return _Loaded(
            table, _newest_first(table, rows), record_counts(self.tools.ledger, self._infos)
        )

    def show_loaded(self, loaded: _Loaded) -> None:
        """Show the list and the counts."""
        for item in _items(self.kinds):
            count = loaded.counts.get(item.data(0, _TABLE), 0)
            item.setText(1, f"{count:,}" if count else "")
        shown = self._lists[loaded.table]
        shown.set_rows(loaded.rows)
        if self._wanted:
            shown.select(self._wanted)
            self._wanted = ()
        if self._pending:
            ids, why = self._pending
            self._pending = None
            shown.show_only(ids, why)
            shown.select([row.id for row in shown.model.shown[:1]])

    def add(self) -> None:
        """Open the form of a new record of the kind in front."""
        if not is_typed(self._table):
            return
        year = self.year.currentData()
        cut = table_info(self._table).year_field
        values = {cut.name: year} if year and cut and cut.kind is ValueKind.COUNT else {}
        edit_record(
            self.tools, RecordEdit(self._table, values=values), self.window(), self._on_added
        )

    def ask_remove(self) -> None:
        """Ask, then delete the selected records."""
        rows = self.list.selected_rows()
        if rows:
            name = rows[0].summary if len(rows) == 1 else ""
            remove_after_asking(self.pane, self._table, tuple(row.id for row in rows), name)

    def _place_parts(self) -> None:
        left = QWidget()
        choice = QHBoxLayout()
        label = QLabel("年度(&Y)")
        label.setBuddy(self.year)
        choice.addWidget(label)
        choice.addWidget(self.year, 1)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(choice)
        column.addWidget(self.kinds, 1)
        lists = QSplitter(Qt.Orientation.Horizontal)
        lists.setChildrenCollapsible(False)
        lists.setHandleWidth(8)
        for number, widget in enumerate((left, self._stack)):
            lists.addWidget(widget)
            lists.setStretchFactor(number, number)
        lists.setSizes(list(_SPLIT))
        self._split = CardSplit(lists, self.pane, (3, 1), _LEAST_LIST)
        self.body.addWidget(self._split, 1)
        self.add_notice_bar()

    def _year_box(self) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName("年度")
        box.addItem("全部年份", _ALL_YEARS)
        for year in range(self.tools.ledger.today().year, _FIRST_YEAR - 1, -1):
            box.addItem(f"{year}年", year)
        box.currentIndexChanged.connect(self._on_year_chosen)
        return box

    def _list_of(self, table: str) -> RecordTable[RecordRow]:
        if table not in self._lists:
            found = RecordTable(_setup(table_info(table), self.tools))
            title = table_title(table)
            if is_typed(table):
                found.add_button(f"新增{title}", "add", self.add, is_main=True)
                found.empty_action.connect(self.add)
            self.filed[table] = FiledTables(self.tools, self, table, self._shown_year)
            self.filed[table].add_to(found)
            found.current_changed.connect(self._on_current_changed)
            found.opened.connect(self._on_opened)
            found.menu_opening.connect(self._on_menu_opening)
            QShortcut(
                QKeySequence.StandardKey.Delete,
                found.view,
                self.ask_remove,
                context=Qt.ShortcutContext.WidgetWithChildrenShortcut,
            )
            self._lists[table] = found
            self._stack.addWidget(found)
        return self._lists[table]

    def _shown_year(self) -> int | None:
        return self._year

    def _on_kind_chosen(self, item: QTreeWidgetItem | None) -> None:
        table = item.data(0, _TABLE) if item else None
        if not table:
            return
        self._table = table
        self._stack.setCurrentWidget(self._list_of(table))
        self.pane.show_record(table, self.list.current_id())
        if self.isVisible():
            self.load()

    def _on_year_chosen(self) -> None:
        self._year = self.year.currentData() or None
        if self.isVisible():
            self.load()

    def _on_current_changed(self, record_id: str) -> None:
        if self.sender() is self.list:
            self.pane.show_record(self._table, record_id)

    def _on_opened(self, _: str) -> None:
        self.pane.edit()

    def _on_menu_opening(self, menu: QMenu) -> None:
        number = len(self.list.selected_ids())
        remove = menu.addAction(icon("delete"), f"删除选中的 {number:,} 条\tDel")
        remove.setEnabled(bool(number))
        remove.triggered.connect(self.ask_remove)

    def _on_added(self, outcome: Outcome) -> None:
        self._wanted = outcome.ids[:1]
        self.load()


def _newest_first(table: str, rows: list[RecordRow]) -> list[RecordRow]:
    """Return the records by the first date that their list shows, or by the year they belong to."""
    info = table_info(table)
    dated = [name for name in info.lists if info.fields[name].kind is ValueKind.DATE]
    dated += [info.year_field.name] if info.year_field else []
    if not dated:
        return rows
    return sorted(rows, key=lambda row: row.shown.get(dated[0], ""), reverse=True)


def _setup(info: TableInfo, tools: PageTools) -> TableSetup[RecordRow]:
    others = [name for name in info.fields if name not in info.lists]
    columns = [
        *(_column(info.fields[name], is_visible=True) for name in info.lists),
        *(_column(info.fields[name], is_visible=False) for name in others),
    ]
    return TableSetup(
        name=f"records.{info.name}",
        columns=columns,
        search_hint=f"查找{info.title}",
        empty=_empty(info),
        memory=tools.memory,
    )


def _empty(info: TableInfo) -> EmptyText:
    if is_typed(info.name):
        return EmptyText(f"还没有{info.title}", "点下面的按钮登记第一条。", f"新增{info.title}")
    return EmptyText(f"还没有{info.title}", "由程序在办理时登记，这里只供查看。")


def _column(field: Field, *, is_visible: bool) -> Column[RecordRow]:
    kind = ColumnKind.DATE if field.kind is ValueKind.DATE else ColumnKind.TEXT
    name = field.name
    return Column(
        key=name,
        title=field.label,
        text=lambda row: row.shown.get(name, ""),
        kind=ColumnKind.NUMBER if field.kind in _NUMBERS else kind,
        is_visible=is_visible,
        width=_width(field),
    )


def _width(field: Field) -> int:
    """Return the width of a column in Han characters; other records are called by whole phrases."""
    if field.name in _TOPICS:
        return _TOPIC_WIDTH
    if field.kind is ValueKind.REFERENCE and field.target not in _SHORT_NAMES:
        return _PARENT_WIDTH
    return _WIDTHS.get(field.kind, _TEXT_WIDTH)


def _kinds_tree(kinds: Sequence[KindGroup]) -> QTreeWidget:
    tree = QTreeWidget()
    tree.setAccessibleName("记录种类")
    tree.setColumnCount(2)
    tree.setHeaderHidden(True)
    tree.setRootIsDecorated(False)
    tree.header().setStretchLastSection(False)
    tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
    tree.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
    tree.setIndentation(14)
    for group in kinds:
        if len(kinds) > 1:
            heading = QTreeWidgetItem(tree, [group.title])
            heading.setFlags(Qt.ItemFlag.ItemIsEnabled)
            font = heading.font(0)
            font.setBold(True)
            heading.setFont(0, font)
        _add_kinds(tree, group)
    tree.expandAll()
    return tree


def _add_kinds(tree: QTreeWidget, group: KindGroup) -> None:
    """Add the kinds of a group; those that belong to another one stand under it."""
    added: dict[str, QTreeWidgetItem] = {}
    for info in group.tables:
        first = next(iter(info.fields.values()))
        above = added.get(first.target) if first.name in info.lists else None
        item = (
            QTreeWidgetItem(above, [info.title]) if above else QTreeWidgetItem(tree, [info.title])
        )
        item.setData(0, _TABLE, info.name)
        item.setToolTip(0, info.title)
        item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        added[info.name] = item


def _items(tree: QTreeWidget) -> Iterable[QTreeWidgetItem]:
    waiting = [item for n in range(tree.topLevelItemCount()) if (item := tree.topLevelItem(n))]
    while waiting:
        item = waiting.pop(0)
        yield item
        waiting += [item.child(number) for number in range(item.childCount())]
