"""一键汇报: every number on the screen opens the records it was counted from."""

import re
from datetime import date

import pytest
from docx import Document as Docx
from PySide6.QtCore import QUrl
from PySide6.QtWidgets import QApplication, QPushButton

from app.services.figures import definitions
from app.ui.evidence_dialog import EvidenceDialog
from app.ui.report_tab import report_page
from tests.ui.workplace import dialog, settle, type_text

PRINTED = (
    *("2", "1", "3", "3", "25", "19", "6", "19", "27", "9", "4", "1863", "19200", "63", "5", "11"),
)


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


def follow(qtbot, page, practice, figure):
    page.text.anchorClicked.emit(QUrl(figure))
    found = dialog(qtbot, EvidenceDialog)
    settle(qtbot, practice)
    return found


def test_the_text_carries_the_numbers_of_the_county_as_links(page):
    html = page.text.toHtml()
    links = re.findall(r'<a href="([^"]+)"><span[^>]*>([^<]+)</span></a>', html)
    assert {id_ for id_, _ in links} <= set(definitions())
    assert {(f"N{number:02d}", text) for number, text in enumerate(PRINTED, 1)} <= set(links)
    assert "点带下划线的数字" in page._wait.text()


def test_the_link_of_n05_opens_exactly_its_25_records(qtbot, page, practice, opened):
    evidence = page.report.year_figures.figures["N05"].evidence
    found = follow(qtbot, page, practice, "N05")
    rows = found.table.model.rows
    assert [row.record for row in rows] == [item.id for item in evidence]
    assert len(rows) == 25
    assert found.number.text() == "25名"
    assert found.sum.text() == "共 25 条记录，每条计 1，等于 25。"
    found.table.opened.emit(rows[3].id)
    assert opened == [("membership_event", evidence[3].id)]
    found.close()


def test_a_cut_off_day_counts_less_and_a_wrong_one_is_refused(qtbot, page, practice, said):
    type_text(qtbot, page.cutoff, "6月30日")
    page.draft_button.click()
    settle(qtbot, practice)
    assert page.report.year_figures.period.end == date(2010, 6, 30)
    assert page.report.year_figures.figures["N05"].number < 25
    page.cutoff.clear()
    type_text(qtbot, page.cutoff, "2009-06-30")
    page.draft_button.click()
    assert said.texts == ["截止日期填得不对。"]


def test_self_checks_are_shown_above_the_text(qtbot, page, practice):
    assert not page.warnings.isVisible()
    page._show_warnings(("甲与乙不相等。",))
    assert page.warnings.isVisible()
    page._show_warnings(())
    assert not page.warnings.isVisible()


def test_the_report_is_exported_as_word_and_pdf(qtbot, page, practice, said, tmp_path):
    for name in ("汇报.docx", "汇报.pdf"):
        page.export(tmp_path / name)
        settle(qtbot, practice)
    assert said.texts == ["汇报已导出。", "汇报已导出。"]
    text = "".join(paragraph.text for paragraph in Docx(tmp_path / "汇报.docx").paragraphs)
    assert "全年接收预备党员25名" in text
    assert (tmp_path / "汇报.pdf").read_bytes().startswith(b"%PDF")


def test_in_a_small_window_every_button_shows_its_words(page):
    page.resize(850, 400)
    QApplication.sendPostedEvents()
    buttons = [b for b in page.findChildren(QPushButton) if b.isVisible() and b.text()]
    assert len(buttons) >= 6
    assert not [b.text() for b in buttons if b.width() < b.sizeHint().width()]
    assert page.cutoff.width() >= page.cutoff.fontMetrics().horizontalAdvance("2010年12月31日")
    page.resize(1300, 640)
    assert all(not b.icon().isNull() for b in buttons if "导出" in b.text())
