"""正在办理: every open procedure with a member, and the steps that can follow."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QMenu, QPushButton, QVBoxLayout, QWidget

from app.domain.changes import Changes
from app.domain.document import Document
from app.domain.transfers import Slip
from app.services import members, printing, procedures
from app.services.care import visits_document
from app.services.ledger import Ledger
from app.services.procedures import ProcedureRow, Stage
from app.services.registers import away_document, case_document
from app.services.transfer_slips import pupils_document, slip
from app.ui import messages, pickers
from app.ui.care_steps import uses
from app.ui.case_steps import removals
from app.ui.dues_steps import read_branches
from app.ui.empty_state import EmptyText
from app.ui.fields import Choice
from app.ui.notice_bar import NoticeBar
from app.ui.page import PageTools
from app.ui.procedure_steps import beginnings, following, step_called
from app.ui.steps import Step, step_dialog
from app.ui.style import icon
from app.ui.table import RecordTable, TableSetup
from app.ui.table_model import Column, ColumnKind
from app.ui.transfer_steps import directions, transfer_step

_TABLES = (
    "transfer", "membership", "withdrawal_case", "disposal_case", "floating_record", "talk",
    "member_opinion",
)  # fmt: skip
_SIZE = (1080, 600)
_SLIP = "slip"
_NOTHING = EmptyText("没有正在办理的事", "点“新办”开始办理接转、失联、退党、处置和流动。")


@dataclass(frozen=True, slots=True)
class _Choices:
    by_target: Mapping[str, list[Choice]]


@dataclass(frozen=True, slots=True)
class _Rows:
    rows: tuple[ProcedureRow, ...]


def read_people(ledger: Ledger) -> list[Choice]:
    """Return everybody with a membership, found by initials; the branch tells namesakes apart."""
    return [
        Choice(row.id, f"{row.name}（{row.branch or '未分支部'}）", row.search_keys)
        for row in members.rows(ledger)
    ]


def open_step(tools: PageTools, step: Step, parent: QWidget) -> None:
    """Open the form of a step once people and branches are read."""

    def read(found: _Choices) -> None:
        step_dialog(step, tools, found.by_target, parent).open()

    tools.tasks.read(lambda _: _Choices(_choices(tools.ledger)), read)


def _choices(ledger: Ledger) -> Mapping[str, list[Choice]]:
    people, branches = read_people(ledger), read_branches(ledger)
    known = {"person": people, "org_unit": branches}
    return {**known, **uses(ledger), **removals(), **directions()}


def open_transfer(tools: PageTools, parent: QWidget) -> None:
    """Open the form of a new transfer."""
    open_step(tools, transfer_step(), parent)


class ProceduresWindow(QDialog):
    """Lists what is open; Enter opens the usual next step, the button all that can follow."""

    def __init__(self, tools: PageTools, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.NonModal)
        self.setWindowTitle("正在办理")
        self._tools = tools
        self._wanted = ("", "")
        self.table: RecordTable[ProcedureRow] = RecordTable(_setup(tools))
        self.table.opened.connect(self._on_opened)
        self.begin = QPushButton(icon("add"), "新办(&N)")
        self.begin.setAutoDefault(False)
        self.begin.setProperty("menuButton", True)  # noqa: FBT003 - Qt takes it by position
        self.begin.setMenu(self._begin_menu())
        self.steps = QPushButton("办理下一步(&D)")
        self.steps.setAutoDefault(False)
        self.steps.setProperty("menuButton", True)  # noqa: FBT003 - as above
        self.steps.setMenu(QMenu(self.steps))
        self.table.current_changed.connect(self._fill_steps)
        self._place_parts()
        tools.changes.changed.connect(self._on_changed)
        for key, slot in (("Ctrl+N", self.begin.showMenu), ("Ctrl+Z", tools.writer.undo)):
            QShortcut(QKeySequence(key), self, slot)
        room = self.screen().availableGeometry()
        self.resize(min(_SIZE[0], room.width() - 40), min(_SIZE[1], room.height() - 60))
        self.load()

    def go_to(self, row_id: str, step: str = "") -> None:
        """Put the cursor on a procedure once it is read, and open one of its steps by its name."""
        self._wanted = (row_id, step)
        self.load()

    def load(self) -> None:
        """Read the open procedures in the background."""
        ledger = self._tools.ledger
        self._tools.tasks.read(lambda _: _Rows(procedures.rows(ledger)), self._on_read)

    def take(self, step: Step) -> None:
        """Open the form of a step."""
        open_step(self._tools, step, self)

    def show_slip(self) -> None:
        """Show the words of the slip of the transfer under the cursor."""
        row = self._current()
        if row is None or row.table != "transfer":
            messages.tell(self, "请先在名单里选一件接转。")
            return
        ledger, record = self._tools.ledger, row.record
        self._tools.tasks.read(lambda _: slip(ledger, record), self._on_slip)

    def print_pupils(self) -> None:
        """Make the summer list and ask where to put it."""
        ledger = self._tools.ledger
        self._tools.tasks.read(lambda _: pupils_document(ledger, ledger.today()), self._ask_file)

    def print_away(self) -> None:
        """Make the register of members away and lost and ask where to put it."""
        ledger = self._tools.ledger
        self._tools.tasks.read(lambda _: away_document(ledger), self._ask_file)

    def print_visits(self) -> None:
        """Make the register of this year's visits and ask where to put it."""
        ledger = self._tools.ledger
        year = ledger.today().year
        self._tools.tasks.read(lambda _: visits_document(ledger, year), self._ask_file)

    def print_case(self) -> None:
        """Make the record of the case under the cursor and ask where to put it."""
        row = self._current()
        if row is None or row.table != "disposal_case":
            messages.tell(self, "请先在名单里选一件处置或处分。")
            return
        ledger, record = self._tools.ledger, row.record
        self._tools.tasks.read(lambda _: case_document(ledger, record), self._ask_file)

    def _place_parts(self) -> None:
        bar = QHBoxLayout()
        bar.addWidget(self.begin)
        bar.addWidget(self.steps)
        bar.addWidget(self._print_button())
        bar.addStretch()
        hint = QLabel("回车：办理下一步")
        hint.setProperty("kind", "muted")
        bar.addWidget(hint)
        layout = QVBoxLayout(self)
        layout.addLayout(bar)
        layout.addWidget(self.table, 1)
        layout.addWidget(NoticeBar(self._tools.writer))

    def _print_button(self) -> QPushButton:
        button = QPushButton(icon("print"), "打印和查看(&P)")
        button.setProperty("menuButton", True)  # noqa: FBT003 - as above
        button.setAutoDefault(False)
        menu = QMenu(button)
        for text, slot in (
            ("介绍信三联", self.show_slip),
            ("毕业离校学生名单…", self.print_pupils),
            ("流动和失联登记表…", self.print_away),
            ("处置记实表…", self.print_case),
            ("今年的慰问登记表…", self.print_visits),
        ):
            menu.addAction(text).triggered.connect(slot)
        button.setMenu(menu)
        return button

    def _begin_menu(self) -> QMenu:
        menu = QMenu(self.begin)
        for step in beginnings():
            menu.addAction(step.title).triggered.connect(partial(self._on_step, step))
        return menu

    def _current(self) -> ProcedureRow | None:
        wanted = self.table.current_id()
        return next((row for row in self.table.model.rows if row.id == wanted), None)

    def _fill_steps(self) -> None:
        menu, row = self.steps.menu(), self._current()
        menu.clear()
        for step in following(row) if row else ():
            title = step.title.partition("：")[0]
            menu.addAction(title).triggered.connect(partial(self._on_step, step))
        self.steps.setEnabled(row is not None)

    def _on_step(self, step: Step, _: object = None) -> None:
        self.take(step)

    def _on_opened(self, _: str) -> None:
        row = self._current()
        if row is not None:
            self.take(following(row)[0])

    def _on_read(self, found: _Rows) -> None:
        self.table.set_rows(found.rows)
        wanted, self._wanted = self._wanted, ("", "")
        if found.rows and (wanted[0] or not self.table.current_id()):
            self.table.select([wanted[0] or found.rows[0].id])
            self.table.view.setFocus()
        self._fill_steps()
        row = self._current()
        if row is None or row.id != wanted[0]:
            return
        step = step_called(row, wanted[1])
        if step:
            self.take(step)
        elif wanted[1] == _SLIP:
            self.show_slip()

    def _on_changed(self, changes: Changes) -> None:
        if changes.touches(*_TABLES):
            self.load()

    def _on_slip(self, found: Slip) -> None:
        parts = (
            ("存根", found.stub), ("介绍信", found.letter), ("回执联", found.receipt)
        )  # fmt: skip
        text = "\n\n".join(f"【{title}】\n" + "\n".join(lines) for title, lines in parts)
        messages.tell(self, f"介绍信　第{found.number}", text)

    def _ask_file(self, document: Document) -> None:
        start = pickers.documents() / f"{document.title}.pdf"
        kinds = (pickers.PDF, pickers.DOCX)
        pickers.save_file(self, "保存名单", kinds, partial(self._write, document), start)

    def _write(self, document: Document, target: Path) -> None:
        def done(_: None) -> None:
            messages.tell_file(self, f"《{document.title}》已存好。", target)

        self._tools.tasks.run(
            lambda progress: printing.save(document, target, progress), done, title="保存文件"
        )


def open_procedures(tools: PageTools, parent: QWidget, row_id: str = "", step: str = "") -> None:
    """Open the window of what is under way, at one of its procedures and steps when named."""
    window = ProceduresWindow(tools, parent)
    window.show()
    if row_id:
        window.go_to(row_id, step)


_STAGES = {
    Stage.SENT: "接转", Stage.ACCEPTED: "接转", Stage.RECEIVED: "接转", Stage.LOST: "失联",
    Stage.SUSPENDED: "停止党籍", Stage.WITHDRAWING: "退党", Stage.ANNOUNCED: "退党",
    Stage.CASE: "处置处分", Stage.AWAY: "流动", Stage.OPINION: "党员意见",
}  # fmt: skip


def _setup(tools: PageTools) -> TableSetup[ProcedureRow]:
    return TableSetup(
        name="procedures",
        columns=[
            Column("name", "姓名", lambda row: row.name, width=9),
            Column("branch", "支部", lambda row: row.branch, width=14),
            Column("kind", "事项", lambda row: _STAGES[row.stage], width=9),
            Column("state", "办到哪一步", lambda row: row.state, width=22),
            Column("since", "从哪天起", lambda row: row.since, kind=ColumnKind.DATE, width=11),
            Column("detail", "说明", lambda row: row.detail, width=36),
        ],
        unit="件",
        search_hint="查找姓名、支部",
        empty=_NOTHING,
        memory=tools.memory,
    )
