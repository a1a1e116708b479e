"""Templates and exports have the layout of C.6, keep numbers as text and can be read again."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from app.base.errors import Cancelled
from app.exchange.templates import TemplateColumn, TemplateSpec, write_template
from app.exchange.workbooks import RECORD_COLUMN, read_workbook
from tests.exchange.making import id_number

MANY = tuple(f"第{number}个很长很长的选项" for number in range(60))
SPEC = TemplateSpec(
    kind="members",
    version=3,
    title="党员基本信息汇总表",
    notes=("身份证号请用文本。", "日期填到日。"),
    columns=(
        TemplateColumn("姓名", note="与身份证一致"),
        TemplateColumn("公民身份证号", width=22, is_text=True),
        TemplateColumn("性别", width=6, choices=("男", "女")),
        TemplateColumn("学历", choices=MANY),
        TemplateColumn("出生日期"),
        TemplateColumn("党费标准"),
    ),
    meta={"branch": "青禾一小", "exported_on": "2026-03-01"},
)
BORN = date(1975, 6, 15)
ROWS = [
    ("=田禾", id_number(BORN, 1), "男", MANY[3], BORN, Decimal("12.50")),
    ("石远山", 19900000001, "女", None, None, 8),
]


def test_an_export_is_read_back_with_its_meta(tmp_path: Path) -> None:
    write_template(tmp_path / "导出.xlsx", SPEC, ROWS)
    book = read_workbook(tmp_path / "导出.xlsx")
    (sheet,) = book.sheets
    assert book.meta == {"kind": "members", "version": "3", **SPEC.meta}
    assert sheet.rows[0][0] == SPEC.title
    assert sheet.rows[1][0] == "身份证号请用文本。\n日期填到日。"
    assert sheet.rows[2] == ("姓名", "公民身份证号", "性别", "学历", "出生日期", "党费标准")
    assert sheet.rows[3] == ("=田禾", "529999197506150018", "男", MANY[3], BORN, 12.5)
    assert sheet.rows[4] == ("石远山", "19900000001", "女", None, None, 8)
    assert sheet.merged == ((0, 0, 0, 5), (1, 0, 1, 5))
    assert book.notes == ()


def test_text_columns_stay_text_for_200_blank_rows_and_the_header_is_frozen(tmp_path: Path) -> None:
    write_template(tmp_path / "模板.xlsx", SPEC)
    page = openpyxl.load_workbook(tmp_path / "模板.xlsx").worksheets[0]
    assert {page.cell(row, 2).number_format for row in range(4, 204)} == {"@"}
    assert page.freeze_panes == "A4"
    assert page.column_dimensions["B"].width == 22
    assert page["A3"].comment.text == "与身份证一致"
    assert page["A3"].font.bold


def test_lists_point_to_the_hidden_sheet_and_cover_the_rows(tmp_path: Path) -> None:
    write_template(tmp_path / "模板.xlsx", SPEC, ROWS)
    book = openpyxl.load_workbook(tmp_path / "模板.xlsx")
    gender, education = book.worksheets[0].data_validations.dataValidation
    assert (gender.formula1, str(gender.sqref)) == ("'__meta__'!$D$1:$D$2", "C4:C205")
    assert (education.formula1, str(education.sqref)) == ("'__meta__'!$E$1:$E$60", "D4:D205")
    meta = book["__meta__"]
    assert meta.sheet_state == "hidden"
    assert tuple(meta.cell(row, 5).value for row in range(1, 61)) == MANY


def test_control_characters_do_not_stop_an_export(tmp_path: Path) -> None:
    write_template(tmp_path / "导出.xlsx", SPEC, [("田\x07禾", None, None, None, None, None)])
    assert read_workbook(tmp_path / "导出.xlsx").sheets[0].rows[3][0] == "田禾"


def test_a_cancelled_export_leaves_the_old_file(tmp_path: Path) -> None:
    class Impatient:
        def step(self, done: int, total: int, text: str = "") -> None:
            raise Cancelled

    target = tmp_path / "导出.xlsx"
    target.write_bytes(b"old")
    with pytest.raises(Cancelled):
        write_template(target, SPEC, [ROWS[0]] * 1000, Impatient())
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


def test_a_hidden_column_is_not_shown_and_not_told_of(tmp_path: Path) -> None:
    columns = (*SPEC.columns, TemplateColumn("记录号", is_text=True, is_hidden=True))
    spec = replace(SPEC, columns=columns, meta={RECORD_COLUMN: "记录号"})
    write_template(tmp_path / "导出.xlsx", spec, [(*ROWS[0], "7")])
    page = openpyxl.load_workbook(tmp_path / "导出.xlsx").worksheets[0]
    assert page.column_dimensions["G"].hidden
    assert not page.column_dimensions["F"].hidden
    book = read_workbook(tmp_path / "导出.xlsx")
    assert (book.sheets[0].rows[3][6], book.notes) == ("7", ())
    page.column_dimensions["F"].hidden = True
    page.parent.save(tmp_path / "改后.xlsx")
    assert "1个隐藏列" in read_workbook(tmp_path / "改后.xlsx").notes[0]
