"""Invented people and the raw material of the ugly workbooks: sheets, XML surgery, odd containers.

Every ID number lies in the unassigned area 529999, so that it can belong to nobody.
"""

import struct
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from itertools import groupby
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import openpyxl
import xlwt
from openpyxl.worksheet.worksheet import Worksheet

HEADER = [
    *("序号", "姓名", "所在党支部", "公民身份证号", "性别", "民族", "出生日期", "学历", "人员类别"),
    *("加入党组织日期", "转为正式党员日期", "工作岗位", "手机号", "固定电话", "家庭住址"),
    *("党籍状态", "是否为失联党员", "失去联系日期", "是否为流动党员", "外出流向"),
]
COLUMN = {label: number for number, label in enumerate(HEADER)}
TITLE = "党员基本信息汇总表"
NOTE = "填报单位:青禾县第一小学党支部  填报人:田禾  填报日期:2026年3月1日"
FIRST = 3
"""Zero-based row of the first person when title, note and header stand above."""

_SURNAMES = "田石林江岳方温柳白秦"
_GIVEN = ("禾青", "远山", "若水", "明川", "知春", "望舒", "承文", "小满", "立夏", "清秋", "映雪")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def id_number(born: date, sequence: int) -> str:
    """Return an ID number of the unassigned area 529999; an odd sequence means male."""
    body = f"529999{born:%Y%m%d}{sequence:03d}"
    total = sum(int(digit) * weight for digit, weight in zip(body, _WEIGHTS, strict=True))
    return body + "10X98765432"[total % 11]


def person(number: int, **changes: Any) -> list[Any]:
    """Return one correct row of the 20 national columns; `changes` replace cells by label."""
    born = date(1965 + number * 3 % 30, number % 12 + 1, number * 7 % 28 + 1)
    joined = date(born.year + 22, number * 5 % 12 + 1, number * 3 % 28 + 1)
    male = number % 2 == 1
    row: dict[str, Any] = dict.fromkeys(HEADER)
    row |= {
        "序号": number,
        "姓名": _SURNAMES[number % 10] + _GIVEN[number % 11],
        "所在党支部": "中共青禾县第一小学支部委员会",
        "公民身份证号": id_number(born, 100 + number * 2 + male),
        "性别": "男" if male else "女",
        "民族": ("汉族", "苗族", "布依族", "侗族")[number % 4],
        "出生日期": born.isoformat(),
        "学历": ("大学本科", "大学专科")[number % 2],
        "人员类别": "正式党员",
        "加入党组织日期": joined.isoformat(),
        "转为正式党员日期": joined.replace(year=joined.year + 1).isoformat(),
        "工作岗位": "专任教师",
        "手机号": f"199{number:08d}",
        "固定电话": f"0899-{7000000 + number}",
        "家庭住址": f"青禾县清溪镇文昌路{number}号",
        "党籍状态": "正常",
        "是否为失联党员": "否",
        "是否为流动党员": "否",
    }
    unknown = set(changes) - set(row)
    if unknown:
        raise KeyError(unknown)
    return list((row | changes).values())


def people(count: int, start: int = 1) -> list[list[Any]]:
    """Return `count` correct rows numbered from `start`."""
    return [person(number) for number in range(start, start + count)]


def titled(rows: Sequence[Sequence[Any]], header: Sequence[str] = HEADER) -> list[list[Any]]:
    """Put title, note and header above the rows: the header is row 3, people start in row 4."""
    return [[TITLE], [NOTE], list(header), *map(list, rows)]


def fill(sheet: Worksheet, rows: Sequence[Sequence[Any]], *, merge_title: bool = True) -> None:
    """Write rows from A1; texts that look like numbers get the text format."""
    for row in rows:
        sheet.append(list(row))
    if merge_title:
        width = max(map(len, rows))
        sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=width)


def save_xlsx(
    path: Path, rows: Sequence[Sequence[Any]], change: Callable[[Worksheet], None] | None = None
) -> Path:
    """Write one sheet named like the national table; `change` may spoil it before saving."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = TITLE
    fill(sheet, rows)
    if change:
        change(sheet)
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)
    return path


def save_xls(path: Path, rows: Sequence[Sequence[Any]], name: str = TITLE) -> Path:
    """Write a BIFF8 file (Excel 97-2003, also what WPS stores as .et); dates keep a format."""
    book = xlwt.Workbook()
    sheet = book.add_sheet(name)
    day, moment = (
        xlwt.easyxf(num_format_str="yyyy-mm-dd"),
        xlwt.easyxf(num_format_str="yyyy-mm-dd hh:mm:ss"),
    )
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            if isinstance(value, datetime):
                sheet.write(r, c, value, moment)
            elif isinstance(value, date):
                sheet.write(r, c, value, day)
            elif value is not None:
                sheet.write(r, c, value)
    book.save(str(path))
    return path


def operate(path: Path, parts: Mapping[str, Callable[[str], str]]) -> Path:
    """Rewrite parts of a zip as text: what no writing library would produce; adds absent parts."""
    with zipfile.ZipFile(path) as old:
        content = {name: old.read(name) for name in old.namelist()}
    for name, change in parts.items():
        content[name] = change(content.get(name, b"").decode()).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, data in content.items():
            new.writestr(name, data)
    return path


SHEET1 = "xl/worksheets/sheet1.xml"


_ODS_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content '
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2">'
    "<office:body><office:spreadsheet>"
)


def _ods_cell(value: Any) -> str:
    if value is None:
        return "<table:table-cell/>"
    if isinstance(value, bool):
        kind = f'office:value-type="boolean" office:boolean-value="{str(value).lower()}"'
    elif isinstance(value, int | float):
        kind = f'office:value-type="float" office:value="{value!r}"'
    elif isinstance(value, date):
        kind = f'office:value-type="date" office:date-value="{value.isoformat()}"'
    else:
        kind = 'office:value-type="string"'
    return f"<table:table-cell {kind}><text:p>{escape(str(value))}</text:p></table:table-cell>"


def ods_content(sheets: Mapping[str, Sequence[Sequence[Any]]]) -> str:
    """Return content.xml of an OpenDocument spreadsheet; equal rows follow as repeats."""
    body = ""
    for name, rows in sheets.items():
        body += f'<table:table table:name="{escape(name)}">'
        for cells, run in groupby("".join(map(_ods_cell, row)) for row in rows):
            count = sum(1 for _ in run)
            body += (
                f'<table:table-row table:number-rows-repeated="{count}">{cells}</table:table-row>'
            )
        body += "</table:table>"
    return f"{_ODS_HEAD}{body}</office:spreadsheet></office:body></office:document-content>"


def save_ods(path: Path, content: str) -> Path:
    """Wrap content.xml in the smallest zip that is an OpenDocument spreadsheet."""
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest '
        'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
        "</manifest:manifest>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("mimetype", kind, zipfile.ZIP_STORED)
        parts.writestr("content.xml", content)
        parts.writestr("META-INF/manifest.xml", manifest)
    return path


def compound_file(streams: Mapping[str, bytes]) -> bytes:
    """Return an OLE compound file with these streams, each padded to at least 4096 bytes."""
    free, end, fat_mark = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    chains, data, start = [fat_mark, end], b"", 2
    entries = [_directory_entry("Root Entry", 5, (free, 1), end, 0)]
    for number, (name, stream) in enumerate(streams.items(), 1):
        content = stream.ljust(4096, b"\0")
        sectors = -(-len(content) // 512)
        right = number + 1 if number < len(streams) else free
        entries.append(_directory_entry(name, 2, (right, free), start, len(content)))
        chains += [*range(start + 1, start + sectors), end]
        data += content.ljust(sectors * 512, b"\0")
        start += sectors
    if len(chains) > 128 or len(entries) > 4:
        raise ValueError("one FAT sector and one directory sector only")
    header = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(16)
    numbers = (0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, end, 0, end, 0, 0)
    header += struct.pack("<HHHHH6xIIIIIIIIII", *numbers)
    header += struct.pack("<108I", *[free] * 108)
    fat = struct.pack("<128I", *(chains + [free] * (128 - len(chains))))
    return header + fat + b"".join(entries).ljust(512, b"\0") + data


def _directory_entry(name: str, kind: int, links: tuple[int, int], start: int, size: int) -> bytes:
    """links: right sibling and child. kind: 5 the root, 2 a stream."""
    encoded = name.encode("utf-16-le")
    numbers = (0xFFFFFFFF, *links, start, size, 0)
    return struct.pack("<64sHBBIII36xIII", encoded, len(encoded) + 2, kind, 1, *numbers)
