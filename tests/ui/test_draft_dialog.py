"""A window for one draft: checks beside the fields, saving in the background."""

from datetime import date

import pytest
from PySide6.QtCore import Qt

from app.base.errors import UserError
from app.services import branches
from app.ui.draft_dialog import DraftDialog, DraftTask
from app.ui.draft_form import FormPlan, Section, columns_of
from tests.ui.workplace import gone, settle


def missing(values):
    return {} if values["name"] else {"name": "请填写单位名称"}


@pytest.fixture
def opened(qtbot, tools, county):
    def build(save, *, is_new=True):
        plan = FormPlan(
            (Section("", ("name", "headcount")),),
            columns_of("school_unit"),
            {},
            date(2010, 12, 31),
        )
        values = {"name": "", "headcount": None, "town": "清江镇"}
        task = DraftTask("单位", values, save, check=missing, blocked=missing, is_new=is_new)
        window = DraftDialog(task, plan, tools.writer)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(lambda: window.form.field("name").hasFocus())
        return window

    return build


def shown(window, name):
    return window.form.field(name).accessibleDescription()


def test_a_new_form_is_not_full_of_reproaches_before_a_field_was_left(qtbot, opened):
    window = opened(lambda _: None)
    assert shown(window, "name") == ""
    qtbot.keyClick(window.form.field("name"), Qt.Key.Key_Return)
    assert shown(window, "name") == "必须改：请填写单位名称"
    window.form.field("name").setFocus()
    qtbot.keyClicks(window.form.field("name"), "A")
    assert shown(window, "name") == ""
    window.form.mark_clean()


def test_an_edited_record_shows_what_is_wrong_at_once(opened):
    window = opened(lambda _: None, is_new=False)
    window.form.field("headcount").setFocus()
    assert shown(window, "name") == "必须改：请填写单位名称"


def test_what_cannot_be_saved_is_shown_and_the_window_stays(qtbot, opened):
    saved = []
    window = opened(saved.append)
    window.form.field("headcount").setText("很多")
    window.save()
    assert saved == []
    assert window.isVisible()
    assert shown(window, "name")
    assert "很多" in shown(window, "headcount")
    window.form.mark_clean()


def test_a_refusal_counts_what_must_be_changed_and_goes_to_the_first(qtbot, opened):
    window = opened(lambda _: None)
    window.form.field("headcount").setFocus()
    qtbot.keyClicks(window.form.field("headcount"), "xx")
    qtbot.keyClick(window.form.field("headcount"), Qt.Key.Key_Return)
    assert "有 2 处必须改" in window._hint.text()
    assert window.form.field("name").hasFocus()
    qtbot.keyClicks(window.form.field("name"), "A")
    assert "有 1 处必须改" in window._hint.text()
    window.form.field("headcount").setText("3")
    window.form.field("headcount").edited.emit()
    assert "可以保存" in window._hint.text()
    window.form.mark_clean()


def test_fields_that_are_not_on_the_form_are_kept(opened):
    window = opened(lambda _: None)
    assert window.values() == {"name": "", "headcount": None, "town": "清江镇"}


def test_it_closes_only_after_the_work_has_been_saved(qtbot, opened, county):
    def save(values):
        draft = branches.UnitDraft(name=str(values["name"]))
        return lambda _: branches.add_unit(county.ledger, draft)

    window = opened(save)
    outcomes = []
    window.saved.connect(outcomes.append)
    window.form.field("name").setText("新校")
    window.save()
    assert window.isVisible()
    gone(qtbot, window)
    assert outcomes[0].ids[0] in [unit.id for unit in branches.units(county.ledger)]


def test_a_refusal_keeps_the_window_with_all_that_was_typed(qtbot, opened, tools, said):
    def refuse(_):
        def work(_):
            raise UserError("已经有了。")

        return work

    window = opened(refuse)
    window.form.field("name").setText("新校")
    window.save()
    settle(qtbot, tools)
    assert said.texts == ["已经有了。"]
    assert window.isVisible()
    assert window.form.field("name").text() == "新校"
    window.form.mark_clean()
