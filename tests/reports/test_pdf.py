import re
import subprocess
import sys

import pypdfium2
import pytest

from app.base.errors import Cancelled, UserError
from app.base.progress import Silent
from app.domain.document import (
    Align,
    Document,
    FigureRun,
    Heading,
    Layout,
    Prose,
    SignOff,
    TableBlock,
    Title,
)
from app.reports.pdf import write_pdf


@pytest.fixture
def pdf(document, tmp_path):
    target = tmp_path / "汇报.pdf"
    result = write_pdf(document, target, Silent())
    return target, result


def pages_of(target):
    with pypdfium2.PdfDocument(target) as opened:
        return [page.get_textpage().get_text_bounded() for page in opened]


def test_the_text_can_be_copied_out_with_every_number_and_rare_name(pdf):
    target, result = pdf
    pages = pages_of(target)
    text = "".join(pages).replace("\r\n", "")
    assert result.pages == len(pages)
    assert "全年接收预备党员25名，捐款19200元。" in text
    assert "表彰张㛃、李䶮、𬱖某三名同志。" in text
    assert "2010年12月31日" in text
    assert result.missing == ""


def test_pages_are_a4_and_numbered_in_dashes(pdf):
    target, _ = pdf
    with pypdfium2.PdfDocument(target) as opened:
        assert opened[0].get_size() == pytest.approx((595.28, 841.89), abs=0.1)
    for number, page in enumerate(pages_of(target), start=1):
        assert f"— {number} —" in page


def test_every_font_is_embedded(pdf):
    target, result = pdf
    raw = target.read_bytes()
    assert b"Helvetica" not in raw
    assert raw.count(b"/FontFile2") == raw.count(b"/Type /FontDescriptor") > 0
    assert "Dangwu Fangsong" in result.fonts


def test_the_header_of_a_table_stands_on_each_of_its_pages(pdf):
    target, _ = pdf
    pages = pages_of(target)
    with_rows = [page for page in pages if "项指标的说明" in page]
    assert len(with_rows) > 1
    assert all("代号" in page for page in with_rows)
    rows = re.findall(r"第(\d+)项指标的说明", "".join(with_rows))
    assert [int(row) for row in rows] == list(range(1, 61))


def table_of(length, rows):
    texts = tuple((f"行{number}", "长" * length + f"末{number}。") for number in range(rows))
    return TableBlock(("甲", "乙"), texts, (30, 60), (Align.LEFT, Align.LEFT))


def test_a_row_is_never_split_between_pages(tmp_path):
    write_pdf(Document("", (table_of(150, 9),)), tmp_path / "a.pdf", Silent())
    for page in pages_of(tmp_path / "a.pdf"):
        assert re.findall(r"行(\d)", page) == re.findall(r"末(\d)", page)


def test_a_row_taller_than_a_page_is_printed_nevertheless(tmp_path):
    write_pdf(Document("", (table_of(3000, 1),)), tmp_path / "a.pdf", Silent())
    text = "".join(pages_of(tmp_path / "a.pdf"))
    assert text.count("长") == 3000


@pytest.mark.parametrize(
    "text", ["", "W" * 200, "（" * 60, "，" * 60, "党" * 27 + "，，。", "a/b " * 90]
)
def test_no_text_is_too_odd_to_print(tmp_path, text):
    blocks = (Prose((text,)), Prose((FigureRun(text, "N05"),)), SignOff(text, "2010年"))
    write_pdf(Document("", blocks), tmp_path / "a.pdf", Silent())
    printed = "".join(pages_of(tmp_path / "a.pdf"))
    assert sum(printed.count(char) for char in set(text) - {" "}) >= 2 * len(text.replace(" ", ""))


def test_an_empty_table_says_so(pdf):
    assert "无" in pages_of(pdf[0])[-1]


def test_the_same_document_gives_the_same_bytes_wherever_it_lies(document, tmp_path):
    first, second = tmp_path / "a" / "1.pdf", tmp_path / "b" / "2.pdf"
    for path in (first, second):
        path.parent.mkdir()
    write_pdf(document, first, Silent())
    write_pdf(document, second, Silent())
    assert first.read_bytes() == second.read_bytes()


def test_the_title_is_in_the_properties(pdf):
    with pypdfium2.PdfDocument(pdf[0]) as opened:
        assert opened.get_metadata_value("Title") == "关于2010年党建工作情况的汇报"


def test_a_number_links_to_its_row_in_the_appendix(pdf):
    raw = pdf[0].read_bytes()
    assert raw.count(b"/Subtype /Link") == 2


@pytest.mark.parametrize("lines", range(14, 26))
def test_a_heading_never_stands_alone_at_the_foot_of_a_page(tmp_path, lines):
    filler = tuple(Prose(("短句。",)) for _ in range(lines))
    blocks = (*filler, Heading(1, "一、标题"), Heading(2, "（一）小标题"), Prose(("正文。",)))
    write_pdf(Document("", blocks), tmp_path / "a.pdf", Silent())
    with_heading = next(page for page in pages_of(tmp_path / "a.pdf") if "一、标题" in page)
    assert "正文" in with_heading


def test_22_lines_of_28_characters_fill_a_page(tmp_path):
    write_pdf(Document("", (Prose(("党" * (28 * 23 - 2),)),)), tmp_path / "a.pdf", Silent())
    first, second = pages_of(tmp_path / "a.pdf")
    assert first.count("党") == 28 * 22 - 2
    assert second.count("党") == 28


class CancelsAtOnce:
    def step(self, done, total, text=""):
        raise Cancelled


def test_cancelling_leaves_nothing_behind(document, tmp_path):
    with pytest.raises(Cancelled):
        write_pdf(document, tmp_path / "a.pdf", CancelsAtOnce())
    assert list(tmp_path.iterdir()) == []


def test_progress_never_passes_its_total(document, tmp_path):
    steps = []

    class Remembers:
        def step(self, done, total, text=""):
            steps.append((done, total))

    write_pdf(document, tmp_path / "a.pdf", Remembers())
    assert all(0 <= done <= total for done, total in steps)
    assert steps[-1][0] == steps[-1][1]


def test_a_target_that_cannot_be_written_is_explained(document, tmp_path):
    (tmp_path / "a.pdf").mkdir()
    with pytest.raises(UserError, match=r"a\.pdf"):
        write_pdf(document, tmp_path / "a.pdf", Silent())
    assert list((tmp_path / "a.pdf").iterdir()) == []
    assert len(list(tmp_path.iterdir())) == 1


def test_importing_the_writers_loads_no_heavy_library():
    code = (
        "import sys, app.reports.pdf, app.reports.docx, app.reports.template;"
        "sys.exit(any(name in sys.modules for name in ('reportlab', 'docx', 'PIL')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def wide(rows):
    texts = tuple((f"行{number}", "办理事项" * 30) for number in range(rows))
    table = TableBlock(("序号", "事项"), texts, (57, 200), (Align.CENTRE, Align.LEFT))
    return Document("清单", (Title("待办清单"), table), layout=Layout.LANDSCAPE)


def test_a_wide_table_stands_on_landscape_pages_that_tell_how_many_they_are(tmp_path):
    target = tmp_path / "清单.pdf"
    result = write_pdf(wide(40), target, Silent())
    pages = pages_of(target)
    assert result.pages == len(pages) > 2
    with pypdfium2.PdfDocument(target) as opened:
        assert opened[0].get_size() == pytest.approx((841.89, 595.28), abs=0.1)
        text = opened[0].get_textpage()
        first = text.get_text_range().index("待办清单")
        edges = [text.get_charbox(place) for place in (first, first + 3)]
    assert (edges[0][0] + edges[1][2]) / 2 == pytest.approx(841.89 / 2, abs=5)
    for number, page in enumerate(pages, start=1):
        assert f"第{number}页 共{len(pages)}页" in page
        assert "序号" in page


def test_a_row_taller_than_a_landscape_page_is_printed_nevertheless(tmp_path):
    texts = (("1", "长" * 3000 + "末。"),)
    table = TableBlock(("序号", "事项"), texts, (57, 100), (Align.CENTRE, Align.LEFT))
    made = Document("清单", (table,), layout=Layout.LANDSCAPE)
    write_pdf(made, tmp_path / "a.pdf", Silent())
    text = "".join(pages_of(tmp_path / "a.pdf"))
    assert text.count("长") == 3000
    assert "末" in text
