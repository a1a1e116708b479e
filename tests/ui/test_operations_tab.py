"""操作记录: what was done, undone and redone, and the recycle bin."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from app.services import imports, record_book
from app.services.batch_details import MOST
from app.services.ledger import Outcome
from app.ui.operations_tab import operations_page
from tests.exchange.making import people, save_xlsx, titled
from tests.ui.workplace import dialog, settle


@pytest.fixture
def opened():
    return []


@pytest.fixture
def page(qtbot, practice, opened):
    ledger = practice.ledger
    first = record_book.rows(ledger, "campaign")[0].id
    record_book.save(ledger, "campaign", first, {"organiser": "教育局"})
    record_book.save(ledger, "campaign", first, {"organiser": "县委"})
    product = record_book.rows(ledger, "study_product")[0].id
    record_book.remove(ledger, "study_product", [product])
    page = operations_page(practice, lambda *record: opened.append(record)).factory()
    qtbot.addWidget(page)
    page.resize(1200, 640)
    page.show()
    settle(qtbot, practice)
    return page


def choose(qtbot, page, practice, line):
    page.list.select([page.list.model.row_at(line).id])
    settle(qtbot, practice)


def test_the_newest_stands_first_with_its_values_old_and_new(qtbot, page, practice, opened):
    titles = [line.title for line in page.list.model.shown]
    assert titles[:3] == ["删除学习成果（1条）", "修改专题活动", "修改专题活动"]
    assert all(title.startswith("生成练习数据：") for title in titles[3:])
    choose(qtbot, page, practice, 1)
    item = page.details.topLevelItem(0)
    child = item.child(0)
    assert [child.text(n) for n in range(3)] == ["组织单位", "教育局", "县委"]
    page.details.itemActivated.emit(item, 0)
    assert opened[0][0] == "campaign"


def test_undo_and_redo_follow_each_other(qtbot, page, practice):
    choose(qtbot, page, practice, 1)
    assert page.undo_button.text() == "撤销"
    page.undo_button.click()
    settle(qtbot, practice)
    assert record_book.rows(practice.ledger, "campaign")[0].shown["organiser"] == "教育局"
    assert [line.is_undone for line in page.list.model.shown][:3] == [False, False, True]
    choose(qtbot, page, practice, 0)
    assert page.undo_button.text() == "重做"
    page.undo_button.click()
    settle(qtbot, practice)
    assert record_book.rows(practice.ledger, "campaign")[0].shown["organiser"] == "县委"


def test_what_later_changes_depend_on_is_refused_with_the_reason(qtbot, page, practice):
    choose(qtbot, page, practice, 2)
    assert not page.undo_button.isEnabled()
    assert "组织单位后来又改过" in page.reason.text()


def test_an_import_is_given_its_receipt_later_and_nothing_else_is(
    qtbot, page, practice, said, tmp_path
):
    choose(qtbot, page, practice, 0)
    assert not page.receipt_button.isVisible()
    plan = imports.preview(practice.ledger, save_xlsx(tmp_path / "新.xlsx", titled(people(2))))
    practice.writer.run(lambda _: as_outcome(imports.apply(practice.ledger, plan)), "导入")
    settle(qtbot, practice)
    choose(qtbot, page, practice, 0)
    assert page.receipt_button.isVisible()
    qtbot.keyClick(page.receipt_button, Qt.Key.Key_Space)
    dialog(qtbot, QFileDialog).reject()
    page.save_receipt(page.list.current_id(), tmp_path / "回执.pdf")
    settle(qtbot, practice)
    assert "导入回执已存好" in said.texts[-1]
    assert (tmp_path / "回执.pdf").read_bytes().startswith(b"%PDF")


def as_outcome(done):
    return Outcome(done.batch, done.changes, done.sentence, done.ids)


def test_a_record_comes_back_from_the_recycle_bin(qtbot, page, practice):
    assert page.tabs.tabText(1) == "回收站（1）"
    page.tabs.setCurrentIndex(1)
    page.bin.view.selectAll()
    page.restore_button.click()
    settle(qtbot, practice)
    assert page.bin.model.total == 0
    assert len(record_book.rows(practice.ledger, "study_product")) == 24


def test_restoring_without_a_choice_says_what_to_do_first(page, said):
    page.bin.view.clearSelection()
    page.restore_button.click()
    assert said.texts == ["先在回收站里选好要恢复的记录。"]


def test_a_large_batch_says_that_only_the_first_records_are_listed(qtbot, page, practice):
    lines = page.list.model.shown
    choose(qtbot, page, practice, max(range(len(lines)), key=lambda n: lines[n].records_n))
    qtbot.waitUntil(lambda: page.details.topLevelItemCount() > 1)
    tree = page.details
    assert tree.topLevelItemCount() == MOST + 1
    assert tree.topLevelItem(MOST).text(0) == f"只列出前 {MOST} 条。"
    assert tree.topLevelItem(0).isExpanded()
    assert tree.topLevelItem(0).isFirstColumnSpanned()
    assert not tree.topLevelItem(MOST - 1).isExpanded()


@pytest.mark.parametrize("width", [1050, 820])
def test_no_list_has_to_be_moved_sideways(qtbot, page, practice, width):
    page.resize(width, 430)
    settle(qtbot, practice)
    assert page.list.isVisible()
    assert page.list.view.horizontalScrollBar().maximum() == 0
    page.tabs.setCurrentIndex(1)
    settle(qtbot, practice)
    assert page.bin.view.horizontalScrollBar().maximum() == 0
