import io

import pypdfium2
import pytest
from reportlab.pdfgen.canvas import Canvas

from app.domain.document import Align
from app.reports.fonts import FontSet, Role
from app.reports.paragraphs import Paragraph, ParagraphStyle, StyledRun

STYLE = ParagraphStyle(size=10, leading=20, indent=2)


@pytest.fixture
def fonts():
    return FontSet()


def characters(flowable, fonts):
    """Draw a flowable and return (character, left, bottom) of what is on the page."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(400, 400), initialFontName=fonts.name_of(Role.SONG))
    flowable.drawOn(canvas, 100, 100)
    canvas.showPage()
    canvas.save()
    with pypdfium2.PdfDocument(buffer.getvalue()) as pdf:
        text = pdf[0].get_textpage()
        return [
            (text.get_text_range(place, 1), *text.get_charbox(place, loose=True)[:2])
            for place in range(text.count_chars())
            if text.get_text_range(place, 1).strip()
        ]


def test_a_paragraph_is_as_high_as_its_lines(fonts):
    paragraph = Paragraph([StyledRun("党" * 18)], STYLE, fonts)
    assert paragraph.wrap(100, 0) == (100, 40)


def test_the_first_line_is_indented_by_two_characters_and_the_next_is_not(fonts):
    paragraph = Paragraph([StyledRun("甲" * 8 + "乙" * 3)], STYLE, fonts)
    paragraph.wrap(100, 0)
    drawn = characters(paragraph, fonts)
    assert drawn[0][1] == pytest.approx(120, abs=0.5)
    assert next(x for char, x, _ in drawn if char == "乙") == pytest.approx(100, abs=0.5)


def test_a_line_that_is_too_short_is_spread_to_the_full_width(fonts):
    paragraph = Paragraph([StyledRun("甲" * 9 + "2010年乙乙乙")], ParagraphStyle(10, 20), fonts)
    paragraph.wrap(100, 0)
    first_line = [x for char, x, _ in characters(paragraph, fonts) if char == "甲"]
    assert len(first_line) == 9
    assert first_line[-1] == pytest.approx(190, abs=0.5)


def test_a_split_paragraph_loses_nothing_and_is_indented_only_once(fonts):
    text = "坚持一起部署、一起检查、一起考核，逐项抓好落实，年底向党员报告。"
    paragraph = Paragraph([StyledRun(text)], STYLE, fonts)
    first, second = paragraph.split(100, 45)
    parts = []
    for part in (first, second):
        part.wrap(100, 0)
        parts.append(characters(part, fonts))
    assert "".join(char for part in parts for char, _, _ in part) == text
    assert first.height == 40
    assert parts[1][0][1] == pytest.approx(100, abs=0.5)


def test_a_paragraph_with_no_room_for_a_line_goes_to_the_next_page_whole(fonts):
    assert Paragraph([StyledRun("党" * 30)], STYLE, fonts).split(100, 15) == []


def test_centred_and_right_aligned_text_stands_where_it_should(fonts):
    for align, left in ((Align.CENTRE, 140), (Align.RIGHT, 180), (Align.LEFT, 100)):
        paragraph = Paragraph([StyledRun("甲乙")], ParagraphStyle(10, 20, align=align), fonts)
        paragraph.wrap(100, 0)
        assert characters(paragraph, fonts)[0][1] == pytest.approx(left, abs=0.5)
