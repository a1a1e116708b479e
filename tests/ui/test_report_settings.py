"""统计口径 and the template of the report."""

import re
from dataclasses import fields

import pytest
from PySide6.QtCore import Qt

from app.domain.figures import FigureChoices
from app.services import report_template
from app.ui.report_settings import CHOICES, ChoicesDialog, TemplateDialog
from app.ui.report_tab import report_page
from tests.ui.workplace import dialog, gone, settle


@pytest.fixture
def opened():
    return []


@pytest.fixture
def page(qtbot, practice, opened):
    page = report_page(practice, lambda *record: opened.append(record)).factory()
    qtbot.addWidget(page)
    page.resize(1200, 640)
    page.show()
    settle(qtbot, practice)
    return page


def test_a_choice_of_counting_changes_the_number(qtbot, page, practice):
    before = page.report.year_figures.figures["N13"].number
    page.open_choices()
    box = dialog(qtbot, ChoicesDialog)
    assert not any(check.isChecked() for check in box.boxes.values())
    box.boxes["all_donations"].click()
    box._on_keep()
    settle(qtbot, practice)
    assert page.report.year_figures.figures["N13"].number >= before
    page.open_choices()
    again = dialog(qtbot, ChoicesDialog)
    assert again.boxes["all_donations"].isChecked()
    again.reject()
    assert FigureChoices().all_donations is False


def test_a_wrong_template_names_its_line_and_a_right_one_is_printed(qtbot, page, practice, said):
    page.open_template()
    box = dialog(qtbot, TemplateDialog)
    shipped = box.text.toPlainText()
    box.text.setPlainText("标题：试一试\n今年接收{N99}名。")
    box.keep()
    settle(qtbot, practice)
    assert "2" in said.texts[0]
    assert "N99" in said.texts[0]
    assert box.isVisible()
    box.text.setPlainText("标题：试一试\n今年接收名。")
    cursor = box.text.textCursor()
    cursor.setPosition(len("标题：试一试\n今年接收"))
    box.text.setTextCursor(cursor)
    box.ids.select(["N05"])
    box.ids.opened.emit("N05")
    assert "{新吸纳预备党员}" in box.text.toPlainText()
    box.keep()
    gone(qtbot, box)
    settle(qtbot, practice)
    assert "今年接收25名。" in page.text.toPlainText()
    page.open_template()
    box = dialog(qtbot, TemplateDialog)
    said.answers.append("恢复")
    box.go_back()
    gone(qtbot, box)
    settle(qtbot, practice)
    assert report_template.with_titles(report_template.read(practice.ledger)) == shipped


def test_every_choice_has_its_words():
    assert set(CHOICES) == {field.name for field in fields(FigureChoices)}


def test_an_edited_template_is_not_lost_by_closing(qtbot, page, said):
    page.open_template()
    box = dialog(qtbot, TemplateDialog)
    box.text.appendPlainText("再加一句。")
    box.reject()
    assert box.isVisible()
    said.answers.append("不保存")
    box.reject()
    gone(qtbot, box)


def test_the_template_speaks_chinese(qtbot, page, said):
    page.open_template()
    box = dialog(qtbot, TemplateDialog)
    assert not re.search(r"[A-Za-z]", box.text.toPlainText())
    box.reject()


def test_a_choice_is_a_batch_that_ctrl_z_takes_back(qtbot, page, practice):
    before = page.report.year_figures.figures["N13"].number
    page.open_choices()
    box = dialog(qtbot, ChoicesDialog)
    box.boxes["all_donations"].setFocus()
    qtbot.keyClick(box.boxes["all_donations"], Qt.Key.Key_Space)
    box._on_keep()
    settle(qtbot, practice)
    changed = page.report.year_figures.figures["N13"].number
    page.window().activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    page.text.setFocus()
    qtbot.keyClick(page.text, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settle(qtbot, practice)
    assert page.report.year_figures.figures["N13"].number == before
    page.open_choices()
    again = dialog(qtbot, ChoicesDialog)
    assert not again.boxes["all_donations"].isChecked()
    again.reject()
    assert changed >= before
