"""一键汇报: every number on the screen opens the records it was counted from."""

import re
from datetime import date
from decimal import Decimal

import pytest
from docx import Document as Docx
from PySide6.QtCore import QUrl

from app.domain.figures import FigureChoices
from app.services import record_book, reports
from app.services.figures import as_printed, definitions
from app.ui.evidence_dialog import EvidenceDialog
from app.ui.issued_dialog import IssuedDialog
from app.ui.report_settings import ChoicesDialog, TemplateDialog
from app.ui.report_tab import report_page
from tests.ui.workplace import dialog, gone, settle, type_text

PRINTED = ("2", "1", "3", "3", "25", "19", "6", "19", "27", "9", "4", "1863", "19200")


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
    links = dict(re.findall(r'<a href="([^"]+)"><span[^>]*>([^<]+)</span></a>', html))
    assert tuple(links[f"N{number:02d}"] for number in range(4, 14)) == PRINTED[3:]
    assert set(links) <= set(definitions())
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


def test_what_the_records_contribute_adds_up_to_every_printed_number(qtbot, page, practice):
    for figure_id in ("N12", "N13", "N15", "care.money", "daily.hours"):
        figure = page.report.year_figures.figures[figure_id]
        found = follow(qtbot, page, practice, figure_id)
        summed = sum(
            Decimal(0) if row.is_repeated else row.amount for row in found.table.model.rows
        )
        assert summed == figure.number
        assert as_printed(figure) in found.sum.text()
        found.close()
        gone(qtbot, found)


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


def test_an_issued_report_shows_what_has_changed_since(qtbot, page, practice, said):
    said.answers += ["印发", "知道了"]
    page.ask_issue()
    settle(qtbot, practice)
    assert "已印发" in said.texts[-1]
    gone_record = page.report.year_figures.figures["N05"].evidence[0]
    practice.writer.run(
        lambda _: record_book.remove(practice.ledger, gone_record.table, [gone_record.id]), "删除"
    )
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


def test_nothing_issued_yet_says_what_to_do(qtbot, page, practice):
    box = page.open_issued()
    settle(qtbot, practice)
    assert isinstance(box, IssuedDialog)
    assert box.list.model.total == 0
    box.close()


def test_the_report_is_exported_as_word_and_pdf(qtbot, page, practice, said, tmp_path):
    for name in ("汇报.docx", "汇报.pdf"):
        page.export(tmp_path / name)
        settle(qtbot, practice)
    assert said.texts == ["已导出汇报。", "已导出汇报。"]
    text = "".join(paragraph.text for paragraph in Docx(tmp_path / "汇报.docx").paragraphs)
    assert "全年接收预备党员25名" in text
    assert (tmp_path / "汇报.pdf").read_bytes().startswith(b"%PDF")


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


def test_a_wrong_template_names_its_line_and_a_right_one_is_printed(
    qtbot, page, practice, said
):
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
    assert reports.template(practice.ledger) == shipped
