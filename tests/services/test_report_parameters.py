"""Names, context and date of a report."""

from dataclasses import replace

from app.services import batches, report_parameters, reports
from app.services.report_parameters import ReportParameters
from app.store import records
from tests.services.figure_cases import YEAR


def test_the_committee_is_changed_and_the_year_keeps_its_words(county):
    ledger = county.ledger
    given = ReportParameters("中共云山县教育局委员会", "中共云山县委", "学习", "2011年1月8日")
    outcome = report_parameters.keep(ledger, YEAR, given)
    assert report_parameters.read(ledger, YEAR) == given
    assert report_parameters.read(ledger, YEAR + 1).context == ""
    with ledger.reading() as tx:
        assert len(records.find(tx, "org_unit", kind="COMMITTEE", parent_id=None)) == 1
    assert "2011年1月8日" in str(reports.draft(ledger, YEAR).document.blocks)
    batches.undo(ledger, outcome.batch)
    assert report_parameters.read(ledger, YEAR).superior != "中共云山县委"


def test_an_empty_date_goes_back_to_the_cut_off_day(county):
    given = report_parameters.read(county.ledger, YEAR)
    report_parameters.keep(county.ledger, YEAR, replace(given, signed_on="2011年1月8日"))
    report_parameters.keep(county.ledger, YEAR, replace(given, signed_on=""))
    printed = str(reports.draft(county.ledger, YEAR).document.blocks)
    assert "2011年1月8日" not in printed
    assert f"{YEAR}年12月31日" in printed


def test_the_first_name_registers_the_committee(ledger):
    report_parameters.keep(ledger, YEAR, ReportParameters("中共云山县教育局委员会", "", "", ""))
    with ledger.reading() as tx:
        found = records.find(tx, "org_unit", kind="COMMITTEE")
    assert [org["full_name"] for org in found] == ["中共云山县教育局委员会"]
