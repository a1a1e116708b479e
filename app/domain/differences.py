"""In which fields a row differs from the ledger, and which of them a person must decide."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from app.domain.dates import PartialDate, Precision
from app.domain.kinds import MemberType
from app.domain.org_names import Schools
from app.domain.roster_preview import Difference, KnownRecord
from app.domain.roster_rows import RosterRow

# Kept only to explain how a value came about: never a reason to change a record that has one.
_ONLY_IF_EMPTY = frozenset({"id_no_raw", "ethnicity_text", "education_mode"})
_JOINED_TEXTS = frozenset({"remark", "other_phones"})
_CORRECTED = frozenset({"name", "id_no"})
_FINENESS = {Precision.YEAR: 0, Precision.MONTH: 1, Precision.DAY: 2}


def member_differences(
    values: Mapping[str, Any], org: str, known: KnownRecord
) -> tuple[Difference, ...]:
    """Return what a row says otherwise than the ledger (E.6 step 5).

    Never from a value to empty, but for what is left of a number that is legible now. Conflicts:
    another name or ID number, a full member made probationary, any change of 党籍状态 (which has
    its own procedure), another branch.
    """
    # What is left of a spoiled number explains nothing beside a good one.
    skip = {"branch", "id_no_raw"} if known.values.get("id_no") else {"branch"}
    found = list(_plain_differences(values, known, skip=frozenset(skip)))
    spoiled = known.values.get("id_no_raw")
    if spoiled and values.get("id_no") and not values.get("id_no_raw") and "id_no_raw" not in skip:
        found.append(Difference("id_no_raw", spoiled, ""))
    marked = [
        Difference(one.field, one.old, one.new, is_conflict=_is_conflict(one)) for one in found
    ]
    old = known.values.get("branch")
    if org and org != old:
        is_move = bool(old)
        marked.append(Difference("branch", old or None, org, is_conflict=is_move))
    return tuple(marked)


def row_differences(row: RosterRow, org: str, known: KnownRecord) -> tuple[Difference, ...]:
    """Return the same for a row; one that bears the person's 记录号 corrects name and ID number."""
    found = member_differences(row.values, org, known)
    if row.record != known.id:
        return found
    return tuple(
        replace(one, is_conflict=False) if one.field in _CORRECTED else one for one in found
    )


def org_differences(
    row: RosterRow, parent: str, known: KnownRecord, schools: Schools
) -> tuple[Difference, ...]:
    """Return what a row of a branch list says otherwise than the ledger.

    Another name is a conflict, unless the row bears the 记录号 of the organisation.
    """
    values, is_bound = row.values, row.record == known.id
    skip = frozenset({"parent", "unit", "unit_code", "covers", "secretary"})
    found = [
        Difference(
            one.field, one.old, one.new, is_conflict=one.field == "full_name" and not is_bound
        )
        for one in _plain_differences(values, known, skip=skip)
    ]
    old = known.values.get("parent")
    if parent and parent != old:
        found.append(Difference("parent", old or None, parent, is_conflict=bool(old)))
    return (*found, *_links(values, known, schools))


def _links(values: Mapping[str, Any], known: KnownRecord, schools: Schools) -> Iterator[Difference]:
    """Yield covered units that are not recorded yet, and another secretary."""
    covered = set(known.values.get("covers") or ())
    ids = set(known.values.get("cover_ids") or ())
    wanted = dict.fromkeys((*([values["unit"]] if values.get("unit") else []),
                            *(values.get("covers") or ())))  # fmt: skip
    missing = tuple(
        name
        for name in wanted
        if name not in covered and not ids.intersection(one.id for one in schools.get(name, ()))
    )
    if missing:
        before = tuple(sorted(covered))
        yield Difference("covers", before or None, (*before, *missing))
    secretary, old = values.get("secretary"), known.values.get("secretary")
    if secretary and secretary != old:
        yield Difference("secretary", old or None, secretary, is_conflict=bool(old))


def _plain_differences(
    values: Mapping[str, Any], known: KnownRecord, skip: frozenset[str]
) -> Iterator[Difference]:
    for name, new in values.items():
        if new is None or name in skip:
            continue
        old = known.values.get(name)
        if _is_empty(old):
            if new is not False:
                yield Difference(name, None, new)
        elif name not in _ONLY_IF_EMPTY and not _is_same(name, old, new):
            yield Difference(name, old, new)


def _is_empty(value: object) -> bool:
    return value is None or value == ""


def _is_same(name: str, old: object, new: object) -> bool:
    if isinstance(new, PartialDate):
        return isinstance(old, PartialDate) and _says_as_much(old, new)
    if name in _JOINED_TEXTS:
        return set(str(new).replace("；", " ").split()) <= set(str(old).replace("；", " ").split())
    return old == new


def _says_as_much(old: PartialDate, new: PartialDate) -> bool:
    """Tell whether the ledger's date already says what the file says, or says it more exactly."""
    if new.value is None:
        return old.value is not None or old.raw == new.raw
    if old.value is None or _FINENESS[new.precision] > _FINENESS[old.precision]:
        return False
    return new.first_day <= old.first_day and old.last_day <= new.last_day


def _is_conflict(difference: Difference) -> bool:
    if difference.old is None:
        return False
    if difference.field in {"name", "id_no", "status"}:
        return True
    return difference.field == "member_type" and difference.new == MemberType.PROBATIONARY
