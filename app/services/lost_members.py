"""失联党员 (domain.md B10): marked, found again, suspended, restored, on the way to removal."""

from datetime import date

from app.base.errors import UserError
from app.domain.dates import PartialDate
from app.domain.kinds import EventKind, Status
from app.domain.members import StatusChange
from app.domain.rules import earliest
from app.services import act_days, standing
from app.services.ledger import Ledger, Outcome
from app.services.overrides import Override
from app.store import records
from app.store.engine import Transaction
from app.store.records import Row

_MONTHS_A_YEAR = 12


def mark(ledger: Ledger, person_id: str, since: PartialDate, reason: str) -> Outcome:
    """Write that a member is out of contact since a day; the six months begin then (B10-02).

    Raises UserError for a day before he joined.
    """
    with ledger.writing("登记失联") as tx:
        person, membership = standing.both(tx, person_id)
        since = act_days.known_day(ledger, since)
        standing.refuse_before_joining((person, membership), since)
        standing.refuse_gone(person, membership)
        if membership["is_lost"]:
            raise UserError(
                f"{person['name']}已经登记失联。",
                kept="没有改动。",
                todo="日期写错的请撤销。",
            )
        values = {"is_lost": True, "lost_since": since, "lost_reason": reason}
        records.change(tx, "membership", membership["id"], values)
    return ledger.outcome(tx, f"已登记{person['name']}失联。", (membership["id"],))


def reached(ledger: Ledger, person_id: str, on: PartialDate, note: str = "") -> Outcome:
    """Write that a lost member was reached: the mark goes, the contact stays as a talk."""
    with ledger.writing("失联党员取得联系") as tx:
        person, membership = standing.both(tx, person_id)
        since = membership["lost_since"] if membership["is_lost"] else None
        on = act_days.known_day(ledger, on, ("失联时间", since))
        _keep_lost_time(tx, person, membership, on)
        values = {"is_lost": False, "lost_since": None, "lost_reason": ""}
        records.change(tx, "membership", membership["id"], values)
        talk = {
            "kind": "OTHER",
            "person_id": person_id,
            "org_id": membership["org_id"],
            "held_on": on,
            "content": note or "取得联系",
        }
        records.add(tx, "talk", talk)
    return ledger.outcome(tx, f"已与{person['name']}取得联系。", (membership["id"],))


def suspend(
    ledger: Ledger, person_id: str, to: StatusChange, override: Override | None = None
) -> Outcome:
    """Suspend a member (停止党籍, B10-02); raises UserError for what the machine bars."""
    return _set(ledger, person_id, Status.SUSPENDED, to, override)


def restore(
    ledger: Ledger, person_id: str, to: StatusChange, override: Override | None = None
) -> Outcome:
    """Restore a suspended member (恢复党籍, B10-05); the time of suspension is no 党龄.

    Raises UserError for somebody who is not suspended.
    """
    with ledger.writing("恢复党籍") as tx:
        person, membership = standing.both(tx, person_id)
        if membership["status"] != Status.SUSPENDED:
            raise UserError(
                f"{person['name']}没有停止党籍。", kept="没有保存。", todo="请核对后再办。"
            )
        stopped = ("停止党籍的日期", membership["left_on"])
        on = act_days.known_day(ledger, to.happened_on, stopped)
        since = earliest(membership["left_on"])
        months = _months_between(since, on.first_day) if since else 0
        standing.change(ledger, tx, (person, membership), _to(to, Status.NORMAL), override)
        _keep_lost_time(tx, person, membership, on)
        values = {
            "suspended_months": (membership["suspended_months"] or 0) + months,
            "is_lost": False,
            "lost_since": None,
            "lost_reason": "",
        }
        records.change(tx, "membership", membership["id"], values)
    return ledger.outcome(tx, f"已恢复{person['name']}的党籍。", (membership["id"],))


def _keep_lost_time(tx: Transaction, person: Row, membership: Row, until: PartialDate) -> None:
    """Keep from when to when somebody was lost, so that any day in between still shows it."""
    if not membership["is_lost"]:
        return
    common = {
        "person_id": person["id"],
        "membership_id": membership["id"],
        "org_id": membership["org_id"],
        "category_at_event": person["category"],
        "member_type_at_event": membership["member_type"],
        "reason": membership["lost_reason"],
    }
    days = ((EventKind.LOST, membership["lost_since"]), (EventKind.REACHED, until))
    rows = [{**common, "kind": str(kind), "happened_on": day} for kind, day in days if day]
    records.add_many(tx, "membership_event", rows)


def _set(
    ledger: Ledger,
    person_id: str,
    status: Status,
    to: StatusChange,
    override: Override | None,
) -> Outcome:
    act_days.known_day(ledger, to.happened_on)
    with ledger.writing("停止党籍") as tx:
        found = standing.both(tx, person_id)
        standing.change(ledger, tx, found, _to(to, status), override)
    return ledger.outcome(tx, f"已停止{found[0]['name']}的党籍。", (found[1]["id"],))


def _to(given: StatusChange, status: Status) -> StatusChange:
    return StatusChange(
        status=status,
        happened_on=given.happened_on,
        doc_no=given.doc_no,
        reason=given.reason,
    )


def _months_between(start: date, end: date) -> int:
    whole = (end.year - start.year) * _MONTHS_A_YEAR + end.month - start.month
    return max(whole - (end.day < start.day), 0)
