"""Which row of a sheet is its header, and what each column means (E01 to E04).

A header is found by scoring: the row, or two rows joined, that hold the most known header words.
"""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from app.domain.cell_text import cell_text, narrow
from app.domain.grids import Sheet
from app.domain.headers import (
    NOT_IMPORTED,
    ROSTERS,
    Column,
    SheetKind,
    header_fields,
    header_key,
    header_source,
    ignored_words,
    words_of,
)
from app.domain.sheet_rows import FEWEST_KNOWN, LONGEST_HEADER, Band, sort_rows

LOOKED_AT = 15
MOST_SAMPLES = 3
_DIGITS = re.compile(r"[0-9]{3}")


@dataclass(frozen=True, slots=True)
class SheetLayout:
    """What was recognised in a sheet; rows are spreadsheet rows from 1.

    header_rows: first and last row of the header. rows: those that hold records. footers: those
    below the header that were left out. bands: lines among the records that hold one text, which
    may be the organisation of those below. after_gap: the first row read after many empty ones;
    second_table: the header of another table, from which on nothing was read; both 0 for none.
    reporting: who hands the sheet in, as written above the header. signature: the same for every
    file with this header.
    missing: labels of required columns that were not found. is_remembered: a person has corrected
    this header before. A sheet of unknown kind has columns where one of its rows may be a header:
    a person can then say what they mean (as_roster).
    """

    sheet: str
    kind: SheetKind
    header_rows: tuple[int, int] = (0, 0)
    columns: tuple[Column, ...] = ()
    rows: tuple[int, ...] = ()
    footers: tuple[int, ...] = ()
    bands: tuple[Band, ...] = ()
    after_gap: int = 0
    second_table: int = 0
    reporting: str = ""
    signature: str = ""
    missing: tuple[str, ...] = ()
    is_remembered: bool = False

    def column_of(self, field: str) -> Column | None:
        """Return the column that fills a field, or None."""
        return next((column for column in self.columns if column.field == field), None)


HeaderMapping = Mapping[str, str]


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
        return _guessed(sheet, filled, remembered or {})
    columns = tuple(_columns(best))
    layout = SheetLayout(
        sheet=sheet.name,
        kind=best.kind,
        header_rows=(best.first + 1, best.last + 1),
        columns=columns,
        reporting=_reporting(filled[: best.first]),
        signature=signature_of(best.kind, columns),
    )
    corrected = (remembered or {}).get(layout.signature)
    if corrected is None:
        return _with_rows(layout, sheet)
    return _as_remembered(layout, sheet, corrected)


def as_roster(layout: SheetLayout) -> SheetLayout:
    """Return the layout of a sheet of unknown kind as that of a roster, its rows not yet sorted."""
    if layout.kind is not SheetKind.UNKNOWN:
        return layout
    signature = signature_of(SheetKind.MEMBERS, layout.columns)
    return replace(layout, kind=SheetKind.MEMBERS, signature=signature)


def _guessed(
    sheet: Sheet, filled: list[list[str]], remembered: Mapping[str, HeaderMapping]
) -> SheetLayout:
    """Return what may be the header of a roster in words of its own, or an empty layout.

    It is read as a roster only when a person has told before what this header means.
    """
    rows = filled[:LOOKED_AT]
    first = max(range(len(rows)), key=lambda row: len(_titles(rows[row])))
    below = [[cell_text(cell) for cell in row] for row in sheet.rows[first + 1 : first + LOOKED_AT]]
    if len(_titles(rows[first])) < FEWEST_KNOWN or not any(map(any, below)):
        return SheetLayout(sheet.name, SheetKind.UNKNOWN)
    levels = [(text,) for text in rows[first]]
    columns = tuple(
        replace(column, samples=_samples(below, column.index))
        for column in _columns(_candidate(first, first, levels, (SheetKind.MEMBERS,)))
    )
    layout = SheetLayout(
        sheet.name,
        SheetKind.UNKNOWN,
        header_rows=(first + 1, first + 1),
        columns=columns,
        reporting=_reporting(filled[:first]),
    )
    roster = as_roster(layout)
    corrected = remembered.get(roster.signature)
    return layout if corrected is None else _as_remembered(roster, sheet, corrected)


def _titles(row: Sequence[str]) -> set[str]:
    """Return the texts of a row that can be titles of columns: short, and no numbers or dates."""
    return {text for text in row if 0 < len(text) <= LONGEST_HEADER and not _DIGITS.search(text)}


def _samples(rows: Sequence[Sequence[str]], index: int) -> tuple[str, ...]:
    texts = dict.fromkeys(row[index] for row in rows if index < len(row) and row[index])
    return tuple(texts)[:MOST_SAMPLES]


def _as_remembered(layout: SheetLayout, sheet: Sheet, corrected: HeaderMapping) -> SheetLayout:
    """Return the layout with what a person has once told of its columns."""
    fields = {
        column.index: corrected.get(header_key(column.header), column.field)
        for column in layout.columns
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
    """Return a short text that is equal for equal headers, whatever the file is called.

    The columns that we add to a workbook do not count, so that the corrected one is known again.
    """
    added = set(header_source()["added"])
    keys = [key for column in columns if (key := header_key(column.header)) not in added]
    while keys and not keys[-1]:
        keys.pop()
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
    # A title above the header is no part of it, whatever it is merged over.
    is_joined = _is_merged_below(sheet, row + 1)
    lower = (
        0
        if is_joined
        else _candidate(row + 1, row + 1, [(text,) for text in filled[row + 1]], kinds).score
    )
    return double if double.score > max(single.score, lower) else single


def _is_second_line(
    filled: list[list[str]], sheet: Sheet, row: int, kinds: Sequence[SheetKind]
) -> bool:
    """Tell whether a row continues the header above: merged with it, or only header words.

    A word may also be one only together with what stands above it: 转正 below 入党时间.
    """
    if _is_merged_below(sheet, row):
        return True
    known = [words_of(kind) for kind in kinds]
    pairs = [pair for pair in zip(filled[row - 1], filled[row], strict=True) if pair[1]]
    return bool(pairs) and all(any(_field(pair, words) for words in known) for pair in pairs)


def _is_merged_below(sheet: Sheet, row: int) -> bool:
    """Tell whether a cell of this row is merged with one above."""
    return any(top < row <= bottom for top, _, bottom, _ in sheet.merged)


def _candidate(
    first: int, last: int, levels: Sequence[tuple[str, ...]], kinds: Sequence[SheetKind]
) -> _Candidate:
    headers = tuple(_joined(parts) for parts in levels)
    options = [
        _Candidate(
            first, last, kind, tuple(_field(parts, words_of(kind)) for parts in levels), headers
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
    """Return the field of a header: its lowest line decides, then the lines joined.

    Joined either way: 联系方式 over 手机, but 时间 over 入党; and with the last word of the upper
    line alone, since 入党时间 over 转正 means 转正时间.
    """
    texts = list(dict.fromkeys(part for part in parts if part))
    if not texts:
        return NOT_IMPORTED
    lowest, upper = header_key(texts[-1]), header_key(texts[0])
    ending = next((end for end in _endings() if len(texts) > 1 and upper.endswith(end)), "")
    tried = (lowest, lowest + ending, upper + lowest, lowest + upper)
    return next((words[key] for key in tried if key in words), NOT_IMPORTED)


@cache
def _endings() -> tuple[str, ...]:
    return tuple(header_source()["endings"])


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
        known = bool(field) or header_key(header) in ignored_words()
        rival = owner[field] if field and not used else -1
        yield Column(index, header, used, is_known=known, rival=rival)


def _reporting(above: Sequence[Sequence[str]]) -> str:
    """Return the organisation named above the header: 填报单位：X, also with X in the next cell."""
    for row in above:
        texts = list(dict.fromkeys(narrow(text) for text in row if text))
        for text, after in pairwise((*texts, "")):
            found = _reporting_label().search(text)
            if found:
                return found[1] or ("" if ":" in after else after)
    return ""


@cache
def _reporting_label() -> re.Pattern[str]:
    labels = "|".join(header_source()["reporting"])
    return re.compile(rf"(?:{labels})\s*:\s*([^\s:]*)")


def _with_rows(layout: SheetLayout, sheet: Sheet) -> SheetLayout:
    """Fill in which rows are records (E05) and which required columns are missing."""
    missing = tuple(
        field.label
        for field in header_fields(layout.kind).values()
        if field.is_required and layout.column_of(field.name) is None
    )
    found = sort_rows(sheet, layout.kind, layout.columns, layout.header_rows[1])
    return replace(
        layout,
        rows=found.records,
        footers=found.footers,
        bands=found.bands,
        after_gap=found.after_gap,
        second_table=found.second_table,
        missing=missing,
    )
