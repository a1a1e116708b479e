"""Excel's header: click sorts, the funnel opens a list of values with counts and a condition."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionModel, QPoint, QPointF, QRect, Qt, Signal
from PySide6.QtGui import QHelpEvent, QMouseEvent, QPainter, QPolygonF
from PySide6.QtWidgets import QHeaderView, QToolTip, QWidget

from app.ui.style import icon

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent

_FUNNEL = 16
_MARGIN = 6


class FilterHeader(QHeaderView):
    """A horizontal header with a funnel in every section; it only asks, the table acts.

    filter_requested carries the column number; set_filtered and set_sorted tell what to draw.
    """

    filter_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setMinimumSectionSize(48)
        self.setAccessibleName("表头，点击排序，点漏斗筛选")
        self._filtered: frozenset[int] = frozenset()
        self._sorted: tuple[int, bool] | None = None
        self._icons = {
            state: icon(name) for state, name in ((False, "filter"), (True, "filter-on"))
        }

    def set_filtered(self, columns: Sequence[int]) -> None:
        """Show the filled funnel on these columns."""
        self._filtered = frozenset(columns)
        self.viewport().update()

    def set_sorted(self, column: int | None, *, descending: bool = False) -> None:
        """Show the arrow on the column the table is sorted by, on none for a named order."""
        self._sorted = None if column is None else (column, descending)
        self.viewport().update()

    def funnel_rect(self, column: int) -> QRect:
        """Return where the funnel of a column is, in the coordinates of the viewport."""
        right = self.sectionViewportPosition(column) + self.sectionSize(column)
        top = (self.height() - _FUNNEL) // 2
        return QRect(right - _FUNNEL - _MARGIN, top, _FUNNEL, _FUNNEL)

    def setSelectionModel(self, selectionModel: QItemSelectionModel) -> None:  # noqa: N802, N803 - Qt's names
        """Keep an empty selection of its own: Qt asks every row for every section it paints."""
        super().setSelectionModel(QItemSelectionModel(selectionModel.model(), self))

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N803 - Qt's name
        """Paint the section, then the funnel and the arrow of the sorted column."""
        painter.save()
        super().paintSection(painter, rect, logicalIndex)
        painter.restore()
        is_filtered = logicalIndex in self._filtered
        if not is_filtered:
            painter.setOpacity(0.55)
        self._icons[is_filtered].paint(painter, self.funnel_rect(logicalIndex))
        painter.setOpacity(1.0)
        if self._sorted and self._sorted[0] == logicalIndex:
            self._paint_arrow(painter, rect, descending=self._sorted[1])

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Open the filter on a press in the funnel; anything else sorts, moves or resizes."""
        column = self._funnel_at(event.position().toPoint())
        if column is not None and event.button() is Qt.MouseButton.LeftButton:
            self.filter_requested.emit(column)
            return
        super().mousePressEvent(event)

    def viewportEvent(self, event: "QEvent") -> bool:
        """Explain the funnel in a tool tip."""
        if isinstance(event, QHelpEvent) and self._funnel_at(event.pos()) is not None:
            QToolTip.showText(event.globalPos(), "筛选这一列（Alt+↓）", self)
            return True
        return super().viewportEvent(event)

    def _funnel_at(self, position: QPoint) -> int | None:
        column = self.logicalIndexAt(position)
        if column < 0:
            return None
        wide = self.funnel_rect(column).adjusted(-3, -8, 1, 8)
        return column if wide.contains(position) else None

    def _paint_arrow(self, painter: QPainter, rect: QRect, *, descending: bool) -> None:
        middle, top = rect.center().x(), rect.top() + 2.0
        base, tip = (top, top + 4) if descending else (top + 4, top)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.palette().text())
        corners = [QPointF(middle - 5, base), QPointF(middle + 5, base), QPointF(middle, tip)]
        painter.drawPolygon(QPolygonF(corners))
        painter.restore()
