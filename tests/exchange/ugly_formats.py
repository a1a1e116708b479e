"""The ugly workbooks E21 to E35: what is odd is the file itself (see tests.exchange.ugly)."""

import csv
import io
import shutil
from collections.abc import Sequence
from datetime import date
from html import escape
from pathlib import Path

import openpyxl
from openpyxl.comments import Comment
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.worksheet import Worksheet

from tests.exchange.making import (
    COLUMN,
    HEADER,
    SHEET1,
    TITLE,
    compound_file,
    fill,
    ods_content,
    operate,
    people,
    person,
    save_ods,
    save_xls,
    save_xlsx,
    titled,
)


def make_e21_xls(folder: Path) -> Path:
    """A real .xls (BIFF8) with people 1-4."""
    return save_xls(folder / "E21 老格式.xls", titled(people(4)))


def make_e21_et(folder: Path) -> Path:
    """A WPS .et, which is BIFF8 under another name, with people 1-4."""
    return save_xls(folder / "E21 金山表格.et", titled(people(4)))


def make_e21_xlsm(folder: Path) -> Path:
    """An .xlsm with a macro project (never run) and people 1-4."""
    path = save_xlsx(folder / "E21 带宏.xlsm", titled(people(4)))
    return operate(path, {"xl/vbaProject.bin": lambda _: "not really a macro"})


def make_e21_xlsx_named_xls(folder: Path) -> Path:
    """An .xlsx somebody renamed to .xls, people 1-4."""
    return save_xlsx(folder / "E21 其实是xlsx.xls", titled(people(4)))


def make_e21_html(folder: Path) -> Path:
    """An HTML table (GBK) saved as .xls by some system; the title spans 20 columns, people 1-4."""
    body = f'<tr><td colspan="{len(HEADER)}">{TITLE}</td></tr>'
    for row in [HEADER, *people(4)]:
        cells = "".join(f"<td>{escape(str(v)) if v is not None else '&nbsp;'}</td>" for v in row)
        body += f"<tr>{cells}</tr>"
    page = (
        '<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312">'
        f"<style>td{{mso-number-format:'@'}}</style></head><body><table>{body}</table></body></html>"
    )
    path = folder / "E21 其实是网页.xls"
    path.write_bytes(page.encode("gb18030"))
    return path


def _save_csv(path: Path, rows: Sequence[Sequence[object]], encoding: str) -> Path:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def make_e21_csv_gbk(folder: Path) -> Path:
    """A .csv in GBK: header in row 1, people 1-4 in rows 2-5."""
    return _save_csv(folder / "E21 逗号分隔GBK.csv", [HEADER, *people(4)], "gbk")


def make_e21_csv_utf8(folder: Path) -> Path:
    """A .csv in UTF-8 with a byte order mark: header in row 1, people 1-4 in rows 2-5."""
    return _save_csv(folder / "E21 逗号分隔UTF8.csv", [HEADER, *people(4)], "utf-8-sig")


def make_e21_ods(folder: Path) -> Path:
    """An OpenDocument .ods with people 1-4."""
    return save_ods(folder / "E21 开放文档.ods", ods_content({TITLE: titled(people(4))}))


def make_e22(folder: Path) -> Path:
    """The sheet claims <dimension ref="A1"/> although people stand in rows 4-7."""
    path = save_xlsx(folder / "E22 范围写错.xlsx", titled(people(4)))
    wrong = '<dimension ref="A1"/>'
    return operate(
        path, {SHEET1: lambda xml: xml.replace('<dimension ref="A1:T7"/>', wrong).replace(
            '<dimension ref="A1:T7" />', wrong)}
    )  # fmt: skip


def make_e23(folder: Path) -> Path:
    """styles.xml holds an empty <fill/>, on which openpyxl fails with a TypeError; people 1-4."""
    path = save_xlsx(folder / "E23 空填充.xlsx", titled(people(4)))
    return operate(path, {"xl/styles.xml": lambda xml: xml.replace("</fills>", "<fill/></fills>")})


def make_e24(folder: Path) -> Path:
    """Column U 照片 holds =DISPIMG("ID_...",1) with a cached text in rows 4-7, as WPS writes it."""
    rows = titled([[*row, "图"] for row in people(4)], [*HEADER, "照片"])
    path = save_xlsx(folder / "E24 单元格里有照片.xlsx", rows)

    def pictures(xml: str) -> str:
        for row in range(4, 8):
            start = xml.index(f'<c r="U{row}"')
            end = xml.index("</c>", start) + 4
            call = f'DISPIMG("ID_{row:032X}",1)'
            cell = f'<c r="U{row}" t="str"><f>_xlfn.{escape(call)}</f><v>={escape(call)}</v></c>'
            xml = xml[:start] + cell + xml[end:]
        return xml

    return operate(path, {SHEET1: pictures})


def make_e25(folder: Path) -> Path:
    """G4:G5 formulas never calculated; J6 #N/A, C7 #REF!; H4 a formula with its result."""
    rows = titled(people(4))
    column = COLUMN["出生日期"]
    for row in (3, 4):
        rows[row][column] = f'=TEXT(MID(D{row + 1},7,8),"0000-00-00")'
    rows[5][COLUMN["加入党组织日期"]] = "#N/A"
    rows[6][COLUMN["所在党支部"]] = "#REF!"
    rows[3][COLUMN["学历"]] = '="大学"&"本科"'
    path = save_xlsx(folder / "E25 公式没有结果.xlsx", rows)

    def solve(xml: str) -> str:
        start = xml.index('<c r="H4"')
        end = xml.index("</c>", start) + 4
        solved = '<c r="H4" t="str"><f>"大学"&amp;"本科"</f><v>大学本科</v></c>'
        return xml[:start] + solved + xml[end:]

    return operate(path, {SHEET1: solve})


def make_e26(folder: Path) -> Path:
    """Row 5 and 6 hidden by a filter, column O (家庭住址) hidden, a comment on B4; people 1-5."""

    def hide(sheet: Worksheet) -> None:
        sheet.auto_filter.ref = "A3:T8"
        sheet.row_dimensions[5].hidden = True
        sheet.row_dimensions[6].hidden = True
        sheet.column_dimensions["O"].hidden = True
        sheet["B4"].comment = Comment("已核对", "石远山")

    return save_xlsx(folder / "E26 有隐藏行和筛选.xlsx", titled(people(5)), hide)


def make_e27(folder: Path) -> Path:
    """A workbook with a password: an OLE container with EncryptionInfo and EncryptedPackage."""
    path = folder / "E27 设了密码.xlsx"
    noise = bytes(range(256)) * 24
    path.write_bytes(compound_file({"EncryptionInfo": noise, "EncryptedPackage": noise}))
    return path


def make_e28(folder: Path) -> Path:
    """People 1-4, read-only, in a deep folder whose name holds Chinese, blanks, & and #."""
    deep = folder / ("张校长 & 李书记的U盘#1" * 4) / ("二〇二六年春季上报材料(最终版)" * 3)
    path = save_xlsx(deep / "E28 党员&支部 100%.xlsx", titled(people(4)))
    path.chmod(0o444)
    return path


def make_e29(folder: Path) -> Path:
    """The 1904 date system (old Macs); 出生日期 and 加入党组织日期 of rows 4-7 are real dates."""
    rows = people(4)
    for row in rows:
        for label in ("出生日期", "加入党组织日期"):
            row[COLUMN[label]] = date.fromisoformat(row[COLUMN[label]])
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    sheet = book.worksheets[0]
    sheet.title = TITLE
    fill(sheet, titled(rows))
    path = folder / "E29 1904日期.xlsx"
    book.save(path)
    return path


def make_e30(folder: Path) -> Path:
    """Column U 党费标准 (U4-U8): '4,123.45元', '１２．５', ' 8.50 ', 12.5, '￥1，000'."""
    dues = ["4,123.45元", "１２．５", " 8.50 ", 12.5, "￥1，000"]
    rows = [[*row, amount] for row, amount in zip(people(5), dues, strict=True)]
    return save_xlsx(folder / "E30 金额带元和逗号.xlsx", titled(rows, [*HEADER, "党费标准"]))


def make_e31(folder: Path) -> Path:
    """People 1-6, then 1-3 again (rows 10-12 equal rows 4-6), then people 7-8."""
    return save_xlsx(
        folder / "E31 许多重复行.xlsx", titled([*people(6), *people(3), *people(2, 7)])
    )


def make_e32(folder: Path) -> Path:
    """An export edited and saved: mobiles M4-M6 became numbers, D5 too; columns U, V left over.

    U 导入结果 and V 错误提示 come from the workbook the program gave back.
    """
    rows = [[*row, "有错误", "手机号不对"] for row in people(4)]
    for number in (0, 1, 2):
        rows[number][COLUMN["手机号"]] = float(rows[number][COLUMN["手机号"]])
    rows[1][COLUMN["公民身份证号"]] = float(rows[1][COLUMN["公民身份证号"]].replace("X", "0"))
    header = [*HEADER, "导入结果", "错误提示"]
    return save_xlsx(folder / "E32 导出后改过.xlsx", titled(rows, header))


def make_e33(folder: Path) -> Path:
    """People 1-4; beside it lies a byte-for-byte copy "… (1).xlsx": both get imported."""
    path = save_xlsx(folder / "E33 同一文件两次.xlsx", titled(people(4)))
    shutil.copyfile(path, path.with_stem(path.stem + " (1)"))
    return path


def make_e34(folder: Path) -> Path:
    """The program's own template whose hidden sheet __meta__ says exported_on 2099-01-01."""
    path = save_xlsx(folder / "E34 导出日期在将来.xlsx", titled(people(4)))
    book = openpyxl.load_workbook(path)
    meta = book.create_sheet("__meta__")
    meta.sheet_state = "hidden"
    for pair in (("kind", "members"), ("version", "1"), ("exported_on", "2099-01-01")):
        meta.append(pair)
    book.save(path)
    return path


def make_e35(folder: Path) -> Path:
    """Names of rows 7-9: 田𬱖 (beyond the BMP), 石 + PUA U+E4C6, 王㛃 (Ext A)."""
    names = ["田𬱖", "石\ue4c6", "王㛃"]
    rows = [person(number, 姓名=name) for number, name in enumerate(names, 4)]
    return save_xlsx(folder / "E35 生僻字.xlsx", titled([*people(3), *rows]))
