"""The pages 培训学习 and 考核责任, driven by keys on the practice county."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.domain.fields import groups
from app.services import record_book
from app.ui.record_dialog import RecordDialog
from app.ui.record_pages import assessments_page, trainings_page
from tests.ui.workplace import dialog, gone, settle, type_line

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


def counts(page):
    found = {}
    waiting = [page.kinds.topLevelItem(n) for n in range(page.kinds.topLevelItemCount())]
    while waiting:
        item = waiting.pop(0)
        found[item.text(0)] = item.text(1)
        waiting += [item.child(n) for n in range(item.childCount())]
    return found


def choose(qtbot, page, practice, table):
    page.choose(table)
    settle(qtbot, practice)


def test_every_kind_of_the_group_is_listed_with_its_count(page, practice):
    found = counts(page)
    assert set(found) == {info.title for info in groups()["培训学习"]}
    assert found["培训登记"] == str(len(record_book.rows(practice.ledger, "training_enrol")))
    assert page.list.model.total == len(record_book.rows(practice.ledger, "activity"))


def test_the_year_cuts_the_list(qtbot, page, practice):
    page.year.setCurrentIndex(page.year.findText("2009年"))
    settle(qtbot, practice)
    assert page.list.model.total == len(record_book.rows(practice.ledger, "activity", 2009))
    page.year.setCurrentIndex(page.year.findText("2010年"))
    settle(qtbot, practice)
    assert page.list.model.total == len(record_book.rows(practice.ledger, "activity", 2010)) > 0


def test_a_campaign_is_added_with_the_keyboard_alone(qtbot, page, practice):
    choose(qtbot, page, practice, "campaign")
    before = page.list.model.total
    qtbot.keyClick(page, KEY.Key_N, Qt.KeyboardModifier.ControlModifier)
    box = dialog(qtbot, RecordDialog)
    settle(qtbot, practice)
    type_line(qtbot, box.form, "name", "读书月")
    for name, text in (("level", ""), ("organiser", "教育局"), ("start_on", "2010.9.1")):
        type_line(qtbot, box.form, name, text)
    type_line(qtbot, box.form, "end_on", "20100930")
    qtbot.keyClick(QApplication.focusWidget(), KEY.Key_S, Qt.KeyboardModifier.ControlModifier)
    gone(qtbot, box)
    settle(qtbot, practice)
    assert page.list.model.total == before + 1
    saved = page.list.model.row_at(page.list.model.lines_of([page.list.current_id()])[0])
    assert (saved.shown["name"], saved.shown["start_on"]) == ("读书月", "2010-09-01")
    assert saved.shown["end_on"] == "2010-09-30"
    practice.writer.undo()
    settle(qtbot, practice)
    assert page.list.model.total == before


def test_deleting_asks_and_goes_to_the_recycle_bin(qtbot, page, practice, said):
    choose(qtbot, page, practice, "study_product")
    before = page.list.model.total
    page.list.select([page.list.model.row_at(0).id])
    page.list.view.setFocus()
    qtbot.keyClick(page.list.view, KEY.Key_Delete)
    settle(qtbot, practice)
    assert "删除学习成果" in said.texts[0]
    assert page.list.model.total == before
    said.answers.append("删除")
    qtbot.keyClick(page.list.view, KEY.Key_Delete)
    settle(qtbot, practice)
    assert page.list.model.total == before - 1


def test_a_change_made_elsewhere_shows_up_only_when_the_page_is_shown(qtbot, page, practice):
    choose(qtbot, page, practice, "campaign")
    before = page.list.model.total
    page.hide()
    practice.writer.run(
        lambda _: record_book.save(practice.ledger, "campaign", None, {"name": "甲"}), "保存"
    )
    settle(qtbot, practice)
    assert page.list.model.total == before
    page.show()
    settle(qtbot, practice)
    assert page.list.model.total == before + 1


def test_the_assessments_page_has_care_and_dues_too(qtbot, practice):
    page = assessments_page(practice).factory()
    qtbot.addWidget(page)
    page.show()
    settle(qtbot, practice)
    found = counts(page)
    for group in ("考核责任", "关怀", "党费"):
        assert group in found
        assert {info.title for info in groups()[group]} <= set(found)


def test_the_newest_records_come_first(qtbot, page, practice):
    choose(qtbot, page, practice, "training_class")
    days = [row.shown["start_on"] for row in page.list.model.shown]
    assert days == sorted(days, reverse=True)
    assert len(set(days)) > 1


def test_the_name_of_another_record_stands_whole_in_the_list(qtbot, page, practice):
    choose(qtbot, page, practice, "training_enrol")
    table = page.list
    number = [column.key for column in table.model.columns].index("class_id")
    text = table.model.columns[number].text(table.model.shown[0])
    assert text == "学校党支部书记培训班(第一期)"
    needed = table.view.fontMetrics().horizontalAdvance(text)
    assert table.view.columnWidth(number) > needed
