"""Looks through an OpenDocument spreadsheet before calamine may have it.

A cell or row may be repeated a million times in one element: only those with content count.
"""

import zipfile
from collections.abc import Mapping
from pathlib import Path

from app.exchange.extents import (
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_ROWS,
    Refused,
    SheetFacts,
    is_year_month,
)
from app.exchange.safety import check_archive, local, parse_xml

_CELLS = frozenset({"table-cell", "covered-table-cell"})


def scan_ods(path: Path) -> list[SheetFacts]:
    """Return the facts of each sheet in order; raises Refused, BadZipFile, ExpatError."""
    check_archive(path)
    with zipfile.ZipFile(path) as archive:
        if "META-INF/manifest.xml" in archive.namelist():
            with archive.open("META-INF/manifest.xml") as stream:
                parse_xml(stream, _refuse_encryption)
        scan = _ContentScan()
        with archive.open("content.xml") as stream:
            parse_xml(stream, scan.start, scan.end, scan.text)
    for name, facts in zip(scan.names, scan.sheets, strict=True):
        facts.check(name)
    return scan.sheets


def _refuse_encryption(tag: str, _: dict[str, str]) -> None:
    if local(tag) == "encryption-data":
        raise Refused("文件设了密码。", "请在WPS或Excel里打开它、取消密码后再导入。")


class _ContentScan:
    """Handlers for content.xml."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.sheets: list[SheetFacts] = []
        self._facts = SheetFacts()
        self._row, self._column, self._columns = 0, 0, 0
        self._rows, self._repeat = 1, 1
        self._cell: dict[str, str] = {}
        self._shown: list[str] = []
        self._depth = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Note where a sheet, column, row or cell begins."""
        tag = local(tag)
        if tag == "table":
            self._facts = SheetFacts()
            self.names.append(attributes.get("table:name", ""))
            self.sheets.append(self._facts)
            self._row, self._columns = 0, 0
        elif tag == "table-column":
            self._hide_columns(attributes)
        elif tag == "table-row":
            self._rows, self._column = _times(attributes, "table:number-rows-repeated"), 0
            if attributes.get("table:visibility", "visible") != "visible":
                last = min(self._row + self._rows, MAX_ROWS)
                self._facts.hidden_rows.update(range(self._row, last))
        elif tag in _CELLS:
            self._cell, self._shown = attributes, []
            self._repeat = _times(attributes, "table:number-columns-repeated")
        elif tag == "p":
            self._depth += 1

    def text(self, piece: str) -> None:
        """Collect what a cell shows."""
        if self._depth:
            self._shown.append(piece)

    def end(self, tag: str) -> None:
        """Judge a finished cell; step to the next row."""
        tag = local(tag)
        if tag in _CELLS:
            if self._shown or "office:value-type" in self._cell or "table:formula" in self._cell:
                self._judge()
            self._column += self._repeat
        elif tag == "table-row":
            self._row += self._rows
        elif tag == "p":
            self._depth -= 1

    def _hide_columns(self, attributes: dict[str, str]) -> None:
        count = _times(attributes, "table:number-columns-repeated")
        if attributes.get("table:visibility", "visible") != "visible":
            last = min(self._columns + count, MAX_COLUMNS)
            self._facts.hidden_columns.update(range(self._columns, last))
        self._columns += count

    def _judge(self) -> None:
        row, column, facts = self._row, self._column, self._facts
        facts.grow(row + self._rows - 1, column + self._repeat - 1)
        down = int(self._cell.get("table:number-rows-spanned", 1))
        right = int(self._cell.get("table:number-columns-spanned", 1))
        if down > 1 or right > 1:
            facts.merged.append((row, column, row + down - 1, column + right - 1))
        shown = "".join(self._shown)
        if "table:formula" in self._cell:
            facts.has_formulas = True
            if shown.startswith(("#", "Err:")) or not (shown or "office:value-type" in self._cell):
                facts.unsolved.add((row, column))
        if self._cell.get("office:value-type") == "float" and is_year_month(
            float(self._cell["office:value"])
        ):
            facts.formats[row, column] = "0." + "0" * len(shown.partition(".")[2])


def _times(attributes: Mapping[str, str], key: str) -> int:
    """Return how often an element is repeated, which a file may exaggerate."""
    return min(max(int(attributes.get(key, 1)), 1), MAX_CELLS)
