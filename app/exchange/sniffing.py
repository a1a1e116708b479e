"""What a file really is, by its content: the ending of its name is not believed."""

import zipfile
from enum import Enum
from pathlib import Path

from app.exchange.extents import Refused

_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
_ODS = b"application/vnd.oasis.opendocument.spreadsheet"
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


class Kind(Enum):
    """The formats that can be read; the value is Workbook.kind."""

    XLSX = "xlsx"
    XLS = "xls"
    ODS = "ods"
    HTML = "html"
    CSV = "csv"


def sniff(path: Path) -> Kind:
    """Return the format of a file; raises Refused for what is no table at all."""
    with path.open("rb") as stream:
        head = stream.read(4096)
    if not head:
        raise Refused("这是一个空文件（0字节），可能复制时中断了。", "请重新复制一份再导入。")
    if head.startswith(b"PK"):
        return _archive(path)
    if head.startswith(_OLE):
        return Kind.XLS
    return _text(head)


def _archive(path: Path) -> Kind:
    with zipfile.ZipFile(path) as archive:
        names = set(archive.namelist())
        if "xl/workbook.xml" in names:
            return Kind.XLSX
        if "xl/workbook.bin" in names:
            raise Refused("这是二进制工作簿（.xlsb），本程序不能读取。")
        if "mimetype" in names and archive.getinfo("mimetype").file_size <= len(_ODS) + 20:
            kind = archive.read("mimetype")
            if kind.startswith(_ODS):
                return Kind.ODS
    if "word/document.xml" in names:
        raise Refused("这是Word文档，不是表格。", "请选择Excel或WPS表格文件。")
    raise Refused("这不是表格文件。", "请选择Excel或WPS表格文件。")


def _text(head: bytes) -> Kind:
    if head.startswith(_MARKS[1:]):
        return Kind.CSV
    start = head.removeprefix(_MARKS[0]).lstrip().lower()
    if b"urn:schemas-microsoft-com:office:spreadsheet" in start and start.startswith(b"<?xml"):
        raise Refused("这是“XML电子表格2003”，本程序不能读取。")
    if start.startswith(b"mime-version:"):
        raise Refused("这是“单个文件网页”，本程序不能读取。")
    if start.startswith(b"<") and any(
        tag in start for tag in (b"<html", b"<table", b"<!doctype html", b"<body", b"<meta")
    ):
        return Kind.HTML
    if start.startswith(b"%pdf"):
        raise Refused("这是PDF文件，不是表格。", "请选择Excel或WPS表格文件。")
    return Kind.CSV
