"""The steps of 组织关系接转: a member moves or is taken in, a slip is renewed or taken back."""

from collections.abc import Mapping

from app.domain.fields import Field, ValueKind
from app.domain.kinds import ON_ROSTER, Direction
from app.domain.members import MemberDraft
from app.domain.transfers import TransferDraft
from app.services import members, transfer_whole, transfers
from app.services.ledger import Ledger, Outcome
from app.services.overrides import Override
from app.services.procedures import ProcedureRow
from app.services.transfer_whole import WholeMove
from app.ui.draft_dialog import Values
from app.ui.draft_form import code_choices
from app.ui.fields import Choice
from app.ui.steps import ON, PERSON, Step, code, known, said, sure, text

WAYS = "whole_direction"
"""The target of the field that tells where a whole organisation moves."""
_DAY = frozenset({"on"})
_TRANSFER_NOTE = (
    "系统内调动只选转入支部；转出只填外单位；转出过的人转回来，两项都填。"
    "有效天数、介绍信号、党费交至空着，由程序按惯例和台账填写。"
)
_WHOLE_NOTE = "全体在册党员随组织一起转，不开介绍信，按整建制统计；整建制转出的组织同日注销。"


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


def whole_step() -> Step:
    """Return the step by which a whole organisation changes its superior (B9-15)."""
    return Step(
        "整建制接转",
        (
            code("org_id", "党组织", "org_unit"),
            code("direction", "方向", WAYS),
            text("other", "外单位上级党组织"),
            ON,
            text("doc_no", "文号"),
        ),
        _whole,
        required=frozenset({"org_id", "direction", "other", "on"}),
        note=_WHOLE_NOTE,
    )


def directions() -> Mapping[str, list[Choice]]:
    """Return the choices for where a whole organisation moves."""
    ways = (Direction.OUT, Direction.IN)
    return {WAYS: [one for one in code_choices("Direction") if one.code in ways]}


def _whole(ledger: Ledger, values: Values, _: Override | None) -> Outcome:
    move = WholeMove(
        org_id=said(values, "org_id"),
        on=sure(values, "on").first_day,
        other=said(values, "other"),
        is_out=said(values, "direction") == Direction.OUT,
        doc_no=said(values, "doc_no"),
    )
    return transfer_whole.move_whole(ledger, move)


def take_back_step(row: ProcedureRow) -> Step:
    """Return the step that takes an open slip back."""
    return Step(
        f"收回介绍信：{row.name}",
        (ON, text("reason", "理由")),
        lambda ledger, v, why: transfers.take_back(
            ledger, row.record, sure(v, "on"), said(v, "reason"), why
        ),
        _DAY,
        frozenset({"reason"}),
    )


def renew_step(row: ProcedureRow) -> Step:
    """Return the step that makes out a new slip in place of an expired one (B9-09)."""
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
