"""关怀和权利 (domain.md A11–A13, A25–A27, A31): hardship, visits with money, opinions, honours."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from app.base.errors import UserError
from app.domain.affairs_facts import VisitFacts
from app.domain.care_rules import VISIT_CHECKS, honour_doubts
from app.domain.dates import PartialDate
from app.domain.document import Align, Document, Prose, TableBlock, Title
from app.domain.kinds import ON_ROSTER, HardshipLevel
from app.domain.numerals import capital_amount
from app.domain.rules import earliest
from app.domain.showing import code_text
from app.services import act_days, overrides, rules, standing
from app.services.ledger import Ledger, Outcome
from app.services.overrides import Override
from app.store import affairs_facts, member_facts, record_lists, records
from app.store.engine import Transaction

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class HardshipDraft:
    """Somebody to be put on the register (A26), a member or a teacher who is none."""

    person_id: str
    cause: str
    level: str = HardshipLevel.HARD
    found_on: PartialDate | None = None
    approved_on: PartialDate | None = None
    family_n: int | None = None
    monthly_income_pc: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitDraft:
    """慰问 or 救助 of one person (A27, A31); purpose: a code of B8-20 where dues are spent."""

    person_id: str
    visited_on: PartialDate
    kind: str = "VISIT"
    festival: str = ""
    visitors: str = ""
    cash: Decimal | None = None
    goods_value: Decimal | None = None
    fund_source: str = ""
    purpose: str = ""
    receipt_signed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class HonourDraft:
    """表彰 of a person or, without one, of an organisation (A11 to A13)."""

    title: str
    awarded_on: PartialDate
    person_id: str | None = None
    org_id: str | None = None
    level: str = ""
    category: str = ""
    awarding_body: str = ""
    doc_no: str = ""


def uses(ledger: Ledger) -> Mapping[str, str]:
    """Return the five purposes dues may be spent for, by their codes (B8-20)."""
    return rules.book(ledger).versions("B8-20")[-1].labels("uses")


def register(ledger: Ledger, draft: HardshipDraft) -> Outcome:
    """Put somebody on the register of hardship; ids: the case.

    Raises UserError when he is on it already, and for a member put on it before he joined.
    """
    for known in (draft.found_on, draft.approved_on):
        act_days.refuse_day(ledger.today(), known)
    with ledger.writing("登记困难档案") as tx:
        person = records.get(tx, "person", draft.person_id)
        if records.find(tx, "hardship_case", person_id=draft.person_id, closed_on=None):
            raise UserError(f"{person['name']}已经在困难档案上。", kept="没有保存。")
        org, is_member = _place(tx, draft.person_id)
        if is_member:
            found = standing.both(tx, draft.person_id)
            standing.refuse_before_joining(found, draft.approved_on or draft.found_on)
        values = {
            "person_id": draft.person_id,
            "org_id": org,
            "is_member": is_member,
            "cause": draft.cause,
            "level": draft.level,
            "found_on": draft.found_on,
            "approved_on": draft.approved_on,
            "family_n": draft.family_n,
            "monthly_income_pc": draft.monthly_income_pc,
        }
        written = records.add(tx, "hardship_case", values)
    return ledger.outcome(tx, f"{person['name']}已登记困难档案。", (written,))


def registered(ledger: Ledger) -> Mapping[str, str]:
    """Return who is on the register of hardship: the name by the id of the case."""
    with ledger.reading() as tx:
        found = records.find(tx, "hardship_case", closed_on=None)
        names = record_lists.names_of(tx, "person", [row["person_id"] for row in found])
    return {row["id"]: names.get(row["person_id"], "") for row in found}


def strike_off(ledger: Ledger, case_id: str, on: PartialDate) -> Outcome:
    """Take somebody off the register of hardship."""
    with ledger.writing("退出困难档案") as tx:
        row = records.get(tx, "hardship_case", case_id)
        if row["closed_on"] is not None:
            raise UserError("已经退出困难档案。", kept="没有改动。", todo="请刷新后再看。")
        on = act_days.known_day(ledger, on, ("批准日期", row["approved_on"]))
        records.change(tx, "hardship_case", case_id, {"closed_on": on})
    return ledger.outcome(tx, "已退出困难档案。", (case_id,))


def visit(ledger: Ledger, draft: VisitDraft, override: Override | None = None) -> Outcome:
    """Write a visit with money or goods; what the register says of the person goes along.

    Raises UserError for a negative amount, and for dues spent outside the five purposes (B8-20)
    unless an override is given or on record.
    """
    on = act_days.known_day(ledger, draft.visited_on)
    amount = (draft.cash or Decimal(0)) + (draft.goods_value or Decimal(0))
    if min(draft.cash or Decimal(0), draft.goods_value or Decimal(0)) < 0:
        raise UserError("金额不能小于0。", kept="没有保存。", todo="请改正金额。")
    with ledger.writing(f"登记{code_text('CareKind', draft.kind)}") as tx:
        person = records.get(tx, "person", draft.person_id)
        purpose = uses_of(tx).get(draft.purpose, draft.purpose)
        repeats = _has_visit(tx, draft, on.first_day)
        written = records.add(tx, "care_visit", _visit_values(tx, draft, purpose))
        facts = VisitFacts(
            id=written,
            person_id=draft.person_id,
            name=person["name"],
            festival=draft.festival,
            fund_source=draft.fund_source,
            purpose=purpose,
            amount=amount,
            repeats=repeats,
        )
        _refuse_use(ledger, tx, facts, on.first_day, override)
        rule = rules.book_of(tx).applied("AL-A27", on.first_day)
        doubts = VISIT_CHECKS["AL-A27"](rule, facts, on.first_day) if rule else ()
        told = "".join(f"{found.text}。" for found in doubts)
    return ledger.outcome(tx, f"已登记对{person['name']}的慰问。{told}", (written,))


def _visit_values(tx: Transaction, draft: VisitDraft, purpose: str) -> dict[str, Any]:
    """Return the record of a visit with what the register says of the person."""
    org, is_member = _place(tx, draft.person_id)
    cases = records.find(tx, "hardship_case", person_id=draft.person_id, closed_on=None)
    case = cases[0] if cases else {"id": None, "level": ""}
    return {
        "person_id": draft.person_id,
        "kind": draft.kind,
        "visited_on": draft.visited_on,
        "festival": draft.festival,
        "case_id": case["id"],
        "level": case["level"],
        "org_id": org,
        "is_member": is_member,
        "visitors": draft.visitors,
        "cash": draft.cash,
        "goods_value": draft.goods_value,
        "fund_source": draft.fund_source,
        "purpose": purpose,
        "receipt_signed": draft.receipt_signed,
    }


def answer(
    ledger: Ledger, opinion_id: str, on: PartialDate, reply: str, handled_by: str = ""
) -> Outcome:
    """Answer a member's opinion and close it (A25); raises UserError without an answer."""
    if not reply.strip():
        raise UserError("没有写答复。", kept="没有保存。", todo="请写答复。")
    with ledger.writing("答复党员意见") as tx:
        row = records.get(tx, "member_opinion", opinion_id)
        if row["closed_on"] is not None:
            raise UserError("这条意见已经答复。", kept="没有改动。", todo="请按 F5 刷新后再看。")
        on = act_days.known_day(ledger, on, ("提出日期", row["received_on"]))
        values = {"reply": reply.strip(), "closed_on": on, "handled_by": handled_by}
        records.change(tx, "member_opinion", opinion_id, values)
    return ledger.outcome(tx, "意见已答复。", (opinion_id,))


def honour(ledger: Ledger, draft: HonourDraft) -> Outcome:
    """Write an honour; what is doubtful about it is told and stays on the due list (A11, A12).

    Raises UserError without a person or an organisation.
    """
    on = act_days.known_day(ledger, draft.awarded_on)
    subject = draft.person_id or draft.org_id
    if not subject:
        raise UserError("没有选受表彰的人或党组织。", kept="没有保存。", todo="请选一个。")
    with ledger.writing(f"登记表彰：{draft.title}") as tx:
        values = {
            "target_type": "PERSON" if draft.person_id else "ORG",
            "person_id": draft.person_id,
            "org_id": None if draft.person_id else draft.org_id,
            "title": draft.title,
            "level": draft.level,
            "category": draft.category,
            "awarding_body": draft.awarding_body,
            "doc_no": draft.doc_no,
            "awarded_on": on,
            "award_year": on.first_day.year,
        }
        written = records.add(tx, "honour", values)
        book, day = rules.book_of(tx), on.last_day
        people = {one.row.person_id: one for one in member_facts.members(tx, day)}
        facts = next(one for one in affairs_facts.honours(tx, people, day) if one.id == written)
        doubts = "".join(f"{found.text}。" for found in honour_doubts(book, facts, day))
    return ledger.outcome(tx, f"表彰已登记。{doubts}", (written,))


def visits_document(ledger: Ledger, year: int) -> Document:
    """Return the register of visits of a year with the sum in words (P14)."""
    with ledger.reading() as tx:
        found = [
            row
            for row in records.find(tx, "care_visit")
            if (day := earliest(row["visited_on"])) and day.year == year
        ]
        names = record_lists.names_of(tx, "person", [row["person_id"] for row in found])
    total = sum((_amount(row) for row in found), Decimal(0))
    rows = tuple(_line(number, row, names) for number, row in enumerate(found, start=1))
    table = TableBlock(
        ("序号", "姓名", "困难等级", "时间（节日）", "慰问金", "慰问品", "资金来源", "慰问人"),
        rows,
        (12, 20, 18, 34, 18, 18, 16, 20),
        (Align.CENTRE, Align.CENTRE, Align.CENTRE, Align.LEFT, Align.RIGHT, Align.RIGHT,
         Align.CENTRE, Align.LEFT),
    )  # fmt: skip
    foot = Prose((f"合计{total:.2f}元（大写：{capital_amount(total)}）。",))
    title = f"{year}年慰问登记表"
    return Document(title, (Title(title), table, foot))


def uses_of(tx: Transaction) -> Mapping[str, str]:
    """Return the five purposes inside a transaction that is already open."""
    return rules.book_of(tx).versions("B8-20")[-1].labels("uses")


def _amount(row: Row) -> Decimal:
    return (row["cash"] or Decimal(0)) + (row["goods_value"] or Decimal(0))


def _line(number: int, row: Row, names: Mapping[str, str]) -> tuple[str, ...]:
    festival = code_text("festival", row["festival"])
    level = code_text("HardshipLevel", row["level"]) if row["level"] else "—"
    return (
        str(number),
        names[row["person_id"]],
        level,
        f"{row['visited_on']}（{festival}）" if festival else str(row["visited_on"]),
        f"{row['cash'] or Decimal(0):.2f}",
        f"{row['goods_value'] or Decimal(0):.2f}",
        code_text("fund_source", row["fund_source"]),
        row["visitors"],
    )


def _place(tx: Transaction, person_id: str) -> tuple[str | None, bool]:
    """Return the branch of a person and whether he is on a roster."""
    own = records.find(tx, "membership", person_id=person_id)
    if not own or own[-1]["status"] not in ON_ROSTER:
        return None, False
    return own[-1]["org_id"], True


def _has_visit(tx: Transaction, draft: VisitDraft, on: date) -> bool:
    """Tell whether the person was visited for the same festival in the same year (A27)."""
    own = records.find(tx, "care_visit", person_id=draft.person_id, festival=draft.festival)
    return any((day := earliest(row["visited_on"])) and day.year == on.year for row in own)


def _refuse_use(
    ledger: Ledger, tx: Transaction, facts: VisitFacts, on: date, override: Override | None
) -> None:
    rule = rules.book_of(tx).in_force("B8-20", on)
    barred = list(VISIT_CHECKS["B8-20"](rule, facts, on)) if rule else []
    overrides.permit(ledger, tx, barred, override)
