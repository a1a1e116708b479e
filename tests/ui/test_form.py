"""Forms: Enter, problems, changes, drafts."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from app.ui import form as form_module
from app.ui.draft_fields import FlagField
from app.ui.fields import Choice, CodeBox, LongTextField, TextField
from app.ui.form import Form, ProblemLabel, ask_leave


@pytest.fixture
def form(qtbot, monkeypatch):
    monkeypatch.setattr(form_module, "_DRAFT_AFTER_MS", 10)
    made = Form(2)
    made.add_section("基本情况")
    made.add("name", "姓名", TextField(), is_required=True)
    made.add("sex", "性别", CodeBox([Choice("1", "男"), Choice("2", "女")]))
    made.add("note", "备注", LongTextField(), is_wide=True)
    made.add("phone", "手机号", TextField())
    made.finish()
    qtbot.addWidget(made)
    made.show()
    with qtbot.waitActive(made):
        made.activateWindow()
    return made


def test_enter_goes_from_field_to_field_and_saves_on_the_last(form, qtbot):
    form.field("name").setFocus()
    qtbot.keyClick(form.field("name"), Qt.Key.Key_Return)
    assert form.field("sex").hasFocus()
    qtbot.keyClick(form.field("sex"), Qt.Key.Key_Enter)
    assert form.field("note").hasFocus()
    form.field("phone").setFocus()
    with qtbot.waitSignal(form.save_requested):
        qtbot.keyClick(form.field("phone"), Qt.Key.Key_Return)


def test_enter_passes_over_fields_that_cannot_be_used(form, qtbot):
    form.field("sex").setEnabled(False)
    form.field("note").hide()
    qtbot.keyClick(form.field("name"), Qt.Key.Key_Return)
    assert form.field("phone").hasFocus()


def test_a_text_of_several_lines_keeps_its_enter_and_ctrl_enter_saves(form, qtbot):
    note = form.field("note")
    with qtbot.assertNotEmitted(form.save_requested):
        qtbot.keyClick(note, Qt.Key.Key_Return)
    assert note.toPlainText() == "\n"
    with qtbot.waitSignal(form.save_requested):
        qtbot.keyClick(note, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def test_typing_makes_it_dirty_and_typing_back_makes_it_clean(form, qtbot):
    form.set_values({"name": "a", "sex": "2"})
    assert not form.is_dirty
    qtbot.keyClicks(form.field("name"), "b")
    form.field("name").end(False)
    assert form.is_dirty
    form.field("name").setText("a")
    assert not form.is_dirty
    form.field("sex").set_value("1")
    assert form.is_dirty
    form.mark_clean()
    assert not form.is_dirty


def test_values_go_in_and_out(form):
    form.set_values({"name": "张三", "sex": "1"})
    assert form.values() == {"name": "张三", "sex": "1", "note": None, "phone": None}
    form.set_values({})
    assert set(form.values().values()) == {None}


def test_a_problem_stands_beside_its_field_in_words(form):
    form.show_problems({"phone": "手机号应为 11 位。"})
    labels = {label.text() for label in form.findChildren(ProblemLabel) if label.isVisible()}
    assert labels == {"手机号应为 11 位。"}
    assert form.field("phone").accessibleDescription() == "必须改：手机号应为 11 位。"
    assert form.field("phone").property("problem") is True
    assert form.field("phone").property("barring") is True
    form.focus_first_problem()
    assert form.field("phone").hasFocus()
    form.show_problems({})
    assert not [label for label in form.findChildren(ProblemLabel) if label.isVisible()]
    assert form.field("phone").property("problem") is False
    form.focus_first_problem()
    assert form.field("name").hasFocus()


def test_what_only_looks_odd_is_told_from_what_must_be_changed(form):
    form.show_problems({"name": "少见的姓。", "phone": "不是 11 位。"}, doubts={"name"})
    marks = {label.text(): label.mark() for label in form.findChildren(ProblemLabel)}
    assert (marks["少见的姓。"], marks["不是 11 位。"]) == ("请核对", "必须改")
    assert form.field("name").property("barring") is False
    form.focus_first_problem()
    assert form.field("phone").hasFocus()
    form.show_problems({"name": "少见的姓。"}, doubts={"name"})
    form.focus_first_problem()
    assert form.field("name").hasFocus()


def test_a_key_that_is_held_down_does_not_run_through_the_form(form, qtbot):
    form.field("name").setFocus()
    held = QKeyEvent(
        QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r", True
    )
    QApplication.sendEvent(form.field("name"), held)
    assert form.field("name").hasFocus()


def test_what_is_being_typed_is_offered_as_a_draft_and_can_be_restored(form, qtbot):
    with qtbot.waitSignal(form.draft_due) as told:
        qtbot.keyClicks(form.field("name"), "abc")
    draft = told.args[0]
    assert draft["name"] == "abc"
    form.set_values({})
    form.restore(draft | {"gone": "x"})
    assert form.values()["name"] == "abc"
    assert form.is_dirty


def test_every_field_has_a_name_for_the_screen_reader(form):
    assert form.field("phone").accessibleName() == "手机号"
    assert any(label.text() == "姓名（必填）" for label in form.findChildren(QLabel))


@pytest.mark.parametrize(
    ("answer", "expected"), [("保存", ["save"]), ("不保存", ["leave"]), ("继续编辑", [])]
)
def test_leaving_a_changed_form_asks(form, qtbot, said, answer, expected):
    done = []
    qtbot.keyClicks(form.field("name"), "x")
    said.answers.append(answer)
    ask_leave(form, form, lambda: done.append("save"), lambda: done.append("leave"))
    assert done == expected
    assert said.notices[0].buttons == ("保存", "不保存", "继续编辑")


def test_leaving_an_unchanged_form_does_not_ask(form, said):
    done = []
    ask_leave(QWidget(form), form, pytest.fail, lambda: done.append("leave"))
    assert done == ["leave"]
    assert said.notices == []


def test_enter_settles_what_was_typed_into_a_choice(form, qtbot):
    box = form.field("sex")
    qtbot.keyClicks(box.lineEdit(), "2")
    box.completer().popup().hide()
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert box.value() == "2"
    assert box.currentText() == "女"
    assert not box.hasFocus()


def test_enter_in_the_open_list_of_a_choice_goes_on_to_the_next_field_at_once(form, qtbot):
    box = form.field("sex")
    box.setFocus()
    qtbot.keyClicks(box.lineEdit(), "2")
    popup = box.completer().popup()
    qtbot.waitUntil(popup.isVisible)
    qtbot.keyClick(popup, Qt.Key.Key_Return)
    assert (box.value(), box.currentText(), popup.isVisible()) == ("2", "女", False)
    assert form.field("note").hasFocus()


def test_enter_on_an_entry_of_the_open_list_takes_it_and_goes_on(form, qtbot):
    box = form.field("sex")
    box.setFocus()
    qtbot.mouseClick(box.lineEdit(), Qt.MouseButton.LeftButton)
    popup = box.completer().popup()
    qtbot.keyClick(popup, Qt.Key.Key_Down)
    qtbot.keyClick(popup, Qt.Key.Key_Return)
    assert box.value() == "1"
    assert form.field("note").hasFocus()


def test_a_box_to_tick_stands_at_the_height_of_its_caption(qtbot):
    form = Form()
    qtbot.addWidget(form)
    form.add("on", "启用", FlagField())
    form.finish()
    form.show()
    (caption,) = [one for one in form.findChildren(QLabel) if one.text() == "启用"]
    box = form.field("on")
    assert caption.geometry().center().y() == box.geometry().center().y()
