"""Adding and changing a record of any table, with Enter to the next field and checks beside it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from PySide6.QtWidgets import QWidget

from app.base.errors import UserError
from app.domain.fields import Value, table_title
from app.services import record_book
from app.services.ledger import Outcome
from app.services.record_forms import FormPlan, plan_form
from app.ui import messages
from app.ui.form_dialog import FormDialog
from app.ui.page import PageParts, save
from app.ui.record_form import build_form, prefilled, problems_of, typed_values

_SIZE = (920, 620)


@dataclass(frozen=True, slots=True)
class RecordEdit:
    """Which record to change; record_id "" adds one that begins with the given values."""

    table: str
    record_id: str = ""
    values: Mapping[str, Value] = field(default_factory=dict)


def edit_record(
    parts: PageParts, edit: RecordEdit, saved: Callable[[Outcome], None], parent: QWidget
) -> None:
    """Open the dialog for a record once its choices are loaded; saved(outcome) follows."""

    def loaded(plan: FormPlan) -> None:
        RecordDialog(parts, edit, plan, saved, parent).open()

    parts.runner.read(lambda _: plan_form(parts.ledger, edit.table, edit.record_id), loaded)


class RecordDialog(FormDialog):
    """The form of one record; stays open until it is saved."""

    def __init__(
        self,
        parts: PageParts,
        edit: RecordEdit,
        plan: FormPlan,
        saved: Callable[[Outcome], None],
        parent: QWidget | None = None,
    ) -> None:
        self._plan = replace(plan, values=prefilled(plan, edit.values))
        verb = "修改" if edit.record_id else "新增"
        super().__init__(f"{verb}{table_title(edit.table)}", build_form(self._plan), parent)
        self._parts = parts
        self._edit = edit
        self._saved = saved
        self.resize(*_SIZE)
        self.save_requested.connect(self._on_save_requested)
        self.form.focus_first_problem()

    def _on_save_requested(self) -> None:
        wrong = problems_of(self._plan, self.form)
        self.form.show_problems(wrong)
        if wrong:
            self.not_saved()
            self.form.focus_first_problem()
            return
        edit, values = self._edit, typed_values(self._edit.table, self.form)
        save(
            self._parts,
            lambda ledger: record_book.save(ledger, edit.table, edit.record_id or None, values),
            f"保存{table_title(edit.table)}",
            self._on_saved,
            self._on_failed,
        )

    def _on_saved(self, outcome: Outcome) -> None:
        saved = self._saved
        self.finish()
        saved(outcome)

    def _on_failed(self, error: UserError) -> None:
        self.not_saved()
        messages.show_error(self, error)
