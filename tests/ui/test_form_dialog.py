"""The window around a form."""

import pytest
from PySide6.QtCore import Qt

from app.ui.fields import TextField
from app.ui.form import Form
from app.ui.form_dialog import FormDialog


@pytest.fixture
def dialog(qtbot):
    form = Form(1)
    form.add("name", "姓名", TextField())
    form.finish()
    made = FormDialog("修改党员", form)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    made.show()
    return made


def change(qtbot, dialog):
    qtbot.keyClicks(dialog.form.field("name"), "x")


def test_it_closes_only_when_the_work_is_saved(dialog, qtbot):
    change(qtbot, dialog)
    with qtbot.waitSignal(dialog.save_requested):
        qtbot.keyClick(dialog.form.field("name"), Qt.Key.Key_Return)
    assert dialog.isVisible()
    with qtbot.assertNotEmitted(dialog.save_requested):
        dialog.save()
    dialog.not_saved()
    with qtbot.waitSignal(dialog.save_requested):
        qtbot.mouseClick(dialog._save, Qt.MouseButton.LeftButton)
    dialog.finish()
    assert not dialog.isVisible()


def test_closing_with_changes_asks_and_may_go_on(dialog, qtbot, said):
    change(qtbot, dialog)
    said.answers.append("继续编辑")
    dialog.close()
    assert dialog.isVisible()
    said.answers.append("不保存")
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert len(said.notices) == 2


def test_closing_and_choosing_to_save_saves(dialog, qtbot, said):
    change(qtbot, dialog)
    said.answers.append("保存")
    with qtbot.waitSignal(dialog.save_requested):
        dialog.close()
    dialog.finish()


def test_closing_without_changes_does_not_ask(dialog, said):
    dialog.close()
    assert not dialog.isVisible()
    assert said.notices == []


def test_a_long_form_follows_the_focus(qtbot):
    form = Form(1)
    for number in range(40):
        form.add(str(number), f"第{number}项", TextField())
    form.finish()
    dialog = FormDialog("长表", form)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    dialog.resize(400, 300)
    dialog.show()
    with qtbot.waitActive(dialog):
        dialog.activateWindow()
    form.field("0").setFocus()
    for number in range(39):
        qtbot.keyClick(form.field(str(number)), Qt.Key.Key_Return)
        field = form.field(str(number + 1))
        assert field.hasFocus()
        assert field.visibleRegion().boundingRect() == field.rect()
    form.show_problems({"2": "请填写"})
    form.focus_first_problem()
    assert form.field("2").visibleRegion().boundingRect() == form.field("2").rect()
