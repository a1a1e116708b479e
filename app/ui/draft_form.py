"""Forms made from the columns of the ledger: the right field for each kind, the right value back.

A draft is a frozen dataclass of the domain (MemberDraft, BranchDraft …) whose fields are columns.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import cast

from PySide6.QtWidgets import QWidget

from app.domain.date_reading import read_date
from app.domain.fields import Field, ValueKind, field_of
from app.domain.readings import Severity
from app.domain.search_keys import keys_of
from app.domain.showing import code_labels
from app.domain.words import problem_text
from app.services import record_book
from app.services.ledger import Ledger
from app.ui.draft_fields import CountField, FlagField, IdNoField, OpenCodeBox
from app.ui.fields import Choice, CodeBox, DateEdit, LongTextField, ReadingField, TextField
from app.ui.fields import Field as FormField
from app.ui.form import Form

_LONG_TEXTS = frozenset({"remark", "reason"})
_NAMELESS = "（名称查不到，请重新选择）"
_EMPTY_TEXT_KINDS = (ValueKind.TEXT, ValueKind.CODE)


@dataclass(frozen=True, slots=True)
class Section:
    """A titled group of fields: names of the draft's fields, those in `wide` on a whole line.

    note: a sentence under the title, of what is shown here and entered elsewhere.
    """

    title: str
    names: tuple[str, ...]
    wide: frozenset[str] = frozenset()
    note: str = ""


@dataclass(frozen=True, slots=True)
class FormPlan:
    """What a form is made of.

    column: gives the column behind a field's name. choices: by target, the code table or the
    table referred to. required: fields marked 必填. labels: names that differ from the column's.
    one_line: texts that are long elsewhere and short here, so that Enter leaves them.
    """

    sections: Sequence[Section]
    column: Callable[[str], Field]
    choices: Mapping[str, Sequence[Choice]]
    today: date
    required: frozenset[str] = frozenset()
    labels: Mapping[str, str] = field(default_factory=dict)
    one_line: frozenset[str] = frozenset()


def columns_of(table: str) -> Callable[[str], Field]:
    """Return the lookup of a draft whose fields are the columns of one table."""
    return lambda name: field_of(table, name)


def load_choices(
    ledger: Ledger, columns: Sequence[Field], *, without: Sequence[str] = ()
) -> dict[str, list[Choice]]:
    """Return the choices of every code and reference among the columns, found by initials too.

    Runs in the background; tables named in `without` are left out.
    """
    found: dict[str, list[Choice]] = {}
    for column in columns:
        target = column.target
        if not target or target in found or target in without:
            continue
        if column.kind is ValueKind.CODE:
            found[target] = code_choices(target)
        elif column.kind is ValueKind.REFERENCE:
            found[target] = [
                Choice(choice.value, choice.label, _initials(choice.label))
                for choice in record_book.choices(ledger, target)
            ]
    return found


def code_choices(target: str) -> list[Choice]:
    """Return the codes of a table with their labels and initials."""
    return [Choice(code, label, _initials(label)) for code, label in code_labels(target).items()]


def make_field(column: Field, plan: FormPlan) -> FormField:
    """Return the field for a column."""
    kind = column.kind
    if kind in (ValueKind.CODE, ValueKind.REFERENCE):
        nameless = _NAMELESS if kind is ValueKind.REFERENCE else ""
        box = OpenCodeBox(plan.choices.get(column.target, ()), nameless=nameless)
        return cast("FormField", box)
    if kind is ValueKind.FLAG:
        return cast("FormField", FlagField())
    if kind is ValueKind.COUNT:
        return cast("FormField", CountField(column.label))
    if kind is ValueKind.DATE:
        today = plan.today
        return cast("FormField", DateEdit(lambda text: read_date(text, today=today)))
    if column.name == "id_no":
        return cast("FormField", IdNoField(plan.today))
    is_long = column.name in _LONG_TEXTS - plan.one_line
    return cast("FormField", LongTextField() if is_long else TextField())


class DraftForm(Form):
    """A form for the fields of a draft; typed_values() gives them as the draft takes them."""

    def __init__(self, plan: FormPlan, columns: int = 2, parent: QWidget | None = None) -> None:
        super().__init__(columns, parent)
        self._plan = plan
        self._names: dict[str, Field] = {}
        for section in plan.sections:
            if section.title:
                self.add_section(section.title, section.note)
            for name in section.names:
                self._add(name, is_wide=name in section.wide)
        self.finish()

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the fields in the order of Enter."""
        return tuple(self._names)

    def show_draft(self, values: Mapping[str, object], shown: Mapping[str, str]) -> None:
        """Show values; shown gives the words for those that are not among the choices."""
        for name in self._names:
            widget, value = self.field(name), values.get(name)
            if isinstance(widget, OpenCodeBox) and isinstance(value, str):
                widget.offer(value, shown.get(name, ""))
        self.set_values(values)

    def typed_values(self) -> dict[str, object]:
        """Return the value of each field: an empty text or code is "", anything else None."""
        values = self.values()
        for name, column in self._names.items():
            if values[name] is None and column.kind in _EMPTY_TEXT_KINDS:
                values[name] = ""
        return values

    def unreadable(self) -> dict[str, str]:
        """Return a sentence for each field whose text would be lost, because it has no value."""
        found: dict[str, str] = {}
        for name in self._names:
            widget = self.field(name)
            if isinstance(widget, CodeBox) and widget.unknown_text():
                found[name] = f"没有“{widget.unknown_text()}”这一项，请从列表里选，或者清空"
            if not isinstance(widget, ReadingField) or isinstance(widget, IdNoField):
                continue
            if widget.text().strip() and cast("FormField", widget).value() is None:
                problems = [p for p in widget.problems() if p.severity is not Severity.INFO]
                found[name] = "；".join(map(problem_text, problems)) or "读不出来，请改正"
        return found

    def _add(self, name: str, *, is_wide: bool) -> None:
        column = self._plan.column(name)
        self._names[name] = column
        self.add(
            name,
            self._plan.labels.get(name, column.label),
            make_field(column, self._plan),
            is_required=name in self._plan.required,
            is_wide=is_wide,
        )


def _initials(label: str) -> str:
    return " ".join(keys_of(label).initials)
