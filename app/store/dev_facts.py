"""Cases of development as they stood on a day, read from their rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.domain.dates import PartialDate
from app.domain.dev_facts import (
    Approver,
    CaseFacts,
    Companion,
    NoticeFacts,
    Outcome,
    ReviewFacts,
)
from app.domain.dev_notices import NoticeMeasure
from app.domain.dev_steps import StepList, documents_of
from app.domain.kinds import (
    DevOutcome,
    DevRole,
    EventKind,
    MemberType,
    Status,
    VoteKind,
    VoteOutcome,
)
from app.domain.rules import About, earliest
from app.domain.votes import VoteResult, decide
from app.store import records
from app.store.dev_sources import Sources, ballot_of, committee_above, read_sources, steps_of
from app.store.engine import Transaction
from app.store.member_facts import known_by
from app.store.records import Row

_VOTES = {"accept_vote_id": "accept_meeting_on", "convert_vote_id": "convert_meeting_on"}
_DECIDED = {EventKind.EXTENDED: DevOutcome.EXTENDED, EventKind.CONVERTED: DevOutcome.CONVERTED,
            EventKind.CANCELLED: DevOutcome.CANCELLED}  # fmt: skip
_PROPOSED = {VoteKind.EXTEND: DevOutcome.EXTENDED, VoteKind.CANCEL: DevOutcome.CANCELLED}
_PASSED_ON = ("conversion_applied_on", "convert_meeting_on")
"""Steps that an extension takes back: they are to be done again at its end."""

_MOVED = frozenset({EventKind.MOVED_IN, EventKind.MOVED_INSIDE})
_PLACING = frozenset({*_MOVED, EventKind.ACCEPTED, EventKind.RESTORED})
_APPROVALS = ("committee_approved_on", "convert_approved_on")


def cases(
    tx: Transaction, measure: NoticeMeasure, on: date, ids: Sequence[str] | None = None
) -> tuple[CaseFacts, ...]:
    """Return the cases begun and not ended by a day, or those named, as known on that day.

    Without names, those who left during their probation are left out as well.
    """
    if ids is None:
        rows = [row for row in records.find(tx, "dev_case") if not _has_ended(row, on)]
    else:
        rows = records.find(tx, "dev_case", id=list(ids))
    known = [row for row in rows if (earliest(row["applied_on"]) or on) <= on]
    sources = read_sources(tx, known, on)
    if ids is None:
        known = [row for row in known if not _has_left(row, sources, on)]
    steps = steps_of(tx)
    return tuple(_Reader(row, sources, steps, measure, on).case() for row in known)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads one case as of a day."""

    row: Row
    from_: Sources
    list_: StepList
    measure: NoticeMeasure
    on: date

    def case(self) -> CaseFacts:
        """Return the case."""
        row, person = self.row, self.from_.persons[self.row["person_id"]]
        companions, outcomes = self.companions(), self.outcomes()
        closed = earliest(row["closed_on"])
        return CaseFacts(
            id=row["id"],
            person_id=row["person_id"],
            name=person["name"],
            org_id=row["org_id"],
            category=row["category"],
            dates=self.dates(companions, outcomes),
            step_ids={self.key(step): step["id"] for step in self.steps()},
            documents={self.key(step): documents_of(step["documents"]) for step in self.steps()},
            birth_on=person["birth_on"],
            is_league_member=row["is_league_member"] or person["league_joined_on"] is not None,
            expected_leave_on=person["expected_leave_on"],
            prior_activist_on=known_by(row["prior_activist_on"], self.on),
            prior_org=row["prior_org"],
            political_result=row["political_review_result"],
            training_days=row["training_days"],
            training_hours=row["training_hours"],
            special_delay_reason=row["special_delay_reason"],
            approvers={key: self.approver(key) for key in _APPROVALS},
            companions=companions,
            reviews=self.reviews(),
            notices=self.notices(),
            votes=self.votes(),
            form_year=self.form_year(),
            outcomes=outcomes,
            moved_in_on=self.moved_in_on(),
            retained_since=self.retained_since(),
            is_closed=closed is not None and closed <= self.on,
        )

    def steps(self) -> list[Row]:
        """Return the records of the steps that were done by the day."""
        rows = self.from_.steps.get(self.row["id"], ())
        return [row for row in rows if (earliest(row["done_on"]) or self.on) <= self.on]

    def key(self, step: Row) -> str:
        """Return the key of a recorded step."""
        found = (one.key for one in self.list_.steps if one.no == step["step_no"])
        return next(found, f"step_{step['step_no']}")

    def dates(
        self, companions: Sequence[Companion], outcomes: Sequence[Outcome]
    ) -> dict[str, PartialDate]:
        """Return the dates of the steps; what an extension took back is left out."""
        found: dict[str, PartialDate | None] = {}
        for step in self.steps():
            found[self.key(step)] = step["done_on"]
        found |= {key: self.row[key] for key in self.list_.keys if key in self.row}
        for role, key in ((DevRole.MENTOR, "mentors"), (DevRole.INTRODUCER, "introducers")):
            named = [one.from_on for one in companions if one.role == role and one.from_on]
            found[key] = min(named, key=_first, default=None)
        for key in _PASSED_ON:
            found[key] = self.still_good(key, found.get(key), outcomes)
        return {
            key: day
            for key, value in found.items()
            if (day := known_by(value, self.on)) is not None
        }

    def still_good(
        self, key: str, present: PartialDate | None, outcomes: Sequence[Outcome]
    ) -> PartialDate | None:
        """Return the date of a step that no extension known by the day has taken back."""
        extended = [
            one.meeting_on
            for one in outcomes
            if one.kind == DevOutcome.EXTENDED and one.meeting_on and one.approved_on
        ]
        since = max(extended, default=date.min)
        days = [step["done_on"] for step in self.steps() if self.key(step) == key]
        good = [day for day in (*days, present) if day and since < _first(day) <= self.on]
        return max(good, key=_first, default=None)

    def companions(self) -> tuple[Companion, ...]:
        """Return the mentors, introducers and talkers of the day."""
        found = []
        for row in self.from_.people.get(self.row["id"], ()):
            start, end = earliest(row["from_on"]), earliest(row["to_on"])
            if (start and start > self.on) or (end and end <= self.on):
                continue
            found.append(self.companion(row))
        return tuple(found)

    def companion(self, row: Row) -> Companion:
        """Return one of them with his membership as of the day he was named."""
        person, day = row["person_id"], earliest(row["from_on"]) or self.on
        membership = next(reversed(self.from_.memberships.get(person, ())), None)
        kinds = [
            one["kind"]
            for one in self.from_.disposals.get(person, ())
            if (earliest(one["approved_on"]) or date.max) <= day
            and (earliest(one["effect_until"]) or date.max) > day
        ]
        return Companion(
            person,
            row["role"],
            self.from_.persons[person]["name"] if person in self.from_.persons else "",
            row["from_on"],
            self.branch_of(membership, day) if membership else None,
            _full_since(membership, day),
            max(1, self.from_.load[(person, row["role"])]),
            tuple(kinds),
        )

    def branch_of(self, membership: Row, day: date) -> str | None:
        """Return where a companion was on the day he was named; unknown counts as this branch."""
        moves = [
            row
            for row in self.from_.moves.get(membership["person_id"], ())
            if row["kind"] in _PLACING and row["org_id"] and row["happened_on"]
        ]
        before = [row for row in moves if _first(row["happened_on"]) <= day]
        if before:
            return str(max(before, key=lambda row: _first(row["happened_on"]))["org_id"])
        org: str | None = (self.row if moves else membership)["org_id"]
        return org

    def reviews(self) -> tuple[ReviewFacts, ...]:
        """Return the reviews and reports of the time before the day."""
        rows = self.from_.reviews.get(self.row["id"], ())
        dated = [(row["kind"], earliest(row["held_on"])) for row in rows]
        return tuple(ReviewFacts(kind, day) for kind, day in dated if day and day <= self.on)

    def notices(self) -> tuple[NoticeFacts, ...]:
        """Return the notices posted by the day, with their results once they had ended."""
        found = []
        for row in self.from_.notices.get(self.row["id"], ()):
            start, end = earliest(row["from_on"]), earliest(row["to_on"])
            if start and start <= self.on:
                result = row["result"] if end and end <= self.on else ""
                found.append(self.measure.notice(row["point"], start, end, result))
        return tuple(found)

    def votes(self) -> dict[str, VoteResult]:
        """Return the votes behind the meetings, judged by the rules of their day."""
        found = {}
        for column, key in _VOTES.items():
            row = self.from_.votes.get(self.row[column] or "")
            held = earliest(row["held_on"]) if row else None
            if row and held and held <= self.on:
                about = About(self.row["person_id"], "vote", row["id"], key)
                found[key] = decide(ballot_of(row), self.measure.book, held, about)
        return found

    def outcomes(self) -> tuple[Outcome, ...]:
        """Return what was decided about the probation, and what waits for the superior."""
        found = []
        for row in self.from_.events.get(self.row["person_id"], ()):
            meeting, approved = earliest(row["meeting_on"]), earliest(row["committee_approved_on"])
            day = approved or meeting or earliest(row["happened_on"])
            if row["kind"] in _DECIDED and day and day <= self.on:
                until = earliest(row["until_on"])
                found.append(Outcome(_DECIDED[row["kind"]], meeting, approved, until))
        decided = {one.meeting_on for one in found}
        for row in self.from_.votes_of.get(self.row["person_id"], ()):
            held = earliest(row["held_on"])
            is_open = row["kind"] in _PROPOSED and held and held <= self.on
            if is_open and held not in decided and row["result"] == VoteOutcome.PASSED:
                found.append(Outcome(_PROPOSED[row["kind"]], held, None))
        return tuple(sorted(found, key=lambda one: one.approved_on or one.meeting_on or date.max))

    def approver(self, key: str) -> Approver:
        """Return who approved: as recorded, else the committee above the branch."""
        row = next((step for step in self.steps() if self.key(step) == key), None)
        org = self.from_.orgs.get(row["org_id"] or "") if row else None
        org = org or committee_above(self.from_.orgs, self.row["org_id"])
        if org is None:
            return Approver()
        name = org["short_name"] or org["full_name"]
        return Approver(org["kind"], name, can_approve=org["can_approve"])

    def form_year(self) -> int | None:
        """Return the year of the form that was issued by the day."""
        form = self.from_.forms.get(self.row["form_id"] or "")
        issued = earliest(form["issued_on"]) if form else None
        is_known = form is not None and (issued is None or issued <= self.on)
        return form["form_year"] if form and is_known else None

    def moved_in_on(self) -> PartialDate | None:
        """Return when he came to the present branch during the probation."""
        start = earliest(self.row["accept_meeting_on"])
        days = [
            row["happened_on"]
            for row in self.from_.events.get(self.row["person_id"], ())
            if row["kind"] in _MOVED and row["happened_on"]
        ]
        good = [day for day in days if start and start < _first(day) <= self.on]
        return max(good, key=_first, default=None)

    def retained_since(self) -> PartialDate | None:
        """Return since when he has been abroad with his membership retained."""
        rows = [
            row
            for row in self.from_.events.get(self.row["person_id"], ())
            if row["status_after"] and (earliest(row["happened_on"]) or date.max) <= self.on
        ]
        last = max(rows, key=lambda row: _first(row["happened_on"]), default=None)
        is_away = last is not None and last["status_after"] == Status.RETAINED
        return last["happened_on"] if last and is_away else None


def _has_ended(row: Row, on: date) -> bool:
    ends = (earliest(row["closed_on"]), earliest(row["archived_on"]))
    return any(end is not None and end <= on for end in ends)


def _has_left(row: Row, sources: Sources, on: date) -> bool:
    """Tell whether a probationary member has died or left by a day: nobody here converts him."""
    accepted, converted = (earliest(row[key]) for key in _APPROVALS)
    if accepted is None or accepted > on or (converted is not None and converted <= on):
        return False
    left = [earliest(one["left_on"]) for one in sources.memberships.get(row["person_id"], ())]
    return bool(left) and all(day is not None and day <= on for day in left)


def _full_since(membership: Row | None, day: date) -> date | None:
    """Return since when somebody is a full member, if he was still on a roster on a day."""
    if membership is None or membership["member_type"] != MemberType.FULL:
        return None
    left = earliest(membership["left_on"])
    if left and left <= day:
        return None
    return earliest(membership["full_on"]) or date.min


def _first(day: PartialDate | None) -> date:
    return earliest(day) or date.max
