"""Setting one field for many people: what it is now, what it will be, then apply."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QCheckBox,
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
from app.domain.search_keys import keys_of
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
from app.ui.screen_fit import resize_on_screen
from app.ui.style import primary
from app.ui.table import RecordTable, TableSetup
from app.ui.table_model import Column

_PREVIEW_AFTER_MS = 200
_COLUMNS: tuple[Column[BulkLine], ...] = (
    Column("name", "姓名", lambda line: line.name, width=12),
    Column("before", "现在", lambda line: line.before_text or "（空）", width=24),
    Column("after", "改为", lambda line: line.after_text or "（空）", width=24),
)
_NOTHING_SAID = EmptyText(
    "先选要改的项目，再填新的值", "改前、改后会逐人列在这里，看过再点“修改”。"
)
_NO_CHANGE = EmptyText("没有人的资料会变", "选的人都已经是这个值了。")
_YES_NO = (Choice("1", "是", "shi s"), Choice("0", "否", "fou f"))


@dataclass(frozen=True, slots=True)
class _Asked:
    """The preview that was asked for last."""

    number: int
    plan: BulkPlan


def read_choices(ledger: Ledger) -> dict[str, list[Choice]]:
    """Read the choices for every field that can be set for many people."""
    return load_choices(ledger, [member_column(name) for name in bulk_names()])


class BulkEditDialog(QDialog):
    """Chooses a field and a value, previews, applies as one batch that can be undone.

    Nothing is offered before a value was entered; that a field is emptied must be ticked.
    """

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
        self._name = ""
        self._goes_on = False
        self._timer = QTimer(self, singleShot=True, interval=_PREVIEW_AFTER_MS)
        self._timer.timeout.connect(self._on_preview_due)
        self.what = OpenCodeBox([_named(name) for name in bulk_names()])
        self.what.setAccessibleName("要改的项目")
        self.what.edited.connect(self._on_what_chosen)
        self.value: Field | None = None
        self.clear = QCheckBox("清空这一项")
        self.clear.toggled.connect(self._on_clear_toggled)
        self.clear.hide()
        self.table: RecordTable[BulkLine] = RecordTable(
            TableSetup("bulk_edit", _COLUMNS, "人", empty=_NOTHING_SAID)
        )
        self.problem = ProblemLabel()
        self._sum = QLabel()
        self._apply = primary(QPushButton("修改"))
        self._apply.clicked.connect(self.apply)
        self.table.set_rows([])
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
        self._slot.addWidget(self.clear)
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
        resize_on_screen(self, unit * 42, unit * 28)
        EnterFilter((self.what,), self._on_what_entered, self)
        EnterFilter((self.clear,), self._on_value_entered, self)
        EnterFilter((self._apply,), self.apply, self)
        self._show_sum()

    def _on_what_chosen(self) -> None:
        name = self.what.value() or ""
        if name == self._name:
            return
        self._name = name
        if self.value is not None:
            cast("QWidget", self.value).deleteLater()
            self.value = None
        self.clear.setChecked(False)
        self.clear.setVisible(bool(name) and not _is_flag(name))
        if name:
            self._add_value(name)
        self._forget_plan()
        self._timer.start()

    def _add_value(self, name: str) -> None:
        self.value = (
            cast("Field", OpenCodeBox(_YES_NO))
            if _is_flag(name)
            else make_field(member_column(name), self._form_plan)
        )
        widget = cast("QWidget", self.value)
        widget.setAccessibleName("都改为")
        self._slot.insertWidget(0, widget)
        widget.show()  # a layout shows it only later, and what is hidden takes no focus
        self.value.edited.connect(self._on_edited)
        QWidget.setTabOrder(self.what, widget)
        QWidget.setTabOrder(widget, self.clear)
        EnterFilter((widget,), self._on_value_entered, widget)

    def _on_clear_toggled(self, is_cleared: bool) -> None:  # noqa: FBT001 - a slot
        if self.value is not None:
            cast("QWidget", self.value).setDisabled(is_cleared)
        self._on_edited()

    def _on_edited(self) -> None:
        self._goes_on = False
        self._forget_plan()
        self._timer.start()

    def _on_what_entered(self) -> None:
        self.what.settle()
        if self.value is not None:
            cast("QWidget", self.value).setFocus(Qt.FocusReason.TabFocusReason)

    def _on_value_entered(self) -> None:
        """Go on to the button once the preview is there; Enter alone never changes anybody."""
        if isinstance(self.value, OpenCodeBox) and not self.clear.isChecked():
            self.value.settle()
        self._goes_on = True
        if self._plan is not None:
            self._go_on()

    def _go_on(self) -> None:
        if self._goes_on and self._plan is not None and self._plan.lines:
            self._apply.setFocus(Qt.FocusReason.TabFocusReason)
        self._goes_on = False

    def _on_preview_due(self) -> None:
        problem = self._unreadable()
        self.problem.set_text(problem)
        if problem or not self._is_said():
            return
        self._number += 1
        number, ids, ledger = self._number, self._ids, self._tools.ledger
        name, value = self._name, self._typed()
        self._tools.tasks.read(
            lambda _: _Asked(number, members.bulk_preview(ledger, ids, name, value)),
            self._on_previewed,
        )

    def _forget_plan(self) -> None:
        """Offer nothing until what is asked now was looked at."""
        self._plan = None
        self._number += 1
        self.table.show_empty(_NOTHING_SAID)
        self.table.set_rows(())
        self._show_sum()

    def _is_said(self) -> bool:
        """Tell whether a new value was entered, or the field is to be emptied."""
        if self.value is None:
            return False
        return self.clear.isChecked() or self.value.value() is not None

    def _unreadable(self) -> str:
        if self._is_said() or self.value is None or not self.value.text().strip():
            return ""
        return "读不出来，请改正"

    def _typed(self) -> Value:
        column = member_column(self._name)
        value = self.value.value() if self.value and not self.clear.isChecked() else None
        if column.kind is ValueKind.FLAG:
            return value == _YES_NO[0].code
        is_text = column.kind in (ValueKind.TEXT, ValueKind.CODE)
        return "" if value is None and is_text else cast("Value", value)

    def _on_previewed(self, asked: _Asked) -> None:
        if asked.number != self._number:
            return
        self._plan = asked.plan
        self.table.show_empty(_NO_CHANGE)
        self.table.set_rows(asked.plan.lines)
        self._show_sum()
        self._go_on()

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
        self._on_edited()


def _named(name: str) -> Choice:
    label = member_column(name).label
    return Choice(name, label, " ".join(keys_of(label).initials))


def _is_flag(name: str) -> bool:
    return member_column(name).kind is ValueKind.FLAG
