"""The bureau chooses by keys for whom it leaves packages on one stick."""

import pytest
from PySide6.QtCore import Qt

from app.services.exchange.receivers import Receiver
from app.ui import pickers
from app.ui.receivers_dialog import ReceiversDialog
from tests.ui.exchange_county import windows
from tests.ui.workplace import dialog, gone

FOUND = (
    Receiver("b", "县教育局二", is_bureau=True, is_usual=True),
    Receiver("s2", "第2小学", is_bureau=False, is_usual=True),
    Receiver("s10", "第10小学", is_bureau=False, is_usual=True, is_confirmed=True),
)


@pytest.fixture
def shown(qtbot):
    made = ReceiversDialog(FOUND, "写")
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    qtbot.addWidget(made)
    made.show()
    made.heard = []
    made.chosen.connect(made.heard.append)
    return made


def test_arrow_space_and_enter_choose_and_write(qtbot, shown):
    assert shown.nodes() == ("b", "s2", "s10")
    qtbot.keyClick(shown.list, Qt.Key.Key_Space)
    qtbot.keyClick(shown.list, Qt.Key.Key_Down)
    qtbot.keyClick(shown.list, Qt.Key.Key_Space)
    assert shown.nodes() == ("s10",)
    assert "已勾选1台电脑" in shown.told.text()
    qtbot.keyClick(shown.list, Qt.Key.Key_Return)
    assert shown.heard == [("s10",)]
    assert not shown.isVisible()


def test_all_usual_receivers_are_told_as_such(qtbot, shown):
    qtbot.keyClick(shown.list, Qt.Key.Key_Return)
    assert shown.heard == [()]


def test_the_buttons_tick_what_is_in_sight_and_without_a_tick_nothing_is_written(qtbot, shown):
    shown.silent_button.click()
    assert shown.nodes() == ("b", "s2")
    shown.search.setText("第10")
    shown.all_button.click()
    assert shown.nodes() == ("b", "s2", "s10")
    shown.search.clear()
    shown.none_button.click()
    assert shown.nodes() == ()
    assert not shown.write_button.isEnabled()


@pytest.fixture
def county(qtbot, tmp_path, monkeypatch):
    with windows(qtbot, tmp_path, monkeypatch) as made:
        yield made


def names_on(county):
    return len(list(county.stick.iterdir()))


def test_the_card_takes_everything_in_and_answers_only_the_chosen_school(qtbot, county):
    bureau = county.bureau
    county.a.edit(county.persons[0], mobile="1")
    county.trip(qtbot, county.a)
    county.plug(qtbot, bureau)
    assert bureau.card.choose_button.isVisible()
    qtbot.mouseClick(bureau.card.choose_button, Qt.MouseButton.LeftButton)
    window = dialog(qtbot, ReceiversDialog)
    assert window.write_button.text() == "收下并写回盘包"
    qtbot.keyClick(window.list, Qt.Key.Key_Down)
    qtbot.keyClick(window.list, Qt.Key.Key_Space)
    qtbot.keyClick(window.list, Qt.Key.Key_Return)
    gone(qtbot, window)
    qtbot.waitUntil(lambda: bureau.card.is_result, timeout=20_000)
    assert "已写好给“第一小学”的交换包" in bureau.card.text.text()
    assert bureau.person(county.persons[0])["mobile"] == "1"
    assert names_on(county) == 2
    bureau.settle(qtbot)


def test_into_a_folder_the_bureau_writes_for_the_chosen_only(qtbot, county, monkeypatch):
    bureau = county.bureau
    monkeypatch.setattr(pickers, "pick_folder", lambda p, t, picked: picked(county.stick))
    bureau.page.leave_button.click()
    window = dialog(qtbot, ReceiversDialog)
    window.none_button.click()
    window.search.setText("第二")
    window.all_button.click()
    window.write_button.click()
    gone(qtbot, window)
    bureau.settle(qtbot)
    assert names_on(county) == 1
    assert "已写好给“第二小学”的交换包" in bureau.card.text.text()
