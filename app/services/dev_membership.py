"""What an approval makes of a person: a probationary member, then a full one, or none any more."""

from collections.abc import Mapping
from typing import Any

from app.base.errors import UserError
from app.domain.dates import PartialDate, day
from app.domain.dev_facts import CaseFacts
from app.domain.dev_law import probation_end
from app.domain.kinds import ON_ROSTER, DevRole, EventKind, MemberType, Status
from app.domain.rules import RuleBook
from app.store import records
from app.store.engine import Transaction
from app.store.records import Row

_PROBATIONARY, _FULL = "02", "01"
"""政治面貌 of GB/T 4762."""


def accept(tx: Transaction, case: Row, approval: Mapping[str, Any]) -> str:
    """Make an applicant a probationary member as of the branch meeting (细则 Art.26, 32).

    approval: approved_on, doc_no, by (the committee's name). Returns the membership's id.
    """
    person = records.get(tx, "person", case["person_id"])
    present = records.find(tx, "membership", person_id=person["id"])
    if any(row["status"] in ON_ROSTER for row in present):
        raise UserError(f"{person['name']}已经是党员。", kept="没有保存。", todo="请核对人员。")
    sponsors = [
        records.get(tx, "person", row["person_id"], with_removed=True)["name"]
        for row in records.find(tx, "dev_person", case_id=case["id"], role=DevRole.INTRODUCER)
    ]
    values = {
        "person_id": person["id"],
        "org_id": case["org_id"],
        "member_type": MemberType.PROBATIONARY,
        "status": Status.NORMAL,
        "joined_on": case["accept_meeting_on"],
        "applied_on": case["applied_on"],
        "activist_on": case["activist_on"],
        "candidate_on": case["candidate_on"],
        "accepted_by": approval["by"],
        "introducer_1": next(iter(sponsors), ""),
        "introducer_2": next(iter(sponsors[1:]), ""),
    }
    membership = records.add(tx, "membership", values)
    records.change(tx, "person", person["id"], {"political_status": _PROBATIONARY})
    records.add(
        tx,
        "membership_event",
        {
            **_event(person, case, {**values, "id": membership}),
            "kind": EventKind.ACCEPTED,
            "happened_on": case["accept_meeting_on"],
            "meeting_on": case["accept_meeting_on"],
            "committee_approved_on": approval["approved_on"],
            "member_type_at_event": MemberType.PROBATIONARY,
            "status_after": Status.NORMAL,
            "doc_no": approval["doc_no"],
        },
    )
    return membership


def convert(
    tx: Transaction, book: RuleBook, case: Row, facts: CaseFacts, approval: Mapping[str, Any]
) -> None:
    """Make a probationary member a full one from the day the probation is full (B5-02)."""
    person, membership = _member(tx, case)
    full = probation_end(book, facts)
    full_on = day(full) if full else case["convert_meeting_on"]
    values = {"member_type": MemberType.FULL, "full_on": full_on}
    records.change(tx, "membership", membership["id"], values)
    records.change(tx, "person", person["id"], {"political_status": _FULL})
    records.add(
        tx,
        "membership_event",
        {
            **_event(person, case, membership),
            "kind": EventKind.CONVERTED,
            "happened_on": full_on,
            "meeting_on": case["convert_meeting_on"],
            "committee_approved_on": approval["approved_on"],
            "member_type_at_event": MemberType.FULL,
            "doc_no": approval["doc_no"],
        },
    )


def extend(tx: Transaction, case: Row, decision: Mapping[str, Any]) -> None:
    """Write an extension into the history; decision: the dated columns of the event."""
    person, membership = _member(tx, case)
    values = {
        **_event(person, case, membership),
        "kind": EventKind.EXTENDED,
        "happened_on": decision["meeting_on"],
        "member_type_at_event": MemberType.PROBATIONARY,
        **decision,
    }
    records.add(tx, "membership_event", values)


def cancel(tx: Transaction, case: Row, decision: Mapping[str, Any]) -> None:
    """End a probationary membership; decision: the dated columns of the event."""
    person, membership = _member(tx, case)
    left_on: PartialDate = decision["committee_approved_on"]
    values = {
        **_event(person, case, membership),
        "kind": EventKind.CANCELLED,
        "happened_on": left_on,
        "member_type_at_event": MemberType.PROBATIONARY,
        "status_before": membership["status"],
        "status_after": Status.PROB_CANCELLED,
        **decision,
    }
    records.add(tx, "membership_event", values)
    after = {"status": Status.PROB_CANCELLED, "left_on": left_on}
    records.change(tx, "membership", membership["id"], after)
    records.change(tx, "person", person["id"], {"political_status": ""})


def _member(tx: Transaction, case: Row) -> tuple[Row, Row]:
    """Return a person and his probationary membership; raises UserError without one."""
    person = records.get(tx, "person", case["person_id"])
    for row in reversed(records.find(tx, "membership", person_id=person["id"])):
        if row["member_type"] == MemberType.PROBATIONARY and row["status"] in ON_ROSTER:
            return person, row
    raise UserError(
        f"{person['name']}现在不是预备党员。", kept="没有保存。", todo="请核对党员的类别和状态。"
    )


def _event(person: Row, case: Row, membership: Row) -> Row:
    return {
        "person_id": person["id"],
        "membership_id": membership["id"],
        "org_id": membership["org_id"] or case["org_id"],
        "category_at_event": person["category"] or case["category"],
    }
