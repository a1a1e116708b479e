"""The steps of every procedure with a member: which can follow, and which begin one."""

from collections.abc import Callable

from app.domain.dates import PartialDate
from app.domain.fields import Field, ValueKind
from app.domain.kinds import ON_ROSTER
from app.domain.members import MemberDraft, StatusChange
from app.domain.transfers import TransferDraft
from app.services import disposals, floating, lost_members, members, transfers, withdrawals
from app.services.disposals import CaseDraft, Decision
from app.services.floating import FloatingDraft
from app.services.ledger import Ledger, Outcome
from app.services.overrides import Override
from app.services.procedures import ProcedureRow, Stage
from app.ui.care_steps import answer_step, care_beginnings
from app.ui.draft_dialog import Values
from app.ui.steps import ON, PERSON, Step, code, known, said, sure, text

_DAY = frozenset({"on"})
_REASON = text("reason", "理由")
_WIDE = frozenset({"reason", "note"})
_TRANSFER_NOTE = (
    "系统内调动只选转入支部；转出只填外单位；转出过的人转回来，两项都填。"
    "有效天数、介绍信号、党费交至空着，由程序按惯例和台账填写。"
)
Make = Callable[[ProcedureRow], Step]


def following(row: ProcedureRow) -> tuple[Step, ...]:
    """Return the steps that can follow for an open procedure, the usual one first."""
    return tuple(make(row) for make in _FOLLOWING[row.stage])


def beginnings(ledger: Ledger) -> tuple[Step, ...]:
    """Return the steps that begin a procedure, in the order of the menu."""
    return (
        transfer_step(),
        newcomer_step(),
        _lost_step(lost_members.reasons(ledger)),
        _withdrawal_step(),
        _case_step(),
        _away_step(),
        *care_beginnings(),
    )


def transfer_step() -> Step:
    """Return the step that moves a member: inside by a branch, out by a name, or back in."""
    return Step(
        "组织关系接转",
        (
            PERSON,
            code("to_org_id", "转入支部", "org_unit"),
            text("other", "外单位党组织"),
            ON,
            code("channel", "渠道", "Channel"),
            code("reason", "原因", "TransferReason"),
            Field("valid_days", "有效天数", ValueKind.COUNT),
            Field("is_same_city", "同城", ValueKind.FLAG),
            text("slip_no", "介绍信号"),
            Field("dues_paid_to", "党费交至", ValueKind.DATE),
        ),
        _transfer,
        required=frozenset({"person_id", "on"}),
        start={"channel": "SLIP", "reason": "WORK"},
        note=_TRANSFER_NOTE,
    )


def newcomer_step() -> Step:
    """Return the step that takes in somebody who is not in the ledger yet."""
    return Step(
        "转入新党员",
        (
            text("name", "姓名"),
            text("id_no", "身份证号"),
            code("category", "人员类别", "Category"),
            code("member_type", "党员类别", "MemberType"),
            Field("joined_on", "入党日期", ValueKind.DATE),
            Field("full_on", "转正日期", ValueKind.DATE),
            code("to_org_id", "转入支部", "org_unit"),
            text("other", "转自"),
            ON,
            text("slip_no", "介绍信号"),
            Field("dues_paid_to", "党费交至", ValueKind.DATE),
        ),
        _newcomer,
        required=frozenset({"name", "to_org_id", "on"}),
        start={"category": "TEACHER", "member_type": "FULL"},
    )


def _transfer(ledger: Ledger, values: Values, why: Override | None) -> Outcome:
    draft = TransferDraft(
        person_id=said(values, "person_id"),
        to_org_id=said(values, "to_org_id") or None,
        other=said(values, "other"),
        channel=said(values, "channel") or "SLIP",
        reason=said(values, "reason") or "WORK",
        handled_on=sure(values, "on"),
        valid_days=values["valid_days"] if isinstance(values["valid_days"], int) else None,
        is_same_city=bool(values["is_same_city"]),
        slip_no=said(values, "slip_no"),
        dues_paid_to=known(values, "dues_paid_to"),
    )
    is_here = members.card(ledger, draft.person_id).draft.status in ON_ROSTER
    if not is_here:
        return transfers.receive(ledger, draft)
    if draft.to_org_id:
        return transfers.move(ledger, draft)
    return transfers.send(ledger, draft, why)


def _newcomer(ledger: Ledger, values: Values, _: Override | None) -> Outcome:
    draft = TransferDraft(
        to_org_id=said(values, "to_org_id"),
        other=said(values, "other"),
        handled_on=sure(values, "on"),
        slip_no=said(values, "slip_no"),
        dues_paid_to=known(values, "dues_paid_to"),
    )
    newcomer = MemberDraft(
        name=said(values, "name"),
        id_no=said(values, "id_no"),
        category=said(values, "category"),
        member_type=said(values, "member_type"),
        joined_on=known(values, "joined_on"),
        full_on=known(values, "full_on"),
    )
    return transfers.receive(ledger, draft, newcomer)


def _change(values: Values) -> StatusChange:
    return StatusChange(
        status="",
        happened_on=sure(values, "on"),
        doc_no=said(values, "doc_no"),
        reason=said(values, "reason"),
    )


def _lost_step(reasons: tuple[str, ...]) -> Step:
    label = f"失联情形（{reasons[0]}等{len(reasons)}类）"
    return Step(
        "登记失联",
        (PERSON, ON, text("lost_reason", label)),
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


def _case_step() -> Step:
    return Step(
        "登记处置或处分",
        (
            PERSON,
            code("kind", "种类", "CaseKind"),
            ON,
            Field("deadline_on", "改正期限（限期改正填）", ValueKind.DATE),
            text("reason", "事由"),
        ),
        lambda ledger, v, why: disposals.open_case(
            ledger,
            CaseDraft(
                person_id=said(v, "person_id"),
                kind=said(v, "kind"),
                ground=said(v, "reason"),
                started_on=sure(v, "on"),
                deadline_on=known(v, "deadline_on"),
            ),
            why,
        ),
        required=frozenset({"person_id", "kind", "on", "reason"}),
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


def _take_back(row: ProcedureRow) -> Step:
    return Step(
        f"收回介绍信：{row.name}",
        (ON, _REASON),
        lambda ledger, v, why: transfers.take_back(
            ledger, row.record, sure(v, "on"), said(v, "reason"), why
        ),
        _DAY,
        _WIDE,
    )


def _renew(row: ProcedureRow) -> Step:
    return Step(
        f"重开介绍信：{row.name}",
        (ON, Field("valid_days", "有效天数（不填按惯例）", ValueKind.COUNT)),
        lambda ledger, v, why: transfers.renew(
            ledger,
            row.record,
            TransferDraft(
                person_id=row.person_id,
                handled_on=sure(v, "on"),
                valid_days=v["valid_days"] if isinstance(v["valid_days"], int) else None,
            ),
            why,
        ),
        _DAY,
    )


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


def _decision(row: ProcedureRow) -> Step:
    return Step(
        f"处置决定：{row.name}",
        (
            ON,
            text("doc_no", "文号"),
            text("approved_by", "审批机关"),
            Field("effect_until", "影响期至（不填按规定）", ValueKind.DATE),
        ),
        lambda ledger, v, why: disposals.decide(
            ledger,
            row.record,
            Decision(
                approved_on=sure(v, "on"),
                doc_no=said(v, "doc_no"),
                approved_by=said(v, "approved_by"),
                effect_until=known(v, "effect_until"),
            ),
            why,
        ),
        _DAY,
    )


def _end(row: ProcedureRow) -> Step:
    return Step(
        f"处置了结：{row.name}",
        (ON, code("result", "结果", "CaseResult")),
        lambda ledger, v, why: disposals.end(
            ledger, row.record, sure(v, "on"), said(v, "result"), why
        ),
        frozenset({"on", "result"}),
    )


def _report_from_away(ledger: Ledger, record: str, on: PartialDate) -> Outcome:
    return floating.contacted(ledger, record, on, is_report=True)


_FOLLOWING: dict[Stage, tuple[Make, ...]] = {
    Stage.SENT: (
        _agreed("已被接收", transfers.accept),
        _agreed("收到回执", transfers.receipt),
        _renew,
        _take_back,
    ),
    Stage.ACCEPTED: (_agreed("收到回执", transfers.receipt),),
    Stage.RECEIVED: (_agreed("寄出回执", transfers.receipt),),
    Stage.LOST: (_reached, _standing("停止党籍", lost_members.suspend)),
    Stage.SUSPENDED: (_standing("恢复党籍", lost_members.restore),),
    Stage.WITHDRAWING: (_talk, _meeting, _dated("劝留", withdrawals.persuade)),
    Stage.ANNOUNCED: (_dated("上报备案", withdrawals.report),),
    Stage.CASE: (_decision, _end),
    Stage.OPINION: (answer_step,),
    Stage.AWAY: (
        _dated("已联系", floating.contacted),
        _dated("本人汇报", _report_from_away),
        _dated("已返回", floating.come_back),
    ),
}
