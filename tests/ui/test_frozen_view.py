"""The view whose first columns stay."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

from app.base.settings import FontSize, Theme
from app.ui.frozen_view import FrozenView
from app.ui.style import apply_style
from app.ui.table_model import RowsModel
from tests.ui.people import COLUMNS, Person


@pytest.fixture
def view(qtbot):
    made = FrozenView(1)
    qtbot.addWidget(made)
    model = RowsModel(COLUMNS, made)
    model.set_rows([Person(str(n), f"名{n}", "5" * 18) for n in range(100)])
    made.setModel(model)
    made.resize(300, 300)
    made.show()
    return made


def test_the_name_stays_in_place_while_the_rest_scrolls(view):
    view.horizontalScrollBar().setValue(150)
    assert view.left.geometry().left() == view.frameWidth()
    assert view.left.columnWidth(0) == view.columnWidth(0)
    assert [view.left.isColumnHidden(number) for number in range(5)] == [False] + [True] * 4


def test_both_parts_scroll_down_together(view):
    view.verticalScrollBar().setValue(120)
    assert view.left.verticalScrollBar().value() == 120
    view.left.verticalScrollBar().setValue(40)
    assert view.verticalScrollBar().value() == 40
    assert view.rowHeight(3) == view.left.rowHeight(3)


def test_a_width_changed_in_one_part_changes_in_both(view):
    view.left.header.resizeSection(0, 170)
    assert view.columnWidth(0) == 170
    assert view.left.width() == 170
    view.header.resizeSection(0, 90)
    assert view.left.columnWidth(0) == 90


def test_a_cell_never_hides_under_the_frozen_part(view):
    view.horizontalScrollBar().setValue(view.horizontalScrollBar().maximum())
    index = view.model().index(0, 1)
    view.scrollTo(index)
    assert view.visualRect(index).left() >= view.left.width()
    place = view.horizontalScrollBar().value()
    view.scrollTo(view.model().index(50, 0))
    assert view.horizontalScrollBar().value() == place


def test_the_frozen_column_cannot_be_dragged_away(view):
    view.header.moveSection(3, 0)
    assert view.header.visualIndex(0) == 0
    assert view.header.visualIndex(3) == 1


def test_rows_and_columns_grow_with_the_text(view, qapp):
    before = view.rowHeight(0), view.columnWidth(1)
    apply_style(qapp, Theme.RED, FontSize.HUGE)
    QApplication.sendPostedEvents()
    after = view.rowHeight(0), view.columnWidth(1)
    apply_style(qapp, Theme.RED, FontSize.STANDARD)
    QApplication.sendPostedEvents()
    assert after[0] > before[0]
    assert after[1] > before[1]
    assert view.rowHeight(0) == before[0]
    assert abs(view.columnWidth(1) - before[1]) <= 2


def test_the_arrow_keys_work_as_soon_as_the_list_has_the_focus(view, qtbot):
    with qtbot.waitActive(view):
        view.activateWindow()
    view.clearFocus()
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_Down)
    assert view.currentIndex().row() == 1


def test_who_comes_by_tab_has_the_first_line_selected_and_the_mouse_nothing(view, qtbot):
    with qtbot.waitActive(view):
        view.activateWindow()
    view.clearFocus()
    view.setFocus(Qt.FocusReason.MouseFocusReason)
    assert not view.selectionModel().hasSelection()
    view.clearFocus()
    view.setFocus(Qt.FocusReason.TabFocusReason)
    assert [index.row() for index in view.selectionModel().selectedRows()] == [0]
    # A Ctrl that an earlier test pressed may still count: then a row would be added.
    view.clearSelection()
    view.selectRow(2)
    view.clearFocus()
    view.setFocus(Qt.FocusReason.TabFocusReason)
    assert [index.row() for index in view.selectionModel().selectedRows()] == [2]


def test_ctrl_wheel_is_left_to_the_window(view):
    place = QPointF(150, 150)
    event = QWheelEvent(
        place,
        place,
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    view.wheelEvent(event)
    assert not event.isAccepted()
    assert view.verticalScrollBar().value() == 0
