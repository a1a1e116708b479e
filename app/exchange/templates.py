"""Writes the program's own workbooks: empty templates and exports that can be imported again.

Layout (domain C.6): row 1 the title, row 2 notes, row 3 the header, data from row 4, and a hidden
sheet __meta__ with key and value in columns A and B and the choices of the lists from column D on.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING

from app.base.progress import Progress, Silent
from app.base.saving import refuse_target, written_whole
from app.domain.grids import CellValue
from app.exchange.cells import DAY, MOMENT, TEXT, day_format, put, write_meta
from app.exchange.workbooks import META_SHEET

if TYPE_CHECKING:
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

_HEADER_ROW = 3
_BLANK_ROWS = 200
_NOTE_HEIGHT = 15
_STEP = 500
_FIRST_LIST_COLUMN = 4
_SILENT = Silent()

Row = Sequence[CellValue | Decimal]


@dataclass(frozen=True, slots=True)
class TemplateColumn:
    """A column: width in characters, is_text for numbers that must stay text (ID, phone, code).

    choices: the values offered in a drop-down list; others are warned of, not refused.
    note: shown when the pointer rests on the header. is_hidden: kept for the program, not shown.
    """

    label: str
    width: float = 12
    is_text: bool = False
    choices: tuple[str, ...] = ()
    note: str = ""
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class TemplateSpec:
    """A workbook of the program: kind and version let a later version recognise it.

    notes: lines of row 2. meta: further pairs for the hidden sheet, such as the branch's uuid.
    """

    kind: str
    version: int
    title: str
    notes: tuple[str, ...]
    columns: tuple[TemplateColumn, ...]
    meta: Mapping[str, str] = field(default_factory=dict)


def write_template(
    target: Path, spec: TemplateSpec, rows: Iterable[Row] = (), progress: Progress = _SILENT
) -> None:
    """Write a template, or with rows an export; 200 blank formatted rows follow the data.

    Rows are as wide as spec.columns; dates are shown as 2026-03-01. Raises UserError when the
    target cannot be written.
    """
    from openpyxl import Workbook

    refuse_target(target, ".xlsx")
    with written_whole(target) as temporary:
        book = Workbook(write_only=True)
        sheet = book.create_sheet(spec.title[:31])
        try:
            _frame(sheet, spec)
            last_row = _append_rows(sheet, spec.columns, rows, progress)
        except BaseException:
            book.save(temporary)  # the only way to make openpyxl let go of its temporary file
            raise
        _add_lists(sheet, spec.columns, last_row)
        write_meta(book.create_sheet(META_SHEET), _meta_rows(spec))
        book.save(temporary)


def _frame(sheet: "Worksheet", spec: TemplateSpec) -> None:
    """Set the widths and the merges, and write the three rows above the data."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    last = get_column_letter(len(spec.columns))
    for number, column in enumerate(spec.columns, 1):
        dimension = sheet.column_dimensions[get_column_letter(number)]
        dimension.width = column.width
        dimension.hidden = column.is_hidden
        if column.is_text:
            dimension.number_format = TEXT
    _set_up_page(sheet)
    if len(spec.columns) > 1:
        sheet.merged_cells.add(f"A1:{last}1")
        sheet.merged_cells.add(f"A2:{last}2")
    sheet.row_dimensions[2].height = _NOTE_HEIGHT * max(len(spec.notes), 1)
    title, notes = WriteOnlyCell(sheet, spec.title), WriteOnlyCell(sheet, "\n".join(spec.notes))
    title.font, title.alignment = Font(size=16, bold=True), Alignment(horizontal="center")
    notes.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.append([title])
    sheet.append([notes])
    sheet.append([_header_cell(sheet, column) for column in spec.columns])


def _set_up_page(sheet: "Worksheet") -> None:
    from openpyxl.worksheet.properties import PageSetupProperties

    sheet.freeze_panes = f"A{_HEADER_ROW + 1}"
    sheet.print_title_rows = f"1:{_HEADER_ROW}"
    sheet.page_setup.orientation = "landscape"
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToHeight = 0


def _header_cell(sheet: "Worksheet", column: TemplateColumn) -> "Cell":
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.comments import Comment
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

    cell, line = WriteOnlyCell(sheet, column.label), Side(style="thin")
    cell.font = Font(bold=True)
    cell.fill = PatternFill("solid", fgColor="DDE6F0")
    cell.border = Border(line, line, line, line)
    cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    if column.note:
        cell.comment = Comment(column.note, "")
    return cell


def _append_rows(
    sheet: "Worksheet",
    columns: Sequence[TemplateColumn],
    rows: Iterable[Row],
    progress: Progress,
) -> int:
    """Write the data and the blank rows; return the last row."""
    count = 0
    for count, cells in enumerate(_data_rows(sheet, columns, rows), 1):
        sheet.append(cells)
        if count % _STEP == 0:
            progress.step(count, count, "正在写入表格")
    return _HEADER_ROW + count


def _data_rows(
    sheet: "Worksheet", columns: Sequence[TemplateColumn], rows: Iterable[Row]
) -> Iterator[list["Cell"]]:
    """Give the cells of each row; a cell is used again, since appending writes it at once."""
    plain, days, moments = (
        [_bordered(sheet, TEXT if column.is_text else general) for column in columns]
        for general in ("General", DAY, MOMENT)
    )
    by_format = {None: plain, DAY: days, MOMENT: moments}
    for row in rows:
        cells = []
        for number, value in enumerate(row):
            cell = by_format[day_format(value)][number]
            put(cell, str(value) if columns[number].is_text and value is not None else value)
            cells.append(cell)
        yield cells
    for cell in plain:
        cell.value = None
    for _ in range(_BLANK_ROWS):
        yield plain


def _bordered(sheet: "Worksheet", number_format: str) -> "Cell":
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Border, Side

    cell, line = WriteOnlyCell(sheet), Side(style="hair")
    cell.border = Border(line, line, line, line)
    cell.number_format = number_format
    return cell


def _add_lists(sheet: "Worksheet", columns: Sequence[TemplateColumn], last_row: int) -> None:
    """Offer the choices, which stand in __meta__ because a written-out list holds 255 letters."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    place = _FIRST_LIST_COLUMN
    for number, column in enumerate(columns, 1):
        if not column.choices:
            continue
        source = get_column_letter(place)
        place += 1
        offer = DataValidation(
            type="list",
            formula1=f"'{META_SHEET}'!${source}$1:${source}${len(column.choices)}",
            allow_blank=True,
            showErrorMessage=True,
            errorStyle="warning",
            errorTitle=column.label,
            error="不在可选的内容里，确定这样填吗？",
        )
        letter = get_column_letter(number)
        offer.add(f"{letter}{_HEADER_ROW + 1}:{letter}{last_row}")
        sheet.data_validations.append(offer)


def _meta_rows(spec: TemplateSpec) -> list[list[str]]:
    pairs = {"kind": spec.kind, "version": str(spec.version), **spec.meta}
    lists = [column.choices for column in spec.columns if column.choices]
    left = [(key, value, "") for key, value in pairs.items()]
    columns = [*zip_longest(*left, fillvalue=""), *lists]
    return [list(row) for row in zip_longest(*columns, fillvalue="")]
