"""Writing a document as .docx, to be edited in WPS or Word."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from app.base.saving import write_whole
from app.domain.document import (
    Addressee,
    Align,
    Block,
    Document,
    Heading,
    PageBreak,
    Prose,
    SignOff,
    TableBlock,
    Title,
    text_of,
)
from app.reports.page import (
    HEIGHT_MM,
    LEADING,
    LEFT_MM,
    PAGE_HEIGHT_MM,
    PAGE_WIDTH_MM,
    TOP_MM,
    WIDTH_MM,
)

if TYPE_CHECKING:
    from pathlib import Path

    from docx.document import Document as WordDocument
    from docx.styles.style import ParagraphStyle
    from docx.table import _Cell, _Row
    from docx.text.paragraph import Paragraph

FANG, HEI, KAI = "仿宋_GB2312", "黑体", "楷体_GB2312"
BIAO, SONG = "方正小标宋简体", "宋体"
_BODY, _TITLE, _NUMBER, _CELL = 16, 22, 14, 10.5  # 3号, 2号, 4号, 5号, in points
_STYLES = {  # style of the file: (face, size in points)
    "Normal": (FANG, _BODY),
    "Title": (BIAO, _TITLE),
    "Heading 1": (HEI, _BODY),
    "Heading 2": (KAI, _BODY),
    "Heading 3": (FANG, _BODY),
    "Footer": (SONG, _NUMBER),
}
_GRID_PITCH = "580"  # one line of the page grid, in twentieths of a point
_GRID_SPACE = "-849"  # 28 characters of 16 pt in 156 mm, in 1/4096 pt
_NOTHING = "无"


def write_docx(document: Document, target: Path) -> None:
    """Write the document with the faces government offices use, each named in its style.

    Raises UserError when the target cannot be written; the old file is then unchanged.
    """
    import docx

    word = docx.Document()
    word.core_properties.title = document.title
    word.core_properties.author = document.author
    _set_page(word)
    for name, (face, size) in _STYLES.items():
        _set_style(word.styles[name], face, size)
    _set_footers(word)
    breaks = False
    for block in document.blocks:
        paragraph = _add(word, block)
        if breaks and paragraph is not None:
            paragraph.paragraph_format.page_break_before = True
        breaks = isinstance(block, PageBreak)
    buffer = io.BytesIO()
    word.save(buffer)
    write_whole(target, buffer.getvalue())


def _set_page(word: WordDocument) -> None:
    """A4 with the margins and the grid of GB/T 9704-2012."""
    from docx.oxml.ns import qn
    from docx.oxml.parser import OxmlElement
    from docx.shared import Mm

    section = word.sections[0]
    section.page_width, section.page_height = Mm(PAGE_WIDTH_MM), Mm(PAGE_HEIGHT_MM)
    section.top_margin, section.left_margin = Mm(TOP_MM), Mm(LEFT_MM)
    section.right_margin = Mm(PAGE_WIDTH_MM - LEFT_MM - WIDTH_MM)
    section.bottom_margin = Mm(PAGE_HEIGHT_MM - TOP_MM - HEIGHT_MM)
    section.footer_distance = Mm(PAGE_HEIGHT_MM - TOP_MM - HEIGHT_MM - 12)
    for old in section._sectPr.findall(qn("w:docGrid")):  # noqa: SLF001 - no public way
        section._sectPr.remove(old)  # noqa: SLF001 - as above
    grid = OxmlElement("w:docGrid")
    grid.set(qn("w:type"), "linesAndChars")
    grid.set(qn("w:linePitch"), _GRID_PITCH)
    grid.set(qn("w:charSpace"), _GRID_SPACE)
    section._sectPr.append(grid)  # noqa: SLF001 - as above


def _set_style(style: ParagraphStyle, face: str, size: float) -> None:
    """Give a style its face for Chinese and Latin text alike, black, with exact line spacing."""
    from docx.oxml.ns import qn
    from docx.oxml.parser import OxmlElement
    from docx.shared import Pt, RGBColor

    style.element.get_or_add_rPr().clear()
    for border in style.element.get_or_add_pPr().findall(qn("w:pBdr")):
        border.getparent().remove(border)
    style.font.size, style.font.bold, style.font.italic = Pt(size), False, False
    style.font.color.rgb = RGBColor(0, 0, 0)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(script), face)
    language = OxmlElement("w:lang")  # it decides which marks may begin a line
    language.set(qn("w:eastAsia"), "zh-CN")
    style.element.rPr.append(language)
    form = style.paragraph_format
    form.space_before = form.space_after = Pt(0)
    form.line_spacing = Pt(LEADING)


def _set_footers(word: WordDocument) -> None:
    """Add page numbers "— 1 —": odd ones at the right, even ones at the left."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    word.settings.odd_and_even_pages_header_footer = True
    section = word.sections[0]
    odd, even = section.footer.paragraphs[0], section.even_page_footer.paragraphs[0]
    odd.alignment, even.alignment = WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.LEFT
    odd.paragraph_format.right_indent = even.paragraph_format.left_indent = Pt(_NUMBER)
    for paragraph in (odd, even):
        paragraph.style = word.styles["Footer"]
        paragraph.add_run("— ")
        _add_page_field(paragraph)
        paragraph.add_run(" —")


def _add_page_field(paragraph: Paragraph) -> None:
    from docx.oxml.ns import qn
    from docx.oxml.parser import OxmlElement

    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)  # noqa: SLF001 - python-docx has no fields


def _add(word: WordDocument, block: Block) -> Paragraph | None:
    """Add one block and return its paragraph, if it is one."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    paragraph = None
    match block:
        case Title(text):
            paragraph = word.add_paragraph(text, style="Title")
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            word.add_paragraph()
        case Addressee(text):
            paragraph = word.add_paragraph(text)
        case Heading(level, text):
            paragraph = _indent(word.add_paragraph(text, style=f"Heading {min(level, 3)}"))
        case Prose(runs):
            paragraph = _indent(word.add_paragraph(text_of(runs)))
            paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        case TableBlock():
            _add_table(word, block)
        case SignOff(org, date):
            _add_sign_off(word, org, date)
    return paragraph


def _indent(paragraph: Paragraph) -> Paragraph:
    """Indent the first line by two characters, in points and in Word's own unit."""
    from docx.oxml.ns import qn
    from docx.shared import Pt

    paragraph.paragraph_format.first_line_indent = Pt(2 * _BODY)
    indent = paragraph._p.get_or_add_pPr().get_or_add_ind()  # noqa: SLF001 - no public way
    indent.set(qn("w:firstLineChars"), "200")
    return paragraph


def _add_sign_off(word: WordDocument, org: str, date: str) -> None:
    """Put the date four characters from the right edge and the name centred above it."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    for _ in range(2):
        word.add_paragraph()
    date_width = sum(_BODY / 2 if char.isascii() else _BODY for char in date)
    org_width = len(org) * _BODY
    for text, indent in ((org, 4 * _BODY + (date_width - org_width) / 2), (date, 4 * _BODY)):
        paragraph = word.add_paragraph(text)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        paragraph.paragraph_format.right_indent = Pt(max(indent, 0))
        paragraph.paragraph_format.keep_together = True


def _add_table(word: WordDocument, block: TableBlock) -> None:
    """Add a table with fixed column widths, a repeated header and rows that stay whole."""
    from docx.shared import Mm

    rows = block.rows or ((_NOTHING, *("",) * (len(block.header) - 1)),)
    table = word.add_table(rows=0, cols=len(block.header), style="Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, block.widths_mm, strict=True):
        column.width = Mm(width)
    centred = (Align.CENTRE,) * len(block.header)
    for number, texts in enumerate((block.header, *rows)):
        row = table.add_row()
        _set_row_flags(row, is_header=number == 0)
        aligns = block.align if number else centred
        for place, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
            cell.width = Mm(block.widths_mm[place])
            _fill_cell(cell, text, HEI if number == 0 else FANG, aligns[place])


def _set_row_flags(row: _Row, *, is_header: bool) -> None:
    from docx.oxml.parser import OxmlElement

    properties = row._tr.get_or_add_trPr()  # noqa: SLF001 - python-docx has no such flags
    properties.append(OxmlElement("w:cantSplit"))
    if is_header:
        properties.append(OxmlElement("w:tblHeader"))


def _fill_cell(cell: _Cell, text: str, face: str, align: Align) -> None:
    from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
    from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
    from docx.oxml.ns import qn
    from docx.shared import Pt

    places = {
        Align.LEFT: WD_ALIGN_PARAGRAPH.LEFT,
        Align.CENTRE: WD_ALIGN_PARAGRAPH.CENTER,
        Align.RIGHT: WD_ALIGN_PARAGRAPH.RIGHT,
    }
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    paragraph = cell.paragraphs[0]
    paragraph.alignment = places[align]
    paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
    run = paragraph.add_run(text)
    run.font.size, run.font.name = Pt(_CELL), face
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), face)  # noqa: SLF001 - no public way
