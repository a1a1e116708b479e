"""Which rows below a header hold records, and which are footers, headings or numbers (E05)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from app.domain.cell_text import cell_text, narrow
from app.domain.grids import CellValue, Sheet
from app.domain.headers import (
    Column,
    SheetKind,
    header_fields,
    header_key,
    header_source,
    ignored_words,
    without_hints,
    words_of,
)
from app.domain.org_names import has_level

FEWEST_KNOWN = 3
EMPTY_ROWS_END = 20
_ID_NUMBER = re.compile(r"[0-9]{17}[0-9Xx]|[0-9]{15}")
_MOST_IN_BAND = 2
LONGEST_HEADER = 30

_Filled = Sequence[tuple[int, CellValue]]


class Band(NamedTuple):
    """A line among the records that holds only a text, such as the branch of those below."""

    row: int
    text: str


@dataclass(slots=True)
class SheetRows:
    """The rows of a sheet by what they are; rows are spreadsheet rows from 1.

    after_gap: the first record after EMPTY_ROWS_END empty rows. second_table: the header of
    another table, from which on nothing is a record. Both 0 for none.
    """

    records: tuple[int, ...] = ()
    footers: tuple[int, ...] = ()
    bands: tuple[Band, ...] = ()
    after_gap: int = 0
    second_table: int = 0


def sort_rows(sheet: Sheet, kind: SheetKind, columns: Sequence[Column], below: int) -> SheetRows:
    """Sort the rows below a header, whose last row is `below`."""
    sorter = _Sorter.of(kind, columns)
    records: list[int] = []
    footers: list[int] = []
    found = SheetRows()
    empty = 0
    for number, row in enumerate(sheet.rows[below:], below + 1):
        filled = _filled(row)
        if not filled:
            empty += 1
            continue
        is_far = empty >= EMPTY_ROWS_END or found.after_gap > 0
        is_record = not found.second_table and sorter.is_record(number, row, filled)
        # Far below there may be a list of words for a drop-down, one in a row.
        is_record = is_record and not (is_far and len(filled) == 1)
        if sorter.is_other_table and not found.second_table:
            found.second_table = number
        if is_record and is_far and not found.after_gap:
            found.after_gap = number
        (records if is_record else footers).append(number)
        empty = 0
    found.records, found.footers = tuple(records), tuple(footers)
    found.bands = tuple(sorter.bands)
    return found


def _filled(row: Sequence[CellValue]) -> _Filled:
    """Return the cells that hold something, and their places."""
    found = [
        (index, cell)
        for index, cell in enumerate(row)
        if cell is not None and (cell.__class__ is not str or (cell and not cell.isspace()))
    ]
    # Only a nearly empty row is worth the look for characters that nobody sees.
    return found if len(found) > FEWEST_KNOWN else [one for one in found if cell_text(one[1])]


@dataclass(slots=True)
class _Sorter:
    """Tells records from other rows; it collects the bands it meets."""

    kind: SheetKind
    columns: Mapping[int, Column]
    name: int
    id_no: int
    name_keys: frozenset[str]
    bands: list[Band] = field(default_factory=list)
    is_other_table: bool = False

    @classmethod
    def of(cls, kind: SheetKind, columns: Sequence[Column]) -> "_Sorter":
        places = {column.field: column.index for column in columns if column.field}
        required = [one for one in header_fields(kind).values() if one.is_required]
        return cls(
            kind,
            {column.index: column for column in columns if column.header},
            places.get(required[0].name, -1) if required else -1,
            places.get("id_no", -1),
            required[0].keys if required else frozenset(),
        )

    def is_record(self, number: int, row: Sequence[CellValue], filled: _Filled) -> bool:
        """Tell whether a row is a record."""
        first = cell_text(filled[0][1])
        if self._is_header(filled):
            return False
        if self.name < 0:
            return True
        name = cell_text(row[self.name])
        if _is_example(first) or _is_example(name):
            return False
        key = header_key(name)
        names, starts = _footer_words()
        is_footer = key in names or key in self.name_keys or _compact(first).startswith(starts)
        if is_footer:
            return self._holds_id(row)
        if self._is_band(number, name, filled) or _is_numbering(name, filled):
            return False
        # A row without a name is a record in trouble only if it holds more than a few cells.
        return bool(key) or sum(1 for index, _ in filled if index in self.columns) > FEWEST_KNOWN

    def _holds_id(self, row: Sequence[CellValue]) -> bool:
        return self.id_no >= 0 and bool(_ID_NUMBER.fullmatch(cell_text(row[self.id_no])))

    def _is_header(self, filled: _Filled) -> bool:
        """Tell whether a row is a header again, and note when it is that of another table."""
        known = _all_words()
        if not any(_may_be_header(filled[place][1]) for place in (0, -1)):
            return False
        keys = {
            index: key for index, cell in filled if (key := header_key(cell_text(cell))) in known
        }
        if len(keys) < FEWEST_KNOWN:
            return False
        self.is_other_table = any(not self._is_same(index, key) for index, key in keys.items())
        return True

    def _is_same(self, index: int, key: str) -> bool:
        column = self.columns.get(index)
        if column is None:
            return False
        is_field = bool(column.field) and words_of(self.kind).get(key) == column.field
        return is_field or key in header_key(column.header)

    def _is_band(self, number: int, name: str, filled: _Filled) -> bool:
        """Tell whether a row of a roster holds nothing but a text that may be an organisation."""
        if self.kind is not SheetKind.MEMBERS or len(filled) > _MOST_IN_BAND:
            return False
        texts = [name] if name else [cell_text(cell) for _, cell in filled]
        text = next((one for each in texts if has_level(one := band_text(each))), "")
        if not text and not name and len(filled) == 1:
            text = band_text(texts[0])
        if text:
            self.bands.append(Band(number, text))
        return bool(text)


def band_text(text: str) -> str:
    """Return what a heading names: 一、县一中支部（23人） gives 县一中支部."""
    plain = without_hints("".join(text.split())).rstrip(":").rpartition(":")[2]
    rest = plain.lstrip("".join(char for char in plain if char.isnumeric()))
    return rest[1:] if rest != plain and rest[:1] in _AFTER_NUMBER else plain


def is_footer_name(name: str) -> bool:
    """Tell whether what stands in the column of names is a word of footers, such as 合计."""
    return header_key(name) in _footer_words()[0]


_AFTER_NUMBER = ("\u3001", ".")


def _may_be_header(cell: CellValue) -> bool:
    # Most rows begin with a number and end in something longer than any header.
    if not isinstance(cell, str) or len(cell) > LONGEST_HEADER:
        return False
    return header_key(cell_text(cell)) in _all_words()


def _is_example(text: str) -> bool:
    return _compact(text).startswith(_examples())


def _is_numbering(name: str, filled: _Filled) -> bool:
    """Tell whether all cells are numbers of columns: 1 2 3, 甲 乙 丙."""
    if not name or len(name) > FEWEST_KNOWN + 2 or len(filled) < FEWEST_KNOWN:
        return False
    return _is_number(name) and all(_is_number(cell_text(cell)) for _, cell in filled)


def _is_number(shown: str) -> bool:
    text = narrow(shown).strip("()[]<>")
    is_short = text.isdigit() and len(text) <= FEWEST_KNOWN
    return is_short or text in header_source()["column_numbers"]


@cache
def _all_words() -> frozenset[str]:
    known = (words_of(SheetKind.MEMBERS), words_of(SheetKind.BRANCHES))
    return frozenset(key for words in known for key in words) | ignored_words()


@cache
def _examples() -> tuple[str, ...]:
    return tuple(map(_compact, header_source()["footer"]["examples"]))


@cache
def _footer_words() -> tuple[frozenset[str], tuple[str, ...]]:
    source = header_source()["footer"]
    return frozenset(source["names"]), tuple(map(_compact, source["starts"]))


def _compact(text: str) -> str:
    return "".join(narrow(text).split())
