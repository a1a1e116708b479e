"""退党 (domain.md A52, B10-20 to B10-22): application, talks, branch meeting, outcome, report."""

from collections.abc import Mapping
from typing import Any

from app.base.errors import UserError
from app.domain.dates import PartialDate
from app.domain.kinds import Status
from app.domain.members import StatusChange
from app.services import act_days, rules, standing
from app.services.ledger import Ledger, Outcome
from app.services.overrides import Override
from app.store import records
from app.store.engine import Transaction

Row = Mapping[str, Any]

PERSUADED = "PERSUADED"
OUTCOMES = {
    "REMOVED": Status.REMOVED_WITHDRAW,
    "PERSUADED_OUT": Status.REMOVED_PERSUADED,
    "REFUSED": Status.REMOVED_REFUSED,
}
"""What a branch meeting decides, and the status that follows from it."""


def apply(
    ledger: Ledger, person_id: str, on: PartialDate, reason: str, *, is_threat: bool = False
) -> Outcome:
    """Write an application to leave the Party, or a threat with one (B10-21); ids: the case."""
    with ledger.writing("登记退党申请") as tx:
        person, membership = standing.both(tx, person_id)
        on = act_days.known_day(ledger, on, ("入党时间", membership["joined_on"]))
        standing.refuse_gone(person, membership)
        if any(row["closed_on"] is None for row in _cases(tx, person_id)):
            raise UserError(f"{person['name']}的退党申请正在办理。", kept="没有保存。")
        values = {
            "person_id": person_id,
            "applied_on": on,
            "reason": reason,
            "is_threat": is_threat,
        }
        written = records.add(tx, "withdrawal_case", values)
    return ledger.outcome(tx, f"已登记{person['name']}的退党申请，请先谈话。", (written,))


def talk(
    ledger: Ledger, case_id: str, on: PartialDate, content: str, talker_id: str | None = None
) -> Outcome:
    """Write a talk with the applicant (B10-22); ids: the talk."""
    with ledger.writing("退党谈话") as tx:
        case = _open(tx, case_id)
        on = act_days.known_day(ledger, on, _applied(case))
        values = {
            "kind": "WITHDRAWAL",
            "person_id": case["person_id"],
            "talker_id": talker_id,
            "held_on": on,
            "content": content,
            "withdrawal_id": case_id,
        }
        written = records.add(tx, "talk", values)
    return ledger.outcome(tx, "已登记退党谈话。", (written,))


def persuade(ledger: Ledger, case_id: str, on: PartialDate) -> Outcome:
    """Write that the member was persuaded to stay: the case is closed, nothing else changes."""
    with ledger.writing("退党申请：劝留") as tx:
        on = act_days.known_day(ledger, on, _applied(_open(tx, case_id)))
        records.change(tx, "withdrawal_case", case_id, {"outcome": PERSUADED, "closed_on": on})
    return ledger.outcome(tx, "本人已撤回退党申请。", (case_id,))


def decide(
    ledger: Ledger,
    case_id: str,
    meeting_on: PartialDate,
    outcome: str,
    override: Override | None = None,
) -> Outcome:
    """Write what the branch meeting announced (B10-20): the member leaves the roster that day.

    outcome: a key of OUTCOMES; the two kinds of 劝退 are for threats only (B10-21). The case stays
    open until it is reported above. Raises UserError for what the machine or the branch bars.
    """
    with ledger.writing("支部大会讨论退党") as tx:
        case = _open(tx, case_id)
        meeting_on = act_days.known_day(ledger, meeting_on, _applied(case))
        if outcome != "REMOVED" and not case["is_threat"]:
            raise UserError(
                "劝其退党只用于以退党相要挟、教育不改的。",
                kept="没有保存。",
                todo="请选“退党除名”。",
            )
        found = standing.both(tx, case["person_id"])
        to = StatusChange(status=OUTCOMES[outcome], happened_on=meeting_on, reason=case["reason"])
        standing.change(ledger, tx, found, to, override)
        records.change(
            tx, "withdrawal_case", case_id, {"branch_meeting_on": meeting_on, "outcome": outcome}
        )
        doubt = _doubt(tx, case_id, meeting_on)
    told = f"支部大会已宣布{found[0]['name']}除名，请报上级党组织备案。{doubt}"
    return ledger.outcome(tx, told, (case_id,))


def report(ledger: Ledger, case_id: str, on: PartialDate) -> Outcome:
    """Write that the removal was reported above for the record (B10-20): the case is closed."""
    with ledger.writing("退党除名上报备案") as tx:
        case = _open(tx, case_id)
        if case["branch_meeting_on"] is None:
            raise UserError("支部大会还没有讨论。", kept="没有保存。", todo="请先登记支部大会。")
        on = act_days.known_day(ledger, on, ("支部大会日期", case["branch_meeting_on"]))
        records.change(tx, "withdrawal_case", case_id, {"reported_on": on, "closed_on": on})
    return ledger.outcome(tx, "已报上级党组织备案，办理完毕。", (case_id,))


def _applied(case: Row) -> tuple[str, PartialDate | None]:
    return "申请日期", case["applied_on"]


def _cases(tx: Transaction, person_id: str) -> list[Row]:
    return records.find(tx, "withdrawal_case", person_id=person_id)


def _open(tx: Transaction, case_id: str) -> Row:
    row = records.get(tx, "withdrawal_case", case_id)
    if row["closed_on"] is not None:
        raise UserError("这件退党申请已经办结。", kept="没有改动。")
    return row


def _doubt(tx: Transaction, case_id: str, meeting_on: PartialDate) -> str:
    """Return a sentence when fewer talks were held than asked for (B10-22); or ""."""
    rule = rules.book_of(tx).applied("B10-22", meeting_on.first_day)
    held = [
        row
        for row in records.find(tx, "talk", withdrawal_id=case_id)
        if row["held_on"] and row["held_on"].value and row["held_on"].value <= meeting_on.last_day
    ]
    if rule is None or len(held) >= rule.number("talks"):
        return ""
    return f"支部大会以前没有谈话记录（{rule.source}{rule.article}），请补登。"
