"""In which columns a row of a filed table differs from the ledger, and what is not taken over."""

from dataclasses import dataclass, replace

from app.domain.differences import plain_differences
from app.domain.kinds import ON_ROSTER, MemberType
from app.domain.readings import Problem, info, warn
from app.domain.record_templates import MAIN, MONTH, PEOPLE, PERSON, RecordColumn, RecordTemplate
from app.domain.roster_preview import Difference, KnownRecord
from app.domain.roster_rows import RosterRow
from app.domain.showing import code_labels

_IDENTITY = frozenset({"name", "id_no"})
_MADE_WITH_THE_ROW = frozenset({MAIN, PERSON, PEOPLE, MONTH, "class", "hardship", "notice"})
"""The parts that a row brings in itself where the ledger has none."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a comparison gives; dropped: columns of the row that are not to be written."""

    differences: tuple[Difference, ...]
    problems: tuple[tuple[str, Problem], ...] = ()
    dropped: tuple[str, ...] = ()


def record_differences(
    row: RosterRow, known: KnownRecord, template: RecordTemplate, *, is_bound: bool
) -> Told:
    """Return what a row says otherwise than the ledger, never from a value to empty.

    is_bound: the row bears the 记录号, so that name and ID number are corrections and no conflict.
    """
    columns = {column.name: column for column in template.written}
    values = {name: value for name, value in row.values.items() if name in columns}
    found = plain_differences(values, known, skip=frozenset())
    kept: list[Difference] = []
    problems: list[tuple[str, Problem]] = []
    dropped: list[str] = []
    for one in found:
        column = columns[one.field]
        problem = _reason_not_to(column, row, known)
        if problem:
            problems.append((one.field, problem))
            dropped.append(one.field)
        elif not _says_the_same(column, one):
            is_conflict = one.field in _IDENTITY and one.old is not None and not is_bound
            kept.append(replace(one, is_conflict=is_conflict))
    silent = [one.field for one in kept if columns[one.field].fills and one.old is not None]
    dropped += silent
    return Told(
        tuple(one for one in kept if one.field not in silent), tuple(problems), tuple(dropped)
    )


def _says_the_same(column: RecordColumn, one: Difference) -> bool:
    if column.part == PEOPLE:
        return set(one.old or ()) == set(one.new)
    target = column.reader.partition(":")[2]
    # Some records hold the word itself where others hold its code.
    return bool(target) and code_labels(target).get(str(one.new)) == one.old


def _reason_not_to(column: RecordColumn, row: RosterRow, known: KnownRecord) -> Problem | None:
    """Return why a value is not taken over: it would change a membership, or has no place."""
    if column.procedure and not _AGREES[column.procedure](row, known):
        return warn("filing.procedure")
    if column.part not in _MADE_WITH_THE_ROW and column.part not in known.others:
        return info("filing.no_place", label=column.label)
    return None


def _is_member(_row: RosterRow, known: KnownRecord) -> bool:
    return known.values.get("status") in ON_ROSTER


def _is_full(_row: RosterRow, known: KnownRecord) -> bool:
    return known.values.get("member_type") == MemberType.FULL


def _has_moved(row: RosterRow, known: KnownRecord) -> bool:
    """Tell whether a transfer is over in the ledger: nobody stands on the roster he has left."""
    status, direction = known.values.get("status"), row.values.get("direction")
    if direction == "OUT":
        return status not in ON_ROSTER
    return status in ON_ROSTER and known.values.get("branch") == row.values.get("to_org")


_AGREES = {"member": _is_member, "full": _is_full, "moved": _has_moved}
