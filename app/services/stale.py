"""Windows that stayed open: only what was changed in them is written, never over newer values."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from app.base.errors import UserError
from app.domain.fields import Value

Values = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Opened:
    """A record as a window showed it when it was opened."""

    id: str
    shown: Values


Target = str | Opened | None
"""The record to write: its id, with or without what the window showed; None for a new one."""


def id_of(target: Target) -> str | None:
    """Return the id of the record to write, None for a new one."""
    return target.id if isinstance(target, Opened) else target


def to_write(
    new: Values, stored: Values, target: Target, label: Callable[[str], str]
) -> dict[str, Value]:
    """Return the values that differ from the ledger and were changed since the window opened.

    Without what the window showed every difference was meant. Raises UserError when a field that
    was changed in the window was changed elsewhere, too.
    """
    shown = target.shown if isinstance(target, Opened) else stored
    meant = {name: value for name, value in new.items() if value != shown.get(name)}
    changed = {name: value for name, value in meant.items() if value != stored.get(name)}
    moved = [name for name in changed if stored.get(name) != shown.get(name)]
    if moved:
        raise UserError(
            f"{'、'.join(map(label, moved))}在这个窗口打开之后又在别处改过。",
            kept="没有保存，别处改的都在。",
            todo="请关闭窗口，重新打开核对后再改。",
        )
    return changed
