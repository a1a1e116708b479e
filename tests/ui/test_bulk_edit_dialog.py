"""Setting one field for many people."""

import pytest

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
