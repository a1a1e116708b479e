"""Issued reports keep their figures while the records move on: 当时 25，现在 26."""

from decimal import Decimal

from app.domain.figures import FigureChoices, total
from app.services import figures, issued_reports, reports
from tests.services.figure_cases import YEAR, put_off


def test_a_report_keeps_its_figures_while_the_records_move_on(practice):
    report = reports.draft(practice, YEAR)
    issued_reports.issue(practice, report)
    accepted = report.year_figures.figures["N05"].evidence[0]
    put_off(practice, accepted.id)
    frozen = issued_reports.issued(practice)[0]
    assert frozen.author == "练习"
    assert frozen.document == report.document
    assert frozen.figures["N05"][0] == "25"
    moved = {
        one.figure.definition.id: str(one)
        for one in issued_reports.moved_since(frozen, figures.compute(practice, YEAR))
    }
    assert moved["N05"] == "新吸纳预备党员：当时 25，现在 24"
    assert "N08" not in moved


def test_a_report_remembers_the_records_it_was_counted_from(practice):
    issued_reports.issue(practice, reports.draft(practice, YEAR))
    text, evidence = issued_reports.issued(practice)[0].figures["N13"]
    assert text == "19200"
    assert total(evidence) == Decimal(19200)


def test_a_report_remembers_how_its_figures_were_counted(practice):
    figures.choose(practice, FigureChoices(count_by_meeting=True))
    issued_reports.issue(practice, reports.draft(practice, YEAR))
    figures.choose(practice, FigureChoices())
    issued = issued_reports.issued(practice)[0]
    then = issued_reports.counted_then(issued, "N05").definition.definition
    assert then == figures.definitions()["N05"].chosen
    assert issued_reports.counted_then(issued, "N01").definition == figures.definitions()["N01"]
