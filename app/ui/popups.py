"""Where little windows open: below what they belong to, but never beyond the screen."""

from PySide6.QtCore import QMargins, QPoint
from PySide6.QtWidgets import QWidget

_EDGE = QMargins(8, 8, 8, 8)


def open_below(popup: QWidget, anchor: QWidget, x: int = 0) -> None:
    """Show the popup under the anchor, x logical pixels from its left edge."""
    size = popup.sizeHint().expandedTo(popup.minimumSize())
    wanted = anchor.mapToGlobal(QPoint(x, anchor.height()))
    area = anchor.screen().availableGeometry().marginsRemoved(_EDGE)
    left = max(area.left(), min(wanted.x(), area.right() - size.width()))
    top = wanted.y()
    if top + size.height() > area.bottom():
        top = max(area.top(), area.bottom() - size.height())
    popup.move(left, top)
    popup.show()
