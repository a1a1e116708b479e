"""Turning the blocks of a document into reportlab flowables.

Import this module only inside the function that writes a PDF: it loads reportlab.
"""

import math
from collections.abc import Iterator
from typing import Any

from reportlab.platypus import (  # noqa: TID253 - this module is itself loaded late
    CondPageBreak,
    Flowable,
    Spacer,
    Table,
)
from reportlab.platypus import PageBreak as NewPage  # noqa: TID253 - as above

from app.domain.document import (
    Addressee,
    Align,
    Block,
    Document,
    Heading,
    Layout,
    PageBreak,
    Prose,
    Run,
    SignOff,
    TableBlock,
    Title,
)
from app.reports.fonts import FontSet, Role
from app.reports.page import (
    BODY,
    CELL,
    CELL_LEADING,
    HEIGHT,
    LEADING,
    MM,
    TITLE,
    TITLE_LEADING,
    WIDTH,
)
from app.reports.paragraphs import Paragraph, ParagraphStyle, SignOffBlock, StyledRun

_BODY = ParagraphStyle(BODY, LEADING, indent=2)
_FLUSH = ParagraphStyle(BODY, LEADING)
_TITLE = ParagraphStyle(TITLE, TITLE_LEADING, align=Align.CENTRE)
_HEADINGS = {1: Role.HEI, 2: Role.KAI}
_NOTHING = "无"
_PADDING = 3.0
_OUTER, _INNER = 1.0, 0.5  # widths of table rules, in points


class Story:
    """The flowables of one document; size: width and height of the type area, in points."""

    def __init__(
        self, document: Document, fonts: FontSet, size: tuple[float, float] = (WIDTH, HEIGHT)
    ) -> None:
        self._width, height = size
        # Leaves room for the header and the rules.
        self._tallest_row = height - 3 * LEADING
        self._is_wide = document.layout is Layout.LANDSCAPE
        self._blocks = document.blocks
        self._fonts = fonts
        tables = (block for block in document.blocks if isinstance(block, TableBlock))
        self._anchors = {row_id for table in tables for row_id in table.row_ids if row_id}

    def flowables(self) -> Iterator[Flowable]:
        """Yield them in order; a heading is preceded by a check that it will not stand alone."""
        for number, block in enumerate(self._blocks):
            if isinstance(block, Heading) and not self._is_heading(number - 1):
                yield CondPageBreak(self._height_of_headings(number) + 2 * LEADING)
            yield from self._of(block)

    def _of(self, block: Block) -> Iterator[Flowable]:
        match block:
            case Title(text):
                yield from self._title(text)
            case Addressee(text):
                yield self._paragraph((text,), Role.FANG, _FLUSH)
            case Heading():
                yield self._heading(block)
            case Prose(runs):
                yield self._paragraph(runs, Role.FANG, _BODY)
            case TableBlock():
                yield self._table(block)
            case SignOff(org, date):
                yield SignOffBlock(org, date, _BODY, self._fonts)
            case PageBreak():
                yield NewPage()

    def _is_heading(self, number: int) -> bool:
        return 0 <= number < len(self._blocks) and isinstance(self._blocks[number], Heading)

    def _height_of_headings(self, number: int) -> float:
        height = 0.0
        while self._is_heading(number):
            block = self._blocks[number]
            assert isinstance(block, Heading)  # noqa: S101 - tells mypy what _is_heading found
            height += self._heading(block).wrap(self._width, 0)[1]
            number += 1
        return height

    def _heading(self, block: Heading) -> Paragraph:
        return self._paragraph((block.text,), _HEADINGS.get(block.level, Role.FANG), _BODY)

    def _paragraph(self, runs: tuple[Run, ...], role: Role, style: ParagraphStyle) -> Paragraph:
        return Paragraph([self._styled(run, role) for run in runs], style, self._fonts)

    def _styled(self, run: Run, role: Role) -> StyledRun:
        if isinstance(run, str):
            return StyledRun(run, role)
        link = run.figure_id if run.figure_id in self._anchors else ""
        return StyledRun(run.text, role, link, whole=True)

    def _title(self, text: str) -> Iterator[Flowable]:
        """Yield the title and so much space that the text below stays on the grid of lines."""
        height = 0.0
        for line in text.split("\n"):
            paragraph = self._paragraph((line,), Role.BIAO, _TITLE)
            height += paragraph.wrap(self._width, 0)[1]
            yield paragraph
        # Wide tables keep to no grid of lines, and need the space.
        below = LEADING / 2 if self._is_wide else math.ceil(height / LEADING + 1) * LEADING - height
        yield Spacer(1, below)

    def _table(self, block: TableBlock) -> Table:
        widths = [width * MM for width in block.widths_mm]
        centred = (Align.CENTRE,) * len(widths)
        data: list[list[Flowable]] = [self._row(block.header, Role.HEI, centred)]
        for number, row in enumerate(block.rows):
            anchor = block.row_ids[number] if block.row_ids else ""
            data.append(self._row(row, Role.FANG, block.align, anchor))
        if not block.rows:
            data.append(self._row((_NOTHING,), Role.FANG, centred))
        rules: list[tuple[str, tuple[int, int], tuple[int, int], *tuple[Any, ...]]] = [
            ("INNERGRID", (0, 0), (-1, -1), _INNER, "black"),
            ("BOX", (0, 0), (-1, -1), _OUTER, "black"),
            # Without a face of ours the table names an unembedded Helvetica.
            ("FONTNAME", (0, 0), (-1, -1), self._fonts.name_of(Role.FANG)),
            ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
            ("LEFTPADDING", (0, 0), (-1, -1), _PADDING),
            ("RIGHTPADDING", (0, 0), (-1, -1), _PADDING),
        ]
        # A row taller than a page is the only one that may be split.
        tallest = max(_height(row, widths) for row in data)
        if not block.rows:
            rules.append(("SPAN", (0, 1), (-1, 1)))
            data[1] += [Spacer(0, 0)] * (len(widths) - 1)
        return Table(
            data,
            colWidths=widths,
            repeatRows=1,
            style=rules,
            spaceAfter=LEADING / 2,
            splitInRow=int(tallest > self._tallest_row),
        )

    def _row(
        self, texts: tuple[str, ...], role: Role, aligns: tuple[Align, ...], anchor: str = ""
    ) -> list[Flowable]:
        """Return the cells of a row; a name in a cell is never set in two faces."""
        return [
            Paragraph(
                [StyledRun(text, role, whole=True)],
                ParagraphStyle(CELL, CELL_LEADING, align=align),
                self._fonts,
                anchor if number == 0 else "",
            )
            for number, (text, align) in enumerate(zip(texts, aligns, strict=False))
        ]


def _height(row: list[Flowable], widths: list[float]) -> float:
    """Return how high the tallest cell of a row is."""
    return max(
        cell.wrap(width - 2 * _PADDING, 0)[1] for cell, width in zip(row, widths, strict=False)
    )
