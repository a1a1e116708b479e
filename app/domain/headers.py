"""The header words of rosters and branch lists: resources/import/headers.toml."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from typing import Any

from app.base.resources import resource
from app.domain.cell_text import narrow
from app.domain.record_templates import RecordColumn, record_template

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
    program has no idea what it holds. rival: the column that was taken for the same field, or -1.
    samples: the first different texts below a header that was only guessed.
    """

    index: int
    header: str
    field: str = NOT_IMPORTED
    is_known: bool = True
    rival: int = -1
    samples: tuple[str, ...] = ()


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


def record_label() -> str:
    """Return the header of the hidden column with the ids of the records."""
    return header_fields(SheetKind.MEMBERS)["record"].label


@cache
def words_of(kind: SheetKind) -> Mapping[str, str]:
    """Return the fields of a kind of sheet by every word for them, as compared."""
    return {
        header_key(word): field.name
        for field in header_fields(kind).values()
        for word in field.words
    }


@cache
def ignored_words() -> frozenset[str]:
    """Return the words of columns that mean nothing to the program, as compared."""
    return frozenset(map(header_key, header_source()["ignored"]))


@lru_cache(maxsize=4096)
def header_key(text: str) -> str:
    """Return a header as it is compared: no blanks, hints in brackets, stars or colons (E03)."""
    return re.sub(r"[\s*:]", "", _HINT.sub("", narrow("".join(text.split()))))


def without_hints(text: str) -> str:
    """Return a half-width text without what stands in brackets."""
    return _HINT.sub("", narrow(text))
