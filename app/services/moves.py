"""The one writer of a move inside the bureau: both rosters change on one day (B9-13)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.domain.dates import PartialDate
from app.domain.kinds import ON_ROSTER, Channel, Direction, EventKind, TransferReason
from app.store import record_lists, records
from app.store.engine import Transaction

Row = Mapping[str, Any]
Targets = Mapping[str, str | None]
"""Membership id → organisation id."""

_DONE = "DONE"


@dataclass(frozen=True, slots=True)
class Occasion:
    """When members move, by which paper and why.

    A reorganisation is a record of its own; who moves otherwise gets a transfer, without slip.
    """

    on: PartialDate
    doc_no: str = ""
    reason: str = ""
    is_reorganisation: bool = False
    why: str = TransferReason.WORK


def write(tx: Transaction, targets: Targets, occasion: Occasion) -> list[str]:
    """Put memberships into other organisations; return the ids of the events and transfers.

    Who leaves one roster for another gets an event, and the day as his first in the new branch. A
    first branch, none at all, or that of somebody on no roster is a correction without event.
    """
    found = record_lists.rows_by_id(tx, "membership", list(targets))
    changing = [row for row in found if row["org_id"] != targets[row["id"]]]
    moving = [row for row in changing if _is_move(row, targets)]
    written = _events(tx, moving, targets, occasion)
    if not occasion.is_reorganisation:
        written += _transfers(tx, moving, targets, occasion)
    moved = {row["id"] for row in moving}
    alike: dict[tuple[str | None, bool], list[str]] = {}
    for row in changing:
        alike.setdefault((targets[row["id"]], row["id"] in moved), []).append(row["id"])
    for (target, is_move), ids in alike.items():
        values: dict[str, Any] = {"org_id": target, "group_id": None}
        if is_move:
            values["branch_joined_on"] = occasion.on
        records.change(tx, "membership", ids, values)
    return written


def _is_move(row: Row, targets: Targets) -> bool:
    return bool(row["org_id"] and targets[row["id"]] and row["status"] in ON_ROSTER)


def _events(
    tx: Transaction, moving: Sequence[Row], targets: Targets, occasion: Occasion
) -> list[str]:
    return records.add_many(
        tx,
        "membership_event",
        [
            {
                **common,
                "org_id": targets[row["id"]],
                "kind": EventKind.MOVED_INSIDE.value,
                "happened_on": occasion.on,
                "status_before": row["status"],
                "status_after": row["status"],
                "doc_no": occasion.doc_no,
                "reason": occasion.reason,
            }
            for row, common in zip(moving, _common(tx, moving), strict=True)
        ],
    )


def _transfers(
    tx: Transaction, moving: Sequence[Row], targets: Targets, occasion: Occasion
) -> list[str]:
    orgs = {str(org) for row in moving for org in (row["org_id"], targets[row["id"]])}
    names = {
        row["id"]: row["full_name"] for row in record_lists.rows_by_id(tx, "org_unit", list(orgs))
    }
    return records.add_many(
        tx,
        "transfer",
        [
            {
                **common,
                "direction": Direction.INTERNAL.value,
                "channel": Channel.INTERNAL.value,
                "reason": str(occasion.why),
                "from_org_id": row["org_id"],
                "from_text": names[row["org_id"]],
                "to_org_id": targets[row["id"]],
                "to_text": names[str(targets[row["id"]])],
                "handled_on": occasion.on,
                "accepted_on": occasion.on,
                "status": _DONE,
                "remark": occasion.reason,
            }
            for row, common in zip(moving, _common(tx, moving), strict=True)
        ],
    )


def _common(tx: Transaction, moving: Sequence[Row]) -> list[dict[str, Any]]:
    """Return what events and transfers both keep: who it was, and what he was on that day."""
    people = [row["person_id"] for row in moving]
    category = {row["id"]: row["category"] for row in record_lists.rows_by_id(tx, "person", people)}
    return [
        {
            "person_id": row["person_id"],
            "membership_id": row["id"],
            "category_at_event": category[row["person_id"]],
            "member_type_at_event": row["member_type"],
        }
        for row in moving
    ]
