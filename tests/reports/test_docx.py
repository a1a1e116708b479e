import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm

from app.reports.docx import write_docx


@pytest.fixture
def word(document, tmp_path):
    write_docx(document, tmp_path / "汇报.docx")
    return docx.Document(tmp_path / "汇报.docx")


def test_the_text_is_all_there_in_order(word):
    texts = [paragraph.text for paragraph in word.paragraphs]
    assert texts[0].replace("\n", "") == "中共某某县教育局委员会关于2010年党建工作情况的汇报"
    assert "全年接收预备党员25名，捐款19200元。" in texts
    assert texts.index("一、加强组织建设") < texts.index("（一）严格党员发展")
    assert "2010年12月31日" in texts


@pytest.mark.parametrize(
    ("style", "face"),
    [
        ("Normal", "仿宋_GB2312"),
        ("Title", "方正小标宋简体"),
        ("Heading 1", "黑体"),
        ("Heading 2", "楷体_GB2312"),
        ("Footer", "宋体"),
    ],
)
def test_each_style_names_its_chinese_face_and_no_face_of_the_theme(word, style, face):
    fonts = word.styles[style].element.rPr.rFonts
    assert fonts.get(qn("w:eastAsia")) == face
    assert not [name for name in fonts.attrib if "Theme" in name]


def test_the_page_has_the_margins_of_the_standard(word):
    section = word.sections[0]
    width = section.page_width - section.left_margin - section.right_margin
    assert [round(x / Mm(1), 1) for x in (section.top_margin, section.left_margin)] == [37, 28]
    assert round(width / Mm(1), 1) == 156


def test_tables_keep_their_widths_repeat_their_header_and_never_split_a_row(word):
    table, empty = word.tables
    assert [round(column.width.mm) for column in table.columns] == [30, 126]
    assert len(table.rows) == 61
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
    assert empty.cell(1, 0).text == "无"


def test_the_page_number_is_a_field_at_the_right_of_odd_and_left_of_even_pages(word):
    section = word.sections[0]
    for footer in (section.footer, section.even_page_footer):
        field = footer.paragraphs[0]._p.find(qn("w:fldSimple"))
        assert field.get(qn("w:instr")) == "PAGE"
    assert word.settings.odd_and_even_pages_header_footer
    odd, even = section.footer.paragraphs[0], section.even_page_footer.paragraphs[0]
    assert (odd.alignment, even.alignment) == (WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.LEFT)
