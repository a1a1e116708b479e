"""A whole organisation changes its superior (整建制划转, domain.md A32, B9-15)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.base.errors import UserError
from app.domain.dates import day
from app.domain.kinds import ON_ROSTER, Channel, Direction, EventKind, Status, TransferReason
from app.services.ledger import Ledger, Outcome
from app.store import record_lists, records
from app.store.engine import Transaction

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeMove:
    """Which organisation changes its superior; other: the superior outside, by its name."""

    org_id: str
    on: date
    other: str
    is_out: bool = True
    doc_no: str = ""


def move_whole(ledger: Ledger, move: WholeMove) -> Outcome:
    """Move a whole organisation out of the bureau's jurisdiction, or into it (B9-15).

    Its roster moves with one record each under one reorganisation; ids start with that. Nobody
    gets a slip. Raises UserError when nobody is on its roster.
    """
    is_out, org_id, on = move.is_out, move.org_id, day(move.on)
    with ledger.writing("整建制接转") as tx:
        staff = records.find(tx, "membership", org_id=org_id, status=[str(s) for s in ON_ROSTER])
        if not staff:
            raise UserError("这个党组织没有在册党员。", kept="没有改动。")
        values = {
            "kind": "JURISDICTION_OUT" if is_out else "JURISDICTION_IN",
            "happened_on": on,
            "doc_no": move.doc_no,
            "to_parent" if is_out else "from_parent": move.other,
            "members_n": len(staff),
        }
        reorg = records.add(tx, "org_reorg_event", values)
        side = {"event_id": reorg, "org_id": org_id, "side": "BEFORE" if is_out else "AFTER"}
        records.add(tx, "org_reorg_part", {**side, "members_n": len(staff)})
        moved = _move_all(tx, staff, (reorg, move))
        if is_out:
            records.change(tx, "org_unit", org_id, {"dissolved_on": on})
    return ledger.outcome(tx, f"{len(staff)}名党员随组织整建制接转。", (reorg, *moved))


def _move_all(tx: Transaction, staff: Sequence[Row], what: tuple[str, WholeMove]) -> list[str]:
    """Write the transfer and the event of each member, and the roster; return the transfers."""
    reorg, move = what
    on = day(move.on)
    people = [row["person_id"] for row in staff]
    category = {r["id"]: r["category"] for r in record_lists.rows_by_id(tx, "person", people)}
    both = [(row, _common(row, category[row["person_id"]])) for row in staff]
    records.add_many(
        tx, "membership_event", [{**common, **_event(row, move)} for row, common in both]
    )
    values: dict[str, Any] = {"branch_joined_on": on}
    if move.is_out:
        values = {"status": Status.TRANSFERRED, "left_on": on}
    records.change(tx, "membership", [row["id"] for row in staff], values)
    transfers = [{**common, **_transfer(row, move), "reorg_id": reorg} for row, common in both]
    return records.add_many(tx, "transfer", transfers)


def _common(row: Row, category: str) -> dict[str, Any]:
    return {
        "person_id": row["person_id"],
        "membership_id": row["id"],
        "category_at_event": category,
        "member_type_at_event": row["member_type"],
    }


def _transfer(row: Row, move: WholeMove) -> dict[str, Any]:
    return {
        "direction": Direction.OUT if move.is_out else Direction.IN,
        "channel": Channel.JURISDICTION,
        "reason": TransferReason.OTHER,
        "from_org_id" if move.is_out else "to_org_id": row["org_id"],
        "to_text" if move.is_out else "from_text": move.other,
        "handled_on": day(move.on),
        "accepted_on": day(move.on),
        "status": "DONE",
    }


def _event(row: Row, move: WholeMove) -> dict[str, Any]:
    return {
        "org_id": row["org_id"],
        "kind": str(EventKind.MOVED_OUT if move.is_out else EventKind.MOVED_IN),
        "happened_on": day(move.on),
        "status_before": row["status"] if move.is_out else "",
        "status_after": Status.TRANSFERRED if move.is_out else row["status"],
        "doc_no": move.doc_no,
    }
