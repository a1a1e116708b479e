"""How a user arranged a list: order, hidden columns, widths, sorting; as a value and as a text."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from app.ui.frozen_view import FrozenView
from app.ui.table_model import Column

# Room for the funnel beside a title and for the padding of a cell.
_TITLE_AIR = 40
_CELL_AIR = 22


@dataclass(frozen=True, slots=True)
class Sorting:
    """By what a list is sorted: a column, a named order, or as handed in (key "")."""

    key: str = ""
    is_column: bool = False
    is_descending: bool = False


@dataclass(frozen=True, slots=True)
class TableLayout:
    """The arrangement of a list; columns by their keys, widths in digits of the font."""

    order: tuple[str, ...] = ()
    hidden: frozenset[str] = frozenset()
    widths: dict[str, float] = field(default_factory=dict)
    sorting: Sorting = Sorting()

    def to_text(self) -> str:
        """Return the layout as a JSON text."""
        values = asdict(self) | {"hidden": sorted(self.hidden)}
        return json.dumps(values, ensure_ascii=False)

    @classmethod
    def from_text(cls, text: str) -> "TableLayout | None":
        """Read back what to_text gave; None for anything else."""
        try:
            read: dict[str, Any] = json.loads(text)
            return cls(
                order=tuple(map(str, read["order"])),
                hidden=frozenset(map(str, read["hidden"])),
                widths={str(key): float(width) for key, width in read["widths"].items()},
                sorting=Sorting(**read["sorting"]),
            )
        except (ValueError, TypeError, KeyError, AttributeError):
            return None


def default_layout(columns: Sequence[Column[Any]], view: FrozenView) -> TableLayout:
    """Return the layout the columns declare, in the present font."""
    unit = view.unit()
    return TableLayout(
        order=tuple(column.key for column in columns),
        hidden=frozenset(column.key for column in columns if not column.is_visible),
        widths={
            column.key: max(
                column.width + _CELL_AIR / unit,
                (view.header.fontMetrics().horizontalAdvance(column.title) + _TITLE_AIR) / unit,
            )
            for column in columns
        },
    )


def present_layout(
    columns: Sequence[Column[Any]], view: FrozenView, sorting: Sorting
) -> TableLayout:
    """Return how the view is arranged now; a hidden column keeps no width."""
    header = view.header
    visual = [header.logicalIndex(place) for place in range(len(columns))]
    hidden = {number for number in visual if header.isSectionHidden(number)}
    return TableLayout(
        order=tuple(columns[number].key for number in visual),
        hidden=frozenset(columns[number].key for number in hidden),
        widths={
            columns[number].key: round(header.sectionSize(number) / view.unit(), 2)
            for number in visual
            if number not in hidden
        },
        sorting=sorting,
    )


def arrange(
    columns: Sequence[Column[Any]], view: FrozenView, layout: TableLayout, frozen: int
) -> None:
    """Arrange the view; unknown keys are ignored, columns new to the layout go to the end."""
    numbers = {column.key: number for number, column in enumerate(columns)}
    known = [numbers[key] for key in layout.order if key in numbers and numbers[key] >= frozen]
    new = [number for number in range(frozen, len(columns)) if number not in known]
    header = view.header
    for place, number in enumerate([*range(frozen), *known, *new]):
        header.moveSection(header.visualIndex(number), place)
    for number, column in enumerate(columns):
        is_known = column.key in layout.order
        is_hidden = column.key in layout.hidden if is_known else not column.is_visible
        view.setColumnHidden(number, is_hidden and number >= frozen)
        if column.key in layout.widths:
            view.setColumnWidth(number, round(layout.widths[column.key] * view.unit()))
