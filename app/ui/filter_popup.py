"""The little window under a header's funnel: order, condition, values with counts."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListView,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.ui.column_filters import (
    DATE_COMPARISONS,
    NUMBER_COMPARISONS,
    TEXT_COMPARISONS,
    WITH_TWO_BOUNDS,
    WITHOUT_BOUND,
    ColumnFilter,
    Comparison,
    Condition,
)
from app.ui.style import icon, primary
from app.ui.table_model import NO_INDEX, ColumnKind, Index

_COMPARISONS = {
    ColumnKind.TEXT: TEXT_COMPARISONS,
    ColumnKind.NUMBER: NUMBER_COMPARISONS,
    ColumnKind.DATE: DATE_COMPARISONS,
}
_HINTS = {ColumnKind.TEXT: "文字", ColumnKind.NUMBER: "数字", ColumnKind.DATE: "如 2022-06"}


class ValuesModel(QAbstractListModel):
    """The values of a column with their counts, each with a tick; a search narrows the list."""

    def __init__(
        self,
        values: Sequence[tuple[str, int]],
        ticked: frozenset[str] | None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._values = list(values)
        self._shown = self._values
        self._ticked = {text for text, _ in values if ticked is None or text in ticked}
        self._is_narrowed = False

    def narrow(self, wanted: str) -> None:
        """Show only the values that contain the text."""
        wanted = wanted.strip().lower()
        self.beginResetModel()
        self._is_narrowed = bool(wanted)
        self._shown = [pair for pair in self._values if wanted in pair[0].lower()]
        self.endResetModel()

    def tick_all(self, state: Qt.CheckState) -> None:
        """Tick or clear all shown values."""
        shown = {text for text, _ in self._shown}
        self._ticked = (
            self._ticked | shown if state is Qt.CheckState.Checked else self._ticked - shown
        )
        if self._shown:
            self.dataChanged.emit(self.index(0), self.index(len(self._shown) - 1))

    def ticked(self) -> frozenset[str] | None:
        """Return the ticked values, among the shown ones while narrowed; None when all are."""
        if self._is_narrowed:
            return frozenset(text for text, _ in self._shown if text in self._ticked)
        return None if len(self._ticked) == len(self._values) else frozenset(self._ticked)

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        """Count the shown values."""
        return 0 if parent.isValid() else len(self._shown)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let every value be ticked."""
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsUserCheckable if index.isValid() else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Answer a value with its count, or its tick."""
        if not index.isValid():
            return None
        text, count = self._shown[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{text or '（空白）'}  ({count:,})"
        if role == Qt.ItemDataRole.CheckStateRole:
            return Qt.CheckState.Checked if text in self._ticked else Qt.CheckState.Unchecked
        return None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Take a tick."""
        if role != Qt.ItemDataRole.CheckStateRole:
            return False
        text = self._shown[index.row()][0]
        if Qt.CheckState(value) is Qt.CheckState.Checked:
            self._ticked.add(text)
        else:
            self._ticked.discard(text)
        self.dataChanged.emit(index, index)
        return True


class FilterPopup(QFrame):
    """Opens under the header; `applied` carries a ColumnFilter, `sort_requested` a Qt order."""

    applied = Signal(object)
    sort_requested = Signal(object)

    def __init__(
        self,
        kind: ColumnKind,
        values: Sequence[tuple[str, int]],
        present: ColumnFilter,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("filterPopup")
        self.setMinimumWidth(300)
        self._kind = kind
        self.values = ValuesModel(values, present.values, self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 10, 10, 10)
        layout.addLayout(self._order_row())
        layout.addLayout(self._condition_rows(present.condition))
        self._add_values(layout)
        layout.addLayout(self._closing_row())
        self.search.setFocus()

    def apply(self) -> None:
        """Hand out what is chosen and close."""
        self.applied.emit(ColumnFilter(self.values.ticked(), self._condition()))
        self.close()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter apply; Esc closes a popup by itself."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.apply()
            return
        super().keyPressEvent(event)

    def _order_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        for text, name, slot in (
            ("升序", "up", self._on_ascending_clicked),
            ("降序", "down", self._on_descending_clicked),
        ):
            button = QPushButton(icon(name), text)
            button.clicked.connect(slot)
            row.addWidget(button)
        return row

    def _condition_rows(self, present: Condition | None) -> QVBoxLayout:
        self.comparison = QComboBox()
        self.comparison.setAccessibleName("条件")
        self.comparison.addItem("（不设条件）", None)
        for comparison in _COMPARISONS[self._kind]:
            self.comparison.addItem(comparison.value, comparison)
        self.low, self.high = QLineEdit(), QLineEdit()
        for field, name in ((self.low, "条件的值"), (self.high, "条件的上限")):
            field.setAccessibleName(name)
            field.setPlaceholderText(_HINTS[self._kind])
        if present:
            self.comparison.setCurrentIndex(self.comparison.findData(present.comparison))
            self.low.setText(present.low)
            self.high.setText(present.high)
        self.comparison.currentIndexChanged.connect(self._on_comparison_changed)
        bounds = QHBoxLayout()
        bounds.addWidget(self.low)
        bounds.addWidget(self.high)
        rows = QVBoxLayout()
        rows.addWidget(self.comparison)
        rows.addLayout(bounds)
        self._on_comparison_changed()
        return rows

    def _add_values(self, layout: QVBoxLayout) -> None:
        self.search = QLineEdit(placeholderText="在下面的值中查找", clearButtonEnabled=True)
        self.search.setAccessibleName("在值中查找")
        self.search.textChanged.connect(self.values.narrow)
        ticks = QHBoxLayout()
        for text, slot in (("全选", self._on_all_clicked), ("清除", self._on_none_clicked)):
            button = QPushButton(text)
            button.clicked.connect(slot)
            ticks.addWidget(button)
        title = QLabel("值（条数）")
        title.setProperty("kind", "muted")
        view = QListView()
        view.setUniformItemSizes(True)
        view.setModel(self.values)
        view.setMinimumHeight(200)
        view.setAccessibleName("值")
        layout.addWidget(title)
        layout.addWidget(self.search)
        layout.addLayout(ticks)
        layout.addWidget(view)

    def _closing_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        accept, open_, cancel = QPushButton("确定"), QPushButton("取消筛选"), QPushButton("关闭")
        primary(accept).clicked.connect(self.apply)
        open_.clicked.connect(self._on_open_clicked)
        cancel.clicked.connect(self.close)
        for button in (accept, open_, cancel):
            row.addWidget(button)
        return row

    def _condition(self) -> Condition | None:
        comparison: Comparison | None = self.comparison.currentData()
        if comparison is None:
            return None
        low, high = self.low.text().strip(), self.high.text().strip()
        if comparison not in WITHOUT_BOUND and not (low or high):
            return None
        return Condition(comparison, low, high)

    def _on_comparison_changed(self) -> None:
        comparison = self.comparison.currentData()
        self.low.setVisible(comparison is not None and comparison not in WITHOUT_BOUND)
        self.high.setVisible(comparison in WITH_TWO_BOUNDS)

    def _on_all_clicked(self) -> None:
        self.values.tick_all(Qt.CheckState.Checked)

    def _on_none_clicked(self) -> None:
        self.values.tick_all(Qt.CheckState.Unchecked)

    def _on_open_clicked(self) -> None:
        self.applied.emit(ColumnFilter())
        self.close()

    def _on_ascending_clicked(self) -> None:
        self.sort_requested.emit(Qt.SortOrder.AscendingOrder)
        self.close()

    def _on_descending_clicked(self) -> None:
        self.sort_requested.emit(Qt.SortOrder.DescendingOrder)
        self.close()
