"""Rules of probation and conversion (domain.md B5)."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from app.domain.dev_facts import CaseFacts, Outcome
from app.domain.dev_law import (
    Law,
    Term,
    Words,
    days_before,
    deadline,
    nominal_end,
    probation_end,
    step_name,
)
from app.domain.kinds import DevOutcome
from app.domain.rules import DueState, Finding, Rule, earliest

_STEPS: Mapping[str, str] = {DevOutcome.CONVERTED: "convert_approved_on"}

_MEETINGS = ("accept_meeting_on", "convert_meeting_on")


def converted_too_early(law: Law, case: CaseFacts) -> Iterator[Finding]:
    """B5-03 (Guizhou; 细则 Art.34): no meeting before the probation is full."""
    meeting, end = case.last("convert_meeting_on"), probation_end(law.whole, case)
    rule = law.at(meeting) if meeting else None
    if rule and meeting and end and meeting < end:
        about = case.about("convert_meeting_on")
        yield rule.finding(about, DueState.OVERDUE, end, name=case.name, on=meeting)


def conversion_late(law: Law, case: CaseFacts) -> Iterator[Finding]:
    """B5-04, Art.33, 34: a month from the application to the meeting, three to the approval."""
    end = probation_end(law.whole, case, at_latest=True)
    for step, variant in (
        ("convert_meeting_on", "meeting_late"),
        ("convert_approved_on", "approval_late"),
    ):
        done = case.first(step)
        rule = law.at(done) if done else None
        due = _due(rule, case, step, end) if rule else None
        if rule and done and due and done > due and not case.moved_in_on:
            words: Words = {"name": case.name, "on": done}
            yield rule.finding(case.about(step), DueState.OVERDUE, due, variant, **words)


def conversion_awaited(law: Law, case: CaseFacts) -> Iterator[Finding]:
    """B5-04: the application 30 and 7 days before the end, then the meeting, then the approval."""
    rule, end = law.now(), probation_end(law.whole, case, at_latest=True)
    if rule is None or end is None or not case.is_in_probation:
        return
    if not case.has("conversion_applied_on"):
        yield from _application_awaited(rule, case, end, law.today)
    elif not case.has("convert_meeting_on"):
        due = _due(rule, case, "convert_meeting_on", end)
        if due and not case.moved_in_on:
            about = case.about_case("convert_meeting_on")
            term = Term(due, min(end, due))
            yield from deadline(law, about, term, variant="meeting", name=case.name)
    else:
        due = _due(rule, case, "convert_approved_on", end)
        if due:
            term = Term(due, days_before(due, rule.number("approval_remind_days")))
            about = case.about_case("convert_approved_on")
            yield from deadline(law, about, term, variant="approval", name=case.name)


def _application_awaited(rule: Rule, case: CaseFacts, end: date, on: date) -> Iterator[Finding]:
    about = case.about_case("conversion_applied_on")
    if on > end:
        yield rule.finding(about, DueState.OVERDUE, end, name=case.name)
    elif on >= days_before(end, rule.number("remind_days")):
        yield rule.finding(about, DueState.SOON, end, "soon", name=case.name)
    elif on >= days_before(end, rule.number("early_days")):
        yield rule.as_info().finding(about, DueState.SOON, end, "soon", name=case.name)


def _due(rule: Rule, case: CaseFacts, step: str, end: date | None) -> date | None:
    """Return the last day for the meeting or the approval; never before the probation is full."""
    if step == "convert_approved_on":
        meeting = case.last("convert_meeting_on")
        return rule.months_after(meeting, "approval_months") if meeting else None
    applied = case.last("conversion_applied_on")
    due = rule.months_after(applied, "meeting_months") if applied else None
    return max(due, end) if due and end else due


def extension_wrong(law: Law, case: CaseFacts) -> Iterator[Finding]:
    """B5-05, Art.32 ¶2: once, by six to twelve months."""
    nominal = nominal_end(law.whole, case)
    for number, extension in enumerate(case.extensions):
        day = extension.meeting_on or extension.approved_on
        rule = law.at(day) if day else None
        if rule is None or nominal is None or extension.until_on is None:
            continue
        about = case.about("education")
        if number >= rule.number("times"):
            yield rule.finding(about, DueState.OVERDUE, name=case.name)
            continue
        least = rule.months_after(nominal, "least_months")
        most = rule.months_after(nominal, "most_months")
        if not least <= extension.until_on <= most:
            words: Words = {"until": extension.until_on, "least": least, "most": most}
            yield rule.finding(about, DueState.OVERDUE, None, "length", name=case.name, **words)


def extension_ending(law: Law, case: CaseFacts) -> Iterator[Finding]:
    """B5-05: at the end of an extension only conversion or cancellation is left."""
    rule = law.now()
    if rule is None or not case.is_in_probation or case.has("convert_meeting_on"):
        return
    for extension in case.extensions[-1:]:
        if extension.until_on:
            soon = days_before(extension.until_on, rule.number("remind_days"))
            words: Words = {"variant": "ending", "variant_late": "ended", "name": case.name}
            about = case.about_case("convert_meeting_on")
            yield from deadline(law, about, Term(extension.until_on, soon), **words)


def outcome_without_decision(law: Law, case: CaseFacts) -> Iterator[Finding]:
    """B5-06, Art.32 ¶4: every outcome has a branch meeting and the superior's approval."""
    for outcome in case.outcomes:
        day = outcome.approved_on or outcome.meeting_on
        rule = law.at(day) if day else law.now()
        variant = _fault(outcome)
        if rule is None or variant is None:
            continue
        word = rule.labels("outcomes")[outcome.kind]
        about = case.about(_STEPS.get(outcome.kind, "education"))
        yield rule.finding(about, DueState.OVERDUE, variant=variant, name=case.name, outcome=word)


def outcome_awaited(law: Law, case: CaseFacts) -> Iterator[Finding]:
    """B5-06: what the branch has voted waits for the superior's approval."""
    rule = law.now()
    for outcome in case.outcomes:
        if rule is None or outcome.approved_on or not outcome.meeting_on:
            continue
        due = rule.months_after(outcome.meeting_on, "months")
        word = rule.labels("outcomes")[outcome.kind]
        words: Words = {"variant": "pending", "name": case.name, "outcome": word}
        term = Term(due, days_before(due, rule.number("remind_days")))
        yield from deadline(law, case.about_case("education"), term, **words)


def _fault(outcome: Outcome) -> str | None:
    """Return what is wrong with an approved outcome, as a variant of the rule, or None."""
    if outcome.approved_on is None:
        return None
    if outcome.meeting_on is None:
        return ""
    return "order" if outcome.approved_on < outcome.meeting_on else None


def abroad(law: Law, case: CaseFacts) -> Iterator[Finding]:
    """B5-08, a local rule, off as shipped: half a year abroad interrupts the probation."""
    rule, since = law.now(), earliest(case.retained_since)
    if rule is None or since is None or not case.is_in_probation:
        return
    due = rule.months_after(since, "months")
    if law.today >= days_before(due, rule.number("remind_days")):
        is_full = law.today >= due
        yield rule.finding(
            case.about_case("education"),
            DueState.OVERDUE if is_full else DueState.SOON,
            due,
            "" if is_full else "soon",
            name=case.name,
        )


def applied_too_early(law: Law, case: CaseFacts) -> Iterator[Finding]:
    """B5-09 (Guizhou): the application for conversion comes in the last week."""
    applied, end = case.last("conversion_applied_on"), probation_end(law.whole, case)
    rule = law.at(applied) if applied else None
    if rule and applied and end:
        due = days_before(end, rule.number("days"))
        if applied < due:
            about = case.about("conversion_applied_on")
            yield rule.finding(about, DueState.OVERDUE, due, name=case.name, on=applied)


def application_possible(law: Law, case: CaseFacts) -> Iterator[Finding]:
    """B5-09: from when the application may be handed in."""
    rule, end = law.now(), probation_end(law.whole, case)
    if rule is None or end is None or not case.is_in_probation:
        return
    due = days_before(end, rule.number("days"))
    if due <= law.today <= end and not case.has("conversion_applied_on"):
        about = case.about_case("conversion_applied_on")
        yield rule.as_info().finding(about, DueState.SOON, due, "soon", name=case.name)


def without_vote(law: Law, case: CaseFacts) -> Iterator[Finding]:
    """B6-08, Art.21, 22, 33: each meeting has a vote, and the vote has passed."""
    for step in _MEETINGS:
        day = case.last(step)
        rule = law.at(day) if day else None
        if rule is None:
            continue
        vote = case.votes.get(step)
        if vote is None:
            words: Words = {"name": case.name, "step": step_name(step)}
            yield rule.finding(case.about(step), DueState.OVERDUE, **words)
        else:
            for against in (*vote.faults, *vote.against):
                yield replace(against, about=case.about(step))
