"""Lists, cards and editing of every table that has no tab of its own (培训、考核、关怀 …)."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TypeVar

from app.base.errors import UserError
from app.domain.amounts import read_amount
from app.domain.checks import check_attendance, check_record, check_scheme, check_score
from app.domain.codes import read_yes_no
from app.domain.date_reading import read_date
from app.domain.dates import PartialDate, day
from app.domain.fields import Field, Value, ValueKind, field_of, summarise, table_info, table_title
from app.domain.readings import Problem, Reading, Severity, block
from app.domain.record_rows import Choice, RecordCard, RecordPart, RecordRow
from app.domain.showing import code_labels
from app.domain.words import problem_text
from app.services import record_history, references, rules, stale
from app.services.ledger import Ledger, Outcome
from app.services.overrides import Override
from app.services.record_acts import ActReader
from app.services.stale import Target
from app.store import record_lists, records
from app.store.engine import Transaction

T = TypeVar("T")

Values = Mapping[str, Value | date]
Row = Mapping[str, Value]

_WHOSE = frozenset({"org_id", "person_id", "kind", "basis"})
"""What decides whose act a record tells of, and which."""
_MAY_POINT_TO_GONE = frozenset({"file_report"})
"""What the program notes by itself and nobody can take away first."""

_MOST = {
    ("exam_score", "score"): ("exam_id", "exam", "full_mark"),
    ("exam_score", "makeup_score"): ("exam_id", "exam", "full_mark"),
    ("assessment_score", "self_score"): ("item_id", "scheme_item", "max_score"),
    ("assessment_score", "check_score"): ("item_id", "scheme_item", "max_score"),
}
"""Where the most that a score can be is written: pointer, its table, its column."""


def rows(ledger: Ledger, table: str, year: int | None = None) -> list[RecordRow]:
    """Return the live records of a table, of one year where the table knows years."""
    with ledger.reading() as tx:
        return _record_rows(tx, table, record_lists.rows_of_year(tx, table, year))


def card(ledger: Ledger, table: str, record_id: str) -> RecordCard:
    """Return a record with those that point to it; raises UserError when it is not there."""
    with ledger.reading() as tx:
        row = records.get(tx, table, record_id, with_removed=True)
        parts = tuple(
            RecordPart(name, table_title(name), tuple(_record_rows(tx, name, found)))
            for name, found in record_lists.pointing_to(tx, table, record_id).items()
        )
        entries = record_history.entries(tx, [record_id])
        return RecordCard(table, _record_rows(tx, table, [row])[0], parts, entries)


def save(
    ledger: Ledger,
    table: str,
    target: Target,
    values: Values,
    override: Override | None = None,
) -> Outcome:
    """Add a record or write the columns that differ; ids is the record.

    values may be typed or the text a clerk wrote. Raises UserError naming every wrong field or one
    that was changed elsewhere, or for a new record in which nothing is filled, and Barred without
    an override for an act that its organisation must not perform (B1-08).
    """
    record_id = stale.id_of(target)
    title = f"{'修改' if record_id else '新增'}{table_title(table)}"
    plain = _typed(table, values)
    if not record_id and all(value in (None, "", False) for value in plain.values()):
        raise UserError("什么都还没有填写。", kept="没有保存。", todo="请填写后再保存。")
    with ledger.writing(title) as tx:
        before: Row = records.get(tx, table, record_id) if record_id else {}
        changed = stale.to_write(plain, before, target, lambda name: field_of(table, name).label)
        whole = {**before, **changed}
        _refuse_wrong(tx, table, [whole])
        references.refuse_gone(tx, table, [changed])
        _refuse(ActReader(tx, ledger.today()).problems(table, whole, changed.keys()))
        if changed.keys() & _WHOSE:
            rules.refuse_barred(ledger, tx, table, [whole], override)
        written = record_id or records.add(tx, table, plain)
        if record_id and changed:
            records.change(tx, table, record_id, changed)
    return ledger.outcome(tx, f"已保存{table_title(table)}。", (written,))


def add_within(ledger: Ledger, tx: Transaction, table: str, many: Sequence[Row]) -> list[str]:
    """Check and add records with typed values in an open batch; return their ids in order."""
    _refuse_wrong(tx, table, many)
    references.refuse_gone(tx, table, many)
    acts = ActReader(tx, ledger.today())
    for row in many:
        _refuse(acts.problems(table, row, row.keys()))
        acts.made[table].append(row)
    rules.refuse_barred(ledger, tx, table, many)
    return records.add_many(tx, table, many)


def remove(ledger: Ledger, table: str, ids: Sequence[str]) -> Outcome:
    """Put records into the recycle bin; refused while other records point to them."""
    if table == "membership_event":
        raise UserError(
            "党籍变动是党员的历史，不能删除（B10-23）。",
            kept="没有删除。",
            todo="办错了的，请在“操作记录”里撤销那一次操作。",
        )
    with ledger.writing(f"删除{table_title(table)}（{len(ids)}条）") as tx:
        references.refuse_used(tx, table, ids, apart_from=_MAY_POINT_TO_GONE)
        records.remove(tx, table, ids)
    return ledger.outcome(tx, f"已把{len(ids)}条{table_title(table)}移入回收站。", tuple(ids))


def choices(ledger: Ledger, table: str) -> list[Choice]:
    """Return the live records of a table to choose from, by what they are called."""
    with ledger.reading() as tx:
        live = record_lists.live_ids(tx, table)
        names = record_lists.names_of(tx, table)
        hints = record_lists.workplaces(tx) if table == "person" else {}
    return sorted(
        (Choice(each, names[each], hints.get(each, "")) for each in live),
        key=lambda choice: choice.label,
    )


def reference_texts(ledger: Ledger, table: str, values: Mapping[str, object]) -> dict[str, str]:
    """Return what the records are called that a record points to, by column.

    Also those that can no longer be chosen: who left, what was dissolved or removed.
    """
    pointers = [f.name for f in table_info(table).fields.values() if f.kind is ValueKind.REFERENCE]
    row = {name: str(values[name]) for name in pointers if values.get(name)}
    with ledger.reading() as tx:
        names = record_lists.reference_names(tx, table, [row])
    return {name: names[record] for name, record in row.items() if record in names}


def code_choices(table: str, column: str) -> list[Choice]:
    """Return the codes that a column can hold, in the order in which they are offered."""
    target = field_of(table, column).target
    return [Choice(code, label) for code, label in code_labels(target).items()]


def doubts(ledger: Ledger, table: str, record_id: str) -> tuple[str, ...]:
    """Return what does not fit between a record and those that belong to it, in sentences."""
    with ledger.reading() as tx:
        row = records.get(tx, table, record_id)
        found: tuple[Problem, ...] = ()
        if table == "activity":
            named = records.find(tx, "attendance", activity_id=record_id)
            found = check_attendance(row, [each["state"] for each in named])
        if table == "assessment_scheme":
            items = records.find(tx, "scheme_item", scheme_id=record_id)
            found = check_scheme(each["max_score"] for each in items)
    return tuple(map(problem_text, found))


def _record_rows(tx: Transaction, table: str, found: Sequence[Row]) -> list[RecordRow]:
    names = record_lists.reference_names(tx, table, found)
    texts = [record_lists.shown(table, row, names) for row in found]
    return [
        RecordRow(str(row["id"]), text, row, summarise(table, text))
        for row, text in zip(found, texts, strict=True)
    ]


def _typed(table: str, values: Values) -> dict[str, Value]:
    """Return the values in the types of their columns; raises UserError naming all wrong ones."""
    fields = table_info(table).fields
    result: dict[str, Value] = {}
    wrong: list[Problem] = []
    for name, value in values.items():
        try:
            result[name] = _read(fields[name], value)
        except ValueError:
            wrong.append(block("record.unreadable", label=fields[name].label, text=str(value)))
    _refuse(wrong)
    return result


def _read(field: Field, value: Value | date) -> Value:
    """Read one value of its kind; raises ValueError when it cannot be."""
    if isinstance(value, date):
        return day(value)
    if isinstance(value, str):
        return _from_text(field, value.strip())
    if field.kind is ValueKind.AMOUNT and isinstance(value, int):
        return Decimal(value)
    return value


def _from_text(field: Field, text: str) -> Value:
    if field.kind in {ValueKind.TEXT, ValueKind.CODE}:
        return text
    if not text:
        return False if field.kind is ValueKind.FLAG else None
    if field.kind is ValueKind.FLAG:
        return _sure(read_yes_no(text), text)
    if field.kind is ValueKind.DATE:
        return _date(text)
    if field.kind is ValueKind.COUNT:
        return _count(text)
    return _sure(read_amount(text), text) if field.kind is ValueKind.AMOUNT else text


def _sure(reading: Reading[T], text: str) -> T:
    """Return what was read; raises ValueError when nothing was, or nothing that may be kept."""
    blocked = any(problem.severity is Severity.BLOCK for problem in reading.problems)
    if reading.value is None or blocked:
        raise ValueError(text)
    return reading.value


def _count(text: str) -> int:
    number = _sure(read_amount(text), text)
    if number != int(number):
        raise ValueError(text)
    return int(number)


def _date(text: str) -> PartialDate:
    # Records may plan ahead: any day of the calendar is a day that can be meant.
    found = _sure(read_date(text, today=date.max), text)
    if found.value is None:
        raise ValueError(text)
    return found


def _refuse_wrong(tx: Transaction, table: str, rows: Sequence[Row]) -> None:
    limits = _limits(tx, table, rows)
    required = record_lists.required_columns(table)
    for values in rows:
        missing = [
            block("record.missing", label=field_of(table, name).label)
            for name in required
            if values.get(name) is None
        ]
        scores = _score_problems(table, values, limits)
        _refuse([*missing, *check_record(table, values), *scores])


def _limits(tx: Transaction, table: str, rows: Sequence[Row]) -> dict[tuple[str, str], Value]:
    """Return the most that scores can be, by the record where it is written and its column."""
    found: dict[tuple[str, str], Value] = {}
    for (owner, _column), (pointer, parent, most) in _MOST.items():
        if owner == table:
            ids = sorted({str(values[pointer]) for values in rows if values.get(pointer)})
            for row in record_lists.rows_by_id(tx, parent, ids):
                found[row["id"], most] = row[most]
    return found


def _score_problems(
    table: str, values: Row, limits: Mapping[tuple[str, str], Value]
) -> list[Problem]:
    found: list[Problem] = []
    for (owner, column), (pointer, _parent, most) in _MOST.items():
        if owner == table and values.get(column) is not None and values.get(pointer):
            limit = limits.get((str(values[pointer]), most))
            found += check_score(field_of(table, column).label, values[column], limit)
    return found


def _refuse(wrong: Sequence[Problem]) -> None:
    if wrong:
        sentence = "；".join(map(problem_text, wrong))
        raise UserError(f"{sentence}。", kept="没有保存。", todo="请改正后再保存。")
