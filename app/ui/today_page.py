"""今天要办: what is overdue, what is to be done now, what comes next, and by which article."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QBoxLayout,
    QButtonGroup,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QStackedWidget,
    QWidget,
)

from app.base.errors import UserError
from app.base.progress import Progress
from app.domain.date_reading import read_date
from app.domain.dates import day
from app.domain.fields import tables
from app.domain.readings import Severity
from app.domain.rules import About, DueState
from app.services import due_list, rules, waivers
from app.services.due_list import DueBranch, DueLine
from app.services.evidence import subject_names
from app.services.overrides import Override, Waiver, bar_of
from app.services.waivers import WaiverRow
from app.ui import messages, pickers
from app.ui.column_filters import ColumnFilter
from app.ui.evidence_dialog import OpenRecord
from app.ui.fields import DateEdit
from app.ui.main_window import PageSpec
from app.ui.override_dialog import Excuse, OverrideDialog
from app.ui.page import Page, PageTools
from app.ui.style import icon
from app.ui.table import RecordTable
from app.ui.today_rows import STATES, FindingRow, WaivedRow, finding_setup, waived_setup
from app.ui.writing import Work

_ALL, _WAIVED = "全部", "已注明原因"
_ALL_BRANCHES = "全部党支部"
_BRANCH_WIDTH = 10
_MARGIN = 40
_WAIVE, _UNWAIVE = "注明原因，不再提醒…", "恢复提醒"


OpenStep = Callable[[About], object]
"""Opens what is to be done about a record: the step that the finding names."""


@dataclass(frozen=True, slots=True)
class _Loaded:
    as_of: date
    lines: tuple[DueLine, ...]
    waived: tuple[WaiverRow, ...]
    names: Mapping[str, str]
    branches: tuple[DueBranch, ...]


class TodayPage(Page[_Loaded]):
    """Findings as of a day; buttons show one state, a double click opens the subject."""

    def __init__(
        self,
        tools: PageTools,
        open_record: OpenRecord,
        open_step: OpenStep | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(tools, parent)
        self.tables = tuple(tables())
        self._open_record = open_record
        self._open_step = open_step
        self._as_of = tools.ledger.today()
        self._rows: dict[str, FindingRow] = {}
        self._waived: dict[str, WaivedRow] = {}
        self.as_of = self._day_field()
        self.table = RecordTable(finding_setup(tools.memory))
        self.table.opened.connect(self._on_opened)
        self.table.menu_opening.connect(self._on_menu_opening)
        self._add_buttons()
        self._branches: tuple[DueBranch, ...] = ()
        self.branch = QComboBox()
        self.branch.setAccessibleName("哪个党支部")
        self.branch.activated.connect(self._on_branch_chosen)
        self.waived = RecordTable(waived_setup(tools.memory))
        self.waived.opened.connect(self._on_waived_opened)
        self.waived.menu_opening.connect(self._on_waived_menu_opening)
        self.unwaive_button = self.waived.add_button(_UNWAIVE, "undo", self.unwaive)
        self._lists = QStackedWidget()
        self._lists.addWidget(self.table)
        self._lists.addWidget(self.waived)
        self.body.addLayout(self._bar())
        self.body.addWidget(self._lists, 1)
        self.add_notice_bar()

    def _day_field(self) -> DateEdit:
        field = DateEdit(lambda text: read_date(text, today=date.max))
        field.set_value(day(self._as_of))
        field.setAccessibleName("截至哪一天")
        field.editingFinished.connect(self._on_day_edited)
        field.edited.connect(self._on_day_picked)
        return field

    def read_all(self, progress: Progress) -> _Loaded:
        """Evaluate the rules."""
        ledger, as_of = self.tools.ledger, self._as_of
        progress.step(0, 2)
        found = rules.findings(ledger, as_of)
        progress.step(1, 2)
        waived = waivers.on_record(ledger, found, as_of)
        names = subject_names(ledger, (one.about.subject for one in waived))
        lines = due_list.of_findings(ledger, as_of, (one for one in found if not one.waived))
        return _Loaded(as_of, lines, waived, names, due_list.branches_of(ledger, lines))

    def show_loaded(self, loaded: _Loaded) -> None:
        """Show the findings and how many there are of each state."""
        rows = [
            FindingRow(str(number), one.finding, one.days_over, one.subject, one.branch)
            for number, one in enumerate(loaded.lines)
        ]
        waived = [
            WaivedRow(one.id, one, loaded.names.get(one.about.subject, "")) for one in loaded.waived
        ]
        self._rows = {row.id: row for row in rows}
        self._waived = {row.id: row for row in waived}
        self.table.set_rows(rows)
        self.waived.set_rows(waived)
        self._show_branches(loaded.branches)
        for state, words in STATES.items():
            number = sum(row.finding.state is state for row in rows)
            self._buttons[words].setText(f"{words} {number:,}")
        self._buttons[_ALL].setText(f"{_ALL} {len(rows):,}")
        self._buttons[_WAIVED].setText(f"{_WAIVED} {len(waived):,}")

    def show_state(self, words: str) -> None:
        """Show one state only, all of them, or what is waived."""
        self._buttons[words].setChecked(True)
        self._lists.setCurrentWidget(self.waived if words == _WAIVED else self.table)
        if words != _WAIVED:
            values = None if words == _ALL else frozenset({words})
            self.table.set_filter("state", ColumnFilter(values))

    def show_branch(self, org_id: str) -> None:
        """Show what is due in one branch and those below it; "" for all."""
        self.branch.setCurrentIndex(max(self.branch.findData(org_id), 0))
        chosen = next((one for one in self._branches if one.org_id == org_id), None)
        self.table.set_filter("branch", ColumnFilter(chosen.names if chosen else None))

    def ask_print(self) -> None:
        """Ask where to put the list of what is shown, as PDF or as a workbook."""
        start = pickers.documents() / f"预警与待办清单{self._as_of:%Y%m%d}.pdf"
        kinds = (pickers.PDF, pickers.XLSX)
        pickers.save_file(self, "打印清单", kinds, self.print_list, start)

    def print_list(self, target: Path) -> None:
        """Write the list of the day, the branch and the state that are shown."""
        ledger, as_of, org_id = self.tools.ledger, self._as_of, self.branch.currentData() or ""
        states = [state for state, words in STATES.items() if self._buttons[words].isChecked()]

        def work(progress: Progress) -> None:
            made = due_list.document(ledger, as_of, org_id, states or tuple(DueState))
            due_list.save(made, target, progress)

        def done(_: None) -> None:
            messages.tell_file(self, "清单已存好，可以打印签字。", target)

        self.tools.tasks.run(work, done, self._on_failed, "打印清单")

    def open_current(self) -> None:
        """Open the step of the finding under the cursor."""
        if self.table.current_id():
            self._on_opened(self.table.current_id())
        else:
            messages.tell(self, "先在列表里选一项要办的事。")

    def waive(self) -> None:
        """Ask for the reason why the selected findings need no attention, and record it."""
        found = [row.finding for row in self.table.selected_rows()]
        if not found:
            messages.tell(self, "先在列表里选好要注明原因的事项。", "按住 Ctrl 可以选多项。")
            return
        ledger = self.tools.ledger

        def work(override: Override) -> Work:
            cases = dict.fromkeys((one.rule_id, one.about) for one in found)
            every = [Waiver(rule_id, about, override) for rule_id, about in cases]
            return lambda _: waivers.waive(ledger, *every)

        excuse = Excuse(
            "注明原因，不再提醒",
            "不再提醒的事项",
            [bar_of(one) for one in found],
            work,
            needs_document=any(one.severity is Severity.BLOCK for one in found),
        )
        OverrideDialog(excuse, self.tools.writer, self).open()

    def unwaive(self) -> None:
        """Show the selected findings again."""
        ids, ledger = self.waived.selected_ids(), self.tools.ledger
        if not ids:
            messages.tell(self, "先在列表里选好要恢复提醒的事项。")
            return
        self.tools.writer.run(lambda _: waivers.unwaive(ledger, ids), _UNWAIVE)

    def _add_buttons(self) -> None:
        add = self.table.add_button
        self.do_button = add("去办理（回车）", "edit", self.open_current, is_main=True)
        self.waive_button = add(_WAIVE, "done", self.waive)
        self.print_button = add("打印清单…", "print", self.ask_print)
        self.print_button.setToolTip("按这一天、这个党支部打印，支部书记签名（Ctrl+P）")
        QShortcut(QKeySequence.StandardKey.Print, self, self.ask_print)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put branch and day below the states where both do not fit beside each other."""
        super().resizeEvent(event)
        wanted = sum(self._bars.itemAt(at).sizeHint().width() for at in range(self._bars.count()))
        is_narrow = wanted + self._bars.spacing() > self.contentsRect().width() - _MARGIN
        ways = QBoxLayout.Direction
        self._bars.setDirection(ways.TopToBottom if is_narrow else ways.LeftToRight)

    def _bar(self) -> QBoxLayout:
        self._bars = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._bars.addLayout(self._states())
        self._bars.addLayout(self._place())
        return self._bars

    def _states(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        group = QButtonGroup(self)
        self._buttons: dict[str, QPushButton] = {}
        for words in (_ALL, *STATES.values(), _WAIVED):
            button = QPushButton(words)
            button.setCheckable(True)
            button.setProperty("kind", "segment")
            group.addButton(button)
            row.addWidget(button)
            self._buttons[words] = button
        self._buttons[_ALL].setChecked(True)
        group.buttonClicked.connect(self._on_state_clicked)
        return row

    def _place(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        of_branch = QLabel("党支部(&B)")
        of_branch.setBuddy(self.branch)
        row.addWidget(of_branch)
        row.addWidget(self.branch)
        self.branch.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.branch.setMinimumContentsLength(_BRANCH_WIDTH)
        label = QLabel("截至")
        label.setBuddy(self.as_of)
        row.addWidget(label)
        row.addWidget(self.as_of)
        letter = self.fontMetrics().horizontalAdvance("汉")
        self.as_of.setMinimumWidth(letter * 9)
        self.as_of.setMaximumWidth(letter * 11)
        row.addStretch()
        return row

    def _show_branches(self, branches: tuple[DueBranch, ...]) -> None:
        """Offer the branches in which something is due; the one chosen stays chosen."""
        chosen = self.branch.currentData() or ""
        self._branches = branches
        self.branch.clear()
        self.branch.addItem(_ALL_BRANCHES, "")
        for one in branches:
            self.branch.addItem(one.name, one.org_id)
        self.show_branch(chosen)

    def _open(self, about: About, text: str) -> None:
        if about.record and about.part and self._open_step:
            self._open_step(about)
        elif about.record:
            self._open_record(about.table, about.record)
        else:
            messages.tell(self, "这一项没有对应的记录。", text)

    def _on_state_clicked(self, button: QPushButton) -> None:
        self.show_state(next(words for words, one in self._buttons.items() if one is button))

    def _on_branch_chosen(self) -> None:
        self.show_branch(self.branch.currentData() or "")

    def _on_failed(self, error: UserError) -> None:
        messages.show_error(self, error)

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
        finding = self._rows[row_id].finding
        self._open(finding.about, finding.text)

    def _on_waived_opened(self, row_id: str) -> None:
        waiver = self._waived[row_id].waiver
        self._open(waiver.about, waiver.text)

    def _on_menu_opening(self, menu: QMenu) -> None:
        menu.addAction(icon("done"), _WAIVE).triggered.connect(self.waive)

    def _on_waived_menu_opening(self, menu: QMenu) -> None:
        menu.addAction(icon("undo"), _UNWAIVE).triggered.connect(self.unwaive)


def today_page(
    tools: PageTools, open_record: OpenRecord, open_step: OpenStep | None = None
) -> PageSpec:
    """Return the page 今天要办."""
    return PageSpec("today", "今天要办", "today", lambda: TodayPage(tools, open_record, open_step))
