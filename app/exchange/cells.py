"""Puts values into openpyxl cells without surprises: texts stay texts, never formulas."""

import re
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from app.domain.grids import CellValue

if TYPE_CHECKING:
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

TEXT = "@"
DAY = "yyyy-mm-dd"
MOMENT = "yyyy-mm-dd hh:mm:ss"
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def put(cell: "Cell", value: CellValue | Decimal) -> None:
    """Set a cell's value; a text beginning with = stays a text, control characters go."""
    if isinstance(value, str):
        cell.value = _ILLEGAL.sub("", value)
        if cell.data_type != "s":
            cell.data_type = "s"
    else:
        cell.value = value


def day_format(value: object) -> str | None:
    """Return the number format of a date or moment, None for anything else."""
    if isinstance(value, datetime):
        return MOMENT
    return DAY if isinstance(value, date) else None


def write_meta(sheet: "Worksheet", rows: list[list[str]]) -> None:
    """Write the rows of the sheet __meta__ and hide it."""
    for row in rows:
        sheet.append(row)
    sheet.sheet_state = "hidden"
