"""What a form for a record of any table needs: what must be filled in, what can be chosen."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.checks import check_record
from app.domain.fields import ValueKind, table_info
from app.domain.record_rows import Choice
from app.domain.search_keys import keys_of
from app.services import record_book
from app.services.ledger import Ledger
from app.store import record_lists, records
from app.store.records import Row


@dataclass(frozen=True, slots=True)
class FormChoice:
    """An entry of a list to choose from; found_by holds more texts it is found by (initials)."""

    value: str
    label: str
    found_by: str = ""


@dataclass(frozen=True, slots=True)
class FormPlan:
    """Everything to build the form of a table with.

    required: columns that cannot stay empty. choices: column → what it can hold, for codes and
    references. values: the record as it is now, empty for a new one.
    """

    table: str
    required: frozenset[str]
    choices: Mapping[str, tuple[FormChoice, ...]]
    values: Row


def plan_form(ledger: Ledger, table: str, record_id: str = "") -> FormPlan:
    """Return what the form of a table needs; raises UserError when the record is not there."""
    fields = table_info(table).fields.values()
    targets = {item.target for item in fields if item.kind is ValueKind.REFERENCE}
    references = {target: _references(ledger, target) for target in sorted(targets)}
    choices = {
        item.name: references[item.target]
        if item.kind is ValueKind.REFERENCE
        else tuple(FormChoice(c.value, c.label) for c in record_book.code_choices(table, item.name))
        for item in fields
        if item.kind in {ValueKind.REFERENCE, ValueKind.CODE}
    }
    empty = [problem.detail["field"] for problem in check_record(table, {})]
    with ledger.reading() as tx:
        values: Row = records.get(tx, table, record_id) if record_id else {}
    required = frozenset({*record_lists.required_columns(table), *empty})
    return FormPlan(table, required, choices, values)


def _references(ledger: Ledger, target: str) -> tuple[FormChoice, ...]:
    initials = target == "person"
    return tuple(_labelled(choice, initials=initials) for choice in record_book.choices(ledger, target))


def _labelled(choice: Choice, *, initials: bool) -> FormChoice:
    label = f"{choice.label}（{choice.hint}）" if choice.hint else choice.label
    return FormChoice(choice.value, label, " ".join(keys_of(choice.label).initials) if initials else "")
