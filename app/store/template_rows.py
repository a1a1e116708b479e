"""The records of a filed table with the values of all its columns, wherever these are kept."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from app.domain.dates import PartialDate
from app.domain.kinds import ON_ROSTER
from app.domain.org_names import Called
from app.domain.record_templates import (
    MAIN,
    MEMBERSHIP,
    MONTH,
    PEOPLE,
    PERSON,
    RecordColumn,
    RecordTemplate,
)
from app.domain.roster_preview import KnownRecord
from app.store import members, record_lists, records
from app.store.engine import Transaction
from app.store.records import CHUNK, Row

LARGE = "LARGE"
"""Payments of this kind stand outside the monthly register (B8-11)."""
CONVERT = "CONVERT"
"""The point of a public notice about a conversion."""

ByKey = dict[str, Row]


def called(tx: Transaction, names: Iterable[str]) -> dict[str, tuple[Called, ...]]:
    """Return who bears each of the names and is or was a member, with the branch."""
    people = {row["id"]: row["name"] for row in _find(tx, "person", "name", sorted(names), {})}
    found: dict[str, list[Called]] = defaultdict(list)
    for person, membership in members.memberships_of(tx, list(people)).items():
        row = records.get(tx, "membership", membership)
        found[people[person]].append(Called(person, row["org_id"] or ""))
    return {name: tuple(found[name]) for name in found}


def of_subjects(
    tx: Transaction, template: RecordTemplate, ids: Sequence[str], years: Iterable[int] = ()
) -> dict[str, list[KnownRecord]]:
    """Return the records of a template by the person or organisation that they are about.

    years: of those the registers of months are read.
    """
    found: dict[str, list[KnownRecord]] = defaultdict(list)
    mains = _find(tx, template.table, "person_id", ids, template.only)
    if template.is_either:
        mains += _find(tx, template.table, "org_id", ids, template.only)
    live = list({row["id"]: row for row in mains}.values())
    for known in _known(tx, template, live, tuple(years)):
        found[known.others["subject"]].append(known)
    return found


def by_ids(tx: Transaction, template: RecordTemplate, ids: Iterable[str]) -> dict[str, str]:
    """Return the subject of each live record of a template among these ids."""
    rows = _find(tx, template.table, "id", sorted(ids), template.only)
    return {row["id"]: _subject(row) for row in rows}


def without_record(
    tx: Transaction, template: RecordTemplate, people: Sequence[str]
) -> dict[str, KnownRecord]:
    """Return what the ledger holds of people who have no record of a template yet."""
    mains = [{"id": "", "person_id": person} for person in people]
    return {known.others[PERSON]: known for known in _known(tx, template, mains, ())}


def exported(
    tx: Transaction, template: RecordTemplate, year: int | None, today: date
) -> list[KnownRecord]:
    """Return the records of an export: of one year, or all that there are.

    A register of months always has a year: this one, unless another is asked for.
    """
    if any(column.part == MONTH for column in template.columns):
        wanted = year or today.year
        return list(_register(tx, template, wanted))
    rows = records.find(tx, template.table, **template.only)
    if template.has:
        rows = [row for row in rows if row[template.has]]
    found = list(_known(tx, template, rows, ()))
    return found if year is None else [one for one in found if _is_of_year(template, one, year)]


def _register(tx: Transaction, template: RecordTemplate, year: int) -> Iterator[KnownRecord]:
    """Yield who stands in the register of a year: everybody on the roster, and who has paid."""
    for known in _known(tx, template, records.find(tx, template.table), (year,)):
        has_paid = any(name.startswith(f"{MONTH}:") for name in known.others)
        if has_paid or known.values["status"] in ON_ROSTER:
            yield known


def _is_of_year(template: RecordTemplate, known: KnownRecord, year: int) -> bool:
    """Tell whether a record belongs to a year: its day lies there, or it lasted in it."""
    if not template.year:
        return True
    first, last = known.values.get(template.year[0]), known.values.get(template.year[-1])
    start = _year(first)
    if len(template.year) == 1:
        return start == year
    end = _year(last)
    return start is not None and start <= year and (end is None or year <= end)


def _year(value: Any) -> int | None:
    if isinstance(value, PartialDate):
        return value.first_day.year if value.value else None
    return value if isinstance(value, int) else None


def _subject(row: Row) -> str:
    return str(row.get("person_id") or row.get("org_id") or "")


def _find(
    tx: Transaction, table: str, column: str, ids: Sequence[str], only: Mapping[str, str]
) -> list[Row]:
    return [
        row
        for start in range(0, len(ids), CHUNK)
        for row in records.find(tx, table, **{column: list(ids[start : start + CHUNK])}, **only)
    ]


@dataclass(slots=True)
class _Sources:
    """The rows that the values of a set of records are taken from, by what points to them."""

    tx: Transaction
    template: RecordTemplate
    people: ByKey = field(default_factory=dict)
    memberships: ByKey = field(default_factory=dict)
    parts: dict[str, ByKey] = field(default_factory=dict)
    roles: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    payments: dict[tuple[str, int, int], list[Row]] = field(default_factory=dict)
    orgs: ByKey = field(default_factory=dict)
    schools: ByKey = field(default_factory=dict)

    def read(self, mains: Sequence[Row], years: Sequence[int]) -> None:
        """Read everything that these records need, each table once."""
        tx, people = self.tx, list(dict.fromkeys(filter(None, (r.get("person_id") for r in mains))))
        self.people = _by_id(tx, "person", people)
        newest = members.memberships_of(tx, people)
        rows = _by_id(tx, "membership", list(newest.values()))
        self.memberships = {row["person_id"]: row for row in rows.values()}
        self.orgs = {row["id"]: row for row in records.find(tx, "org_unit")}
        self.schools = {row["id"]: row for row in records.find(tx, "school_unit")}
        used = {column.part for column in self.template.written}
        for part in used & _READERS.keys():
            self.parts[part] = _READERS[part](tx, mains, people)
        if PEOPLE in used:
            self._read_roles(mains)
        if MONTH in used:
            self._read_payments(people, set(years))

    def _read_roles(self, mains: Sequence[Row]) -> None:
        rows = _find(self.tx, "dev_person", "case_id", [r["id"] for r in mains if r["id"]], {})
        names = record_lists.names_of(self.tx, "person", {row["person_id"] for row in rows})
        found: dict[tuple[str, str], list[str]] = defaultdict(list)
        for row in rows:
            if row["to_on"] is None:
                found[row["case_id"], row["role"]].append(names[row["person_id"]])
        self.roles = {key: tuple(found[key]) for key in found}

    def _read_payments(self, people: Sequence[str], years: set[int]) -> None:
        for row in _find(self.tx, "dues_payment", "person_id", people, {}):
            month = row["month_on"]
            if month and month.value and row["kind"] != LARGE and month.first_day.year in years:
                key = (row["person_id"], month.first_day.year, month.first_day.month)
                self.payments.setdefault(key, []).append(row)


def _by_id(tx: Transaction, table: str, ids: Sequence[str]) -> ByKey:
    return {row["id"]: row for row in record_lists.rows_by_id(tx, table, ids)}


def _classes(tx: Transaction, mains: Sequence[Row], _people: Sequence[str]) -> ByKey:
    ids = {row["id"]: row["class_id"] for row in mains if row.get("class_id")}
    rows = _by_id(tx, "training_class", sorted(set(ids.values())))
    return {main: rows[found] for main, found in ids.items() if found in rows}


def _cases(tx: Transaction, mains: Sequence[Row], people: Sequence[str]) -> ByKey:
    newest = {row["person_id"]: row for row in _find(tx, "dev_case", "person_id", people, {})}
    return _for_mains(mains, newest)


def _hardships(tx: Transaction, mains: Sequence[Row], people: Sequence[str]) -> ByKey:
    """Return the case that a visit names, or the one that is open."""
    rows = _find(tx, "hardship_case", "person_id", people, {})
    by_id = {row["id"]: row for row in rows}
    is_open = {row["person_id"]: row for row in rows if row["closed_on"] is None}
    named = {row["id"]: by_id[row["case_id"]] for row in mains if row.get("case_id") in by_id}
    return {**_for_mains(mains, is_open), **named}


def _notices(tx: Transaction, mains: Sequence[Row], _people: Sequence[str]) -> ByKey:
    rows = _find(tx, "public_notice", "case_id", [r["id"] for r in mains if r["id"]], {})
    return {row["case_id"]: row for row in rows if row["point"] == CONVERT}


def _for_mains(mains: Sequence[Row], by_person: ByKey) -> ByKey:
    """Return rows of people by the record that needs them, or by the person without one."""
    return {
        row["id"] or row["person_id"]: by_person[row["person_id"]]
        for row in mains
        if row["person_id"] in by_person
    }


_READERS: Mapping[str, Callable[[Transaction, Sequence[Row], Sequence[str]], ByKey]] = {
    "class": _classes,
    "case": _cases,
    "hardship": _hardships,
    "notice": _notices,
}


def _known(
    tx: Transaction, template: RecordTemplate, mains: Sequence[Row], years: Sequence[int]
) -> Iterator[KnownRecord]:
    sources = _Sources(tx, template)
    sources.read(mains, years)
    is_register = any(column.part == MONTH for column in template.columns)
    for main in mains:
        for year in years if is_register else (0,):
            yield _one(sources, main, year)


def _one(sources: _Sources, main: Row, year: int) -> KnownRecord:
    person = main.get("person_id") or ""
    membership = sources.memberships.get(person, {})
    rows = {MAIN: main, PERSON: sources.people.get(person, {}), MEMBERSHIP: membership}
    for part, by_main in sources.parts.items():
        rows[part] = by_main.get(main["id"] or person, {})
    others = {part: str(row["id"]) for part, row in rows.items() if row.get("id")}
    others["subject"] = _subject(main)
    values: dict[str, Any] = {}
    for column in sources.template.written:
        if column.part == PEOPLE:
            values[column.name] = sources.roles.get((main["id"], column.place))
        elif column.part == MONTH:
            _add_month(sources, column, (person, year), values, others)
        else:
            values[column.name] = _value(sources, column, rows)
    _add_derived(sources, rows, year, values)
    record = str(main["id"])
    return KnownRecord(f"{record}:{year}" if year else record, values, others)


def _value(sources: _Sources, column: RecordColumn, rows: Mapping[str, Row]) -> Any:
    row = rows[column.part]
    value = row.get(column.place)
    if column.reader == "org":
        text = row.get(column.text_to.partition(".")[2], "")
        return sources.orgs[value]["full_name"] if value in sources.orgs else text
    if column.to == "person.unit_text" and not value:
        school = sources.schools.get(row.get("school_id") or "")
        return school["name"] if school else ""
    return value


def _add_month(
    sources: _Sources,
    column: RecordColumn,
    of: tuple[str, int],
    values: dict[str, Any],
    others: dict[str, str],
) -> None:
    paid = sources.payments.get((*of, int(column.place)), [])
    values[column.name] = sum((row["paid"] or Decimal(0) for row in paid), Decimal(0)) or None
    if paid:
        others[column.to] = str(paid[-1]["id"])


def _add_derived(
    sources: _Sources, rows: Mapping[str, Row], year: int, values: dict[str, Any]
) -> None:
    """Add what stands in no column of its own: whom the row is about, and where he belongs."""
    main, person, membership = rows[MAIN], rows[PERSON], rows[MEMBERSHIP]
    org = main.get("org_id") or membership.get("org_id")
    values["branch"] = sources.orgs[org]["full_name"] if org in sources.orgs else ""
    values["status"], values["member_type"] = (
        membership.get("status"),
        membership.get("member_type"),
    )
    values["org"], values["member_org"] = org, membership.get("org_id")
    if sources.template.is_either:
        values["name"] = person.get("name") or values["branch"]
        values["branch"] = values["branch"] if person else ""
    if "id_no" not in values:
        values["id_tail"] = str(person.get("id_no") or "")[-6:]
    started = values.get("class_start_on")
    values["class_year"] = _year(started)
    if year:
        values["year"] = year
