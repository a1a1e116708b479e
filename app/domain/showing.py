"""Values of the ledger as the texts that lists, cards, histories and messages show."""

from collections.abc import Mapping
from decimal import Decimal
from functools import cache

from app.domain import codes
from app.domain.dates import PartialDate, Precision
from app.domain.fields import Field, Value, ValueKind, tables
from app.domain.grids import CellValue
from app.domain.rules import rule_titles
from app.domain.words import NO, YES, labels_of


@cache
def code_labels(target: str) -> Mapping[str, str]:
    """Return the labels of a code table by code; a capital letter means labels.toml.

    Rule and Table are the titles of the rules and of the tables.
    """
    if target == "Rule":
        return rule_titles()
    if target == "Table":
        return {name: info.title for name, info in tables().items()}
    if target[0].isupper():
        return labels_of(target)
    return {item.code: item.label for item in codes.table(target).items}


def code_text(target: str, code: str) -> str:
    """Return the label of a code; a code that this version does not know is shown as it is."""
    return code_labels(target).get(code, code) if code else ""


def amount_text(value: Decimal) -> str:
    """Return an amount without needless zeros: 19200, 1.5, 0.25."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def value_text(field: Field, value: Value, names: Mapping[str, str]) -> str:
    """Return a value as text; names holds the names of referenced records by id.

    An empty value is "".
    """
    if value is None or value == "":
        return ""
    if field.kind is ValueKind.CODE:
        return code_text(field.target, str(value))
    if field.kind is ValueKind.FLAG:
        return YES if value else NO
    if field.kind is ValueKind.REFERENCE:
        return names.get(str(value), "")
    if field.kind is ValueKind.AMOUNT:
        return amount_text(Decimal(str(value)))
    return str(value)


def cell_of(value: object, labels: Mapping[str, str]) -> CellValue | Decimal:
    """Return a value as it stands in the workbook; dates as text when only the month is known.

    labels: code → label, empty for a column without codes.
    """
    if value is None or value == "":
        return None
    if isinstance(value, PartialDate):
        is_day = value.value is not None and value.precision is Precision.DAY
        return value.value if is_day else str(value)
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, tuple):
        return "、".join(map(str, value)) or None
    if isinstance(value, Decimal | int):
        return value
    return labels.get(str(value), str(value))
