"""The menus of the right button."""

import pytest

from app.ui.filter_popup import FilterPopup
from app.ui.table import RecordTable, TableSetup
from app.ui.table_menus import header_menu, rows_menu
from tests.ui.people import COLUMNS


@pytest.fixture
def table(qtbot, people):
    made = RecordTable(TableSetup("members", COLUMNS))
    qtbot.addWidget(made)
    made.show()
    made.set_rows(people)
    return made


def action(menu, beginning):
    return next(a for a in menu.actions() if a.text().startswith(beginning))


def test_opening_needs_a_record(table, qtbot):
    assert not action(rows_menu(table, 0), "打开").isEnabled()
    table.select(["2"])
    with qtbot.waitSignal(table.opened) as told:
        action(rows_menu(table, 0), "打开").trigger()
    assert told.args == ["2"]


def test_select_all_and_the_column_under_the_mouse(table):
    menu = rows_menu(table, 1)
    action(menu, "全选").trigger()
    assert len(table.selected_ids()) == 5
    assert action(menu, "只复制").text() == "只复制“公民身份号码”这一列"
    assert not [a for a in rows_menu(table, -1).actions() if a.text().startswith("只复制")]


def test_the_header_filters_and_hides_its_column(table):
    action(header_menu(table, 2), "筛选").trigger()
    table.findChild(FilterPopup).close()
    action(header_menu(table, 2), "隐藏").trigger()
    assert table.view.isColumnHidden(2)
    action(header_menu(table, 0), "隐藏").trigger()
    assert not table.view.isColumnHidden(0)
    assert [a.text() for a in header_menu(table, -1).actions()] == ["显示的列…"]
