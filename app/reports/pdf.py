"""Writing a document as PDF in the layout of GB/T 9704-2012 (A4, 22 lines of 28 characters)."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.base.saving import write_whole
from app.reports.page import (
    HEIGHT,
    LEFT_MM,
    MM,
    PAGE_HEIGHT_MM,
    PAGE_NUMBER,
    PAGE_WIDTH_MM,
    TOP_MM,
    WIDTH,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from reportlab.pdfgen.canvas import Canvas
    from reportlab.platypus import BaseDocTemplate

    from app.base.progress import Progress
    from app.domain.document import Document
    from app.reports.fonts import FontSet
    from app.reports.system_fonts import FontPlace

_PROGRAM = "党务台账"
_LEFT = LEFT_MM * MM
_FOOT = (PAGE_HEIGHT_MM - TOP_MM) * MM - HEIGHT
_DASH_BELOW = 7 * MM  # from the type area to the dashes beside the page number
_DASH_HEIGHT = 0.35  # of the dashes above the baseline, in ems


@dataclass(frozen=True, slots=True)
class PdfResult:
    """What was written: the pages, the font families, the characters that no font has."""

    pages: int
    fonts: tuple[str, ...]
    missing: str


def write_pdf(
    document: Document,
    target: Path,
    progress: Progress,
    installed: Mapping[str, FontPlace] | None = None,
) -> PdfResult:
    """Write the document; with the bundled fonts the same document gives the same bytes.

    installed: the fonts of this machine (system_fonts.installed_fonts), preferred to the bundled
    ones where given. Raises UserError when the target cannot be written, Cancelled when the user
    gave up; neither leaves anything behind.
    """
    from app.reports.fonts import FontSet  # noqa: PLC0415 - it loads reportlab
    from app.reports.story import Story  # noqa: PLC0415 - it loads reportlab

    fonts = FontSet(installed)
    buffer = io.BytesIO()
    template = _template(document, fonts, buffer)
    template.setProgressCallBack(_reporter(progress, len(document.blocks)))
    template.build(list(Story(document, fonts).flowables()))
    progress.step(len(document.blocks), len(document.blocks), "正在保存")
    write_whole(target, buffer.getvalue())
    return PdfResult(template.page, fonts.used, fonts.missing)


def _template(document: Document, fonts: FontSet, buffer: io.BytesIO) -> BaseDocTemplate:
    """Return the page of the standard, with its number, and the properties of the file."""
    from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate

    from app.reports.fonts import Role  # noqa: PLC0415 - it loads reportlab

    song = fonts.name_of(Role.SONG)
    template = BaseDocTemplate(
        buffer,
        pagesize=(PAGE_WIDTH_MM * MM, PAGE_HEIGHT_MM * MM),
        title=document.title,
        author=document.author,
        subject="",
        creator=_PROGRAM,
        producer=_PROGRAM,
        lang="zh-CN",
        invariant=1,
        initialFontName=song,  # without it every page names an unembedded Helvetica
    )
    frame = Frame(_LEFT, _FOOT, WIDTH, HEIGHT, 0, 0, 0, 0)

    def number_page(canvas: Canvas, _template: object) -> None:
        _draw_page_number(canvas, song)

    template.addPageTemplates([PageTemplate("page", [frame], onPage=number_page)])
    return template


def _reporter(progress: Progress, total: int) -> Callable[[str, int], None]:
    """Return what reportlab calls while it sets the pages."""

    def report(kind: str, value: int) -> None:
        if kind == "PROGRESS":
            progress.step(min(value, total), total, "正在排版")

    return report


def _draw_page_number(canvas: Canvas, font: str) -> None:
    """Draw "— 1 —" in 4号 below the type area: odd pages at the right, even ones at the left."""
    page = canvas.getPageNumber()
    text = f"— {page} —"
    y = _FOOT - _DASH_BELOW - _DASH_HEIGHT * PAGE_NUMBER
    canvas.setFont(font, PAGE_NUMBER)
    if page % 2:
        canvas.drawRightString(_LEFT + WIDTH - PAGE_NUMBER, y, text)
    else:
        canvas.drawString(_LEFT + PAGE_NUMBER, y, text)
