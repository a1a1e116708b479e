"""A tree whose long texts are wrapped instead of cut, for old and new values beside each other."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

_CELL_AIR = 16
_FITTED = QHeaderView.ResizeMode.ResizeToContents


class WrappedTree(QTreeWidget):
    """A tree whose rows are as high as their texts need, wrapped in the present widths.

    is_whole: it is as high as all its rows and never scrolls, for a place that scrolls itself.
    """

    def __init__(self, parent: QWidget | None = None, *, is_whole: bool = False) -> None:
        super().__init__(parent)
        self._is_whole = is_whole
        if is_whole:
            self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWordWrap(True)
        self.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.setItemDelegate(_WrappedHeight(self))
        # Stretched columns take their widths only after the resize of the tree itself.
        self.header().sectionResized.connect(self._fit)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Measure the rows again; Qt does so only once."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.doItemsLayout()
        if self._is_whole:
            rows = (self.visualItemRect(item).height() for item in self._top_items())
            self.setFixedHeight(sum(rows) + self.header().height() + 2 * self.frameWidth())

    def _top_items(self) -> list[QTreeWidgetItem]:
        found = (self.topLevelItem(number) for number in range(self.topLevelItemCount()))
        return [item for item in found if item]


class _WrappedHeight(QStyledItemDelegate):
    """Gives a cell the height of its wrapped text; a tree of Qt reckons with one line."""

    def __init__(self, tree: WrappedTree) -> None:
        super().__init__(tree)
        self._tree = tree

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Return the size of the text in the width of its column."""
        hint, tree = super().sizeHint(option, index), self._tree
        is_spanned = tree.isFirstColumnSpanned(index.row(), index.parent())
        width = tree.viewport().width() if is_spanned else tree.columnWidth(index.column())
        # A column that is as wide as its texts wraps none of them.
        is_fitted = tree.header().sectionResizeMode(index.column()) == _FITTED
        room = QRect(0, 0, 10_000 if is_fitted else max(width - _CELL_AIR, 1), 10_000)
        text = str(index.data() or "")
        needed = tree.fontMetrics().boundingRect(room, Qt.TextFlag.TextWordWrap, text)
        height = max(needed.height(), tree.fontMetrics().height()) + _CELL_AIR // 2
        return QSize(hint.width(), height)
