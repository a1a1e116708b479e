"""The rows of filed tables within an import: compared with the ledger, template by template."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from app.domain.branch_rules import act_of
from app.domain.headers import SheetKind
from app.domain.matching import PeopleMatcher
from app.domain.org_names import OrgNames
from app.domain.readings import block
from app.domain.record_matching import SUBJECT, LedgerSide, RecordMatcher, names_in
from app.domain.record_numbers import repeated
from app.domain.record_templates import MONTH, record_template
from app.domain.roster_building import ReadRoster
from app.domain.roster_plan import Choices
from app.domain.roster_preview import (
    Difference,
    KnownRecord,
    MatchedRow,
    RosterPreview,
    RowOutcome,
)
from app.domain.roster_rows import CellProblem, RosterRow
from app.domain.rules import earliest
from app.services import rules
from app.services.record_acts import ActReader
from app.services.record_breaches import AS_IS, BreachReader
from app.services.record_checks import RecordChecker
from app.services.record_dues import DuesChecker
from app.store import imports as store
from app.store import template_rows
from app.store.engine import Transaction


def answers_of(choices: Choices) -> dict[str, str]:
    """Return the choices on which depends whom rows are about, and whether they are written."""
    return {key: value for key, value in choices.items() if key.startswith((SUBJECT, AS_IS))}


def with_records(
    tx: Transaction, plan: RosterPreview, read: ReadRoster, choices: Choices, today: date
) -> RosterPreview:
    """Return a preview with the rows of filed tables, if the file holds any."""
    kinds = dict.fromkeys(row.kind for row in read.rows if row.kind.is_record)
    if not kinds:
        return plan
    orgs = OrgNames.of(store.known_orgs(tx))
    answers = answers_of(choices)
    known: dict[str, KnownRecord] = {}
    matched: list[MatchedRow] = []
    for kind in kinds:
        rows = read.of_kind(kind)
        side = _ledger_side(tx, kind, rows, orgs)
        matcher = RecordMatcher(side, answers)
        here = {one.id: one for records in side.records.values() for one in records}
        breaches = BreachReader.of(tx, side.template, here.values(), answers, today)
        checker = RecordChecker(ActReader(tx, today), side.template, here)
        sums = DuesChecker(tx, today, here)
        found = (checker.looked_at(_unless_barred(tx, matcher.match(row), side)) for row in rows)
        matched += [breaches.looked_at(sums.looked_at(row)) for row in found]
        known |= here
    wanted = {row.target for row in matched if row.target}
    order = {layout.sheet: number for number, layout in enumerate(plan.layouts)}
    matched.sort(key=lambda row: (order[row.source.sheet], row.source.row))
    return replace(
        plan,
        rows=(*plan.rows, *matched),
        known={**plan.known, **{id_: known[id_] for id_ in wanted}},
        orgs=plan.orgs or orgs.all(),
        answers={**plan.answers, **answers},
    )


def _unless_barred(tx: Transaction, row: MatchedRow, side: LedgerSide) -> MatchedRow:
    """Leave out what the organisation must not do (B1-08); the other rows go in all the same."""
    template, filing = side.template, row.filing
    registered = {column.name for column in template.columns if column.part == MONTH}
    months = [one for one in row.differences if one.field in registered]
    table = "dues_payment" if months else template.table
    act = act_of(table, row.source.values)
    if filing is None or act is None or not (months or row.outcome is RowOutcome.NEW):
        return row
    known = side.blanks.get(filing.subject)
    org = filing.orgs.get("branch") or (known.values.get("member_org") if known else "")
    barred = rules.barred_act(tx, org, act, _day_of(row, months)) if org else None
    if barred is None:
        return row
    detail = {"text": barred.text, "article": f"{barred.source}{barred.article}"}
    place = CellProblem(
        row.source.sheet, row.source.row, -1, "", "", block("filing.barred", **detail)
    )
    return replace(row, outcome=RowOutcome.SKIPPED, problems=(*row.problems, place))


def _day_of(row: MatchedRow, months: Sequence[Difference]) -> date:
    """Return the day on which a record was made, as far as the row tells it."""
    values = row.source.values
    if months:
        return date(values["year"], int(months[0].field.rpartition("_")[2]), 1)
    return earliest(values.get("applied_on")) or date.max


def _ledger_side(
    tx: Transaction, kind: SheetKind, rows: Sequence[RosterRow], orgs: OrgNames
) -> LedgerSide:
    """Ask the ledger for those whom the rows of one template may be about."""
    template = record_template(kind)
    subjects = template_rows.by_ids(tx, template, {row.record for row in rows if row.record})
    numbers = {str(row.values[name]) for row in rows for name in _NUMBERS if row.values.get(name)}
    names = {str(row.values["name"]) for row in rows if row.values.get("name")}
    people = PeopleMatcher.of(
        store.known_people(tx, numbers, names, set(subjects.values())), orgs, repeated(rows)
    )
    wanted = list(people.known)
    if template.is_either:
        wanted += [org for org in {*map(orgs.find, names), *subjects.values()} if org]
    years = sorted({row.values["year"] for row in rows if row.values.get("year")})
    return LedgerSide(
        template,
        people,
        orgs,
        subjects,
        template_rows.of_subjects(tx, template, list(dict.fromkeys(wanted)), years),
        template_rows.without_record(tx, template, list(people.known)),
        template_rows.called(tx, names_in(rows, template)),
    )


_NUMBERS = ("id_no", "id_tail")
