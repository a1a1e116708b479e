"""The records behind a number, and how the number follows from them."""

from decimal import Decimal

import pytest
from PySide6.QtCore import QUrl

from app.domain.figures import Evidence, Figure, FigureDefinition, FigureKind, total
from app.services.figures import as_printed
from app.ui.evidence_dialog import EvidenceDialog, sum_sentence
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
        (FigureKind.PERCENT, (Evidence("a", "1"),), "共 1 条记录，是算式里的分子。"),
        (FigureKind.TEXT, (Evidence("a", "1"),), "共 1 条记录。"),
        (FigureKind.TEXT, (), "这是填写的文字，不是从记录里数出来的。"),
    ],
)  # fmt: skip
def test_the_sentence_lets_the_reader_check_the_number(kind, evidence, sentence):
    number = None if kind is FigureKind.TEXT else total(evidence)
    figure = Figure(FigureDefinition("X", "甲", kind, "名", "乙"), number, "", evidence)
    assert sum_sentence(figure) == sentence
