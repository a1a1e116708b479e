"""One member's standing changed in a batch: the machine and the rules asked, the event written."""

from collections.abc import Mapping
from typing import Any

from app.base.errors import UserError
from app.domain.dates import PartialDate
from app.domain.kinds import ON_ROSTER, Status
from app.domain.members import StatusChange
from app.domain.rules import earliest
from app.services import status_changes
from app.services.ledger import Ledger
from app.services.overrides import Override
from app.store import members, records
from app.store.engine import Transaction

Row = Mapping[str, Any]


def both(tx: Transaction, person_id: str, membership_id: str | None = None) -> tuple[Row, Row]:
    """Return a person and his membership, the newest one where none is named.

    Raises UserError for somebody without one.
    """
    person = records.get(tx, "person", person_id)
    wanted = membership_id or members.memberships_of(tx, [person_id]).get(person_id)
    if not wanted:
        raise UserError(f"{person['name']}没有党籍。", kept="没有保存。")
    return person, records.get(tx, "membership", wanted)


def change(
    ledger: Ledger,
    tx: Transaction,
    found: tuple[Row, Row],
    to: StatusChange,
    override: Override | None = None,
) -> None:
    """Give a member another status with its event; raises UserError for what is barred."""
    status_changes.permit_change(ledger, tx, [found], to, override)
    status_changes.write(tx, [found], to)


def refuse_gone(person: Row, membership: Row) -> None:
    """Raise UserError for somebody whose membership has ended."""
    if membership["status"] not in ON_ROSTER | {Status.SUSPENDED}:
        raise UserError(
            f"{person['name']}已经不在党员名册上。",
            kept="没有保存。",
            todo="请核对党籍状态。",
        )


def refuse_before_joining(found: tuple[Row, Row], on: PartialDate | None) -> None:
    """Raise UserError for a day on which somebody was no member of the Party yet."""
    person, membership = found
    joined = earliest(membership["joined_on"])
    if joined and on and on.value and on.last_day < joined:
        raise UserError(
            f"{person['name']}{joined.isoformat()}才入党，{on}还不是党员。",
            kept="没有保存。",
            todo="请核对日期和人员。",
        )
