"""The table of a branch's dues: one line per member, twelve months, paying by the keyboard."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import Enum

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from app.domain.amounts import read_amount
from app.domain.dues_views import PAYABLE, CellState, DuesCell, DuesGrid, DuesRow, Payment

Index = QModelIndex | QPersistentModelIndex
DUE, FIRST_MONTH, TOTAL = 0, 1, 13
_COLUMNS = 14
_NOWHERE = QModelIndex()
_WORDS = {
    CellState.NOT_OWED: "—",
    CellState.UNASSESSED: "未核定",
    CellState.OPEN: "",
    CellState.LATE: "欠",
    CellState.PAID: "✓",
}
_SAID = {
    CellState.NOT_OWED: "不用交",
    CellState.UNASSESSED: "还没有核定",
    CellState.OPEN: "还没有交",
    CellState.LATE: "逾期没有交",
    CellState.PAID: "已交",
}
_MONEY_WIDTH, _SIDE_WIDTH = 8, 10
"""In digits: a month, the columns at both sides."""


class Mark(Enum):
    """What will happen to a month when it is saved."""

    PAY = "PAY"
    TAKE_BACK = "TAKE_BACK"


class DuesModel(QAbstractTableModel):
    """Shows a grid and what is marked in it; marks are kept until they are saved or dropped.

    marks_changed: after every mark.
    """

    marks_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = DuesGrid("", "", 0, ())
        self._marks: dict[tuple[int, int], tuple[Mark, Decimal | None]] = {}

    @property
    def grid(self) -> DuesGrid:
        """The grid that is shown."""
        return self._grid

    def set_grid(self, grid: DuesGrid) -> None:
        """Show another grid; all marks go."""
        self.beginResetModel()
        self._grid = grid
        self._marks.clear()
        self.endResetModel()
        self.marks_changed.emit()

    def toggle(self, row: int, column: int) -> None:
        """Mark an open month as paid, a paid one as entered by mistake, or take the mark away."""
        if not self._is_month(column) or not self._grid.rows:
            return
        key, cell = (row, column), self._cell(row, column)
        if key in self._marks:
            del self._marks[key]
        elif cell.state in PAYABLE:
            self._marks[key] = (Mark.PAY, None)
        elif cell.paid:
            self._marks[key] = (Mark.TAKE_BACK, None)
        self._tell()

    def mark_through(self, row: int, column: int) -> None:
        """Mark all open months of a member up to a month."""
        for each in range(FIRST_MONTH, min(column, TOTAL - 1) + 1):
            self._mark_open(row, each)
        self._tell()

    def mark_month(self, column: int) -> None:
        """Mark a month for everybody who still owes it."""
        if self._is_month(column):
            for row in range(len(self._grid.rows)):
                self._mark_open(row, column)
            self._tell()

    def payments(self) -> tuple[list[Payment], list[Payment]]:
        """Return the months to be paid and those to be taken back."""
        found: dict[Mark, list[Payment]] = {Mark.PAY: [], Mark.TAKE_BACK: []}
        for (row, column), (mark, amount) in sorted(self._marks.items()):
            month = self._cell(row, column).month
            found[mark].append(Payment(self._grid.rows[row].id, month, amount))
        return found[Mark.PAY], found[Mark.TAKE_BACK]

    def marked_sum(self) -> tuple[int, Decimal]:
        """Return how many members are marked to pay, and how much in 元."""
        paying = {key: amount for key, (mark, amount) in self._marks.items() if mark is Mark.PAY}
        total = sum((amount or self._cell(*key).left for key, amount in paying.items()), Decimal(0))
        return len({row for row, _column in paying}), total

    @property
    def is_marked(self) -> bool:
        """Tell whether anything waits to be saved."""
        return bool(self._marks)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Return the number of members."""
        return 0 if parent.isValid() else len(self._grid.rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Return month due, twelve months, total."""
        return 0 if parent.isValid() else _COLUMNS

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let months that are open be typed into."""
        found = super().flags(index)
        if self._is_month(index.column()):
            cell = self._cell(index.row(), index.column())
            if cell.state in PAYABLE:
                return found | Qt.ItemFlag.ItemIsEditable
        return found

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return texts, alignment, bold marks and what a screen reader says."""
        row, column = index.row(), index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(row, column)
        if role == Qt.ItemDataRole.EditRole and self._is_month(column):
            return f"{self._cell(row, column).left:.2f}"
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.FontRole and (row, column) in self._marks:
            font = QFont()
            font.setBold(True)
            return font
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._said(row, column)
        return None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Mark a month as paid with the amount that was typed."""
        amount = read_amount(str(value)).value
        if role != Qt.ItemDataRole.EditRole or amount is None or amount <= 0:
            return False
        cell = self._cell(index.row(), index.column())
        key = (index.row(), index.column())
        self._marks[key] = (Mark.PAY, None if amount == cell.left else amount)
        self._tell()
        return True

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return the titles of the columns and the names of the members, which stay in sight."""
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation is Qt.Orientation.Vertical:
            return self._grid.rows[section].name
        fixed = {DUE: "月应交", TOTAL: "实交合计"}
        return fixed.get(section, f"{section - FIRST_MONTH + 1}月")

    def _is_month(self, column: int) -> bool:
        return FIRST_MONTH <= column < TOTAL

    def _cell(self, row: int, column: int) -> DuesCell:
        return self._grid.rows[row].cells[column - FIRST_MONTH]

    def _mark_open(self, row: int, column: int) -> None:
        if self._cell(row, column).state in PAYABLE:
            self._marks.setdefault((row, column), (Mark.PAY, None))

    def _text(self, row: int, column: int) -> str:
        line = self._grid.rows[row]
        if not self._is_month(column):
            return _sides(line)[column]
        cell = self._cell(row, column)
        mark, amount = self._marks.get((row, column), (None, None))
        if mark is Mark.PAY:
            return f"+{amount or cell.left:.2f}"
        if mark is Mark.TAKE_BACK:
            return f"取消{cell.paid:.2f}"
        if cell.paid:
            return f"{cell.paid:.2f}"
        return _WORDS[cell.state]

    def _said(self, row: int, column: int) -> str:
        line = self._grid.rows[row]
        if not self._is_month(column):
            return f"{line.name} {self.headerData(column, Qt.Orientation.Horizontal)}"
        cell = self._cell(row, column)
        due = f"，应交{cell.due:.2f}元" if cell.due is not None else ""
        paid = f"，实交{cell.paid:.2f}元" if cell.paid else ""
        marked = "，已标记，还没有保存" if (row, column) in self._marks else ""
        return f"{line.name}{cell.month.month}月：{_SAID[cell.state]}{due}{paid}{marked}"

    def _tell(self) -> None:
        last = self.index(max(len(self._grid.rows) - 1, 0), TOTAL)
        self.dataChanged.emit(self.index(0, DUE), last)
        self.marks_changed.emit()


class DuesTable(QTableView):
    """The view: Space marks a month, a typed number gives another amount."""

    def __init__(self, model: DuesModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.setModel(model)
        self.setAccessibleName("党费收缴表")
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
        )
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        digit = self.fontMetrics().horizontalAdvance("0")
        header = self.horizontalHeader()
        header.setMinimumSectionSize(_MONEY_WIDTH * digit)
        for column in range(_COLUMNS):
            is_month = FIRST_MONTH <= column < TOTAL
            mode = QHeaderView.ResizeMode
            header.setSectionResizeMode(column, mode.Stretch if is_month else mode.Fixed)
            self.setColumnWidth(column, _SIDE_WIDTH * digit)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 10)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the space bar before it begins to edit."""
        index = self.currentIndex()
        if event.key() == Qt.Key.Key_Space and index.isValid():
            self._model.toggle(index.row(), index.column())
            return
        super().keyPressEvent(event)

    def go_to(self, row: int, column: int) -> None:
        """Put the cursor on a cell."""
        self.setCurrentIndex(self._model.index(row, column))


def month_at(year: int, column: int) -> date:
    """Return the month of a column, the nearest one for the columns beside the months."""
    return date(year, min(max(column, FIRST_MONTH), TOTAL - 1) - FIRST_MONTH + 1, 1)


def month_column(on: date) -> int:
    """Return the column of the month of a day."""
    return FIRST_MONTH + on.month - 1


def _sides(line: DuesRow) -> Mapping[int, str]:
    due = "" if line.month_due is None else f"{line.month_due:.2f}"
    return {DUE: due, TOTAL: f"{line.paid:.2f}" if line.paid else ""}
