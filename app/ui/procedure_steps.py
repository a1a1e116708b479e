"""The steps of every procedure with a member: which can follow, and which begin one."""

from collections.abc import Callable
from dataclasses import replace

from app.domain.dates import PartialDate
from app.domain.fields import Field, ValueKind
from app.domain.members import StatusChange
from app.services import floating, lost_members, transfers, withdrawals
from app.services.floating import FloatingDraft
from app.services.ledger import Ledger, Outcome
from app.services.overrides import Override
from app.services.procedures import ProcedureRow, Stage
from app.ui.care_steps import answer_step, care_beginnings, visit_step
from app.ui.case_steps import (
    case_step,
    correction_step,
    decision_step,
    end_step,
    removal_step,
)
from app.ui.draft_dialog import Values
from app.ui.steps import ON, PERSON, Step, code, said, sure, text
from app.ui.transfer_steps import (
    newcomer_step,
    renew_step,
    take_back_step,
    transfer_step,
    whole_step,
)

_DAY = frozenset({"on"})
_REASON = text("reason", "理由")
_WIDE = frozenset({"reason", "note"})
Make = Callable[[ProcedureRow], Step]


def following(row: ProcedureRow) -> tuple[Step, ...]:
    """Return the steps that can follow for an open procedure, the usual one first."""
    return tuple(make(row) for make in _FOLLOWING[row.stage].values())


def step_called(row: ProcedureRow, name: str) -> Step | None:
    """Return the step of an open procedure that a rule names; None when it cannot follow."""
    make = _FOLLOWING[row.stage].get(name)
    return make(row) if make else None


def step_for(name: str, person_id: str) -> Step | None:
    """Return the step a rule names for a member in no procedure, with his name filled in."""
    makers = {"transfer": transfer_step, "visit": visit_step, "contact": _contact_step}
    if name not in makers:
        return None
    step = makers[name]()
    return replace(step, start={**step.start, "person_id": person_id})


def beginnings() -> tuple[Step, ...]:
    """Return the steps that begin a procedure, in the order of the menu."""
    return (
        transfer_step(),
        newcomer_step(),
        _lost_step(),
        _withdrawal_step(),
        case_step(),
        _away_step(),
        *care_beginnings(),
        whole_step(),
    )


def _change(values: Values) -> StatusChange:
    return StatusChange(
        status="",
        happened_on=sure(values, "on"),
        doc_no=said(values, "doc_no"),
        reason=said(values, "reason"),
    )


def _lost_step() -> Step:
    return Step(
        "登记失联",
        (PERSON, ON, code("lost_reason", "失联情形", "lost_reason")),
        lambda ledger, v, _: lost_members.mark(
            ledger, said(v, "person_id"), sure(v, "on"), said(v, "lost_reason")
        ),
        required=frozenset({"person_id", "on"}),
    )


def _withdrawal_step() -> Step:
    return Step(
        "登记退党申请",
        (PERSON, ON, Field("is_threat", "以退党相要挟", ValueKind.FLAG), _REASON),
        lambda ledger, v, _: withdrawals.apply(
            ledger,
            said(v, "person_id"),
            sure(v, "on"),
            said(v, "reason"),
            is_threat=bool(v["is_threat"]),
        ),
        required=frozenset({"person_id", "on"}),
        wide=_WIDE,
    )


def _away_step() -> Step:
    return Step(
        "登记外出流动",
        (
            PERSON,
            ON,
            text("destination", "外出地点"),
            text("contact", "联系方式"),
            text("contact_person", "支部联系人"),
            text("certificate_no", "流动党员活动证号"),
        ),
        lambda ledger, v, _: floating.leave(
            ledger,
            FloatingDraft(
                person_id=said(v, "person_id"),
                since_on=sure(v, "on"),
                destination=said(v, "destination"),
                contact=said(v, "contact"),
                contact_person=said(v, "contact_person"),
                certificate_no=said(v, "certificate_no"),
            ),
        ),
        required=frozenset({"person_id", "on"}),
    )


def _dated(title: str, act: Callable[[Ledger, str, PartialDate], Outcome]) -> Make:
    """Return a step that needs nothing but its day, and that no rule bars."""

    def make(row: ProcedureRow) -> Step:
        return Step(
            f"{title}：{row.name}",
            (ON,),
            lambda ledger, v, _: act(ledger, row.record, sure(v, "on")),
            _DAY,
        )

    return make


def _reached(row: ProcedureRow) -> Step:
    return Step(
        f"取得联系：{row.name}",
        (ON, text("reason", "经过")),
        lambda ledger, v, _: lost_members.reached(
            ledger, row.person_id, sure(v, "on"), said(v, "reason")
        ),
        _DAY,
        _WIDE,
    )


def _agreed(
    title: str, act: Callable[[Ledger, str, PartialDate, Override | None], Outcome]
) -> Make:
    """Return a step that needs nothing but its day, and that an override may allow."""

    def make(row: ProcedureRow) -> Step:
        return Step(
            f"{title}：{row.name}",
            (ON,),
            lambda ledger, v, why: act(ledger, row.record, sure(v, "on"), why),
            _DAY,
        )

    return make


_SetStatus = Callable[[Ledger, str, StatusChange, Override | None], Outcome]


def _contact_step() -> Step:
    return Step(
        "登记联系或谈话",
        (PERSON, ON, text("reason", "经过")),
        lambda ledger, v, _: lost_members.reached(
            ledger, said(v, "person_id"), sure(v, "on"), said(v, "reason")
        ),
        frozenset({"person_id", "on"}),
        _WIDE,
    )


def _standing(title: str, act: _SetStatus) -> Make:
    def make(row: ProcedureRow) -> Step:
        return Step(
            f"{title}：{row.name}",
            (ON, text("doc_no", "文号"), _REASON),
            lambda ledger, v, why: act(ledger, row.person_id, _change(v), why),
            _DAY,
            _WIDE,
        )

    return make


def _talk(row: ProcedureRow) -> Step:
    return Step(
        f"退党谈话：{row.name}",
        (ON, text("reason", "谈话内容")),
        lambda ledger, v, _: withdrawals.talk(ledger, row.record, sure(v, "on"), said(v, "reason")),
        _DAY,
        _WIDE,
    )


def _meeting(row: ProcedureRow) -> Step:
    return Step(
        f"支部大会讨论退党：{row.name}",
        (ON, code("outcome", "结果", "WithdrawalOutcome")),
        lambda ledger, v, why: (
            withdrawals.decide(ledger, row.record, sure(v, "on"), said(v, "outcome"), why)
            if said(v, "outcome") != withdrawals.PERSUADED
            else withdrawals.persuade(ledger, row.record, sure(v, "on"))
        ),
        frozenset({"on", "outcome"}),
    )


def _report_from_away(ledger: Ledger, record: str, on: PartialDate) -> Outcome:
    return floating.contacted(ledger, record, on, is_report=True)


_FOLLOWING: dict[Stage, dict[str, Make]] = {
    Stage.SENT: {
        "accept": _agreed("已被接收", transfers.accept),
        "receipt": _agreed("收到回执", transfers.receipt),
        "renew": renew_step,
        "take_back": take_back_step,
    },
    Stage.ACCEPTED: {"receipt": _agreed("收到回执", transfers.receipt)},
    Stage.RECEIVED: {"receipt": _agreed("寄出回执", transfers.receipt)},
    Stage.LOST: {
        "contact": _reached,
        "suspend": _standing("停止党籍", lost_members.suspend),
        "correction": correction_step,
    },
    Stage.SUSPENDED: {
        "restore": _standing("恢复党籍", lost_members.restore),
        "removal": removal_step,
    },
    Stage.WITHDRAWING: {
        "talk": _talk,
        "meeting": _meeting,
        "persuade": _dated("劝留", withdrawals.persuade),
    },
    Stage.ANNOUNCED: {"report": _dated("上报备案", withdrawals.report), "talk": _talk},
    Stage.CASE: {"decision": decision_step, "end": end_step},
    Stage.OPINION: {"answer": answer_step},
    Stage.AWAY: {
        "contacted": _dated("已联系", floating.contacted),
        "reported": _dated("本人汇报", _report_from_away),
        "return": _dated("已返回", floating.come_back),
    },
}
"""What can follow, by the names that rules know the steps by."""
