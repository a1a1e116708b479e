"""The history of one record: who did what and when, with old and new values, newest first."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView, QTreeWidgetItem, QVBoxLayout, QWidget

from app.domain.history import HistoryEntry
from app.ui.wrapped_tree import WrappedTree

_EMPTY = "（空）"


class HistoryView(QWidget):
    """Shows the entries in the order they are handed in; the newest is unfolded."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tree = WrappedTree()
        self.tree.setAccessibleName("修改历史")
        self.tree.setHeaderLabels(["时间和项目", "原来", "改为"])
        self.tree.setAlternatingRowColors(True)
        header = self.tree.header()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.tree)

    def set_entries(self, entries: Sequence[HistoryEntry]) -> None:
        """Show these entries, newest first."""
        self.tree.clear()
        for entry in entries:
            item = QTreeWidgetItem(self.tree, [_headline(entry)])
            item.setFirstColumnSpanned(True)
            font = item.font(0)
            font.setBold(True)
            item.setFont(0, font)
            for label, old, new in entry.changes:
                child = QTreeWidgetItem(item, [label, old or _EMPTY, new or _EMPTY])
                for column in (1, 2):
                    child.setData(column, Qt.ItemDataRole.ToolTipRole, child.text(column))
        if not entries:
            QTreeWidgetItem(self.tree, ["还没有修改记录"]).setFirstColumnSpanned(True)
        elif first := self.tree.topLevelItem(0):
            first.setExpanded(True)


def _headline(entry: HistoryEntry) -> str:
    count = f"（{len(entry.changes)} 项）" if entry.changes else ""
    return f"{entry.at.astimezone():%Y-%m-%d %H:%M}  {entry.who}  {entry.what}{count}"
