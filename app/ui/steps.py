"""One step of a procedure as a small form: its fields, and the use case that takes it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import cast

from PySide6.QtWidgets import QWidget

from app.domain.dates import PartialDate, day
from app.domain.fields import Field, ValueKind
from app.services.ledger import Ledger, Outcome
from app.services.overrides import Override
from app.ui.draft_dialog import DraftDialog, DraftTask, Values
from app.ui.draft_form import FormPlan, Section, code_choices
from app.ui.fields import Choice
from app.ui.page import PageTools
from app.ui.writing import Work

Act = Callable[[Ledger, Values, Override | None], Outcome]
_EMPTY = {ValueKind.TEXT: "", ValueKind.CODE: "", ValueKind.FLAG: False}


@dataclass(frozen=True, slots=True)
class Step:
    """What a step is called, what it asks for, and what it does, by an override where one is given.

    required: fields that must be filled. wide: those on a whole line. start: values to begin with.
    note: a sentence above the fields.
    """

    title: str
    fields: Sequence[Field]
    act: Act
    required: frozenset[str] = frozenset()
    wide: frozenset[str] = frozenset()
    start: Mapping[str, object] = field(default_factory=dict)
    note: str = ""


ON = Field("on", "日期", ValueKind.DATE)
PERSON = Field("person_id", "党员", ValueKind.CODE, "person")


def text(name: str, label: str) -> Field:
    """Return a field of one line or, for reason and remark, of several."""
    return Field(name, label, ValueKind.TEXT)


def code(name: str, label: str, target: str) -> Field:
    """Return a field chosen from a code table or from the choices handed in under its name."""
    return Field(name, label, ValueKind.CODE, target)


def known(values: Values, name: str) -> PartialDate | None:
    """Return a date of the form."""
    return cast("PartialDate | None", values[name])


def sure(values: Values, name: str) -> PartialDate:
    """Return a date that the form has asked for; raises TypeError when it is not there."""
    found = known(values, name)
    if found is None:
        raise TypeError(values)
    return found


def said(values: Values, name: str) -> str:
    """Return a text or code of the form, "" when it is empty."""
    return str(values[name] or "")


def step_dialog(
    step: Step,
    tools: PageTools,
    choices: Mapping[str, Sequence[Choice]],
    parent: QWidget | None = None,
) -> DraftDialog:
    """Return the window of a step; choices: those that are no code table, by target."""
    names = {one.name: one for one in step.fields}
    targets = {one.target for one in step.fields if one.kind is ValueKind.CODE}
    plan = FormPlan(
        (Section(step.title if step.note else "", tuple(names), step.wide, step.note),),
        names.__getitem__,
        {**{each: code_choices(each) for each in targets - choices.keys()}, **choices},
        tools.ledger.today(),
        required=step.required,
    )
    task = DraftTask(
        step.title,
        {**_start(step, tools.ledger.today()), **step.start},
        lambda values: _work(tools.ledger, step, values),
        check=lambda values: _missing(step, values),
        blocked=lambda values: _missing(step, values),
        overridden=lambda values, override: _work(tools.ledger, step, values, override),
    )
    return DraftDialog(task, plan, tools.writer, parent)


def _start(step: Step, today: date) -> dict[str, object]:
    """Return empty values, with today as the day of the step."""
    found: dict[str, object] = {one.name: _EMPTY.get(one.kind) for one in step.fields}
    return {**found, "on": day(today)} if "on" in found else found


def _missing(step: Step, values: Values) -> dict[str, str]:
    labels = {one.name: one.label for one in step.fields}
    return {name: f"请填写{labels[name]}" for name in step.required if values[name] in (None, "")}


def _work(ledger: Ledger, step: Step, values: Values, override: Override | None = None) -> Work:
    return lambda _: step.act(ledger, values, override)
