"""Reading the records of a recognised sheet cell by cell (E.6 step 3)."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from app.domain.cell_text import cell_text, is_ditto
from app.domain.grids import CellValue, Sheet
from app.domain.headers import HeaderField, SheetKind, header_fields
from app.domain.member_checks import check_member, check_term
from app.domain.probation import Standard
from app.domain.readings import Severity, block, warn
from app.domain.recognition import SheetLayout
from app.domain.record_numbers import FIELD
from app.domain.record_reading import check_record
from app.domain.roster_rows import RosterRow, RowBuilder
from app.domain.row_readers import CachedReader, readers

# What belongs to one person alone.
_OWN = frozenset({"name", "full_name", "id_no", "mobile"})


class _Column(NamedTuple):
    """A mapped column with its reader; plain: texts read before → value, nothing to tell of."""

    name: str
    place: int
    plain: Mapping[CellValue, object]
    reader: CachedReader


def normalise(sheet: Sheet, layout: SheetLayout, standard: Standard) -> Iterator[RosterRow]:
    """Yield the records of a sheet in order (E.6 step 3)."""
    if layout.kind is SheetKind.UNKNOWN:
        return
    fields = header_fields(layout.kind)
    columns = {column.field: column.index for column in layout.columns if column.field}
    named = {name: fields[name].reader for name in columns}
    made = readers(named, standard, epoch_1904=sheet.epoch_1904)
    todo = [_Column(name, columns[name], made[name].plain, made[name]) for name in columns]
    above: dict[str, CellValue] = {}
    unsolved_rows = {row for row, _column in sheet.unsolved}
    merged = _merged_below(sheet, layout)
    for number in layout.rows:
        cells = sheet.rows[number - 1]
        if number - 1 in merged:
            cells = tuple(merged[number - 1].get(place, cell) for place, cell in enumerate(cells))
        builder = RowBuilder(sheet.name, number, columns, cells)
        values = builder.values
        is_solved = number - 1 not in unsolved_rows
        for column in todo:
            # Most cells repeat a text that was read before: this is most of the speed.
            name, place, plain, _reader = column
            cell = cells[place]
            if is_solved and cell in plain:
                values[name], above[name] = plain[cell], cell
            else:
                _read_cell(builder, column, cell, sheet, above)
        yield _finished(builder, layout.kind, fields, standard)


def _merged_below(sheet: Sheet, layout: SheetLayout) -> dict[int, dict[int, CellValue]]:
    """Return row → column → value for cells that a merged cell above them covers (row from 0).

    One branch merged over ten people is the branch of all ten. A name or a number of a person is
    never repeated, and nothing is where merged ranges overlap in a spoiled file.
    """
    wanted = {column.index for column in layout.columns if column.field not in _OWN}
    wanted -= {column.index for column in layout.columns if not column.field}
    found: dict[int, dict[int, CellValue]] = {}
    done: dict[int, int] = {}
    for top, left, bottom, _right in sorted(sheet.merged):
        if left not in wanted or top < layout.header_rows[1]:
            continue
        for row in range(max(top + 1, done.get(left, 0)), bottom + 1):
            found.setdefault(row, {})[left] = sheet.rows[top][left]
        done[left] = max(bottom + 1, done.get(left, 0))
    return found


def _read_cell(
    builder: RowBuilder, column: _Column, cell: CellValue, sheet: Sheet, above: dict[str, CellValue]
) -> None:
    name, place = column.name, (builder.row - 1, column.place)
    if place in sheet.unsolved:
        builder.raw[name] = cell_text(cell)
        builder.tell(name, block("cell.unsolved"))
        return
    if isinstance(cell, str) and is_ditto(cell):
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
    """Return what stands above for 同上 and 〃, with a warning (E16); never a person's own."""
    builder.raw[name] = cell
    if name in _OWN:
        builder.tell(name, block("cell.ditto_own", raw=cell))
        return None
    found = above.get(name)
    if found is None:
        builder.tell(name, warn("cell.ditto_nothing", raw=cell))
    else:
        builder.tell(name, warn("cell.ditto", raw=cell, above=cell_text(found)))
    return found


def _finished(
    builder: RowBuilder, kind: SheetKind, fields: Mapping[str, HeaderField], standard: Standard
) -> RosterRow:
    if kind is SheetKind.MEMBERS:
        check_member(builder, standard)
    elif kind.is_record:
        check_record(builder, kind)
    else:
        builder.drop_blocked()
        check_term(builder)
    record = builder.values.pop(FIELD, None)
    row = RosterRow(
        builder.sheet,
        builder.row,
        kind,
        builder.values,
        tuple(builder.problems),
        builder.choices,
        builder.columns,
        builder.raw,
        builder.cells,
        record or "",
    )
    if row.is_complete:
        return row
    name = next(field.name for field in fields.values() if field.is_required)
    if any(one.field == name and one.problem.severity is Severity.BLOCK for one in row.problems):
        return row
    code = "row.no_org_name" if kind is SheetKind.BRANCHES else "row.no_name"
    builder.tell(name, block(code))
    return replace(row, problems=tuple(builder.problems))
