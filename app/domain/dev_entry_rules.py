"""Rules of development up to the acceptance (domain.md B4-01 to B4-12, B4-24)."""

from collections.abc import Iterator
from datetime import date

from app.domain.dates import full_months, full_years
from app.domain.dev_facts import CaseFacts, Companion
from app.domain.dev_law import Law, Term, Words, days_before, deadline, pairs_of, step_name
from app.domain.kinds import DevReviewKind, DevRole
from app.domain.rules import DueState, Finding, Rule, earliest, latest


def out_of_order(law: Law, case: CaseFacts) -> Iterator[Finding]:
    """B4-01 (细则 Art.5-37): no step before the one it rests on, and none without it."""
    rule = law.now() or law.at(date.min)
    for sign, is_strict in (("<=", False), ("<", True)):
        for earlier, later in pairs_of(rule, sign) if rule else ():
            if sign == "<" and later.startswith("="):
                continue
            yield from _pair(law, case, (earlier, later), is_strict=is_strict)


def _pair(
    law: Law, case: CaseFacts, pair: tuple[str, str], *, is_strict: bool
) -> Iterator[Finding]:
    earlier, later = pair
    done = case.last(later)
    rule = law.at(done) if done else None
    if done is None or rule is None:
        return
    words: Words = {"name": case.name, "earlier": step_name(earlier), "later": step_name(later)}
    start = case.first(earlier)
    if not case.has(earlier):
        yield rule.finding(case.about(later), DueState.OVERDUE, variant="missing", **words)
    elif start and (start > done or (is_strict and start == done)):
        yield rule.finding(
            case.about(later),
            DueState.OVERDUE,
            **words,
            earlier_on=case.dates[earlier],
            later_on=case.dates[later],
        )


def too_young(law: Law, case: CaseFacts) -> Iterator[Finding]:
    """B4-02, Art.5: eighteen on the day of the application; the birthday counts."""
    applied, born = case.last("applied_on"), earliest(case.birth_on)
    rule = law.at(applied) if applied else None
    if applied is None or born is None or rule is None:
        return
    of_age = rule.years_after(born, "years")
    if applied < of_age:
        yield rule.finding(
            case.about("applied_on"), DueState.OVERDUE, of_age, name=case.name, on=applied
        )


def activist_too_early(law: Law, case: CaseFacts) -> Iterator[Finding]:
    """B4-04, Guizhou: three months between application and activist."""
    yield from _too_early(law, case, case.first("applied_on"), "activist_on")


def activist_possible(law: Law, case: CaseFacts) -> Iterator[Finding]:
    """B4-04: from the third month on the branch may decide."""
    rule, applied = law.now(), case.first("applied_on")
    if rule and applied and not case.has("activist_on"):
        yield from _possible(law, case, rule.months_after(applied, "months"), "activist_on")


def candidate_too_early(law: Law, case: CaseFacts) -> Iterator[Finding]:
    """B4-05, Art.12, 13: a year as activist, time in another branch included."""
    yield from _too_early(law, case, _cultivated_since(case), "candidate_branch_on")


def candidate_possible(law: Law, case: CaseFacts) -> Iterator[Finding]:
    """B4-05: when the year is full the branch may decide."""
    rule, since = law.now(), _cultivated_since(case)
    if rule and since and not case.has("candidate_branch_on"):
        yield from _possible(law, case, rule.months_after(since, "months"), "candidate_branch_on")


def _cultivated_since(case: CaseFacts) -> date | None:
    return earliest(case.prior_activist_on) or case.first("activist_on")


def _too_early(law: Law, case: CaseFacts, start: date | None, key: str) -> Iterator[Finding]:
    done = case.last(key)
    rule = law.at(done) if done else None
    if done is None or start is None or rule is None:
        return
    ripe = rule.months_after(start, "months")
    if done < ripe:
        yield rule.finding(case.about(key), DueState.OVERDUE, ripe, name=case.name, on=done)


def _possible(law: Law, case: CaseFacts, ripe: date, key: str) -> Iterator[Finding]:
    rule = law.now()
    if rule is None or law.today < days_before(ripe, rule.number("remind_days")):
        return
    state = DueState.SOON if law.today >= ripe else DueState.NEXT
    yield rule.as_info().finding(case.about_case(key), state, ripe, "soon", name=case.name)


def too_few_reviews(law: Law, case: CaseFacts) -> Iterator[Finding]:
    """B4-06, Art.11: a review for every six full months between activist and candidate."""
    start, end = case.first("activist_on"), case.last("candidate_branch_on")
    begun, done = case.last("activist_on"), case.first("candidate_branch_on")
    rule = law.at(end) if end else None
    if start is None or end is None or begun is None or done is None or rule is None:
        return
    needed = full_months(begun, done) // rule.number("months")
    held = sum(start <= day <= end for day in case.held(DevReviewKind.REVIEW))
    if held < needed:
        yield rule.finding(
            case.about("candidate_branch_on"),
            DueState.OVERDUE,
            name=case.name,
            since=start,
            on=end,
            needed=needed,
            held=held,
        )


def next_review(law: Law, case: CaseFacts) -> Iterator[Finding]:
    """B4-06, Art.11 and Guizhou: the next half-year review, of activists and in probation."""
    rule = law.now()
    key = "education" if case.is_accepted else "cultivation"
    start = case.last("accept_meeting_on" if case.is_accepted else "activist_on")
    is_over = case.is_converted or (case.has("candidate_branch_on") and not case.is_accepted)
    if rule is None or start is None or is_over:
        return
    last = max((day for day in case.held(DevReviewKind.REVIEW) if day >= start), default=start)
    due = rule.months_after(last, "months")
    term = Term(due, days_before(due, rule.number("remind_days")))
    yield from deadline(law, case.about_case(key), term, variant="due", name=case.name)


def wrong_mentors(law: Law, case: CaseFacts) -> Iterator[Finding]:
    """B4-07, Art.9: one or two mentors, full members on the day they were named."""
    mentors = case.people(DevRole.MENTOR)
    day = _named_on(mentors) or case.last("candidate_branch_on")
    rule = law.at(day) if day else None
    if day is None or rule is None:
        return
    key = "mentors" if mentors else "candidate_branch_on"
    if not rule.number("least") <= len(mentors) <= rule.number("most"):
        yield rule.finding(case.about(key), DueState.OVERDUE, name=case.name, number=len(mentors))
    yield from _not_full(rule, case, mentors, "mentors")


def mentors_awaited(law: Law, case: CaseFacts) -> Iterator[Finding]:
    """B4-07, Art.9: mentors are named when somebody becomes an activist."""
    if not case.people(DevRole.MENTOR) and not case.has("candidate_branch_on"):
        yield from _awaited(law, case, "activist_on", "mentors")


def wrong_introducers(law: Law, case: CaseFacts) -> Iterator[Finding]:
    """B4-08, Art.14: exactly two full members, none of them on probation within the Party."""
    found = case.people(DevRole.INTRODUCER)
    day = _named_on(found) or case.last("committee_review_on")
    rule = law.at(day) if day else None
    if day is None or rule is None:
        return
    key = "introducers" if found else "committee_review_on"
    if len(found) != rule.number("exactly"):
        yield rule.finding(case.about(key), DueState.OVERDUE, name=case.name, number=len(found))
    yield from _not_full(rule, case, found, "introducers")
    for one in found:
        if set(one.disposals).intersection(rule.words("disposals")):
            yield rule.finding(
                case.about("introducers"),
                DueState.OVERDUE,
                variant="disposal",
                name=case.name,
                companion=one.name,
            )


def introducers_awaited(law: Law, case: CaseFacts) -> Iterator[Finding]:
    """B4-08, Art.14: introducers are named when somebody becomes a candidate."""
    if not case.people(DevRole.INTRODUCER) and not case.has("committee_review_on"):
        yield from _awaited(law, case, "candidate_on", "introducers")


def _not_full(
    rule: Rule, case: CaseFacts, people: tuple[Companion, ...], key: str
) -> Iterator[Finding]:
    for one in people:
        day = latest(one.from_on)
        if day and not one.is_full_on(day):
            yield rule.finding(
                case.about(key),
                DueState.OVERDUE,
                variant="full",
                name=case.name,
                companion=one.name,
            )


def _named_on(people: tuple[Companion, ...]) -> date | None:
    return max((day for one in people if (day := latest(one.from_on))), default=None)


def _awaited(law: Law, case: CaseFacts, after: str, key: str) -> Iterator[Finding]:
    rule, start = law.now(), case.last(after)
    if rule and start:
        term = Term(rule.months_after(start, "months"), start)
        yield from deadline(law, case.about_case(key), term, variant="soon", name=case.name)


def wrong_companions(law: Law, case: CaseFacts) -> Iterator[Finding]:
    """B4-24, Guizhou: mentors of this branch; one activist and one candidate each (一般)."""
    for one in (*case.people(DevRole.MENTOR), *case.people(DevRole.INTRODUCER)):
        day = latest(one.from_on)
        rule = law.at(day) if day else None
        if rule is None:
            continue
        is_mentor = one.role == DevRole.MENTOR
        key = "mentors" if is_mentor else "introducers"
        variants = {
            "": is_mentor and one.org_id != case.org_id,
            "many": is_mentor and one.cases_n > rule.number("most_cases"),
            "candidates": not is_mentor and one.cases_n > rule.number("most_candidates"),
        }
        for variant, is_wrong in variants.items():
            if is_wrong:
                yield rule.finding(
                    case.about(key),
                    DueState.OVERDUE,
                    variant=variant,
                    name=case.name,
                    companion=one.name,
                    number=one.cases_n,
                )


def without_political_review(law: Law, case: CaseFacts) -> Iterator[Finding]:
    """B4-09, Art.16: the political review has passed before the committee's review."""
    day = case.last("committee_review_on")
    rule = law.at(day) if day else None
    if rule and not (_has_passed(rule, case) and _is_by(case, "political_review_on", day)):
        yield rule.finding(case.about("committee_review_on"), DueState.OVERDUE, name=case.name)


def _is_by(case: CaseFacts, key: str, day: date | None) -> bool:
    done = case.first(key)
    return done is None or day is None or done <= day


def political_review_awaited(law: Law, case: CaseFacts) -> Iterator[Finding]:
    """B4-09: the political review follows upon becoming a candidate."""
    rule = law.now()
    if rule and not _has_passed(rule, case) and not case.has("committee_review_on"):
        yield from _awaited(law, case, "candidate_on", "political_review_on")


def _has_passed(rule: Rule, case: CaseFacts) -> bool:
    return case.has("political_review_on") and case.political_result in rule.words("passed")


def without_training(law: Law, case: CaseFacts) -> Iterator[Finding]:
    """B4-10, Art.17: three days or 24 hours before the review, not older than a year (Guizhou)."""
    review, meeting = case.last("committee_review_on"), case.first("accept_meeting_on")
    rule = law.at(review) if review else None
    if rule and not (_is_trained(rule, case) and _is_by(case, "training_on", review)):
        yield rule.finding(case.about("committee_review_on"), DueState.OVERDUE, name=case.name)
    rule, trained = law.at(meeting) if meeting else None, case.last("training_on")
    if rule and meeting and trained and rule.number("valid_months"):
        due = rule.months_after(trained, "valid_months")
        if meeting > due:
            about = case.about("accept_meeting_on")
            yield rule.finding(about, DueState.OVERDUE, due, "expired", name=case.name, on=trained)


def training_awaited(law: Law, case: CaseFacts) -> Iterator[Finding]:
    """B4-10: candidates are trained; the certificate is good for a year (Guizhou)."""
    rule, trained = law.now(), case.last("training_on")
    if rule is None or case.has("accept_meeting_on"):
        return
    if not _is_trained(rule, case):
        if not case.has("committee_review_on"):
            yield from _awaited(law, case, "candidate_on", "training_on")
    elif trained and rule.number("valid_months"):
        due = rule.months_after(trained, "valid_months")
        term = Term(due, days_before(due, rule.number("remind_days")))
        words: Words = {
            "name": case.name,
            "on": trained,
            "variant": "expiring",
            "variant_late": "expired",
        }
        yield from deadline(law, case.about_case("training_on"), term, **words)


def _is_trained(rule: Rule, case: CaseFacts) -> bool:
    days, hours = case.training_days, case.training_hours
    is_long = days is not None and days >= rule.number("days")
    has_hours = hours is not None and hours >= rule.number("hours")
    return case.has("training_on") and (is_long or has_hours)


def not_in_the_league(law: Law, case: CaseFacts) -> Iterator[Finding]:
    """B4-11, Guizhou (一般): activists up to 28 come from the League."""
    chosen = case.last("activist_on")
    rule = law.at(chosen) if chosen else None
    age = _age_outside_the_league(rule, case, chosen)
    if rule and age is not None:
        yield rule.finding(case.about("activist_on"), DueState.OVERDUE, name=case.name, age=age)


def league_advised(law: Law, case: CaseFacts) -> Iterator[Finding]:
    """B4-11: who applies and is not yet an activist may still join the League."""
    rule = law.now()
    age = _age_outside_the_league(rule, case, law.today)
    if rule and age is not None and not case.has("activist_on"):
        about = case.about_case("activist_on")
        yield rule.as_info().finding(about, DueState.SOON, None, "soon", name=case.name, age=age)


def _age_outside_the_league(rule: Rule | None, case: CaseFacts, on: date | None) -> int | None:
    """Return the age of somebody young enough who is not in the League; None for all others."""
    born = earliest(case.birth_on)
    if rule is None or born is None or on is None or case.is_league_member:
        return None
    age = full_years(born, on)
    return age if age <= rule.number("years") else None
