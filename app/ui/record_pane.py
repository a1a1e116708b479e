"""A card that loads, changes and deletes its record, in a page or in a window of its own."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from app.base.errors import UserError
from app.domain.changes import Changes
from app.domain.fields import table_title
from app.domain.record_rows import RecordCard
from app.services import record_book
from app.services.ledger import Ledger
from app.ui import messages
from app.ui.notice_bar import NoticeBar
from app.ui.page import PageTools
from app.ui.record_card import RecordCardView, child_tables
from app.ui.record_dialog import RecordEdit, edit_record
from app.ui.record_kinds import is_typed
from app.ui.screen_fit import resize_on_screen

_WINDOW_SIZE = (560, 600)


@dataclass(frozen=True, slots=True)
class _Loaded:
    card: RecordCard
    doubts: tuple[str, ...]


class RecordPane(RecordCardView):
    """Shows one record by table and id, follows its changes, edits and deletes it.

    gone: the record is no longer there.
    """

    gone = Signal()

    def __init__(self, tools: PageTools, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tools = tools
        self._shown = ("", "")
        self.edit_requested.connect(self.edit)
        self.remove_requested.connect(self.ask_remove)
        self.part_opened.connect(self._on_part_opened)
        self.add_requested.connect(self._on_add_requested)
        tools.changes.changed.connect(self._on_changed)

    def show_record(self, table: str, record_id: str) -> None:
        """Load a record in the background and show it; an empty id shows nothing."""
        self._shown = (table, record_id)
        if not record_id:
            self.show_card(None)
            return
        ledger = self._tools.ledger
        self._tools.tasks.read(
            lambda _: _load(ledger, table, record_id), self._on_loaded, self._on_missing
        )

    def edit(self) -> None:
        """Open the form of the record."""
        table, record_id = self._shown
        if record_id and is_typed(table):
            edit_record(self._tools, RecordEdit(table, record_id), self.window())

    def ask_remove(self) -> None:
        """Ask, then put the record into the recycle bin."""
        table, record_id = self._shown
        if record_id and self.card:
            remove_after_asking(self, table, (record_id,), self.card.row.summary)

    def remove(self, table: str, ids: tuple[str, ...]) -> None:
        """Put records into the recycle bin."""
        ledger = self._tools.ledger
        self._tools.writer.run(
            lambda _: record_book.remove(ledger, table, ids), f"删除{table_title(table)}"
        )

    def _on_loaded(self, loaded: _Loaded) -> None:
        if (loaded.card.table, loaded.card.row.id) == self._shown:
            self.show_card(loaded.card, loaded.doubts)

    def _on_missing(self, _: UserError) -> None:
        self.show_card(None)
        self.gone.emit()

    def _on_changed(self, changes: Changes) -> None:
        table, record_id = self._shown
        if record_id and changes.touches(table, *child_tables(table)):
            self.show_record(table, record_id)

    def _on_part_opened(self, found: tuple[str, str]) -> None:
        open_record_window(self._tools, *found, self.window())

    def _on_add_requested(self, table: str) -> None:
        shown_table, record_id = self._shown
        values = {child_tables(shown_table)[table]: record_id}
        edit_record(self._tools, RecordEdit(table, values=values), self.window())


def remove_after_asking(pane: RecordPane, table: str, ids: tuple[str, ...], name: str = "") -> None:
    """Ask with the name of the record, or with their number, and remove them."""
    what = f"{table_title(table)}“{name}”" if name else f"这 {len(ids):,} 条{table_title(table)}"
    messages.ask(
        pane,
        f"删除{what}？删除后可以在“操作记录”的回收站里恢复。",
        ("删除", "不删"),
        lambda: pane.remove(table, ids),
    )


class RecordWindow(QDialog):
    """One record in a window of its own, beside which the program stays usable."""

    def __init__(self, tools: PageTools, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.NonModal)
        resize_on_screen(self, *_WINDOW_SIZE)
        self.pane = RecordPane(tools)
        layout = QVBoxLayout(self)
        layout.addWidget(self.pane, 1)
        layout.addWidget(NoticeBar(tools.writer))

    def show_record(self, table: str, record_id: str) -> None:
        """Show a record."""
        self.setWindowTitle(table_title(table))
        self.pane.show_record(table, record_id)


def open_record_window(
    tools: PageTools, table: str, record_id: str, parent: QWidget | None
) -> RecordWindow:
    """Open the card of any record in a window of its own."""
    window = RecordWindow(tools, parent)
    window.show_record(table, record_id)
    window.show()
    return window


def _load(ledger: Ledger, table: str, record_id: str) -> _Loaded:
    card = record_book.card(ledger, table, record_id)
    is_there = card.row.raw.get("removed_at") is None
    return _Loaded(card, record_book.doubts(ledger, table, record_id) if is_there else ())
