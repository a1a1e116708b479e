"""Reads the tables of a web page that somebody's system saved under the name .xls."""

import re
from html.parser import HTMLParser
from pathlib import Path

from app.domain.grids import Sheet
from app.exchange.csv_text import decode
from app.exchange.extents import MAX_CELLS, MAX_COLUMNS, MAX_ROWS, Refused, SheetFacts

_BLANKS = re.compile(r"[ \t\r\n\f]+")


def read_html(path: Path) -> tuple[Sheet, ...]:
    """Return one sheet per outer table, named 表格1, 表格2 …; all values are texts."""
    reader = _Tables()
    reader.feed(decode(path))
    reader.close()
    reader.finish()
    return tuple(table.sheet(f"表格{number}") for number, table in enumerate(reader.tables, 1))


class _Table:
    """A table being read: cells by place, with the places that spans cover."""

    def __init__(self) -> None:
        self.cells: dict[tuple[int, int], str] = {}
        self.covered: set[tuple[int, int]] = set()
        self.merged: list[tuple[int, int, int, int]] = []
        self.row, self.column = -1, 0

    def next_row(self) -> None:
        """Begin a row."""
        self.row, self.column = self.row + 1, 0

    def add(self, text: str, down: int, right: int) -> None:
        """Put a cell into the first free place of the row."""
        while (self.row, self.column) in self.covered:
            self.column += 1
        if len(self.cells) + len(self.covered) + down * right > MAX_CELLS:
            raise Refused("表格太大。", "请把表拆成几个文件，再导入。")
        row, column = self.row, self.column
        self.cells[row, column] = text
        if down > 1 or right > 1:
            self.merged.append((row, column, row + down - 1, column + right - 1))
            self.covered.update((row + r, column + c) for r in range(down) for c in range(right))
        self.column += right

    def sheet(self, name: str) -> Sheet:
        """Return the finished sheet."""
        facts = SheetFacts()
        for place, text in self.cells.items():
            if text:
                facts.grow(*place)
        facts.check(name)
        rows = tuple(
            tuple(self.cells.get((r, c)) or None for c in range(facts.last_column + 1))
            for r in range(facts.last_row + 1)
        )
        return Sheet(name, rows, merged=tuple(self.merged))


class _Tables(HTMLParser):
    """Collects the cells; a table within a cell becomes text of that cell."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[_Table] = []
        self._depth = 0
        self._span = (1, 1)
        self._text: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a table, row or cell."""
        if tag == "table":
            self._depth += 1
            if self._depth == 1:
                self.tables.append(_Table())
        elif self._depth == 1 and tag == "tr":
            self._finish_cell()
            self.tables[-1].next_row()
        elif self._depth == 1 and tag in {"td", "th"}:
            self._finish_cell()
            if self.tables[-1].row < 0:
                self.tables[-1].next_row()
            spans = dict(attrs)
            self._span = (
                _span(spans.get("rowspan"), MAX_ROWS),
                _span(spans.get("colspan"), MAX_COLUMNS),
            )
            self._text = []
        elif tag == "br" and self._text is not None:
            self._text.append("\0")

    def handle_endtag(self, tag: str) -> None:
        """End a cell or table."""
        if self._depth == 1 and tag in {"td", "th", "tr", "table"}:
            self._finish_cell()
        if tag == "table" and self._depth:
            self._depth -= 1

    def handle_data(self, data: str) -> None:
        """Collect the text of a cell."""
        if self._text is not None:
            self._text.append(data)

    def finish(self) -> None:
        """Take the last cell of a page that breaks off."""
        self._finish_cell()

    def _finish_cell(self) -> None:
        if self._text is None:
            return
        text = _BLANKS.sub(" ", "".join(self._text)).replace("\0", "\n").strip()
        self.tables[-1].add(text.strip("\xa0"), *self._span)
        self._text = None


def _span(text: str | None, most: int) -> int:
    """Return a span, however nonsensical the attribute."""
    return min(max(int(text), 1), most) if text and text.isascii() and text.isdigit() else 1
