"""Rules of 党费 (domain.md B8, A51): one function for each rule, by its id."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal

from app.domain.affairs_facts import DuesBranchFacts, DuesFacts
from app.domain.dates import PartialDate, Precision, add_months
from app.domain.dues import late_from, late_months, runs
from app.domain.rules import About, DueState, Finding, Rule

_YEARLY = "YEAR"


def _about(member: DuesFacts) -> About:
    return About(member.person_id, "membership", member.membership_id)


def months_text(months: Sequence[date]) -> str:
    """Return months as "2010-03" or "2010-03、2010-05"."""
    return "、".join(PartialDate(month, Precision.MONTH).iso for month in months)


def _present_run(rule: Rule, member: DuesFacts, on: date) -> tuple[date, ...]:
    """Return the newest months in a row; () once a later month has been paid."""
    found = runs(late_months(member.unpaid, rule.number("grace_day"), on))
    run, paid = found[-1] if found else (), member.newest_paid
    return () if run and paid and paid > run[-1] else run


def _judged_runs(rule: Rule, member: DuesFacts, on: date) -> list[tuple[date, ...]]:
    """Return the months in a row that count, oldest first: the present ones, and long ones."""
    grace, enough = rule.number("grace_day"), rule.number("last_months")
    found = runs(late_months(member.unpaid, grace, on))
    present = _present_run(rule, member, on)
    return [run for run in found if len(run) >= enough or run == present]


def is_procedure_due(rule: Rule, member: DuesFacts, on: date) -> bool:
    """Tell whether six months in a row are unpaid, so that a case is to be opened (B8-13)."""
    enough = rule.number("last_months")
    return any(len(run) >= enough for run in _judged_runs(rule, member, on))


def _arrears(rule: Rule, member: DuesFacts, on: date) -> Iterator[Finding]:
    """B8-13, Art.13: one, three and six months in a row without payment, since the first of them.

    After five months the day is told as well on which they become six.
    """
    grace, near = rule.number("grace_day"), rule.number("near_months")
    for run in _judged_runs(rule, member, on):
        variant = _stage(rule, len(run), has_case=member.has_case)
        words = {
            "name": member.name,
            "months": months_text(run),
            "months_n": len(run),
            "first": months_text(run[:1]),
            "left": rule.number("last_months") - len(run),
        }
        told, first = rule.as_info() if variant == "late" else rule, min(run)
        first_day = late_from(first, grace)
        yield told.finding(_about(member), DueState.OVERDUE, first_day, variant, **words)
        if near <= len(run) < rule.number("last_months"):
            last = late_from(add_months(first, rule.number("last_months") - 1), grace)
            yield rule.finding(_about(member), DueState.SOON, last, "near", **words)


def _stage(rule: Rule, months_n: int, *, has_case: bool) -> str:
    """Return the variant of the sentence for so many months; "" for the procedure itself."""
    if months_n >= rule.number("last_months"):
        return "filed" if has_case else ""
    return "long" if months_n >= rule.number("warn_months") else "late"


def _gaps(rule: Rule, member: DuesFacts, on: date) -> Iterator[Finding]:
    """B8-12, Art.12: a month left out before later ones were paid; six months to make it up."""
    grace = rule.number("grace_day")
    late = late_months(member.unpaid, grace, on)
    present = _present_run(rule, member, on)
    gaps = [month for month in late if month not in present]
    if not gaps:
        return
    due = _last_day_to_make_up(rule, min(gaps))
    yield (rule if on > due else rule.as_info()).finding(
        _about(member),
        DueState.OVERDUE if on > due else DueState.SOON,
        due,
        name=member.name,
        months=months_text(gaps),
    )


def _last_day_to_make_up(rule: Rule, month: date) -> date:
    return add_months(month, 1 + rule.number("months_most")) - timedelta(days=1)


def makeup_too_late(rule: Rule, month: date, paid_on: date) -> bool:
    """Tell whether a month is made up more than six months after its end (B8-12, Art.12)."""
    return paid_on > _last_day_to_make_up(rule, month)


def _elsewhere(rule: Rule, member: DuesFacts, _on: date) -> Iterator[Finding]:
    """B8-08, Art.9: dues go to the branch of the formal membership."""
    if member.elsewhere:
        months = months_text(member.elsewhere)
        yield rule.finding(_about(member), DueState.OVERDUE, name=member.name, months=months)


def _changed_in_year(rule: Rule, member: DuesFacts, on: date) -> Iterator[Finding]:
    """B8-09, notice of 2017: the base is fixed at the start of the year."""
    if rule.word("mode") == _YEARLY and len(member.assessed) > 1:
        yield rule.finding(
            _about(member),
            DueState.OVERDUE,
            name=member.name,
            year=on.year,
            times=len(member.assessed),
        )


def above_limit(rule: Rule, due: Decimal) -> bool:
    """Tell whether a month makes more than what is normally asked for (B8-10)."""
    return due > rule.number("most")


def _above_limit(rule: Rule, member: DuesFacts, _on: date) -> Iterator[Finding]:
    """B8-10, notice of 2017: normally at most 1000 元 a month."""
    for due in member.assessed[-1:]:
        if above_limit(rule, due):
            amount = f"{due:.2f}"
            yield rule.finding(
                _about(member), DueState.OVERDUE, name=member.name, due_amount=amount
            )


def barred_waiver(rule: Rule, member: DuesFacts, *, is_decided: bool) -> Finding | None:
    """B8-06, Art.7: a waiver needs the branch's study and the superior's approval, or None."""
    if is_decided:
        return None
    return rule.finding(_about(member), DueState.OVERDUE, name=member.name)


def barred_large(rule: Rule, member: DuesFacts, amount: Decimal) -> Finding | None:
    """B8-11, Art.11: 大额党费 is 1000 元 or more at one time; return why not, or None."""
    if amount >= rule.number("least"):
        return None
    return rule.finding(_about(member), DueState.OVERDUE, name=member.name, amount=f"{amount:.2f}")


def _branch(rule: Rule, branch: DuesBranchFacts, year: int) -> About:
    """Return a branch, with the year whose dues are to be opened."""
    return About(branch.org_id, "org_unit", branch.org_id, f"{rule.step}:{year}")


def _unpublished(rule: Rule, branch: DuesBranchFacts, on: date) -> Iterator[Finding]:
    """B8-15, Art.26: what was collected is published to the members once a year."""
    for year in branch.unpublished:
        due = rule.yearly_day(year + 1)
        if on < rule.months_before(due, "remind_months"):
            continue
        is_late = on > due
        yield (rule if is_late else rule.as_info()).finding(
            _branch(rule, branch, year),
            DueState.OVERDUE if is_late else DueState.SOON,
            due,
            "" if is_late else "waiting",
            name=branch.name,
            year=year,
        )


def _unassessed(rule: Rule, branch: DuesBranchFacts, on: date) -> Iterator[Finding]:
    """A51, notice of 2017: every member's base is fixed at the start of the year."""
    for year, members_n in branch.unassessed:
        due = rule.yearly_day(year)
        is_late = on > due
        yield (rule if is_late else rule.as_info()).finding(
            _branch(rule, branch, year),
            DueState.OVERDUE if is_late else DueState.SOON,
            due,
            name=branch.name,
            year=year,
            members_n=members_n,
        )


DuesCheck = Callable[[Rule, DuesFacts, date], Iterator[Finding]]
DuesBranchCheck = Callable[[Rule, DuesBranchFacts, date], Iterator[Finding]]

DUES_CHECKS: Mapping[str, DuesCheck] = {
    "B8-08": _elsewhere,
    "B8-09": _changed_in_year,
    "B8-10": _above_limit,
    "B8-12": _gaps,
    "B8-13": _arrears,
}

DUES_BRANCH_CHECKS: Mapping[str, DuesBranchCheck] = {
    "B8-15": _unpublished,
    "AL-A51": _unassessed,
}
