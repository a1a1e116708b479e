"""今天要办 on the practice county."""

from datetime import date

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from app.domain.readings import Severity
from app.services import rules
from app.ui.override_dialog import OverrideDialog
from app.ui.today_page import TodayPage, today_page
from tests.ui.workplace import dialog, gone, settle, type_line


@pytest.fixture
def opened():
    return []


@pytest.fixture
def page(qtbot, practice, opened):
    page = today_page(practice, lambda *record: opened.append(record)).factory()
    qtbot.addWidget(page)
    page.resize(1200, 640)
    page.show()
    settle(qtbot, practice)
    return page


def test_the_list_is_what_the_rules_find_with_names_and_counts(page, practice):
    due = rules.due(practice.ledger, date(2010, 12, 31))
    assert [row.finding for row in page.table.model.rows] == list(due)
    assert all(
        row.subject and row.finding.about.subject != row.subject for row in page._rows.values()
    )
    assert page._buttons["全部"].text() == f"全部 {len(due)}"


def test_a_state_button_keeps_only_its_findings(page):
    page.show_state("将要到期")
    shown = page.table.model.shown
    assert {row.state for row in shown} == {"将要到期"}
    page.show_state("全部")
    assert len(page.table.model.shown) == page.table.model.total


def test_opening_a_line_opens_the_record_it_is_about(page, opened):
    row = page.table.model.rows[0]
    page.table.opened.emit(row.id)
    assert opened == [(row.finding.about.table, row.finding.about.record)]


def test_the_button_opens_the_line_under_the_cursor(qtbot, page, opened):
    row = page.table.model.rows[3]
    page.table.select([row.id])
    page.do_button.setFocus()
    qtbot.keyClick(page.do_button, Qt.Key.Key_Space)
    assert opened == [(row.finding.about.table, row.finding.about.record)]


def test_a_text_that_is_cut_off_is_told_whole_by_its_tip(page):
    model, columns = page.table.model, [one.key for one in page.table.model.columns]
    tips = [model.index(at, columns.index("article")).data(Qt.ItemDataRole.ToolTipRole)
            for at in range(len(model.shown))]  # fmt: skip
    states = [model.index(at, columns.index("state")).data(Qt.ItemDataRole.ToolTipRole)
              for at in range(len(model.shown))]  # fmt: skip
    assert any(tip and tip.startswith("《关于中国共产党党费收缴") for tip in tips)
    assert set(states) == {None}


def test_another_day_gives_other_findings(qtbot, page, practice):
    page.as_of.setText("2013-12-31")
    page.as_of.editingFinished.emit()
    settle(qtbot, practice)
    due = rules.due(practice.ledger, date(2013, 12, 31))
    assert [row.finding for row in page.table.model.rows] == list(due)
    assert due != rules.due(practice.ledger, date(2010, 12, 31))


def warned(page):
    """Return the first finding that needs no document to be waived."""
    return next(row for row in page.table.model.rows if row.finding.severity is not Severity.BLOCK)


def waive_by_keys(qtbot, page, practice, row):
    page.table.select([row.id])
    page.waive_button.setFocus()
    qtbot.keyClick(page.waive_button, Qt.Key.Key_Space)
    window = dialog(qtbot, OverrideDialog)
    window.activateWindow()
    qtbot.waitUntil(lambda: window.form.field("reason").hasFocus())
    type_line(qtbot, window.form, "reason", "县里统一安排")
    type_line(qtbot, window.form, "doc_no", "")
    type_line(qtbot, window.form, "doc_on", "2010-12-01")
    type_line(qtbot, window.form, "decided_by", "")
    gone(qtbot, window)
    settle(qtbot, practice)


def ids_of(table):
    return {row.id for row in table.model.rows}


def test_a_finding_is_waived_by_keys_and_shown_with_its_reason(qtbot, page, practice):
    row = warned(page)
    before, waived_before = len(page.table.model.rows), ids_of(page.waived)
    waive_by_keys(qtbot, page, practice, row)
    assert row.finding not in [one.finding for one in page.table.model.rows]
    assert len(page.table.model.rows) < before
    assert page._buttons["已注明原因"].text() == f"已注明原因 {len(waived_before) + 1}"
    page._buttons["已注明原因"].click()
    assert page.waived.isVisible()
    (waived,) = (one for one in page.waived.model.shown if one.id not in waived_before)
    assert (waived.waiver.reason, waived.paper) == ("县里统一安排", "2010-12-01")
    assert (waived.waiver.decided_by, waived.kind) == ("李文书", "不再提醒")
    assert (waived.subject, waived.waiver.text) == (row.subject, row.finding.text)


def test_a_waived_finding_comes_back_by_its_button_and_by_undo(qtbot, page, practice):
    row, waived_before = warned(page), ids_of(page.waived)
    waive_by_keys(qtbot, page, practice, row)
    page.show_state("已注明原因")
    page.waived.select(sorted(ids_of(page.waived) - waived_before))
    qtbot.keyClick(page.unwaive_button, Qt.Key.Key_Space)
    settle(qtbot, practice)
    assert ids_of(page.waived) == waived_before
    assert row.finding in [one.finding for one in page.table.model.rows]
    practice.writer.undo()
    settle(qtbot, practice)
    assert row.finding not in [one.finding for one in page.table.model.rows]
    practice.writer.undo()
    settle(qtbot, practice)
    assert row.finding in [one.finding for one in page.table.model.rows]


def test_waiving_nothing_says_what_to_do_first(page, said):
    page.table.view.clearSelection()
    page.waive()
    page.unwaive()
    assert said.texts == ["先在列表里选好要注明原因的事项。", "先在列表里选好要恢复提醒的事项。"]


def test_an_opened_waiver_opens_the_record_it_is_about(qtbot, page, practice, opened):
    row, waived_before = warned(page), ids_of(page.waived)
    waive_by_keys(qtbot, page, practice, row)
    page.waived.opened.emit(*(ids_of(page.waived) - waived_before))
    assert opened == [(row.finding.about.table, row.finding.about.record)]


def test_a_branch_cuts_the_list_and_stays_chosen_on_another_day(qtbot, page, practice):
    place = page.branch.findText("中共清江县第一中学支部委员会")
    page.branch.setFocus()
    page.branch.setCurrentIndex(place)
    page.branch.activated.emit(place)
    shown = page.table.model.shown
    assert {row.branch for row in shown} == {"中共清江县第一中学支部委员会"}
    assert 0 < len(shown) < page.table.model.total
    page.as_of.setText("2012-02-15")
    page.as_of.editingFinished.emit()
    settle(qtbot, practice)
    assert {row.branch for row in page.table.model.shown} == {"中共清江县第一中学支部委员会"}
    page.show_branch("")
    assert len(page.table.model.shown) == page.table.model.total


def test_what_is_shown_is_printed_by_a_key(qtbot, page, practice, tmp_path, said):
    page.show_state("已逾期")
    page.table.view.setFocus()
    qtbot.keyClick(page.table.view, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    window = dialog(qtbot, QFileDialog)
    assert window.selectedFiles()[0].endswith("预警与待办清单20101231.pdf")
    window.filesSelected.emit([str(tmp_path / "清单.xlsx")])
    window.close()
    settle(qtbot, practice)
    sheet = openpyxl.load_workbook(tmp_path / "清单.xlsx").worksheets[0]
    shown = page.table.model.shown
    states = [sheet.cell(4 + number, 2).value for number in range(len(shown))]
    assert states == ["已逾期"] * len(shown)
    assert sheet.cell(4 + len(shown), 1).value.startswith("支部书记")
    assert "可以打印签字" in said.texts[-1]


def test_a_list_that_cannot_be_written_is_told(qtbot, page, practice, tmp_path, said):
    page.print_list(tmp_path / "没有这个文件夹" / "清单.pdf")
    settle(qtbot, practice)
    assert said.texts
    assert not (tmp_path / "没有这个文件夹").exists()


def test_a_finding_of_development_opens_its_case_at_its_step(qtbot, practice):
    opened = []
    page = TodayPage(practice, lambda *place: None, opened.append)
    qtbot.addWidget(page)
    page.show()
    settle(qtbot, practice)
    row = next(one for one in page.table.model.rows if one.finding.rule_id == "B4-03")
    page.table.opened.emit(row.id)
    assert [(one.table, one.part) for one in opened] == [("dev_case", "first_talk_on")]
