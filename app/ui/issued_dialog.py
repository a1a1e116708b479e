"""The reports as they were issued, and what has changed since: 当时 25，现在 26."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from app.domain.figures import Evidence
from app.services import issued_reports
from app.services.figures import YearFigures, compute
from app.services.issued_reports import IssuedReport, Moved
from app.services.ledger import Ledger
from app.ui.empty_state import EmptyText
from app.ui.evidence_dialog import EvidenceDialog, OpenRecord, Shown
from app.ui.frozen_report import FrozenReportDialog, period_of
from app.ui.page import PageTools
from app.ui.screen_fit import resize_on_screen
from app.ui.table import RecordTable, TableSetup
from app.ui.table_model import Column

_SIZE = (1000, 560)
_ADDED, _GONE, _OTHER = "印发后增加", "现在不再计入", "数值变了"
_NOTHING_ISSUED = EmptyText("还没有印发过汇报", "在“一键汇报”里核对好数字以后，点“印发”。")
_NOTHING_TO_COMPARE = EmptyText(
    "没有可以比较的汇报", "印发以后数字有变化的，这里会列出当时和现在的数。"
)
_NOTHING_MOVED = EmptyText("没有变化", "印发以后，这份汇报里的数字都没有变。")


@dataclass(frozen=True, slots=True)
class MovedRow:
    """A figure that is no longer what the issued report said; id is that of the figure."""

    id: str
    title: str
    then: str
    now: str
    records: str


@dataclass(frozen=True, slots=True)
class _Compared:
    report: IssuedReport
    now: YearFigures
    moved: tuple[Moved, ...]


class IssuedDialog(QDialog):
    """Issued reports on the left, the figures that have changed since on the right."""

    def __init__(
        self, tools: PageTools, open_record: OpenRecord, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.NonModal)
        self.setWindowTitle("已印发的汇报")
        resize_on_screen(self, *_SIZE)
        self._tools = tools
        self._open_record = open_record
        self._reports: dict[str, IssuedReport] = {}
        self._compared: _Compared | None = None
        self.list = RecordTable(_list_setup())
        self.list.current_changed.connect(self._on_report_chosen)
        self.list.opened.connect(self._on_report_opened)
        self.sentence = QLabel("")
        self.sentence.setProperty("kind", "section")
        self.sentence.setWordWrap(True)
        self.sentence.hide()
        self.moved = RecordTable(_moved_setup())
        self.moved.opened.connect(self._on_moved_opened)
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.sentence)
        column.addWidget(self.moved, 1)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self.list)
        split.addWidget(right)
        split.setSizes([420, 560])
        split.setHandleWidth(8)
        layout = QVBoxLayout(self)
        layout.addWidget(split, 1)
        layout.addLayout(self._buttons())
        tools.tasks.read(lambda _: issued_reports.issued(tools.ledger), self._on_loaded)

    def open_report(self) -> FrozenReportDialog | None:
        """Show the chosen report as it was issued."""
        report = self._reports.get(self.list.current_id())
        if report is None:
            return None
        dialog = FrozenReportDialog(self._tools, report, self._open_record, self)
        dialog.show()
        return dialog

    def _buttons(self) -> QHBoxLayout:
        self._open = QPushButton("打开这份汇报")
        self._open.setEnabled(False)
        self._open.clicked.connect(self.open_report)
        close = QPushButton("关闭")
        close.clicked.connect(self.close)
        row = QHBoxLayout()
        row.addWidget(self._open)
        row.addStretch()
        row.addWidget(close)
        return row

    def _on_report_opened(self, _: str) -> None:
        self.open_report()

    def _on_loaded(self, found: tuple[IssuedReport, ...]) -> None:
        self._reports = {report.id: report for report in found}
        self.list.set_rows(found)
        self.list.select([report.id for report in found[:1]])
        if not found:
            self.moved.show_empty(_NOTHING_TO_COMPARE)
            self.moved.set_rows([])

    def _on_report_chosen(self, report_id: str) -> None:
        report = self._reports.get(report_id)
        self._open.setEnabled(report is not None)
        if report:
            ledger = self._tools.ledger
            self._tools.tasks.read(lambda _: _compare(ledger, report), self._on_compared)

    def _on_compared(self, compared: _Compared) -> None:
        if compared.report.id != self.list.current_id():
            return
        self._compared = compared
        number = len(compared.moved)
        self.sentence.setText(
            f"印发以后有 {number} 个数字变了，双击看是哪些记录："
            if number
            else "印发以后，数字都没有变。"
        )
        self.sentence.show()
        self.moved.set_rows([_row(compared.report, one) for one in compared.moved])

    def _on_moved_opened(self, figure_id: str) -> None:
        compared = self._compared
        if compared is None:
            return
        moved = next(one for one in compared.moved if one.figure.definition.id == figure_id)
        notes = changes_between(compared.report.figures[figure_id][1], moved.figure.evidence)
        gone = [
            item
            for item in compared.report.figures[figure_id][1]
            if notes.get((item.table, item.id)) == _GONE
        ]
        shown = Shown(
            moved.figure,
            compared.now.period,
            sorted(
                (*gone, *moved.figure.evidence), key=lambda item: (item.table, item.id) not in notes
            ),
            f"当时 {moved.then or '（空）'}，现在 {moved.now or '（空）'}：{_counted(notes)}。"
            + _meaning_then(compared.report, moved),
            notes or {("", ""): ""},
        )
        EvidenceDialog(self._tools, shown, self._open_record, self).show()


def _meaning_then(report: IssuedReport, moved: Moved) -> str:
    """Return how a figure was counted at issue, "" where it is counted so still."""
    now = moved.figure.definition
    then = issued_reports.counted_then(report, now.id).definition.definition
    return "" if then == now.definition else f"统计口径改过，印发时是：{then}。"


def changes_between(
    then: tuple[Evidence, ...], now: tuple[Evidence, ...]
) -> dict[tuple[str, str], str]:
    """Return what became of each record that is counted otherwise than when it was issued."""
    before = {(item.table, item.id): item.amount for item in then}
    after = {(item.table, item.id): item.amount for item in now}
    return {
        **{key: _ADDED for key in after if key not in before},
        **{key: _GONE for key in before if key not in after},
        **{key: _OTHER for key in after if key in before and after[key] != before[key]},
    }


def issued_on(report: IssuedReport) -> str:
    """Return when a report was issued, as local time."""
    return f"{datetime.fromisoformat(report.issued_at).astimezone():%Y-%m-%d %H:%M}"


def _compare(ledger: Ledger, report: IssuedReport) -> _Compared:
    now = compute(ledger, report.year, cutoff=period_of(report).end)
    return _Compared(report, now, issued_reports.moved_since(report, now))


def _row(report: IssuedReport, moved: Moved) -> MovedRow:
    definition = moved.figure.definition
    notes = changes_between(report.figures[definition.id][1], moved.figure.evidence)
    return MovedRow(
        definition.id, definition.title, f"当时 {moved.then}", f"现在 {moved.now}", _counted(notes)
    )


def _counted(notes: Mapping[tuple[str, str], str]) -> str:
    words = {_ADDED: "增加", _GONE: "减少", _OTHER: "改动"}
    numbers = {word: list(notes.values()).count(note) for note, word in words.items()}
    told = "，".join(f"{word} {number} 条" for word, number in numbers.items() if number)
    return told or "计入的记录没有变"


def _list_setup() -> TableSetup[IssuedReport]:
    return TableSetup(
        name="issued",
        columns=[
            Column("year", "年度", lambda row: f"{row.year}年", width=8),
            Column("issued_at", "印发时间", issued_on, width=16),
            Column("author", "印发人", lambda row: row.author, width=8),
            Column("title", "标题", lambda row: row.title, width=30),
        ],
        unit="份",
        empty=_NOTHING_ISSUED,
    )


def _moved_setup() -> TableSetup[MovedRow]:
    return TableSetup(
        name="issued.moved",
        columns=[
            Column("title", "数字", lambda row: row.title, width=18),
            Column("then", "当时", lambda row: row.then, width=10),
            Column("now", "现在", lambda row: row.now, width=10),
            Column("records", "记录", lambda row: row.records, width=12),
        ],
        unit="个",
        empty=_NOTHING_MOVED,
        owns_find_key=False,
    )
