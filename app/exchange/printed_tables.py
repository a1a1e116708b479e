"""Writes a document with tables as a workbook: what is printed, to be worked on further."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from app.base.saving import refuse_target, written_whole
from app.domain.document import (
    Addressee,
    Align,
    Block,
    Document,
    Heading,
    Layout,
    PageBreak,
    Prose,
    SignOff,
    TableBlock,
    Title,
    text_of,
)
from app.exchange.cells import TEXT, put

if TYPE_CHECKING:
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

_NOTHING = "无"
_ALIGNED = {Align.LEFT: "left", Align.CENTRE: "center", Align.RIGHT: "right"}
_MM_PER_CHARACTER = 2.2
_SHEET_NAME = 31
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]")


def write_workbook(document: Document, target: Path) -> None:
    """Write the document, every cell as text; an empty table says 无.

    The header of the first table is repeated on every printed page. Raises UserError when the
    target cannot be written.
    """
    from openpyxl import Workbook

    refuse_target(target, ".xlsx")
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = _NOT_IN_NAMES.sub(" ", document.title)[:_SHEET_NAME].strip()
    tables = [block for block in document.blocks if isinstance(block, TableBlock)]
    width = max((len(block.header) for block in tables), default=1)
    for block in document.blocks:
        if isinstance(block, TableBlock):
            _add_table(sheet, block)
        else:
            _add_text(sheet, block, width)
    if tables:
        _set_widths(sheet, tables[0])
    _set_up_page(sheet, document.layout)
    with written_whole(target) as temporary:
        book.save(temporary)


def _add_text(sheet: "Worksheet", block: Block, width: int) -> None:
    from openpyxl.styles import Alignment, Font

    is_title = isinstance(block, Title)
    for text in _texts(block):
        row = _next_row(sheet)
        cell = _cell(sheet, row, 1)
        put(cell, text)
        cell.font = Font(size=16 if is_title else 11, bold=not isinstance(block, Prose))
        cell.alignment = Alignment(horizontal="center" if is_title else "left", wrap_text=True)
        if width > 1:
            sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=width)


def _texts(block: Block) -> Iterator[str]:
    match block:
        case Title(text):
            yield from text.split("\n")
        case Addressee(text) | Heading(_, text):
            yield text
        case Prose(runs):
            yield text_of(runs)
        case SignOff(org, date):
            yield from (org, date)
        case TableBlock() | PageBreak():
            return


def _add_table(sheet: "Worksheet", block: TableBlock) -> None:
    from openpyxl.styles import Alignment, Border, Font, Side

    line = Side(style="thin")
    first = _next_row(sheet)
    if not sheet.print_title_rows:
        sheet.print_title_rows = f"{first}:{first}"
    for number, texts in enumerate((block.header, *(block.rows or ((_NOTHING,),)))):
        for column in range(len(block.header)):
            cell = _cell(sheet, first + number, column + 1)
            put(cell, texts[column] if column < len(texts) else None)
            cell.number_format = TEXT
            cell.border = Border(line, line, line, line)
            cell.font = Font(bold=number == 0)
            cell.alignment = Alignment(
                horizontal="center" if number == 0 else _ALIGNED[block.align[column]],
                vertical="center",
                wrap_text=True,
            )


def _cell(sheet: "Worksheet", row: int, column: int) -> "Cell":
    from openpyxl.cell import Cell

    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)  # noqa: S101 - rows below the last one hold no merged cell
    return cell


def _next_row(sheet: "Worksheet") -> int:
    return sheet.max_row + 1 if sheet.cell(1, 1).value is not None else 1


def _set_widths(sheet: "Worksheet", block: TableBlock) -> None:
    from openpyxl.utils import get_column_letter

    for number, width in enumerate(block.widths_mm, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width / _MM_PER_CHARACTER


def _set_up_page(sheet: "Worksheet", layout: Layout) -> None:
    from openpyxl.worksheet.header_footer import HeaderFooter, HeaderFooterItem, _HeaderFooterPart
    from openpyxl.worksheet.properties import PageSetupProperties

    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.orientation = "landscape" if layout is Layout.LANDSCAPE else "portrait"
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToHeight = 0
    footer = HeaderFooter()
    footer.oddFooter = HeaderFooterItem(center=_HeaderFooterPart("第&P页 共&N页"))
    sheet.HeaderFooter = footer
