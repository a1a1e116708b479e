"""党费收缴: paying a month, several months, the whole branch at once; 大额党费."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from app.base.errors import UserError
from app.domain import dues_rules
from app.domain.affairs_facts import DuesFacts
from app.domain.dates import PartialDate, day
from app.domain.dues import late_from, version
from app.domain.dues_views import Payment
from app.domain.rules import RuleBook, earliest
from app.domain.status_rules import owes_dues
from app.services import overrides, rules
from app.services.act_days import refuse_day
from app.services.dues import month as known_month
from app.services.dues_grid import month_standing
from app.services.ledger import Ledger, Outcome
from app.services.overrides import Override
from app.store import dues_facts, member_facts, records
from app.store.dues_facts import LARGE
from app.store.engine import Transaction
from app.store.member_facts import Member


def pay(
    ledger: Ledger,
    payments: Sequence[Payment],
    *,
    paid_on: date | None = None,
    org_id: str | None = None,
    override: Override | None = None,
) -> Outcome:
    """Write payments of months as one batch; ids are the payments, in order.

    A month that is paid already is passed over. org_id: another organisation than the member's
    own, for members away with 活动证 (B8-08). Raises UserError for a month not assessed or not
    owed, an amount that is not positive, a temporary branch (B1-08) unless overridden.
    """
    on = paid_on or ledger.today()
    refuse_day(ledger.today(), day(on))
    with ledger.writing(_title(payments)) as tx:
        rows = _payment_rows(tx, payments, on)
        for row in rows:
            row["org_id"] = org_id or row["org_id"]
        written, sentence = _write(ledger, tx, rows, on, override)
    return ledger.outcome(tx, sentence, tuple(written))


def settle(
    ledger: Ledger,
    payments: Sequence[Payment],
    mistaken: Sequence[Payment],
    override: Override | None = None,
) -> Outcome:
    """Pay some months today and take others back that were entered by mistake, as one batch.

    ids: the payments written. Raises UserError as pay() does, and when there is nothing to do; an
    override allows what a temporary branch is barred from (B1-08).
    """
    on = ledger.today()
    changed = len(payments) + len(mistaken)
    title = f"更正党费登记（{changed}笔）" if mistaken else _title(payments)
    with ledger.writing(title) as tx:
        removed = _take_back(tx, mistaken)
        rows = _payment_rows(tx, payments, on) if payments else []
        done = _write(ledger, tx, rows, on, override) if rows else ([], "")
    told = f"已取消{len(removed)}笔党费登记。" if mistaken else ""
    return ledger.outcome(tx, told + done[1], tuple(done[0]))


def take_back(ledger: Ledger, months: Sequence[Payment]) -> Outcome:
    """Put the payments of some months into the recycle bin, when they were entered by mistake."""
    with ledger.writing(f"取消党费登记（{len(months)}笔）") as tx:
        ids = _take_back(tx, months)
    return ledger.outcome(tx, f"已取消{len(ids)}笔党费登记。", tuple(ids))


def pay_large(ledger: Ledger, person_id: str, amount: Decimal, *, paid_on: date) -> Outcome:
    """Write 大额党费 (B8-11): outside the monthly ledger, all of it goes to the centre.

    Raises UserError with the article for less than the least amount.
    """
    refuse_day(ledger.today(), day(paid_on))
    with ledger.writing("登记大额党费") as tx:
        book = rules.book_of(tx)
        member = _members(tx, paid_on, [person_id])[person_id]
        known = DuesFacts(person_id=person_id, membership_id=member.row.id, name=member.row.name)
        rule = book.barring("B8-11", paid_on)
        barred = dues_rules.barred_large(rule, known, amount) if rule else None
        if barred:
            raise UserError(
                overrides.told(overrides.bar_of(barred)), kept="没有保存。", todo="请按月交纳登记。"
            )
        values = {
            "person_id": person_id,
            "org_id": member.at.org_id if member.at else None,
            "month_on": known_month(paid_on),
            "paid": amount,
            "paid_on": day(paid_on),
            "kind": LARGE,
        }
        written = records.add(tx, "dues_payment", values)
    return ledger.outcome(tx, f"已登记{member.row.name}的大额党费{amount:.2f}元。", (written,))


def _write(
    ledger: Ledger,
    tx: Transaction,
    rows: Sequence[Mapping[str, Any]],
    on: date,
    override: Override | None = None,
) -> tuple[list[str], str]:
    """Write payments and return their ids with the sentence about them."""
    rules.refuse_barred(ledger, tx, "dues_payment", rows, override)
    written = records.add_many(tx, "dues_payment", rows)
    total = sum((row["paid"] for row in rows), Decimal(0))
    people = len({row["person_id"] for row in rows})
    return written, f"已收{people}人党费{total:.2f}元。{_too_late(tx, rows, on)}"


def _take_back(tx: Transaction, months: Sequence[Payment]) -> list[str]:
    ids = [
        row["id"]
        for each in months
        for row in records.find(tx, "dues_payment", person_id=each.person_id)
        if earliest(row["month_on"]) == each.month and row["kind"] != LARGE
    ]
    records.remove(tx, "dues_payment", ids)
    return ids


def _title(payments: Sequence[Payment]) -> str:
    months = sorted({payment.month for payment in payments})
    if not months:
        raise UserError("没有选要交的月份。", kept="没有保存。", todo="请先选人和月份。")
    span = dues_rules.months_text(months[:1]) + (
        f"至{dues_rules.months_text(months[-1:])}" if len(months) > 1 else ""
    )
    people = len({payment.person_id for payment in payments})
    return f"收{span}党费（{people}人）"


def _members(tx: Transaction, on: date, people: Iterable[str]) -> dict[str, Member]:
    wanted = set(people)
    return {
        one.row.person_id: one
        for one in member_facts.members(tx, on)
        if one.row.person_id in wanted
    }


def _payment_rows(tx: Transaction, payments: Sequence[Payment], on: date) -> list[dict[str, Any]]:
    people = [payment.person_id for payment in payments]
    members = _members(tx, on, people)
    first = min(payment.month for payment in payments)
    last = max(*(payment.month for payment in payments), on)
    found = dues_facts.read(tx, first, last, list(dict.fromkeys(people)))
    book = rules.book_of(tx)
    rows = []
    paid: dict[tuple[str, date], Decimal] = {}
    for payment in payments:
        member = members.get(payment.person_id)
        if member is None:
            raise UserError("选中的人不是党员。", kept="没有保存。", todo="请刷新后再试。")
        person, month = payment.person_id, payment.month
        known = found.paid.get(person, {}).get(month, Decimal(0))
        before = paid.get((person, month), known)
        due = dues_facts.due_in(found.sheets.get(person, ()), month)
        row = _payment_row(book, member, (due, before), payment, on)
        if row:
            rows.append(row)
            paid[person, month] = before + row["paid"]
    return rows


def _payment_row(
    book: RuleBook, member: Member, owed: tuple[Decimal | None, Decimal], payment: Payment, on: date
) -> dict[str, Any] | None:
    """Return a payment to be written; owed: what the month makes, what is paid of it already."""
    person, month = payment.person_id, payment.month
    due, before = owed
    where = f"{member.row.name}{month.year}年{month.month}月"
    if due is None:
        raise UserError(f"{where}的党费还没有核定。", kept="没有保存。", todo="请先核定党费。")
    at = month_standing(member, month, max(on, month))
    if at is None or not owes_dues(at.status):
        raise UserError(f"{where}不用交党费。", kept="没有保存。", todo="请核对党籍状态和时间。")
    amount = due - before
    if payment.amount is not None:
        amount = payment.amount
        if amount <= 0:
            raise UserError("交纳的金额要大于0。", kept="没有保存。", todo="请填写金额。")
        if before and before >= due:
            raise UserError(
                f"{where}的党费已经交过。",
                kept="没有保存。",
                todo="金额登记错了的，请先取消再登记。",
            )
    if amount <= 0:
        return None
    grace = version(book, "B8-13", on).number("grace_day")
    return {
        "person_id": person,
        "org_id": at.org_id,
        "month_on": known_month(month),
        "due": due,
        "paid": amount,
        "paid_on": day(on),
        "kind": "MAKEUP" if on > late_from(month, grace) else "MONTHLY",
    }


def _too_late(tx: Transaction, rows: Sequence[Mapping[str, Any]], on: date) -> str:
    """Return a sentence about months made up later than the rule wants (B8-12); or ""."""
    rule = rules.book_of(tx).rule("B8-12", on)
    if rule is None:
        return ""
    late = [r for r in rows if dues_rules.makeup_too_late(rule, _first(r["month_on"]), on)]
    if not late:
        return ""
    return (
        f"其中{len(late)}笔补交超过{rule.number('months_most')}个月"
        f"（{rule.source}{rule.article}）。"
    )


def _first(known: PartialDate) -> date:
    return known.first_day
