"""What a printed document consists of, as plain values that every writer understands."""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class FigureRun:
    """A piece of prose that was counted: on screen it opens the records of its figure.

    text: as printed ("25"). figure_id: "N05" or another id of the template.
    """

    text: str
    figure_id: str


Run = str | FigureRun


class Align(StrEnum):
    """Where the text of a table column stands."""

    LEFT = "LEFT"
    CENTRE = "CENTRE"
    RIGHT = "RIGHT"


class Layout(StrEnum):
    """How the pages stand: OFFICIAL by GB/T 9704-2012, LANDSCAPE for wide tables."""

    OFFICIAL = "OFFICIAL"
    LANDSCAPE = "LANDSCAPE"


@dataclass(frozen=True, slots=True)
class Title:
    """The title of the document (2号小标宋, centred), one line of text for each printed line."""

    text: str


@dataclass(frozen=True, slots=True)
class Addressee:
    """The body the document is addressed to (主送机关), with its colon."""

    text: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is printed in 黑体, level 2 in 楷体, deeper ones in 仿宋."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Prose:
    """One paragraph of text."""

    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class TableBlock:
    """A table; its header is repeated on every page and no row is split.

    widths_mm: one width per column, together at most 156 mm, on LANDSCAPE pages 257 mm. align: one
    per column.
    row_ids: the figure each row explains, where it explains one; the PDF links to these rows.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths_mm: tuple[float, ...]
    align: tuple[Align, ...]
    row_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SignOff:
    """Who signs and when (落款): the name stands centred above the date."""

    org: str
    date: str


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows starts on a new page."""


Block = Title | Addressee | Heading | Prose | TableBlock | SignOff | PageBreak


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document. title goes into the properties of the file, not onto the page."""

    title: str
    blocks: tuple[Block, ...]
    author: str = ""
    layout: Layout = Layout.OFFICIAL


def text_of(runs: tuple[Run, ...]) -> str:
    """Return the runs as one string."""
    return "".join(run if isinstance(run, str) else run.text for run in runs)
