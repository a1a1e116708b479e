"""P7 and P12: the work report and the roster as PDF, and the figures from cold."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from app.cli.bench.measuring import Measured, Title, compared, measured, seconds
from app.services import printing, reports, roster_print
from app.services.figures import compute
from app.services.ledger import Ledger

YEAR = 2010
_RUNS = 5
_ROSTER_RUNS = 3
_PAGE_HEIGHT = 842


def work_report(ledger: Ledger, place: Path) -> Measured:
    """Write the PDF of the work report, against drawing the same lines of text directly."""
    drafted = reports.draft(ledger, YEAR)
    ours, direct = place / "bench-report.pdf", place / "bench-direct.pdf"
    printing.save(drafted.document, ours)
    pages = _lines(ours)
    title = Title("P7", f"汇报 PDF（{len(pages)}页）", "reportlab 直接画同样的字", 1.5)
    return compared(title, _drawing(pages, direct), lambda: printing.save(drafted.document, ours))


def roster(ledger: Ledger, place: Path) -> Measured:
    """Write the PDF of the roster of all members, against drawing the same texts directly."""
    ours, direct = place / "bench-roster.pdf", place / "bench-roster-direct.pdf"
    rows = roster_print.save(ledger, None, ours)
    pages = _lines(ours)
    act = f"花名册 PDF（{rows}行，{len(pages)}页）"
    title = Title("P7", act, "reportlab 直接画同样的字", 1.5)
    return compared(
        title, _drawing(pages, direct), lambda: roster_print.save(ledger, None, ours), _ROSTER_RUNS
    )


def figures(ledger: Ledger) -> Measured:
    """Count all figures of a year; the floor is the second that the goal allows."""
    title = Title("P12", "一年的全部指标", "规定的 1 秒", 1)
    return measured(title, [(1, seconds(lambda: compute(ledger, YEAR))) for _ in range(_RUNS)])


def figures_grown(ledger: Ledger, before: Measured, times: float) -> Measured:
    """Count the figures of a county so many times as large; the floor is linear growth (P13)."""
    title = Title("P13", f"全部指标，人数增到{times:.3g}倍", "按人数成比例增长", 1)
    ours = [seconds(lambda: compute(ledger, YEAR)) for _ in range(_RUNS)]
    return measured(title, [(before.ours * times, one) for one in ours])


def _lines(pdf: Path) -> list[list[tuple[float, float, str]]]:
    """Return each page's pieces of text with their places."""
    import pypdfium2

    pages = []
    with closing(pypdfium2.PdfDocument(pdf)) as document:
        for page in document:
            text = page.get_textpage()
            boxes = [text.get_rect(number) for number in range(text.count_rects())]
            pages.append([(box[0], box[1], text.get_text_bounded(*box)) for box in boxes])
    return pages


def _drawing(pages: list[list[tuple[float, float, str]]], target: Path) -> Callable[[], None]:
    from reportlab.pdfbase.pdfmetrics import registerFont
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    from app.base.resources import resource  # noqa: PLC0415

    def draw() -> None:
        registerFont(TTFont("bench", str(resource("fonts", "fangsong.ttf"))))
        canvas = Canvas(str(target), pagesize=(595, _PAGE_HEIGHT))
        for page in pages:
            canvas.setFont("bench", 16)
            for x, y, line in page:
                canvas.drawString(x, y, line)
            canvas.showPage()
        canvas.save()

    return draw
