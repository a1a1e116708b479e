"""今天要办: what is overdue, what is to be done now, what comes next, and by which article."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QPushButton, QWidget

from app.base.progress import Progress
from app.domain.date_reading import read_date
from app.domain.dates import day
from app.domain.fields import tables
from app.domain.rules import DueState, Finding
from app.services import rules
from app.services.evidence import subject_names
from app.ui import messages
from app.ui.column_filters import ColumnFilter
from app.ui.empty_state import EmptyText
from app.ui.evidence_dialog import OpenRecord
from app.ui.fields import DateEdit
from app.ui.main_window import PageSpec
from app.ui.page import Page, PageTools
from app.ui.table import RecordTable, TableSetup
from app.ui.table_model import Column, ColumnKind

STATES = {DueState.OVERDUE: "已逾期", DueState.SOON: "现在要办", DueState.NEXT: "将要到期"}
_ALL_DONE = EmptyText("没有要办的事", "按现在的记录，没有逾期和快要到期的事项。")
_ALL = "全部"


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One finding in the list; days is how many days it is over, negative for days left.

    subject: the name of the person, organisation or school.
    """

    id: str
    finding: Finding
    days: int | None
    subject: str

    @property
    def state(self) -> str:
        """The state in words."""
        return STATES[self.finding.state]

    @property
    def left(self) -> str:
        """逾期 12 天, 还有 5 天, or nothing without a deadline."""
        if self.days is None:
            return ""
        if self.days > 0:
            return f"逾期 {self.days:,} 天"
        return f"还有 {-self.days:,} 天" if self.days else "今天到期"


@dataclass(frozen=True, slots=True)
class _Loaded:
    as_of: date
    found: tuple[Finding, ...]
    names: Mapping[str, str]


class TodayPage(Page[_Loaded]):
    """Findings as of a day; buttons show one state, a double click opens the subject."""

    def __init__(
        self, tools: PageTools, open_record: OpenRecord, parent: QWidget | None = None
    ) -> None:
        super().__init__(tools, parent)
        self.tables = tuple(tables())
        self._open_record = open_record
        self._as_of = tools.ledger.today()
        self._rows: dict[str, FindingRow] = {}
        self.as_of = DateEdit(lambda text: read_date(text, today=date.max))
        self.as_of.set_value(day(self._as_of))
        self.as_of.setAccessibleName("截至哪一天")
        self.as_of.editingFinished.connect(self._on_day_edited)
        self.as_of.edited.connect(self._on_day_picked)
        self.table = RecordTable(_setup(tools))
        self.table.opened.connect(self._on_opened)
        self.body.addLayout(self._bar())
        self.body.addWidget(self.table, 1)

    def read_all(self, progress: Progress) -> _Loaded:
        """Evaluate the rules."""
        progress.step(0, 2)
        found = rules.due(self.tools.ledger, self._as_of)
        progress.step(1, 2)
        subjects = (one.about.subject for one in found)
        return _Loaded(self._as_of, found, subject_names(self.tools.ledger, subjects))

    def show_loaded(self, loaded: _Loaded) -> None:
        """Show the findings and how many there are of each state."""
        rows = [
            FindingRow(
                str(number),
                one,
                (loaded.as_of - one.due_on).days if one.due_on else None,
                loaded.names.get(one.about.subject, ""),
            )
            for number, one in enumerate(loaded.found)
        ]
        self._rows = {row.id: row for row in rows}
        self.table.set_rows(rows)
        for state, words in STATES.items():
            number = sum(one.state is state for one in loaded.found)
            self._buttons[words].setText(f"{words} {number:,}")
        self._buttons[_ALL].setText(f"{_ALL} {len(rows):,}")

    def show_state(self, words: str) -> None:
        """Show one state only, or all of them."""
        values = None if words == _ALL else frozenset({words})
        self.table.set_filter("state", ColumnFilter(values))
        self._buttons[words].setChecked(True)

    def _bar(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        group = QButtonGroup(self)
        self._buttons: dict[str, QPushButton] = {}
        for words in (_ALL, *STATES.values()):
            button = QPushButton(words)
            button.setCheckable(True)
            button.setProperty("kind", "segment")
            group.addButton(button)
            row.addWidget(button)
            self._buttons[words] = button
        self._buttons[_ALL].setChecked(True)
        group.buttonClicked.connect(self._on_state_clicked)
        row.addStretch()
        label = QLabel("截至")
        label.setBuddy(self.as_of)
        row.addWidget(label)
        row.addWidget(self.as_of)
        self.as_of.setMaximumWidth(self.fontMetrics().horizontalAdvance("汉") * 11)
        return row

    def _on_state_clicked(self, button: QPushButton) -> None:
        self.show_state(next(words for words, one in self._buttons.items() if one is button))

    def _on_day_picked(self) -> None:
        if not self.as_of.hasFocus():
            self._on_day_edited()

    def _on_day_edited(self) -> None:
        found = self.as_of.value()
        if found is None or found.value is None:
            self.as_of.set_value(day(self._as_of))
        elif found.last_day != self._as_of:
            self._as_of = found.last_day
            self.load()

    def _on_opened(self, row_id: str) -> None:
        about = self._rows[row_id].finding.about
        if about.record:
            self._open_record(about.table, about.record)
        else:
            messages.tell(self, "这一项没有对应的记录。", self._rows[row_id].finding.text)


def today_page(tools: PageTools, open_record: OpenRecord) -> PageSpec:
    """Return the page 今天要办."""
    return PageSpec("today", "今天要办", "today", lambda: TodayPage(tools, open_record))


def _setup(tools: PageTools) -> TableSetup[FindingRow]:
    return TableSetup(
        name="today",
        columns=[
            Column("state", "状态", lambda row: row.state, width=9),
            Column("subject", "对象", lambda row: row.subject, width=16),
            Column("text", "要办的事", lambda row: row.finding.text, width=48),
            Column(
                "due_on",
                "期限",
                lambda row: row.finding.due_on.isoformat() if row.finding.due_on else "",
                kind=ColumnKind.DATE,
                width=10,
            ),
            Column(
                "days",
                "天数",
                lambda row: row.left,
                sort=lambda row: -(row.days or 0),
                width=12,
            ),
            Column(
                "article",
                "依据",
                lambda row: f"{row.finding.source}{row.finding.article}",
                width=30,
            ),
        ],
        unit="项",
        search_hint="查找对象或事项",
        empty=_ALL_DONE,
        memory=tools.memory,
    )
