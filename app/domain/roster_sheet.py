"""The printed roster of members (P02) as plain values: columns, branches, rows."""

from dataclasses import dataclass

from app.domain.document import Align


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """One column; the widths of all together fill a landscape A4 page."""

    title: str
    width_mm: float
    align: Align = Align.CENTRE


@dataclass(frozen=True, slots=True)
class SheetGroup:
    """The members of one branch, and the line above them with its sums."""

    heading: str
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class RosterSheet:
    """A whole roster; head stands below the title, foot on every page beside its number."""

    title: str
    head: str
    foot: str
    columns: tuple[SheetColumn, ...]
    groups: tuple[SheetGroup, ...]
