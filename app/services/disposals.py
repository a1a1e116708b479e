"""组织处置 and 党纪处分 (domain.md B11): opened, decided with what follows from it, ended."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.base.errors import UserError
from app.domain.affairs_facts import CaseFacts, ReapplicationFacts
from app.domain.case_rules import (
    CORRECTION,
    EXPULSION,
    REMOVAL,
    barred_deadline,
    barred_double,
    barred_reapplication,
    effect_end,
)
from app.domain.dates import PartialDate, day
from app.domain.dues import version
from app.domain.kinds import Status
from app.domain.members import StatusChange
from app.domain.rules import Finding, RuleBook, earliest
from app.domain.showing import code_text
from app.services import act_days, overrides, rules, standing
from app.services.ledger import Ledger, Outcome
from app.services.overrides import Override
from app.store import affairs_facts, records
from app.store.engine import Transaction

Row = Mapping[str, Any]

_REMOVAL_FROM_POST = "REMOVAL_FROM_POST"
_FOLLOWS = {REMOVAL: Status.REMOVED_LOST, EXPULSION: Status.EXPELLED}
REMOVALS = (Status.REMOVED_LOST, Status.REMOVED_SELF)
"""What a removal that a case decides can make of a membership, the usual one first."""
_ENDS = {"LEFT": Status.REMOVED_PERSUADED, "REMOVED": Status.REMOVED_REFUSED}
"""How 劝其退党 ends: by leaving, or by removal of who refuses."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseDraft:
    """A case to open; kind: a code of CaseKind. deadline_on: of 限期改正 only."""

    person_id: str
    kind: str
    ground: str
    started_on: PartialDate
    deadline_on: PartialDate | None = None
    investigation: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What was decided about a case; status: of a removal (自行脱党 or 丧失条件).

    effect_until None: the usual length of the discipline (B11-06).
    """

    approved_on: PartialDate
    approved_by: str = ""
    meeting_on: PartialDate | None = None
    doc_no: str = ""
    status: str = Status.REMOVED_LOST
    effect_until: PartialDate | None = None


def open_case(ledger: Ledger, draft: CaseDraft, override: Override | None = None) -> Outcome:
    """Open a case; ids: the case.

    Raises UserError for a deadline of more than a year (B11-01), for one matter met twice
    (B11-04) and a temporary branch (B1-08), unless an override is given or on record; and for a
    day before he joined.
    """
    on = act_days.known_day(ledger, draft.started_on)
    with ledger.writing(f"登记{code_text('CaseKind', draft.kind)}") as tx:
        person, membership = standing.both(tx, draft.person_id)
        standing.refuse_gone(person, membership)
        standing.refuse_before_joining((person, membership), on)
        others = [
            row["kind"]
            for row in records.find(tx, "disposal_case", person_id=draft.person_id)
            if draft.ground and row["ground"] == draft.ground
        ]
        values = {
            "person_id": draft.person_id,
            "kind": draft.kind,
            "ground": draft.ground,
            "state": "OPEN",
            "started_on": on,
            "deadline_on": draft.deadline_on if draft.kind == CORRECTION else None,
            "investigation": draft.investigation,
        }
        barred = rules.bars_of_rows(ledger, tx, "disposal_case", [values])
        written = records.add(tx, "disposal_case", values)
        facts = CaseFacts(
            id=written,
            person_id=draft.person_id,
            name=person["name"],
            kind=draft.kind,
            started_on=on,
            deadline_on=draft.deadline_on,
        )
        barred += _bars(rules.book_of(tx), facts, others)
        overrides.permit(ledger, tx, barred, override)
    return ledger.outcome(tx, f"已登记{person['name']}的处置。", (written,))


def decide(
    ledger: Ledger, case_id: str, decision: Decision, override: Override | None = None
) -> Outcome:
    """Write the decision and what follows: removal, expulsion, the end of posts, the effect.

    Raises UserError for a status that the machine does not allow (B10-05).
    """
    with ledger.writing("处置决定") as tx:
        case = _running(tx, case_id)
        on = act_days.known_day(ledger, decision.approved_on, _started(case))
        found = standing.both(tx, case["person_id"])
        until = decision.effect_until or _usual_end(rules.book_of(tx), case["kind"], on)
        status = _FOLLOWS.get(case["kind"])
        is_over = status is not None
        values = {
            "state": "ENDED" if is_over else "DECIDED",
            "approved_on": on,
            "approved_by": decision.approved_by,
            "meeting_on": decision.meeting_on or case["meeting_on"],
            "doc_no": decision.doc_no,
            "effect_until": until,
        }
        if status is not None:
            to = StatusChange(
                status=decision.status if case["kind"] == REMOVAL else status,
                happened_on=on,
                doc_no=decision.doc_no,
                reason=case["ground"],
            )
            standing.change(ledger, tx, found, to, override)
            result = "REMOVED" if case["kind"] == REMOVAL else "EXPELLED"
            values |= {"end_result": result, "ended_on": on}
        if case["kind"] in {_REMOVAL_FROM_POST, EXPULSION}:
            _end_posts(tx, case["person_id"], on)
        records.change(tx, "disposal_case", case_id, values)
    return ledger.outcome(tx, f"已登记对{found[0]['name']}的决定。", (case_id,))


def end(
    ledger: Ledger,
    case_id: str,
    on: PartialDate,
    result: str,
    override: Override | None = None,
) -> Outcome:
    """End a case: corrected, lifted, not pursued; or 劝其退党 by leaving or removal.

    result: a code of CaseResult.
    """
    with ledger.writing("处置了结") as tx:
        case = _running(tx, case_id)
        on = act_days.known_day(ledger, on, _started(case), ("批准日期", case["approved_on"]))
        found = standing.both(tx, case["person_id"])
        status = _ENDS.get(result) if case["kind"] == "PERSUADED" else None
        if result in _ENDS and status is None:
            raise UserError(
                "除名要先登记决定。", kept="没有保存。", todo="请登记除名的审批日期和文号。"
            )
        if status is not None:
            to = StatusChange(status=status, happened_on=on, reason=case["ground"])
            standing.change(ledger, tx, found, to, override)
        values = {"state": "ENDED", "end_result": result, "ended_on": on}
        records.change(tx, "disposal_case", case_id, values)
    return ledger.outcome(tx, f"{found[0]['name']}的处置已了结。", (case_id,))


def bar_again(tx: Transaction, case: tuple[str, str], on: PartialDate | None) -> Finding | None:
    """Return why somebody must not apply to join yet (B11-03), or None.

    case: his person id and the id of the case of his application.
    """
    person_id, case_id = case
    again = ReapplicationFacts(
        case_id=case_id,
        person_id=person_id,
        name=records.get(tx, "person", person_id)["name"],
        removed_on=affairs_facts.removed_on(tx, person_id),
        applied_on=on,
    )
    day_of = earliest(on)
    rule = rules.book_of(tx).applied("B11-03", day_of) if day_of else None
    return barred_reapplication(rule, again) if rule else None


def _bars(book: RuleBook, facts: CaseFacts, others: Sequence[str]) -> list[Finding]:
    """Return what bars a new case under the rules in force on its first day.

    others: kinds of the cases already on record for the same matter.
    """
    start = earliest(facts.started_on)
    deadline = book.barring("B11-01", start) if start else None
    double = book.barring("B11-04", start) if start else None
    found = (
        barred_deadline(deadline, facts) if deadline else None,
        barred_double(double, facts, others) if double else None,
    )
    return [barred for barred in found if barred]


def _usual_end(book: RuleBook, kind: str, on: PartialDate) -> PartialDate | None:
    end_on = effect_end(version(book, "B11-06", on.first_day), kind, on.last_day)
    return day(end_on) if end_on else None


def _started(case: Row) -> tuple[str, PartialDate | None]:
    return "开始日期", case["started_on"]


def _running(tx: Transaction, case_id: str) -> Row:
    row = records.get(tx, "disposal_case", case_id)
    if row["ended_on"] is not None:
        raise UserError("这件处置已经了结。", kept="没有改动。")
    return row


def _end_posts(tx: Transaction, person_id: str, on: PartialDate) -> None:
    held = records.find(tx, "org_post", person_id=person_id, to_on=None)
    records.change(tx, "org_post", [row["id"] for row in held], {"to_on": on})
