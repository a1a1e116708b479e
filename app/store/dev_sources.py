"""The rows about cases of development, read at once for many cases or for a few."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.domain.dates import PartialDate
from app.domain.dev_steps import StepEdit, StepList, shipped_steps
from app.domain.kinds import OrgKind, VoteKind
from app.domain.rules import earliest
from app.domain.votes import Ballot, read_exclusions
from app.domain.work_calendar import WorkCalendar, shipped_calendar
from app.store import record_lists, records
from app.store.engine import Transaction
from app.store.records import Row

Rows = Mapping[str, Sequence[Row]]


def steps_of(tx: Transaction) -> StepList:
    """Return the steps with the bureau's own."""
    return shipped_steps().with_edits(
        StepEdit(
            row["step_no"],
            row["stage"],
            row["name"],
            row["date_label"],
            row["documents"],
            row["article"],
        )
        for row in records.find(tx, "dev_step_def")
    )


def calendar_of(tx: Transaction) -> WorkCalendar:
    """Return the working calendar with the bureau's own days."""
    rows = records.find(tx, "calendar_day")
    own = {day: row["kind"] for row in rows if (day := earliest(row["day_on"]))}
    return shipped_calendar().with_days(own)


@dataclass(frozen=True, slots=True)
class Sources:
    """All rows about some cases, by case or by person; moves: the events of those who help."""

    steps: Rows
    people: Rows
    reviews: Rows
    notices: Rows
    votes: Mapping[str, Row]
    votes_of: Rows
    events: Rows
    moves: Rows
    forms: Mapping[str, Row]
    persons: Mapping[str, Row]
    memberships: Rows
    disposals: Rows
    orgs: Mapping[str, Row]
    load: Counter[tuple[str, str]]


def read_sources(tx: Transaction, rows: Sequence[Row], on: date) -> Sources:
    """Return every row about these cases and the people in them, the load as it was on a day."""
    ids = [row["id"] for row in rows]
    persons = [row["person_id"] for row in rows]
    companions = _by(_of(tx, "dev_person", "case_id", ids), "case_id")
    standing = [one["person_id"] for several in companions.values() for one in several]
    everybody = list(dict.fromkeys([*persons, *standing]))
    votes = _of(tx, "vote", "person_id", persons)
    forms = [row["form_id"] for row in rows if row["form_id"]]
    return Sources(
        steps=_by(_of(tx, "dev_step", "case_id", ids), "case_id"),
        people=companions,
        reviews=_by(_of(tx, "dev_review", "case_id", ids), "case_id"),
        notices=_by(_of(tx, "public_notice", "case_id", ids), "case_id"),
        votes={row["id"]: row for row in votes},
        votes_of=_by(votes, "person_id"),
        events=_by(_of(tx, "membership_event", "person_id", persons), "person_id"),
        moves=_by(_of(tx, "membership_event", "person_id", standing), "person_id"),
        forms={row["id"]: row for row in _of(tx, "application_form", "id", forms)},
        persons={row["id"]: row for row in record_lists.rows_by_id(tx, "person", everybody)},
        memberships=_by(_of(tx, "membership", "person_id", everybody), "person_id"),
        disposals=_by(_of(tx, "disposal_case", "person_id", standing), "person_id"),
        orgs={row["id"]: row for row in records.find(tx, "org_unit")},
        load=_load(tx, standing, on),
    )


def _of(tx: Transaction, table: str, column: str, ids: Sequence[str]) -> list[Row]:
    """Return the live records that belong to some others, whole tables when there are many."""
    wanted = set(ids)
    if len(wanted) > records.CHUNK:
        return [row for row in records.find(tx, table) if row[column] in wanted]
    return records.find(tx, table, **{column: sorted(wanted)}) if wanted else []


def _by(rows: Iterable[Row], column: str) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row[column]].append(row)
    return found


def _load(tx: Transaction, people: Sequence[str], on: date) -> Counter[tuple[str, str]]:
    """Return in how many cases that were open on a day each companion stood in each role."""
    rows = [
        row
        for row in _of(tx, "dev_person", "person_id", people)
        if (earliest(row["from_on"]) or on) <= on and not _is_over(row["to_on"], on)
    ]
    open_cases = {
        row["id"]
        for row in _of(tx, "dev_case", "id", [row["case_id"] for row in rows])
        if not _is_over(row["closed_on"], on) and not _is_over(row["committee_approved_on"], on)
    }
    return Counter((row["person_id"], row["role"]) for row in rows if row["case_id"] in open_cases)


def _is_over(end: PartialDate | None, on: date) -> bool:
    known = earliest(end)
    return known is not None and known <= on


def ballot_of(row: Row) -> Ballot:
    """Return the count that a vote row holds."""
    written = row["written"] or 0
    yes, no = row["written_yes"] or 0, row["written_no"] or 0
    exclusions, consent = read_exclusions(row["excluded_reasons"])
    return Ballot(
        kind=VoteKind(row["kind"]) if row["kind"] in set(VoteKind) else VoteKind.OTHER,
        expected=row["expected_full"] or 0,
        present=row["present"] or 0,
        yes=row["yes"] or 0,
        no=row["no"] or 0,
        abstain=row["abstain"] or 0,
        spoiled=row["spoiled"] or 0,
        written_yes=yes,
        written_no=no,
        written_abstain=max(0, written - yes - no),
        issued=row["issued"],
        returned=row["returned"],
        exclusions=exclusions,
        consent=consent,
    )


def committee_above(orgs: Mapping[str, Row], org_id: str | None) -> Row | None:
    """Return the nearest committee above a branch, or the branch's own row if it is one."""
    seen: set[str] = set()
    while org_id and org_id in orgs and org_id not in seen:
        seen.add(org_id)
        if orgs[org_id]["kind"] == OrgKind.COMMITTEE:
            return orgs[org_id]
        org_id = orgs[org_id]["parent_id"]
    return None
