"""记录号: the id of a record in the hidden column of an export, which ties a row to its record.

The column is part of every row, so that sorting, inserting, deleting and moving columns in WPS take
it along; a list of ids beside the table would name the wrong rows after the first sort. It can
still come to stand beside somebody else: a copied row that was typed over, or a sort that left the
hidden column out. Therefore it is believed only while nothing in the row contradicts it.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from app.domain.cell_text import cell_text, is_blank
from app.domain.dates import PartialDate, day, overlap
from app.domain.grids import CellValue
from app.domain.idcards import birth_of
from app.domain.readings import Reading, info
from app.domain.roster_preview import KnownRecord
from app.domain.roster_rows import CellProblem, RosterRow

FIELD = "record"
"""The name of the column in resources/import/headers.toml."""

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def read_record(cell: CellValue) -> Reading[str]:
    """Read a 记录号; anything that is none counts as empty, with a remark."""
    if is_blank(cell):
        return Reading(None)
    text = cell_text(cell).strip().lower()
    if _UUID.fullmatch(text):
        return Reading(text)
    return Reading(None, (info("match.record_unreadable"),))


def repeated(rows: Iterable[RosterRow]) -> frozenset[str]:
    """Return the 记录号 that stand in several rows: rows were copied."""
    counted = Counter(row.record for row in rows if row.record)
    return frozenset(record for record, number in counted.items() if number > 1)


def is_somebody_else(row: RosterRow, known: KnownRecord, *, is_shared: bool) -> bool:
    """Tell whether a row is not about the person whose 记录号 it bears.

    While name or ID number agree it is. Otherwise both may have been corrected; not when the birth
    or the gender contradicts, or when is_shared: the 记录号 stands in several rows, or somebody
    else has the name.
    """
    mine, theirs = row.values.get("id_no"), known.values.get("id_no")
    if row.values.get("name") == known.values.get("name") or (mine and mine == theirs):
        return False
    birth, gender = known.values.get("birth_on"), known.values.get("gender")
    given = row.values.get("gender")
    births = (row.values.get("birth_on"), _birth_in(mine))
    contradicts = any(overlap(one, birth) is False for one in births)
    return is_shared or contradicts or bool(gender and given and gender != given)


def with_note(row: RosterRow, code: str) -> RosterRow:
    """Return a row with a remark at its 记录号."""
    column = row.columns.get(FIELD, -1)
    note = CellProblem(row.sheet, row.row, column, FIELD, row.record, info(code))
    return replace(row, problems=(*row.problems, note))


def _birth_in(id_no: str | None) -> PartialDate | None:
    born = birth_of(id_no or "")
    return day(born) if born else None
