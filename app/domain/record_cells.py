"""Readers for the cells that only filed tables have: years, rates, labels, parts of ID numbers."""

import re
from datetime import date
from functools import cache

from app.domain.cell_text import cell_text, is_blank, narrow
from app.domain.codes import CodeTable, table_of_labels
from app.domain.fields import tables
from app.domain.grids import CellValue
from app.domain.idcards import read_id_no
from app.domain.readings import Reading, warn
from app.domain.words import labels_of

TAIL_LENGTH = 6
TAIL = re.compile(r"[0-9]{5}[0-9X]")
_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_YEAR = re.compile(r"([0-9]{4})\D{0,2}")
_PERCENT = 100
_ID_NUMBER = 10**14


def read_year(cell: CellValue) -> Reading[int]:
    """Read a year between 1900 and 2100 (2010, "2010年"); WARN cell.count for anything else."""
    if is_blank(cell):
        return Reading(None)
    raw = cell_text(cell)
    found = _YEAR.fullmatch("".join(narrow(raw).split()))
    if found and _FIRST_YEAR <= int(found[1]) <= _LAST_YEAR:
        return Reading(int(found[1]))
    return Reading(None, (warn("filing.year", raw=raw),))


def read_percent(cell: CellValue) -> Reading[str]:
    """Read a rate as text: "1.5%"; a number below one is what Excel keeps of a percentage."""
    if is_blank(cell):
        return Reading(None)
    if isinstance(cell, int | float) and 0 < cell < 1:
        return Reading(f"{cell * _PERCENT:.10g}%")
    return Reading("".join(narrow(cell_text(cell)).split()))


def read_id_part(cell: CellValue) -> Reading[str]:
    """Read an ID number, or no more of it than its last six characters.

    Anything else is kept as text: a number of the school's own. WARN as of an ID number for one
    that Excel has cut short.
    """
    if is_blank(cell):
        return Reading(None)
    if isinstance(cell, int | float) and abs(cell) >= _ID_NUMBER:
        whole = read_id_no(cell, on=date.max)
        return Reading(whole.value, whole.problems)
    text = "".join(narrow(cell_text(cell)).upper().split())
    if isinstance(cell, int | float) and text.isdigit():
        text = text.zfill(TAIL_LENGTH)  # Excel drops the zeros at the front
    return Reading(read_id_no(text, on=date.max).value or text)


def read_label(name: str, cell: CellValue) -> Reading[str]:
    """Read a label of a section of labels.toml, or the code itself."""
    return _labels(name).read(cell)


@cache
def _labels(name: str) -> CodeTable:
    """Return the words of a section under what the columns that hold them are called."""
    fields = (one for info in tables().values() for one in info.fields.values())
    title = next((one.label for one in fields if one.target == name), name)
    return table_of_labels(title, labels_of(name))
