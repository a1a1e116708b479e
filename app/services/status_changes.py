"""Changes of 党籍状态: what the status machine and the rules bar, and the event of each change."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from app.base.errors import UserError
from app.domain import status_rules
from app.domain.branch_rules import OrgAct
from app.domain.facts import MemberFacts
from app.domain.kinds import ON_ROSTER, EventKind, Status
from app.domain.members import StatusChange
from app.domain.rules import Finding, earliest
from app.services import dissolving, overrides, rules
from app.services.act_days import refuse_day
from app.services.ledger import Ledger
from app.services.overrides import Override
from app.store import members as store
from app.store import records
from app.store.engine import Transaction

Row = Mapping[str, Any]

_DISCIPLINE = frozenset(
    {
        Status.REMOVED_SELF,
        Status.REMOVED_WITHDRAW,
        Status.REMOVED_PERSUADED,
        Status.REMOVED_REFUSED,
        Status.REMOVED_LOST,
        Status.EXPELLED,
        Status.PROB_CANCELLED,
    }
)
"""What a temporary branch does not decide (B1-08)."""

_INSTEAD = "需要再入党的，请按发展党员的程序办理；状态改错了的，请用撤销改回。"

_EVENTS = {
    Status.SUSPENDED: EventKind.SUSPENDED,
    Status.DECEASED: EventKind.DECEASED,
    Status.TRANSFERRED: EventKind.MOVED_OUT,
    Status.PROB_CANCELLED: EventKind.CANCELLED,
}


def permit_change(
    ledger: Ledger,
    tx: Transaction,
    found: Sequence[tuple[Row, Row]],
    change: StatusChange,
    override: Override | None,
) -> None:
    """Make sure that each (person, membership) may take the new status.

    Raises as bars_of_change() does, and Barred without an override for what that returns.
    """
    overrides.permit(ledger, tx, bars_of_change(ledger, tx, found, change), override)


def bars_of_change(
    ledger: Ledger, tx: Transaction, found: Sequence[tuple[Row, Row]], change: StatusChange
) -> list[Finding]:
    """Return every step that the machine (B10-05) or the kind of the branch (B1-08) bars.

    Raises UserError with rule and article for a final status, which no override lifts, and for a
    day that cannot be.
    """
    on = earliest(change.happened_on) or ledger.today()
    _refuse_day(found, change, ledger.today())
    book = rules.book_of(tx)
    rule = book.applied("B10-05", on) or book.versions("B10-05")[-1]
    # The machine holds for history too; what the bureau has loosened is only no longer refused.
    is_loose = book.rule("B10-05", on) is not None and book.barring("B10-05", on) is None
    members = [facts_of(person, membership) for person, membership in found]
    bars = _bars_of_branches(tx, members, on) if change.status in _DISCIPLINE else {}
    barred = []
    for member in members:
        _refuse_newer(member)
        step = status_rules.barred_change(rule, member, change.status)
        if step and status_rules.statuses()[member.status].is_final:
            raise UserError(_told(step), kept="没有保存。", todo=_INSTEAD)
        step = None if is_loose else step
        barred += [bar for bar in (step, bars.get(member.org_id)) if bar]
    return list(dict.fromkeys(barred))


def _refuse_newer(member: MemberFacts) -> None:
    """Refuse to change a status of which only a newer program knows what may follow."""
    if member.status not in status_rules.statuses():
        raise UserError(
            f"{member.name}现在的党籍状态是更新版本的程序写的，这个版本不认识。",
            kept="没有保存。",
            todo="请先升级本机的程序。",
        )


def _refuse_day(found: Sequence[tuple[Row, Row]], change: StatusChange, today: date) -> None:
    """Refuse a day that has not come yet, or lies before a member joined the Party."""
    for person, membership in found:
        joined = (f"{person['name']}的入党时间", membership["joined_on"])
        refuse_day(today, change.happened_on, joined)


def permit_removal(tx: Transaction, people: Sequence[Row], today: date) -> None:
    """Make sure that people may be deleted; raises UserError once they have a history (B10-23)."""
    rule = rules.book_of(tx).barring("B10-23", today)
    events = store.events_n(tx, [person["id"] for person in people])
    for person in people:
        known = facts_of(person, {})
        barred = rule and status_rules.barred_removal(rule, known, events.get(known.id, 0))
        if barred:
            raise UserError(
                _told(barred),
                kept="没有删除任何人。",
                todo="请改为修改党籍状态，例如已转出、去世。",
            )


def _told(barred: Finding) -> str:
    return overrides.told(overrides.bar_of(barred))


def facts_of(person: Row, membership: Row) -> MemberFacts:
    """Return what the rules of status look at."""
    return MemberFacts(
        id=person["id"],
        membership_id=membership.get("id", ""),
        name=person["name"],
        org_id=membership.get("org_id"),
        member_type=membership.get("member_type", ""),
        status=membership.get("status", ""),
    )


def write(tx: Transaction, found: Sequence[tuple[Row, Row]], change: StatusChange) -> None:
    """Write the new status and an event for each member.

    Who leaves the roster does so on that day, and with it his posts end.
    """
    events = [_event(person, membership, change) for person, membership in found]
    records.add_many(tx, "membership_event", events)
    after = Status(change.status)
    every = [membership["id"] for _person, membership in found]
    leaving = [one["id"] for _person, one in found if one["status"] in ON_ROSTER]
    records.change(tx, "membership", every, {"status": change.status})
    if after in ON_ROSTER:
        records.change(tx, "membership", every, {"left_on": None})
    else:
        records.change(tx, "membership", leaving, {"left_on": change.happened_on})
        people = [person["id"] for person, one in found if one["status"] in ON_ROSTER]
        dissolving.end_posts(tx, people, change.happened_on)


def _bars_of_branches(
    tx: Transaction, members: Sequence[MemberFacts], on: date
) -> dict[str | None, Finding | None]:
    """Return why the members' branches must not decide on discipline, by branch."""
    orgs = {member.org_id for member in members if member.org_id}
    return {org: rules.barred_act(tx, org, OrgAct.DISCIPLINE, on) for org in orgs}


def _event(person: Row, membership: Row, change: StatusChange) -> dict[str, Any]:
    return {
        "person_id": person["id"],
        "membership_id": membership["id"],
        "org_id": membership["org_id"],
        "kind": str(_event_kind(membership["status"], Status(change.status))),
        "happened_on": change.happened_on,
        "category_at_event": person["category"],
        "member_type_at_event": membership["member_type"],
        "status_before": membership["status"],
        "status_after": change.status,
        "doc_no": change.doc_no,
        "reason": change.reason,
    }


def _event_kind(before: str, after: Status) -> EventKind:
    if before == Status.SUSPENDED and after == Status.NORMAL:
        return EventKind.RESTORED
    if after.name.startswith("REMOVED_") or after is Status.EXPELLED:
        return EventKind.REMOVED
    return _EVENTS.get(after, EventKind.STATUS_SET)
