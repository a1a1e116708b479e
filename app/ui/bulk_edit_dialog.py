"""Setting one field for many people: what it is now, what it will be, then apply."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.base.errors import UserError
from app.domain.fields import Value, ValueKind
from app.domain.members import BulkLine, BulkPlan
from app.services import members
from app.services.ledger import Ledger, Outcome
from app.ui import messages
from app.ui.draft_fields import OpenCodeBox
from app.ui.draft_form import FormPlan, load_choices, make_field
from app.ui.empty_state import EmptyText
from app.ui.fields import Choice, Field
from app.ui.form import EnterFilter, ProblemLabel
from app.ui.member_sections import bulk_names, member_column
from app.ui.page import PageTools
from app.ui.style import primary
from app.ui.table import RecordTable, TableSetup
from app.ui.table_model import Column

_PREVIEW_AFTER_MS = 200
_COLUMNS: tuple[Column[BulkLine], ...] = (
    Column("name", "姓名", lambda line: line.name, width=12),
    Column("before", "现在", lambda line: line.before_text or "（空）", width=24),
    Column("after", "改为", lambda line: line.after_text or "（空）", width=24),
)
_NO_CHANGE = EmptyText("没有人的资料会变", "选的人都已经是这个值了，或者还没有选要改的项目。")


@dataclass(frozen=True, slots=True)
class _Asked:
    """The preview that was asked for last."""

    number: int
    plan: BulkPlan


def read_choices(ledger: Ledger) -> dict[str, list[Choice]]:
    """Read the choices for every field that can be set for many people."""
    return load_choices(ledger, [member_column(name) for name in bulk_names()])


class BulkEditDialog(QDialog):
    """Chooses a field and a value, previews, applies as one batch that can be undone."""

    def __init__(
        self,
        ids: Sequence[str],
        choices: Mapping[str, list[Choice]],
        tools: PageTools,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(f"批量修改：{len(ids)} 人")
        self._ids, self._tools = tuple(ids), tools
        self._form_plan = FormPlan((), member_column, choices, tools.ledger.today())
        self._plan: BulkPlan | None = None
        self._number = 0
        self._timer = QTimer(self, singleShot=True, interval=_PREVIEW_AFTER_MS)
        self._timer.timeout.connect(self._on_preview_due)
        self.what = OpenCodeBox([Choice(n, member_column(n).label) for n in bulk_names()])
        self.what.setAccessibleName("要改的项目")
        self.what.edited.connect(self._on_what_chosen)
        self.value: Field | None = None
        self.table: RecordTable[BulkLine] = RecordTable(
            TableSetup("bulk_edit", _COLUMNS, "人", empty=_NO_CHANGE)
        )
        self.problem = ProblemLabel()
        self._sum = QLabel()
        self._apply = primary(QPushButton("修改"))
        self._apply.clicked.connect(self.apply)
        self._build()
        self.what.setFocus()

    def choose(self, name: str) -> None:
        """Choose the field to set."""
        self.what.set_value(name)
        self._on_what_chosen()

    def apply(self) -> None:
        """Apply what the preview shows."""
        plan = self._plan
        if plan is None or not plan.lines or self._timer.isActive():
            return
        self._apply.setEnabled(False)
        ledger = self._tools.ledger
        self._tools.writer.run(
            lambda _: members.bulk_apply(ledger, plan), "批量修改", self._on_done, self._on_failed
        )

    def _build(self) -> None:
        cancel = QPushButton("取消")
        cancel.clicked.connect(self.reject)
        for button in (self._apply, cancel):
            button.setAutoDefault(False)
        self._fields = QFormLayout()
        self._fields.addRow("要改的项目", self.what)
        self._slot = QVBoxLayout()
        self._slot.setSpacing(3)
        self._fields.addRow("都改为", self._slot)
        self._slot.addWidget(self.problem)
        row = QHBoxLayout()
        row.addWidget(self._sum, 1)
        row.addWidget(self._apply)
        row.addWidget(cancel)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 12)
        layout.setSpacing(10)
        layout.addLayout(self._fields)
        layout.addWidget(self.table, 1)
        layout.addLayout(row)
        unit = self.fontMetrics().height()
        self.resize(unit * 42, unit * 28)
        self._show_sum()

    def _on_what_chosen(self) -> None:
        name = self.what.value()
        if self.value is not None:
            cast("QWidget", self.value).deleteLater()
            self.value = None
        if name:
            self.value = make_field(member_column(name), self._form_plan)
            widget = cast("QWidget", self.value)
            widget.setAccessibleName("都改为")
            self._slot.insertWidget(0, widget)
            self.value.edited.connect(self._timer.start)
            EnterFilter((self.what, widget), self.apply, widget)
        self._plan = None
        self.table.set_rows(())
        self._timer.start()
        self._show_sum()

    def _on_preview_due(self) -> None:
        name = self.what.value()
        problem = self._unreadable()
        self.problem.set_text(problem)
        self._plan = None
        if not name or self.value is None or problem:
            self.table.set_rows(())
            self._show_sum()
            return
        self._number += 1
        number, ids, ledger = self._number, self._ids, self._tools.ledger
        value = self._typed(name)
        self._tools.tasks.read(
            lambda _: _Asked(number, members.bulk_preview(ledger, ids, name, value)),
            self._on_previewed,
        )

    def _unreadable(self) -> str:
        if self.value is None or self.value.value() is not None or not self.value.text().strip():
            return ""
        return "读不出来，请改正"

    def _typed(self, name: str) -> Value:
        value = self.value.value() if self.value else None
        is_text = member_column(name).kind in (ValueKind.TEXT, ValueKind.CODE)
        return "" if value is None and is_text else cast("Value", value)

    def _on_previewed(self, asked: _Asked) -> None:
        if asked.number != self._number:
            return
        self._plan = asked.plan
        self.table.set_rows(asked.plan.lines)
        self._show_sum()

    def _show_sum(self) -> None:
        changing = len(self._plan.lines) if self._plan else 0
        unchanged = self._plan.unchanged if self._plan else 0
        text = f"将修改 {changing} 人" if changing else "选好项目和新的值，这里先列出改前改后"
        self._sum.setText(text + (f"，{unchanged} 人不用改" if changing and unchanged else ""))
        self._apply.setText(f"修改 {changing} 人" if changing else "修改")
        self._apply.setEnabled(bool(changing))

    def _on_done(self, _: Outcome) -> None:
        self.accept()

    def _on_failed(self, error: UserError) -> None:
        messages.show_error(self, error)
        self._timer.start()
