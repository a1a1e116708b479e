"""The window where the user chooses which columns a list shows and in which order."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.ui.screen_fit import resize_on_screen
from app.ui.style import icon, primary


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """One column in the chooser: its key, its title and whether it is shown."""

    key: str
    title: str
    is_visible: bool


class ColumnChooser(QDialog):
    """Tick to show, drag or use the arrows to order; emits `chosen` with a tuple of ColumnChoice.

    choices: in the present order. defaults: in the order 恢复默认 goes back to.
    """

    chosen = Signal(object)

    def __init__(
        self,
        choices: Sequence[ColumnChoice],
        defaults: Sequence[ColumnChoice],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("选择显示的列")
        resize_on_screen(self, 380, 520)
        self._defaults = tuple(defaults)
        self._list = QListWidget()
        self._list.setAccessibleName("列")
        self._list.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self._fill(choices)
        hint = QLabel("打勾的列会显示；上下拖动可以调整顺序。")
        hint.setProperty("kind", "muted")
        hint.setWordWrap(True)
        middle = QHBoxLayout()
        middle.addWidget(self._list)
        middle.addLayout(self._side_buttons())
        layout = QVBoxLayout(self)
        layout.addWidget(hint)
        layout.addLayout(middle)
        layout.addWidget(self._buttons())

    def choices(self) -> tuple[ColumnChoice, ...]:
        """Return what the list says now, in its order."""
        items = [self._list.item(line) for line in range(self._list.count())]
        return tuple(
            ColumnChoice(
                item.data(Qt.ItemDataRole.UserRole),
                item.text(),
                item.checkState() is Qt.CheckState.Checked,
            )
            for item in items
        )

    def move_current(self, steps: int) -> None:
        """Move the current column up (negative) or down."""
        line = self._list.currentRow()
        target = line + steps
        if line < 0 or not 0 <= target < self._list.count():
            return
        self._list.insertItem(target, self._list.takeItem(line))
        self._list.setCurrentRow(target)

    def _fill(self, choices: Sequence[ColumnChoice]) -> None:
        self._list.clear()
        for choice in choices:
            item = QListWidgetItem(choice.title, self._list)
            item.setData(Qt.ItemDataRole.UserRole, choice.key)
            shown = Qt.CheckState.Checked if choice.is_visible else Qt.CheckState.Unchecked
            item.setCheckState(shown)
        self._list.setCurrentRow(0)

    def _side_buttons(self) -> QVBoxLayout:
        side = QVBoxLayout()
        for text, name, slot in (
            ("上移", "up", self._on_up_clicked),
            ("下移", "down", self._on_down_clicked),
            ("全选", "done", self._on_all_clicked),
            ("恢复默认", "undo", self._on_default_clicked),
        ):
            button = QPushButton(icon(name), text)
            button.clicked.connect(slot)
            side.addWidget(button)
        side.addStretch()
        return side

    def _buttons(self) -> QDialogButtonBox:
        buttons = QDialogButtonBox()
        primary(buttons.addButton("确定", QDialogButtonBox.ButtonRole.AcceptRole))
        buttons.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self._on_accepted)
        buttons.rejected.connect(self.reject)
        return buttons

    def _on_up_clicked(self) -> None:
        self.move_current(-1)

    def _on_down_clicked(self) -> None:
        self.move_current(1)

    def _on_all_clicked(self) -> None:
        for line in range(self._list.count()):
            self._list.item(line).setCheckState(Qt.CheckState.Checked)

    def _on_default_clicked(self) -> None:
        self._fill(self._defaults)

    def _on_accepted(self) -> None:
        self.chosen.emit(self.choices())
        self.accept()
