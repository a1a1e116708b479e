"""The header with the funnels."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTableView

from app.ui.header_filter import FilterHeader
from app.ui.table_model import RowsModel
from tests.ui.people import COLUMNS


@pytest.fixture
def view(qtbot, people):
    view = QTableView()
    qtbot.addWidget(view)
    view.setHorizontalHeader(FilterHeader(view))
    model = RowsModel(COLUMNS, view)
    model.set_rows(people)
    view.setModel(model)
    view.resize(800, 300)
    view.show()
    return view


@pytest.fixture
def header(view):
    return view.horizontalHeader()


def test_a_press_in_the_funnel_asks_for_the_filter_and_does_not_sort(header, qtbot):
    clicked = []
    header.sectionClicked.connect(clicked.append)
    with qtbot.waitSignal(header.filter_requested) as told:
        place = header.funnel_rect(1).center()
        qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert told.args == [1]
    assert clicked == []


def test_a_press_beside_the_funnel_sorts(header, qtbot):
    place = header.funnel_rect(1).center()
    place.setX(place.x() - 40)
    with qtbot.waitSignal(header.sectionClicked), qtbot.assertNotEmitted(header.filter_requested):
        qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_a_filtered_and_a_sorted_column_look_different(header):
    plain = header.grab().toImage()
    header.set_filtered((2,))
    filtered = header.grab().toImage()
    header.set_sorted(2, descending=True)
    assert plain != filtered != header.grab().toImage()
