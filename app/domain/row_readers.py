"""One reader for every kind of column named in resources/import/headers.toml."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any

from app.domain.amounts import read_amount, read_number
from app.domain.cell_text import cell_text, is_blank, narrow
from app.domain.codes import read_member_type, read_yes_no, table
from app.domain.date_reading import read_date
from app.domain.dates import PartialDate
from app.domain.grids import CellValue
from app.domain.idcards import read_id_no
from app.domain.names import read_name
from app.domain.phones import read_phones
from app.domain.probation import Standard
from app.domain.readings import Reading, block, warn
from app.domain.record_cells import read_id_part, read_label, read_percent, read_year
from app.domain.record_numbers import read_record

CellReader = Callable[[CellValue], Reading[Any]]


@dataclass(slots=True)
class CachedReader:
    """Reads the cells of columns of one kind; equal cells are read once.

    plain: text → value for every text read so far that left nothing to tell and nothing to ask.
    Rosters repeat the same few words thousands of times, so that this is most of the speed.
    """

    reader: str
    standard: Standard
    epoch_1904: bool = False
    plain: dict[CellValue, Any] = field(default_factory=dict)
    _seen: dict[tuple[type, CellValue, str], Reading[Any]] = field(default_factory=dict)

    def read(self, cell: CellValue, number_format: str = "") -> Reading[Any]:
        """Return the reading of a cell shown in this number format."""
        key = (cell.__class__, cell, number_format)
        found = self._seen.get(key)
        if found is None:
            found = self._seen[key] = self._read(cell, number_format)
            if isinstance(cell, str) and not found.problems and not found.choices:
                self.plain[cell] = found.value
        return found

    def _read(self, cell: CellValue, number_format: str) -> Reading[Any]:
        if self.reader == "date":
            return _not_after_today(cell, self._date(cell, number_format, self.standard.today))
        if self.reader == "date_ahead":
            return self._date(cell, number_format, date.max)
        if self.reader == "id_no":
            return read_id_no(cell, on=self.standard.today, limits=self.standard.id_limits)
        kind, _, name = self.reader.partition(":")
        if name:
            return _NAMED[kind](name, cell)
        return _PLAIN[kind](cell)

    def _date(self, cell: CellValue, number_format: str, today: date) -> Reading[PartialDate]:
        return read_date(cell, number_format=number_format, epoch_1904=self.epoch_1904, today=today)


def readers(
    names: Mapping[str, str], standard: Standard, *, epoch_1904: bool = False
) -> dict[str, CachedReader]:
    """Return a reader for every field; fields of the same kind share one.

    epoch_1904: days are counted from 1904, as in workbooks of old Macs.
    """
    shared = {name: CachedReader(name, standard, epoch_1904) for name in set(names.values())}
    return {field_name: shared[name] for field_name, name in names.items()}


def _not_after_today(cell: CellValue, reading: Reading[PartialDate]) -> Reading[PartialDate]:
    """Keep nothing but the text of a date that has not come yet (E.5)."""
    later = [one for one in reading.problems if one.code == "date.future"]
    if not later:
        return reading
    problem = block("date.not_yet", **later[0].detail)
    return Reading(PartialDate(None, raw=cell_text(cell)), (problem,))


def read_text(cell: CellValue) -> Reading[str]:
    """Read free text: stripped, words for "nothing" dropped."""
    return Reading(None if is_blank(cell) else " ".join(cell_text(cell).split()))


def read_count(cell: CellValue) -> Reading[int]:
    """Read a whole number, also "第三届" and 3.0; WARN cell.count for anything else."""
    if is_blank(cell):
        return Reading(None)
    raw = cell_text(cell)
    text = narrow(raw).translate(_NUMERALS)
    digits = "".join(char for char in text if char.isdigit())
    if digits and len(digits) < _MOST_DIGITS:
        return Reading(int(digits))
    return Reading(None, (warn("cell.count", raw=raw),))


_MOST_DIGITS = 4
_NUMERALS = {0x4E00: "1", 0x4E8C: "2", 0x4E09: "3", 0x56DB: "4", 0x4E94: "5"} | {
    0x516D: "6", 0x4E03: "7", 0x516B: "8", 0x4E5D: "9", 0x5341: "10",
}  # fmt: skip


def _phone_text(cell: CellValue) -> Reading[str]:
    reading = read_phones(cell)
    if reading.value is None:
        return Reading(None, reading.problems)
    phones = reading.value
    numbers = [number for number in (phones.mobile, phones.landline, *phones.others) if number]
    return Reading(" ".join(numbers) or None, reading.problems)


def _names(cell: CellValue) -> Reading[tuple[str, ...]]:
    if is_blank(cell):
        return Reading(None)
    text = narrow(cell_text(cell))
    for separator in ";/|\n\u3001":
        text = text.replace(separator, ",")
    return Reading(tuple(part.strip() for part in text.split(",") if part.strip()) or None)


def _code(name: str, cell: CellValue) -> Reading[str]:
    return table(name).read(cell)


def _code_or_text(name: str, cell: CellValue) -> Reading[str]:
    reading = table(name).read(cell)
    return Reading(read_text(cell).value) if reading.value is None else reading


_NAMED: Mapping[str, Callable[[str, CellValue], Reading[Any]]] = {
    "code": _code,
    "code_or_text": _code_or_text,
    "label": read_label,
}

_PLAIN: Mapping[str, CellReader] = {
    "text": read_text,
    "name": partial(read_name),
    "amount": read_amount,
    "number": read_number,
    "phone": read_phones,
    "phone_text": _phone_text,
    "member_type": read_member_type,
    "yes_no": read_yes_no,
    "school_kind": partial(_code, "school_kind"),
    "count": read_count,
    "names": _names,
    "record": read_record,
    "org": read_text,
    "id_part": read_id_part,
    "year": read_year,
    "percent": read_percent,
}
