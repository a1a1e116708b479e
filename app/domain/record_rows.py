"""Rows, cards and choices of any table, ready to be shown."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.domain.fields import Value
from app.domain.history import HistoryEntry


@dataclass(frozen=True, slots=True)
class RecordRow:
    """A record in a list; shown and raw hold every column by name, as text and as value."""

    id: str
    shown: Mapping[str, str]
    raw: Mapping[str, Value]
    summary: str = ""


@dataclass(frozen=True, slots=True)
class RecordPart:
    """Records that belong to a record on its card (the attendance of an activity)."""

    table: str
    title: str
    rows: tuple[RecordRow, ...]


@dataclass(frozen=True, slots=True)
class RecordCard:
    """A record as its card shows it, with the records that point to it and its history."""

    table: str
    row: RecordRow
    parts: tuple[RecordPart, ...] = ()
    history: tuple[HistoryEntry, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Choice:
    """A record that a reference field can point to, or a code; hint tells likes apart."""

    value: str
    label: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class BinRow:
    """A record in the recycle bin; removed_at is ISO text in UTC."""

    table: str
    title: str
    id: str
    summary: str
    removed_at: str


@dataclass(frozen=True, slots=True)
class BatchLine:
    """A batch in the list of what was done; at is ISO text in UTC.

    can_redo: the batch is itself an undo, so that undoing it is 重做.
    """

    id: str
    kind: str
    title: str
    author: str
    at: str
    records_n: int
    is_undone: bool = False
    can_redo: bool = False
