"""The form of any record."""

from collections import Counter

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.domain.dates import PartialDate
from app.domain.search_keys import keys_of
from app.services import record_book
from app.ui.record_dialog import RecordDialog, RecordEdit, edit_record
from app.ui.record_pages import trainings_page
from tests.ui.workplace import dialog, gone, settle, type_text

KEY = Qt.Key


@pytest.fixture
def page(qtbot, practice):
    page = trainings_page(practice).factory()
    qtbot.addWidget(page)
    page.resize(1200, 640)
    page.show()
    settle(qtbot, practice)
    with qtbot.waitActive(page):
        page.activateWindow()
    return page


def choose(qtbot, page, practice, table):
    page.choose(table)
    settle(qtbot, practice)


def test_what_is_missing_or_impossible_is_told_beside_its_field(qtbot, page, practice, said):
    choose(qtbot, page, practice, "campaign")
    page.add()
    box = dialog(qtbot, RecordDialog)
    settle(qtbot, practice)
    type_text(qtbot, box.form.field("start_on"), "2010-09-30")
    type_text(qtbot, box.form.field("end_on"), "2010-09-01")
    box.save()
    described = {name: box.form.field(name).accessibleDescription() for name in ("name", "end_on")}
    assert described == {
        "name": "必须改：请填写专题活动名称",
        "end_on": "必须改：结束日期早于开始日期",
    }
    assert box.isVisible()
    said.answers.append("不保存")
    box.reject()
    gone(qtbot, box)
    assert not [row for row in record_book.rows(practice.ledger, "campaign") if not row.summary]


@pytest.mark.parametrize("presses_enter", [True, False])
def test_a_person_is_found_by_initials_and_saved_as_a_reference(
    qtbot, page, practice, presses_enter
):
    choose(qtbot, page, practice, "study_product")
    page.add()
    box = dialog(qtbot, RecordDialog)
    settle(qtbot, practice)
    people = record_book.choices(practice.ledger, "person")
    initials = {choice.value: keys_of(choice.label).initials for choice in people}
    counted = Counter(each for found in initials.values() for each in found)
    person = next(p for p, found in initials.items() if any(counted[each] == 1 for each in found))
    typed = next(each for each in initials[person] if counted[each] == 1)
    field = box.form.field("person_id")
    field.setFocus()
    type_text(qtbot, field.lineEdit(), typed)
    if presses_enter:
        qtbot.keyClick(QApplication.activePopupWidget() or field, KEY.Key_Return)
        qtbot.keyClick(field, KEY.Key_Return)
        assert box.form.field("activity_id").hasFocus()
    assert field.value() == person
    qtbot.keyClick(box.form, KEY.Key_S, Qt.KeyboardModifier.ControlModifier)
    gone(qtbot, box)
    settle(qtbot, practice)
    saved = record_book.rows(practice.ledger, "study_product")[-1]
    assert saved.raw["person_id"] == person


def test_an_existing_record_is_shown_with_its_values_and_only_changes_are_written(
    qtbot, page, practice
):
    row = record_book.rows(practice.ledger, "training_class")[0]
    done = []
    edit_record(practice, RecordEdit("training_class", row.id), page, done.append)
    box = dialog(qtbot, RecordDialog)
    assert box.form.values()["title"] == row.raw["title"]
    assert box.form.values()["start_on"] == row.raw["start_on"]
    box.save()
    gone(qtbot, box)
    settle(qtbot, practice)
    assert done[0].batch == ""


def test_a_new_record_begins_with_the_values_handed_in(qtbot, page, practice):
    start = {"name": "读书月", "start_on": PartialDate.of("2010-04")}
    edit_record(practice, RecordEdit("campaign", values=start), page)
    box = dialog(qtbot, RecordDialog)
    assert box.form.values()["name"] == "读书月"
    box.save()
    gone(qtbot, box)
    settle(qtbot, practice)
    saved = record_book.rows(practice.ledger, "campaign")[-1]
    assert saved.shown["start_on"] == "2010-04"
