"""What is exported can be imported again and changes nothing."""

from datetime import date
from decimal import Decimal

import openpyxl
import pytest

from app.base.errors import UserError
from app.domain.roster_preview import RowOutcome
from app.services import exports, imports
from app.services.ledger import Ledger
from app.store import records
from tests.exchange.making import HEADER, people, save_xlsx, titled
from tests.exchange.ugly import UGLY

TODAY = date(2026, 3, 1)
ORGS = ["党组织全称", "简称", "类型", "上级党组织", "书记", "联系人", "联系电话", "单位名称",
        "单位类别", "成立日期", "届次", "本届起", "本届止", "覆盖单位"]  # fmt: skip
BUREAU = ["中共青禾县教育局委员会", "局党委", "党委", None, None, None, None, "青禾县教育局",
          "局机关", "2001-05-10", None, None, None, None]  # fmt: skip
BRANCH = ["中共青禾县第一小学支部委员会", "一小支部", "党支部", "中共青禾县教育局委员会", "石远山",
          "林若水", "0899-7000001", "青禾县第一小学", "小学", "2008-06", 5, "2024-03-01",
          "2027-02-28", "月亮湾教学点、石桥教学点"]  # fmt: skip


@pytest.fixture
def ledger(tmp_path):
    found = Ledger.open(tmp_path / "data" / "ledger.db", today=lambda: TODAY)
    yield found
    found.close()


def import_file(ledger, path, choices=None):
    preview = imports.preview(ledger, path)
    imports.apply(ledger, preview, choices)
    return preview


def orgs_file(folder, *rows, name="支部.xlsx"):
    return save_xlsx(folder / name, [["党组织信息汇总表"], [], ORGS, *rows])


def only(ledger, table):
    with ledger.reading() as tx:
        return records.find(tx, table)


def outcomes(preview):
    return [row.outcome.value for row in preview.rows]


@pytest.mark.parametrize("trap", ["E06", "E07", "E09", "E15", "E16", "E17", "E18", "E19", "E30"])
def test_exported_members_are_all_the_same_when_imported(trap, ledger, tmp_path):
    import_file(ledger, UGLY[trap](tmp_path))
    target = tmp_path / "导出.xlsx"
    number = exports.export(ledger, "members", target)
    again = imports.preview(ledger, target)
    assert number > 0
    assert again.counts[RowOutcome.SAME] == number == len(again.rows)


def test_the_template_has_the_national_columns_first(tmp_path):
    target = tmp_path / "模板.xlsx"
    exports.template("members", target)
    sheet = openpyxl.load_workbook(target).worksheets[0]
    assert [cell.value for cell in sheet[3]][:20] == HEADER
    assert sheet["D4"].number_format == "@"


def test_an_unknown_kind_is_refused_in_words(ledger, tmp_path):
    with pytest.raises(UserError, match="党员"):
        exports.export(ledger, "没有", tmp_path / "x.xlsx")


def test_a_branch_list_enters_orgs_terms_secretaries_and_units(ledger, tmp_path):
    import_file(ledger, orgs_file(tmp_path, BUREAU))
    import_file(ledger, save_xlsx(tmp_path / "名册.xlsx", titled(people(2))))
    preview = import_file(ledger, orgs_file(tmp_path, BUREAU, BRANCH))
    assert outcomes(preview) == ["same", "changed"]
    bureau, branch = only(ledger, "org_unit")
    assert (branch["parent_id"], branch["kind"]) == (bureau["id"], "BRANCH")
    assert (branch["school_kind"], bureau["school_kind"]) == ("PRIMARY", "BUREAU")
    (term,) = only(ledger, "org_term")
    assert (term["org_id"], term["term_no"], term["end_on"].iso) == (branch["id"], 5, "2027-02-28")
    (post,) = only(ledger, "org_post")
    assert (post["org_id"], post["post"]) == (branch["id"], "SECRETARY")
    names = {row["name"] for row in only(ledger, "school_unit")}
    assert names == {"青禾县教育局", "青禾县第一小学", "月亮湾教学点", "石桥教学点"}
    assert len(only(ledger, "org_cover")) == 4


def test_monthly_dues_are_kept_as_money_and_exported_as_numbers(ledger, tmp_path):
    import_file(ledger, UGLY["E30"](tmp_path))
    stored = [row["dues_month"] for row in only(ledger, "membership")]
    assert stored[:3] == [Decimal("4123.45"), Decimal("12.5"), Decimal("8.5")]
    target = tmp_path / "导出.xlsx"
    exports.export(ledger, "members", target)
    sheet = openpyxl.load_workbook(target).worksheets[0]
    column = next(cell.column for row in sheet for cell in row if cell.value == "党费标准")
    numbers = [cell for (cell,) in sheet.iter_rows(min_col=column, max_col=column)]
    assert {4123.45, 12.5, 8.5} <= {cell.value for cell in numbers}


def test_the_same_branch_list_twice_changes_nothing(ledger, tmp_path):
    path = orgs_file(tmp_path, BUREAU, BRANCH)
    import_file(ledger, path)
    again = imports.preview(ledger, path)
    assert outcomes(again) == ["same", "same"]
    assert imports.apply(ledger, again).batch == ""


def test_exported_branches_are_all_the_same_when_imported(ledger, tmp_path):
    import_file(ledger, orgs_file(tmp_path, BUREAU, BRANCH))
    target = tmp_path / "导出.xlsx"
    assert exports.export(ledger, "branches", target) == 2
    assert outcomes(imports.preview(ledger, target)) == ["same", "same"]


def test_a_changed_term_is_updated_and_the_next_term_added(ledger, tmp_path):
    import_file(ledger, orgs_file(tmp_path, BUREAU, BRANCH))
    later = [*BRANCH[:12], "2027-06-30", BRANCH[13]]
    assert outcomes(import_file(ledger, orgs_file(tmp_path, later))) == ["changed"]
    assert [row["end_on"].iso for row in only(ledger, "org_term")] == ["2027-06-30"]
    following = [*BRANCH[:10], 6, "2027-07-01", "2030-06-30", BRANCH[13]]
    import_file(ledger, orgs_file(tmp_path, following))
    assert [row["term_no"] for row in only(ledger, "org_term")] == [5, 6]


def test_members_and_branches_in_one_workbook_find_each_other(ledger, tmp_path):
    path = orgs_file(tmp_path, BUREAU, BRANCH)
    book = openpyxl.load_workbook(path)
    sheet = book.create_sheet("党员")
    for row in titled(people(2)):
        sheet.append(row)
    book.save(path)
    preview = import_file(ledger, path)
    assert outcomes(preview) == ["new"] * 4
    branch = next(row for row in only(ledger, "org_unit") if row["kind"] == "BRANCH")
    assert {row["org_id"] for row in only(ledger, "membership")} == {branch["id"]}
