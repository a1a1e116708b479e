"""Rules of development around the acceptance and after it (domain.md B4-12 to B4-40)."""

from collections.abc import Iterator
from datetime import date

from app.domain.dev_facts import CaseFacts, DevelopingOrg, FormYear, NoticeFacts
from app.domain.dev_law import (
    Law,
    Term,
    Words,
    days_before,
    deadline,
    probation_end,
)
from app.domain.kinds import DevReviewKind
from app.domain.rules import About, DueState, Finding, Rule, latest
from app.domain.words import labels_of

_APPROVALS = ("committee_approved_on", "convert_approved_on")
_NOTICE_STEPS = {
    "ACTIVIST": ("activist_on", "activist_filed_on"),
    "CANDIDATE": ("candidate_branch_on", "candidate_on"),
    "ACCEPT": ("accept_meeting_on", "committee_approved_on"),
    "CONVERT": ("convert_meeting_on", "convert_approved_on"),
}
"""After which step a notice is posted, and before which it has ended."""


def without_authority(law: Law, case: CaseFacts) -> Iterator[Finding]:
    """B4-12, Art.23: only a committee that may approve; no general or temporary branch."""
    for key in _APPROVALS:
        day = case.last(key)
        rule = law.at(day) if day else None
        if rule is None:
            continue
        approver = case.approvers.get(key)
        if approver is None or not approver.kind:
            yield rule.finding(case.about(key), DueState.OVERDUE, None, "unknown", name=case.name)
        elif approver.kind not in rule.words("kinds") or not approver.can_approve:
            yield rule.finding(case.about(key), DueState.OVERDUE, name=case.name, org=approver.name)


def approved_late(law: Law, case: CaseFacts) -> Iterator[Finding]:
    """B4-13, Art.26: three months after the meeting, longer only for a stated reason."""
    if not case.special_delay_reason:
        yield from _approved_after(law, case)


def approved_far_too_late(law: Law, case: CaseFacts) -> Iterator[Finding]:
    """B4-13-2, Art.26: six months at most."""
    yield from _approved_after(law, case)


def _approved_after(law: Law, case: CaseFacts) -> Iterator[Finding]:
    start, end = case.last("accept_meeting_on"), case.first("committee_approved_on")
    rule = law.at(end) if end else None
    if start is None or end is None or rule is None:
        return
    due = rule.months_after(start, "months")
    if end > due:
        about = case.about("committee_approved_on")
        yield rule.finding(about, DueState.OVERDUE, due, "late", name=case.name, on=end)


def approval_awaited(law: Law, case: CaseFacts) -> Iterator[Finding]:
    """B4-13: the superior committee decides within three months."""
    if not case.special_delay_reason:
        yield from _approval_due(law, case, "")


def approval_awaited_at_last(law: Law, case: CaseFacts) -> Iterator[Finding]:
    """B4-13-2: with a reason stated, or after three months, within six."""
    rule, meeting = law.now(), case.last("accept_meeting_on")
    if rule and meeting:
        due = rule.months_after(meeting, "months")
        if case.special_delay_reason or law.today > due:
            yield from _approval_due(law, case, "soon")


def _approval_due(law: Law, case: CaseFacts, variant: str) -> Iterator[Finding]:
    rule, meeting = law.now(), case.last("accept_meeting_on")
    if rule is None or meeting is None or case.is_accepted:
        return
    due = rule.months_after(meeting, "months")
    term = Term(due, days_before(due, rule.number("remind_days")))
    about = case.about_case("committee_approved_on")
    words: Words = {"name": case.name, "variant": variant, "variant_late": ""}
    yield from deadline(law, about, term, **words)


def notice_wrong(law: Law, case: CaseFacts) -> Iterator[Finding]:
    """B4-14, Guizhou: five working days on the notice board before the paper goes up."""
    rule = law.now() or law.at(date.min)
    for point in rule.words("points") if rule else ():
        _after, before = _NOTICE_STEPS[point]
        day = case.last(before)
        version = law.at(day) if day else None
        if version is None or point not in version.words("points"):
            continue
        notice = _notice(case, point)
        words: Words = {"name": case.name, "point": labels_of("NoticePoint")[point]}
        if notice is None:
            yield version.finding(case.about(before), DueState.OVERDUE, **words)
        elif notice.working_days is None or notice.working_days < version.number("days"):
            yield version.finding(
                case.about(before),
                DueState.OVERDUE,
                variant="short",
                **words,
                since=notice.from_on,
                until=notice.to_on or "",
                held=notice.working_days or "",
            )


def notice_awaited(law: Law, case: CaseFacts) -> Iterator[Finding]:
    """B4-14: post the notice after the meeting, and write down what came of it."""
    rule = law.now()
    for point in rule.words("points") if rule else ():
        after, before = _NOTICE_STEPS[point]
        meeting = case.last(after)
        if rule is None or meeting is None or case.has(before):
            continue
        about = case.about_case(after)
        words: Words = {"name": case.name, "point": labels_of("NoticePoint")[point]}
        notice = _notice(case, point)
        if notice is None:
            due = days_before(meeting, -rule.number("wait_days"))
            yield from deadline(law, about, Term(due, meeting), variant="soon", **words)
        elif not notice.result:
            end = notice.to_on or notice.end_due or notice.from_on
            term = Term(end, end)
            yield from deadline(law, about, term, variant="running", variant_late="result", **words)


def _notice(case: CaseFacts, point: str) -> NoticeFacts | None:
    found = [one for one in case.notices if one.point == point]
    return max(found, key=lambda one: (one.to_on or one.from_on, one.from_on), default=None)


def forms_unbalanced(law: Law, forms: FormYear) -> Iterator[Finding]:
    """B4-15-2: the 志愿书 of a year are used in that year; used = accepted."""
    rule = law.now()
    year_end = _year_end(forms.year)
    if rule is None:
        return
    about = About(forms.org_id, "application_form", forms.first_form)
    words: Words = {"name": forms.name, "year": forms.year}
    if law.today > year_end:
        if forms.used != forms.accepted:
            more: Words = {"issued": forms.issued, "used": forms.used, "accepted": forms.accepted}
            yield rule.finding(about, DueState.OVERDUE, year_end, **words, **more)
    elif forms.open and law.today >= days_before(year_end, rule.number("remind_days")):
        yield rule.as_info().finding(
            about, DueState.SOON, year_end, "soon", **words, open=forms.open
        )


def _year_end(year: int) -> date:
    return days_before(date(year + 1, 1, 1), 1)


def meeting_before_year_end(law: Law, case: CaseFacts) -> Iterator[Finding]:
    """B4-16: a form of this year whose meeting is not held goes into next year's plan."""
    rule = law.now()
    if rule is None or case.form_year is None or case.has("accept_meeting_on"):
        return
    end = _year_end(case.form_year)
    if law.today >= days_before(end, rule.number("remind_days")):
        term = Term(end, days_before(end, rule.number("remind_days")))
        about = case.about_case("accept_meeting_on")
        words: Words = {"name": case.name, "variant": "soon", "variant_late": ""}
        yield from deadline(law, about, term, **words)


def leaving_soon(law: Law, case: CaseFacts) -> Iterator[Finding]:
    """B4-20, Art.19 (一般): nobody is accepted who leaves within three months."""
    leave, meeting = latest(case.expected_leave_on), case.first("accept_meeting_on")
    rule = law.at(meeting) if meeting else None
    if leave and meeting and rule and leave < rule.months_after(meeting, "months"):
        yield rule.finding(
            case.about("accept_meeting_on"),
            DueState.OVERDUE,
            variant="late",
            name=case.name,
            on=meeting,
            leave=case.expected_leave_on,
        )


def leaving_awaited(law: Law, case: CaseFacts) -> Iterator[Finding]:
    """B4-20: how long a candidate who leaves can still be accepted."""
    rule, leave = law.now(), latest(case.expected_leave_on)
    is_near = case.has("candidate_on") and not case.has("accept_meeting_on")
    if rule is None or leave is None or not is_near or law.today >= leave:
        return
    due = _last_day_before(rule, leave)
    term = Term(due, days_before(due, rule.number("remind_days")))
    about = case.about_case("accept_meeting_on")
    words: Words = {
        "name": case.name,
        "leave": case.expected_leave_on,
        "variant": "soon",
        "variant_late": "",
    }
    yield from deadline(law, about, term, **words)


def _last_day_before(rule: Rule, leave: date) -> date:
    """Return the last day whose months after it are full by a day: the end of a month is one."""
    day = rule.months_before(leave, "months")
    while rule.months_after(days_before(day, -1), "months") <= leave:
        day = days_before(day, -1)
    return day


def next_report(law: Law, case: CaseFacts) -> Iterator[Finding]:
    """B4-21, Guizhou: a thought report each quarter, of activists and in probation."""
    rule = law.now()
    start = case.last("accept_meeting_on" if case.is_accepted else "activist_on")
    if rule is None or start is None or case.is_converted:
        return
    last = max((day for day in case.held(DevReviewKind.REPORT) if day >= start), default=start)
    due = rule.months_after(last, "months")
    key = "education" if case.is_accepted else "cultivation"
    term = Term(due, days_before(due, rule.number("remind_days")))
    yield from deadline(law, case.about_case(key), term, name=case.name)


def oath_late(law: Law, case: CaseFacts) -> Iterator[Finding]:
    """B4-22, Guizhou: the oath is sworn before the conversion."""
    oath, end = case.first("oath_on"), case.last("convert_meeting_on")
    rule = law.at(oath) if oath else None
    if rule and oath and end and oath > end:
        yield rule.finding(case.about("oath_on"), DueState.OVERDUE, end, name=case.name, on=oath)


def oath_awaited(law: Law, case: CaseFacts) -> Iterator[Finding]:
    """B4-22: the oath follows upon the approval."""
    rule, approved = law.now(), case.last("committee_approved_on")
    end = probation_end(law.whole, case, at_latest=True)
    if rule is None or approved is None or end is None or case.has("oath_on"):
        return
    term = Term(end, min(days_before(approved, -rule.number("remind_days")), end))
    words: Words = {"name": case.name, "variant": "soon", "variant_late": "missing"}
    yield from deadline(law, case.about_case("oath_on"), term, **words)


def materials_follow(law: Law, case: CaseFacts) -> Iterator[Finding]:
    """B4-30, Art.12: the papers of an activist who came from elsewhere are to be asked for."""
    rule, applied = law.now(), case.last("activist_on")
    if rule is None or not case.prior_org or applied is None or case.is_accepted:
        return
    held = {paper for papers in case.documents.values() for paper in papers}
    if held.issuperset(rule.words("documents")):
        return
    due = rule.months_after(applied, "months")
    term = Term(due, days_before(due, rule.number("remind_days")))
    about = case.about_case("cultivation")
    yield from deadline(law, about, term, name=case.name, org=case.prior_org)


def postponed_too_long(law: Law, case: CaseFacts) -> Iterator[Finding]:
    """B4-31, Art.36: a receiver may put the conversion off by six months."""
    meeting = case.first("convert_meeting_on")
    end = probation_end(law.whole, case, at_latest=True)
    rule = law.at(meeting) if meeting else None
    if rule and meeting and end and case.moved_in_on:
        due = rule.months_after(end, "months")
        if meeting > due:
            about = case.about("convert_meeting_on")
            yield rule.finding(about, DueState.OVERDUE, due, "late", name=case.name, on=meeting)


def postponement(law: Law, case: CaseFacts) -> Iterator[Finding]:
    """B4-31: the last day for the meeting about a probationary member who moved in."""
    rule, end = law.now(), probation_end(law.whole, case, at_latest=True)
    if rule is None or end is None or not case.moved_in_on or case.has("convert_meeting_on"):
        return
    if case.is_in_probation and law.today >= end:
        due = rule.months_after(end, "months")
        term = Term(due, days_before(due, rule.number("remind_days")))
        yield from deadline(law, case.about_case("convert_meeting_on"), term, name=case.name)


def idle_branch(law: Law, org: DevelopingOrg) -> Iterator[Finding]:
    """B4-40, Art.38 ¶3: applicants, and nobody accepted for years."""
    rule = law.now()
    if rule is None or not org.applicants_n or org.waiting_since is None:
        return
    due = rule.months_after(org.waiting_since, "months")
    if law.today < days_before(due, rule.number("remind_days")):
        return
    is_idle = law.today >= due
    yield rule.finding(
        About(org.id, "org_unit", org.id),
        DueState.OVERDUE if is_idle else DueState.SOON,
        due,
        "" if is_idle else "soon",
        name=org.name,
        applicants=org.applicants_n,
        since=org.waiting_since,
    )
