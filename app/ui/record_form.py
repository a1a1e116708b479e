"""The form of a record of any table, generated from the names and kinds of its columns."""

from collections.abc import Mapping
from datetime import date
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from app.domain.amounts import read_amount
from app.domain.checks import check_record
from app.domain.date_reading import read_date
from app.domain.fields import Field, Value, ValueKind, field_of, table_info
from app.domain.readings import Severity
from app.domain.words import problem_text
from app.services.record_forms import FormChoice, FormPlan
from app.ui import fields
from app.ui.fields import CodeBox, DateEdit, LongTextField, MoneyEdit, ReadingField, TextField
from app.ui.form import Form

LONG_TEXTS = frozenset({
    "content", "discussion", "decisions", "remark", "reason", "problem", "findings", "measure",
    "report_text", "statement", "targets", "summary", "party_duty", "admin_duty", "report",
    "deduct_rule", "reply", "investigation", "cause", "task", "note", "party_item",
})  # fmt: skip


class CheckField(QCheckBox):
    """Yes or no."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("是", parent)
        self.clicked.connect(self._on_clicked)

    def value(self) -> bool:
        """Tell whether it is ticked."""
        return self.isChecked()

    def set_value(self, value: object) -> None:
        """Tick it or not."""
        self.setChecked(bool(value))

    def set_text(self, text: str) -> None:
        """Put back what text() gave: a draft keeps whether it was ticked."""
        self.setChecked(text == "1")

    def text(self) -> str:
        """Return what a draft keeps."""
        return "1" if self.isChecked() else ""

    def _on_clicked(self) -> None:
        self.edited.emit()


class NumberEdit(MoneyEdit):
    """An amount that is no money: 学时, 分."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(read_amount, parent)
        self.setPlaceholderText("")


def build_form(plan: FormPlan, parent: QWidget | None = None) -> Form:
    """Return the form of a table, filled with the values of its plan."""
    form = Form(parent=parent)
    for item in table_info(plan.table).fields.values():
        is_long = item.kind is ValueKind.TEXT and item.name in LONG_TEXTS
        form.add(
            item.name,
            item.label,
            _field(item, plan.choices.get(item.name, ())),
            is_required=item.name in plan.required,
            is_wide=is_long,
        )
    form.finish()
    form.set_values(plan.values)
    return form


def typed_values(table: str, form: Form) -> dict[str, Value]:
    """Return what the record book is to save: the values, or the text that cannot be read.

    An empty text is "", which the record book takes as empty for every kind.
    """
    values = form.values()
    texts = form.texts()
    found: dict[str, Value] = {}
    for name, item in table_info(table).fields.items():
        value = values[name]
        if isinstance(form.field(name), DateEdit | MoneyEdit) and value is None:
            value = texts[name]
        found[name] = "" if value is None else value  # type: ignore[assignment]  # fields give Values
        if item.kind is ValueKind.REFERENCE and value is None:
            found[name] = None
    return found


def problems_of(plan: FormPlan, form: Form) -> dict[str, str]:
    """Return what is wrong, a sentence for each field: unreadable, missing, or impossible."""
    found: dict[str, str] = {}
    values: dict[str, Value] = {}
    for name, value in typed_values(plan.table, form).items():
        label = field_of(plan.table, name).label
        if name in plan.required and value in {None, ""}:
            found[name] = f"请填写{label}"
        elif sentence := _unreadable(form.field(name)):
            found[name] = sentence
        elif field_of(plan.table, name).kind is ValueKind.COUNT and isinstance(value, str):
            if value and not value.isdigit():
                found[name] = f"{label}要填整数"
            values[name] = int(value) if value.isdigit() else None
        else:
            values[name] = None if value == "" else value
    for problem in check_record(plan.table, values):
        found.setdefault(problem.detail["field"], problem_text(problem))
    return found


def _unreadable(field: QWidget) -> str:
    if not isinstance(field, ReadingField):
        return ""
    blocked = [one for one in field.problems() if one.severity is Severity.BLOCK]
    if not blocked and field.text().strip() and field.value() is None:
        return "填得不对"
    return problem_text(blocked[0]) if blocked else ""


def _field(item: Field, choices: tuple[FormChoice, ...]) -> fields.Field:
    if item.kind is ValueKind.DATE:
        return DateEdit(partial(read_date, today=date.max))
    if item.kind is ValueKind.FLAG:
        return CheckField()
    if item.kind is ValueKind.AMOUNT:
        return NumberEdit()
    if item.kind in {ValueKind.CODE, ValueKind.REFERENCE}:
        return CodeBox([fields.Choice(one.value, one.label, one.found_by) for one in choices])
    return (
        LongTextField() if item.name in LONG_TEXTS and item.kind is ValueKind.TEXT else TextField()
    )


def prefilled(plan: FormPlan, values: Mapping[str, Value]) -> dict[str, object]:
    """Return the values a new record begins with: those handed in, as far as it has them."""
    names = table_info(plan.table).fields
    return {**plan.values, **{name: value for name, value in values.items() if name in names}}
