"""The model of all lists: frozen rows in, sorted and filtered in Python."""

import time
from decimal import Decimal

import pytest
from PySide6.QtCore import QModelIndex, Qt

from app.ui.column_filters import ColumnFilter
from app.ui.table_model import Column, Role, RowsModel
from tests.ui.people import COLUMNS, Person


@pytest.fixture
def model(people, qtmodeltester, qapp):
    made = RowsModel(COLUMNS)
    made.set_rows(people)
    yield made
    qtmodeltester.check(made)


def shown(model):
    return "".join(row.id for row in model.shown)


def cell(model, line, column, role=Qt.ItemDataRole.DisplayRole):
    return model.data(model.index(line, column), role)


def test_a_cell_answers_text_side_key_row_and_nothing_else(model):
    assert cell(model, 1, 3) == "1,863.00"
    assert cell(model, 1, 3, Role.SORT) == Decimal(1863)
    assert cell(model, 1, 0, Role.ROW).name == "李四"
    assert cell(model, 1, 3, Qt.ItemDataRole.TextAlignmentRole) & Qt.AlignmentFlag.AlignRight
    others = set(Qt.ItemDataRole) - {
        Qt.ItemDataRole.DisplayRole,
        Qt.ItemDataRole.TextAlignmentRole,
        Qt.ItemDataRole.UserRole,
    }
    assert {cell(model, 0, 0, role) for role in others} == {None}
    assert model.data(QModelIndex()) is None


def test_an_empty_model_is_well_formed(qtmodeltester, qapp):
    empty = RowsModel(COLUMNS)
    assert (empty.rowCount(), empty.columnCount()) == (0, 5)
    qtmodeltester.check(empty)


def test_numbers_sort_by_size_and_the_empty_ones_stay_last_both_ways(model):
    model.sort_by(COLUMNS[3].sort_key)
    assert shown(model) == "54123"
    model.sort_by(COLUMNS[3].sort_key, descending=True)
    assert shown(model) == "21453"


def test_dates_sort_as_texts_whatever_their_precision(model):
    model.sort_by(COLUMNS[2].sort_key)
    assert shown(model) == "21543"


def test_a_column_may_have_its_own_key(model):
    key = Column("name", "姓名", lambda row: row.name, sort=lambda row: -int(row.id)).sort_key
    model.sort_by(key)
    assert shown(model) == "54321"


def test_new_rows_keep_the_order_and_the_filters(model, people):
    model.sort_by(COLUMNS[3].sort_key, descending=True)
    model.set_filter(4, ColumnFilter(frozenset({"一中支部"})))
    model.set_rows(people[::-1])
    assert shown(model) == "243"
    assert model.total == 5


def test_filters_of_several_columns_hold_together_and_with_the_search(model):
    model.set_filter(4, ColumnFilter(frozenset({"一中支部"})))
    model.set_filter(2, ColumnFilter(frozenset({"", "1999-07-01"})))
    assert shown(model) == "23"
    model.set_found(["3", "5"])
    assert shown(model) == "3"
    model.clear_filters()
    assert shown(model) == "35"
    model.set_found(None)
    assert model.rowCount() == 5


def test_the_values_of_a_column_are_counted_among_what_the_other_filters_leave(model):
    model.set_filter(4, ColumnFilter(frozenset({"一中支部"})))
    assert model.values_of(4) == [("机关支部", 1), ("一中支部", 3), ("", 1)]
    assert model.values_of(2) == [("1999-07-01", 1), ("2010-11-12", 1), ("", 1)]


def test_lines_are_found_by_id(model):
    assert model.lines_of(["5", "2", "99"]) == [1, 4]
    assert model.lines_of([]) == []
    model.set_found(["5"])
    assert model.lines_of(["5", "2"]) == [0]


def test_headers_carry_titles_and_line_numbers(model):
    across, down = Qt.Orientation.Horizontal, Qt.Orientation.Vertical
    assert model.headerData(0, across) == "姓名"
    assert model.headerData(2, down) == 3
    assert model.headerData(0, across, Qt.ItemDataRole.DecorationRole) is None
    assert model.headerData(0, down, Qt.ItemDataRole.DecorationRole) is None
    side = model.headerData(3, across, Qt.ItemDataRole.TextAlignmentRole)
    assert side & Qt.AlignmentFlag.AlignRight


def test_a_hundred_thousand_rows_load_and_sort_fluently(qapp):
    rows = [Person(str(n), f"名{n % 977}", str(10**17 + n * 7919 % 99991)) for n in range(100_000)]
    model = RowsModel(COLUMNS)
    model.sort_by(COLUMNS[0].sort_key)
    start = time.process_time()
    model.set_rows(rows)
    model.sort_by(COLUMNS[1].sort_key)
    assert time.process_time() - start < 2
