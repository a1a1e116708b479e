"""An issued report as it was: to read, to follow its numbers, to export again."""

from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QTextBrowser, QVBoxLayout, QWidget

from app.domain.date_reading import read_date
from app.domain.figures import Period
from app.services import printing
from app.services.issued_reports import IssuedReport, counted_then
from app.ui import messages, pickers
from app.ui.evidence_dialog import EvidenceDialog, OpenRecord, Shown
from app.ui.page import PageTools
from app.ui.report_text import html_of
from app.ui.screen_fit import resize_on_screen
from app.ui.style import icon

_SIZE = (860, 640)
_DOCUMENT_MARGIN = 34


class FrozenReportDialog(QDialog):
    """Shows the text that was issued; its numbers open the records that were counted then."""

    def __init__(
        self,
        tools: PageTools,
        report: IssuedReport,
        open_record: OpenRecord,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.NonModal)
        self.setWindowTitle(f"已印发：{report.title}")
        resize_on_screen(self, *_SIZE)
        self._tools, self._report, self._open_record = tools, report, open_record
        self.text = QTextBrowser()
        self.text.setOpenLinks(False)
        self.text.setAccessibleName("已印发的汇报")
        self.text.document().setDocumentMargin(_DOCUMENT_MARGIN)
        # Everything wraps; a table of full width is one pixel too wide by rounding.
        self.text.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        em = self.fontMetrics().horizontalAdvance("汉")
        self.text.setHtml(html_of(report.document, self.palette(), em))
        self.text.anchorClicked.connect(self._on_link)
        layout = QVBoxLayout(self)
        layout.addWidget(self.text, 1)
        layout.addLayout(self._buttons())

    def export(self, target: Path) -> None:
        """Write the issued text as PDF or Word file in the background."""
        document = self._report.document
        self._tools.tasks.run(
            lambda progress: printing.save(document, target, progress),
            lambda _: messages.tell_file(self, "汇报已导出。", target),
            title="导出汇报",
        )

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        for text, slot in (
            ("导出 PDF", self._on_pdf_clicked),
            ("导出 Word", self._on_word_clicked),
        ):
            button = QPushButton(icon("export"), text)
            button.clicked.connect(slot)
            row.addWidget(button)
        close = QPushButton("关闭")
        close.clicked.connect(self.close)
        row.addStretch()
        row.addWidget(close)
        return row

    def _on_pdf_clicked(self) -> None:
        self._pick("导出 PDF", pickers.PDF, ".pdf")

    def _on_word_clicked(self) -> None:
        self._pick("导出 Word", pickers.DOCX, ".docx")

    def _pick(self, title: str, kind: str, suffix: str) -> None:
        start = pickers.documents() / f"{self._report.title.replace('/', '')}{suffix}"
        pickers.save_file(self, title, (kind,), self.export, start)

    def _on_link(self, url: QUrl) -> None:
        id_ = url.toString()
        figure = counted_then(self._report, id_)
        sentence = f"印发时计入 {len(figure.evidence):,} 条记录。"
        shown = Shown(figure, period_of(self._report), figure.evidence, sentence, {})
        EvidenceDialog(self._tools, shown, self._open_record, self).show()


def period_of(report: IssuedReport) -> Period:
    """Return the period of an issued report: to its cut-off day."""
    text = report.figures.get("report.cutoff", ("", ()))[0]
    found = read_date(text, today=date.max).value if text else None
    return Period(report.year, found.value) if found and found.value else Period.of(report.year)
