"""The bars above and below a list: buttons, search, order, columns; counts and active filters."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QMenu, QPushButton, QWidget

from app.ui.style import icon, primary
from app.ui.table_model import NamedOrder

_SEARCH_AFTER_MS = 20
_LEAST_SEARCH = 190


class TopBar(QWidget):
    """Buttons on the left, then the search field, the named orders and the column chooser.

    search_due follows the last keystroke by 20 ms; left_downwards: Enter or Down in the search.
    Where there is no room for all buttons, the last ones are found under 更多.
    """

    search_due = Signal()
    left_downwards = Signal()
    order_chosen = Signal(object)
    columns_requested = Signal()

    def __init__(
        self,
        orders: Sequence[NamedOrder[Any]],
        search_hint: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._titles = {order.key: order.title for order in orders}
        self._timer = QTimer(self, singleShot=True, interval=_SEARCH_AFTER_MS)
        self._timer.timeout.connect(self.search_due)
        self.search = QLineEdit(placeholderText=search_hint, clearButtonEnabled=True)
        self.search.setAccessibleName("查找")
        self.search.setMinimumWidth(_LEAST_SEARCH)
        self.search.setToolTip(search_hint)
        self.search.setMaximumWidth(460)
        self.search.addAction(icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self.search.textChanged.connect(self._timer.start)
        self.search.installEventFilter(self)
        self.order = QPushButton(icon("sort"), "排序")
        self.order.setProperty("menuButton", True)  # noqa: FBT003 - Qt takes it by position
        self._order_actions = self._order_menu(orders)
        self._columns = QPushButton(icon("columns"), "显示的列")
        self._columns.clicked.connect(self.columns_requested)
        self._buttons: list[QPushButton] = []
        self._more = QPushButton("更多")
        self._more.setProperty("menuButton", True)  # noqa: FBT003 - Qt takes it by position
        self._more.setMenu(QMenu(self._more))
        self._more.menu().aboutToShow.connect(self._fill_more)
        self._more.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._more)
        row.addStretch(1)
        row.addWidget(self.search, 3)
        row.addWidget(self.order)
        row.addWidget(self._columns)
        self._row = row
        self.order.setVisible(bool(orders))

    def add_button(
        self, text: str, icon_name: str, slot: Callable[[], object], *, is_main: bool
    ) -> QPushButton:
        """Add a button on the left; the main one is coloured and has no icon."""
        button = primary(QPushButton(text)) if is_main else QPushButton(icon(icon_name), text)
        button.clicked.connect(slot)
        self._row.insertWidget(len(self._buttons), button)
        self._buttons.append(button)
        return button

    def minimumSizeHint(self) -> QSize:
        """Return the size with every button that can go under 更多 gone there."""
        return QSize(self._width_of(self._buttons[:1]), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the buttons that do not fit any more under 更多."""
        super().resizeEvent(event)
        self._fold()

    def event(self, event: QEvent) -> bool:
        """Fold again when a button has got another text or the texts another size."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._fold()
        return super().event(event)

    def text(self) -> str:
        """Return what is typed in the search field."""
        return self.search.text().strip()

    def clear_search(self) -> None:
        """Empty the search field without searching."""
        self.search.blockSignals(True)  # noqa: FBT003 - Qt takes it by position
        self.search.clear()
        self.search.blockSignals(False)  # noqa: FBT003 - Qt takes it by position
        self._timer.stop()

    def focus_search(self) -> None:
        """Go to the search field with its text selected."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def show_order(self, key: str, column_title: str) -> None:
        """Say what the list is sorted by: a named order, or a column."""
        title = self._titles.get(key) or column_title
        self.order.setText(f"排序：{title}" if title else "排序")
        for action in self._order_actions.actions():
            action.setChecked(action.data() == key)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let Enter and Down go to the list and Esc empty the search."""
        if watched is self.search and isinstance(event, QKeyEvent) and _is_press(event):
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down):
                self.left_downwards.emit()
                return True
            if event.key() == Qt.Key.Key_Escape and self.search.text():
                self.search.clear()
                return True
        return super().eventFilter(watched, event)

    def _width_of(self, shown: Sequence[QPushButton]) -> int:
        """Return the width of the bar with these of its buttons."""
        parts = [*shown, *([] if len(shown) == len(self._buttons) else [self._more])]
        parts += [] if self.order.isHidden() else [self.order]
        widths = [part.sizeHint().width() for part in (*parts, self._columns)]
        return sum(widths) + (len(widths) + 1) * self._row.spacing() + self.search.minimumWidth()

    def _fold(self) -> None:
        number = len(self._buttons)
        while number > 1 and self._width_of(self._buttons[:number]) > self.width():
            number -= 1
        for place, button in enumerate(self._buttons):
            button.setVisible(place < number)
        self._more.setVisible(number < len(self._buttons))

    def _fill_more(self) -> None:
        menu = self._more.menu()
        menu.clear()
        for button in self._buttons:
            if button.isHidden():
                action = menu.addAction(button.icon(), button.text())
                action.setEnabled(button.isEnabled())
                action.triggered.connect(button.click)

    def _order_menu(self, orders: Sequence[NamedOrder[Any]]) -> QActionGroup:
        group = QActionGroup(self)
        group.setExclusionPolicy(QActionGroup.ExclusionPolicy.ExclusiveOptional)
        menu = QMenu(self.order)
        for order in orders:
            action = QAction(f"按{order.title}", group, checkable=True)
            action.setData(order.key)
            menu.addAction(action)
        group.triggered.connect(self._on_order_triggered)
        self.order.setMenu(menu)
        return group

    def _on_order_triggered(self, action: QAction) -> None:
        self.order_chosen.emit(action.data())


class BottomBar(QWidget):
    """The count and, when something is filtered, by what, with the button that shows all."""

    show_all_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.count = QLabel()
        self.count.setAccessibleName("条数")
        self.said = QLabel()
        self.said.setProperty("kind", "muted")
        self.said.setAccessibleName("刚才做的事")
        self.filtered = QLabel()
        self.filtered.setProperty("kind", "problem")
        self._show_all = QPushButton(icon("close"), "显示全部")
        self._show_all.clicked.connect(self.show_all_requested)
        row = QHBoxLayout(self)
        row.setContentsMargins(2, 0, 2, 0)
        row.addWidget(self.count)
        row.addWidget(self.said)
        row.addStretch()
        row.addWidget(self.filtered)
        row.addWidget(self._show_all)

    def show_counts(self, total: int, shown: int, selected: int, unit: str) -> None:
        """Write 共 3,214 人，显示 120 人，已选 12 人."""
        parts = [f"共 {total:,} {unit}"]
        if shown != total:
            parts.append(f"显示 {shown:,} {unit}")
        if selected:
            parts.append(f"已选 {selected:,} {unit}")
        self.count.setText("，".join(parts))

    def say(self, text: str) -> None:
        """Say in passing what was just done, until the selection changes."""
        self.said.setText(text)
        self.said.setToolTip(text)

    def show_filters(self, reasons: Sequence[str]) -> None:
        """Say what keeps records from being shown."""
        self.filtered.setText("只显示：" + "；".join(reasons) if reasons else "")
        self.filtered.setVisible(bool(reasons))
        self._show_all.setVisible(bool(reasons))


def _is_press(event: QKeyEvent) -> bool:
    return event.type() is QEvent.Type.KeyPress
