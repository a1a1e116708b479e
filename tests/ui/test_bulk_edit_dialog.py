"""Setting one field for many people."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLabel

from app.services import members
from app.ui.bulk_edit_dialog import BulkEditDialog, read_choices
from app.ui.fields import DateEdit
from tests.ui.workplace import gone, settle


@pytest.fixture
def window(qtbot, tools, county):
    ids = (county.zhang, county.wu, county.shan)
    window = BulkEditDialog(ids, read_choices(county.ledger), tools)
    window.show()
    return window


def put(qtbot, tools, window, value):
    window.value.set_value(value)
    window.value.edited.emit()
    qtbot.wait(250)
    settle(qtbot, tools)


def test_nothing_can_be_applied_before_something_changes(qtbot, tools, window, county):
    assert not window._apply.isEnabled()
    window.choose("category")
    put(qtbot, tools, window, "TEACHER")
    assert [line.name for line in window.table.model.shown] == ["单明"]
    assert window._sum.text() == "将修改 1 人，2 人不用改"
    put(qtbot, tools, window, "STAFF")
    assert window._apply.text() == "修改 3 人"


def key(qtbot, code):
    qtbot.keyClick(QApplication.focusWidget(), code)


def open_by_keys(qtbot, window, initials):
    """Choose the field as a clerk does: typing, then Enter."""
    window.activateWindow()
    qtbot.waitUntil(window.what.hasFocus)
    qtbot.keyClicks(window.what.lineEdit(), initials)
    window.what.completer().popup().hide()
    window.activateWindow()
    qtbot.waitUntil(lambda: window.isActiveWindow() and window.what.hasFocus())
    key(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.value is not None and window.value.hasFocus())


def tick(qtbot, box):
    qtbot.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(8, box.height() // 2))


def offered(window):
    return window._apply.isEnabled(), window.table._empty._title.text()


def test_enter_alone_neither_offers_nor_empties_anything(qtbot, tools, window, county):
    before = [row.admin_post for row in members.rows(county.ledger)]
    open_by_keys(qtbot, window, "xzzw")
    for _ in range(3):
        key(qtbot, Qt.Key.Key_Return)
        settle(qtbot, tools)
        qtbot.wait(250)
    assert offered(window) == (False, "先选要改的项目，再填新的值")
    assert [row.admin_post for row in members.rows(county.ledger)] == before


def test_emptying_a_field_is_ticked_and_then_previewed(qtbot, tools, window, county):
    members.bulk_apply(
        county.ledger,
        members.bulk_preview(county.ledger, [county.zhang], "admin_post", "校长"),
    )
    window.choose("admin_post")
    tick(qtbot, window.clear)
    qtbot.waitUntil(lambda: bool(window._plan))
    assert not window.value.isEnabled()
    assert "校长" in [line.before_text for line in window.table.model.shown]
    assert {line.after_text for line in window.table.model.shown} == {""}
    tick(qtbot, window.clear)
    assert window._plan is None
    assert not window._apply.isEnabled()


def test_enter_waits_for_the_preview_and_only_the_button_applies(qtbot, tools, window, county):
    open_by_keys(qtbot, window, "xzzw")
    window.value.setText("教师")
    window.value.edited.emit()
    key(qtbot, Qt.Key.Key_Return)
    assert window.value.hasFocus()
    qtbot.waitUntil(window._apply.hasFocus)
    assert window.isVisible()
    assert window._apply.text() == "修改 3 人"
    key(qtbot, Qt.Key.Key_Return)
    gone(qtbot, window)
    settle(qtbot, tools)
    assert {row.admin_post for row in members.rows(county.ledger)} >= {"教师"}


def test_tab_goes_from_the_value_on_to_the_preview_and_the_button(qtbot, tools, window):
    window.activateWindow()
    window.choose("admin_post")
    put(qtbot, tools, window, "教师")
    window.value.setFocus()
    qtbot.waitUntil(lambda: window.isActiveWindow() and window.value.hasFocus())
    seen = []
    for _ in range(12):
        key(qtbot, Qt.Key.Key_Tab)
        seen.append(QApplication.focusWidget())
        if seen[-1] is window._apply:
            break
    assert seen[0] is window.clear
    assert window.table.view in seen
    assert seen[-1] is window._apply
    assert window.what not in seen


def test_a_yes_or_no_is_said_before_anything_is_offered(qtbot, tools, window):
    window.choose("is_lost")
    qtbot.wait(250)
    settle(qtbot, tools)
    assert offered(window) == (False, "先选要改的项目，再填新的值")
    assert not window.clear.isVisible()
    put(qtbot, tools, window, "0")
    assert offered(window) == (False, "没有人的资料会变")
    put(qtbot, tools, window, "1")
    assert window._apply.text() == "修改 3 人"


def test_before_and_after_are_words_and_not_codes(qtbot, tools, window, county):
    window.choose("org_id")
    put(qtbot, tools, window, county.second)
    lines = {line.name: (line.before_text, line.after_text) for line in window.table.model.shown}
    assert lines == {
        "张永杰": ("第一小学党支部", "第二小学联合党支部"),
        "吴瑞君": ("第一小学党支部", "第二小学联合党支部"),
    }
    window.apply()
    gone(qtbot, window)
    settle(qtbot, tools)
    assert {row.branch_id for row in members.rows(county.ledger)} == {county.second}


def test_another_field_takes_its_own_kind_of_value(qtbot, tools, window):
    window.choose("category")
    window.choose("dues_paid_to")
    assert isinstance(window.value, DateEdit)
    window.value.setText("乱写")
    window.value.edited.emit()
    qtbot.wait(250)
    settle(qtbot, tools)
    assert not window._apply.isEnabled() or window._plan.lines


def test_a_value_that_changed_since_the_preview_is_refused_and_looked_at_again(
    qtbot, tools, window, county, said
):
    window.choose("admin_post")
    put(qtbot, tools, window, "教师")
    ledger = county.ledger
    members.bulk_apply(ledger, members.bulk_preview(ledger, [county.zhang], "admin_post", "校长"))
    window.apply()
    settle(qtbot, tools)
    assert "预览之后又改动过" in said.texts[0]
    qtbot.wait(250)
    settle(qtbot, tools)
    assert "校长" in [line.before_text for line in window.table.model.shown]


def test_before_anything_is_chosen_the_list_says_what_to_do(window):
    told = [label.text() for label in window.table.findChildren(QLabel) if label.isVisible()]
    assert "先选要改的项目，再填新的值" in told
