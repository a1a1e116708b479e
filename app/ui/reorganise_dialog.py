"""Splitting, merging and dissolving branches: who takes part, who goes where, then apply."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QSplitter,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.base.errors import UserError
from app.domain.branches import BranchRow, ReorgDraft
from app.domain.dates import PartialDate
from app.domain.fields import field_of
from app.domain.kinds import OrgKind, ReorgKind
from app.domain.members import MemberRow
from app.services import branches, members, reorganising
from app.services.ledger import Ledger, Outcome
from app.ui import messages
from app.ui.draft_fields import OpenCodeBox
from app.ui.draft_form import DraftForm, FormPlan, Section, code_choices
from app.ui.empty_state import EmptyText
from app.ui.fields import Choice
from app.ui.page import PageTools
from app.ui.screen_fit import resize_on_screen
from app.ui.style import primary
from app.ui.table import RecordTable, TableSetup
from app.ui.table_model import Column

_ORG = Qt.ItemDataRole.UserRole
_BEFORE, _AFTER = 1, 2
_UNDECIDED = "（请选择去向）"
_PLAN = (Section("", ("kind", "happened_on", "doc_no", "reason")),)
_KINDS = (
    ReorgKind.SPLIT,
    ReorgKind.MERGE,
    ReorgKind.DISSOLVE,
    ReorgKind.RECTIFY,
)


@dataclass(frozen=True, slots=True)
class ReorgForm:
    """What the window needs, read in the background; chosen takes part from the beginning."""

    orgs: Sequence[BranchRow]
    people: Sequence[MemberRow]
    chosen: str = ""


@dataclass(frozen=True, slots=True)
class Move:
    """One member of the organisations that take part: where he is and where he goes."""

    id: str
    name: str
    unit: str
    before: str
    after: str


_COLUMNS: tuple[Column[Move], ...] = (
    Column("name", "姓名", lambda move: move.name, width=9),
    Column("unit", "所在单位", lambda move: move.unit, width=18),
    Column("before", "现在的支部", lambda move: move.before, width=16),
    Column("after", "调整后的支部", lambda move: move.after, width=16),
)
_NOBODY = EmptyText("这里列出要安排去向的党员", "先在左边勾选参加调整的支部。")
_HINT = (
    "“参加调整”勾原来的支部，“调整后保留”勾调整以后有的支部；勾了前一项没勾后一项的就撤销。"
    "要成立的新支部，先用“新增支部”登记好，再在这里勾“调整后保留”。"
)


def read_reorg(ledger: Ledger, chosen: str = "") -> ReorgForm:
    """Read organisations and members."""
    people = [row for row in members.rows(ledger) if row.on_roster]
    orgs = branches.rows(ledger)
    kinds = {org.id: org.kind for org in orgs}
    is_branch = kinds.get(chosen, OrgKind.COMMITTEE) != OrgKind.COMMITTEE
    return ReorgForm(orgs, people, chosen if is_branch else "")


class ReorganiseDialog(QDialog):
    """Plans a reorganisation and carries it out as one batch.

    An organisation ticked under 参加调整 but not under 调整后保留 is dissolved. Members stay where
    they are as long as it remains, and go to the only remaining one when there is just one.
    """

    def __init__(self, form: ReorgForm, tools: PageTools, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("组织设置调整（拆分、合并、撤销）")
        self._form, self._tools = form, tools
        self._names = {org.id: org.short_name or org.name for org in form.orgs}
        self._targets: dict[str, str] = {}
        labels = {"happened_on": "从哪一天起"}
        self.fields = DraftForm(
            FormPlan(
                _PLAN,
                lambda name: field_of("org_reorg_event", name),
                {"ReorgKind": [c for c in code_choices("ReorgKind") if c.code in _KINDS]},
                tools.ledger.today(),
                frozenset({"kind", "happened_on"}),
                labels,
                one_line=frozenset({"reason"}),
            )
        )
        self.orgs = self._org_list()
        self.table: RecordTable[Move] = RecordTable(
            TableSetup("reorganise", _COLUMNS, "人", empty=_NOBODY)
        )
        self.target = OpenCodeBox(())
        self.target.setAccessibleName("选中的人去")
        self._sum = QLabel()
        self._apply = primary(QPushButton("执行调整"))
        self._apply.clicked.connect(self.apply)
        self._build()
        if self.orgs.currentItem():
            self.orgs.scrollToItem(self.orgs.currentItem(), QTreeWidget.ScrollHint.PositionAtTop)
        self.orgs.itemChanged.connect(self._on_ticked)
        self._on_ticked()

    def before(self) -> tuple[str, ...]:
        """Return the organisations that take part."""
        return self._ticked(_BEFORE)

    def after(self) -> tuple[str, ...]:
        """Return the organisations that remain."""
        return self._ticked(_AFTER)

    def send_selected(self) -> None:
        """Give the selected members the organisation chosen above the list."""
        target = self.target.value()
        if target:
            self._targets.update(dict.fromkeys(self.table.selected_ids(), target))
            self._show_moves()

    def apply(self) -> None:
        """Carry it out, after one more question."""
        problem = self._problem()
        if problem:
            messages.tell(self, problem)
            return
        draft, ledger = self._draft(), self._tools.ledger
        moving = sum(1 for move in self.table.model.rows if move.before != move.after)
        gone = "、".join(self._names[org] for org in draft.dissolved)
        question = f"执行这次调整？{moving} 名党员换支部" + (f"，撤销{gone}。" if gone else "。")

        def agreed() -> None:
            self._apply.setEnabled(False)
            self._tools.writer.run(
                lambda _: reorganising.reorganise(ledger, draft),
                "组织设置调整",
                self._on_done,
                self._on_failed,
            )

        messages.ask(self, question, ("执行", "不执行"), agreed)

    def _build(self) -> None:
        send = QPushButton("设为去向")
        send.clicked.connect(self.send_selected)
        cancel = QPushButton("取消")
        cancel.clicked.connect(self.reject)
        for button in (send, cancel, self._apply):
            button.setAutoDefault(False)
        above = QHBoxLayout()
        above.addWidget(QLabel("选中的人去"))
        above.addWidget(self.target, 1)
        above.addWidget(send)
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(above)
        column.addWidget(self.table, 1)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setChildrenCollapsible(False)
        for widget, share in ((self.orgs, 2), (right, 3)):
            splitter.addWidget(widget)
            splitter.setStretchFactor(splitter.count() - 1, share)
        row = QHBoxLayout()
        row.addWidget(self._sum, 1)
        row.addWidget(self._apply)
        row.addWidget(cancel)
        layout = QVBoxLayout(self)
        layout.addWidget(self.fields)
        hint = QLabel(_HINT)
        hint.setProperty("kind", "muted")
        hint.setWordWrap(True)
        layout.addWidget(hint)
        layout.addWidget(splitter, 1)
        layout.addLayout(row)
        unit = self.fontMetrics().height()
        self.orgs.setMinimumWidth(unit * 25)
        resize_on_screen(self, unit * 58, unit * 36)

    def _org_list(self) -> QTreeWidget:
        tree = QTreeWidget()
        tree.setAccessibleName("参加调整的党组织")
        tree.setRootIsDecorated(False)
        tree.setHeaderLabels(["党组织", "参加调整", "调整后保留"])
        header = tree.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in (_BEFORE, _AFTER):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        for org in self._form.orgs:
            name = f"{self._names[org.id]}（{org.members_n}人）"
            item = QTreeWidgetItem(tree, [name])
            item.setData(0, _ORG, org.id)
            item.setToolTip(0, f"{org.name}（{org.members_n}人）")
            is_chosen = org.id == self._form.chosen
            chosen = Qt.CheckState.Checked if is_chosen else Qt.CheckState.Unchecked
            item.setCheckState(_BEFORE, chosen)
            item.setCheckState(_AFTER, Qt.CheckState.Unchecked)
            if is_chosen:
                tree.setCurrentItem(item)
        return tree

    def _items(self) -> list[QTreeWidgetItem]:
        count = self.orgs.topLevelItemCount()
        return [self.orgs.topLevelItem(n) for n in range(count)]

    def _ticked(self, column: int) -> tuple[str, ...]:
        return tuple(
            str(item.data(0, _ORG))
            for item in self._items()
            if item.checkState(column) == Qt.CheckState.Checked
        )

    def _target_of(self, row: MemberRow) -> str:
        """Return where a member goes, "" when that is not decided."""
        after = self.after()
        chosen = self._targets.get(row.id, "")
        if chosen in after:
            return chosen
        if row.branch_id in after:
            return row.branch_id
        return after[0] if len(after) == 1 else ""

    def _staff(self) -> list[MemberRow]:
        taking_part = {*self.before(), *self.after()}
        return [row for row in self._form.people if row.branch_id in taking_part]

    def _show_moves(self) -> None:
        staff = self._staff()
        moves = [
            Move(
                row.id,
                row.name,
                row.unit,
                row.branch,
                self._names.get(self._target_of(row), _UNDECIDED),
            )
            for row in staff
        ]
        self.table.set_rows(moves)
        lost = sum(move.after == _UNDECIDED for move in moves)
        moving = sum(move.after not in (move.before, _UNDECIDED) for move in moves)
        text = f"{moving} 人换支部，{len(moves) - moving - lost} 人不动"
        self._sum.setText(text + (f"，还有 {lost} 人没有去向" if lost else ""))

    def _problem(self) -> str:
        values = self.fields.typed_values()
        missing = [
            sentence
            for name, sentence in (("kind", "请选择调整类型。"), ("happened_on", "请填写日期。"))
            if not values[name]
        ]
        if missing:
            return missing[0]
        if not self.before():
            return "请在左边勾选参加调整的党组织。"
        if any(move.after == _UNDECIDED for move in self.table.model.rows):
            return "还有党员没有去向，请在名单里选中他们，再选定调整后的支部。"
        return ""

    def _draft(self) -> ReorgDraft:
        values = self.fields.typed_values()
        on = values["happened_on"]
        if not isinstance(on, PartialDate):
            raise TypeError(on)
        before, after = self.before(), self.after()
        return ReorgDraft(
            kind=str(values["kind"]),
            happened_on=on.first_day,
            before=before,
            after=after,
            dissolved=tuple(org for org in before if org not in after),
            targets={row.id: self._target_of(row) for row in self._staff()},
            doc_no=str(values["doc_no"]),
            reason=str(values["reason"]),
        )

    def _on_ticked(self) -> None:
        self.target.set_choices([Choice(org, self._names[org]) for org in self.after()])
        self._show_moves()

    def _on_done(self, _: Outcome) -> None:
        self.accept()

    def _on_failed(self, error: UserError) -> None:
        self._apply.setEnabled(True)
        messages.show_error(self, error)
