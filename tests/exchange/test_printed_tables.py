"""A printed document as a workbook: every block in its place, every cell a text."""

import openpyxl
import pytest

from app.base.errors import UserError
from app.domain.document import (
    Addressee,
    Align,
    Document,
    FigureRun,
    Heading,
    Layout,
    PageBreak,
    Prose,
    SignOff,
    TableBlock,
    Title,
)
from app.exchange.printed_tables import write_workbook

TABLE = TableBlock(
    ("姓名", "身份证号", "金额"),
    (("张三", "529999197506150018", "12.50"), ("=1+1", "", "\x0b3")),
    (20, 40, 20),
    (Align.LEFT, Align.CENTRE, Align.RIGHT),
)


def written(tmp_path, *blocks, layout=Layout.LANDSCAPE):
    path = tmp_path / "表.xlsx"
    write_workbook(Document("慰问登记表/2010", blocks, layout=layout), path)
    return openpyxl.load_workbook(path).worksheets[0]


def test_blocks_follow_one_another(tmp_path):
    sheet = written(
        tmp_path,
        Title("慰问登记表\n（2010年）"),
        Addressee("县委："),
        Heading(1, "一、名册"),
        Prose(("共", FigureRun("2", "N15"), "人")),
        TABLE,
        PageBreak(),
        SignOff("教育局党委", "2010年12月31日"),
    )
    texts = [sheet.cell(row, 1).value for row in range(1, sheet.max_row + 1)]
    assert texts == [
        "慰问登记表", "（2010年）", "县委：", "一、名册", "共2人", "姓名", "张三", "=1+1",
        "教育局党委", "2010年12月31日",
    ]  # fmt: skip
    assert sheet.print_title_rows == "$6:$6"


def test_numbers_stay_texts_and_formulas_are_none(tmp_path):
    sheet = written(tmp_path, TABLE)
    assert sheet["B2"].value == "529999197506150018"
    assert {cell.number_format for row in sheet["A1:C3"] for cell in row} == {"@"}
    assert sheet["A3"].data_type == "s"
    assert sheet["C3"].value == "3"
    assert [sheet.cell(2, n).alignment.horizontal for n in (1, 2, 3)] == ["left", "center", "right"]


@pytest.mark.parametrize(
    ("layout", "stands"), [(Layout.LANDSCAPE, "landscape"), (Layout.OFFICIAL, "portrait")]
)
def test_the_paper_stands_as_the_document_does(tmp_path, layout, stands):
    sheet = written(tmp_path, TABLE, layout=layout)
    assert sheet.page_setup.orientation == stands
    assert sheet.sheet_properties.pageSetUpPr.fitToPage


def test_an_empty_table_says_so_and_a_text_without_tables_is_written_too(tmp_path):
    empty = TableBlock(TABLE.header, (), TABLE.widths_mm, TABLE.align)
    assert written(tmp_path, empty)["A2"].value == "无"
    assert written(tmp_path, Title("只有题目"))["A1"].value == "只有题目"


def test_a_name_of_another_form_is_refused(tmp_path):
    with pytest.raises(UserError):
        write_workbook(Document("表", (TABLE,)), tmp_path / "表.pdf")
