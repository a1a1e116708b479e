"""党籍状态 (domain.md B10): which status may follow which, and one function for each rule."""

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from app.base.resources import resource
from app.domain.dates import overlap
from app.domain.facts import MemberFacts, WithdrawalFacts
from app.domain.kinds import Status
from app.domain.rules import About, DueState, Finding, Rule, latest


@dataclass(frozen=True, slots=True)
class StatusStep:
    """A status: what may follow it, whether it counts in the roster, for which member types.

    owes_dues: who has it pays dues (B8-21).
    """

    code: str
    label: str
    on_roster: bool
    to: frozenset[str] = frozenset()
    only: frozenset[str] = frozenset()
    owes_dues: bool = False

    @property
    def is_final(self) -> bool:
        """Tell whether nothing may follow; a mistake is undone, not changed."""
        return not self.to


@cache
def statuses() -> Mapping[str, StatusStep]:
    """Return the statuses of resources/rules/status_machine.toml by their code, in order."""
    found = tomllib.loads(resource("rules", "status_machine.toml").read_text("utf-8"))
    return {
        row["code"]: StatusStep(
            row["code"],
            row["label"],
            row["on_roster"],
            frozenset(row.get("to", ())),
            frozenset(row.get("only", ())),
            row.get("owes_dues", False),
        )
        for row in found["status"]
    }


def owes_dues(status: str) -> bool:
    """Tell whether members of a status pay; of one that only a newer program knows nobody does."""
    step = statuses().get(status)
    return step is not None and step.owes_dues


def may_change(before: str, after: str, member_type: str = "") -> bool:
    """Tell whether a status may follow another; an unchanged status always may.

    member_type, when given, must be one that the new status is for. Raises KeyError for a code
    that is no status.
    """
    step = statuses()[after]
    if before == after:
        return True
    is_for = not (member_type and step.only) or member_type in step.only
    return after in statuses()[before].to and is_for


def barred_change(rule: Rule, member: MemberFacts, after: str) -> Finding | None:
    """B10-05 (教育管理条例 Art.24 ¶4): return why the status must not change, or None."""
    if may_change(member.status, after, member.member_type):
        return None
    return rule.finding(
        _about(member),
        DueState.OVERDUE,
        name=member.name,
        before=statuses()[member.status].label,
        after=statuses()[after].label,
    )


def barred_removal(rule: Rule, member: MemberFacts, events_n: int) -> Finding | None:
    """B10-23 (统计年报填报说明): return why a person must not be deleted, or None.

    events_n: recorded changes of the membership, removed ones not counted.
    """
    if events_n < rule.number("events"):
        return None
    return rule.finding(_about(member), DueState.OVERDUE, name=member.name, events_n=events_n)


def _about(member: MemberFacts) -> About:
    return About(member.id, "membership", member.membership_id)


def _joined_at_meeting(rule: Rule, member: MemberFacts, _on: date) -> Iterator[Finding]:
    """B10-01, Art.24 ¶1: membership begins on the day of the branch meeting."""
    joined, meeting = member.joined_on, member.accepted_at_meeting_on
    if overlap(joined, meeting) is False:
        yield rule.finding(
            _about(member), DueState.OVERDUE, name=member.name, joined=joined, meeting=meeting
        )


def _lost(rule: Rule, member: MemberFacts, on: date) -> Iterator[Finding]:
    """B10-02, Art.24 ¶3: out of contact for six months leads to suspension."""
    since = latest(member.lost_since)
    if not member.is_lost or since is None or not _is_on_roster(member):
        return
    due = rule.months_after(since, "months")
    is_due = on >= due
    yield (rule if is_due else rule.as_info()).finding(
        _about(member),
        DueState.OVERDUE if is_due else DueState.SOON,
        due,
        "" if is_due else "waiting",
        name=member.name,
    )


def _is_on_roster(member: MemberFacts) -> bool:
    return member.status in statuses() and statuses()[member.status].on_roster


def _suspended(rule: Rule, member: MemberFacts, on: date) -> Iterator[Finding]:
    """B10-03, Art.24 ¶3: two years after the suspension a lost member is removed."""
    since = latest(member.status_on)
    if member.status != Status.SUSPENDED or since is None:
        return
    due = rule.years_after(since, "years")
    if on >= due:
        yield rule.finding(_about(member), DueState.OVERDUE, due, name=member.name)
        return
    is_soon = on >= rule.months_before(due, "remind_months")
    state = DueState.SOON if is_soon else DueState.NEXT
    yield rule.as_info().finding(_about(member), state, due, "waiting", name=member.name)


def _retained(rule: Rule, member: MemberFacts, on: date) -> Iterator[Finding]:
    """B10-04, Art.24 ¶2 and 34: five years abroad, two (and one more) after graduation."""
    since = latest(member.status_on)
    if member.status != Status.RETAINED or since is None:
        return
    if any(word in member.status_reason for word in rule.words("graduate_words")):
        yield from _retained_graduate(rule, member, since, on)
        return
    due = rule.years_after(since, "years")
    if on > due:
        yield rule.finding(_about(member), DueState.OVERDUE, due, name=member.name)
        return
    is_soon = on >= rule.months_before(due, "remind_months")
    state = DueState.SOON if is_soon else DueState.NEXT
    yield rule.as_info().finding(_about(member), state, due, "soon", name=member.name)
    yield from _retained_contact(rule, member, since, on)


def _retained_graduate(rule: Rule, member: MemberFacts, since: date, on: date) -> Iterator[Finding]:
    due = rule.years_after(since, "graduate_years")
    at_last = rule.years_after(due, "graduate_extra_years")
    if on > due:
        judged = rule if on > at_last else rule.as_info()
        yield judged.finding(_about(member), DueState.OVERDUE, due, "graduate", name=member.name)
        return
    is_soon = on >= rule.months_before(due, "remind_months")
    state = DueState.SOON if is_soon else DueState.NEXT
    yield rule.as_info().finding(_about(member), state, due, "graduate_soon", name=member.name)


def _retained_contact(rule: Rule, member: MemberFacts, since: date, on: date) -> Iterator[Finding]:
    last = max(filter(None, (latest(member.last_contact_on), since)))
    due = rule.months_after(last, "contact_months")
    if on > due:
        yield rule.finding(_about(member), DueState.OVERDUE, due, "contact", name=member.name)


def _out_of_contact(rule: Rule, member: MemberFacts, on: date) -> Iterator[Finding]:
    """B10-06: three, five and six months after the last meeting, dues payment or talk."""
    last = latest(member.last_contact_on)
    watched = member.status in {Status.NORMAL, Status.OUT_PENDING} and not member.is_lost
    if last is None or not watched or on < rule.months_after(last, "first_months"):
        return
    due = rule.months_after(last, "last_months")
    is_due = on >= due
    is_warned = on >= rule.months_after(last, "second_months")
    yield (rule if is_warned else rule.as_info()).finding(
        _about(member),
        DueState.OVERDUE if is_due else DueState.SOON,
        due,
        "" if is_due else "early",
        name=member.name,
        last=member.last_contact_on,
    )


def _may_correct(rule: Rule, member: MemberFacts, on: date) -> Iterator[Finding]:
    """B10-08 (组织处置办法 2024): lost for six months to two years may be given a deadline."""
    since = latest(member.lost_since)
    if not member.is_lost or since is None or not _is_on_roster(member):
        return
    if rule.months_after(since, "from_months") <= on <= rule.months_after(since, "to_months"):
        yield rule.finding(_about(member), DueState.NEXT, name=member.name)


def _withdrawal(member: MemberFacts, case: WithdrawalFacts) -> About:
    return About(member.id, "withdrawal_case", case.id)


def _withdrawal_unreported(rule: Rule, member: MemberFacts, _on: date) -> Iterator[Finding]:
    """B10-20 (党章 Art.9): after the meeting has announced it, it is reported for the record."""
    for case in member.withdrawals:
        if case.meeting_on and case.reported_on is None:
            yield rule.finding(_withdrawal(member, case), DueState.SOON, name=member.name)


def _withdrawal_threat(rule: Rule, member: MemberFacts, _on: date) -> Iterator[Finding]:
    """B10-21 (教育管理条例 Art.31(3)(4)): a threat to withdraw is first answered by education."""
    for case in member.withdrawals:
        if case.is_threat and case.meeting_on is None:
            yield rule.finding(_withdrawal(member, case), DueState.SOON, name=member.name)


def _withdrawal_without_talk(rule: Rule, member: MemberFacts, _on: date) -> Iterator[Finding]:
    """B10-22: at least one talk before the branch meeting; INFO while the meeting is to come."""
    for case in member.withdrawals:
        if case.talks_n >= rule.number("talks"):
            continue
        yield (rule if case.meeting_on else rule.as_info()).finding(
            _withdrawal(member, case),
            DueState.OVERDUE if case.meeting_on else DueState.SOON,
            name=member.name,
            talks_n=case.talks_n,
        )


StatusCheck = Callable[[Rule, MemberFacts, date], Iterator[Finding]]

STATUS_CHECKS: Mapping[str, StatusCheck] = {
    "B10-01": _joined_at_meeting,
    "B10-02": _lost,
    "B10-03": _suspended,
    "B10-04": _retained,
    "B10-06": _out_of_contact,
    "B10-08": _may_correct,
    "B10-20": _withdrawal_unreported,
    "B10-21": _withdrawal_threat,
    "B10-22": _withdrawal_without_talk,
}
