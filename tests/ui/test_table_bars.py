"""The bars around a list."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.ui.table_bars import BottomBar, TopBar
from app.ui.table_model import NamedOrder


def test_a_list_without_orders_has_no_order_button(qtbot):
    bar = TopBar((), "查找")
    qtbot.addWidget(bar)
    bar.show()
    assert not bar.order.isVisible()


def test_the_chosen_order_is_told_and_ticked(qtbot):
    bar = TopBar((NamedOrder("p", "拼音", id), NamedOrder("s", "笔画", id)), "查找")
    qtbot.addWidget(bar)
    with qtbot.waitSignal(bar.order_chosen) as told:
        bar.order.menu().actions()[1].trigger()
    assert told.args == ["s"]
    bar.show_order("p", "")
    assert [action.isChecked() for action in bar.order.menu().actions()] == [True, False]
    bar.show_order("", "手机号")
    assert [action.isChecked() for action in bar.order.menu().actions()] == [False, False]


def test_down_leaves_the_search_for_the_list(qtbot):
    bar = TopBar((), "查找")
    qtbot.addWidget(bar)
    with qtbot.waitSignal(bar.left_downwards):
        qtbot.keyClick(bar.search, Qt.Key.Key_Down)


def test_buttons_stand_on_the_left_and_the_main_one_is_marked(qtbot):
    bar, pressed = TopBar((), "查找"), []
    qtbot.addWidget(bar)
    add = bar.add_button("新增", "add", lambda: pressed.append("新增"), is_main=True)
    edit = bar.add_button("修改", "edit", lambda: pressed.append("修改"), is_main=False)
    bar.resize(900, 40)
    bar.show()
    assert add.x() < edit.x() < bar.search.x()
    assert (add.property("primary"), edit.property("primary")) == (True, None)
    add.click()
    assert pressed == ["新增"]


def test_nothing_filtered_shows_no_reason(qtbot):
    bar = BottomBar()
    qtbot.addWidget(bar)
    bar.show()
    bar.show_counts(3214, 3214, 12, "人")
    bar.show_filters(())
    assert bar.count.text() == "共 3,214 人，已选 12 人"
    assert not bar.filtered.isVisible()


def test_buttons_without_room_are_found_under_more(qtbot):
    host, pressed = QWidget(), []
    qtbot.addWidget(host)
    bar = TopBar((), "查找", host)
    bar.add_button("新增", "add", lambda: pressed.append("新增"), is_main=True)
    for text in ("批量修改", "导入花名册", "删除"):
        button = bar.add_button(text, "edit", lambda: None, is_main=False)
        button.clicked.connect(lambda _, text=text: pressed.append(text))
    bar.resize(1200, 40)
    host.show()
    assert not bar._more.isVisible()
    bar.resize(bar.minimumSizeHint().width(), 40)
    assert [button.isVisible() for button in bar._buttons] == [True, False, False, False]
    bar._more.menu().aboutToShow.emit()
    actions = bar._more.menu().actions()
    assert [action.text() for action in actions] == ["批量修改", "导入花名册", "删除"]
    actions[1].trigger()
    assert pressed == ["导入花名册"]
    bar.resize(1200, 40)
    assert all(button.isVisible() for button in bar._buttons)
