"""Reading the records of a recognised sheet cell by cell (E.6 step 3)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from app.domain.cell_text import cell_text, is_ditto
from app.domain.grids import CellValue, Sheet
from app.domain.member_checks import check_member
from app.domain.probation import Standard
from app.domain.readings import block, warn
from app.domain.recognition import HeaderField, SheetKind, SheetLayout, header_fields
from app.domain.roster_rows import RosterRow, RowBuilder
from app.domain.row_readers import CachedReader, readers


@dataclass(frozen=True, slots=True)
class _Reader:
    """A mapped column with its reader."""

    name: str
    index: int
    reader: CachedReader


def normalise(sheet: Sheet, layout: SheetLayout, standard: Standard) -> Iterator[RosterRow]:
    """Yield the records of a sheet in order (E.6 step 3)."""
    fields = header_fields(layout.kind)
    columns = {column.field: column.index for column in layout.columns if column.field}
    made = readers({name: fields[name].reader for name in columns}, standard.today)
    todo = [_Reader(name, index, made[name]) for name, index in columns.items()]
    above: dict[str, CellValue] = {}
    for number in layout.rows:
        builder = RowBuilder(sheet.name, number, columns)
        cells = sheet.rows[number - 1]
        for column in todo:
            _read_cell(builder, column, cells[column.index], sheet, above)
        yield _finished(builder, layout.kind, fields, standard)


def _read_cell(
    builder: RowBuilder, column: _Reader, cell: CellValue, sheet: Sheet, above: dict[str, CellValue]
) -> None:
    name, place = column.name, (builder.row - 1, column.index)
    if sheet.unsolved and place in sheet.unsolved:
        builder.raw[name] = cell_text(cell)
        builder.tell(name, block("cell.unsolved"))
        return
    if isinstance(cell, str):
        cell = _copied(builder, name, cell, above)
    above[name] = cell
    if cell is None:
        return
    reading = column.reader.read(cell, sheet.formats.get(place, "") if sheet.formats else "")
    builder.values[name] = reading.value
    if not reading.problems and not reading.choices:
        return
    builder.raw.setdefault(name, cell_text(cell))
    for problem in reading.problems:
        builder.tell(name, problem)
    builder.ask(name, reading.choices)


def _copied(builder: RowBuilder, name: str, cell: str, above: Mapping[str, CellValue]) -> CellValue:
    """Return what stands above for 同上 and 〃, with a warning (E16)."""
    if not _means_above(cell):
        return cell
    builder.raw[name] = cell
    found = above.get(name)
    if found is None:
        builder.tell(name, warn("cell.ditto_nothing", raw=cell))
    else:
        builder.tell(name, warn("cell.ditto", raw=cell, above=cell_text(found)))
    return found


@lru_cache(maxsize=4096)
def _means_above(cell: str) -> bool:
    return is_ditto(cell)


def _finished(
    builder: RowBuilder, kind: SheetKind, fields: Mapping[str, HeaderField], standard: Standard
) -> RosterRow:
    if kind is SheetKind.MEMBERS:
        check_member(builder, standard)
    else:
        builder.drop_blocked()
    row = RosterRow(
        builder.sheet,
        builder.row,
        kind,
        builder.values,
        tuple(builder.problems),
        builder.choices,
        builder.columns,
        builder.raw,
    )
    if row.is_complete:
        return row
    name = next(field.name for field in fields.values() if field.is_required)
    code = "row.no_name" if kind is SheetKind.MEMBERS else "row.no_org_name"
    builder.tell(name, block(code))
    return replace(row, problems=tuple(builder.problems))
