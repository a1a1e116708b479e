"""Selected lines as ranges."""

import pytest

from app.ui.frozen_view import FrozenView
from app.ui.table_model import RowsModel
from app.ui.table_selection import move_cursor, select_lines, selected_lines
from tests.ui.people import COLUMNS, Person


@pytest.fixture
def view(qtbot):
    made = FrozenView(1)
    qtbot.addWidget(made)
    model = RowsModel(COLUMNS, made)
    model.set_rows([Person(str(n), f"名{n}") for n in range(6000)])
    made.setModel(model)
    return made


@pytest.mark.parametrize("lines", [[], [0], [1, 2, 3, 7], [0, 5999], list(range(6000))])
def test_what_is_selected_is_read_back(view, lines):
    select_lines(view, [4])
    select_lines(view, lines)
    assert selected_lines(view) == lines


def test_too_many_separate_lines_select_nothing_rather_than_freeze(view):
    select_lines(view, list(range(0, 6000, 2)))
    assert selected_lines(view) == []


def test_the_cursor_moves_without_selecting(view):
    select_lines(view, [4])
    move_cursor(view, 9, 2)
    assert (view.currentIndex().row(), view.currentIndex().column()) == (9, 2)
    assert selected_lines(view) == [4]
