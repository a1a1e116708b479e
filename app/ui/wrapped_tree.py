"""A tree whose long texts are wrapped instead of cut, for old and new values beside each other."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeWidget,
    QWidget,
)

_CELL_AIR = 16


class WrappedTree(QTreeWidget):
    """A tree whose rows are as high as their texts need, wrapped in the present widths."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWordWrap(True)
        self.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.setItemDelegate(_WrappedHeight(self))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Measure the rows again; Qt does so only once."""
        super().resizeEvent(event)
        self.doItemsLayout()


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
        room = QRect(0, 0, max(width - _CELL_AIR, 1), 10_000)
        text = str(index.data() or "")
        needed = tree.fontMetrics().boundingRect(room, Qt.TextFlag.TextWordWrap, text)
        return QSize(hint.width(), max(hint.height(), needed.height() + _CELL_AIR // 2))
