"""Gives an imported workbook back with its faults marked, so that it can be mended and re-read.

An .xlsx is edited in place of a copy, with its formats, widths and merged titles; any other
format is written anew as .xlsx with the same sheets, values and places.
"""

import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

from app.base.errors import UserError
from app.base.progress import Silent
from app.base.saving import refuse_target, written_whole
from app.domain.grids import Position, Sheet, Workbook
from app.domain.headers import record_label
from app.exchange.cells import TEXT, day_format, put, write_meta
from app.exchange.workbooks import META_SHEET, private_copy, read_copy

if TYPE_CHECKING:
    import openpyxl
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

RESULT, PROBLEMS = "导入结果", "错误提示"
_AUTHOR = "党务台账"
_RED = "FFFFC7CE"
_BLANK_ROWS = 200
_EDITABLE_BYTES = 40_000_000
"""XML beyond this size takes openpyxl gigabytes; such a workbook is written anew."""
_TEXT_LABEL = re.compile("身份证|证件号|电话|手机|座机|联系方式|代码|编码|编号|工号")
_TEXT_VALUE = re.compile(r"\d{11,}[Xx]?|0\d+")
_ILLEGAL_TITLE = re.compile(r"[\[\]:*?/\\]")
_WIDE = 40


@dataclass(frozen=True, slots=True)
class Mark:
    """A wrong cell, zero-based, and the plain sentence that says what is wrong."""

    sheet: str
    row: int
    column: int
    text: str


@dataclass(frozen=True, slots=True)
class RowOutcome:
    """What became of a row (zero-based): the texts of the columns 导入结果 and 错误提示.

    record: the 记录号 for the hidden column, "" where there is none.
    """

    sheet: str
    row: int
    outcome_text: str
    problems_text: str
    record: str = ""


def write_corrected(
    source: Path,
    target: Path,
    outcomes: Sequence[RowOutcome],
    marks: Sequence[Mark],
    header_rows: Mapping[str, int],
) -> None:
    """Write the workbook `source` with its faults marked to `target`, always as .xlsx.

    Wrong cells become red with a comment; 导入结果, 错误提示 and, hidden, 记录号 follow the last
    column, or replace those of an earlier round. header_rows: zero-based header row of each sheet
    that was imported; other sheets stay as they are. Raises UserError when source or target cannot
    be used.
    """
    if source.resolve() == target.resolve():
        raise UserError("不能覆盖原来的文件。", todo="请给结果文件另起一个名字。")
    refuse_target(target, ".xlsx")
    with private_copy(source) as copy:
        grid = read_copy(copy, source, Silent())
        book = _editable(copy, grid) if grid.kind == "xlsx" else None
        if book is None:
            book = _rebuilt(grid)
        for number, sheet in enumerate(grid.sheets):
            if sheet.name not in header_rows:
                continue
            page = _page(book, sheet.name, number)
            _clear_old_marks(page)
            _keep_as_text(page, sheet, header_rows[sheet.name])
            _mark(page, [mark for mark in marks if mark.sheet == sheet.name])
            _add_outcomes(
                page,
                sheet,
                [outcome for outcome in outcomes if outcome.sheet == sheet.name],
                header_rows[sheet.name],
            )
        with written_whole(target) as temporary:
            book.save(temporary)


def _page(book: "openpyxl.Workbook", name: str, number: int) -> "Worksheet":
    """Return the sheet of this name, or of this number where a name had to be changed."""
    page: Worksheet = book[name] if name in book.sheetnames else book.worksheets[number]
    return page


def _editable(copy: Path, grid: Workbook) -> "openpyxl.Workbook | None":
    """Open an .xlsx with its formats; None when openpyxl cannot, or only with too much memory."""
    with zipfile.ZipFile(copy) as archive:
        size = sum(info.file_size for info in archive.infolist() if info.filename.endswith(".xml"))
    if size > _EDITABLE_BYTES:
        return None
    for attempt in (_load, _load_repaired):
        try:
            book = attempt(copy)
        except Exception:  # noqa: BLE001, S112 - openpyxl fails in countless ways on WPS files
            continue
        for sheet in grid.sheets:
            _keep_results(book[sheet.name], sheet)
        return book
    return None


def _load(copy: Path) -> "openpyxl.Workbook":
    import openpyxl

    with copy.open("rb") as stream:
        return openpyxl.load_workbook(stream, keep_links=False)


def _load_repaired(copy: Path) -> "openpyxl.Workbook":
    """Open an .xlsx whose styles hold an empty fill, as WPS and some systems write them (E23)."""
    repaired = copy.with_suffix(".repaired")
    with zipfile.ZipFile(copy) as old, zipfile.ZipFile(repaired, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "xl/styles.xml":
                full = rb"<\1fill><\1patternFill/></\1fill>"
                data = re.sub(rb"<(\w+:)?fill\s*(?:/>|>\s*</(?:\w+:)?fill>)", full, data)
            new.writestr(name, data)
    return _load(repaired)


def _keep_results(page: "Worksheet", sheet: Sheet) -> None:
    """Put stored results in place of formulas: openpyxl would save the formulas without them."""
    from openpyxl.cell import Cell

    for row, values in zip(page.iter_rows(max_row=len(sheet.rows)), sheet.rows, strict=False):
        for cell, value in zip(row, values, strict=False):
            if isinstance(cell, Cell) and cell.data_type == "f" and value is not None:
                put(cell, value)


def _rebuilt(grid: Workbook) -> "openpyxl.Workbook":
    """Write the values of a workbook of another format into a new one."""
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for sheet in grid.sheets:
        page = book.create_sheet(_ILLEGAL_TITLE.sub(" ", sheet.name)[:31])
        for r, row in enumerate(sheet.rows, 1):
            for c, value in enumerate(row, 1):
                if value is not None:
                    cell = page.cell(r, c)
                    put(cell, value)
                    number_format = day_format(value) or sheet.formats.get((r - 1, c - 1))
                    if number_format:
                        cell.number_format = number_format
        for top, left, bottom, right in sheet.merged:
            page.merge_cells(
                start_row=top + 1, start_column=left + 1, end_row=bottom + 1, end_column=right + 1
            )
    if grid.meta:
        write_meta(book.create_sheet(META_SHEET), [[key, text] for key, text in grid.meta.items()])
    return book


def _clear_old_marks(page: "Worksheet") -> None:
    """Take away the red and the comments of an earlier round."""
    from openpyxl.styles import PatternFill

    for row in page.iter_rows():
        for cell in row:
            if cell.comment and cell.comment.author == _AUTHOR:
                cell.comment = None
                cell.fill = PatternFill()


def _keep_as_text(page: "Worksheet", sheet: Sheet, header_row: int) -> None:
    """Give columns of ID numbers, phones and codes the text format, 200 blank rows included."""
    height = len(sheet.rows)
    for column in range(len(sheet.rows[0])):
        below = (sheet.rows[row][column] for row in range(header_row + 1, height))
        if _TEXT_LABEL.search(str(sheet.rows[header_row][column])) or any(
            isinstance(value, str) and _TEXT_VALUE.fullmatch(value) for value in below
        ):
            for row in range(header_row + 1, height + _BLANK_ROWS):
                page.cell(row + 1, column + 1).number_format = TEXT


def _mark(page: "Worksheet", marks: Sequence[Mark]) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    sentences: dict[Position, list[str]] = {}
    for mark in marks:
        sentences.setdefault((mark.row, mark.column), []).append(mark.text)
    for (row, column), texts in sentences.items():
        cell = _top_left(page, row, column)
        cell.fill = PatternFill("solid", fgColor=_RED)
        earlier = [cell.comment.text] if cell.comment else []
        cell.comment = Comment("\n".join([*earlier, *texts]), _AUTHOR)


def _top_left(page: "Worksheet", row: int, column: int) -> "Cell":
    """Return the cell at a place, or the one that shows for the whole merged range."""
    from openpyxl.cell import MergedCell

    cell = page.cell(row + 1, column + 1)
    if not isinstance(cell, MergedCell):
        return cell
    around = next(area for area in page.merged_cells.ranges if cell.coordinate in area)
    return cast("Cell", page.cell(around.min_row, around.min_col))


def _add_outcomes(
    page: "Worksheet", sheet: Sheet, outcomes: Sequence[RowOutcome], header_row: int
) -> None:
    """Write the columns; cells of an earlier round are emptied first."""
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    header, width = list(sheet.rows[header_row]), len(sheet.rows[0])
    texts = {
        RESULT: {one.row: one.outcome_text for one in outcomes},
        PROBLEMS: {one.row: one.problems_text for one in outcomes},
        record_label(): {one.row: one.record for one in outcomes if one.record},
    }
    for label, told in texts.items():
        if label == record_label() and not told:
            continue
        column = header.index(label) if label in header else width
        width = max(width, column + 1)
        _free_column(page, header_row + 1, column + 1)
        for row in range(header_row + 1, len(sheet.rows)):
            page.cell(row + 1, column + 1).value = None
        for row, text in told.items():
            put(cast("Cell", page.cell(row + 1, column + 1)), text or None)
        page.cell(header_row + 1, column + 1, label).font = Font(bold=True)
        dimension = page.column_dimensions[get_column_letter(column + 1)]
        dimension.width, dimension.hidden = _WIDE, label == record_label()


def _free_column(page: "Worksheet", from_row: int, column: int) -> None:
    """Undo the merges that reach into a column at or below a row (both from 1)."""
    for area in list(page.merged_cells.ranges):
        if area.max_row >= from_row and area.min_col <= column <= area.max_col:
            page.unmerge_cells(str(area))
