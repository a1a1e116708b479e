"""The page of the report as HTML."""

from PySide6.QtGui import QPalette, QTextDocument

from app.domain.document import (
    Addressee,
    Align,
    Document,
    FigureRun,
    Heading,
    PageBreak,
    Prose,
    SignOff,
    TableBlock,
    Title,
)
from app.ui.report_text import html_of

DOCUMENT = Document(
    "试一试",
    (
        Title("清江县\n汇报"),
        Addressee("县委："),
        Heading(1, "一、学习 & 教育"),
        Prose(("接收", FigureRun("25", "N05"), "名<预备>党员。")),
        PageBreak(),
        TableBlock(
            ("代号", "数字"), (("N05", "25名"),), (40.0, 60.0), (Align.LEFT, Align.RIGHT), ("N05",)
        ),
        SignOff("教育局党委", "2010年12月31日"),
    ),
)


def read(html):
    document = QTextDocument()
    document.setHtml(html)
    return document


def test_every_block_is_on_the_page_and_nothing_is_taken_for_markup(qapp):
    text = read(html_of(DOCUMENT, QPalette(), 14)).toPlainText()
    for words in ("清江县", "县委：", "一、学习 & 教育", "接收25名<预备>党员。", "教育局党委"):
        assert words in text


def test_numbers_and_the_rows_of_the_table_are_links(qapp):
    html = html_of(DOCUMENT, QPalette(), 14)
    assert '<a href="N05">25</a>' in html
    assert '<a href="N05">N05</a>' in html
    assert html.count("<a ") == 2
