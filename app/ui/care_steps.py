"""The steps of 关怀 and rights: a visit, the register of hardship, an honour, an answer."""

from collections.abc import Mapping
from decimal import Decimal

from app.base.errors import UserError
from app.domain.amounts import read_amount
from app.domain.fields import Field, ValueKind
from app.domain.search_keys import keys_of
from app.services import care
from app.services.care import HardshipDraft, HonourDraft, VisitDraft
from app.services.ledger import Ledger, Outcome
from app.services.overrides import Override
from app.services.procedures import ProcedureRow
from app.ui.draft_dialog import Values
from app.ui.fields import Choice
from app.ui.steps import ON, PERSON, Step, code, known, said, sure, text

USES = "dues_use"
"""The target of the field whose choices are the five uses of dues (B8-20)."""
REGISTERED = "hardship_case"
"""The target of the field whose choices are those on the register of hardship."""
_DAY_AND_PERSON = frozenset({"person_id", "on"})


def uses(ledger: Ledger) -> Mapping[str, list[Choice]]:
    """Return the choices for what dues may be spent on, and who is on the register of hardship."""
    return {
        USES: [Choice(key, words) for key, words in care.uses(ledger).items()],
        REGISTERED: [
            Choice(case, name, " ".join(keys_of(name).initials))
            for case, name in care.registered(ledger).items()
        ],
    }


def care_beginnings() -> tuple[Step, ...]:
    """Return the steps that begin something here, in the order of the menu."""
    return (visit_step(), _hardship_step(), _recovered_step(), _honour_step())


def answer_step(row: ProcedureRow) -> Step:
    """Return the step that answers a member's opinion."""
    return Step(
        f"答复意见：{row.name}",
        (ON, text("handled_by", "办理人"), text("reason", "答复")),
        lambda ledger, v, _: care.answer(
            ledger, row.record, sure(v, "on"), said(v, "reason"), said(v, "handled_by")
        ),
        frozenset({"on", "reason"}),
        frozenset({"reason"}),
        note=row.detail,
    )


def visit_step() -> Step:
    """Return the step that writes a visit with money or goods."""
    return Step(
        "慰问或救助",
        (
            PERSON,
            code("kind", "类型", "CareKind"),
            ON,
            code("festival", "节日", "festival"),
            text("cash", "慰问金（元）"),
            text("goods_value", "慰问品价值（元）"),
            code("fund_source", "资金来源", "fund_source"),
            code("purpose", "党费用途", USES),
            text("visitors", "慰问人"),
            Field("receipt_signed", "已签收", ValueKind.FLAG),
        ),
        _visit,
        _DAY_AND_PERSON | {"kind"},
        start={"kind": "VISIT"},
        note="资金来源是党费的，用途只能是规定的五项。",
    )


def _visit(ledger: Ledger, v: Values, why: Override | None) -> Outcome:
    draft = VisitDraft(
        person_id=said(v, "person_id"),
        visited_on=sure(v, "on"),
        kind=said(v, "kind"),
        festival=said(v, "festival"),
        visitors=said(v, "visitors"),
        cash=_money(v, "cash"),
        goods_value=_money(v, "goods_value"),
        fund_source=said(v, "fund_source"),
        purpose=said(v, "purpose"),
        receipt_signed=bool(v["receipt_signed"]),
    )
    return care.visit(ledger, draft, why)


def _hardship_step() -> Step:
    return Step(
        "登记困难档案",
        (
            PERSON,
            code("level", "困难等级", "HardshipLevel"),
            ON,
            Field("found_on", "摸排日期", ValueKind.DATE),
            Field("family_n", "家庭人口", ValueKind.COUNT),
            text("income", "人均月收入（元）"),
            text("reason", "困难原因"),
        ),
        lambda ledger, v, _: care.register(
            ledger,
            HardshipDraft(
                person_id=said(v, "person_id"),
                cause=said(v, "reason"),
                level=said(v, "level"),
                found_on=known(v, "found_on"),
                approved_on=sure(v, "on"),
                family_n=v["family_n"] if isinstance(v["family_n"], int) else None,
                monthly_income_pc=_money(v, "income"),
            ),
        ),
        _DAY_AND_PERSON | {"level"},
        frozenset({"reason"}),
        start={"level": "HARD"},
    )


def _recovered_step() -> Step:
    return Step(
        "退出困难档案",
        (code("case_id", "在档人员", REGISTERED), ON),
        lambda ledger, v, _: care.strike_off(ledger, said(v, "case_id"), sure(v, "on")),
        frozenset({"case_id", "on"}),
    )


def _honour_step() -> Step:
    return Step(
        "登记表彰",
        (
            PERSON,
            code("org_id", "或受表彰党组织", "org_unit"),
            text("title", "荣誉称号"),
            ON,
            code("level", "级别", "Level"),
            code("category", "表彰类别", "HonourCategory"),
            text("awarding_body", "表彰机关"),
            text("doc_no", "文号"),
        ),
        lambda ledger, v, _: care.honour(
            ledger,
            HonourDraft(
                title=said(v, "title"),
                awarded_on=sure(v, "on"),
                person_id=said(v, "person_id") or None,
                org_id=said(v, "org_id") or None,
                level=said(v, "level"),
                category=said(v, "category"),
                awarding_body=said(v, "awarding_body"),
                doc_no=said(v, "doc_no"),
            ),
        ),
        frozenset({"title", "on"}),
    )


def _money(values: Values, name: str) -> Decimal | None:
    """Return an amount, None for an empty field; raises UserError for what is no amount."""
    typed = said(values, name).strip()
    amount = read_amount(typed).value
    if typed and amount is None:
        raise UserError(
            f"金额“{typed}”读不出来。", kept="没有保存。", todo="请填写数字，单位是元。"
        )
    return amount
