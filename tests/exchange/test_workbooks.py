"""Every trap file is read to the values and facts that it holds."""

from datetime import date, datetime, time, timedelta
from pathlib import Path

import openpyxl
import pytest

from app.base.errors import Cancelled, UserError
from app.domain.grids import Sheet, Workbook
from app.exchange.workbooks import read_workbook
from tests.exchange.making import (
    COLUMN,
    HEADER,
    SHEET1,
    TITLE,
    ods_content,
    operate,
    people,
    save_ods,
    save_xls,
    save_xlsx,
    titled,
)
from tests.exchange.ugly import E15_DATES, UGLY

FULL = [tuple(row) for row in people(4)]


def read(trap: str, folder: Path) -> Workbook:
    return read_workbook(UGLY[trap](folder))


def only_sheet(trap: str, folder: Path) -> Sheet:
    (sheet,) = read(trap, folder).sheets
    return sheet


def as_texts(rows: list[tuple[object, ...]]) -> list[tuple[object, ...]]:
    return [tuple(None if value is None else str(value) for value in row) for row in rows]


@pytest.mark.parametrize("trap", sorted(UGLY.keys() - {"E27"}))
def test_every_trap_but_the_password_is_read(trap: str, tmp_path: Path) -> None:
    book = read(trap, tmp_path)
    for sheet in book.sheets:
        assert {len(row) for row in sheet.rows} == {len(sheet.rows[0])}
        assert any(value is not None for value in sheet.rows[-1])


def test_title_rows_and_merges_are_kept_in_place(tmp_path: Path) -> None:
    sheet = only_sheet("E01", tmp_path)
    assert sheet.rows[4] == tuple(HEADER)
    assert sheet.merged == ((0, 0, 0, 19), (1, 0, 1, 19), (2, 0, 2, 19))


def test_a_two_row_header_tells_its_merges(tmp_path: Path) -> None:
    sheet = only_sheet("E02", tmp_path)
    assert sheet.rows[2][12:14] == ("联系方式", None)
    assert sheet.rows[3][12:14] == ("手机", "固定电话")
    assert {(2, 12, 2, 13), (2, 16, 2, 17), (2, 0, 3, 0)} <= set(sheet.merged)


def test_formatted_empty_cells_are_no_content(tmp_path: Path) -> None:
    sheet = only_sheet("E05", tmp_path)
    assert (len(sheet.rows), len(sheet.rows[0])) == (11, 20)


def test_empty_sheets_are_dropped(tmp_path: Path) -> None:
    assert [sheet.name for sheet in read("E06", tmp_path).sheets] == ["第一支部", "第二支部"]


def test_an_id_number_stored_as_a_number_arrives_as_the_number(tmp_path: Path) -> None:
    rows = only_sheet("E07", tmp_path).rows
    assert (rows[6][3], rows[7][3]) == (529999197506150000, 529999000000000000)
    assert [type(row[3]) for row in rows[6:]] == [int, int]


def test_dates_arrive_as_the_file_holds_them(tmp_path: Path) -> None:
    sheet = only_sheet("E15", tmp_path)
    column = COLUMN["加入党组织日期"]
    assert [row[column] for row in sheet.rows[3:]] == [value for value, _ in E15_DATES]
    assert sheet.formats == {(17, column): "0.00"}


def test_whole_numbers_are_int_and_others_float(tmp_path: Path) -> None:
    column = COLUMN["手机号"]
    phones = [row[column] for row in only_sheet("E17", tmp_path).rows[6:]]
    assert phones[:3] == [19900000004, 19900000005, "19900000006.0"]
    assert [type(phone) for phone in phones[:2]] == [int, int]


@pytest.mark.parametrize(
    ("trap", "kind"),
    [("E21", "xls"), ("E21-et", "xls"), ("E21-xlsm", "xlsx"), ("E21-xlsx-named-xls", "xlsx"),
     ("E21-ods", "ods")],
)  # fmt: skip
def test_the_content_decides_the_format_not_the_name(trap: str, kind: str, tmp_path: Path) -> None:
    book = read(trap, tmp_path)
    assert book.kind == kind
    assert list(book.sheets[0].rows[3:]) == FULL


@pytest.mark.parametrize("trap", ["E21-csv-gbk", "E21-csv-utf8"])
def test_a_csv_is_read_in_either_encoding_as_texts(trap: str, tmp_path: Path) -> None:
    book = read(trap, tmp_path)
    assert book.kind == "csv"
    assert list(book.sheets[0].rows) == as_texts([tuple(HEADER), *FULL])


def test_a_web_page_named_xls_is_read_as_a_table(tmp_path: Path) -> None:
    book = read("E21-html", tmp_path)
    assert book.kind == "html"
    assert list(book.sheets[0].rows[1:]) == as_texts([tuple(HEADER), *FULL])
    assert book.sheets[0].merged == ((0, 0, 0, 19),)


@pytest.mark.parametrize("trap", ["E22", "E23", "E28", "E33"])
def test_odd_files_are_read_like_good_ones(trap: str, tmp_path: Path) -> None:
    assert list(only_sheet(trap, tmp_path).rows[3:]) == FULL


def test_the_copy_of_a_file_reads_the_same(tmp_path: Path) -> None:
    path = UGLY["E33"](tmp_path)
    again = path.with_stem(path.stem + " (1)")
    assert read_workbook(path).sheets == read_workbook(again).sheets


def test_macros_are_told_and_not_run(tmp_path: Path) -> None:
    assert read("E21-xlsm", tmp_path).notes == ("文件里有宏，宏没有运行。",)


def test_pictures_in_cells_are_left_out_with_a_note(tmp_path: Path) -> None:
    book = read("E24", tmp_path)
    assert book.sheets[0].rows[2][20] == "照片"
    assert [row[20] for row in book.sheets[0].rows[3:] if len(row) > 20] == [None] * 4
    assert [note for note in book.notes if "4个单元格里是图片" in note]


def test_formulas_without_result_and_error_values_are_listed(tmp_path: Path) -> None:
    book = read("E25", tmp_path)
    sheet = book.sheets[0]
    assert sheet.unsolved == {(3, 6), (4, 6), (5, 9), (6, 2)}
    assert all(sheet.rows[row][column] is None for row, column in sheet.unsolved)
    assert sheet.rows[3][7] == "大学本科"
    assert [note for note in book.notes if "4个公式没有结果" in note]


def test_hidden_rows_and_columns_are_read_and_counted(tmp_path: Path) -> None:
    book = read("E26", tmp_path)
    sheet = book.sheets[0]
    assert (sheet.hidden_rows, sheet.hidden_columns) == ({4, 5}, {14})
    assert list(sheet.rows[3:]) == [tuple(row) for row in people(5)]
    assert f"工作表“{TITLE}”有2个隐藏行也已读入。" in book.notes
    assert f"工作表“{TITLE}”有1个隐藏列也已读入。" in book.notes


def test_hidden_rows_of_an_old_workbook_are_counted_too(tmp_path: Path) -> None:
    import xlwt

    book = xlwt.Workbook()
    sheet = book.add_sheet("名册")
    for row in range(4):
        sheet.write(row, 0, "田禾")
        sheet.write(row, 1, 2010.1, xlwt.easyxf(num_format_str="0.00" if row == 3 else "General"))
    sheet.row(2).hidden = True
    sheet.col(1).hidden = True
    book.save(str(tmp_path / "旧.xls"))
    read_back = read_workbook(tmp_path / "旧.xls").sheets[0]
    assert (read_back.hidden_rows, read_back.hidden_columns) == ({2}, {1})
    assert read_back.formats == {(3, 1): "0.00"}


def test_a_password_is_told_in_plain_words(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"E27.*密码"):
        read("E27", tmp_path)


def test_the_1904_date_system_is_honoured(tmp_path: Path) -> None:
    rows = only_sheet("E29", tmp_path).rows[3:]
    for label in ("出生日期", "加入党组织日期"):
        column = COLUMN[label]
        assert [row[column] for row in rows] == [date.fromisoformat(row[column]) for row in FULL]


def test_the_hidden_sheet_is_meta_and_no_sheet(tmp_path: Path) -> None:
    book = read("E34", tmp_path)
    assert [sheet.name for sheet in book.sheets] == [TITLE]
    assert book.meta == {"kind": "members", "version": "1", "exported_on": "2099-01-01"}


def test_rare_letters_survive(tmp_path: Path) -> None:
    names = [row[1] for row in only_sheet("E35", tmp_path).rows[6:]]
    assert names == ["田𬱖", "石\ue4c6", "王㛃"]


def test_a_sheet_whose_xml_uses_prefixes_and_no_references_is_read(tmp_path: Path) -> None:
    path = save_xlsx(tmp_path / "前缀.xlsx", [["甲"]])
    body = (
        '<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        '<x:sheetData><x:row hidden="1"><x:c t="inlineStr"><x:is><x:t>甲</x:t></x:is></x:c>'
        "<x:c/><x:c><x:v>7</x:v></x:c></x:row></x:sheetData></x:worksheet>"
    )
    operate(path, {SHEET1: lambda _: body})
    (sheet,) = read_workbook(path).sheets
    assert sheet.rows == (("甲", None, 7),)
    assert sheet.hidden_rows == {0}


def test_a_sheet_as_libreoffice_ends_it_is_read(tmp_path: Path) -> None:
    content = ods_content({TITLE: [["甲", 2010.1]]}).replace(">2010.1<", ">2010.10<")
    rest = (
        '<table:table-row table:number-rows-repeated="1048575">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    )
    path = save_ods(
        tmp_path / "长尾.ods", content.replace("</table:table>", f"{rest}</table:table>")
    )
    (sheet,) = read_workbook(path).sheets
    assert sheet.rows == (("甲", 2010.1),)
    assert sheet.formats == {(0, 1): "0.00"}


def test_an_ods_tells_merges_hidden_rows_and_errors(tmp_path: Path) -> None:
    content = ods_content({TITLE: [["甲", "乙"], ["丙", 1]]})
    content = content.replace(
        "<table:table-cell ", '<table:table-cell table:number-columns-spanned="2" ', 1
    ).replace("<table:table-row ", '<table:table-row table:visibility="filter" ', 1)
    content = content.replace('office:value="1"><text:p>1<',
                              'office:value="0" table:formula="of:=A9"><text:p>#REF!<')  # fmt: skip
    (sheet,) = read_workbook(save_ods(tmp_path / "合并.ods", content)).sheets
    assert sheet.merged == ((0, 0, 0, 1),)
    assert sheet.hidden_rows == {0}
    assert sheet.unsolved == {(1, 1)}


def test_times_and_durations_become_times_or_texts(tmp_path: Path) -> None:
    row = [time(8, 30), timedelta(hours=2), timedelta(hours=30, minutes=5)]
    path = save_xlsx(tmp_path / "时间.xlsx", [["题"], row])
    (sheet,) = read_workbook(path).sheets
    assert sheet.rows[1:] == ((time(8, 30), time(2), "30:05"),)


def test_a_csv_may_be_utf16_or_separated_by_tabs_or_protected_by_equals(tmp_path: Path) -> None:
    path = tmp_path / "名册.csv"
    path.write_text('姓名\t电话\r\n田禾\t="019900000001"\r\n', "utf-16")
    (sheet,) = read_workbook(path).sheets
    assert sheet.rows == (("姓名", "电话"), ("田禾", "019900000001"))
    assert sheet.name == "名册"


def test_spans_and_breaks_of_a_web_page_keep_the_columns_right(tmp_path: Path) -> None:
    path = tmp_path / "网页.xls"
    path.write_text(
        "<html><table><tr><td rowspan=2>甲<td colspan=2> 乙\n 丙<br>丁 </td></tr>"
        "<tr><td>一</td><td>&nbsp;二</td></tr></table><p>外面</p><table><tr><td>另</table>",
        "utf-8",
    )
    first, second = read_workbook(path).sheets
    assert first.rows == (("甲", "乙 丙\n丁", None), (None, "一", "二"))
    assert first.merged == ((0, 0, 1, 0), (0, 1, 0, 2))
    assert second.rows == (("另",),)


def test_a_cancelled_reading_leaves_no_copy_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Impatient:
        def step(self, done: int, total: int, text: str = "") -> None:
            raise Cancelled

    temporary = tmp_path / "temp"
    temporary.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    path = save_xlsx(tmp_path / "名册.xlsx", titled(people(1)))
    with pytest.raises(Cancelled):
        read_workbook(path, Impatient())
    assert list(temporary.iterdir()) == []


def test_reading_changes_nothing_in_the_file(tmp_path: Path) -> None:
    path = save_xls(tmp_path / "名册.xls", titled(people(2)))
    before = path.read_bytes()
    read_workbook(path)
    assert path.read_bytes() == before


def test_a_long_old_workbook_passes_through_the_clean_container(tmp_path: Path) -> None:
    rows = [[f"第{number}行的很长很长的文字", number, number / 8] for number in range(20_000)]
    book = read_workbook(save_xls(tmp_path / "长.xls", rows))
    assert len(book.sheets[0].rows) == 20_000
    assert book.sheets[0].rows[19_999] == ("第19999行的很长很长的文字", 19_999, 19_999 / 8)


def test_moments_keep_their_time(tmp_path: Path) -> None:
    moment = datetime.fromisoformat("2026-03-01 08:30:00")
    for path in (
        save_xlsx(tmp_path / "a.xlsx", [[moment]]),
        save_xls(tmp_path / "a.xls", [[moment]]),
    ):
        assert read_workbook(path).sheets[0].rows == ((moment,),)


def test_a_chart_sheet_is_no_table(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].append(["姓名"])
    book.create_chartsheet("图")
    book.save(tmp_path / "图.xlsx")
    assert [sheet.name for sheet in read_workbook(tmp_path / "图.xlsx").sheets] == ["Sheet"]
