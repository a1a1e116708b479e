"""Votes about development: the count is checked, judged and kept, carried or not."""

from dataclasses import dataclass

from app.base.errors import UserError
from app.domain.dates import PartialDate
from app.domain.dev_entry import VOTE_COLUMNS
from app.domain.kinds import VoteOutcome
from app.domain.readings import Severity
from app.domain.rules import About, Finding
from app.domain.votes import Ballot, VoteResult, decide, exclusions_text
from app.services import member_rights, rules
from app.services.dev_judging import Judge
from app.services.ledger import Ledger
from app.services.overrides import Override
from app.store import records
from app.store.records import Row


@dataclass(frozen=True, slots=True)
class Meeting:
    """A vote that was held: about whom, by which branch, on which day, and who counted."""

    case: Row
    key: str
    held_on: PartialDate
    ballot: Ballot
    teller: str = ""


def judge(ledger: Ledger, case_id: str, key: str, ballot: Ballot, on: PartialDate) -> VoteResult:
    """Return what a count would come to, before it is saved."""
    with ledger.reading() as tx:
        about = About("", "dev_case", case_id, key)
        return decide(ballot, rules.book_of(tx), on.first_day, about)


def hold(judge: Judge, meeting: Meeting, override: Override | None) -> tuple[str, VoteResult]:
    """Write a vote and return its id and its result.

    A count that is wrong in itself is barred; a proposal that was not carried is not: it is kept
    as refused, unless an override says that it counts as carried. Where the count is barred, the
    refusal tells what was not carried as well: an override is good for what was told, no more.
    """
    case = meeting.case
    about = About(case["person_id"], "dev_case", case["id"], meeting.key)
    result = decide(meeting.ballot, judge.book, meeting.held_on.first_day, about)
    faults = [one for one in result.faults if one.severity is Severity.BLOCK]
    barred = [*faults, *_without_vote(judge, meeting)]
    judge.lift([*barred, *result.against] if barred else [], override)
    passes = not result.against
    if override and result.against:
        judge.lift(result.against, override)
        passes = True
    values = _values(meeting, passes=passes)
    known = _known(meeting)
    if known is None:
        return records.add(judge.tx, "vote", values), result
    if not passes:
        raise UserError(
            f"按改后的票数没有通过：{why_not(result.against)}。",
            kept="没有改动。",
            todo="原来登记错了的，请先取消这个环节，再重新登记。",
        )
    records.change(judge.tx, "vote", known, values)
    return known, result


def _known(meeting: Meeting) -> str | None:
    """Return the vote that carried a meeting before: it is corrected, not held again."""
    column = VOTE_COLUMNS.get(meeting.key)
    is_done = column is not None and meeting.case[meeting.key] is not None
    return meeting.case[column] if column and is_done else None


def _without_vote(judge: Judge, meeting: Meeting) -> list[Finding]:
    """Return who was counted among the entitled though discipline bars him (B11-10)."""
    on = meeting.held_on.first_day
    if not member_rights.barred(judge.tx, on, is_vote=True):
        return []
    entitled, without = member_rights.voters(judge.tx, meeting.case["org_id"], on)
    is_counted = meeting.ballot.expected > len(entitled)
    return [bar for bar in without.values() if is_counted and bar.severity is Severity.BLOCK]


def why_not(against: tuple[Finding, ...]) -> str:
    """Return the reasons why a proposal was not carried, as one sentence."""
    return "；".join(f"{one.text}（{one.source}{one.article}）" for one in against)


def _values(meeting: Meeting, *, passes: bool) -> Row:
    ballot = meeting.ballot
    return {
        "kind": ballot.kind,
        "org_id": meeting.case["org_id"],
        "person_id": meeting.case["person_id"],
        "held_on": meeting.held_on,
        "expected_full": ballot.expected,
        "excluded": ballot.excluded,
        "excluded_reasons": exclusions_text(ballot.exclusions, ballot.consent),
        "present": ballot.present,
        "written": ballot.written,
        "written_yes": ballot.written_yes,
        "written_no": ballot.written_no,
        "issued": ballot.present if ballot.issued is None else ballot.issued,
        "returned": ballot.counted if ballot.returned is None else ballot.returned,
        "yes": ballot.yes,
        "no": ballot.no,
        "abstain": ballot.abstain,
        "spoiled": ballot.spoiled,
        "result": VoteOutcome.PASSED if passes else VoteOutcome.REFUSED,
        "teller": meeting.teller,
    }
