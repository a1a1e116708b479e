"""A document as the HTML of a QTextBrowser: laid out like a page, every number a link."""

from collections.abc import Callable
from html import escape

from PySide6.QtGui import QPalette

from app.domain.document import (
    Addressee,
    Align,
    Block,
    Document,
    FigureRun,
    Heading,
    PageBreak,
    Prose,
    SignOff,
    TableBlock,
    Title,
)

_SIDES = {Align.LEFT: "left", Align.CENTRE: "center", Align.RIGHT: "right"}
_LINE = "#8A919B"


def html_of(document: Document, palette: QPalette, em: int) -> str:
    """Return the page; the target of every link is the id of its figure.

    em: the width of a Chinese character in pixels, for the indent of paragraphs.
    """
    link = palette.color(QPalette.ColorRole.Link).name()
    text = palette.color(QPalette.ColorRole.Text).name()
    body = "".join(map(_block, document.blocks))
    style = (
        f"body {{ color: {text}; }} a {{ color: {link}; }}"
        "p { line-height: 150%; margin: 0 0 6px 0; }"
        f".prose {{ text-indent: {em * 2}px; }}"
        f"td, th {{ padding: 5px 7px; border: 1px solid {_LINE}; }}"
    )
    return f"<html><head><style>{style}</style></head><body>{body}</body></html>"


def _block(block: Block) -> str:
    return _WRITERS[type(block)](block)


def _title(block: Title) -> str:
    lines = "<br>".join(map(escape, block.text.splitlines()))
    return f'<h1 align="center" style="font-size: x-large; margin: 10px 0 22px 0;">{lines}</h1>'


def _addressee(block: Addressee) -> str:
    return f"<p>{escape(block.text)}</p>"


def _heading(block: Heading) -> str:
    size = "large" if block.level == 1 else "medium"
    style = f"font-size: {size}; margin: 12px 0 6px 0;"
    return f'<h2 class="prose" style="{style}">{escape(block.text)}</h2>'


def _prose(block: Prose) -> str:
    runs = "".join(
        f'<a href="{run.figure_id}">{escape(run.text)}</a>'
        if isinstance(run, FigureRun)
        else escape(run)
        for run in block.runs
    )
    return f'<p class="prose">{runs}</p>'


def _sign_off(block: SignOff) -> str:
    return f'<p align="right"><br>{escape(block.org)}<br>{escape(block.date)}</p>'


def _page_break(_: PageBreak) -> str:
    return "<p><br></p><hr>"


def _table(block: TableBlock) -> str:
    total = sum(block.widths_mm)
    widths = [f"{width / total:.0%}" for width in block.widths_mm]
    head = "".join(
        f'<th width="{width}">{escape(text)}</th>'
        for width, text in zip(widths, block.header, strict=True)
    )
    rows = []
    for number, row in enumerate(block.rows):
        figure = block.row_ids[number] if number < len(block.row_ids) else ""
        cells = "".join(
            f'<td align="{_SIDES[side]}">{_cell(text, figure, is_first=column == 0)}</td>'
            for column, (side, text) in enumerate(zip(block.align, row, strict=True))
        )
        rows.append(f"<tr>{cells}</tr>")
    return (
        '<table cellspacing="0" style="border-collapse: collapse;" width="100%">'
        f"<thead><tr>{head}</tr></thead>{''.join(rows)}</table>"
    )


def _cell(text: str, figure: str, *, is_first: bool) -> str:
    return f'<a href="{figure}">{escape(text)}</a>' if figure and is_first else escape(text)


_WRITERS: dict[type, Callable[..., str]] = {
    Title: _title,
    Addressee: _addressee,
    Heading: _heading,
    Prose: _prose,
    TableBlock: _table,
    SignOff: _sign_off,
    PageBreak: _page_break,
}
