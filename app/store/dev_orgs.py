"""Branches as those that develop members, and the numbered forms they were given."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from app.domain.dev_facts import CaseFacts, DevelopingOrg, DevelopmentFacts, FormYear
from app.domain.dev_notices import NoticeMeasure
from app.domain.kinds import EventKind, FormState
from app.domain.rules import RuleBook, earliest
from app.store import record_lists, records
from app.store.dev_facts import cases
from app.store.dev_sources import calendar_of
from app.store.engine import Transaction
from app.store.records import Row


def development(tx: Transaction, book: RuleBook, on: date) -> DevelopmentFacts:
    """Return everything that the rules of development look at, as of a day."""
    found = cases(tx, NoticeMeasure(book, calendar_of(tx)), on)
    return DevelopmentFacts(found, _developing_orgs(tx, found, on), _form_years(tx, on))


def _developing_orgs(
    tx: Transaction, cases: Iterable[CaseFacts], on: date
) -> tuple[DevelopingOrg, ...]:
    """Return the branches with open cases before acceptance, and how long they have waited."""
    waiting: dict[str, list[date]] = defaultdict(list)
    for case in cases:
        applied = case.first("applied_on")
        if case.org_id and applied and not case.is_closed and not case.has("accept_meeting_on"):
            waiting[case.org_id].append(applied)
    last: dict[str, date] = {}
    for event in _acceptances(tx):
        meeting = earliest(event["meeting_on"])
        if event["org_id"] and meeting and meeting <= on:
            last[event["org_id"]] = max(meeting, last.get(event["org_id"], meeting))
    names = record_lists.names_of(tx, "org_unit", waiting)
    return tuple(
        DevelopingOrg(org, names.get(org, ""), len(days), last.get(org, min(days)))
        for org, days in waiting.items()
    )


def _form_years(tx: Transaction, on: date) -> tuple[FormYear, ...]:
    """Return the forms given out by a day, by organisation and year, and what they were used for.

    An organisation's acceptances are its own and those of every organisation below it.
    """
    forms: dict[tuple[str, int], list[Row]] = defaultdict(list)
    for row in records.find(tx, "application_form"):
        issued = earliest(row["issued_on"])
        if row["org_id"] and row["form_year"] and (issued is None or issued <= on):
            forms[(row["org_id"], row["form_year"])].append(row)
    if not forms:
        return ()
    accepted = _accepted_below(tx, on)
    names = record_lists.names_of(tx, "org_unit", [org for org, _year in forms])
    return tuple(
        _form_year(key, rows, names.get(key[0], ""), accepted[key]) for key, rows in forms.items()
    )


def _form_year(key: tuple[str, int], rows: Sequence[Row], name: str, accepted: int) -> FormYear:
    in_use = [row for row in rows if row["state"] == FormState.IN_USE]
    used = [row for row in in_use if row["person_id"]]
    return FormYear(
        org_id=key[0],
        name=name,
        year=key[1],
        issued=len(rows),
        used=len(used),
        open=len(in_use) - len(used),
        accepted=accepted,
        first_form=rows[0]["id"],
    )


def _accepted_below(tx: Transaction, on: date) -> Counter[tuple[str, int]]:
    """Return the acceptances of each year, counted for the branch and everything above it."""
    parents = {row["id"]: row["parent_id"] for row in records.find(tx, "org_unit")}
    found: Counter[tuple[str, int]] = Counter()
    for event in _acceptances(tx):
        meeting, org, seen = earliest(event["meeting_on"]), event["org_id"], set()
        while meeting and meeting <= on and org and org not in seen:
            seen.add(org)
            found[(org, meeting.year)] += 1
            org = parents.get(org)
    return found


def _acceptances(tx: Transaction) -> list[Row]:
    return records.find(tx, "membership_event", kind=EventKind.ACCEPTED)
