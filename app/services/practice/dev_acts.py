"""What a clerk of the practice county does about cases of development, through the use cases."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from app.domain.dates import PartialDate, add_months
from app.domain.dev_entry import VOTED, OutcomeEntry, StepEntry
from app.domain.dev_steps import shipped_steps
from app.domain.kinds import DevOutcome, VoteKind
from app.domain.rules import earliest
from app.services import dev_membership, dev_outcomes, development
from app.services.dev_judging import Judge
from app.services.dev_writing import approver_name
from app.services.practice.dev_files import END, DevFile, ballot, notice_after
from app.services.practice.source import County
from app.store import records


def judge(county: County, cases: Sequence[str]) -> None:
    """Let the rules of the window look at files that were taken over; a bar ends the chapter."""
    clerk = county.clerk()
    with clerk.writing("") as tx:
        Judge.of(clerk, tx, ()).permit(cases, None)


def do_step(county: County, cases: Sequence[str], entry: StepEntry) -> None:
    """Do a step for one person or for several at once; what lies after the year is left out."""
    day = earliest(entry.done_on)
    if day and day <= END:
        papers = next(step.documents for step in shipped_steps().steps if step.key == entry.key)
        whole = replace(entry, documents=tuple(papers))
        development.do_step(county.clerk(day.isoformat()), cases, whole)


def step(file: DevFile, key: str) -> StepEntry:
    """Return a step with its day and nothing else."""
    return StepEntry(key=key, done_on=PartialDate(file.days[key]))


def meet(county: County, case: str, file: DevFile, key: str) -> None:
    """Let the branch vote on somebody, all who came in favour; a conversion is then posted."""
    kind = VoteKind(VOTED[key])
    notice = notice_after(file.days[key]) if kind is VoteKind.CONVERT else None
    count = ballot(county, file.org_id, kind)
    do_step(county, [case], replace(step(file, key), ballot=count, notice=notice))


def approve(county: County, case: str, file: DevFile, doc_no: str) -> None:
    """Let the committee approve that somebody was accepted: he is a member now."""
    do_step(county, [case], replace(step(file, "committee_approved_on"), doc_no=doc_no))
    county.took_in(file.person_id)


def by_month(county: County, files: Iterable[tuple[str, DevFile]], key: str, after: str) -> None:
    """Do a step at the end of each month for all whose step before it fell into that month."""
    together: dict[date, list[str]] = {}
    for case, file in files:
        begin = file.days[after].replace(day=1)
        last = add_months(begin, 1) - timedelta(days=1)
        file.days[key] = last
        together.setdefault(last, []).append(case)
    for last, cases in sorted(together.items()):
        do_step(county, cases, StepEntry(key=key, done_on=PartialDate(last)))


def accepted_before(county: County, case: str, file: DevFile) -> str:
    """Let the approval of a file that was taken over take effect; return the membership's id."""
    tx = county.clerk().within
    assert tx is not None  # noqa: S101 - a chapter is open
    row = records.get(tx, "dev_case", case)
    approval = {
        "approved_on": PartialDate(file.days["committee_approved_on"]),
        "doc_no": "",
        "by": approver_name(tx, row, file.approver or county.ids["committee"]),
    }
    membership = dev_membership.accept(tx, row, approval)
    county.took_in(file.person_id)
    return membership


def extend(
    county: County, case: str, file: DevFile, days: tuple[date, date | None, date | None], why: str
) -> None:
    """Vote on an extension; days: of the meeting, the approval and the new end."""
    meeting, approved, until = days
    entry = OutcomeEntry(
        kind=DevOutcome.EXTENDED,
        meeting_on=PartialDate(meeting),
        ballot=ballot(county, file.org_id, VoteKind.EXTEND),
        approved_on=PartialDate(approved) if approved else None,
        until_on=PartialDate(until) if until else None,
        reason=why,
    )
    dev_outcomes.decide_outcome(county.clerk((approved or meeting).isoformat()), case, entry)
