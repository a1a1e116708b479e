"""党费核定 (domain.md A51, B8): the yearly base sheet, its rate, waivers, and its slip in words."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from app.base.errors import UserError
from app.domain import dues_rules
from app.domain.affairs_facts import DuesFacts
from app.domain.dates import PartialDate, Precision
from app.domain.dues import Assessed, assess, base_of, version
from app.domain.dues_views import SheetDraft, SheetPreview, WaivedDues
from app.domain.kinds import Category
from app.domain.rules import Finding, Rule, RuleBook, earliest
from app.domain.showing import amount_text
from app.services import overrides, rules
from app.services.act_days import refuse_day
from app.services.dues_words import sheet_words
from app.services.ledger import Ledger, Outcome
from app.services.overrides import Override
from app.store import record_lists, records
from app.store.engine import Transaction
from app.store.records import Row

ITEMS = (
    "post_wage", "grade_wage", "basic_performance", "allowance", "teacher_extra",
    "teaching_years_pay", "reward_performance", "reform_allowance", "retired_pay", "retired_extra",
    "retired_allowance", "minus_pension", "minus_annuity", "minus_tax", "minus_medical",
    "minus_unemployment", "minus_housing", "minus_other",
)  # fmt: skip
"""The items of the sheet in the order of the form."""

_CATEGORIES = {Category.STUDENT: "STUDENT", Category.RETIRED: "RETIRED"}


def category_of(person_category: str) -> str:
    """Return the dues category that fits a person's category: pupils, retired, everybody else."""
    return _CATEGORIES.get(Category(person_category), "ON_JOB") if person_category else "ON_JOB"


def preview(ledger: Ledger, draft: SheetDraft) -> SheetPreview:
    """Return what a draft comes to, in numbers and words, and what is doubtful about it.

    Raises UserError when the base is negative.
    """
    with ledger.reading() as tx:
        book = rules.book_of(tx)
        others = _sheets(tx, [draft.person_id], draft.year)
    found = _assessed(book, draft)
    on = _day(draft)
    words = list(sheet_words(book, draft.category, draft.items, on, found))
    if draft.waived:
        words.append(
            f"经批准减免后，每月应交{draft.waived.due:.2f}元（原因：{draft.waived.reason}）。"
        )
    is_change = any(_is_other(row, draft) for row in others)
    return SheetPreview(found, tuple(words), tuple(_doubts(book, found, on, is_change=is_change)))


def enter(
    ledger: Ledger, drafts: Sequence[SheetDraft], override: Override | None = None
) -> Outcome:
    """Write the sheets of a year as one batch; ids are the sheets in order.

    A sheet of the same person, year and first month is corrected, any other is added. Raises
    UserError for a negative base, and for a waiver without study and approval (B8-06) unless an
    override is given or on record.
    """
    if not drafts:
        raise UserError("没有要核定的人。", kept="没有保存。", todo="请先选人。")
    years = "、".join(sorted({f"{draft.year}年" for draft in drafts}))
    with ledger.writing(f"核定{years}党费（{len(drafts)}人）") as tx:
        book = rules.book_of(tx)
        names = record_lists.names_of(tx, "person", [draft.person_id for draft in drafts])
        for draft in drafts:
            _refuse_waiver(ledger, draft, _assessed(book, draft))
        barred = [_barred_waiver(tx, book, one, names[one.person_id]) for one in drafts]
        overrides.permit(ledger, tx, [one for one in barred if one], override)
        written = [_write(tx, one, _assessed(book, one)) for one in drafts]
    return ledger.outcome(tx, f"已核定{len(drafts)}人的党费。", tuple(written))


def carry_over(ledger: Ledger, org_id: str, year: int) -> Outcome:
    """Give every member of a branch without a sheet the items of his last one, as one batch.

    What it makes a month is computed anew under the documents of the year; waivers are not
    carried over, because each needs its own decision. ids: the new sheets.
    """
    drafts: list[SheetDraft] = []
    with ledger.reading() as tx:
        people = [
            row["person_id"]
            for row in records.find(tx, "membership", org_id=org_id)
            if row["left_on"] is None
        ]
        have = {row["person_id"] for row in _sheets(tx, people, year)}
        for row in _sheets(tx, people, year - 1):
            if row["person_id"] not in have:
                drafts = [d for d in drafts if d.person_id != row["person_id"]]
                drafts.append(draft_of(row, year))
    if not drafts:
        raise UserError(f"{year - 1}年没有可以沿用的核定。", kept="没有保存。", todo="请逐人核定。")
    return enter(ledger, drafts)


def draft_of(row: Row, year: int) -> SheetDraft:
    """Return the draft of a stored sheet for another year, without its waiver."""
    items = {name: row[name] for name in ITEMS if row[name] is not None}
    return SheetDraft(
        person_id=row["person_id"],
        year=year,
        category=row["dues_category"],
        items=items,
        base=None if items else row["base"],
    )


def slip(ledger: Ledger, sheet_id: str) -> tuple[str, ...]:
    """Return the sentences of the slip of a sheet: who, base × rate in plain words."""
    with ledger.reading() as tx:
        row = records.get(tx, "dues_assess", sheet_id)
        name = record_lists.names_of(tx, "person", [row["person_id"]])[row["person_id"]]
    shown = preview(ledger, _stored(row))
    return (f"{name}同志{row['year']}年度党费核定", *shown.words)


def _stored(row: Row) -> SheetDraft:
    draft = draft_of(row, row["year"])
    waived = None
    if row["waiver_due"] is not None:
        waived = WaivedDues(due=row["waiver_due"], reason=row["waiver_reason"])
    return SheetDraft(
        person_id=draft.person_id,
        year=draft.year,
        category=draft.category,
        items=draft.items,
        base=draft.base,
        from_on=row["from_on"],
        waived=waived,
    )


def _day(draft: SheetDraft) -> date:
    return earliest(draft.from_on) or date(draft.year, 1, 1)


def _assessed(book: RuleBook, draft: SheetDraft) -> Assessed:
    on = _day(draft)
    base = base_of(book, draft.category, draft.items, on) if draft.items else draft.base
    found = base or Decimal(0)
    if found < 0:
        raise UserError(
            f"计算基数是{amount_text(found)}元，不能小于0。",
            kept="没有保存。",
            todo="请核对减去的各项。",
        )
    return assess(book, draft.category, found, on)


def _doubts(book: RuleBook, found: Assessed, on: date, *, is_change: bool) -> list[str]:
    told = []
    limit = book.rule("B8-10", on)
    if limit and dues_rules.above_limit(limit, found.due):
        told.append(f"每月超过{limit.number('most')}元，超过部分由本人自愿（{_place(limit)}）。")
    fixed = version(book, "B8-09", on)
    if is_change and fixed.word("mode") == "YEAR":
        told.append(f"这一年已经核定过，年内一般不变动（{_place(fixed)}）。")
    return told


def _place(rule: Rule) -> str:
    return f"{rule.source}{rule.article}"


def _barred_waiver(tx: Transaction, book: RuleBook, draft: SheetDraft, name: str) -> Finding | None:
    """Return why a waiver is not decided as B8-06 wants it, or None; history is not barred."""
    rule, waived = book.barring("B8-06", _day(draft)), draft.waived
    if rule is None or waived is None:
        return None
    known = DuesFacts(
        person_id=draft.person_id, membership_id=_membership(tx, draft.person_id), name=name
    )
    is_decided = bool(waived.study_on and waived.approved_on and waived.approved_by.strip())
    return dues_rules.barred_waiver(rule, known, is_decided=is_decided)


def _refuse_waiver(ledger: Ledger, draft: SheetDraft, found: Assessed) -> None:
    """Raise UserError for a waiver that is none, and for days that cannot be."""
    waived = draft.waived
    if waived is None:
        return
    if not 0 <= waived.due <= found.due:
        raise UserError(
            f"减免后每月应交{waived.due:.2f}元，不在0元和核定的{found.due:.2f}元之间。",
            kept="没有保存。",
            todo="请改正减免后的金额。",
        )
    refuse_day(ledger.today(), waived.study_on)
    refuse_day(ledger.today(), waived.approved_on, ("支部研究的日期", waived.study_on))


def _membership(tx: Transaction, person_id: str) -> str:
    found = records.find(tx, "membership", person_id=person_id)
    return found[-1]["id"] if found else ""


def _sheets(tx: Transaction, people: Sequence[str], year: int) -> list[Row]:
    if not people:
        return []
    return records.find(tx, "dues_assess", person_id=list(people), year=year)


def _is_other(row: Row, draft: SheetDraft) -> bool:
    """Tell whether a stored sheet of the year is another one than the draft would write."""
    return earliest(row["from_on"]) != earliest(draft.from_on)


def _write(tx: Transaction, draft: SheetDraft, found: Assessed) -> str:
    waived = draft.waived
    values: dict[str, Any] = {
        "person_id": draft.person_id,
        "year": draft.year,
        "from_on": draft.from_on,
        "dues_category": draft.category,
        **{name: draft.items.get(name) for name in ITEMS},
        "base": found.base if found.bracket else None,
        "rate_text": f"{amount_text(found.bracket.percent)}%" if found.bracket else "",
        "month_due": found.due,
        "waiver_due": waived.due if waived else None,
        "waiver_reason": waived.reason if waived else "",
        "waiver_study_on": waived.study_on if waived else None,
        "waiver_approved_by": waived.approved_by if waived else "",
        "waiver_approved_on": waived.approved_on if waived else None,
    }
    same = [r for r in _sheets(tx, [draft.person_id], draft.year) if not _is_other(r, draft)]
    if same:
        records.change(tx, "dues_assess", same[0]["id"], values)
        return str(same[0]["id"])
    return records.add(tx, "dues_assess", values)


def month(value: date) -> PartialDate:
    """Return a month as a date known to the month."""
    return PartialDate(value.replace(day=1), Precision.MONTH)
