"""党费收缴: a branch × twelve months, paid by the keyboard, saved as one batch."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.base.errors import Barred, UserError
from app.domain.changes import Changes
from app.domain.document import Document
from app.domain.dues_views import DuesGrid
from app.services import (
    dues,
    dues_arrears,
    dues_book,
    dues_publication,
    dues_receipts,
    printing,
)
from app.services.dues_grid import grid
from app.services.ledger import Ledger, Outcome
from app.services.overrides import Override
from app.ui import messages, pickers
from app.ui.draft_fields import OpenCodeBox
from app.ui.dues_sheet_dialog import open_sheet
from app.ui.dues_steps import elsewhere_dialog, large_dialog, number_receipt, read_branches
from app.ui.dues_table import FIRST_MONTH, DuesModel, DuesTable, month_at, month_column
from app.ui.fields import Choice
from app.ui.notice_bar import NoticeBar
from app.ui.override_dialog import offer_override
from app.ui.page import PageTools
from app.ui.style import icon, primary
from app.ui.writing import Work

_TABLES = ("dues_payment", "dues_assess", "membership", "membership_event", "transfer", "person")
_YEARS_BACK = 5
_OfBranch = Callable[[Ledger, str, int], Document]
_SIZE = (1180, 640)
_MEMORY = "dues.branch"
_LEAVE = ("保存", "不保存", "继续收缴")


@dataclass(frozen=True, slots=True)
class _Branches:
    choices: list[Choice]


@dataclass(frozen=True, slots=True)
class _Printed:
    document: Document


class DuesWindow(QDialog):
    """Shows the dues of one branch and year; marks months and saves them all at once."""

    def __init__(
        self, tools: PageTools, choices: Sequence[Choice], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.NonModal)
        self.setWindowTitle("党费收缴")
        self._tools = tools
        self._today = tools.ledger.today()
        self._choices = choices
        self._wanted: tuple[str, date] | None = None
        self.branch = OpenCodeBox(choices)
        self.branch.setMinimumContentsLength(14)
        self.year = QComboBox()
        for year in range(self._today.year, self._today.year - _YEARS_BACK, -1):
            self.year.addItem(f"{year}年", year)
        self.model = DuesModel(self)
        self.table = DuesTable(self.model)
        self.sum = QLabel()
        self.save_button = primary(QPushButton("保存(&S)"))
        self._lay_out()
        self._connect()
        room = self.screen().availableGeometry()
        self.resize(min(_SIZE[0], room.width() - 40), min(_SIZE[1], room.height() - 60))
        self._begin()

    def choose(self, org_id: str, person_id: str = "", month: date | None = None) -> None:
        """Show a branch, with the cursor on the month of a member where they are named."""
        self.branch.set_value(org_id)
        if month:
            self._wanted = (person_id, month)
            self.year.setCurrentIndex(max(self.year.findData(month.year), 0))
        self.load()

    def load(self) -> None:
        """Read the grid of the chosen branch and year in the background."""
        org, year, ledger = self.branch.value(), self.year.currentData(), self._tools.ledger
        if org:
            self._tools.memory.save(_MEMORY, org)
            self._tools.tasks.read(lambda _: grid(ledger, org, year), self._on_grid)

    def mark_branch(self) -> None:
        """Mark the month under the cursor for the whole branch."""
        self.model.mark_month(self.table.currentIndex().column())

    def mark_member(self) -> None:
        """Mark everything that a member owes up to the month under the cursor."""
        index = self.table.currentIndex()
        if index.isValid():
            self.model.mark_through(index.row(), index.column())

    def save(self) -> None:
        """Write all marks as one batch."""
        payments, mistaken = self.model.payments()
        if not payments and not mistaken:
            messages.tell(self, "还没有标记要收的党费。", "用空格标记一格，F8 标记全支部这个月。")
            return
        ledger = self._tools.ledger

        def work(override: Override | None) -> Work:
            return lambda _: dues_book.settle(ledger, payments, mistaken, override)

        def failed(error: UserError) -> None:
            if isinstance(error, Barred):
                offer_override(self, error, work, self._tools.writer, self._on_saved)
            else:
                messages.show_error(self, error)

        self._tools.writer.run(work(None), "登记党费", self._on_saved, failed)

    def assess(self) -> None:
        """Open the base sheet of the member under the cursor."""
        index = self.table.currentIndex()
        if index.isValid() and self.model.grid.rows:
            row = self.model.grid.rows[index.row()]
            open_sheet(self._tools, row.id, self.model.grid.year, self)

    def carry_over(self) -> None:
        """Give everybody without a sheet last year's items."""
        org, year, ledger = self.branch.value(), self.year.currentData(), self._tools.ledger
        if org:
            self._tools.writer.run(lambda _: dues.carry_over(ledger, org, year), "沿用上年核定")

    def open_cases(self) -> None:
        """Draft a disposal for everybody of the branch with six months unpaid."""
        org, ledger, today = self.branch.value(), self._tools.ledger, self._today
        messages.ask(
            self,
            "给连续6个月没有交党费的党员登记拟办处置？只登记拟办，不改变党籍。",
            ("登记", "不登记"),
            lambda: self._tools.writer.run(
                lambda _: dues_arrears.open_cases(ledger, today, org), "登记拟办处置"
            ),
        )

    def publish(self) -> None:
        """Record that last year's or this year's dues were published today."""
        org, year, ledger = self.branch.value(), self.year.currentData(), self._tools.ledger
        today = self._today
        if org:
            self._tools.writer.run(
                lambda _: dues_publication.publish(ledger, org, year, today), "登记党费公布"
            )

    def large(self) -> None:
        """Open the form of 大额党费, with the member under the cursor."""
        rows, index = self.model.grid.rows, self.table.currentIndex()
        if rows:
            large_dialog(self._tools, rows, rows[max(index.row(), 0)].id, self).open()

    def elsewhere(self) -> None:
        """Open the form of dues paid on another day or to another branch, with the cell."""
        rows, index = self.model.grid.rows, self.table.currentIndex()
        if rows:
            month = month_at(self.model.grid.year, index.column())
            start = (rows[max(index.row(), 0)].id, month, self.model.grid.org_id)
            elsewhere_dialog(self._tools, rows, self._choices, self, start).open()

    def receipt(self) -> None:
        """Ask for the number of the receipt of the cell under the cursor, then print it."""
        grid, index = self.model.grid, self.table.currentIndex()
        if index.isValid() and grid.rows:
            month = month_at(grid.year, index.column())
            place = (grid.rows[index.row()].id, month)
            make = partial(dues_receipts.document, person_id=place[0], month=month)
            number_receipt(self._tools, place, partial(self._on_print, "收据", make), self)

    def print_document(self, title: str, make: Callable[[Ledger], Document]) -> None:
        """Make a document in the background, then ask where to put it."""
        ledger = self._tools.ledger
        self._tools.tasks.read(
            lambda _: _Printed(make(ledger)), lambda found: self._ask_file(title, found)
        )

    def reject(self) -> None:
        """Close on Esc, after asking when marks are not saved."""
        if not self.model.is_marked:
            super().reject()
            return
        messages.choose(self, "标记的党费还没有保存。要保存吗？", _LEAVE, self._on_leave)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask also when the window is closed by its frame."""
        if self.model.is_marked:
            event.ignore()
            self.reject()
            return
        super().closeEvent(event)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        for text, field in (("支部(&B)", self.branch), ("年度(&Y)", self.year)):
            label = QLabel(text)
            label.setBuddy(field)
            field.setAccessibleName(text.partition("(")[0])
            top.addWidget(label)
            top.addWidget(field)
        top.addStretch()
        for text, tip, slot in (
            ("全支部这个月（F8）", "标记光标所在的月份，全支部没交的都交", self.mark_branch),
            ("这个人交到这个月（F7）", "标记这个人到光标所在月份为止没交的", self.mark_member),
            ("核定（F6）", "核定光标所在这个人的党费", self.assess),
        ):
            top.addWidget(_button(text, tip, slot))
        top.addWidget(self._more_button())
        hint = QLabel("空格：交或不交这一格　直接打数字：另填金额　Ctrl+S：保存")
        hint.setProperty("kind", "muted")
        bottom = QHBoxLayout()
        bottom.addWidget(hint)
        bottom.addStretch()
        bottom.addWidget(self.sum)
        bottom.addWidget(self.save_button)
        layout = QVBoxLayout(self)
        layout.addLayout(top)
        layout.addWidget(self.table, 1)
        layout.addLayout(bottom)
        layout.addWidget(NoticeBar(self._tools.writer))

    def _more_button(self) -> QPushButton:
        button = QPushButton("更多(&M)")
        button.setProperty("menuButton", True)  # noqa: FBT003 - Qt takes it by position
        button.setAutoDefault(False)
        menu = QMenu(button)
        for text, slot in (
            ("沿用上年核定…", self.carry_over),
            ("登记拟办处置（连续6个月不交）…", self.open_cases),
            ("登记已公布", self.publish),
            ("登记交纳（日期、支部另填）…", self.elsewhere),
            ("登记大额党费…", self.large),
            ("打印收据（光标所在这一格）…", self.receipt),
        ):
            menu.addAction(text).triggered.connect(slot)
        menu.addSeparator()
        for text, make in (
            ("打印年度公示表…", self._of_branch(dues_publication.publication_document)),
            ("打印收缴登记表…", self._of_branch(dues_publication.collection_document)),
            ("打印核定通知…", self._of_branch(dues_publication.slips_document)),
            ("打印欠交名单…", self._arrears),
            ("打印上缴汇总表（全部支部）…", self._hand_up),
        ):
            title = text.removeprefix("打印").removesuffix("…")
            action = menu.addAction(icon("print"), text)
            action.triggered.connect(partial(self._on_print, title, make))
        button.setMenu(menu)
        return button

    def _connect(self) -> None:
        self.branch.edited.connect(self._on_branch_edited)
        self.year.currentIndexChanged.connect(self.load)
        self.save_button.setAutoDefault(False)
        self.save_button.clicked.connect(self.save)
        self.model.marks_changed.connect(self._show_sum)
        self._tools.changes.changed.connect(self._on_changed)
        for key, slot in (
            ("F8", self.mark_branch),
            ("F7", self.mark_member),
            ("F6", self.assess),
            ("Ctrl+S", self.save),
            ("Ctrl+Z", self._tools.writer.undo),
            ("F5", self.load),
        ):
            QShortcut(QKeySequence(key), self, slot)

    def _begin(self) -> None:
        remembered = self._tools.memory.load(_MEMORY)
        if remembered and self.branch.findData(remembered) >= 0:
            self.choose(remembered)
        else:
            self.branch.set_value(None)
        self.branch.setFocus(Qt.FocusReason.TabFocusReason)

    def _of_branch(self, make: _OfBranch) -> Callable[[Ledger], Document]:
        return lambda ledger: make(ledger, *self._place())

    def _arrears(self, ledger: Ledger) -> Document:
        return dues_publication.arrears_document(ledger, self._today, self._place()[0])

    def _hand_up(self, ledger: Ledger) -> Document:
        return dues_publication.hand_up_document(ledger, self._place()[1])

    def _place(self) -> tuple[str, int]:
        return self.model.grid.org_id, self.model.grid.year

    def _on_print(self, title: str, make: Callable[[Ledger], Document], _: object = None) -> None:
        if self.model.grid.org_id:
            self.print_document(title, make)

    def _ask_file(self, title: str, printed: _Printed) -> None:
        start = pickers.documents() / f"{printed.document.title}.pdf"
        kinds = (pickers.PDF, pickers.DOCX)
        pickers.save_file(
            self, f"保存{title}", kinds, partial(self._write, printed.document), start
        )

    def _write(self, document: Document, target: Path) -> None:
        def done(_: None) -> None:
            messages.tell_file(self, f"《{document.title}》已存好。", target)

        self._tools.tasks.run(
            lambda progress: printing.save(document, target, progress), done, title="保存文件"
        )

    def _on_branch_edited(self) -> None:
        if self.branch.value() and self.branch.value() != self.model.grid.org_id:
            self.load()

    def _on_grid(self, found: DuesGrid) -> None:
        if found.org_id != self.branch.value() or found.year != self.year.currentData():
            return
        before, is_first = self.table.currentIndex(), not self.model.grid.org_id
        wanted, self._wanted = self._wanted, None
        self.model.set_grid(found)
        if not found.rows:
            return
        is_now = found.year == self._today.year
        column = month_column(self._today) if is_now else FIRST_MONTH
        row = min(before.row(), len(found.rows) - 1) if before.isValid() else 0
        column = before.column() if before.column() >= FIRST_MONTH else column
        if wanted:
            row = next((at for at, one in enumerate(found.rows) if one.id == wanted[0]), row)
            column = month_column(wanted[1])
        self.table.go_to(max(row, 0), column)
        if wanted or is_first or self.branch.hasFocus():
            self.table.setFocus()

    def _on_saved(self, _: Outcome) -> None:
        self.load()

    def _on_changed(self, changes: Changes) -> None:
        if changes.touches(*_TABLES) and not self.model.is_marked:
            self.load()

    def _on_leave(self, choice: int) -> None:
        if choice == 0:
            self.save()
        elif choice == 1:
            self.model.set_grid(self.model.grid)
            self.reject()

    def _show_sum(self) -> None:
        people, total = self.model.marked_sum()
        self.sum.setText(f"准备收 {people} 人 {total:,.2f} 元" if self.model.is_marked else "")


def open_dues(
    tools: PageTools,
    parent: QWidget,
    org_id: str = "",
    person_id: str = "",
    month: date | None = None,
) -> None:
    """Open the window of dues once the branches are read, on the place that is given."""

    def read(found: _Branches) -> None:
        window = DuesWindow(tools, found.choices, parent)
        window.show()
        if org_id:
            window.choose(org_id, person_id, month)

    tools.tasks.read(lambda _: _Branches(read_branches(tools.ledger)), read)


def _button(text: str, tip: str, slot: Callable[[], object]) -> QPushButton:
    button = QPushButton(text)
    button.setToolTip(tip)
    button.setAutoDefault(False)
    button.clicked.connect(slot)
    return button
