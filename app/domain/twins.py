"""Which rows of a file are about one person (E12)."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from app.domain.dates import PartialDate, overlap
from app.domain.roster_preview import MatchedRow
from app.domain.roster_rows import RosterRow

_ID, _TARGET, _BIRTH, _NAME, _BARE = "id", "target", "birth", "name", "bare"
TWIN_CODES = {
    _ID: "row.same_id",
    _TARGET: "row.same_person",
    _BIRTH: "row.same_person",
    _NAME: "row.same_name",
    _BARE: "row.same_name",
}
_MONTH = len("2010-06")
# Explains or adds to other values; two rows may differ in it and still be about one person.
_ASIDE = frozenset(
    {"remark", "id_no_raw", "other_phones", "ethnicity_text", "education_mode", "member_type"}
)
# A file of one name ten thousand times must not be compared row by row.
_MOST = 20

_Key = tuple[str, ...]


@dataclass(slots=True)
class SeenRows:
    """The rows of a file so far, by what tells one person from another."""

    _rows: dict[_Key, list[MatchedRow]] = field(default_factory=lambda: defaultdict(list))

    def twins_of(self, row: RosterRow, target: str) -> Iterator[tuple[MatchedRow, str]]:
        """Yield the earlier rows about the same person, and what tells it (key of TWIN_CODES).

        target: the record that the row surely belongs to, or "".
        """
        # Only where one of two birth dates is missing does the name alone have to do.
        by_name = (_BARE if _has_birth(row) else _NAME, str(row.values.get("name")))
        for key in (*_keys(row, target), by_name):
            for first in self._rows.get(key, ()):
                if _is_one(key[0], first.source.values, row.values):
                    yield first, key[0]

    def add(self, matched: MatchedRow, target: str) -> None:
        """Remember a row."""
        row = matched.source
        name = str(row.values.get("name"))
        by_name = ((_NAME, name),) if _has_birth(row) else ((_NAME, name), (_BARE, name))
        for key in (*_keys(row, target), *by_name):
            if len(self._rows[key]) < _MOST:
                self._rows[key].append(matched)


def _keys(row: RosterRow, target: str) -> Iterator[_Key]:
    id_no, birth, name = (row.values.get(one) for one in ("id_no", "birth_on", "name"))
    if id_no:
        yield _ID, id_no
    if target:
        yield _TARGET, target
    if birth and birth.value:
        yield _BIRTH, str(name), birth.iso[:_MONTH]


def _has_birth(row: RosterRow) -> bool:
    birth = row.values.get("birth_on")
    return bool(birth and birth.value)


def _is_one(kind: str, first: Mapping[str, Any], row: Mapping[str, Any]) -> bool:
    """Tell whether two rows that share a key of a kind are about one person."""
    if kind in {_ID, _TARGET}:
        return True
    if _differ(first.get("id_no"), row.get("id_no")):
        return False
    birth = overlap(first.get("birth_on"), row.get("birth_on"))
    if kind == _BIRTH:
        return birth is True and not _differ(first.get("gender"), row.get("gender"))
    return birth is None and not _contradict(first, row)


def _contradict(first: Mapping[str, Any], row: Mapping[str, Any]) -> bool:
    return any(_differ(first.get(name), value) for name, value in row.items() if name not in _ASIDE)


def _differ(one: object, other: object) -> bool:
    """Tell whether two values contradict each other; a missing one contradicts nothing."""
    if one is None or other is None:
        return False
    if isinstance(one, PartialDate) and isinstance(other, PartialDate):
        return overlap(one, other) is False
    return one != other
