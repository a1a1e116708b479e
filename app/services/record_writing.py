"""Writes the rows of filed tables, inside the transaction of an import."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from app.base.progress import Silent
from app.domain.dates import PartialDate
from app.domain.kinds import DevStage
from app.domain.record_templates import (
    MAIN,
    MEMBERSHIP,
    MONTH,
    PEOPLE,
    PERSON,
    RecordTemplate,
    record_template,
)
from app.domain.roster_plan import Action
from app.domain.roster_preview import Filing, KnownRecord, RosterPreview
from app.domain.rules import Finding
from app.domain.transfers import filed_state
from app.services import disposals, rules
from app.services.dev_judging import Judge
from app.services.dev_writing import stage_of
from app.services.ledger import Ledger
from app.services.overrides import Override
from app.store import members, record_lists, records
from app.store.engine import Transaction
from app.store.template_rows import CONVERT

Row = Mapping[str, Any]
Parts = dict[str, dict[str, Any]]
_ABOUT_PERSON = frozenset({PERSON, MEMBERSHIP, "case"})


@dataclass(frozen=True, slots=True)
class _Task:
    """One row to be written; known: the record it changes, None for a new one."""

    template: RecordTemplate
    filing: Filing
    values: Mapping[str, Any]
    known: KnownRecord | None


@dataclass(slots=True)
class RecordWriter:
    """Writes each row: the person, what the record points to, the record, those around it.

    ids collects the records written; bound: key of a row → the record that it has become.
    """

    ledger: Ledger
    tx: Transaction
    preview: RosterPreview
    override: Override | None = None
    ids: list[str] = field(default_factory=list)
    bound: dict[str, str] = field(default_factory=dict)
    _classes: dict[str, str] = field(default_factory=dict)

    def write(self, actions: Sequence[Action]) -> None:
        """Write all actions; raises Barred for what a rule bars, where no override is given."""
        judge = self._judge(actions)
        rows = {row.key: row for row in self.preview.rows} if actions else {}
        for action in actions:
            filing = rows[action.row].filing or Filing()
            known = self.preview.known[action.target] if action.target else None
            values = {n: v for n, v in action.values.items() if n not in filing.dropped}
            task = _Task(record_template(action.kind), filing, values, known)
            self.bound[action.row] = self._change(task, known) if known else self._add(task)
        cases = [self.bound[one.row] for one in actions if _is_case(one)]
        new = [case for case in cases if case not in judge.before]
        judge.permit(cases, self.override, self._again(new))
        if actions:
            members.refresh_search(self.tx, Silent())

    def _judge(self, actions: Sequence[Action]) -> Judge:
        """Return a judge who has seen the cases of development as they are now."""
        targets = [one.target for one in actions if one.target and _is_case(one)]
        cases = [self.preview.known[target].others[MAIN] for target in targets]
        return Judge.of(self.ledger, self.tx, cases)

    def _again(self, cases: Sequence[str]) -> list[Finding]:
        """Return which new cases are of people who were removed too recently (B11-03)."""
        rows = [records.get(self.tx, "dev_case", case) for case in cases]
        found = (
            disposals.bar_again(self.tx, (row["person_id"], row["id"]), row["applied_on"])
            for row in rows
            if row["applied_on"]
        )
        return [one for one in found if one]

    def _change(self, task: _Task, known: KnownRecord) -> str:
        parts = _by_part(task)
        others = known.others
        if "title" in parts.get("class", {}):
            parts.setdefault(MAIN, {})["class_id"] = self._class(task, parts.pop("class"))
        main = parts.pop(MAIN, {})
        if task.template.table == "dev_case" and main:
            main |= _stage({**records.get(self.tx, "dev_case", others[MAIN]), **main})
        if main:
            records.change(self.tx, task.template.table, others[MAIN], main)
        self._write_around(task, parts, others[MAIN], others)
        self.ids.append(others[MAIN])
        return others[MAIN]

    def _add(self, task: _Task) -> str:
        template, parts = task.template, _by_part(task)
        subject = task.filing.subject or self._person(parts)
        is_org = template.is_either and subject in self.preview.orgs
        membership = self._membership("" if is_org else subject)
        others = {} if is_org else {PERSON: subject}
        if membership:
            others[MEMBERSHIP] = membership["id"]
        row = {**template.only, **_fixed(task, MAIN), **parts.pop(MAIN, {})}
        row |= {"org_id": subject} if is_org else {"person_id": subject}
        row |= self._around_of_new(task, parts, row, membership)
        rules.refuse_barred(self.ledger, self.tx, template.table, [row], self.override)
        main = records.add(self.tx, template.table, row)
        says = {one.field for one in task.filing.says if not one.is_conflict}
        for part in _ABOUT_PERSON & parts.keys():
            parts[part] = {
                column.place: task.values[column.name]
                for column in template.written
                if column.part == part and column.name in says and column.name in task.values
            }
        if not task.filing.subject:
            parts.pop(PERSON, None)
        self._write_around(task, parts, main, others)
        self.ids.append(main)
        return main

    def _person(self, parts: Parts) -> str:
        person = records.add(self.tx, "person", parts.get(PERSON, {}))
        self.ids.append(person)
        return person

    def _membership(self, person: str) -> Row:
        found = members.memberships_of(self.tx, [person]).get(person) if person else None
        return records.get(self.tx, "membership", found) if found else {}

    def _around_of_new(
        self, task: _Task, parts: Parts, row: Row, membership: Row
    ) -> dict[str, Any]:
        """Return what a new record gets besides its own columns."""
        table, extra = task.template.table, {}
        if task.template.keeps_org and "org_id" in records.columns_of(table):
            extra["org_id"] = task.filing.orgs.get("branch") or membership.get("org_id")
        if "class" in parts or table == "training_enrol":
            extra["class_id"] = self._class(task, parts.pop("class", {}))
        if table in {"hardship_case", "care_visit"}:
            extra["is_member"] = bool(membership)
        if table == "care_visit":
            extra["case_id"] = self._hardship(parts.pop("hardship", {}), {**row, **extra})
        return extra | _OWN.get(table, _nothing)(row, membership)

    def _class(self, task: _Task, values: dict[str, Any]) -> str:
        """Return the class of a title and a day, made where the ledger has none."""
        title, start = values["title"], values.get("start_on")
        key = f"{title}|{start}"
        if key not in self._classes:
            found = records.find(self.tx, "training_class", title=title)
            same = [one for one in found if start is None or _overlaps(one["start_on"], start)]
            self._classes[key] = same[-1]["id"] if same else ""
        if not self._classes[key]:
            new = {**_fixed(task, "class"), **values}
            self._classes[key] = records.add(self.tx, "training_class", new)
            self.ids.append(self._classes[key])
            return self._classes[key]
        self._fill("training_class", self._classes[key], values)
        return self._classes[key]

    def _hardship(self, values: dict[str, Any], visit: Row) -> str | None:
        """Return the open case of the one who was visited, made where a cause is given."""
        found = records.find(self.tx, "hardship_case", person_id=visit["person_id"], closed_on=None)
        if found:
            self._fill("hardship_case", found[-1]["id"], values)
            return str(found[-1]["id"])
        if not values.get("cause"):
            return None
        case = {name: visit.get(name) for name in ("person_id", "org_id", "is_member", "level")}
        case |= {**values, "found_on": visit.get("visited_on")}
        return records.add(self.tx, "hardship_case", case)

    def _fill(self, table: str, record: str, values: Row) -> None:
        """Write what differs from a record that several rows share."""
        before = records.get(self.tx, table, record)
        changed = {name: value for name, value in values.items() if before[name] != value}
        if changed:
            records.change(self.tx, table, record, changed)

    def _write_around(
        self, task: _Task, parts: Parts, main: str, others: Mapping[str, str]
    ) -> None:
        """Write what belongs to a record without standing in it."""
        for part, table in _TABLES.items():
            if parts.get(part) and part in others:
                records.change(self.tx, table, others[part], parts[part])
        if parts.get("notice") and "notice" not in others:
            notice = {"case_id": main, "point": CONVERT, "person_id": others[PERSON]}
            records.add(self.tx, "public_notice", {**notice, **parts["notice"]})
        if parts.get("hardship") and "hardship" not in others:
            visit = records.get(self.tx, task.template.table, main)
            case = self._hardship(parts["hardship"], visit)
            records.change(self.tx, task.template.table, main, {"case_id": case})
        for column in task.template.columns:
            if column.part == PEOPLE and column.place in parts.get(PEOPLE, {}):
                named = set(task.values[column.name])
                found = task.filing.people[column.name].items()
                self._people(
                    main, column.place, {name: one for name, one in found if name in named}
                )
        self._payments(task, parts.get(MONTH, {}), others)
        if task.template.table == "floating_record":
            self._mark_away(main, others)

    def _people(self, case: str, role: str, names: Mapping[str, str]) -> None:
        """Name those who stand by an applicant; whoever is named no more has ended today.

        names: name → id, "" for who stood there before.
        """
        present = [
            row
            for row in records.find(self.tx, "dev_person", case_id=case, role=role)
            if row["to_on"] is None
        ]
        called = record_lists.names_of(self.tx, "person", [row["person_id"] for row in present])
        gone = [row["id"] for row in present if called[row["person_id"]] not in names]
        today = PartialDate(self.ledger.today())
        records.change(self.tx, "dev_person", gone, {"to_on": today})
        rows = [
            {"case_id": case, "person_id": person, "role": role}
            for person in names.values()
            if person
        ]
        records.add_many(self.tx, "dev_person", rows)

    def _payments(
        self, task: _Task, months: Mapping[str, Decimal], others: Mapping[str, str]
    ) -> None:
        """Bring the payments of a month to what the register says, in its newest payment."""
        if not months or task.known is None:
            return
        year, membership = (
            task.known.values["year"],
            records.get(self.tx, "membership", others[MEMBERSHIP]),
        )
        new = []
        for month, paid in months.items():
            before = task.known.values.get(f"{MONTH}_{month}") or Decimal(0)
            newest = others.get(f"{MONTH}:{month}")
            if newest:
                row = records.get(self.tx, "dues_payment", newest)
                total = (row["paid"] or Decimal(0)) + paid - before
                records.change(self.tx, "dues_payment", newest, {"paid": total})
                continue
            new.append(
                {
                    "person_id": others[PERSON],
                    "org_id": membership["org_id"],
                    "month_on": PartialDate.of(f"{year}-{int(month):02d}"),
                    "paid": paid,
                    "kind": "MONTHLY",
                }
            )
        rules.refuse_barred(self.ledger, self.tx, "dues_payment", new)
        self.ids += records.add_many(self.tx, "dues_payment", new)

    def _mark_away(self, main: str, others: Mapping[str, str]) -> None:
        """Tick who is away as floating, and take the tick off who has come back (B12-04)."""
        row = records.get(self.tx, "floating_record", main)
        if MEMBERSHIP in others and row["direction"] == "OUT":
            is_away = row["until_on"] is None
            flow = {"is_floating": is_away, "flow_to": row["destination"] if is_away else ""}
            records.change(self.tx, "membership", others[MEMBERSHIP], flow)


def _is_case(action: Action) -> bool:
    return record_template(action.kind).table == "dev_case"


_TABLES = {
    PERSON: "person",
    MEMBERSHIP: "membership",
    "class": "training_class",
    "case": "dev_case",
    "hardship": "hardship_case",
    "notice": "public_notice",
}


def _by_part(task: _Task) -> Parts:
    """Return the values to be written by the part of the row and its column."""
    parts: Parts = {}
    for column in task.template.written:
        value = task.values.get(column.name)
        if value is None:
            continue
        place = parts.setdefault(column.part, {})
        if column.reader != "org":
            place[column.place] = value
            continue
        place[column.place] = task.filing.orgs.get(column.name) or None
        place[column.text_to.partition(".")[2]] = value
    return parts


def _fixed(task: _Task, part: str) -> dict[str, str]:
    """Return what every new record of a part gets where the row says nothing."""
    places = (name.partition(".") for name in task.template.fixed)
    return {
        column: task.template.fixed[f"{owner}.{column}"]
        for owner, _dot, column in places
        if owner == part
    }


def _overlaps(one: PartialDate | None, other: PartialDate) -> bool:
    return one is None or one.value is None or one.first_day == other.first_day


def _stage(row: Row) -> dict[str, str]:
    """Return the stage of a case where its dates have brought it further; an ended one stays."""
    dates = dict.fromkeys(("activist_on", *_DATES))
    reached, now = stage_of({**dates, **row}), row.get("stage") or DevStage.APPLICANT
    order = list(DevStage)
    is_further = order.index(reached) >= order.index(DevStage(now))
    return {"stage": reached.value} if is_further else {}


_DATES = ("candidate_on", "committee_approved_on", "convert_approved_on")


def _nothing(_row: Row, _membership: Row) -> dict[str, Any]:
    return {}


def _case(row: Row, _membership: Row) -> dict[str, Any]:
    return dict(_stage(row))


def _transfer(row: Row, membership: Row) -> dict[str, Any]:
    return {
        "membership_id": membership.get("id"),
        "member_type_at_event": membership.get("member_type", ""),
        **filed_state(row.get("receipt_on")),
    }


def _honour(row: Row, _membership: Row) -> dict[str, Any]:
    awarded = row.get("awarded_on")
    year = awarded.first_day.year if awarded and awarded.value else None
    return {"target_type": "PERSON" if row.get("person_id") else "ORG", "award_year": year}


_OWN = {"dev_case": _case, "transfer": _transfer, "honour": _honour}
"""What a new record of a table gets from its own values and from the membership."""
