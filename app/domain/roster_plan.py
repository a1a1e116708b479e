"""What is to be written once the clerk has chosen: a preview and choices become actions."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from app.domain.differences import org_differences, row_differences
from app.domain.headers import SheetKind
from app.domain.roster_preview import (
    ADD,
    SAME_AS,
    SKIP,
    TAKE,
    TRANSFER,
    Difference,
    MatchedRow,
    RosterPreview,
    RowOutcome,
    cell_key,
    field_key,
)

Choices = Mapping[str, str]

# 党籍状态 has its own procedure with event and paper.
_NEVER = frozenset({"status"})


@dataclass(frozen=True, slots=True)
class Action:
    """One record to write: target is "" for a new one.

    values: field → value to write, under the names of the columns; for a new record all of them.
    org: branch of a member or superior of an organisation, as a target; "" for no change.
    """

    kind: SheetKind
    row: str
    target: str
    values: Mapping[str, Any]
    org: str = ""


def decide(preview: RosterPreview, choices: Choices) -> tuple[Action, ...]:
    """Return the records to write, in the order of the file, at most one for a record.

    Unanswered questions take their safe default; any row can be left out with SKIP.
    """
    actions: dict[str, Action] = {}
    for row in preview.rows:
        action = _action(row, preview, choices)
        if row.twin and choices.get(row.key) == TAKE:
            _overrule(actions, row, preview, choices)
        elif action:
            actions[row.key] = action
    return tuple(action for action in actions.values() if _writes(action))


def row_result(row: MatchedRow, choices: Choices) -> RowOutcome:
    """Return what became of a row once the choices were applied (导入结果)."""
    answer = choices.get(row.key, "")
    if answer == SKIP:
        return RowOutcome.SKIPPED
    if row.outcome in {RowOutcome.SUSPECT, RowOutcome.CONFLICT} and answer == ADD:
        return RowOutcome.NEW
    if answer == TAKE or answer.startswith(SAME_AS) or _is_settled(row, choices):
        return RowOutcome.CHANGED
    written, kept = partial_counts(row, choices)
    return RowOutcome.PARTLY if written and kept else row.outcome


def partial_counts(row: MatchedRow, choices: Choices) -> tuple[int, int]:
    """Return how many of the differences of a row are written, and how many are not."""
    if row.outcome is not RowOutcome.CONFLICT or not row.target:
        return 0, 0
    taken = [
        _is_taken(one, choices.get(field_key(row.source.sheet, row.source.row, one.field), ""))
        and not (one.field in _NEVER and one.old is not None)
        for one in row.differences
    ]
    return sum(taken), len(taken) - sum(taken)


def _is_settled(row: MatchedRow, choices: Choices) -> bool:
    """Tell whether every conflict of a row was decided for what the file says."""
    conflicts = [one for one in row.differences if one.is_conflict]
    return bool(conflicts) and all(
        _is_taken(one, choices.get(field_key(row.source.sheet, row.source.row, one.field), ""))
        for one in conflicts
    )


def _writes(action: Action) -> bool:
    return bool(not action.target or action.values or action.org)


def _action(row: MatchedRow, preview: RosterPreview, choices: Choices) -> Action | None:
    answer = choices.get(row.key, "")
    if answer == SKIP or row.twin or row.outcome is RowOutcome.SKIPPED:
        return None
    if answer.startswith(SAME_AS):
        return _joined(row, answer.removeprefix(SAME_AS), preview, choices)
    if row.target:
        return _changed(row, row.differences, choices)
    if row.outcome is RowOutcome.NEW or answer == ADD:
        return _new(row, choices)
    return None


def _new(row: MatchedRow, choices: Choices) -> Action:
    values = {name: value for name, value in row.source.values.items() if value is not None}
    values |= _cell_choices(row, choices)
    return Action(row.source.kind, row.key, "", values, row.org)


def _joined(row: MatchedRow, record: str, preview: RosterPreview, choices: Choices) -> Action:
    """Treat a suspect row as a known person or organisation."""
    row = replace(row, target=record)
    return _changed(row, _differences(row, row.source.values, preview), choices)


def _differences(
    row: MatchedRow, values: Mapping[str, Any], preview: RosterPreview
) -> tuple[Difference, ...]:
    known, source = preview.known[row.target], replace(row.source, values=values)
    if source.kind is SheetKind.BRANCHES:
        return org_differences(source, row.org, known, preview.schools)
    return row_differences(source, row.org, known)


def _changed(row: MatchedRow, differences: tuple[Difference, ...], choices: Choices) -> Action:
    values: dict[str, Any] = {}
    org = ""
    for one in differences:
        answer = choices.get(field_key(row.source.sheet, row.source.row, one.field), "")
        if one.field in _NEVER and one.old is not None:
            continue
        if not _is_taken(one, answer):
            continue
        if one.field in {"branch", "parent"}:
            org = one.new
        else:
            values[one.field] = one.new
    values |= _cell_choices(row, choices)
    return Action(row.source.kind, row.key, row.target, values, org)


def _is_taken(difference: Difference, answer: str) -> bool:
    """Tell whether the file's value is written: conflicts only when chosen, others unless not."""
    if difference.is_conflict:
        return answer == (TRANSFER if difference.field == "branch" else TAKE)
    return answer in {"", TAKE}


def _cell_choices(row: MatchedRow, choices: Choices) -> dict[str, Any]:
    source = row.source
    found = {
        name: choices.get(cell_key(source.sheet, source.row, name), "") for name in source.choices
    }
    return {name: source.choices[name][int(number)] for name, number in found.items() if number}


def _overrule(
    actions: dict[str, Action],
    row: MatchedRow,
    preview: RosterPreview,
    choices: Choices,
) -> None:
    """Let a later row about the same person win over the earlier one, never with empty cells."""
    first = preview.row(row.twin)
    listed = row.source.kind is SheetKind.BRANCHES
    values = {name: value for name, value in row.source.values.items() if value is not None}
    values |= _cell_choices(row, choices)
    before = actions.get(row.twin)
    if first.target:
        same = replace(row, target=first.target)
        later = _changed(same, _differences(same, values, preview), choices)
    else:
        # A new organisation is filed under the name of its first row.
        values = {**values, "full_name": first.source.values["full_name"]} if listed else values
        later = Action(row.source.kind, row.key, "", values, row.org)
    if before is None:
        actions[row.twin] = later
        return
    actions[row.twin] = replace(
        before, values={**before.values, **later.values}, org=later.org or before.org
    )
