"""The navigation on the left: one button per page with its icon and its count."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.ui.style import icon, restyle

MOST_ENTRIES = 11
_KEYS = "1234567890-"
"""What is pressed together with Ctrl for the first page, the second, and so on."""
_WIDE_CHARACTERS = 12
_FOLDED_WIDTH = 58


class NavigationButton(QPushButton):
    """A page's button; the count stands at its right edge."""

    def __init__(self, title: str, icon_name: str, number: int) -> None:
        super().__init__(icon(icon_name), f"  {title}")
        self._title = title
        self._key = _KEYS[number - 1]
        self._shown_count = ""
        self._is_folded = False
        self.setCheckable(True)
        self.setIconSize(QSize(20, 20))
        self.setAccessibleName(title)
        self._count = QLabel()
        self._count.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 10, 0)
        row.addStretch()
        row.addWidget(self._count)
        self.toggled.connect(self._on_toggled)
        self._show()

    def set_count(self, count: int | None) -> None:
        """Show a count, or none."""
        self._shown_count = "" if count is None else f"{count:,}"
        self._show()

    def fold(self, *, is_folded: bool) -> None:
        """Show the icon alone; the tooltip says the rest."""
        self._is_folded = is_folded
        self._show()

    def _show(self) -> None:
        name = f"{self._title}，{self._shown_count}" if self._shown_count else self._title
        self.setText("" if self._is_folded else f"  {self._title}")
        self.setShortcut(f"Ctrl+{self._key}")  # again, because a new text takes it away
        self._count.setText("" if self._is_folded else self._shown_count)
        self.setAccessibleName(name)
        self.setToolTip(f"{name if self._is_folded else self._title}（Ctrl+{self._key}）")

    def _on_toggled(self) -> None:
        self._count.setProperty("selected", self.isChecked())
        restyle(self._count)


class Navigation(QWidget):
    """At most eleven pages; Ctrl+1 … Ctrl+9, Ctrl+0, Ctrl+- and the arrow keys choose.

    Folded, it shows only icons; tight, its entries stand closer together.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("navigation")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName("页面")
        self._buttons: dict[str, NavigationButton] = {}
        self._group = QButtonGroup(self)
        self._group.idClicked.connect(self._on_clicked)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(8, 12, 8, 12)
        self._layout.setSpacing(4)
        self._layout.addStretch()

    def add(self, key: str, title: str, icon_name: str) -> None:
        """Add a page below the others; raises ValueError for a twelfth."""
        number = len(self._buttons) + 1
        if number > MOST_ENTRIES:
            raise ValueError(key)
        button = NavigationButton(title, icon_name, number)
        self._group.addButton(button, number)
        self._layout.insertWidget(number - 1, button)
        self._buttons[key] = button

    def set_count(self, key: str, count: int | None) -> None:
        """Show how many records a page has."""
        self._buttons[key].set_count(count)

    def mark(self, key: str) -> None:
        """Show a page as the chosen one; the focus does not stay behind on another."""
        self._buttons[key].setChecked(True)
        if any(button.hasFocus() for button in self._buttons.values()):
            self._buttons[key].setFocus()

    def fit(self, *, is_folded: bool, is_tight: bool) -> None:
        """Fold to icons, or move the entries together, or take that back."""
        wide = self.fontMetrics().horizontalAdvance("汉") * _WIDE_CHARACTERS
        self.setFixedWidth(_FOLDED_WIDTH if is_folded else wide)
        self._layout.setContentsMargins(8, 4 if is_tight else 12, 8, 4 if is_tight else 12)
        self._layout.setSpacing(1 if is_tight else 4)
        for button in self._buttons.values():
            button.fold(is_folded=is_folded)
            if button.property("tight") != is_tight:
                button.setProperty("tight", is_tight)
                restyle(button)

    def _on_clicked(self, number: int) -> None:
        self.chosen.emit(list(self._buttons)[number - 1])
