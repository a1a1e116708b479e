"""A table view whose first columns stay in place while the others scroll."""

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetrics,
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QHeaderView,
    QTableView,
    QToolTip,
    QWidget,
)

from app.ui.header_filter import FilterHeader

_ROW_AIR = 12
_CELL_AIR = 14
_BY_KEY = frozenset(
    {
        Qt.FocusReason.TabFocusReason,
        Qt.FocusReason.BacktabFocusReason,
        Qt.FocusReason.ShortcutFocusReason,
    }
)


class ListView(QTableView):
    """A zebra list of whole rows with our header; copies blocks, opens with Enter.

    copy_requested: with or without titles. open_requested and filter_requested: by keyboard.
    """

    copy_requested = Signal(bool)
    open_requested = Signal()
    filter_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.header = FilterHeader(self)
        self.setHorizontalHeader(self.header)
        self.header.filter_requested.connect(self.filter_requested)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setAlternatingRowColors(True)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        lines = self.verticalHeader()
        lines.hide()
        lines.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self._fit_rows()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take over Enter, Ctrl+C, Ctrl+Shift+C and Alt+Down; the rest is Qt's."""
        modifier = Qt.KeyboardModifier
        copies_titles = modifier.ControlModifier | modifier.ShiftModifier
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_requested.emit(False)  # noqa: FBT003 - a signal has no keywords
        elif event.key() == Qt.Key.Key_C and event.modifiers() == copies_titles:
            self.copy_requested.emit(True)  # noqa: FBT003 - a signal has no keywords
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.open_requested.emit()
        elif event.key() == Qt.Key.Key_Down and event.modifiers() & modifier.AltModifier:
            self.filter_requested.emit(max(self.currentIndex().column(), 0))
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave Ctrl+wheel to the window, which changes the size of the text."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
            return
        super().wheelEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Let the rows follow the size of the text."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit_rows()

    def viewportEvent(self, event: QEvent) -> bool:
        """Show the whole text of a cell that is cut off."""
        if isinstance(event, QHelpEvent):
            index = self.indexAt(event.pos())
            text = index.data() or ""
            needed = self.fontMetrics().horizontalAdvance(text) + _CELL_AIR
            is_cut = index.isValid() and needed > self.columnWidth(index.column())
            QToolTip.showText(event.globalPos(), text if is_cut else "", self)
            return True
        return super().viewportEvent(event)

    def unit(self) -> int:
        """Return the width of a digit in the present font, in logical pixels."""
        return self.fontMetrics().horizontalAdvance("0")

    def _fit_rows(self) -> None:
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + _ROW_AIR)


class FrozenView(ListView):
    """A ListView with its first `frozen` columns in a second view laid over its left edge."""

    def __init__(self, frozen: int, parent: QWidget | None = None) -> None:
        # Qt calls scrollTo already while it builds the view.
        self._frozen = 0
        self._unit = QFontMetrics(QApplication.font()).horizontalAdvance("0")
        super().__init__(parent)
        self._frozen = frozen
        self._is_arranging = False
        self.left = ListView(self)
        self.left.setObjectName("frozenView")
        self.left.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.left.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.left.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.left.header.setSectionsMovable(False)
        self.left.setVisible(frozen > 0)
        self.header.setSectionsMovable(True)
        self._connect()

    def setModel(self, model: QAbstractItemModel | None) -> None:  # noqa: N802 - Qt's name
        """Give both views the same model and the same selection."""
        super().setModel(model)
        self.left.setModel(model)
        own = self.left.selectionModel()
        self.left.setSelectionModel(self.selectionModel())
        if own:
            own.deleteLater()
        for column in range(self._frozen, model.columnCount() if model else 0):
            self.left.setColumnHidden(column, True)  # noqa: FBT003 - Qt takes it by position
        self._place()

    def scrollTo(  # noqa: N802 - Qt's name
        self,
        index: QModelIndex | QPersistentModelIndex,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        """Bring a cell into view, and out from under the frozen columns."""
        if index.column() < self._frozen:
            bar = self.horizontalScrollBar()
            place = bar.value()
            super().scrollTo(index, hint)
            bar.setValue(place)
            return
        super().scrollTo(index, hint)
        hidden = self._left_width() - self.visualRect(index).left()
        if hidden > 0:
            bar = self.horizontalScrollBar()
            bar.setValue(bar.value() - hidden)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the frozen part as high as the list."""
        super().resizeEvent(event)
        self._place()

    def changeEvent(self, event: QEvent) -> None:
        """Let the columns follow the size of the text."""
        super().changeEvent(event)
        before, self._unit = self._unit, self.unit()
        if before != self._unit:
            for column in range(self.header.count()):
                if not self.isColumnHidden(column):
                    width = round(self.columnWidth(column) * self._unit / before)
                    self.setColumnWidth(column, width)
            self._place()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Start on the first line, so that the arrow keys work at once.

        Who comes by keyboard has it selected too: else Down would pass over it.
        """
        super().focusInEvent(event)
        model = self.model()
        if not model or not model.rowCount():
            return
        if not self.currentIndex().isValid():
            first = model.index(0, 0)
            self.selectionModel().setCurrentIndex(first, QItemSelectionModel.SelectionFlag.NoUpdate)
        if event.reason() in _BY_KEY and not self.selectionModel().hasSelection():
            self.selectRow(self.currentIndex().row())

    def _connect(self) -> None:
        self.header.sectionResized.connect(self._on_section_resized)
        self.header.sectionMoved.connect(self._on_section_moved)
        self.header.geometriesChanged.connect(self._place)
        self.left.header.sectionResized.connect(self._on_left_resized)
        self.left.filter_requested.connect(self.filter_requested)
        self.left.pressed.connect(self._on_left_pressed)
        self.left.doubleClicked.connect(self.doubleClicked)
        mine, its = self.verticalScrollBar(), self.left.verticalScrollBar()
        mine.valueChanged.connect(its.setValue)
        its.valueChanged.connect(mine.setValue)

    def _left_width(self) -> int:
        return sum(self.columnWidth(column) for column in range(self._frozen))

    def _place(self) -> None:
        if not self._frozen:
            return
        edge = self.frameWidth()
        height = self.viewport().height() + self.header.height()
        self.left.setGeometry(edge, edge, self._left_width(), height)

    def _on_section_resized(self, column: int, _: int, width: int) -> None:
        if column < self._frozen:
            self.left.setColumnWidth(column, width)
            self._place()

    def _on_left_resized(self, column: int, _: int, width: int) -> None:
        if column < self._frozen and self.columnWidth(column) != width:
            self.setColumnWidth(column, width)

    def _on_section_moved(self) -> None:
        """Put the frozen columns back to the front when another was dragged before them."""
        if self._is_arranging:
            return
        self._is_arranging = True
        for column in range(self._frozen):
            self.header.moveSection(self.header.visualIndex(column), column)
        self._is_arranging = False

    def _on_left_pressed(self) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
