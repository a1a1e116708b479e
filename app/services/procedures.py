"""What is under way with members: transfers, lost contact, leaving, disposals, members away."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from app.domain.dates import PartialDate
from app.domain.kinds import Channel, Direction, Status
from app.domain.showing import code_text
from app.services.ledger import Ledger
from app.store import record_lists, records
from app.store.engine import Transaction

Row = Mapping[str, Any]


class Stage(StrEnum):
    """Where a procedure stands; it decides which steps can follow."""

    SENT = "SENT"
    ACCEPTED = "ACCEPTED"
    RECEIVED = "RECEIVED"
    LOST = "LOST"
    SUSPENDED = "SUSPENDED"
    WITHDRAWING = "WITHDRAWING"
    ANNOUNCED = "ANNOUNCED"
    CASE = "CASE"
    AWAY = "AWAY"
    OPINION = "OPINION"


_NOBODY = "（匿名）"
_WORDS = {
    Stage.SENT: "已转出，等待接收",
    Stage.ACCEPTED: "已被接收，等待回执",
    Stage.RECEIVED: "已转入，回执待寄",
    Stage.LOST: "失联，查找中",
    Stage.SUSPENDED: "已停止党籍",
    Stage.WITHDRAWING: "退党申请，教育谈话",
    Stage.ANNOUNCED: "退党除名，待上报备案",
    Stage.AWAY: "外出流动",
    Stage.OPINION: "意见建议，等待答复",
}


@dataclass(frozen=True, slots=True)
class ProcedureRow:
    """One procedure that is open; record is what the steps change, about a person."""

    id: str
    table: str
    record: str
    person_id: str
    name: str
    branch: str
    stage: Stage
    state: str
    since: str
    detail: str = ""


def rows(ledger: Ledger) -> tuple[ProcedureRow, ...]:
    """Return everything that is open, transfers first, each kind in the order it began."""
    with ledger.reading() as tx:
        found = [
            *_transfers(tx), *_members(tx), *_withdrawals(tx), *_cases(tx), *_away(tx),
            *_opinions(tx),
        ]  # fmt: skip
        people = [row["person_id"] for _table, row, *_rest in found if row["person_id"]]
        names = record_lists.names_of(tx, "person", people)
        branches = _branches(tx, people)
    return tuple(
        ProcedureRow(
            f"{table}:{row['id']}",
            table,
            row["id"],
            row["person_id"] or "",
            names.get(row["person_id"], _NOBODY),
            branches.get(row["person_id"], ""),
            stage,
            state or _WORDS[stage],
            str(since or ""),
            detail,
        )
        for table, row, stage, state, since, detail in found
    )


_Found = tuple[str, Row, Stage, str, PartialDate | None, str]


def _transfers(tx: Transaction) -> Iterator[_Found]:
    for row in records.find(tx, "transfer", receipt_on=None):
        if row["status"] in {"DONE", "REPLACED", "WITHDRAWN"}:
            continue
        stage = Stage.SENT if row["accepted_on"] is None else Stage.ACCEPTED
        if row["direction"] == Direction.IN:
            stage = Stage.RECEIVED
        if row["direction"] != Direction.INTERNAL and row["channel"] != Channel.JURISDICTION:
            detail = " ".join(filter(None, (row["slip_no"], row["to_text"] or row["from_text"])))
            yield "transfer", row, stage, "", row["handled_on"], detail


def _members(tx: Transaction) -> Iterator[_Found]:
    for row in records.find(tx, "membership", is_lost=True, status=str(Status.NORMAL)):
        yield (
            "membership",
            row,
            Stage.LOST,
            "",
            row["lost_since"],
            code_text("lost_reason", row["lost_reason"]),
        )
    for row in records.find(tx, "membership", status=str(Status.SUSPENDED)):
        yield (
            "membership",
            row,
            Stage.SUSPENDED,
            "",
            row["left_on"],
            code_text("lost_reason", row["lost_reason"]),
        )


def _withdrawals(tx: Transaction) -> Iterator[_Found]:
    for row in records.find(tx, "withdrawal_case", closed_on=None):
        stage = Stage.ANNOUNCED if row["branch_meeting_on"] else Stage.WITHDRAWING
        state = "以退党相要挟，教育谈话" if row["is_threat"] and stage is Stage.WITHDRAWING else ""
        yield "withdrawal_case", row, stage, state, row["applied_on"], row["reason"]


def _cases(tx: Transaction) -> Iterator[_Found]:
    for row in records.find(tx, "disposal_case", ended_on=None):
        kind = code_text("CaseKind", row["kind"])
        state = f"{kind}，{code_text('CaseState', row['state'])}" if row["state"] else kind
        yield "disposal_case", row, Stage.CASE, state, row["started_on"], row["ground"]


def _away(tx: Transaction) -> Iterator[_Found]:
    for row in records.find(tx, "floating_record", until_on=None, direction="OUT"):
        yield "floating_record", row, Stage.AWAY, "", row["since_on"], row["destination"]


def _opinions(tx: Transaction) -> Iterator[_Found]:
    for row in records.find(tx, "member_opinion", closed_on=None):
        yield "member_opinion", row, Stage.OPINION, "", row["received_on"], row["content"]


def _branches(tx: Transaction, people: list[str]) -> dict[str, str]:
    orgs = record_lists.names_of(tx, "org_unit")
    found = records.find(tx, "membership", person_id=list(dict.fromkeys(people)))
    return {row["person_id"]: orgs.get(row["org_id"] or "", "") for row in found}
