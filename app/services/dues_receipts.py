"""党费收据 (P05 e): numbered by year within a branch, printed with their stubs."""

import re
from datetime import date

from app.base.errors import UserError
from app.domain.document import Block, Document, Prose, Title
from app.domain.dues import version
from app.domain.numerals import capital_amount
from app.domain.rules import earliest
from app.services import rules
from app.services.ledger import Ledger, Outcome
from app.store import record_lists, records
from app.store.engine import Transaction
from app.store.records import Row

_DIGITS = 4
_RULE = "B8-24"


def proposed(ledger: Ledger, person_id: str, month: date) -> str:
    """Return the number of the receipt of a month, or the next one of the branch and year.

    Raises UserError when nothing was paid for that month.
    """
    with ledger.reading() as tx:
        paid = _payments(tx, person_id, month)
        return str(paid[0]["receipt_no"]) or _next_number(tx, paid[0], ledger.today())


def give(ledger: Ledger, person_id: str, month: date, number: str = "") -> Outcome:
    """Give the receipts of a month their numbers; ids are the payments.

    number: of the first one, "" for the next. Raises UserError when nothing was paid, and for a
    number that another receipt bears.
    """
    with ledger.writing("党费收据编号") as tx:
        paid = _payments(tx, person_id, month)
        for row, wanted in zip(paid, [number.strip(), *[""] * len(paid)], strict=False):
            given = wanted or row["receipt_no"] or _next_number(tx, row, ledger.today())
            if given != row["receipt_no"]:
                _refuse_taken(tx, row, given)
                records.change(tx, "dues_payment", row["id"], {"receipt_no": given})
    return ledger.outcome(tx, "收据已编号。", tuple(row["id"] for row in paid))


def document(ledger: Ledger, person_id: str, month: date) -> Document:
    """Return the receipts of what a member paid for a month, each with its stub.

    Raises UserError when nothing was paid for that month.
    """
    with ledger.reading() as tx:
        name = record_lists.names_of(tx, "person", [person_id])[person_id]
        paid = _payments(tx, person_id, month)
    blocks: list[Block] = []
    for row in paid:
        for part in ("存根", "收据"):
            lines = _lines(row, name, month)
            blocks += [Title(f"党费{part}"), *(Prose((line,)) for line in lines)]
    return Document(f"{name}{month.year}年{month.month}月党费收据", tuple(blocks))


def _lines(row: Row, name: str, month: date) -> tuple[str, ...]:
    return (
        f"编号：{row['receipt_no']}",
        f"今收到{name}同志{month.year}年{month.month}月党费{row['paid']:.2f}元。",
        f"人民币（大写）：{capital_amount(row['paid'])}",
        f"交纳日期：{row['paid_on']}",
    )


def _payments(tx: Transaction, person_id: str, month: date) -> list[Row]:
    paid = [
        row
        for row in records.find(tx, "dues_payment", person_id=person_id)
        if row["month_on"] and row["month_on"].first_day == month
    ]
    if not paid:
        name = record_lists.names_of(tx, "person", [person_id])[person_id]
        raise UserError(
            f"{name}还没有交{month.year}年{month.month}月的党费。", todo="请先登记交纳再打印收据。"
        )
    return paid


def _next_number(tx: Transaction, row: Row, today: date) -> str:
    """Return the next number of the branch in the year of the payment, by the pattern (B8-24)."""
    on = earliest(row["paid_on"]) or today
    numbers = [
        int(found[1])
        for one in records.find(tx, "dues_payment", org_id=row["org_id"])
        if (found := re.search(rf"〔{on.year}〕(\d+)号", one["receipt_no"]))
    ]
    following = f"{max(numbers, default=0) + 1:0{_DIGITS}d}"
    pattern = version(rules.book_of(tx), _RULE, on).word("pattern")
    return pattern.format(year=on.year, number=following)


def _refuse_taken(tx: Transaction, row: Row, number: str) -> None:
    same = records.find(tx, "dues_payment", org_id=row["org_id"], receipt_no=number)
    if any(one["id"] != row["id"] for one in same):
        raise UserError(
            f"收据号{number}已经用过。",
            kept="没有保存。",
            todo="请换一个号，或者空着由程序编号。",
        )
