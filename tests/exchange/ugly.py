"""The ugly workbooks E01 to E35 of the error catalogue, made afresh: one function a trap.

Unless a docstring says otherwise: one sheet 党员基本信息汇总表, row 1 a merged title, row 2 a note,
row 3 the header with the 20 national columns, people from row 4, and only the named cells are bad.
Rows are spreadsheet rows (from 1). UGLY maps the number of the trap to the function.
"""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
from openpyxl.styles import Border, Side
from openpyxl.worksheet.worksheet import Worksheet

from tests.exchange import ugly_formats as formats
from tests.exchange.making import (
    COLUMN,
    FIRST,
    HEADER,
    NOTE,
    TITLE,
    fill,
    id_number,
    people,
    person,
    save_xlsx,
    titled,
)


def make_e01(folder: Path) -> Path:
    """Title A1:T1, subtitle A2:T2, two notes (rows 3 and 4), header only in row 5, people 6-9."""
    rows = [[TITLE], ["(2026年度)"], [NOTE], ["注:日期填到日,学历按国标代码表填写"], HEADER]

    def merge(sheet: Worksheet) -> None:
        sheet.merge_cells("A2:T2")
        sheet.merge_cells("A3:T3")

    return save_xlsx(folder / "E01 标题占四行.xlsx", [*rows, *people(4)], merge)


def make_e02(folder: Path) -> Path:
    """Header in rows 3-4: 联系方式 over 手机/固定电话 (M3:N3), 失联情况 over 是否/日期 (Q3:R3).

    All other header cells are merged vertically (A3:A4 ...); people in rows 5-8.
    """
    upper, lower = list(HEADER), [None] * len(HEADER)
    for first, top, below in ((12, "联系方式", ("手机", "固定电话")),
                              (16, "失联情况", ("是否为失联党员", "失去联系日期"))):  # fmt: skip
        upper[first : first + 2] = [top, None]
        lower[first : first + 2] = below

    def merge(sheet: Worksheet) -> None:
        sheet.merge_cells("M3:N3")
        sheet.merge_cells("Q3:R3")
        for column in set(range(20)) - {12, 13, 16, 17}:
            sheet.merge_cells(
                start_row=3, end_row=4, start_column=column + 1, end_column=column + 1
            )

    return save_xlsx(
        folder / "E02 两行表头.xlsx", [[TITLE], [NOTE], upper, lower, *people(4)], merge
    )


def make_e03(folder: Path) -> Path:
    """Header words with blanks, line breaks and hints in half and full brackets (row 3)."""
    hints = {
        "姓名": "姓 名",
        "公民身份证号": "公民身份证号\n（18位）",
        "性别": "性　别",
        "民族": " 民 族 ",
        "出生日期": "出生日期\r\n(如1975-06-15)",
        "学历": "学历【最高】",
        "加入党组织日期": "加入党组织\n日期",
        "手机号": "手机号 (11位)",
    }
    header = [hints.get(label, label) for label in HEADER]
    return save_xlsx(folder / "E03 表头有换行和说明.xlsx", titled(people(4), header))


def make_e04(folder: Path) -> Path:
    """Synonyms of the header words in another order, and two unknown columns 工号 and 血型."""
    words = {
        "党员姓名": "姓名",
        "居民身份证号码": "公民身份证号",
        "性别": "性别",
        "民族": "民族",
        "出生年月日": "出生日期",
        "文化程度": "学历",
        "党员类别": "人员类别",
        "组织关系所在党支部": "所在党支部",
        "入党时间": "加入党组织日期",
        "转正时间": "转为正式党员日期",
        "职务": "工作岗位",
        "联系电话": "手机号",
        "办公电话": "固定电话",
        "现居住地": "家庭住址",
    }
    rows = [
        [*(row[COLUMN[label]] for label in words.values()), f"G{number:04d}", "O"]
        for number, row in enumerate(people(4), 1)
    ]
    return save_xlsx(folder / "E04 同义表头.xlsx", titled(rows, [*words, "工号", "血型"]))


def make_e05(folder: Path) -> Path:
    """People in rows 4-7, footers in rows 8-11 (合计, 填表人, 注：), borders on all of A1:NS200."""
    footers = [
        [None, "合计", None, 4],
        [None, "填表人", "田禾", None, "审核人", "石远山"],
        ["注：本表一式两份，支部和党委各存一份。"],
        ["备注", None, None, "数据截至2026年3月1日"],
    ]

    def borders(sheet: Worksheet) -> None:
        thin = Border(*[Side(style="thin")] * 4)
        for row in sheet.iter_rows(min_row=1, max_row=200, max_col=383):
            for cell in row:
                cell.border = thin

    rows = titled([*people(4), *footers])
    return save_xlsx(folder / "E05 表尾和大片空格子.xlsx", rows, borders)


def make_e06(folder: Path) -> Path:
    """Sheets 第一支部 (3 people), 第二支部 (2), no column 所在党支部; empty Sheet2 and Sheet3."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    at = COLUMN["所在党支部"]
    for name, members in (("第一支部", people(3)), ("第二支部", people(2, 4))):
        rows = titled(members)
        fill(book.create_sheet(name), [*rows[:2], *(row[:at] + row[at + 1 :] for row in rows[2:])])
    book.create_sheet("Sheet2")
    book.create_sheet("Sheet3")
    path = folder / "E06 每个支部一张表.xlsx"
    book.save(path)
    return path


def _spoiled(folder: Path, name: str, *rows: list[object]) -> Path:
    """Write good people 1-3 in rows 4-6 and the given rows from row 7."""
    return save_xlsx(folder / name, titled([*people(3), *rows]))


def make_e07(folder: Path) -> Path:
    """公民身份证号 (D7, D8) stored as numbers: the last digits became 000."""
    number = 529999197506150000
    bad = [person(4, 公民身份证号=number), person(5, 公民身份证号=5.29999e17)]
    return _spoiled(folder, "E07 身份证号成了数值.xlsx", *bad)


def make_e08(folder: Path) -> Path:
    """D7-D13: blanks, apostrophe, lower x, full width, ×, Roman Ⅹ, Cyrillic Х: one number."""
    spoiled = [
        "529999 19880808 003X",
        "'52999919880808003X",
        "52999919880808003x",
        "５２９９９９１９８８０８０８００３Ｘ",
        "52999919880808003×",
        "52999919880808003Ⅹ",
        "\u200b52999919880808003Х\xa0",
    ]
    born = "1988-08-08"
    rows = [
        person(number, 公民身份证号=text, 出生日期=born, 性别="男")
        for number, text in enumerate(spoiled, 4)
    ]
    return _spoiled(folder, "E08 身份证号写法各异.xlsx", *rows)


def make_e09(folder: Path) -> Path:
    """D7 is the 15-digit number 529999750615001 of a man born 1975-06-15."""
    row = person(4, 公民身份证号="529999750615001", 出生日期="1975-06-15", 性别="男")
    return _spoiled(folder, "E09 十五位身份证号.xlsx", row)


def make_e10(folder: Path) -> Path:
    """D7 ends in 9 where the check digit is 8 (529999197506150018)."""
    row = person(4, 公民身份证号="529999197506150019", 出生日期="1975-06-15", 性别="男")
    return _spoiled(folder, "E10 校验位不对.xlsx", row)


def make_e11(folder: Path) -> Path:
    """Row 7: birth date 1975-06-16 against the ID's 15th; row 8: 女 against a male ID."""
    number = "529999197506150018"
    return _spoiled(
        folder,
        "E11 生日性别与身份证不符.xlsx",
        person(4, 公民身份证号=number, 出生日期="1975-06-16", 性别="男"),
        person(5, 公民身份证号=id_number(date(1975, 6, 15), 3), 出生日期="1975-06-15", 性别="女"),
    )


def make_e12(folder: Path) -> Path:
    """Row 7 has the same ID number as row 5, another mobile and another spelling of the branch."""
    again = person(2, 手机号="19900009999", 所在党支部="青禾一小支部")
    return _spoiled(folder, "E12 同一身份证号两行.xlsx", again)


def make_e13(folder: Path) -> Path:
    """Rows 7 and 8: two people 田禾青 with different ID numbers and birth dates."""
    rows = [person(number, 姓名="田禾青") for number in (4, 5)]
    return _spoiled(folder, "E13 同名不同人.xlsx", *rows)


def make_e14(folder: Path) -> Path:
    """B7-B13: blanks inside and after names, four kinds of middle dot, a note in brackets."""
    names = ["田　禾", "石 远 山 ", "阿依古丽•白禾", "阿依古丽．白禾", "阿依古丽.白禾",
             "阿依古丽‧白禾", "林若水（女）"]  # fmt: skip
    rows = [person(number, 姓名=name) for number, name in enumerate(names, 4)]
    return _spoiled(folder, "E14 姓名有空格和括号.xlsx", *rows)


E15_DATES: tuple[tuple[object, str | None], ...] = (
    ("2010.6", None), ("2010.06", None), ("2010.6.1", None), ("2010-6-1", None),
    ("2010/6/1", None), ("2010年6月", None), ("2010年6月1日", None), ("20100601", None),
    ("201006", None), ("10.6", None), ("2010、6", None), ("2010。6", None), (27560, None),
    (date(2010, 6, 1), "yyyy/m/d h:mm"), (1998.1, "0.00"), (1998.1, None), (2010.6, None),
    (2010.11, None), (20100601, None), (201006, None), (2010, None), (date(2010, 6, 1), None),
    ("1949.9以前", None), ("2010.13", None), ("二〇一〇年六月", None),
)  # fmt: skip
"""Contents of 加入党组织日期 in E15 from row 4 on, with the number format where it matters."""


def make_e15(folder: Path) -> Path:
    """加入党组织日期 (J4-J28) holds E15_DATES in this order; J18 is 1998.1 shown as 1998.10."""
    column = COLUMN["加入党组织日期"]
    rows = [
        person(number, 加入党组织日期=value, 转为正式党员日期=None)
        for number, (value, _) in enumerate(E15_DATES, 1)
    ]

    def formats(sheet: Worksheet) -> None:
        for row, (_, number_format) in enumerate(E15_DATES, FIRST + 1):
            if number_format:
                sheet.cell(row, column + 1).number_format = number_format

    return save_xlsx(folder / "E15 日期写法混杂.xlsx", titled(rows), formats)


def make_e16(folder: Path) -> Path:
    """Rows 7-10: 无 — / 不详 至今 in dates and phones; 同上 and 〃 in C8, O9 and C9."""
    return _spoiled(
        folder,
        "E16 无和同上.xlsx",
        person(4, 固定电话="无", 失去联系日期="—", 外出流向="/"),
        person(5, 所在党支部="同上", 固定电话="—"),
        person(6, 所在党支部="〃", 家庭住址="〃", 转为正式党员日期="不详"),
        person(7, 失去联系日期="至今", 固定电话="/"),
    )


def make_e17(folder: Path) -> Path:
    """手机号 M7-M12: as numbers, as '19900000006.0', two phones in one cell; N12 with area code."""
    phones = [19900000004, 1.9900000005e10, "19900000006.0", "19900000007/19900000107",
              "19900000008，19900000108", "19900000009 19900000109"]  # fmt: skip
    rows = [person(number, 手机号=phone) for number, phone in enumerate(phones, 4)]
    rows[-1][COLUMN["固定电话"]] = "(0899)7000009"
    return _spoiled(folder, "E17 电话成了数值.xlsx", *rows)


def make_e18(folder: Path) -> Path:
    """Rows 7-11: gender 1, 2, 男性, F, 女性; ethnicity 汉, '汉 族', 01, 1.0, 穿青人."""
    pairs = [(1, "汉"), (2, "汉 族"), ("男性", "01"), ("F", 1.0), ("女性", "穿青人")]
    born = date(1975, 6, 15)
    rows = [
        person(number, 性别=gender, 民族=ethnicity, 出生日期="1975-06-15",
               公民身份证号=id_number(born, 200 + number * 2 + (gender in {1, "男性"})))
        for number, (gender, ethnicity) in enumerate(pairs, 4)
    ]  # fmt: skip
    return _spoiled(folder, "E18 性别民族代码.xlsx", *rows)


def make_e19(folder: Path) -> Path:
    """人员类别 I7-I12: 正式, 党员, 中共党员, 预备, empty, and 党员 without 转正日期 (row 12)."""
    words = ["正式", "党员", "中共党员", "预备", None]
    rows = [person(number, 人员类别=word) for number, word in enumerate(words, 4)]
    rows[3][COLUMN["转为正式党员日期"]] = None
    return _spoiled(
        folder, "E19 人员类别写法.xlsx", *rows, person(9, 人员类别="党员", 转为正式党员日期=None)
    )


def make_e20(folder: Path) -> Path:
    """所在党支部 C7-C9: three names of one branch, 青禾一小支部 and two others; C10 unknown."""
    names = ["青禾一小支部", "青禾县第一小学党支部", "一小党支部", "月亮湾教学点联合支部"]
    rows = [person(number, 所在党支部=name) for number, name in enumerate(names, 4)]
    return _spoiled(folder, "E20 支部简称.xlsx", *rows)


UGLY: dict[str, Callable[[Path], Path]] = {
    "E01": make_e01,
    "E02": make_e02,
    "E03": make_e03,
    "E04": make_e04,
    "E05": make_e05,
    "E06": make_e06,
    "E07": make_e07,
    "E08": make_e08,
    "E09": make_e09,
    "E10": make_e10,
    "E11": make_e11,
    "E12": make_e12,
    "E13": make_e13,
    "E14": make_e14,
    "E15": make_e15,
    "E16": make_e16,
    "E17": make_e17,
    "E18": make_e18,
    "E19": make_e19,
    "E20": make_e20,
    "E21": formats.make_e21_xls,
    "E21-et": formats.make_e21_et,
    "E21-xlsm": formats.make_e21_xlsm,
    "E21-xlsx-named-xls": formats.make_e21_xlsx_named_xls,
    "E21-html": formats.make_e21_html,
    "E21-csv-gbk": formats.make_e21_csv_gbk,
    "E21-csv-utf8": formats.make_e21_csv_utf8,
    "E21-ods": formats.make_e21_ods,
    "E22": formats.make_e22,
    "E23": formats.make_e23,
    "E24": formats.make_e24,
    "E25": formats.make_e25,
    "E26": formats.make_e26,
    "E27": formats.make_e27,
    "E28": formats.make_e28,
    "E29": formats.make_e29,
    "E30": formats.make_e30,
    "E31": formats.make_e31,
    "E32": formats.make_e32,
    "E33": formats.make_e33,
    "E34": formats.make_e34,
    "E35": formats.make_e35,
}
"""Trap -> function that writes the workbook into a folder and returns its path."""
