"""The records behind a number, and how the number follows from them."""

import re
from decimal import Decimal

import pytest
from PySide6.QtCore import QUrl

from app.domain.figures import Evidence, Figure, FigureDefinition, FigureKind, total
from app.services.figures import as_printed
from app.ui.evidence_dialog import EvidenceDialog, sum_sentence
from app.ui.report_tab import report_page
from app.ui.report_text import html_of
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


def follow(qtbot, page, practice, figure):
    page.text.anchorClicked.emit(QUrl(figure))
    found = dialog(qtbot, EvidenceDialog)
    settle(qtbot, practice)
    return found


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


def test_the_record_under_the_cursor_is_opened_by_the_button(qtbot, page, practice, opened):
    found = follow(qtbot, page, practice, "N16")
    assert not found._open.isEnabled()
    row = found.table.model.rows[2]
    found.table.select([row.id])
    found._open.click()
    assert opened == [(row.table, row.record)]
    found.close()


@pytest.mark.parametrize(
    ("kind", "evidence", "sentence"),
    [
        (FigureKind.COUNT, (Evidence("a", "1"), Evidence("a", "2")),
         "共 2 条记录，每条计 1，等于 2。"),
        (FigureKind.MONEY, (Evidence("a", "1", Decimal(30)), Evidence("a", "2", Decimal(5))),
         "共 2 条记录，计数合计 35，等于 35。"),
        (FigureKind.COUNT, (Evidence("a", "1", group="甲"), Evidence("a", "2", group="甲")),
         "共 2 条记录，同一类只算一次，等于 1。"),
        (FigureKind.PERCENT, (Evidence("a", "1"),), "共 1 条记录，没有可以相除的数。"),
        (FigureKind.TEXT, (Evidence("a", "1"),), "共 1 条记录。"),
        (FigureKind.TEXT, (), "这是填写的文字，不是从记录里数出来的。"),
    ],
)  # fmt: skip
def test_the_sentence_lets_the_reader_check_the_number(kind, evidence, sentence):
    number = None if kind is FigureKind.TEXT else total(evidence)
    figure = Figure(FigureDefinition("X", "甲", kind, "名", "乙"), number, "", evidence)
    assert sum_sentence(figure) == sentence


def test_a_ratio_shows_its_division_and_whose_record_each_is(qtbot, page, practice):
    found = follow(qtbot, page, practice, "N18")
    assert found.sum.text() == "共 723 条记录，723 ÷ 735 = 98.4%。"
    owners = {row.owner for row in found.table.model.rows}
    assert "云峰小学" in owners
    assert "" not in owners
    texts = [text for row in found.table.model.rows for text in (row.summary, row.owner)]
    assert not any(re.search(r"[0-9a-f]{8}-[0-9a-f]{4}", text) for text in texts)
    found.close()


def test_a_word_that_was_counted_is_a_link_too(page):
    assert '<a href="assessment.grades">' in html_of(page.report.document, page.palette(), 14)
    assert page.report.year_figures.figures["assessment.grades"].text == "优秀8个、良好11个"


def test_the_window_fits_a_small_screen(qtbot, page, practice):
    found = follow(qtbot, page, practice, "N05")
    room = found.screen().availableGeometry()
    assert found.width() <= room.width()
    assert found.height() <= room.height()
