"""A block of a table on the clipboard, as WPS and Excel take it without spoiling ID numbers."""

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import QMimeData

from app.ui.table_model import Column, ColumnKind, Row

# x:str and the number format \@ both say "text": WPS looks at the first, Excel at the second.
_AS_TEXT = "x:str style='mso-number-format:\"\\@\"'"
_HTML = (
    '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta charset="utf-8"></head>'
    "<body><table>{}</table></body></html>"
)


def block(
    rows: Sequence[Row], columns: Sequence[Column[Row]], *, with_titles: bool = False
) -> QMimeData:
    """Return the cells as tab-separated text and as an HTML table whose text cells stay text."""
    lines = [[column.text(row) for column in columns] for row in rows]
    titles = [column.title for column in columns]
    html = [_html_row(line, columns) for line in lines]
    if with_titles:
        lines.insert(0, titles)
        html.insert(0, "<tr>" + "".join(f"<th>{escape(title)}</th>" for title in titles) + "</tr>")
    mime = QMimeData()
    mime.setText("\n".join("\t".join(map(_plain, line)) for line in lines))
    mime.setHtml(_HTML.format("".join(html)))
    return mime


def _html_row(line: Sequence[str], columns: Sequence[Column[Row]]) -> str:
    cells = [
        f"<td>{escape(text)}</td>"
        if column.kind is ColumnKind.NUMBER
        else f"<td {_AS_TEXT}>{escape(text)}</td>"
        for text, column in zip(line, columns, strict=True)
    ]
    return f"<tr>{''.join(cells)}</tr>"


def _plain(text: str) -> str:
    """Quote a cell that would break the block, the way Excel writes it."""
    if any(mark in text for mark in "\t\n\r") or text.startswith('"'):
        return '"' + text.replace('"', '""') + '"'
    return text
