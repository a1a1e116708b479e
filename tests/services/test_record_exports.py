"""Filed tables are exported in the shape in which they come back unchanged."""

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.readings import Severity
from app.domain.record_templates import record_kinds, record_template
from app.domain.roster_preview import RowOutcome
from app.services import exports, imports
from app.services.ledger import Ledger
from tests.services.filed_county import (
    HEADER_ROW,
    as_a_school_writes,
    filed,
    rewritten,
    table,
)
from tests.services.small_county import TODAY

KINDS = record_kinds()
BLANK_ROWS = 200


@pytest.fixture(scope="module")
def ledger(tmp_path_factory):
    """Return a county with records of every kind; no test of this file changes it."""
    path = tmp_path_factory.mktemp("filed") / "ledger.db"
    opened = Ledger.open(path, author="李文书", today=lambda: TODAY)
    filed(opened)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def exported(ledger, tmp_path_factory):
    """Return the export of every kind by its name."""
    folder = tmp_path_factory.mktemp("exports")
    for kind in KINDS:
        exports.export(ledger, kind, folder / f"{kind}.xlsx")
    return {kind: folder / f"{kind}.xlsx" for kind in KINDS}


@pytest.mark.parametrize("kind", KINDS)
def test_an_export_comes_back_all_the_same(ledger, exported, kind):
    plan = imports.preview(ledger, exported[kind])
    assert len(plan.rows) >= 2
    assert {row.outcome for row in plan.rows} == {RowOutcome.SAME}
    assert [one for one in plan.problems if one.problem.severity is not Severity.INFO] == []
    assert [layout.kind for layout in plan.layouts] == [kind]
    assert imports.apply(ledger, plan).batch == ""


@pytest.mark.parametrize("kind", KINDS)
def test_the_practice_county_comes_back_all_the_same(practice, tmp_path, kind):
    rows = exports.export(practice, kind, tmp_path / "导出.xlsx")
    plan = imports.preview(practice, tmp_path / "导出.xlsx")
    assert [row.outcome for row in plan.rows] == [RowOutcome.SAME] * rows


@pytest.mark.parametrize("kind", KINDS)
def test_a_template_is_empty_but_formatted(tmp_path, kind):
    exports.template(kind, tmp_path / "模板.xlsx")
    book = openpyxl.load_workbook(tmp_path / "模板.xlsx")
    sheet, meta = book.worksheets[0], book["__meta__"]
    columns = record_template(kind).columns
    header = [cell.value for cell in sheet[HEADER_ROW]]
    assert header == ["序号", *(column.label for column in columns)]
    assert not any(cell.value for cell in sheet[HEADER_ROW + 1])
    last = HEADER_ROW + BLANK_ROWS
    formats = [sheet.cell(last, place).number_format for place in range(2, len(header) + 1)]
    assert [one == "@" for one in formats] == [column.is_text for column in columns]
    assert sheet.cell(last + 1, 2).number_format == "General"
    assert sheet.column_dimensions[sheet.cell(HEADER_ROW, len(header)).column_letter].hidden
    assert meta.sheet_state == "hidden"
    assert (meta["A1"].value, meta["B1"].value) == ("kind", kind)
    coded = [column for column in columns if ":" in column.reader or column.reader == "yes_no"]
    assert len(sheet.data_validations.dataValidation) == len(coded)


@pytest.mark.parametrize("with_title", [True, False])
@pytest.mark.parametrize("kind", KINDS)
def test_a_table_in_the_words_of_a_school_is_recognised_and_matched(
    ledger, exported, tmp_path, kind, with_title
):
    _header, rows = table(exported[kind])
    if kind == "dues_paid":
        rows = [row for row in rows if row["1月"]]
    path = as_a_school_writes(kind, rows, tmp_path / "上报.xlsx", title=with_title)
    plan = imports.preview(ledger, path)
    assert [layout.kind for layout in plan.layouts] == [kind]
    without_number = {RowOutcome.SAME, RowOutcome.SUSPECT}
    assert {row.outcome for row in plan.rows} <= without_number
    sure = [row for row in plan.rows if row.outcome is RowOutcome.SAME]
    assert len(sure) >= 1
    for row in plan.rows:
        if row.outcome is RowOutcome.SUSPECT:
            codes = {one.problem.code for one in row.problems}
            assert codes <= {"filing.name_only", "match.namesake"}
    assert len(plan.layouts[0].footers) == 1


@pytest.mark.parametrize("kind", KINDS)
@settings(
    max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_sorted_rows_and_moved_columns_are_the_same_records(ledger, exported, tmp_path, kind, data):
    header, rows = table(exported[kind])
    columns = data.draw(st.permutations(header))
    kept = data.draw(st.permutations(rows))[: data.draw(st.integers(1, len(rows)))]
    path = rewritten(exported[kind], tmp_path / "改后.xlsx", columns, kept)
    plan = imports.preview(ledger, path)
    assert [row.source.record for row in plan.rows] == [row["记录号"] for row in kept]
    assert {row.outcome for row in plan.rows} == {RowOutcome.SAME}


def test_a_year_cuts_an_export_and_stands_in_its_title(ledger, tmp_path):
    target = tmp_path / "表彰.xlsx"
    assert exports.export(ledger, "honours", target, year=2009) == 0
    assert exports.export(ledger, "honours", target, year=2010) == 2
    assert openpyxl.load_workbook(target).worksheets[0]["A1"].value == "2010年表彰名册"


def test_who_was_away_in_a_year_stands_in_its_register(ledger, tmp_path):
    target = tmp_path / "流动.xlsx"
    years = [exports.export(ledger, "floating", target, year=year) for year in (2009, 2010, 2011)]
    assert years == [0, 2, 2]


def test_the_register_of_dues_lists_everybody_on_the_roster(ledger, exported):
    _header, rows = table(exported["dues_paid"])
    assert {row["姓名"]: row["1月"] for row in rows} == {
        "张永杰": 41.23, "吴瑞君": None, "单明": 41.23, "田禾青": None, "石远山": None,
    }  # fmt: skip
    assert {row["年度"] for row in rows} == {2010}
