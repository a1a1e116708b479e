"""Adding and changing a record of any table, with Enter to the next field and checks beside it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import cast

from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from app.domain.checks import check_record
from app.domain.fields import Value, ValueKind, table_info, table_title
from app.domain.words import problem_text
from app.services import record_book
from app.services.ledger import Ledger, Outcome
from app.services.overrides import Override
from app.services.record_forms import required_fields
from app.services.stale import Opened, Target
from app.ui.draft_dialog import DraftDialog, DraftTask, Values
from app.ui.draft_form import FormPlan, Section, columns_of, load_choices
from app.ui.fields import Choice
from app.ui.page import PageTools
from app.ui.screen_fit import resize_on_screen
from app.ui.writing import Work

WIDE = frozenset({
    "content", "discussion", "decisions", "remark", "reason", "problem", "findings", "measure",
    "report_text", "statement", "targets", "summary", "party_duty", "admin_duty", "report",
    "deduct_rule", "reply", "investigation", "cause", "task", "note", "party_item", "topic",
})  # fmt: skip
_SIZE = (940, 620)


@dataclass(frozen=True, slots=True)
class RecordEdit:
    """Which record to change; record_id "" adds one that begins with the given values."""

    table: str
    record_id: str = ""
    values: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Loaded:
    plan: FormPlan
    values: Mapping[str, Value]
    shown: Mapping[str, str]


def edit_record(
    tools: PageTools,
    edit: RecordEdit,
    parent: QWidget,
    saved: Callable[[Outcome], None] | None = None,
) -> None:
    """Open the dialog for a record once its choices are loaded; saved(outcome) follows."""

    def loaded(found: _Loaded) -> None:
        if isValid(parent):
            RecordDialog(tools, edit, found, parent, saved).open()

    tools.tasks.read(lambda _: _load(tools.ledger, edit), loaded)


class RecordDialog(DraftDialog):
    """The form of one record; stays open until it is saved."""

    def __init__(
        self,
        tools: PageTools,
        edit: RecordEdit,
        loaded: _Loaded,
        parent: QWidget | None = None,
        saved: Callable[[Outcome], None] | None = None,
    ) -> None:
        verb = "修改" if edit.record_id else "新增"
        target = Opened(edit.record_id, loaded.values) if edit.record_id else None
        task = DraftTask(
            title=f"{verb}{table_title(edit.table)}",
            values=loaded.values,
            save=lambda values: _save(tools.ledger, edit.table, target, values),
            shown=loaded.shown,
            check=lambda values: _problems(edit.table, values),
            blocked=lambda values: _problems(edit.table, values),
            is_new=not edit.record_id,
            overridden=lambda values, override: _save(
                tools.ledger, edit.table, target, values, override
            ),
        )
        super().__init__(task, loaded.plan, tools.writer, parent)
        self._saved = saved
        resize_on_screen(self, *_SIZE)

    def _on_saved(self, outcome: Outcome) -> None:
        super()._on_saved(outcome)
        if self._saved:
            self._saved(outcome)


def _load(ledger: Ledger, edit: RecordEdit) -> _Loaded:
    """Read the record and everything that its fields can be chosen from."""
    info = table_info(edit.table)
    columns = tuple(info.fields.values())
    choices: dict[str, list[Choice]] = load_choices(ledger, columns, without=("person",))
    if any(column.target == "person" for column in columns):
        choices["person"] = _people(ledger)
    names = tuple(info.fields)
    plan = FormPlan(
        sections=(Section("", names, WIDE.intersection(names)),),
        column=columns_of(edit.table),
        choices=choices,
        today=ledger.today(),
        required=required_fields(edit.table),
    )
    if not edit.record_id:
        return _Loaded(plan, edit.values, {})
    row = record_book.card(ledger, edit.table, edit.record_id).row
    return _Loaded(plan, {name: row.raw[name] for name in names}, row.shown)


def _people(ledger: Ledger) -> list[Choice]:
    """Return everybody, found by initials too; the workplace tells namesakes apart."""
    hints = {
        choice.value: choice.hint for choice in record_book.choices(ledger, "person") if choice.hint
    }
    column = table_info("membership").fields["person_id"]
    return [
        Choice(one.code, f"{one.label}（{hints[one.code]}）" if one.code in hints else one.label,
               one.search)
        for one in load_choices(ledger, (column,))["person"]
    ]  # fmt: skip


def _problems(table: str, values: Values) -> dict[str, str]:
    """Return what keeps a record from being saved, a sentence for each field."""
    fields = table_info(table).fields
    typed = cast("Mapping[str, Value]", values)
    found = {
        name: f"请填写{fields[name].label}"
        for name in required_fields(table)
        if typed.get(name) in {None, ""} and fields[name].kind is not ValueKind.FLAG
    }
    for problem in check_record(table, typed):
        found.setdefault(problem.detail["field"], problem_text(problem))
    return found


def _save(
    ledger: Ledger,
    table: str,
    target: Target,
    values: Values,
    override: Override | None = None,
) -> Work:
    typed = cast("Mapping[str, Value]", values)
    return lambda _: record_book.save(ledger, table, target, typed, override)
