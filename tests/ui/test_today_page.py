"""今天要办 on the practice county."""

from datetime import date

import pytest

from app.services import rules
from app.ui.today_page import FindingRow, today_page
from tests.ui.workplace import settle


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


def test_another_day_gives_other_findings(qtbot, page, practice):
    page.as_of.setText("2013-12-31")
    page.as_of.editingFinished.emit()
    settle(qtbot, practice)
    due = rules.due(practice.ledger, date(2013, 12, 31))
    assert [row.finding for row in page.table.model.rows] == list(due)
    assert due != rules.due(practice.ledger, date(2010, 12, 31))


@pytest.mark.parametrize(
    ("days", "words"), [(12, "逾期 12 天"), (-5, "还有 5 天"), (0, "今天到期"), (None, "")]
)
def test_the_days_are_told_in_words(days, words):
    assert FindingRow("1", None, days, "").left == words
