"""Which row of a sheet is its header, what each column means, which rows are records (E01 to E06).

A header is found by scoring: the row, or two rows joined, that hold the most known header words.
"""

import hashlib
import json
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from typing import Any

from app.base.resources import resource
from app.domain.cell_text import cell_text, narrow
from app.domain.grids import CellValue, Sheet
from app.domain.record_templates import RecordColumn, record_template

LOOKED_AT = 15
FEWEST_KNOWN = 3
EMPTY_ROWS_END = 20
NOT_IMPORTED = ""

_HINT = re.compile(r"[(\[{<【〔《（［][^)\]}>】〕》）］]*([)\]}>】〕》）］]|$)")


class SheetKind(StrEnum):
    """What a sheet lists."""

    MEMBERS = "members"
    BRANCHES = "branches"
    ACTIVISTS = "activists"
    CANDIDATES = "candidates"
    ACCEPTANCES = "acceptances"
    CONVERSIONS = "conversions"
    TRAINEES = "trainees"
    SCORES = "scores"
    CADRES = "cadres"
    DUES_BASE = "dues_base"
    DUES_PAID = "dues_paid"
    TRANSFERS = "transfers"
    HARDSHIP = "hardship"
    CARE = "care"
    HONOURS = "honours"
    FLOATING = "floating"
    LOST = "lost"
    UNKNOWN = "unknown"

    @property
    def is_record(self) -> bool:
        """Tell whether it is one of the tables of resources/templates/records."""
        return self not in {SheetKind.MEMBERS, SheetKind.BRANCHES, SheetKind.UNKNOWN}


ROSTERS = (SheetKind.MEMBERS, SheetKind.BRANCHES)


@dataclass(frozen=True, slots=True)
class HeaderField:
    """A column that the program understands; reader names the kind of its values.

    words: what the column may be called, our own label first; keys: the same as compared.
    """

    name: str
    label: str
    words: tuple[str, ...]
    reader: str
    is_required: bool = False
    keys: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet: index from 0, its header as the writer sees it, the field it fills.

    field is NOT_IMPORTED for a column that is kept and shown only; is_known is False where the
    program has no idea what it holds.
    """

    index: int
    header: str
    field: str = NOT_IMPORTED
    is_known: bool = True


@dataclass(frozen=True, slots=True)
class SheetLayout:
    """What was recognised in a sheet; rows are spreadsheet rows from 1.

    header_rows: first and last row of the header. rows: those that hold records. footers: those
    below the header that were left out. signature: the same for every file with this header.
    missing: labels of required columns that were not found. is_remembered: a person has corrected
    this header before.
    """

    sheet: str
    kind: SheetKind
    header_rows: tuple[int, int] = (0, 0)
    columns: tuple[Column, ...] = ()
    rows: tuple[int, ...] = ()
    footers: tuple[int, ...] = ()
    signature: str = ""
    missing: tuple[str, ...] = ()
    is_remembered: bool = False

    def column_of(self, field: str) -> Column | None:
        """Return the column that fills a field, or None."""
        return next((column for column in self.columns if column.field == field), None)


HeaderMapping = Mapping[str, str]


@cache
def header_source() -> Mapping[str, Any]:
    """Return resources/import/headers.toml."""
    return tomllib.loads(resource("import", "headers.toml").read_text("utf-8"))


@cache
def header_fields(kind: SheetKind) -> Mapping[str, HeaderField]:
    """Return the fields that a kind of sheet can hold, in the order of our own templates."""
    if kind is SheetKind.UNKNOWN:
        return {}
    if kind.is_record:
        return {one.name: _record_field(one) for one in record_template(kind).columns}
    return {
        name: HeaderField(
            name=name,
            label=entry["label"],
            words=(entry["label"], *entry.get("synonyms", ())),
            reader=entry["reader"],
            is_required=entry.get("required", False),
            keys=frozenset(map(header_key, (entry["label"], *entry.get("synonyms", ())))),
        )
        for name, entry in header_source()[kind].items()
    }


def _record_field(column: RecordColumn) -> HeaderField:
    words = (column.label, *column.synonyms)
    return HeaderField(
        name=column.name,
        label=column.label,
        words=words,
        reader=column.reader,
        is_required=column.is_required,
        keys=frozenset(map(header_key, words)),
    )


@cache
def _words(kind: SheetKind) -> Mapping[str, str]:
    return {
        header_key(word): field.name
        for field in header_fields(kind).values()
        for word in field.words
    }


@cache
def _ignored() -> frozenset[str]:
    return frozenset(map(header_key, header_source()["ignored"]))


def header_key(text: str) -> str:
    """Return a header as it is compared: no blanks, hints in brackets, stars or colons (E03)."""
    return re.sub(r"[\s*:]", "", _HINT.sub("", narrow("".join(text.split()))))


def recognise(
    sheet: Sheet,
    remembered: Mapping[str, HeaderMapping] | None = None,
    kinds: Sequence[SheetKind] = ROSTERS,
) -> SheetLayout:
    """Find header, columns and records of a sheet.

    remembered: signature → {header key: field} of headers that a person has corrected. kinds: what
    the sheet may list.
    """
    if not sheet.rows:
        return SheetLayout(sheet.name, SheetKind.UNKNOWN)
    filled = _filled(sheet)
    found = [_scored(filled, sheet, row, kinds) for row in range(min(LOOKED_AT, len(filled)))]
    best = max(found, key=lambda one: one.score)
    if best.score < FEWEST_KNOWN:
        return SheetLayout(sheet.name, SheetKind.UNKNOWN)
    columns = tuple(_columns(best))
    layout = SheetLayout(
        sheet=sheet.name,
        kind=best.kind,
        header_rows=(best.first + 1, best.last + 1),
        columns=columns,
        signature=signature_of(best.kind, columns),
    )
    corrected = (remembered or {}).get(layout.signature)
    if corrected is None:
        return _with_rows(layout, sheet)
    fields = {
        column.index: corrected.get(header_key(column.header), column.field) for column in columns
    }
    return replace(with_mapping(layout, sheet, fields), is_remembered=True)


def with_mapping(layout: SheetLayout, sheet: Sheet, fields: Mapping[int, str]) -> SheetLayout:
    """Return the layout with columns given other fields; NOT_IMPORTED leaves a column out.

    A field that is given to one column is taken from every other.
    """
    taken = {field for field in fields.values() if field}
    columns = tuple(
        replace(column, field=fields[column.index])
        if column.index in fields
        else replace(column, field=NOT_IMPORTED)
        if column.field in taken
        else column
        for column in layout.columns
    )
    return _with_rows(replace(layout, columns=columns), sheet)


def mapping_of(layout: SheetLayout) -> HeaderMapping:
    """Return what to remember of a layout: header key → field."""
    return {header_key(column.header): column.field for column in layout.columns if column.header}


def signature_of(kind: SheetKind, columns: Sequence[Column]) -> str:
    """Return a short text that is equal for equal headers, whatever the file is called."""
    keys = [header_key(column.header) for column in columns]
    digest = hashlib.sha256(json.dumps([kind, *keys]).encode()).hexdigest()
    return digest[:32]


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A row, or two rows joined, that may be the header."""

    first: int
    last: int
    kind: SheetKind
    fields: tuple[str, ...]
    headers: tuple[str, ...]

    @property
    def score(self) -> int:
        return len({field for field in self.fields if field})


def _filled(sheet: Sheet) -> list[list[str]]:
    """Return the top rows as text, merged ranges filled from their top-left cell (E02)."""
    rows = [[cell_text(cell) for cell in row] for row in sheet.rows[: LOOKED_AT + 1]]
    for top, left, bottom, right in sheet.merged:
        if top >= len(rows) or left >= len(rows[top]):
            continue
        text = rows[top][left]
        for row in rows[top : bottom + 1]:
            row[left : right + 1] = [text] * len(row[left : right + 1])
    return rows


def _scored(
    filled: list[list[str]], sheet: Sheet, row: int, kinds: Sequence[SheetKind]
) -> _Candidate:
    single = _candidate(row, row, [(text,) for text in filled[row]], kinds)
    if row + 1 >= len(filled) or not _is_second_line(filled, sheet, row + 1, kinds):
        return single
    pairs = list(zip(filled[row], filled[row + 1], strict=True))
    double = _candidate(row, row + 1, pairs, kinds)
    return double if double.score > single.score else single


def _is_second_line(
    filled: list[list[str]], sheet: Sheet, row: int, kinds: Sequence[SheetKind]
) -> bool:
    """Tell whether a row continues the header above: merged with it, or only header words."""
    if any(top < row <= bottom for top, _, bottom, _ in sheet.merged):
        return True
    known = {word for kind in kinds for word in _words(kind)}
    texts = [text for text in filled[row] if text]
    return bool(texts) and all(header_key(text) in known for text in texts)


def _candidate(
    first: int, last: int, levels: Sequence[tuple[str, ...]], kinds: Sequence[SheetKind]
) -> _Candidate:
    headers = tuple(_joined(parts) for parts in levels)
    options = [
        _Candidate(
            first, last, kind, tuple(_field(parts, _words(kind)) for parts in levels), headers
        )
        for kind in kinds
    ]
    return max(options, key=lambda one: (one.score, _has_required(one)))


def _has_required(candidate: _Candidate) -> bool:
    return all(
        field.name in candidate.fields
        for field in header_fields(candidate.kind).values()
        if field.is_required
    )


def _joined(parts: tuple[str, ...]) -> str:
    return " ".join(dict.fromkeys(part for part in parts if part))


def _field(parts: tuple[str, ...], words: Mapping[str, str]) -> str:
    """Return the field of a header: its lowest line decides, then the lines joined."""
    texts = list(dict.fromkeys(part for part in parts if part))
    if not texts:
        return NOT_IMPORTED
    return words.get(header_key(texts[-1])) or words.get(header_key("".join(texts)), NOT_IMPORTED)


def _columns(candidate: _Candidate) -> Iterator[Column]:
    """Yield the columns; of several for one field, the one called as in our template wins."""
    fields = header_fields(candidate.kind)
    owner: dict[str, int] = {}
    for index, field in enumerate(candidate.fields):
        label = header_key(fields[field].label) if field else ""
        if field and (field not in owner or header_key(candidate.headers[index]) == label):
            owner.setdefault(field, index)
            if header_key(candidate.headers[owner[field]]) != label:
                owner[field] = index
    for index, (header, field) in enumerate(zip(candidate.headers, candidate.fields, strict=True)):
        used = field if field and owner[field] == index else NOT_IMPORTED
        known = bool(field) or header_key(header) in _ignored()
        yield Column(index, header, used, is_known=known)


def _with_rows(layout: SheetLayout, sheet: Sheet) -> SheetLayout:
    """Fill in which rows are records (E05) and which required columns are missing."""
    fields = header_fields(layout.kind)
    missing = tuple(
        field.label
        for field in fields.values()
        if field.is_required and layout.column_of(field.name) is None
    )
    key = next((field.name for field in fields.values() if field.is_required), "")
    named = layout.column_of(key)
    used = [column.index for column in layout.columns if column.header]
    rows: list[int] = []
    footers: list[int] = []
    empty = 0
    for number, row in enumerate(sheet.rows[layout.header_rows[1] :], layout.header_rows[1] + 1):
        if all(cell is None or cell_text(cell) == "" for cell in row):
            empty += 1
            if empty >= EMPTY_ROWS_END:
                break
            continue
        empty = 0
        name = row[named.index] if named else None
        is_footer = named is not None and _is_footer(row, name, fields[key], used)
        (footers if is_footer else rows).append(number)
    return replace(layout, rows=tuple(rows), footers=tuple(footers), missing=missing)


def _is_footer(
    row: Sequence[CellValue], name: CellValue, field: HeaderField, used: Sequence[int]
) -> bool:
    """Tell whether a row is no record: a total, a signature line, a note, the header again."""
    key = header_key(cell_text(name))
    names, starts = _footer_words()
    if key in names or key in field.keys:
        return True
    first = next((text for cell in row if (text := cell_text(cell))), "")
    if _compact(first).startswith(starts):
        return True
    if key:
        return False
    # A row without a name is a record in trouble only if it holds more than a stray cell or two.
    return sum(1 for index in used if cell_text(row[index])) <= FEWEST_KNOWN


@cache
def _footer_words() -> tuple[frozenset[str], tuple[str, ...]]:
    source = header_source()["footer"]
    return frozenset(source["names"]), tuple(map(_compact, source["starts"]))


def _compact(text: str) -> str:
    return "".join(narrow(text).split())
