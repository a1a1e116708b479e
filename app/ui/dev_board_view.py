"""The board of development: five columns of people, what is next for each and by when."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QSizePolicy,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from app.domain.dev_board import BoardCard
from app.domain.kinds import DevPhase
from app.domain.rules import DueState
from app.domain.words import labels_of

_HEAD_LINES, _HEAD_ROOM = 2, 4
_CARD_AIR = 18
_ID = Qt.ItemDataRole.UserRole
_SIDES = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_WORDS = {DueState.OVERDUE: "已逾期", DueState.SOON: "现在要办", DueState.NEXT: "期限"}


class BoardView(QWidget):
    """Shows the cards by phase; arrow keys go everywhere, Enter opens a case.

    opened: the id of a case. chosen_changed: nothing, when other cards are selected.
    """

    opened = Signal(object)
    chosen_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._heads: dict[DevPhase, QLabel] = {}
        self.columns: dict[DevPhase, QListWidget] = {}
        self._cards: dict[str, BoardCard] = {}
        self._front = DevPhase.APPLICATION
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for phase in DevPhase:
            layout.addLayout(self._column(phase), 1)

    def show_cards(self, cards: Iterable[BoardCard]) -> None:
        """Show these cards; what was selected stays selected where it still is."""
        wanted, self._cards = set(self.chosen_ids()), {}
        by_phase: dict[DevPhase, list[BoardCard]] = {phase: [] for phase in DevPhase}
        for card in cards:
            self._cards[card.id] = card
            by_phase[card.phase].append(card)
        for phase, several in by_phase.items():
            self._heads[phase].setText(f"{len(several):,}  {labels_of('DevPhase')[phase]}")
            self._fill(self.columns[phase], several, wanted)

    def chosen(self) -> list[BoardCard]:
        """Return the selected cards of the column in front."""
        return [self._cards[one] for one in self.chosen_ids()]

    def chosen_ids(self) -> list[str]:
        """Return the ids of the selected cards of the column in front, top to bottom."""
        column = self.columns[self._front]
        rows = sorted(column.row(item) for item in column.selectedItems())
        return [str(column.item(row).data(_ID)) for row in rows]

    def choose(self, case_id: str) -> bool:
        """Put the cursor on a card and tell whether it is there."""
        for phase, column in self.columns.items():
            for row in range(column.count()):
                if column.item(row).data(_ID) == case_id:
                    column.setCurrentRow(row)
                    self._enter(phase)
                    return True
        return False

    def go_to_first(self) -> None:
        """Put the cursor on the first card there is, unless it stands on one."""
        if self.columns[self._front].count():
            self._enter(self._front)
            return
        for phase, column in self.columns.items():
            if column.count():
                self._enter(phase)
                return

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrows to the sides go on to the next column that holds a card."""
        if event.type() is QEvent.Type.FocusIn:
            self._come_to_front(self._phase_of(watched))
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            side = _SIDES.get(Qt.Key(event.key()))
            if side:
                self._go_aside(self._phase_of(watched), side)
                return True
        return super().eventFilter(watched, event)

    def _column(self, phase: DevPhase) -> QVBoxLayout:
        head = QLabel(labels_of("DevPhase")[phase])
        head.setProperty("kind", "section")
        head.setToolTip(labels_of("DevPhase")[phase])
        head.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        head.setWordWrap(True)
        head.ensurePolished()
        head.setMinimumHeight(_HEAD_LINES * head.fontMetrics().lineSpacing() + _HEAD_ROOM)
        head.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom)
        found = QListWidget()
        found.setAccessibleName(labels_of("DevPhase")[phase])
        found.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        found.setWordWrap(True)
        found.setTextElideMode(Qt.TextElideMode.ElideNone)
        found.setItemDelegate(_CardHeight(found))
        found.setSpacing(2)
        found.setResizeMode(QListWidget.ResizeMode.Adjust)
        found.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        found.itemActivated.connect(self._on_activated)
        found.itemSelectionChanged.connect(self.chosen_changed)
        found.installEventFilter(self)
        self._heads[phase], self.columns[phase] = head, found
        column = QVBoxLayout()
        column.setSpacing(4)
        column.addWidget(head)
        column.addWidget(found, 1)
        return column

    def _fill(self, column: QListWidget, cards: Sequence[BoardCard], wanted: set[str]) -> None:
        row = max(0, column.currentRow())
        column.clear()
        for card in cards:
            item = QListWidgetItem(card_text(card))
            item.setData(_ID, card.id)
            item.setTextAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
            item.setToolTip(card.due.text if card.due else "")
            column.addItem(item)
            item.setSelected(card.id in wanted)
        kept = [n for n, card in enumerate(cards) if card.id in wanted]
        where = kept[0] if kept else min(row, len(cards) - 1)
        stay = QItemSelectionModel.SelectionFlag.NoUpdate
        column.setCurrentRow(where, stay)

    def _phase_of(self, watched: QObject) -> DevPhase:
        return next((p for p, one in self.columns.items() if one is watched), self._front)

    def _go_aside(self, phase: DevPhase, side: int) -> None:
        phases = list(DevPhase)
        number = phases.index(phase) + side
        while 0 <= number < len(phases):
            if self.columns[phases[number]].count():
                self._enter(phases[number])
                return
            number += side

    def _enter(self, phase: DevPhase) -> None:
        self._come_to_front(phase)
        self.columns[phase].setFocus()

    def _come_to_front(self, phase: DevPhase) -> None:
        """Let only one column have a selection: the one that the keyboard stands in."""
        self._front = phase
        for other, column in self.columns.items():
            if other is not phase:
                column.clearSelection()
        column = self.columns[phase]
        if not column.selectedItems() and column.count():
            column.setCurrentRow(max(0, column.currentRow()))
            column.currentItem().setSelected(True)
        self.chosen_changed.emit()

    def _on_activated(self, item: QListWidgetItem) -> None:
        self.opened.emit(str(item.data(_ID)))


class _CardHeight(QStyledItemDelegate):
    """Gives a card the height of its wrapped text; Qt measures it wider than it paints it."""

    def __init__(self, column: QListWidget) -> None:
        super().__init__(column)
        self._column = column

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Return the size of the text in the width of the column."""
        hint, column = super().sizeHint(option, index), self._column
        room = QRect(0, 0, max(column.viewport().width() - _CARD_AIR, 1), 10_000)
        text = str(index.data() or "")
        needed = column.fontMetrics().boundingRect(room, Qt.TextFlag.TextWordWrap, text)
        return QSize(hint.width(), max(hint.height(), needed.height() + _CARD_AIR // 2))


def card_text(card: BoardCard) -> str:
    """Return what a card says: who, where, what is next and by when."""
    category = labels_of("Category").get(card.category, "")
    lines = [f"{card.name}  {category}", card.org]
    if card.is_closed:
        lines.append("已办结")
    elif card.next_step:
        lines.append(f"→ {card.next_step.title}")
    if card.due and card.due.due_on:
        lines.append(f"{_WORDS[card.due.state]} {card.due.due_on.isoformat()}")
    if card.late_n:
        lines.append(f"{card.late_n} 项逾期或不合规定")
    return "\n".join(lines)
