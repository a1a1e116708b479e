"""The list of records used by all pages: search, header filters, columns, selection by id."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Generic

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QHideEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QPushButton, QStackedWidget, QVBoxLayout, QWidget

from app.ui import clipboard, messages
from app.ui.column_chooser import ColumnChoice, ColumnChooser
from app.ui.column_filters import ColumnFilter
from app.ui.empty_state import EmptyState, EmptyText
from app.ui.filter_popup import FilterPopup
from app.ui.frozen_view import FrozenView
from app.ui.layout_memory import LayoutMemory
from app.ui.popups import open_below
from app.ui.table_bars import BottomBar, TopBar
from app.ui.table_layout import Sorting, TableLayout, arrange, default_layout, present_layout
from app.ui.table_menus import install_menus
from app.ui.table_model import Column, NamedOrder, Row, RowsModel
from app.ui.table_selection import move_cursor, select_lines, selected_lines

_SAVE_AFTER_MS = 300
_COPY_LIMIT = 20_000
_NOTHING_YET = EmptyText("还没有记录")
_NOTHING_FOUND = EmptyText("没有符合条件的记录", "换几个字再查，或者取消筛选。", "清除查询和筛选")


@dataclass(frozen=True, slots=True)
class TableSetup(Generic[Row]):
    """What makes one list: its permanent name, its columns and what it is handed.

    unit: the measure word of the count (人, 个, 条). frozen: how many first columns stay in place.
    orders: named orders; the first is the order at the beginning. search: gives the ids for a
    text, None for all; without it the texts of the visible columns are searched. empty: shown when
    there is no record at all. memory: where the layout is kept under `name`.
    owns_find_key: False for a second list in the same window. copy_note: what to say after the
    columns with these keys were copied.
    """

    name: str
    columns: Sequence[Column[Row]]
    unit: str = "条"
    frozen: int = 1
    orders: Sequence[NamedOrder[Row]] = ()
    search: Callable[[str], Sequence[str] | None] | None = None
    search_hint: str = "查找"
    empty: EmptyText = _NOTHING_YET
    memory: LayoutMemory | None = None
    owns_find_key: bool = True
    copy_note: Callable[[Sequence[str]], str] = lambda _: ""


class RecordTable(QWidget, Generic[Row]):
    """A list of records; give it rows with set_rows, listen to its signals.

    opened: the id of the record to open (double click, Enter). selection_changed: a tuple of ids.
    current_changed: the id under the cursor, "" for none. menu_opening: the QMenu of the right
    button, to add actions. empty_action, empty_other: the buttons of the empty list.
    """

    opened = Signal(object)
    selection_changed = Signal(object)
    current_changed = Signal(object)
    menu_opening = Signal(object)
    empty_action = Signal()
    empty_other = Signal()

    def __init__(self, setup: TableSetup[Row], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._setup = setup
        self._sorting = Sorting()
        self._only: tuple[frozenset[str], str] | None = None
        self._filtering = 0
        self._is_read = False
        self._kept: tuple[tuple[str, ...], str, int] = ((), "", 0)
        self.model: RowsModel[Row] = RowsModel(setup.columns, self)
        self.view = FrozenView(setup.frozen, self)
        self.view.setModel(self.model)
        self.view.setAccessibleName("列表")
        self.top = TopBar(setup.orders, setup.search_hint, self)
        self.bottom = BottomBar(self)
        self._empty = EmptyState(setup.empty)
        self._nothing_found = EmptyState(_NOTHING_FOUND)
        self._stack = QStackedWidget()
        for widget in (self.view, self._empty, self._nothing_found):
            self._stack.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.top)
        layout.addWidget(self._stack, 1)
        layout.addWidget(self.bottom)
        self._save_timer = QTimer(self, singleShot=True, interval=_SAVE_AFTER_MS)
        self._restore_layout()
        self._connect()
        self._on_rows_changed()

    def set_rows(self, rows: Iterable[Row]) -> None:
        """Replace all rows; order, search, filters and the selection (by id) stay."""
        self._is_read = True
        self.model.set_rows(rows)
        if self.top.text():
            self._on_search_due()

    def add_button(
        self, text: str, icon_name: str, slot: Callable[[], object], *, is_main: bool = False
    ) -> QPushButton:
        """Put a button above the list, left of the search field; is_main for 新增."""
        return self.top.add_button(text, icon_name, slot, is_main=is_main)

    def selected_ids(self) -> tuple[str, ...]:
        """Return the ids of the selected records in the order of the screen."""
        return tuple(row.id for row in self.selected_rows())

    def selected_rows(self) -> list[Row]:
        """Return the selected rows in the order of the screen."""
        return [self.model.row_at(line) for line in selected_lines(self.view)]

    def current_id(self) -> str:
        """Return the id of the record under the cursor, "" for none."""
        index = self.view.currentIndex()
        return self.model.row_at(index.row()).id if index.isValid() else ""

    def select(self, ids: Iterable[str]) -> None:
        """Select these records, put the cursor on the first and bring it into view."""
        lines = self.model.lines_of(ids)
        select_lines(self.view, lines)
        if lines:
            move_cursor(self.view, lines[0])
            self.view.scrollTo(self.view.currentIndex())

    def show_only(self, ids: Iterable[str], why: str) -> None:
        """Show exactly these records, for example those behind a number; why is shown below."""
        self._only = (frozenset(ids), why)
        self.top.clear_search()
        self.model.clear_filters()
        self._on_search_due()

    def show_all(self) -> None:
        """Take away search, header filters and show_only."""
        self._only = None
        self.top.clear_search()
        self.model.clear_filters()
        self._on_search_due()

    def show_empty(self, text: EmptyText) -> None:
        """Say something else while there is no record at all."""
        self._empty.show_text(text)

    def set_filter(self, key: str, column_filter: ColumnFilter) -> None:
        """Put a filter on a column by its key; an open filter takes it away."""
        self.model.set_filter(self._number(key), column_filter)

    def sort(self, sorting: Sorting) -> None:
        """Sort by a column or a named order; an unknown key leaves the order as handed in."""
        self._sorting = sorting
        keys = {order.key: order.sort for order in self._setup.orders}
        columns = {column.key: column for column in self.model.columns}
        if sorting.is_column and sorting.key in columns:
            column = columns[sorting.key]
            self.model.sort_by(column.sort_key, descending=sorting.is_descending)
            number: int | None = self._number(sorting.key)
        else:
            self.model.sort_by(keys.get(sorting.key), descending=sorting.is_descending)
            number = None
        for header in (self.view.header, self.view.left.header):
            header.set_sorted(number, descending=sorting.is_descending)
        title = columns[sorting.key].title if number is not None else ""
        self.top.show_order(sorting.key if number is None else "", title)
        self._save_timer.start()

    def copy(self, *, with_titles: bool = False) -> None:
        """Copy the selected records with the visible columns to the clipboard."""
        self._copy(self._visible_columns(), with_titles=with_titles)

    def copy_column(self, number: int) -> None:
        """Copy one column of the selected records, for example their phone numbers."""
        self._copy([self.model.columns[number]])

    def hide_column(self, number: int) -> None:
        """Hide a column and take its filter away; the frozen ones stay."""
        if number >= self._setup.frozen:
            self.view.setColumnHidden(number, True)  # noqa: FBT003 - Qt takes it by position
            self.model.set_filter(number, ColumnFilter())
            self._save_timer.start()

    def show_column(self, key: str, *, is_shown: bool) -> None:
        """Show a column, or take it away, as what the list holds asks for."""
        self.view.setColumnHidden(self._number(key), not is_shown)

    def choose_columns(self) -> None:
        """Open the column chooser."""
        present = present_layout(self.model.columns, self.view, self._sorting)
        default = default_layout(self.model.columns, self.view)
        chooser = ColumnChooser(self._choices(present), self._choices(default), self)
        chooser.chosen.connect(self._on_columns_chosen)
        chooser.open()

    def open_filter(self, number: int) -> None:
        """Open the filter window under the header of a column."""
        column = self.model.columns[number]
        present = self.model.filters.get(number, ColumnFilter())
        popup = FilterPopup(column.kind, self.model.values_of(number), present, self)
        self._filtering = number
        popup.applied.connect(self._on_filter_applied)
        popup.sort_requested.connect(self._on_filter_sorted)
        open_below(popup, self.view.header, self.view.columnViewportPosition(number))

    def hideEvent(self, event: QHideEvent) -> None:
        """Keep a layout that was just changed."""
        super().hideEvent(event)
        if self._save_timer.isActive():
            self._on_save_due()

    def _connect(self) -> None:
        view, model = self.view, self.model
        model.modelAboutToBeReset.connect(self._on_about_to_reset)
        model.rows_changed.connect(self._on_rows_changed)
        view.selectionModel().selectionChanged.connect(self._on_selection_changed)
        view.selectionModel().currentRowChanged.connect(self._on_current_changed)
        view.doubleClicked.connect(self._on_open_requested)
        view.open_requested.connect(self._on_open_requested)
        view.copy_requested.connect(self._on_copy_requested)
        view.filter_requested.connect(self.open_filter)
        for part in (view, view.left):
            part.header.sectionClicked.connect(self._on_header_clicked)
            install_menus(part, self)
        view.header.sectionMoved.connect(self._save_timer.start)
        view.header.sectionResized.connect(self._save_timer.start)
        self._save_timer.timeout.connect(self._on_save_due)
        self.top.search_due.connect(self._on_search_due)
        self.top.left_downwards.connect(self._on_search_left)
        self.top.order_chosen.connect(self._on_order_chosen)
        self.top.columns_requested.connect(self.choose_columns)
        self.bottom.show_all_requested.connect(self.show_all)
        self._empty.action_requested.connect(self.empty_action)
        self._empty.other_requested.connect(self.empty_other)
        self._nothing_found.action_requested.connect(self.show_all)
        if self._setup.owns_find_key:
            QShortcut(QKeySequence.StandardKey.Find, self, self.top.focus_search)

    def _restore_layout(self) -> None:
        setup = self._setup
        first = Sorting(setup.orders[0].key) if setup.orders else Sorting()
        layout = replace(default_layout(setup.columns, self.view), sorting=first)
        arrange(setup.columns, self.view, layout, setup.frozen)
        saved = TableLayout.from_text(setup.memory.load(setup.name)) if setup.memory else None
        if saved:
            arrange(setup.columns, self.view, saved, setup.frozen)
        self.sort((saved or layout).sorting)
        self._save_timer.stop()

    def _number(self, key: str) -> int:
        return [column.key for column in self.model.columns].index(key)

    def _visible_columns(self) -> list[Column[Row]]:
        header = self.view.header
        numbers = map(header.logicalIndex, range(header.count()))
        return [self.model.columns[n] for n in numbers if not header.isSectionHidden(n)]

    def _choices(self, layout: TableLayout) -> list[ColumnChoice]:
        titles = {column.key: column.title for column in self.model.columns}
        fixed = {column.key for column in self.model.columns[: self._setup.frozen]}
        return [
            ColumnChoice(key, titles[key], key not in layout.hidden)
            for key in layout.order
            if key not in fixed
        ]

    def _copy(self, columns: Sequence[Column[Row]], *, with_titles: bool = False) -> None:
        rows = self.selected_rows()
        if len(rows) > _COPY_LIMIT:
            advice = "请少选一些，或者用“导出”存成表格文件。"
            messages.tell(self, f"一次最多复制 {_COPY_LIMIT:,} 行。", advice)
        elif rows:
            mime = clipboard.block(rows, columns, with_titles=with_titles)
            QGuiApplication.clipboard().setMimeData(mime)
            note = self._setup.copy_note([column.key for column in columns])
            done = f"已复制 {len(rows):,} {self._setup.unit}"
            self.bottom.say(f"{done}，{note}" if note else done)

    def _reasons(self) -> list[str]:
        reasons = [self._only[1]] if self._only else []
        if self.top.text():
            reasons.append(f"含“{self.top.text()}”")
        titles = [self.model.columns[number].title for number in self.model.filters]
        return [*reasons, "筛选了" + "、".join(titles)] if titles else reasons

    def _show_state(self) -> None:
        shown, total = len(self.model.shown), self.model.total
        # Before the first reading has come back nothing is known to be missing.
        nothing = self._nothing_found if total else self._empty
        page = self.view if shown or not self._is_read else nothing
        self._stack.setCurrentWidget(page)
        selected = len(selected_lines(self.view))
        self.bottom.show_counts(total, shown, selected, self._setup.unit)
        self.bottom.show_filters(self._reasons())
        for header in (self.view.header, self.view.left.header):
            header.set_filtered(tuple(self.model.filters))

    def _found_in_text(self, wanted: str) -> list[str]:
        columns, wanted = self._visible_columns(), wanted.lower()
        return [
            row.id
            for row in self.model.rows
            if any(wanted in column.text(row).lower() for column in columns)
        ]

    def _on_search_due(self) -> None:
        text = self.top.text()
        search = self._setup.search or self._found_in_text
        found: Iterable[str] | None = search(text) if text else None
        if self._only:
            only = self._only[0]
            found = only if found is None else only.intersection(found)
        self.model.set_found(found)

    def _on_search_left(self) -> None:
        self.view.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if self.model.shown and not selected_lines(self.view):
            self.view.selectRow(0)

    def _on_about_to_reset(self) -> None:
        column = max(self.view.currentIndex().column(), 0)
        self._kept = (self.selected_ids(), self.current_id(), column)

    def _on_rows_changed(self) -> None:
        selected, current, column = self._kept
        lines = self.model.lines_of([current])
        if lines:
            move_cursor(self.view, lines[0], column)
        select_lines(self.view, self.model.lines_of(selected))
        self._on_selection_changed()
        if current and not lines:
            self.current_changed.emit("")

    def _on_selection_changed(self) -> None:
        self.bottom.say("")
        self._show_state()
        self.selection_changed.emit(self.selected_ids())

    def _on_current_changed(self) -> None:
        self.current_changed.emit(self.current_id())

    def _on_open_requested(self) -> None:
        if self.current_id():
            self.opened.emit(self.current_id())

    def _on_copy_requested(self, with_titles: bool) -> None:  # noqa: FBT001 - a slot
        self.copy(with_titles=with_titles)

    def _on_header_clicked(self, number: int) -> None:
        key = self.model.columns[number].key
        present = self._sorting
        again = present.is_column and present.key == key and not present.is_descending
        self._sort_anew(Sorting(key, is_column=True, is_descending=again))

    def _on_filter_applied(self, column_filter: ColumnFilter) -> None:
        self.model.set_filter(self._filtering, column_filter)

    def _on_filter_sorted(self, order: Qt.SortOrder) -> None:
        key = self.model.columns[self._filtering].key
        is_descending = order is Qt.SortOrder.DescendingOrder
        self._sort_anew(Sorting(key, is_column=True, is_descending=is_descending))

    def _on_order_chosen(self, key: str) -> None:
        self._sort_anew(Sorting(key))

    def _sort_anew(self, sorting: Sorting) -> None:
        """Sort and show the list from its top, not where the selected record has gone."""
        self.sort(sorting)
        self.view.scrollToTop()

    def _on_columns_chosen(self, choices: Sequence[ColumnChoice]) -> None:
        fixed = tuple(column.key for column in self.model.columns[: self._setup.frozen])
        layout = TableLayout(
            order=(*fixed, *(choice.key for choice in choices)),
            hidden=frozenset(choice.key for choice in choices if not choice.is_visible),
        )
        arrange(self.model.columns, self.view, layout, self._setup.frozen)
        for key in layout.hidden:
            self.set_filter(key, ColumnFilter())
        self._on_save_due()

    def _on_save_due(self) -> None:
        self._save_timer.stop()
        if self._setup.memory:
            layout = present_layout(self.model.columns, self.view, self._sorting)
            self._setup.memory.save(self._setup.name, layout.to_text())
