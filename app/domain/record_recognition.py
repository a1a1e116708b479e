"""Which of the filed tables a sheet is: by our own mark, by its title, by columns of its own."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from app.domain.cell_text import cell_text
from app.domain.grids import Sheet
from app.domain.headers import ROSTERS, SheetKind, header_fields
from app.domain.recognition import LOOKED_AT, SheetLayout, recognise
from app.domain.record_templates import common, record_kinds, record_template
from app.domain.roster_rows import RosterRow


def kinds_of(sheet: Sheet, meta: Mapping[str, str]) -> tuple[SheetKind, ...]:
    """Return what a sheet may list: one filed table, or else a roster or a list of branches.

    meta: what the hidden sheet of our own workbooks says.
    """
    said = meta.get("kind", "")
    if said in record_kinds():
        return (SheetKind(said),)
    if said in ROSTERS or not sheet.rows:
        return ROSTERS
    top = replace(sheet, rows=sheet.rows[: LOOKED_AT + 2])
    least = len(_fields(recognise(top)))
    layouts = [recognise(top, None, (SheetKind(kind),)) for kind in record_kinds()]
    layouts = [one for one in layouts if one.kind.is_record and not one.missing]
    named = [one for one in layouts if _is_named(top, one) and _are_enough(one, least)]
    likely = named or [one for one in layouts if _tells(one) and len(_fields(one)) >= least]
    return (max(likely, key=lambda one: len(_fields(one))).kind,) if likely else ROSTERS


def year_of(sheet: Sheet, layout: SheetLayout) -> int | None:
    """Return the year in the title of a sheet whose rows belong to a year, or None."""
    if not layout.kind.is_record or "year" not in header_fields(layout.kind):
        return None
    found = re.search(common()["title_year"], " ".join(_texts_above(sheet, layout)))
    return int(found[1]) if found else None


def with_year(row: RosterRow, year: int | None) -> RosterRow:
    """Return a row with the year of its sheet where it names none."""
    if year is None or row.values.get("year") is not None:
        return row
    return replace(row, values={**row.values, "year": year})


def _are_enough(layout: SheetLayout, least: int) -> bool:
    """Tell whether most columns fit; a whole roster under such a title stays a roster."""
    return len(_fields(layout)) * 3 >= least * 2


def _tells(layout: SheetLayout) -> bool:
    """Tell whether a sheet has columns that only this table has."""
    fields = _fields(layout)
    return any(telling <= fields for telling in record_template(layout.kind).telling)


def _is_named(sheet: Sheet, layout: SheetLayout) -> bool:
    """Tell whether the title is that of the table; a longer title wins over one it contains."""
    above = "".join(_texts_above(sheet, layout))
    mine = [name for name in record_template(layout.kind).names if name in above]
    longest = max((len(name) for name in mine), default=0)
    others = (name for kind in record_kinds() for name in record_template(kind).names)
    return bool(mine) and all(len(name) <= longest for name in others if name in above)


def _texts_above(sheet: Sheet, layout: SheetLayout) -> Sequence[str]:
    """Return the texts above the header without blanks, and the name of the sheet."""
    rows = sheet.rows[: max(layout.header_rows[0] - 1, 0)]
    texts = ("".join(cell_text(cell).split()) for row in rows for cell in row)
    return [text for text in (*texts, "".join(sheet.name.split())) if text]


def _fields(layout: SheetLayout) -> frozenset[str]:
    """Return what the columns fill; a sheet of unknown kind fills nothing."""
    if layout.kind is SheetKind.UNKNOWN:
        return frozenset()
    return frozenset(column.field for column in layout.columns if column.field)
