"""Files meant to crash, hang or fill the memory of whoever opens them."""

import random
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx

from tests.exchange.making import (
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

_SHEET_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
)
_SHEET_TAIL = "</sheetData></worksheet>"
_LAUGHS = (
    '<!DOCTYPE lolz [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + "]>"
)


def with_cells(path: Path, rows: str) -> Path:
    """Write an .xlsx whose only sheet holds this sheetData."""
    save_xlsx(path, titled(people(1)))
    return operate(path, {SHEET1: lambda _: _SHEET_HEAD + rows + _SHEET_TAIL})


def last_cell(folder: Path) -> Path:
    cells = '<row r="1"><c r="A1"><v>1</v></c></row>'
    cells += '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    return with_cells(folder / "最后一个格子.xlsx", cells)


def wide_row(folder: Path) -> Path:
    cells = "".join("<c><v>1</v></c>" for _ in range(1_000_000))
    return with_cells(folder / "一百万列.xlsx", f'<row r="1">{cells}</row>')


def no_such_column(folder: Path) -> Path:
    return with_cells(folder / "没有的列.xlsx", '<row r="1"><c r="ZZZZ1"><v>1</v></c></row>')


def single_quotes(folder: Path) -> Path:
    return with_cells(
        folder / "单引号.xlsx", "<row r='1'><c\ns='0'\tr='XFD1048576'><v>1</v></c></row>"
    )


def shared_text(folder: Path) -> Path:
    path = folder / "同一段长文字.xlsx"
    rows = "".join(
        f'<row r="{r}">' + "".join(f'<c r="{c}{r}" t="s"><v>0</v></c>' for c in "ABCDEFGHIJ")
        + "</row>"
        for r in range(1, 20_001)
    )  # fmt: skip
    with_cells(path, rows)
    text = f"<si><t>{'长' * 30_000}</t></si>"
    head = '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    return operate(path, {"xl/sharedStrings.xml": lambda _: f"{head}{text}</sst>"})


def zip_bomb(folder: Path) -> Path:
    path = save_xlsx(folder / "压缩炸弹.xlsx", titled(people(1)))
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/image1.png", bytes(400_000_000))
    return path


def lying_zip(folder: Path) -> Path:
    """The archive says that its sheet has 1000 bytes; it has 200 million."""
    path = with_cells(folder / "谎报大小.xlsx", " " * 200_000_000)
    data = bytearray(path.read_bytes())
    at = data.rindex(b"PK\x01\x02", 0, data.rindex(SHEET1.encode()))
    struct.pack_into("<I", data, at + 24, 1000)
    path.write_bytes(data)
    return path


def many_entries(folder: Path) -> Path:
    path = save_xlsx(folder / "两万个部件.xlsx", titled(people(1)))
    with zipfile.ZipFile(path, "a") as archive:
        for number in range(20_000):
            archive.writestr(f"xl/media/{number}", b"")
    return path


def laughs_in_sheet(folder: Path) -> Path:
    path = save_xlsx(folder / "实体炸弹.xlsx", titled(people(1)))
    bomb = "<worksheet>&j;</worksheet>"
    return operate(path, {SHEET1: lambda _: _LAUGHS + bomb})


def laughs_in_styles(folder: Path) -> Path:
    path = save_xlsx(folder / "样式里的实体炸弹.xlsx", titled(people(1)))
    return operate(path, {"xl/styles.xml": lambda _: _LAUGHS + "<styleSheet>&j;</styleSheet>"})


def laughs_in_ods(folder: Path) -> Path:
    content = ods_content({TITLE: [["文"]]}).replace("文", "&j;")
    head, _, body = content.partition("?>")
    return save_ods(folder / "实体炸弹.ods", f"{head}?>{_LAUGHS}{body}")


def repeated_ods(folder: Path) -> Path:
    content = ods_content({TITLE: [["文"]]})
    content = content.replace('repeated="1"', 'repeated="1000000000"')
    content = content.replace(
        "<table:table-cell ", '<table:table-cell table:number-columns-repeated="1000000000" '
    )
    return save_ods(folder / "重复十亿次.ods", content)


def cut_zip(folder: Path) -> Path:
    path = save_xlsx(folder / "只复制了一半.xlsx", titled(people(50)))
    path.write_bytes(path.read_bytes()[:-2000])
    return path


def broken_xml(folder: Path) -> Path:
    path = save_xlsx(folder / "内容断了.xlsx", titled(people(5)))
    return operate(path, {SHEET1: lambda xml: xml[: len(xml) // 2] + "<hidden="})


def absent_sheet(folder: Path) -> Path:
    path = save_xlsx(folder / "缺少工作表.xlsx", titled(people(5)))
    return operate(
        path, {"xl/_rels/workbook.xml.rels": lambda xml: xml.replace("sheet1.xml", "sheet9.xml")}
    )


def random_bytes(folder: Path) -> Path:
    path = folder / "乱码.xlsx"
    path.write_bytes(random.Random(7).randbytes(100_000))
    return path


def zero_length(folder: Path) -> Path:
    path = folder / "空文件.xlsx"
    path.touch()
    return path


def a_folder(folder: Path) -> Path:
    path = folder / "文件夹.xlsx"
    path.mkdir()
    return path


def nowhere(folder: Path) -> Path:
    return folder / "已拔出.xlsx"


def a_letter(folder: Path) -> Path:
    path = folder / "其实是Word.xlsx"
    document = docx.Document()
    document.add_paragraph("入党申请书")
    document.save(str(path))
    return path


def no_cells(folder: Path) -> Path:
    return with_cells(folder / "没有内容.xlsx", "")


def _xls_with(path: Path, record: int, offset: int, value: bytes) -> Path:
    """Change bytes in the body of the first such record of a small .xls."""
    save_xls(path, [["甲", 1], ["乙", 2]])
    data = bytearray(path.read_bytes())
    at = data.index(struct.pack("<H", record) + b"\x0e\0" if record == 0x200
                    else struct.pack("<HH", record, 10))  # fmt: skip
    data[at + 4 + offset : at + 4 + offset + len(value)] = value
    path.write_bytes(data)
    return path


def xls_with_false_size(folder: Path) -> Path:
    return _xls_with(folder / "谎报行数.xls", 0x200, 4, struct.pack("<IHH", 2**32 - 1, 0, 65535))


def xls_with_far_column(folder: Path) -> Path:
    return _xls_with(folder / "很远的列.xls", 0xFD, 0, struct.pack("<HH", 65535, 65535))


def cut_xls(folder: Path) -> Path:
    path = save_xls(folder / "只复制了一半.xls", titled(people(200)))
    path.write_bytes(path.read_bytes()[:3000])
    return path


def endless_xls(folder: Path) -> Path:
    """Every entry of the allocation table points to sector 1: chains never end."""
    path = save_xls(folder / "扇区成环.xls", titled(people(20)))
    data = bytearray(path.read_bytes())
    (fat,) = struct.unpack_from("<I", data, 76)
    data[(fat + 1) * 512 : (fat + 2) * 512] = struct.pack("<128I", *[1] * 128)
    path.write_bytes(data)
    return path


def html_spans(folder: Path) -> Path:
    path = folder / "合并十亿格.xls"
    path.write_text('<table><tr><td rowspan="999999999" colspan="999999999">甲</table>', "utf-8")
    return path


def wide_csv(folder: Path) -> Path:
    path = folder / "一百万列.csv"
    path.write_text("甲" + "," * 1_000_000 + "乙\n", "utf-8")
    return path


def long_csv(folder: Path) -> Path:
    path = folder / "三十万行.csv"
    path.write_text("甲,乙\n" * 300_000, "utf-8")
    return path


HOSTILE: tuple[Callable[[Path], Path], ...] = (
    last_cell, wide_row, no_such_column, single_quotes, shared_text, zip_bomb, lying_zip,
    many_entries, laughs_in_sheet, laughs_in_styles, laughs_in_ods, repeated_ods, cut_zip,
    broken_xml, absent_sheet, random_bytes, zero_length, a_folder, nowhere, a_letter, no_cells,
    xls_with_false_size, xls_with_far_column, cut_xls, endless_xls, html_spans, wide_csv, long_csv,
)  # fmt: skip
"""Each writes a file that must be refused with a UserError naming the file."""
