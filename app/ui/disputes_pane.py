"""要核定: the records that contradict one another, and the 冲突卡 of the one under the cursor."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QListWidget, QListWidgetItem, QSplitter, QVBoxLayout, QWidget

from app.base.errors import UserError
from app.base.progress import Progress
from app.services.exchange import disputes
from app.services.exchange.disputes import DisputeCard, DisputeKind
from app.services.ledger import Outcome
from app.ui import messages
from app.ui.dispute_view import DisputeView
from app.ui.empty_state import EmptyState, EmptyText
from app.ui.page import PageTools
from app.ui.style import icon

KIND_WORDS = {
    DisputeKind.TRANSFER: "组织关系在哪个支部",
    DisputeKind.REMOVED: "一边删除，一边修改",
    DisputeKind.PROPOSAL: "学校的建议",
    DisputeKind.VALUE: "两边填得不一样",
}
_PICTURES = {
    DisputeKind.TRANSFER: "branches",
    DisputeKind.REMOVED: "delete",
    DisputeKind.PROPOSAL: "question",
    DisputeKind.VALUE: "warning",
}
_NOTHING = EmptyText("没有要核定的", "两边填得不一样的地方会列在这里，不会悄悄丢掉哪一边。")


class DisputesPane(QWidget):
    """A list of records and the card of one; Enter in the list goes to the card."""

    def __init__(self, tools: PageTools, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tools = tools
        self._is_bureau = False
        self._cards: dict[str, DisputeCard] = {}
        self.list = QListWidget()
        self.list.setAccessibleName("要核定的记录")
        self.list.setWordWrap(True)
        self.list.setSpacing(2)
        self.list.currentItemChanged.connect(self._on_current)
        self.list.installEventFilter(self)
        self.view = DisputeView()
        self.view.settled.connect(self.settle)
        self.nothing = EmptyState(_NOTHING)
        self.waiting = QLabel()
        self.waiting.setWordWrap(True)
        self.waiting.setProperty("kind", "muted")
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.addWidget(self.list)
        self.split.addWidget(self.view)
        self.split.setSizes([340, 760])
        self.split.setHandleWidth(8)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.addWidget(self.split, 1)
        column.addWidget(self.nothing, 1)
        column.addWidget(self.waiting)

    def show_cards(
        self, cards: Sequence[DisputeCard], waiting: Sequence[str], *, is_bureau: bool
    ) -> None:
        """Show what is to be settled; the cursor stays where it was, or near."""
        self._is_bureau = is_bureau
        before, row = self._current(), max(self.list.currentRow(), 0)
        self._cards = {card.record: card for card in cards}
        self.list.blockSignals(True)  # noqa: FBT003 - Qt takes the value by position
        self.list.clear()
        for card in cards:
            item = QListWidgetItem(
                icon(_PICTURES[card.kind]), f"{card.title}\n{KIND_WORDS[card.kind]}"
            )
            item.setData(Qt.ItemDataRole.UserRole, card.record)
            self.list.addItem(item)
        self.list.blockSignals(False)  # noqa: FBT003 - as above
        records = list(self._cards)
        if records:
            row = records.index(before) if before in records else min(row, len(records) - 1)
            self.list.setCurrentRow(row)
        self._on_current()
        self.split.setVisible(bool(cards))
        self.nothing.setVisible(not cards)
        self.waiting.setText("\n".join(waiting))
        self.waiting.setVisible(bool(waiting))

    def settle(self, choices: dict[str, str]) -> None:
        """Settle fields of the record under the cursor; Ctrl+Z takes it back."""
        record, ledger = self._current(), self._tools.ledger

        def work(_: Progress) -> Outcome:
            return disputes.resolve(ledger, record, choices)

        self._tools.writer.run(work, "核定", failed=self._on_failed)
        self.list.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the keys of the card work from the list too."""
        if (
            watched is self.list
            and event.type() is QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and self._current()
            and self.view.take_key(event)
        ):
            return True
        return super().eventFilter(watched, event)

    def _current(self) -> str:
        item = self.list.currentItem()
        return str(item.data(Qt.ItemDataRole.UserRole)) if item else ""

    def _on_current(self) -> None:
        card = self._cards.get(self._current())
        self.view.show_card(card, is_bureau=self._is_bureau)

    def _on_failed(self, error: UserError) -> None:
        messages.show_error(self, error)
