"""一键汇报: the report of a year, every number a link to the records it was counted from."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QIcon, QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from app.base.progress import Progress
from app.domain.date_reading import read_date
from app.domain.fields import tables
from app.domain.figures import FigureChoices
from app.services import (
    figures,
    issued_reports,
    printing,
    report_parameters,
    report_template,
    reports,
)
from app.services.report_parameters import ReportParameters
from app.services.reports import WorkReport
from app.ui import messages, pickers
from app.ui.evidence_dialog import EvidenceDialog, OpenRecord, Shown
from app.ui.fields import DateEdit
from app.ui.form import ProblemLabel
from app.ui.issued_dialog import IssuedDialog
from app.ui.main_window import PageSpec
from app.ui.page import Page, PageTools
from app.ui.report_parameters import parameters_dialog
from app.ui.report_settings import ChoicesDialog, TemplateDialog
from app.ui.report_text import html_of
from app.ui.style import icon, primary

_FIRST_YEAR = 1990
_YEAR_NAME = "report.year"
_PICTURES_FROM_EM = 70
_PAGE_WIDTH_EM = 58
_DOCUMENT_MARGIN = 34


@dataclass(frozen=True, slots=True)
class _Asked:
    year: int
    cutoff: date | None


class ReportPage(Page[WorkReport]):
    """Drafts the report of a year; figures open their records, the whole exports and is issued."""

    def __init__(
        self, tools: PageTools, open_record: OpenRecord, parent: QWidget | None = None
    ) -> None:
        super().__init__(tools, parent)
        self.tables = tuple(tables())
        self._open_record = open_record
        self.report: WorkReport | None = None
        self.year = self._year_box()
        self.cutoff = DateEdit(lambda text: read_date(text, today=date.max))
        self.cutoff.setPlaceholderText("12月31日")
        self.cutoff.setAccessibleName("截止日期")
        self.cutoff.returnPressed.connect(self.draft)
        self.text = QTextBrowser()
        self.text.setOpenLinks(False)
        self.text.setAccessibleName("汇报正文")
        self.text.document().setDocumentMargin(_DOCUMENT_MARGIN)
        self.text.anchorClicked.connect(self._on_link)
        self.warnings = QWidget()
        self._warnings = QVBoxLayout(self.warnings)
        self._warnings.setContentsMargins(4, 0, 4, 0)
        self._warnings.setSpacing(2)
        self.warnings.hide()
        self._needs_report: list[QPushButton] = []
        self._pictures: list[tuple[QPushButton, str]] = []
        self.body.addLayout(self._bar())
        self.body.addWidget(self.warnings)
        self.body.addLayout(self._page(), 1)
        self.add_notice_bar()

    def draft(self) -> None:
        """Write the report of the chosen year again; F9 comes here."""
        asked = self._asked()
        if asked is None:
            messages.warn(self, "截止日期填得不对。", "请填选定年度里的一天，例如 6月30日。")
            return
        self.tools.memory.save(_YEAR_NAME, str(asked.year))
        self._wait.setText("正在生成…")
        self.load()

    def read_all(self, progress: Progress) -> WorkReport:
        """Count the figures and write the text."""
        progress.step(0, 1)
        asked = self._asked() or _Asked(self.year.currentData(), None)
        return reports.draft(self.tools.ledger, asked.year, cutoff=asked.cutoff)

    def show_loaded(self, loaded: WorkReport) -> None:
        """Show the text, keeping the place when it is only refreshed."""
        bar = self.text.verticalScrollBar()
        place = bar.value() if self.report else 0
        self.report = loaded
        em = self.fontMetrics().horizontalAdvance("汉")
        self.text.setHtml(html_of(loaded.document, self.palette(), em))
        bar.setValue(place)
        self._wait.setText("点带下划线的数字，就能看到它是从哪些记录数出来的。")
        self._show_warnings(loaded.year_figures.warnings)
        for button in self._needs_report:
            button.setEnabled(True)

    def open_figure(self, figure_id: str) -> EvidenceDialog | None:
        """Show the records behind a figure of the report."""
        if self.report is None:
            return None
        counted = self.report.year_figures
        shown = Shown.of(counted.figures[figure_id], counted.period)
        dialog = EvidenceDialog(self.tools, shown, self._open_record, self.window())
        dialog.show()
        return dialog

    def export(self, target: Path) -> None:
        """Write the report as PDF or Word file in the background."""
        report = self.report
        if report is not None:
            self.tools.tasks.run(
                lambda progress: printing.save(report.document, target, progress),
                lambda _: messages.tell_file(self, "汇报已导出。", target),
                title="导出汇报",
            )

    def ask_issue(self) -> None:
        """Ask, then freeze the report with its figures."""
        if self.report is None:
            return
        found = self.report.year_figures.warnings
        doubts = "".join(f"\n请核对：{sentence}" for sentence in found)
        messages.ask(
            self,
            f"印发《{self.report.document.title}》？\n"
            "印发时会记下现在的文字和每个数字，以后不能修改；"
            f"记录有变动时，可以看到“当时多少、现在多少”。{doubts}",
            ("印发", "不印发"),
            self._issue,
        )

    def open_issued(self) -> IssuedDialog:
        """Show the issued reports and what has changed since."""
        dialog = IssuedDialog(self.tools, self._open_record, self.window())
        dialog.show()
        return dialog

    def open_choices(self) -> None:
        """Open 统计口径."""
        ledger = self.tools.ledger
        self.tools.tasks.read(lambda _: figures.choices_of(ledger), self._on_choices_loaded)

    def open_template(self) -> None:
        """Open the template of the text."""
        ledger = self.tools.ledger
        self.tools.tasks.read(
            lambda _: report_template.with_titles(report_template.read(ledger)),
            self._on_template_loaded,
        )

    def open_parameters(self) -> None:
        """Open what stands around the figures: names, context, date."""
        ledger, year = self.tools.ledger, int(self.year.currentData())
        self.tools.tasks.read(
            lambda _: report_parameters.read(ledger, year), self._on_parameters_loaded
        )

    def _asked(self) -> _Asked | None:
        """Return what is asked for; None when the cut-off day is not a day of the year."""
        year: int = self.year.currentData()
        text = self.cutoff.text().strip()
        if not text:
            return _Asked(year, None)
        found = self.cutoff.value()
        if (found is None or found.value is None) and "年" not in text:
            found = read_date(f"{year}年{text}", today=date.max).value
        if found is None or found.value is None or found.last_day.year != year:
            return None
        return _Asked(year, found.last_day)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the pictures of the buttons out where their words would be cut off."""
        super().resizeEvent(event)
        em = self.fontMetrics().horizontalAdvance("汉")
        is_wide = self.width() >= em * _PICTURES_FROM_EM
        for button, name in self._pictures:
            button.setIcon(icon(name) if is_wide else QIcon())

    def _year_box(self) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName("年度")
        today = self.tools.ledger.today().year
        for year in range(today, _FIRST_YEAR - 1, -1):
            box.addItem(f"{year}年", year)
        saved = self.tools.memory.load(_YEAR_NAME)
        box.setCurrentIndex(max(box.findData(int(saved) if saved.isdecimal() else today), 0))
        box.activated.connect(self.draft)
        return box

    def _bar(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        for text, field in (("年度", self.year), ("截止", self.cutoff)):
            label = QLabel(text)
            label.setBuddy(field)
            row.addWidget(label)
            row.addWidget(field)
        em = self.fontMetrics().horizontalAdvance("汉")
        self.cutoff.setMinimumWidth(em * 8)
        self.cutoff.setMaximumWidth(em * 11)
        self.draft_button = primary(QPushButton("生成汇报"))
        self.draft_button.clicked.connect(self.draft)
        row.addWidget(self.draft_button)
        row.addStretch()
        for text, name, slot in (
            ("导出 PDF", "export", self._on_pdf_clicked),
            ("导出 Word", "export", self._on_word_clicked),
            ("印发", "done", self.ask_issue),
        ):
            button = self._pictured(name, text)
            button.setEnabled(False)
            button.clicked.connect(slot)
            row.addWidget(button)
            self._needs_report.append(button)
        issued = self._pictured("history", "已印发…")
        issued.clicked.connect(self.open_issued)
        row.addWidget(issued)
        row.addWidget(self._settings_button())
        return row

    def _pictured(self, name: str, text: str) -> QPushButton:
        button = QPushButton(icon(name), text)
        self._pictures.append((button, name))
        return button

    def _settings_button(self) -> QPushButton:
        button = self._pictured("settings", "设置")
        button.setProperty("menuButton", True)  # noqa: FBT003 - Qt takes it by position
        menu = QMenu(button)
        menu.addAction("抬头和背景…").triggered.connect(self.open_parameters)
        menu.addAction("统计口径…").triggered.connect(self.open_choices)
        menu.addAction("汇报模板…").triggered.connect(self.open_template)
        button.setMenu(menu)
        return button

    def _page(self) -> QHBoxLayout:
        page = QWidget()
        page.setMaximumWidth(self.fontMetrics().horizontalAdvance("汉") * _PAGE_WIDTH_EM)
        self._wait = QLabel("正在生成…")
        self._wait.setProperty("kind", "muted")
        inside = QVBoxLayout(page)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self._wait)
        inside.addWidget(self.text, 1)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(page, 100)
        row.addStretch(1)
        return row

    def _show_warnings(self, sentences: tuple[str, ...]) -> None:
        while self._warnings.count():
            self._warnings.takeAt(0).widget().deleteLater()
        for sentence in sentences:
            label = ProblemLabel()
            self._warnings.addWidget(label)
            label.set_text(f"请核对：{sentence}")
        self.warnings.setVisible(bool(sentences))

    def _on_link(self, url: QUrl) -> None:
        self.open_figure(url.toString())

    def _on_pdf_clicked(self) -> None:
        self._pick("导出 PDF", pickers.PDF, ".pdf")

    def _on_word_clicked(self) -> None:
        self._pick("导出 Word", pickers.DOCX, ".docx")

    def _pick(self, title: str, kind: str, suffix: str) -> None:
        if self.report is not None:
            start = pickers.documents() / f"{self.report.document.title.replace('/', '')}{suffix}"
            pickers.save_file(self, title, (kind,), self.export, start)

    def _issue(self) -> None:
        report, ledger = self.report, self.tools.ledger
        if report is not None:
            self.tools.tasks.run(
                lambda _: issued_reports.issue(ledger, report), self._on_issued, title="印发汇报"
            )

    def _on_issued(self, _: str) -> None:
        messages.tell(
            self,
            "已印发，文字和数字已经记下。",
            "在“已印发…”里可以再看、再导出，也可以看到以后的变化。",
        )

    def _on_parameters_loaded(self, present: ReportParameters) -> None:
        dialog = parameters_dialog(present, int(self.year.currentData()), self.tools, self.window())
        dialog.open()

    def _on_choices_loaded(self, present: FigureChoices) -> None:
        dialog = ChoicesDialog(present, self.window())
        dialog.chosen.connect(self._on_choices_chosen)
        dialog.open()

    def _on_choices_chosen(self, choices: FigureChoices) -> None:
        ledger = self.tools.ledger
        self.tools.writer.run(lambda _: figures.choose(ledger, choices), "保存统计口径")

    def _on_template_loaded(self, text: str) -> None:
        dialog = TemplateDialog(self.tools, text, self.window())
        dialog.open()


def report_page(tools: PageTools, open_record: OpenRecord) -> PageSpec:
    """Return the page 一键汇报."""
    return PageSpec("report", "一键汇报", "report", lambda: ReportPage(tools, open_record))
