"""The layout of a list as a value and a text."""

import pytest

from app.ui.frozen_view import FrozenView
from app.ui.table_layout import Sorting, TableLayout, arrange, default_layout, present_layout
from app.ui.table_model import RowsModel
from tests.ui.people import COLUMNS


@pytest.fixture
def view(qtbot):
    made = FrozenView(1)
    qtbot.addWidget(made)
    made.setModel(RowsModel(COLUMNS, made))
    return made


def test_a_layout_survives_as_a_text():
    layout = TableLayout(
        ("b", "a"), frozenset({"a"}), {"b": 12.5}, Sorting("b", is_column=True, is_descending=True)
    )
    assert TableLayout.from_text(layout.to_text()) == layout


@pytest.mark.parametrize("text", ["", "[]", "1", "{}", '{"order": 1}', "null"])
def test_a_spoilt_text_is_no_layout(text):
    assert TableLayout.from_text(text) is None


def test_what_was_arranged_is_what_is_there(view):
    arrange(COLUMNS, view, default_layout(COLUMNS, view), 1)
    wanted = TableLayout(
        ("name", "branch", "dues", "id_no", "joined"),
        frozenset({"id_no"}),
        {"dues": 20.0},
        Sorting("dues", is_column=True),
    )
    arrange(COLUMNS, view, wanted, 1)
    present = present_layout(COLUMNS, view, wanted.sorting)
    assert (present.order, present.hidden) == (wanted.order, wanted.hidden)
    assert present.widths["dues"] == pytest.approx(20, abs=0.2)
    assert present.sorting == wanted.sorting


def test_a_title_always_fits_its_column(view):
    widths = default_layout(COLUMNS, view).widths
    title = view.header.fontMetrics().horizontalAdvance("公民身份号码")
    assert widths["id_no"] * view.unit() > title + 20
