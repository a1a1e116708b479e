"""The corrected workbook is the same workbook, marked, and can be imported again."""

import stat
from pathlib import Path

import openpyxl
import pytest

from app.base.errors import UserError
from app.exchange.corrections import Mark, RowOutcome, write_corrected
from app.exchange.workbooks import read_workbook
from tests.exchange.making import COLUMN, FIRST, HEADER, TITLE, people, save_xlsx, titled
from tests.exchange.ugly import UGLY

READABLE = sorted(UGLY.keys() - {"E27", "E32"})
HEADER_ROWS = {"E01": 4, "E02": 3, "E21-csv-gbk": 0, "E21-csv-utf8": 0, "E21-html": 1}


def correct(source: Path, target: Path, trap: str = "", problem: str = "身份证号不对") -> Path:
    sheet = read_workbook(source).sheets[0]
    header = HEADER_ROWS.get(trap, 2)
    write_corrected(
        source,
        target,
        [RowOutcome(sheet.name, header + 1, "有错误", problem)],
        [Mark(sheet.name, header + 1, 3, problem)],
        {sheet.name: header},
    )
    return target


@pytest.mark.parametrize("trap", READABLE)
def test_every_trap_comes_back_with_its_values_and_two_more_columns(
    trap: str, tmp_path: Path
) -> None:
    source = UGLY[trap](tmp_path)
    target = correct(source, tmp_path / "结果.xlsx", trap)
    before, after = read_workbook(source).sheets[0], read_workbook(target).sheets[0]
    width = len(before.rows[0])
    assert [row[:width] for row in after.rows] == list(before.rows)
    header = HEADER_ROWS.get(trap, 2)
    assert after.rows[header][width:] == ("导入结果", "错误提示")
    assert after.rows[header + 1][width:] == ("有错误", "身份证号不对")
    assert set(before.merged) <= set(after.merged)


def test_correcting_again_replaces_the_columns_and_the_marks(tmp_path: Path) -> None:
    first = correct(save_xlsx(tmp_path / "名册.xlsx", titled(people(3))), tmp_path / "一.xlsx")
    write_corrected(
        first,
        tmp_path / "二.xlsx",
        [RowOutcome(TITLE, FIRST + 1, "已导入", "")],
        [Mark(TITLE, FIRST + 1, 1, "姓名不对")],
        {TITLE: 2},
    )
    sheet = read_workbook(tmp_path / "二.xlsx").sheets[0]
    assert sheet.rows[2] == (*HEADER, "导入结果", "错误提示")
    assert [row[20:] for row in sheet.rows[3:]] == [(None, None), ("已导入", None), (None, None)]
    page = openpyxl.load_workbook(tmp_path / "二.xlsx")[TITLE]
    assert page["D4"].comment is None
    assert page["D4"].fill.fill_type is None
    assert page["B5"].comment.text == "姓名不对"


def test_an_old_result_in_the_file_is_overwritten(tmp_path: Path) -> None:
    target = correct(UGLY["E32"](tmp_path), tmp_path / "结果.xlsx")
    sheet = read_workbook(target).sheets[0]
    assert len(sheet.rows[0]) == 22
    assert [row[20:] for row in sheet.rows[3:5]] == [("有错误", "身份证号不对"), (None, None)]


def test_the_wrong_cell_is_red_with_the_sentence_and_numbers_stay_text(tmp_path: Path) -> None:
    source = save_xlsx(tmp_path / "名册.xlsx", titled(people(3)))
    page = openpyxl.load_workbook(correct(source, tmp_path / "结果.xlsx"))[TITLE]
    assert page["D4"].fill.fgColor.rgb == "FFFFC7CE"
    assert page["D4"].comment.text == "身份证号不对"
    for label in ("公民身份证号", "手机号", "固定电话"):
        column = COLUMN[label] + 1
        assert {page.cell(row, column).number_format for row in range(4, 100)} == {"@"}
    assert page.cell(4, COLUMN["出生日期"] + 1).number_format == "General"


def test_formats_widths_and_filters_are_kept(tmp_path: Path) -> None:
    page = openpyxl.load_workbook(correct(UGLY["E26"](tmp_path), tmp_path / "结果.xlsx"))[TITLE]
    assert page.auto_filter.ref == "A3:T8"
    assert page.row_dimensions[5].hidden
    assert page.column_dimensions["O"].hidden
    assert page["B4"].comment.text == "已核对"


def test_a_mark_on_a_merged_cell_shows_on_the_whole(tmp_path: Path) -> None:
    source = save_xlsx(
        tmp_path / "名册.xlsx", titled(people(3)), lambda sheet: sheet.merge_cells("C4:C6")
    )
    write_corrected(
        source, tmp_path / "结果.xlsx", [], [Mark(TITLE, 5, 2, "没有这个支部")], {TITLE: 2}
    )
    page = openpyxl.load_workbook(tmp_path / "结果.xlsx")[TITLE]
    assert page["C4"].comment.text == "没有这个支部"


def test_a_text_that_looks_like_a_formula_stays_a_text(tmp_path: Path) -> None:
    source = tmp_path / "名册.csv"
    source.write_text("姓名,电话,备注\n田禾,=1+1,x\n", "utf-8")
    target = correct(source, tmp_path / "结果.xlsx", "E21-csv-utf8", "=HYPERLINK(1)")
    sheet = read_workbook(target).sheets[0]
    assert sheet.rows[1] == ("田禾", "=1+1", "x", "有错误", "=HYPERLINK(1)")
    assert sheet.unsolved == frozenset()


def test_stored_results_take_the_place_of_formulas(tmp_path: Path) -> None:
    target = correct(UGLY["E25"](tmp_path), tmp_path / "结果.xlsx")
    assert read_workbook(target).sheets[0].rows[3][7] == "大学本科"


def test_other_sheets_and_meta_stay(tmp_path: Path) -> None:
    six = read_workbook(correct(UGLY["E06"](tmp_path), tmp_path / "六.xlsx"))
    assert [len(sheet.rows[0]) for sheet in six.sheets] == [21, 19]
    assert (
        read_workbook(correct(UGLY["E34"](tmp_path), tmp_path / "三四.xlsx")).meta["version"] == "1"
    )


def test_the_original_is_never_overwritten(tmp_path: Path) -> None:
    source = save_xlsx(tmp_path / "名册.xlsx", titled(people(1)))
    with pytest.raises(UserError, match="不能覆盖"):
        correct(source, source)


def test_a_target_that_cannot_be_written_is_told_and_nothing_is_left(tmp_path: Path) -> None:
    source = save_xlsx(tmp_path / "名册.xlsx", titled(people(1)))
    taken = tmp_path / "占用.xlsx"
    taken.mkdir()
    with pytest.raises(UserError, match=r"占用.*没有写成"):
        correct(source, taken)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["占用.xlsx", "名册.xlsx"]
    with pytest.raises(UserError, match="没有写成"):
        correct(source, tmp_path / "没有的文件夹" / "结果.xlsx")


def test_a_written_file_can_be_read_by_others(tmp_path: Path) -> None:
    target = correct(save_xlsx(tmp_path / "名册.xlsx", titled(people(1))), tmp_path / "结果.xlsx")
    assert stat.S_IMODE(target.stat().st_mode) & 0o444 == 0o444
