"""Writing a document as PDF in the layout of GB/T 9704-2012 (A4, 22 lines of 28 characters)."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.base.saving import write_whole
from app.domain.document import Layout
from app.reports.page import (
    HEIGHT,
    LANDSCAPE_HEIGHT_MM,
    LANDSCAPE_MARGIN_MM,
    LANDSCAPE_WIDTH_MM,
    LEFT_MM,
    MM,
    PAGE_HEIGHT_MM,
    PAGE_NUMBER,
    PAGE_WIDTH_MM,
    TOP_MM,
    WIDTH,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from reportlab.pdfgen.canvas import Canvas
    from reportlab.platypus import BaseDocTemplate

    from app.base.progress import Progress
    from app.domain.document import Document
    from app.reports.fonts import FontSet

_PROGRAM = "党务台账"
_LEFT = LEFT_MM * MM
_FOOT = (PAGE_HEIGHT_MM - TOP_MM) * MM - HEIGHT
_DASH_BELOW = 7 * MM  # from the type area to the dashes beside the page number
_DASH_HEIGHT = 0.35  # of the dashes above the baseline, in ems


@dataclass(frozen=True, slots=True)
class _Area:
    """A page and the type area on it, in points; total: the pages, 0 where they are not told."""

    page: tuple[float, float]
    frame: tuple[float, float, float, float]
    total: int = 0


@dataclass(frozen=True, slots=True)
class PdfResult:
    """What was written: the pages, the font families, the characters that no font has."""

    pages: int
    fonts: tuple[str, ...]
    missing: str


def write_pdf(document: Document, target: Path, progress: Progress) -> PdfResult:
    """Write the document; the same document gives the same bytes.

    Raises UserError when the target cannot be written, Cancelled when the user
    gave up; neither leaves anything behind.
    """
    from app.reports.fonts import FontSet  # noqa: PLC0415 - it loads reportlab
    from app.reports.story import Story  # noqa: PLC0415 - it loads reportlab

    fonts = FontSet()

    def build(area: _Area) -> tuple[bytes, int]:
        buffer = io.BytesIO()
        template = _template(document, fonts, buffer, area)
        template.setProgressCallBack(_reporter(progress, len(document.blocks)))
        template.build(list(Story(document, fonts, area.frame[2:]).flowables()))
        return buffer.getvalue(), template.page

    content, pages = build(_area(document.layout))
    if document.layout is Layout.LANDSCAPE:
        content, pages = build(_area(document.layout, pages))
    progress.step(len(document.blocks), len(document.blocks), "正在保存")
    write_whole(target, content)
    return PdfResult(pages, fonts.used, fonts.missing)


def _area(layout: Layout, total: int = 0) -> _Area:
    upright = (PAGE_WIDTH_MM * MM, PAGE_HEIGHT_MM * MM)
    if layout is Layout.OFFICIAL:
        return _Area(upright, (_LEFT, _FOOT, WIDTH, HEIGHT))
    margin = LANDSCAPE_MARGIN_MM * MM
    frame = (margin, margin, LANDSCAPE_WIDTH_MM * MM, LANDSCAPE_HEIGHT_MM * MM)
    return _Area(upright[::-1], frame, total)


def _template(
    document: Document, fonts: FontSet, buffer: io.BytesIO, area: _Area
) -> BaseDocTemplate:
    """Return the page of the standard, with its number, and the properties of the file."""
    from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate

    from app.reports.fonts import Role  # noqa: PLC0415 - it loads reportlab

    song = fonts.name_of(Role.SONG)
    template = BaseDocTemplate(
        buffer,
        pagesize=area.page,
        title=document.title,
        author=document.author,
        subject="",
        creator=_PROGRAM,
        producer=_PROGRAM,
        lang="zh-CN",
        invariant=1,
        initialFontName=song,  # without it every page names an unembedded Helvetica
    )
    frame = Frame(*area.frame, 0, 0, 0, 0)

    def number_page(canvas: Canvas, _template: object) -> None:
        if document.layout is Layout.OFFICIAL:
            _draw_page_number(canvas, song)
        else:
            _draw_page_of_all(canvas, song, area)

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


def _draw_page_of_all(canvas: Canvas, font: str, area: _Area) -> None:
    """Draw "第1页 共3页" below the type area, in the middle."""
    canvas.setFont(font, PAGE_NUMBER)
    text = f"第{canvas.getPageNumber()}页 共{area.total}页"
    canvas.drawCentredString(area.page[0] / 2, area.frame[1] - _DASH_BELOW, text)
