"""Issued reports: 当时 25，现在 26."""

from decimal import Decimal

import pytest
from PySide6.QtWidgets import QLabel

from app.domain.figures import Evidence, FigureChoices
from app.services import figures, issued_reports, reports
from app.ui.evidence_dialog import EvidenceDialog
from app.ui.issued_dialog import IssuedDialog, changes_between
from app.ui.report_tab import report_page
from tests.services.figure_cases import YEAR, put_off
from tests.ui.workplace import dialog, settle


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


def test_an_issued_report_shows_what_has_changed_since(qtbot, page, practice, said):
    said.answers += ["印发", "知道了"]
    page.ask_issue()
    settle(qtbot, practice)
    assert "已印发" in said.texts[-1]
    gone_record = page.report.year_figures.figures["N05"].evidence[0]
    practice.writer.run(lambda _: put_off(practice.ledger, gone_record.id), "更正")
    settle(qtbot, practice)
    assert page.report.year_figures.figures["N05"].number == 24
    box = page.open_issued()
    settle(qtbot, practice)
    moved = {row.id: (row.then, row.now, row.records) for row in box.moved.model.rows}
    assert moved["N05"] == ("当时 25", "现在 24", "减少 1 条")
    box.moved.opened.emit("N05")
    found = dialog(qtbot, EvidenceDialog)
    settle(qtbot, practice)
    assert found.sum.text() == "当时 25，现在 24：减少 1 条。"
    assert found.table.model.total == 25
    assert found.table.model.rows[0].record == gone_record.id
    found.close()
    box.close()


def test_a_figure_that_is_counted_otherwise_now_says_how_it_was_counted(qtbot, practice):
    ledger = practice.ledger
    figures.choose(ledger, FigureChoices(internal_transfers=True))
    issued_reports.issue(ledger, reports.draft(ledger, YEAR))
    figures.choose(ledger, FigureChoices())
    box = IssuedDialog(practice, lambda *_: None)
    box.show()
    settle(qtbot, practice)
    box.moved.opened.emit("N09")
    found = dialog(qtbot, EvidenceDialog)
    settle(qtbot, practice)
    chosen = figures.definitions()["N09"].chosen
    assert found.sum.text().endswith(f"统计口径改过，印发时是：{chosen}。")
    found.close()
    box.close()


def test_nothing_issued_yet_says_what_to_do(qtbot, page, practice):
    box = page.open_issued()
    settle(qtbot, practice)
    assert isinstance(box, IssuedDialog)
    assert box.list.model.total == 0
    told = [label.text() for label in box.moved.findChildren(QLabel) if label.isVisible()]
    assert "没有可以比较的汇报" in told
    box.close()


def test_what_became_of_each_record_is_told():
    then = (Evidence("a", "1"), Evidence("a", "2"), Evidence("a", "3", Decimal(4)))
    now = (Evidence("a", "1"), Evidence("a", "3", Decimal(5)), Evidence("b", "2"))
    assert changes_between(then, now) == {
        ("b", "2"): "印发后增加",
        ("a", "2"): "现在不再计入",
        ("a", "3"): "数值变了",
    }
