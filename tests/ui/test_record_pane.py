"""The card that follows its record."""

import pytest

from app.services import record_book
from app.ui.record_dialog import RecordDialog
from app.ui.record_pages import trainings_page
from app.ui.record_pane import RecordPane, RecordWindow, open_record_window
from tests.ui.workplace import dialog, gone, settle


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


def test_the_card_shows_what_belongs_to_a_record_and_its_history(qtbot, page, practice):
    choose(qtbot, page, practice, "training_class")
    first = page.list.model.row_at(0)
    page.list.select([first.id])
    settle(qtbot, practice)
    enrolled = [
        row
        for row in record_book.rows(practice.ledger, "training_enrol")
        if row.raw["class_id"] == first.id
    ]
    group = page.pane.parts.topLevelItem(0)
    assert group.text(0) == f"培训登记（{len(enrolled)}）"
    assert group.childCount() == len(enrolled) > 0
    assert "生成练习数据" in page.pane.history.tree.topLevelItem(0).text(0)
    page.pane.parts.itemActivated.emit(group.child(0), 0)
    window = dialog(qtbot, RecordWindow)
    settle(qtbot, practice)
    assert window.pane.card.row.id in {row.id for row in enrolled}
    window.close()


def test_a_record_in_use_is_not_deleted_and_the_reason_is_told(qtbot, page, practice, said):
    choose(qtbot, page, practice, "training_class")
    page.list.select([page.list.model.row_at(0).id])
    settle(qtbot, practice)
    said.answers += ["删除", "知道了"]
    page.pane.ask_remove()
    settle(qtbot, practice)
    assert "不能删除" in said.texts[-1]


def test_a_record_is_added_to_the_one_that_is_shown(qtbot, page, practice):
    plan = record_book.rows(practice.ledger, "study_plan")[0]
    page.pane.show_record("study_plan", plan.id)
    settle(qtbot, practice)
    page.pane.add_requested.emit("study_plan_item")
    box = dialog(qtbot, RecordDialog)
    assert box.form.values()["plan_id"] == plan.id
    box.form.field("topic").set_text("读书会")
    box.save()
    gone(qtbot, box)
    settle(qtbot, practice)
    saved = record_book.rows(practice.ledger, "study_plan_item")[-1]
    assert (saved.raw["topic"], saved.raw["plan_id"]) == ("读书会", plan.id)


def test_the_window_of_a_record_shows_what_was_changed_elsewhere(qtbot, practice):
    first = record_book.rows(practice.ledger, "campaign")[0].id
    window = open_record_window(practice, "campaign", first, None)
    settle(qtbot, practice)
    practice.writer.run(
        lambda _: record_book.save(practice.ledger, "campaign", first, {"name": "新名称"}), "保存"
    )
    settle(qtbot, practice)
    assert window.pane.card.row.summary == "新名称"
    window.close()


def test_nothing_is_shown_of_a_record_that_is_not_there(qtbot, practice):
    pane = RecordPane(practice)
    qtbot.addWidget(pane)
    with qtbot.waitSignal(pane.gone):
        pane.show_record("campaign", "0")
    assert pane.card is None
