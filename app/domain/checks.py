"""Checks of single records that are pure arithmetic (the CHK rules of domain.md A.2)."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from app.domain.dates import PartialDate
from app.domain.fields import Field, Value, ValueKind, table_info
from app.domain.readings import Problem, block, warn
from app.domain.showing import amount_text

Values = Mapping[str, Value]

_REQUIRED: Mapping[str, tuple[str, ...]] = {
    "org_unit": ("full_name", "kind"),
    "school_unit": ("name",),
    "activity": ("kind",),
    "training_class": ("title",),
    "campaign": ("name",),
    "honour": ("title",),
}
_SPANS = (
    ("start_on", "end_on"),
    ("from_on", "to_on"),
    ("since_on", "until_on"),
    ("notice_from_on", "notice_to_on"),
    ("founded_on", "dissolved_on"),
    ("founded_on", "closed_on"),
)
_RANGES: Mapping[str, tuple[int, int | None]] = {
    "year": (1900, 2100),
    "award_year": (1900, 2100),
    "form_year": (1900, 2100),
    "month": (1, 12),
    "valid_days": (1, None),
    "theme_day_of_month": (1, 31),
}
_DESCENDING: Mapping[str, tuple[tuple[str, str], ...]] = {
    "ballot_sheet": (("issued", "returned"), ("returned", "valid")),
    "vote": (("issued", "returned"), ("expected_full", "present")),
    "exam": (("full_mark", "pass_mark"),),
    "review": (("should_n", "actual_n"),),
    "contact_visit": (("problems_n", "solved_n"),),
    "amateur_class": (("students_n", "graduated_n"),),
}
_SUMS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "ballot_sheet": ("valid", ("good", "fairly_good", "average", "poor")),
    "vote": ("returned", ("yes", "no", "abstain", "spoiled")),
}
_FULL_SCHEME = Decimal(100)


def check_record(table: str, values: Values) -> tuple[Problem, ...]:
    """Return what makes a record impossible; every problem blocks and names its "field".

    Negative numbers, years and months out of range, an end before its start, ballots:
    issued ≥ returned ≥ valid = good + fairly good + average + poor (A34), weights that do not
    make 1 (A37), a required field left empty. Unknown (None) parts are passed over.
    """
    fields = table_info(table).fields
    return (
        *_missing(table, fields, values),
        *_numbers(fields, values),
        *_spans(fields, values),
        *_descending(table, fields, values),
        *_sums(table, fields, values),
        *_weights(table, values),
    )


def check_score(label: str, score: Value, most: Value) -> tuple[Problem, ...]:
    """Return the problem of a score that is not between 0 and the most it can be (A24)."""
    if not isinstance(score, Decimal) or not isinstance(most, Decimal) or 0 <= score <= most:
        return ()
    return (block("record.score", label=label, score=amount_text(score), most=amount_text(most)),)


def check_scheme(items: Iterable[Value]) -> tuple[Problem, ...]:
    """Return a warning when the points of a scheme's items do not make 100 (A24)."""
    points = [item for item in items if isinstance(item, Decimal)]
    total = sum(points, Decimal(0))
    if not points or total == _FULL_SCHEME:
        return ()
    return (warn("record.scheme", total=amount_text(total)),)


def check_attendance(activity: Values, states: Iterable[str]) -> tuple[Problem, ...]:
    """Return a warning when 实到人数 is not the number of names present (A29)."""
    named = list(states)
    present = sum(state in {"PRESENT", "MADE_UP"} for state in named)
    actual = activity.get("actual_n")
    if not named or actual is None or actual == present:
        return ()
    return (warn("record.attendance", actual=str(actual), present=str(present)),)


def _missing(table: str, fields: Mapping[str, Field], values: Values) -> Iterator[Problem]:
    for name in _REQUIRED.get(table, ()):
        if not str(values.get(name) or "").strip():
            yield block("record.missing", field=name, label=fields[name].label)


def _numbers(fields: Mapping[str, Field], values: Values) -> Iterator[Problem]:
    for name, field in fields.items():
        value = values.get(name)
        if field.kind not in {ValueKind.COUNT, ValueKind.AMOUNT}:
            continue
        if not isinstance(value, int | Decimal):
            continue
        least, most = _RANGES.get(name, (0, None))
        if value < least or (most is not None and value > most):
            yield block("record.range", field=name, label=field.label, value=str(value))


def _spans(fields: Mapping[str, Field], values: Values) -> Iterator[Problem]:
    for first, last in _SPANS:
        start, end = values.get(first), values.get(last)
        if not isinstance(start, PartialDate) or not isinstance(end, PartialDate):
            continue
        if start.value and end.value and start.first_day > end.last_day:
            yield block(
                "record.span", field=last, earlier=fields[first].label, later=fields[last].label
            )


def _descending(table: str, fields: Mapping[str, Field], values: Values) -> Iterator[Problem]:
    for more, less in _DESCENDING.get(table, ()):
        large, small = values.get(more), values.get(less)
        if not isinstance(large, int | Decimal) or not isinstance(small, int | Decimal):
            continue
        if small > large:
            yield block("record.more", field=less, less=fields[less].label, more=fields[more].label)


def _sums(table: str, fields: Mapping[str, Field], values: Values) -> Iterator[Problem]:
    if table not in _SUMS:
        return
    whole, parts = _SUMS[table]
    numbers = [values.get(part) for part in parts]
    total = values.get(whole)
    known = [number for number in numbers if isinstance(number, int)]
    is_wrong = isinstance(total, int) and (
        sum(known) > total or (len(known) == len(numbers) and sum(known) != total)
    )
    if is_wrong:
        labels = "+".join(fields[part].label for part in parts)
        yield block(
            "record.sum", field=whole, parts=labels, sum=str(sum(known)), label=fields[whole].label
        )


def _weights(table: str, values: Values) -> Iterator[Problem]:
    weights = (values.get("weight_party"), values.get("weight_teaching"))
    if table != "assessment_scheme" or None in weights:
        return
    if sum(Decimal(str(weight)) for weight in weights) != 1:
        yield block("record.weights", field="weight_teaching")
