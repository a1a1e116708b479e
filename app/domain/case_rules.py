"""Rules of disposal, discipline and floating members (domain.md B11, B12), by their ids."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date, timedelta

from app.domain.affairs_facts import CaseFacts, FloatingFacts, ReapplicationFacts
from app.domain.dates import PartialDate, add_months
from app.domain.facts import MemberFacts
from app.domain.rules import About, DueState, Finding, Rule, latest
from app.domain.words import labels_of

CORRECTION, PERSUADED, REMOVAL = "CORRECTION", "PERSUADED", "REMOVAL"
PROBATION_IN_PARTY, EXPULSION = "PROBATION_IN_PARTY", "EXPULSION"
MEASURES = (CORRECTION, PERSUADED, REMOVAL)
"""组织处置; every other kind is 党纪处分."""


def _about(case: CaseFacts) -> About:
    return About(case.person_id, "disposal_case", case.id)


def _is_open(case: CaseFacts, kind: str) -> bool:
    return case.kind == kind and case.ended_on is None


def _deadline(rule: Rule, case: CaseFacts, state: DueState) -> Iterator[Finding]:
    start, deadline = latest(case.started_on), case.deadline_on
    if case.kind != CORRECTION or start is None or deadline is None or deadline.value is None:
        return
    due = rule.months_after(start, "months")
    if deadline.first_day > due:
        yield rule.finding(_about(case), state, due, name=case.name, deadline=deadline)


def _too_long(rule: Rule, case: CaseFacts, _on: date) -> Iterator[Finding]:
    """B11-01 (处置办法 2024, 条例 Art.30): a deadline for improvement is at most a year."""
    yield from _deadline(rule, case, DueState.OVERDUE)


def _longer_than_usual(rule: Rule, case: CaseFacts, _on: date) -> Iterator[Finding]:
    """B11-05: generally six months; the finding goes when the case has ended."""
    if _is_open(case, CORRECTION):
        yield from _deadline(rule, case, DueState.NEXT)


def _deadline_near(rule: Rule, case: CaseFacts, on: date) -> Iterator[Finding]:
    """B11-02: a reminder thirty days before the deadline, and after it."""
    due = latest(case.deadline_on)
    if due is not None and _is_open(case, CORRECTION):
        yield from _ending(rule, case, on, due)


def _probation_near(rule: Rule, case: CaseFacts, on: date) -> Iterator[Finding]:
    """B11-12: the end of 留党察看, when the rights are restored by the branch meeting."""
    due = latest(case.effect_until)
    if due is not None and _is_open(case, PROBATION_IN_PARTY):
        yield from _ending(rule, case, on, due)


def _ending(rule: Rule, case: CaseFacts, on: date, due: date) -> Iterator[Finding]:
    if on < due - timedelta(days=rule.number("remind_days")):
        return
    is_late = on > due
    yield (rule if is_late else rule.as_info()).finding(
        _about(case),
        DueState.OVERDUE if is_late else DueState.SOON,
        due,
        "" if is_late else "waiting",
        name=case.name,
    )


def _too_early(rule: Rule, again: ReapplicationFacts, _on: date) -> Iterator[Finding]:
    """B11-03: nobody joins again within five years after removal or expulsion."""
    barred = barred_reapplication(rule, again)
    if barred:
        yield barred


def barred_reapplication(rule: Rule, again: ReapplicationFacts) -> Finding | None:
    """B11-03: return why an application comes too early after a removal, or None."""
    removed, applied = latest(again.removed_on), latest(again.applied_on)
    if removed is None or applied is None:
        return None
    due = rule.years_after(removed, "years")
    if applied >= due:
        return None
    about = About(again.person_id, "dev_case", again.case_id)
    return rule.finding(about, DueState.OVERDUE, due, name=again.name, removed=again.removed_on)


def barred_deadline(rule: Rule, case: CaseFacts) -> Finding | None:
    """B11-01: return why a deadline is too late, or None."""
    return next(_deadline(rule, case, DueState.OVERDUE), None)


def barred_double(rule: Rule, case: CaseFacts, others: Sequence[str]) -> Finding | None:
    """B11-04 (Art.4): one matter is not met by disposal and discipline both; else None.

    others: kinds of the cases already on record for the same matter.
    """
    other = next((one for one in others if (one in MEASURES) != (case.kind in MEASURES)), None)
    if other is None:
        return None
    words = labels_of("CaseKind")
    return rule.finding(
        _about(case), DueState.OVERDUE, name=case.name, other=words[other], kind=words[case.kind]
    )


def effect_end(rule: Rule, kind: str, decided: date) -> date | None:
    """B11-06: return the last day of the effect of a discipline; None for a disposal."""
    lengths = rule.labels("months")
    if kind not in lengths:
        return None
    return add_months(decided, int(lengths[kind]))


def role_bar(rule: Rule, member: MemberFacts, *, is_vote: bool = False) -> Finding | None:
    """B11-10: return why somebody must not vote, introduce or mentor, or None."""
    if not set(member.disposals).intersection(rule.words("disposals")):
        return None
    about = About(member.id, "membership", member.membership_id)
    return rule.finding(
        about, DueState.OVERDUE, variant="vote" if is_vote else "", name=member.name
    )


def honour_is_doubtful(rule: Rule, disposals: Collection[str]) -> bool:
    """B11-11: tell whether one of the kinds in effect bars from honours."""
    return bool(set(disposals).intersection(rule.words("disposals")))


def _floating(floating: FloatingFacts) -> About:
    return About(floating.person_id, "floating_record", floating.id)


def _should_transfer(rule: Rule, floating: FloatingFacts, on: date) -> Iterator[Finding]:
    """B12-01, Art.32: away for six months at one place; the membership should follow."""
    since = latest(floating.since_on)
    due = rule.months_after(since, "months") if since else None
    if due is not None and on >= due:
        yield rule.finding(_floating(floating), DueState.NEXT, due, name=floating.name)


def _last(*known: PartialDate | None) -> date | None:
    return max((day for one in known if (day := latest(one))), default=None)


def _without_contact(rule: Rule, floating: FloatingFacts, on: date) -> Iterator[Finding]:
    """B12-02, Art.33: six months without contact lead to B10-02."""
    last = _last(floating.since_on, floating.last_contact_on, floating.last_report_on)
    if last is None:
        return
    due = rule.months_after(last, "months")
    if on < rule.months_before(due, "remind_months"):
        return
    is_late = on >= due
    yield (rule if is_late else rule.as_info()).finding(
        _floating(floating),
        DueState.OVERDUE if is_late else DueState.SOON,
        due,
        "" if is_late else "waiting",
        name=floating.name,
    )


def _without_report(rule: Rule, floating: FloatingFacts, on: date) -> Iterator[Finding]:
    """B12-03: a member who is away reports at least once a year."""
    last = _last(floating.since_on, floating.last_report_on)
    due = rule.months_after(last, "months") if last else None
    if due is None or on < due - timedelta(days=rule.number("remind_days")):
        return
    is_late = on > due
    yield rule.finding(
        _floating(floating),
        DueState.OVERDUE if is_late else DueState.SOON,
        due,
        "" if is_late else "waiting",
        name=floating.name,
    )


CaseCheck = Callable[[Rule, CaseFacts, date], Iterator[Finding]]
ReapplicationCheck = Callable[[Rule, ReapplicationFacts, date], Iterator[Finding]]
FloatingCheck = Callable[[Rule, FloatingFacts, date], Iterator[Finding]]

CASE_CHECKS: Mapping[str, CaseCheck] = {
    "B11-01": _too_long,
    "B11-02": _deadline_near,
    "B11-05": _longer_than_usual,
    "B11-12": _probation_near,
}

REAPPLICATION_CHECKS: Mapping[str, ReapplicationCheck] = {"B11-03": _too_early}

FLOATING_CHECKS: Mapping[str, FloatingCheck] = {
    "B12-01": _should_transfer,
    "B12-02": _without_contact,
    "B12-03": _without_report,
}
