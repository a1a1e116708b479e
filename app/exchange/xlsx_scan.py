"""Looks through the XML of an .xlsx before calamine may have it: extent, formulas, hidden rows.

Ordinary sheets are passed by a search at C speed; every other sheet is parsed in full.
"""

import re
import zipfile
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from posixpath import normpath

from app.domain.grids import Position
from app.exchange.extents import (
    BUILT_IN_FORMATS,
    GENERAL,
    MAX_COLUMNS,
    MAX_ROWS,
    MAX_TEXT,
    Refused,
    SheetFacts,
)
from app.exchange.safety import check_archive, local, parse_xml

_WORKBOOK = "xl/workbook.xml"
_PLAIN_BYTES = 64_000_000
_PLAIN_COLUMN = "AN"
_FAR = 2 * MAX_COLUMNS
"""A column from which on a sheet that holds too much already is read no further."""
_SIGNS = (b't="e"', b"hidden=", b"DISPIMG", b"<!")
_FORMULA = re.compile(rb"<f[\s/>]")
_ODD_CELL = re.compile(rb"<(?:\w+:c(?![a-zA-Z])|c(?![a-zA-Z])(?! r=\"[A-Z]{1,2}\d{1,5}\"))")
_COLUMNS = re.compile(rb'<c r="([A-Z]{1,2})')
_TEXT_END = re.compile(rb"</(?:\w+:)?si>")
_CONTENT = frozenset({"v", "f", "is"})
_TRUE = frozenset({"1", "true"})
_REFERENCE = re.compile(r"([A-Za-z]{1,3})([1-9]\d{0,6})")


def scan_xlsx(path: Path) -> list[SheetFacts]:
    """Return the facts of each sheet in order; raises Refused, BadZipFile, ExpatError."""
    check_archive(path)
    with zipfile.ZipFile(path) as archive:
        lengths = _shared_lengths(archive)
        facts = [_scan_sheet(archive, part, name, lengths) for name, part in sheet_parts(archive)]
        is_1904 = _is_1904(archive)
    return [replace(found, epoch_1904=is_1904) for found in facts]


def _is_1904(archive: zipfile.ZipFile) -> bool:
    """Tell whether days are counted from 1904 (E29)."""
    found = False

    def properties(tag: str, attributes: dict[str, str]) -> None:
        nonlocal found
        found = found or (local(tag) == "workbookPr" and attributes.get("date1904") in _TRUE)

    with archive.open(_WORKBOOK) as stream:
        parse_xml(stream, properties)
    return found


def sheet_parts(archive: zipfile.ZipFile) -> list[tuple[str, str]]:
    """Return name and part of the sheets in their order; raises Refused when a part is absent."""
    targets: dict[str, str] = {}
    sheets: list[tuple[str, str]] = []

    def relation(tag: str, attributes: dict[str, str]) -> None:
        if local(tag) == "Relationship":
            target = attributes.get("Target", "")
            inside = target.lstrip("/") if target.startswith(("/", "xl/")) else f"xl/{target}"
            targets[attributes.get("Id", "")] = normpath(inside)

    def sheet(tag: str, attributes: dict[str, str]) -> None:
        if local(tag) == "sheet":
            keys = [value for key, value in attributes.items() if key.endswith(":id")]
            sheets.append((attributes.get("name", ""), "".join(keys)))

    with archive.open("xl/_rels/workbook.xml.rels") as stream:
        parse_xml(stream, relation)
    with archive.open(_WORKBOOK) as stream:
        parse_xml(stream, sheet)
    present = set(archive.namelist())
    if any(targets.get(key) not in present for _, key in sheets):
        raise Refused("文件内部已损坏（缺少工作表）。")
    return [(name, targets[key]) for name, key in sheets]


def notes_of_parts(path: Path) -> list[str]:
    """Tell in plain Chinese which live contents of the archive were ignored."""
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
    notes = []
    if any(name.endswith("vbaProject.bin") for name in names):
        notes.append("文件里有宏，宏没有运行。")
    if any(name.startswith("xl/externalLinks/") for name in names):
        notes.append("文件引用了别的工作簿，引用没有更新，用的是文件里存着的结果。")
    return notes


def _shared_lengths(archive: zipfile.ZipFile) -> list[int]:
    """Return an upper bound of the length of each shared text; a text may be shown many times."""
    for part in archive.namelist():
        if part.lower() == "xl/sharedstrings.xml":
            data = archive.read(part)
            if b"<!" in data:
                raise Refused("文件的文字表里有不该有的声明。", "请向报送的人重新要一份。")
            return [len(item) for item in _TEXT_END.split(data)]
    return []


def _scan_sheet(
    archive: zipfile.ZipFile, part: str, name: str, lengths: Sequence[int]
) -> SheetFacts:
    if archive.getinfo(part).file_size <= _PLAIN_BYTES and _is_plain(archive.read(part), lengths):
        return SheetFacts()
    scan = _SheetScan(name, lengths)
    with archive.open(part) as stream:
        parse_xml(stream, scan.start, text=scan.text)
    scan.close_cell()
    scan.facts.check(name)
    if scan.characters > MAX_TEXT:
        raise Refused(f"工作表“{name}”里的文字太多。", "请删去很长的说明文字，再导入。")
    return scan.facts


def _is_plain(data: bytes, lengths: Sequence[int]) -> bool:
    """Tell whether a sheet surely is small and holds nothing that needs a full parse.

    Every cell must begin `<c r="` with a column up to AN and at most five digits of the row.
    """
    if not data.removeprefix(b"\xef\xbb\xbf").startswith(b"<") or data[1:2] == b"\0":
        return False
    if any(sign in data for sign in _SIGNS) or (b"<f" in data and _FORMULA.search(data)):
        return False
    if _ODD_CELL.search(data):
        return False
    if max(lengths, default=0) * data.count(b't="s"') > MAX_TEXT:
        return False
    columns = {found.decode() for found in set(_COLUMNS.findall(data))}
    return all((len(column), column) <= (len(_PLAIN_COLUMN), _PLAIN_COLUMN) for column in columns)


class _SheetScan:
    """Handlers for the XML of one sheet; positions follow the references as calamine does."""

    def __init__(self, name: str, lengths: Sequence[int]) -> None:
        self._name = name
        self.facts = SheetFacts()
        self.characters = 0
        self._lengths = lengths
        self._row, self._column = -1, -1
        self._kind = "n"
        self._inside = ""
        self._texts: dict[str, str] = {}

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Note where a row or cell stands and what it holds; judge the cell before."""
        tag = local(tag) if ":" in tag else tag
        self._inside = ""
        if tag == "c":
            self.close_cell()
            self._row, self._column = _position(attributes, self._row, self._column)
            if self._column > _FAR:
                self.facts.check(self._name)
            self._kind = attributes.get("t", "n")
        elif tag in _CONTENT:
            self._inside = tag
            self._texts[tag] = ""
        elif tag == "row":
            self.close_cell()
            self._row = int(attributes.get("r", self._row + 2)) - 1
            self._column = -1
            if attributes.get("hidden") in _TRUE and self._row < MAX_ROWS:
                self.facts.hidden_rows.add(self._row)
        elif tag == "col" and attributes.get("hidden") in _TRUE:
            first, last = int(attributes["min"]), int(attributes["max"])
            self.facts.hidden_columns.update(range(first - 1, min(last, MAX_COLUMNS)))

    def text(self, piece: str) -> None:
        """Collect the text of a value or formula."""
        if self._inside:
            self._texts[self._inside] += piece

    def close_cell(self) -> None:
        """Judge the last cell if it had content; without an end handler a scan is twice as fast."""
        if self._texts:
            self._judge(self._texts.get("v", "").strip(), self._texts.get("f"))
            self._texts = {}

    def _judge(self, value: str, formula: str | None) -> None:
        place, kind = (self._row, self._column), self._kind
        self.facts.grow(*place)
        if kind == "s" and value.isascii() and value.isdigit() and int(value) < len(self._lengths):
            self.characters += self._lengths[int(value)]
        if formula is not None:
            if "DISPIMG" in formula.upper():
                self.facts.pictures.add(place)
                return
            self.facts.has_formulas = True
        if kind == "e" or (formula is not None and not value and kind != "str"):
            self.facts.unsolved.add(place)


def _position(attributes: Mapping[str, str], row: int, column: int) -> Position:
    """Return the place of a cell: its reference, or else one to the right of the cell before."""
    if "r" not in attributes:
        return row, column + 1
    match = _REFERENCE.fullmatch(attributes["r"])
    if not match:
        raise Refused("文件内部已损坏（单元格编号不对）。")
    number = 0
    for letter in match[1].upper():
        number = number * 26 + ord(letter) - 64
    return int(match[2]) - 1, number - 1


def number_formats(path: Path, sheet: str, wanted: Collection[Position]) -> dict[Position, str]:
    """Return the number formats of these cells of an .xlsx; cells shown plainly are absent."""
    styles: dict[Position, int] = {}
    place = (-1, -1)

    def cell(tag: str, attributes: dict[str, str]) -> None:
        nonlocal place
        tag = local(tag)
        if tag == "row":
            place = (int(attributes.get("r", place[0] + 2)) - 1, -1)
        elif tag == "c":
            place = _position(attributes, *place)
            if place in wanted:
                styles[place] = int(attributes.get("s", 0))

    with zipfile.ZipFile(path) as archive:
        with archive.open(dict(sheet_parts(archive))[sheet]) as stream:
            parse_xml(stream, cell)
        known = _style_formats(archive)
    return {place: known[style] for place, style in styles.items() if known.get(style)}


def _style_formats(archive: zipfile.ZipFile) -> dict[int, str]:
    """Return the number format of each cell style that has one."""
    codes = dict(BUILT_IN_FORMATS)
    used: list[int] = []
    inside = False

    def style(tag: str, attributes: dict[str, str]) -> None:
        nonlocal inside
        tag = local(tag)
        if tag == "numFmt":
            codes[int(attributes["numFmtId"])] = attributes["formatCode"]
        elif tag in {"cellXfs", "cellStyleXfs"}:
            inside = tag == "cellXfs"
        elif tag == "xf" and inside:
            used.append(int(attributes.get("numFmtId", 0)))

    if "xl/styles.xml" in archive.namelist():
        with archive.open("xl/styles.xml") as stream:
            parse_xml(stream, style)
    return {
        style: codes[code] for style, code in enumerate(used) if codes.get(code, GENERAL) != GENERAL
    }
