"""Rules of 组织关系接转 (domain.md B9): one function for each rule, by its id."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from app.domain.affairs_facts import PupilFacts, TransferFacts
from app.domain.dates import add_months
from app.domain.dues_rules import months_text
from app.domain.kinds import Channel, Direction
from app.domain.rules import About, DueState, Finding, Rule, earliest, latest

_RULE_OF_SLIPS = frozenset({Channel.SLIP})


def _about(transfer: TransferFacts) -> About:
    return About(transfer.person_id, "transfer", transfer.id)


def _is_slip_out(transfer: TransferFacts) -> bool:
    return transfer.direction == Direction.OUT and transfer.channel in _RULE_OF_SLIPS


def _is_waiting(transfer: TransferFacts) -> bool:
    """Tell whether a slip is on its way: nobody has accepted it, none has taken its place."""
    is_answered = transfer.accepted_on is not None or transfer.receipt_on is not None
    return _is_slip_out(transfer) and not is_answered and not transfer.replaced


def expires_on(transfer: TransferFacts) -> date | None:
    """Return the last day on which a slip is good; None when its day or days are not known."""
    handled = latest(transfer.handled_on)
    if handled is None or transfer.valid_days is None:
        return None
    return handled + timedelta(days=transfer.valid_days)


def default_days(rule: Rule, *, is_same_city: bool) -> int:
    """Return the days that a slip is usually good for (B9-05)."""
    return rule.number("default_in" if is_same_city else "default_out")


def _too_long(rule: Rule, transfer: TransferFacts, _on: date) -> Iterator[Finding]:
    """B9-05: a slip is good for at most 90 days."""
    days = transfer.valid_days
    if _is_slip_out(transfer) and days is not None and days > rule.number("most"):
        yield rule.finding(_about(transfer), DueState.OVERDUE, name=transfer.name, days=days)


def _receipt(rule: Rule, transfer: TransferFacts, on: date) -> Iterator[Finding]:
    """B9-06: the receipt comes back within the validity, and a month after it was accepted."""
    if transfer.channel not in _RULE_OF_SLIPS or transfer.receipt_on or transfer.replaced:
        return
    accepted = latest(transfer.accepted_on)
    if accepted is not None:
        due = rule.months_after(accepted, "months")
        variant = "owed" if transfer.direction == Direction.IN else "receipt"
        yield _judged(rule, transfer, on, due, variant)
    elif _is_waiting(transfer):
        expires = expires_on(transfer)
        if expires is not None:
            yield _judged(rule, transfer, on, expires, "" if on > expires else "waiting")


def _judged(rule: Rule, transfer: TransferFacts, on: date, due: date, variant: str) -> Finding:
    is_late = on > due
    is_soon = on >= due - timedelta(days=rule.number("remind_days"))
    state = DueState.SOON if is_soon or variant == "owed" else DueState.NEXT
    return (rule if is_late else rule.as_info()).finding(
        _about(transfer), DueState.OVERDUE if is_late else state, due, variant, name=transfer.name
    )


def _not_accepted(rule: Rule, transfer: TransferFacts, on: date) -> Iterator[Finding]:
    """B9-08: a membership that nobody accepted for more than six months."""
    handled = latest(transfer.handled_on)
    is_open = transfer.accepted_on is None and transfer.receipt_on is None and not transfer.replaced
    if handled is None or not is_open or transfer.direction != Direction.OUT:
        return
    due = rule.months_after(handled, "months")
    if on > due:
        yield rule.finding(_about(transfer), DueState.OVERDUE, due, name=transfer.name)


def _new_slip(rule: Rule, transfer: TransferFacts, on: date) -> Iterator[Finding]:
    """B9-09: within six months after a slip expired a new one may be made out."""
    expires = expires_on(transfer) if _is_waiting(transfer) else None
    if expires is not None and expires < on <= rule.months_after(expires, "months"):
        due = rule.months_after(expires, "months")
        yield rule.finding(_about(transfer), DueState.NEXT, due, name=transfer.name)


def barred_renewal(rule: Rule, transfer: TransferFacts, on: date) -> Finding | None:
    """B9-09: return why no new slip takes the place of one: later than six months; else None."""
    expires = expires_on(transfer)
    if expires is None or on <= rule.months_after(expires, "months"):
        return None
    due = rule.months_after(expires, "months")
    return rule.finding(_about(transfer), DueState.OVERDUE, due, "late", name=transfer.name)


def barred_slip(
    rule: Rule, membership: tuple[str, str, str], unpaid: Sequence[date]
) -> Finding | None:
    """B9-11: return why no slip can be made out while dues are owed, or None.

    membership: person id, membership id, name. unpaid: first days of the months owed.
    """
    if not unpaid:
        return None
    person, membership_id, name = membership
    about = About(person, "membership", membership_id)
    return rule.finding(about, DueState.OVERDUE, name=name, months=months_text(unpaid))


def leaves_this_summer(rule: Rule, pupil: PupilFacts, on: date) -> bool:
    """B9-10: tell whether a pupil leaves in the summer of a day, as far as that is known."""
    leaves = earliest(pupil.leaves_on)
    if leaves is None:
        return True
    first = date(on.year, rule.number("first_month"), 1)
    after = add_months(date(on.year, rule.number("last_month"), 1), 1)
    return first <= leaves < after


def _pupils(rule: Rule, pupil: PupilFacts, on: date) -> Iterator[Finding]:
    """B9-10 (细则 Art.35): each summer the pupils who leave are transferred before they go."""
    is_summer = rule.number("first_month") <= on.month <= rule.number("last_month")
    if not is_summer or pupil.has_transfer or not leaves_this_summer(rule, pupil, on):
        return
    end = add_months(date(on.year, rule.number("last_month"), 1), 1) - timedelta(days=1)
    due = latest(pupil.leaves_on) or end
    yield rule.finding(
        About(pupil.person_id, "person", pupil.person_id),
        DueState.OVERDUE if on > due else DueState.SOON,
        due,
        "probationary" if pupil.is_probationary else "",
        name=pupil.name,
    )


TransferCheck = Callable[[Rule, TransferFacts, date], Iterator[Finding]]
PupilCheck = Callable[[Rule, PupilFacts, date], Iterator[Finding]]

TRANSFER_CHECKS: Mapping[str, TransferCheck] = {
    "B9-05": _too_long,
    "B9-06": _receipt,
    "B9-08": _not_accepted,
    "B9-09": _new_slip,
}

PUPIL_CHECKS: Mapping[str, PupilCheck] = {"B9-10": _pupils}
