"""The list of records as a clerk uses it: keys, search, filters, selection, copy, layout."""

import time

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu

from app.ui.column_chooser import ColumnChoice, ColumnChooser
from app.ui.column_filters import ColumnFilter
from app.ui.empty_state import EmptyText
from app.ui.filter_popup import FilterPopup
from app.ui.table import RecordTable, TableSetup
from app.ui.table_layout import Sorting
from app.ui.table_model import NamedOrder
from tests.ui.people import COLUMNS, Person

ORDERS = (
    NamedOrder("handed", "登记顺序", lambda row: int(row.id)),
    NamedOrder("back", "倒序", lambda row: -int(row.id)),
)


class Memory:
    def __init__(self):
        self.texts = {}

    def load(self, name):
        return self.texts.get(name, "")

    def save(self, name, text):
        self.texts[name] = text


@pytest.fixture
def memory():
    return Memory()


def build(qtbot, people, **more):
    table = RecordTable(TableSetup("members", COLUMNS, "人", orders=ORDERS, **more))
    qtbot.addWidget(table)
    table.resize(900, 400)
    table.show()
    table.set_rows(people)
    return table


@pytest.fixture
def table(qtbot, people, memory):
    return build(qtbot, people, memory=memory)


def shown(table):
    return "".join(row.id for row in table.model.shown)


def search(qtbot, table, text):
    table.top.search.clear()
    if text.isascii():
        qtbot.keyClicks(table.top.search, text)
    else:  # as an input method does; QTest has no keys for these
        table.top.search.insert(text)
    with qtbot.waitSignal(table.model.rows_changed):
        pass


def test_the_count_says_how_many_are_there_shown_and_selected(table, qtbot):
    assert table.bottom.count.text() == "共 5 人"
    table.select(["2", "3"])
    assert table.bottom.count.text() == "共 5 人，已选 2 人"
    table.set_filter("branch", ColumnFilter(frozenset({"一中支部"})))
    assert table.bottom.count.text() == "共 5 人，显示 3 人，已选 2 人"
    assert table.bottom.filtered.text() == "只显示：筛选了党支部"


def test_the_selection_and_the_cursor_stay_on_their_records(table, people):
    table.select(["2", "4"])
    table.sort(Sorting("back"))
    assert table.selected_ids() == ("4", "2")
    assert table.current_id() == "2"
    table.set_rows(people[1:])
    assert table.selected_ids() == ("4", "2")
    table.set_rows(people[:1])
    assert table.selected_ids() == ()
    assert table.current_id() == ""


def test_a_click_on_a_header_sorts_and_a_second_one_turns_it_round(table, qtbot):
    header = table.view.left.header
    place = header.rect().center()
    place.setX(20)
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)
    once = shown(table)
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert shown(table) == once[::-1]
    assert table.top.order.text() == "排序：姓名"


def test_a_named_order_is_chosen_from_the_menu(table):
    assert table.top.order.text() == "排序：登记顺序"
    table.top.order.menu().actions()[1].trigger()
    assert shown(table) == "54321"
    assert table.top.order.text() == "排序：倒序"


def test_search_without_a_function_looks_at_the_visible_columns_only(table, qtbot):
    search(qtbot, table, "0022")
    assert shown(table) == "2"
    search(qtbot, table, "机关")
    assert shown(table) == ""
    table.show_all()
    assert shown(table) == "12345"
    assert table.top.text() == ""


def test_search_asks_the_function_once_for_fast_typing(qtbot, people):
    asked = []

    def find(text):
        asked.append(text)
        return ["3", "1"]

    table = build(qtbot, people, search=find)
    search(qtbot, table, "zyj")
    assert asked == ["zyj"]
    assert shown(table) == "13"
    assert table.bottom.filtered.text() == "只显示：含“zyj”"


def test_new_rows_are_searched_again(qtbot, people):
    table = build(qtbot, people)
    search(qtbot, table, "张")
    table.set_rows([*people, Person("6", "张小六")])
    assert shown(table) == "16"


def test_ctrl_f_goes_to_the_search_and_enter_comes_back_with_a_line(table, qtbot):
    with qtbot.waitActive(table):
        table.activateWindow()
    table.view.setFocus()
    qtbot.keyClick(table.view, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert table.top.search.hasFocus()
    qtbot.keyClick(table.top.search, Qt.Key.Key_Return)
    assert table.view.hasFocus()
    assert table.selected_ids() == ("1",)


def test_esc_empties_the_search(table, qtbot):
    search(qtbot, table, "张")
    qtbot.keyClick(table.top.search, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: shown(table) == "12345")


def test_enter_and_double_click_open_the_record(table, qtbot):
    table.select(["3"])
    with qtbot.waitSignal(table.opened) as told:
        qtbot.keyClick(table.view, Qt.Key.Key_Return)
    assert told.args == ["3"]
    line = table.view.left.visualRect(table.model.index(1, 0)).center()
    qtbot.mouseClick(table.view.left.viewport(), Qt.MouseButton.LeftButton, pos=line)
    with qtbot.waitSignal(table.opened) as told:
        qtbot.mouseDClick(table.view.left.viewport(), Qt.MouseButton.LeftButton, pos=line)
    assert told.args == ["2"]


def test_ctrl_c_copies_the_block_and_ctrl_shift_c_its_titles_too(table, qtbot):
    table.select(["1", "2"])
    qtbot.keyClick(table.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    mime = QGuiApplication.clipboard().mimeData()
    assert mime.text().splitlines() == [
        "张三\t529999198001010011\t2001-06\t30.00",
        "李四\t529999197501010022\t1999-07-01\t1,863.00",
    ]
    assert "mso-number-format" in mime.html()
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(table.view, Qt.Key.Key_C, both)
    assert QGuiApplication.clipboard().text().startswith("姓名\t公民身份号码")


def test_one_column_of_the_selected_records_can_be_copied(table):
    table.select(["1", "3"])
    table.copy_column(1)
    assert QGuiApplication.clipboard().text() == "529999198001010011\n52999919900101003X"


def test_copying_too_much_says_what_to_do(qtbot, said):
    table = build(qtbot, [Person(str(n), "某") for n in range(20_001)])
    table.view.selectAll()
    table.copy()
    assert said.texts == ["一次最多复制 20,000 行。"]


def test_the_header_filter_opens_filters_and_sorts(table, qtbot):
    table.open_filter(2)
    popup = table.findChild(FilterPopup)
    popup.comparison.setCurrentText("不早于")
    qtbot.keyClicks(popup.low, "2001")
    qtbot.keyClick(popup.low, Qt.Key.Key_Return)
    assert shown(table) == "145"
    assert not popup.isVisible()


def test_alt_down_opens_the_filter_of_the_column_under_the_cursor(table, qtbot):
    table.view.setCurrentIndex(table.model.index(0, 1))
    qtbot.keyClick(table.view, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    popup = table.findChild(FilterPopup)
    assert popup.values.rowCount() == 5
    popup.close()


def test_show_only_shows_exactly_the_records_behind_a_number(table, qtbot):
    table.set_filter("branch", ColumnFilter(frozenset({"机关支部"})))
    table.show_only(["2", "5"], "发展党员 2 人")
    assert shown(table) == "25"
    assert table.bottom.filtered.text() == "只显示：发展党员 2 人"
    search(qtbot, table, "李")
    assert shown(table) == "2"
    table.bottom.show_all_requested.emit()
    assert shown(table) == "12345"


def test_an_empty_list_says_what_to_do(qtbot):
    table = build(qtbot, [], empty=EmptyText("还没有党员", "可以导入名册。", "导入名册"))
    assert table._stack.currentWidget() is table._empty
    with qtbot.waitSignal(table.empty_action):
        qtbot.mouseClick(table._empty.button, Qt.MouseButton.LeftButton)


def test_a_list_emptied_by_a_search_offers_to_show_all(table, qtbot):
    search(qtbot, table, "没有这个人")
    assert table._stack.currentWidget() is table._nothing_found
    qtbot.mouseClick(table._nothing_found.button, Qt.MouseButton.LeftButton)
    assert shown(table) == "12345"


def test_the_layout_is_remembered(table, qtbot, people, memory):
    table.choose_columns()
    chooser = table.findChild(ColumnChooser)
    chooser._list.setCurrentRow(3)
    chooser._list.item(3).setCheckState(Qt.CheckState.Checked)
    chooser.move_current(-3)
    chooser._list.item(1).setCheckState(Qt.CheckState.Unchecked)
    chooser._on_accepted()
    table.view.setColumnWidth(2, 200)
    table.sort(Sorting("dues", is_column=True, is_descending=True))
    table.hide()
    again = build(qtbot, people, memory=memory)
    assert [column.key for column in again._visible_columns()] == [
        "name",
        "branch",
        "joined",
        "dues",
    ]
    assert abs(again.view.columnWidth(2) - 200) <= 1
    assert shown(again) == shown(table) == "21453"


def test_a_layout_of_another_version_does_no_harm(qtbot, people, memory):
    memory.texts["members"] = (
        '{"order": ["gone", "dues", "name"], "hidden": ["gone"], "widths": {"gone": 9},'
        ' "sorting": {"key": "gone", "is_column": true, "is_descending": false}}'
    )
    table = build(qtbot, people, memory=memory)
    keys = [column.key for column in table._visible_columns()]
    assert keys == ["name", "dues", "id_no", "joined"]
    assert shown(table) == "12345"


def test_a_hidden_column_filters_nothing(table):
    table.set_filter("dues", ColumnFilter(frozenset({"9.50"})))
    assert shown(table) == "4"
    table.hide_column(3)
    assert shown(table) == "12345"


def test_the_menu_of_the_right_button_can_be_added_to(table, qtbot):
    table.menu_opening.connect(lambda menu: menu.addAction("批量修改"))
    table.select(["1"])
    table.view.customContextMenuRequested.emit(table.view.rect().center())
    menu = next(menu for menu in table.findChildren(QMenu) if menu.isVisible())
    texts = [action.text() for action in menu.actions()]
    assert texts.index("打开") < texts.index("批量修改") < texts.index("复制\tCtrl+C")
    menu.close()


def test_a_frozen_click_selects_the_whole_row_and_the_keys_go_on_from_there(table, qtbot):
    place = table.view.left.visualRect(table.model.index(2, 0)).center()
    qtbot.mouseClick(table.view.left.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert table.selected_ids() == ("3",)
    qtbot.keyClick(table.view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert table.selected_ids() == ("3", "4")


def test_a_hundred_thousand_rows_are_selected_and_sorted_fluently(qtbot):
    table = build(qtbot, [Person(str(n), f"名{n % 977}") for n in range(100_000)])
    start = time.process_time()
    table.view.selectAll()
    table.sort(Sorting("name", is_column=True))
    table.grab()
    assert time.process_time() - start < 4
    assert len(table.selected_ids()) == 100_000


def test_the_current_record_is_told(table, qtbot):
    with qtbot.waitSignal(table.current_changed) as told:
        table.select(["4"])
    assert told.args == ["4"]
    flag = QItemSelectionModel.SelectionFlag.Clear
    with qtbot.waitSignal(table.selection_changed) as told:
        table.view.selectionModel().select(table.model.index(0, 0), flag)
    assert told.args == [()]


def test_filters_of_two_columns_must_both_hold(table):
    table.set_filter("branch", ColumnFilter(frozenset({"一中支部"})))
    first = shown(table)
    name = table.model.shown[0].name
    table.set_filter("name", ColumnFilter(frozenset({name})))
    assert shown(table) == first[0]
    table.set_filter("name", ColumnFilter())
    assert shown(table) == first


def test_a_column_that_is_hidden_filters_no_longer(table):
    keys = [column.key for column in table.model.columns if column.key != "name"]
    table.set_filter("joined", ColumnFilter(frozenset({table.model.shown[0].joined})))
    assert shown(table) != "12345"
    table._on_columns_chosen([ColumnChoice(key, key, key != "joined") for key in keys])
    assert shown(table) == "12345"


def test_before_the_first_reading_nothing_is_said_to_be_missing(qtbot, people):
    table = RecordTable(TableSetup("new", COLUMNS, empty=EmptyText("还没有党员")))
    qtbot.addWidget(table)
    assert table._stack.currentWidget() is table.view
    table.set_rows([])
    assert table._stack.currentWidget() is table._empty
    table.set_rows(people)
    assert table._stack.currentWidget() is table.view
