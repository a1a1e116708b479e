"""The window under the funnel."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from app.ui.column_filters import ColumnFilter, Comparison, Condition
from app.ui.filter_popup import FilterPopup, ValuesModel
from app.ui.table_model import ColumnKind

VALUES = [("局机关", 3), ("一中", 20), ("", 1)]


def opened(qtbot, kind=ColumnKind.TEXT, present=None):
    popup = FilterPopup(kind, VALUES, present or ColumnFilter())
    popup.show()
    return popup


def press(qtbot, popup, text):
    button = next(b for b in popup.findChildren(QPushButton) if b.text() == text)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def answer(qtbot, popup):
    with qtbot.waitSignal(popup.applied) as told:
        press(qtbot, popup, "确定")
    return told.args[0]


def test_untouched_it_filters_nothing(qtbot):
    assert answer(qtbot, opened(qtbot)).is_open


def test_clearing_and_ticking_one_value_keeps_that_one(qtbot):
    popup = opened(qtbot)
    press(qtbot, popup, "清除")
    model = popup.values
    assert model.data(model.index(1)) == "一中  (20)"
    assert model.data(model.index(2)) == "（空白）  (1)"
    model.setData(model.index(1), Qt.CheckState.Checked.value, Qt.ItemDataRole.CheckStateRole)
    assert answer(qtbot, popup) == ColumnFilter(frozenset({"一中"}))


def test_a_search_in_the_values_keeps_what_it_finds(qtbot):
    popup = opened(qtbot)
    popup.search.insert("中")
    assert popup.values.rowCount() == 1
    with qtbot.waitSignal(popup.applied) as told:
        qtbot.keyClick(popup.search, Qt.Key.Key_Return)
    assert told.args[0] == ColumnFilter(frozenset({"一中"}))


def test_the_present_filter_is_shown(qtbot):
    present = ColumnFilter(frozenset({"一中"}), Condition(Comparison.BETWEEN, "5", "10"))
    popup = opened(qtbot, ColumnKind.NUMBER, present)
    assert popup.comparison.currentText() == "介于"
    assert (popup.low.text(), popup.high.text()) == ("5", "10")
    assert answer(qtbot, popup) == present


@pytest.mark.parametrize(
    ("kind", "text", "bounds"),
    [
        (ColumnKind.TEXT, "包含", 1),
        (ColumnKind.TEXT, "为空", 0),
        (ColumnKind.DATE, "在两个日期之间", 2),
        (ColumnKind.NUMBER, "不小于", 1),
    ],
)
def test_a_condition_asks_for_its_bounds_only(qtbot, kind, text, bounds):
    popup = opened(qtbot, kind)
    popup.comparison.setCurrentText(text)
    assert [field.isVisible() for field in (popup.low, popup.high)].count(True) == bounds
    popup.close()


def test_a_condition_without_a_value_filters_nothing(qtbot):
    popup = opened(qtbot)
    popup.comparison.setCurrentText("包含")
    assert answer(qtbot, popup).is_open


def test_the_filter_can_be_taken_away(qtbot):
    popup = opened(qtbot, present=ColumnFilter(frozenset({"一中"})))
    with qtbot.waitSignal(popup.applied) as told:
        press(qtbot, popup, "取消筛选")
    assert told.args[0].is_open


def test_it_also_sorts(qtbot):
    popup = opened(qtbot)
    with qtbot.waitSignal(popup.sort_requested) as told:
        press(qtbot, popup, "降序")
    assert told.args == [Qt.SortOrder.DescendingOrder]


def test_the_values_are_a_sound_model(qtmodeltester, qapp):
    model = ValuesModel(VALUES, None)
    qtmodeltester.check(model)
    model.narrow("没有")
    model.tick_all(Qt.CheckState.Checked)
    assert model.rowCount() == 0
