"""The records behind a number: its definition, and exactly the records that were counted."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.domain.figures import Evidence, Figure, FigureKind, Period, total
from app.domain.showing import amount_text
from app.services.evidence import EvidenceRow, evidence_rows
from app.services.figures import REGISTERED, as_printed
from app.ui.empty_state import EmptyText
from app.ui.page import PageTools
from app.ui.screen_fit import resize_on_screen
from app.ui.table import RecordTable, TableSetup
from app.ui.table_model import Column, ColumnKind

_SIZE = (820, 560)
_RATIOS = frozenset({FigureKind.PERCENT, FigureKind.SCORE})
_ALREADY = "同类已计"
_NO_RECORDS = EmptyText("没有记录", "这个数字在这段时间里没有可以计入的记录。")

OpenRecord = Callable[[str, str], None]


@dataclass(frozen=True, slots=True)
class Shown:
    """What the dialog shows: a figure of a period; notes says more of single records.

    notes: what to say of a record by (table, id), such as 印发后增加.
    """

    figure: Figure
    period: Period
    evidence: Sequence[Evidence]
    sentence: str
    notes: Mapping[tuple[str, str], str]

    @classmethod
    def of(cls, figure: Figure, period: Period) -> "Shown":
        """Show a figure as it is counted now."""
        return cls(figure, period, figure.evidence, sum_sentence(figure), {})


class EvidenceDialog(QDialog):
    """Lists the records behind a figure; opening one shows its card, this window stays."""

    def __init__(
        self,
        tools: PageTools,
        shown: Shown,
        open_record: OpenRecord,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        definition = shown.figure.definition
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.NonModal)
        self.setWindowTitle(f"{definition.title}：数字的依据")
        resize_on_screen(self, *_SIZE)
        self._open_record = open_record
        self._rows: dict[str, EvidenceRow] = {}
        self.number = QLabel(f"{as_printed(shown.figure) or '（空）'}{definition.unit}")
        self.number.setProperty("kind", "title")
        self.number.setWordWrap(True)
        self.sum = QLabel(shown.sentence)
        self.table = RecordTable(_setup(shown, tools))
        self.table.opened.connect(self._on_opened)
        self._place_parts(shown)
        evidence = shown.evidence
        tools.tasks.read(lambda _: evidence_rows(tools.ledger, evidence), self._on_loaded)

    def _place_parts(self, shown: Shown) -> None:
        definition = shown.figure.definition
        title = QLabel(definition.title)
        title.setProperty("kind", "section")
        title.setWordWrap(True)
        meaning = QLabel(f"口径：{definition.definition}")
        meaning.setWordWrap(True)
        end = shown.period.end
        code = f"　代号：{definition.id}" if definition.id in REGISTERED else ""
        span = QLabel(
            f"时间：{shown.period.year}年1月1日至{end.year}年{end.month}月{end.day}日{code}"
        )
        for label in (meaning, span):
            label.setProperty("kind", "muted")
        close = QPushButton("关闭")
        close.clicked.connect(self.close)
        self._open = QPushButton("打开这条记录")
        self._open.setEnabled(False)
        self._open.clicked.connect(self._on_open_clicked)
        self.table.current_changed.connect(self._on_current_changed)
        row = QHBoxLayout()
        row.addWidget(self.sum, 1)
        row.addWidget(self._open)
        row.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 12)
        for widget in (title, self.number, meaning, span):
            layout.addWidget(widget)
        layout.addWidget(self.table, 1)
        layout.addLayout(row)

    def _on_loaded(self, rows: tuple[EvidenceRow, ...]) -> None:
        self._rows = {row.id: row for row in rows}
        self.table.set_rows(rows)

    def _on_current_changed(self, line: str) -> None:
        self._open.setEnabled(bool(line))

    def _on_open_clicked(self) -> None:
        if self.table.current_id():
            self._on_opened(self.table.current_id())

    def _on_opened(self, line: str) -> None:
        row = self._rows[line]
        self._open_record(row.table, row.record)


def sum_sentence(figure: Figure) -> str:
    """Say how the number follows from the records, so that the reader can check it."""
    evidence, definition = figure.evidence, figure.definition
    if not evidence:
        return "" if figure.number is not None else "这是填写的文字，不是从记录里数出来的。"
    count = f"共 {len(evidence):,} 条记录"
    if definition.kind is FigureKind.TEXT:
        return f"{count}。"
    summed = total(evidence)
    if definition.kind in _RATIOS:
        return f"{count}，{_division(figure, summed)}。"
    if summed == len(evidence):
        return f"{count}，每条计 1，等于 {as_printed(figure)}。"
    groups = {item.group for item in evidence if item.group}
    if groups:
        return f"{count}，同一类只算一次，等于 {as_printed(figure)}。"
    return f"{count}，计数合计 {amount_text(summed)}，等于 {as_printed(figure)}。"


def _division(figure: Figure, part: Decimal) -> str:
    if not figure.whole:
        return "没有可以相除的数"
    return f"{amount_text(part)} ÷ {amount_text(figure.whole)} = {as_printed(figure)}"


def _setup(shown: Shown, tools: PageTools) -> TableSetup[EvidenceRow]:
    notes = shown.notes
    columns: list[Column[EvidenceRow]] = [
        Column("summary", "记录", lambda row: row.summary or "（没有名称）", width=38),
        Column("owner", "单位", lambda row: row.owner, width=18),
        Column("title", "种类", lambda row: row.title, width=12),
        Column(
            "amount",
            f"计入（{shown.figure.definition.unit}）" if shown.figure.definition.unit else "计入",
            lambda row: _ALREADY if row.is_repeated else amount_text(row.amount),
            kind=ColumnKind.NUMBER,
            width=8,
        ),
    ]
    if notes:
        columns.append(
            Column("note", "变化", lambda row: notes.get((row.table, row.record), ""), width=14)
        )
    return TableSetup(
        name="evidence",
        columns=columns,
        search_hint="在这些记录里查找",
        empty=_NO_RECORDS,
        memory=None if notes else tools.memory,
    )
