"""A list with a card beside it; where there is no room for both, a button shows the card."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSplitter, QWidget

_CARD_CHARACTERS = 25
"""The least width of a card: a label of six Han characters with an 18-digit number beside it."""
_SHOW, _HIDE = "显示卡片", "收起卡片"


class CardSplit(QWidget):
    """Holds the list and the card; least is the width of the list, in Han characters.

    Narrow, it hides the card until the button at the right edge (or F4) asks for it; where not
    even both fit then, the card takes the place of the list.
    """

    def __init__(
        self,
        left: QWidget,
        card: QWidget,
        shares: tuple[int, int],
        least: int,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._left, self._card, self._least = left, card, least
        self.toggle = QPushButton()
        self.toggle.setObjectName("cardToggle")
        self.toggle.setCheckable(True)
        self.toggle.setToolTip("显示或收起右边的卡片（F4）")
        self.toggle.toggled.connect(self._arrange)
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.setHandleWidth(8)
        for widget, share in ((left, shares[0]), (card, shares[1])):
            self._splitter.addWidget(widget)
            self._splitter.setStretchFactor(self._splitter.count() - 1, share)
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self._splitter, 1)
        row.addWidget(self.toggle)
        here = Qt.ShortcutContext.WidgetWithChildrenShortcut
        QShortcut(QKeySequence(Qt.Key.Key_F4), self, self._on_key, context=here)
        self._fit_font()

    @property
    def is_narrow(self) -> bool:
        """Tell whether there is no room for list and card side by side."""
        return self.width() < self._em() * (self._least + _CARD_CHARACTERS)

    def reveal(self) -> None:
        """Show the card also where it is folded away: a link has led to it."""
        self.toggle.setChecked(True)

    def minimumSizeHint(self) -> QSize:
        """Return the size with the card folded away, so that a window can become so small."""
        width = self._least_left() + self.toggle.width() + self._row.spacing()
        return QSize(width, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold or unfold the card."""
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the size of the text."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit_font()
            self._arrange()

    def _em(self) -> int:
        return self.fontMetrics().horizontalAdvance("汉")

    def _least_left(self) -> int:
        return max(self._left.minimumSizeHint().width(), self._left.minimumWidth())

    def _fit_font(self) -> None:
        self._card.setMinimumWidth(self._em() * _CARD_CHARACTERS)
        self.toggle.setFixedWidth(self._em() + 14)

    def _arrange(self) -> None:
        is_narrow, is_open = self.is_narrow, self.toggle.isChecked()
        both = self._least_left() + self._card.minimumWidth()
        has_room = self.width() >= both + self.toggle.width() + self._splitter.handleWidth()
        self._card.setVisible(is_open or not is_narrow)
        self._left.setVisible(not is_narrow or not is_open or has_room)
        words = _HIDE if is_open else _SHOW
        self.toggle.setText("\n".join(words))
        self.toggle.setAccessibleName(words)
        self.toggle.setVisible(is_narrow)

    def _on_key(self) -> None:
        if self.is_narrow:
            self.toggle.toggle()
