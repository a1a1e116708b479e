"""The steps of 组织处置 and 党纪处分: a case opened, decided and ended."""

from collections.abc import Mapping
from dataclasses import replace

from app.domain.case_rules import CORRECTION, REMOVAL
from app.domain.fields import Field, ValueKind
from app.domain.showing import code_text
from app.services import disposals
from app.services.disposals import CaseDraft, Decision
from app.services.procedures import ProcedureRow
from app.ui.draft_form import code_choices
from app.ui.fields import Choice
from app.ui.steps import ON, PERSON, Step, code, known, said, sure, text

REMOVALS = "removal"
"""The target of the field that tells why somebody is removed."""
_DAY = frozenset({"on"})


def removals() -> Mapping[str, list[Choice]]:
    """Return the choices for the kinds of 除名 that a case decides."""
    found = [one for one in code_choices("Status") if one.code in disposals.REMOVALS]
    return {REMOVALS: found}


def case_step() -> Step:
    """Return the step that opens a case."""
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
        wide=frozenset({"reason"}),
    )


def removal_step(row: ProcedureRow) -> Step:
    """Return the step that opens a case of removal against somebody who stays lost (B10-03)."""
    return _against(row, REMOVAL, "停止党籍满两年仍无法取得联系")


def correction_step(row: ProcedureRow) -> Step:
    """Return the step that gives somebody who was lost a time to mend his ways (B10-08)."""
    return _against(row, CORRECTION, "失联")


def _against(row: ProcedureRow, kind: str, ground: str) -> Step:
    step = case_step()
    start = {"person_id": row.person_id, "kind": kind, "reason": ground}
    title = f"登记{code_text('CaseKind', kind)}：{row.name}"
    return replace(step, title=title, start=start)


def decision_step(row: ProcedureRow) -> Step:
    """Return the step that writes the decision about a case."""
    return Step(
        f"处置决定：{row.name}",
        (
            ON,
            text("doc_no", "文号"),
            text("approved_by", "审批机关"),
            Field("effect_until", "影响期至（不填按规定）", ValueKind.DATE),
            code("status", "除名种类（除名的填）", REMOVALS),
        ),
        lambda ledger, v, why: disposals.decide(
            ledger,
            row.record,
            Decision(
                approved_on=sure(v, "on"),
                doc_no=said(v, "doc_no"),
                approved_by=said(v, "approved_by"),
                effect_until=known(v, "effect_until"),
                status=said(v, "status") or disposals.REMOVALS[0],
            ),
            why,
        ),
        _DAY,
    )


def end_step(row: ProcedureRow) -> Step:
    """Return the step that ends a case."""
    return Step(
        f"处置了结：{row.name}",
        (ON, code("result", "结果", "CaseResult")),
        lambda ledger, v, why: disposals.end(
            ledger, row.record, sure(v, "on"), said(v, "result"), why
        ),
        frozenset({"on", "result"}),
    )
