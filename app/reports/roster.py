"""The roster of members drawn straight onto landscape pages: ten thousand rows stay cheap.

Import this module only inside the function that writes a PDF: it loads reportlab.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from reportlab.pdfgen.canvas import Canvas  # noqa: TID253 - this module is itself loaded late
from reportlab.pdfgen.textobject import PDFTextObject  # noqa: TID253 - as above

from app.base.progress import Progress
from app.base.saving import written_whole
from app.domain.document import Align
from app.domain.roster_sheet import RosterSheet, SheetGroup
from app.reports.fonts import FontSet, Role, width_of
from app.reports.line_breaks import Token, break_lines, split_tokens
from app.reports.page import MM, PAGE_HEIGHT_MM, PAGE_WIDTH_MM

_PAGE = (PAGE_HEIGHT_MM * MM, PAGE_WIDTH_MM * MM)
_MARGIN = 12 * MM
_TOP, _FOOT = _PAGE[1] - 12 * MM, 16 * MM
_TITLE, _SMALL, _SIZE = 20.0, 9.0, 9.0
_LEADING, _PADDING = 11.5, 2.0
_ROW_AIR = 5.0
_TITLE_HEIGHT = 46.0
_NUMBER_BELOW = 9 * MM
_BASELINE = 0.12
_CACHED = 50_000
_RULE = 0.5


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of the table: cells, or a heading over the whole width; height in points."""

    cells: tuple[tuple[str, ...], ...]
    height: float
    is_heading: bool = False


class _Measure:
    """Breaks texts into lines of a column; equal texts are broken once."""

    def __init__(self, fonts: FontSet) -> None:
        self.pieces = lru_cache(_CACHED)(self._pieces)
        self.lines = lru_cache(_CACHED)(self._lines)
        self.ems = lru_cache(_CACHED)(self._ems)
        self._fonts = fonts

    def width(self, text: str, role: Role = Role.FANG, size: float = _SIZE) -> float:
        """Return how wide a text is, in points."""
        return self.ems(text, role) * size

    def _ems(self, text: str, role: Role) -> float:
        return width_of(self.pieces(text, role), 1)

    def _pieces(self, text: str, role: Role = Role.FANG) -> tuple[tuple[str, str], ...]:
        return tuple(self._fonts.runs(text, role, whole=True))

    def _lines(self, text: str, room: float) -> tuple[str, ...]:
        if not text:
            return ()
        if self.width(text) <= room:
            return (text,)
        tokens = [Token(each, self.width(each)) for each in self._tokens(text, room)]
        broken = break_lines(tokens, room, room)
        return tuple("".join(token.text for token in line.tokens) for line in broken)

    def _tokens(self, text: str, room: float) -> Iterator[str]:
        """Yield what is not broken; what is wider than a whole line is broken all the same."""
        for each in split_tokens(text):
            if self.width(each) <= room:
                yield each
            else:
                yield from each


def write_roster(sheet: RosterSheet, target: Path, progress: Progress) -> int:
    """Write the roster and return its pages; only one page of it is drawn at a time.

    Raises UserError when the target cannot be written, Cancelled when the user gave up; neither
    leaves anything behind.
    """
    pen = _Pen(sheet, FontSet())
    font: Any = pen.font  # without it every page names an unembedded Helvetica
    pages = list(pen.pages())
    with written_whole(target) as part:
        canvas = Canvas(
            str(part), pagesize=_PAGE, invariant=1, pageCompression=1, lang="zh-CN",
            initialFontName=font,
        )  # fmt: skip
        canvas.setTitle(sheet.title)
        for number, lines in enumerate(pages, start=1):
            progress.step(number - 1, len(pages), "正在排版")
            pen.draw(canvas, lines, number, len(pages))
            canvas.showPage()
        progress.step(len(pages), len(pages), "正在保存")
        canvas.save()
    return len(pages)


class _Pen:
    """Divides a roster into pages and draws them."""

    def __init__(self, sheet: RosterSheet, fonts: FontSet) -> None:
        self._sheet = sheet
        self._measure = _Measure(fonts)
        self.font = fonts.name_of(Role.FANG)
        widths = [column.width_mm * MM for column in sheet.columns]
        self._edges = [_MARGIN + sum(widths[:number]) for number in range(len(widths) + 1)]
        self._rooms = [width - 2 * _PADDING for width in widths]
        self._header = self._row(tuple(column.title for column in sheet.columns))

    def pages(self) -> Iterator[list[_Line]]:
        """Yield the lines of each page; a branch that goes on is named again."""
        page: list[_Line] = []
        left = self._room(is_first=True)
        for group in self._sheet.groups:
            heading = self._heading(group.heading)
            page, left, full = self._placed(page, left, [heading, *self._first_row(group)])
            yield from full
            for number, row in enumerate(group.rows):
                line = self._row(row)
                if line.height > left and number:
                    yield page
                    again = self._heading(f"{group.heading}（续）")
                    page, left = [again], self._room(is_first=False) - again.height
                page.append(line)
                left -= line.height
        yield page

    def draw(self, canvas: Canvas, lines: list[_Line], number: int, total: int) -> None:
        """Draw one page; all its words are one text object, since one for each costs much more."""
        y, ink = _TOP, _Ink(canvas.beginText(), self._measure)
        if number == 1:
            ink.middle(self._sheet.title, Role.BIAO, _TITLE, y - _TITLE)
            ink.middle(self._sheet.head, Role.FANG, _SMALL, y - _TITLE_HEIGHT + _SMALL)
            y -= _TITLE_HEIGHT
        every = [self._header, *lines]
        self._rules(canvas, every, y)
        for place, line in enumerate(every):
            self._cells(ink, line, y, is_bold=place == 0 or line.is_heading)
            y -= line.height
        foot = _FOOT - _NUMBER_BELOW
        ink.middle(f"第{number}页 共{total}页", Role.SONG, _SMALL, foot)
        ink.words(self._sheet.foot, Role.FANG, _SMALL, (_MARGIN, foot))
        canvas.drawText(ink.pen)

    def _placed(
        self, page: list[_Line], left: float, wanted: list[_Line]
    ) -> tuple[list[_Line], float, list[list[_Line]]]:
        """Put the heading of a branch on the page, on a new one when its first row has no room."""
        heading = wanted[0]
        if page and sum(line.height for line in wanted) > left:
            return [heading], self._room(is_first=False) - heading.height, [page]
        return [*page, heading], left - heading.height, []

    def _first_row(self, group: SheetGroup) -> list[_Line]:
        return [self._row(group.rows[0])] if group.rows else []

    def _room(self, *, is_first: bool) -> float:
        return _TOP - _FOOT - self._header.height - (_TITLE_HEIGHT if is_first else 0)

    def _row(self, texts: tuple[str, ...]) -> _Line:
        cells = tuple(
            self._measure.lines(text, room) for text, room in zip(texts, self._rooms, strict=True)
        )
        return _Line(cells, max(map(len, (*cells, ("",)))) * _LEADING + _ROW_AIR)

    def _heading(self, text: str) -> _Line:
        room = self._edges[-1] - self._edges[0] - 2 * _PADDING
        lines = self._measure.lines(text, room)
        return _Line((lines,), len(lines) * _LEADING + _ROW_AIR, is_heading=True)

    def _rules(self, canvas: Canvas, lines: list[_Line], top: float) -> None:
        left, right = self._edges[0], self._edges[-1]
        rules, y, since = [(left, top, right, top)], top, top
        for line, after in zip(lines, [*lines[1:], None], strict=True):
            y -= line.height
            rules.append((left, y, right, y))
            if after is None or after.is_heading or line.is_heading:
                inner = [left, right] if line.is_heading else self._edges
                rules += [(x, since, x, y) for x in inner]
                since = y
        canvas.setLineWidth(_RULE)
        canvas.lines(rules)

    def _cells(self, ink: "_Ink", line: _Line, top: float, *, is_bold: bool) -> None:
        role = Role.HEI if is_bold else Role.FANG
        for number, texts in enumerate(line.cells):
            align = Align.LEFT if line.is_heading else self._sheet.columns[number].align
            is_centred = (is_bold and not line.is_heading) or align is Align.CENTRE
            y = top - (line.height - len(texts) * _LEADING) / 2
            for text in texts:
                y -= _LEADING
                x = self._edges[number] + _PADDING
                if is_centred:
                    x += (self._rooms[number] - self._measure.width(text, role)) / 2
                base = y + (_LEADING - _SIZE) / 2 + _BASELINE * _SIZE
                ink.words(text, role, _SIZE, (x, base))


class _Ink:
    """Writes the words of one page; a font is named only where it changes."""

    def __init__(self, pen: PDFTextObject, measure: _Measure) -> None:
        self.pen, self._measure = pen, measure
        self._font: tuple[str, float] | None = None

    def middle(self, text: str, role: Role, size: float, y: float) -> None:
        """Write a text in the middle of the page."""
        self.words(text, role, size, ((_PAGE[0] - self._measure.width(text, role, size)) / 2, y))

    def words(self, text: str, role: Role, size: float, place: tuple[float, float]) -> None:
        """Write a text with its beginning at a place."""
        self.pen.setTextOrigin(*place)
        for font, words in self._measure.pieces(text, role):
            if (font, size) != self._font:
                self._font = (font, size)
                self.pen.setFont(font, size)
            self.pen.textOut(words)
