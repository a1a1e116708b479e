"""大额党费 (B8-11), dues of another day or branch (B8-08), the number of a receipt: small forms."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from PySide6.QtWidgets import QWidget

from app.base.errors import UserError
from app.domain.amounts import read_amount
from app.domain.dates import PartialDate, Precision
from app.domain.dues import months
from app.domain.dues_views import DuesRow, Payment
from app.domain.fields import Field, ValueKind
from app.domain.search_keys import keys_of
from app.services import branches, dues_book, dues_receipts
from app.services.ledger import Ledger, Outcome
from app.services.overrides import Override
from app.ui.draft_dialog import DraftDialog, Values
from app.ui.fields import Choice
from app.ui.page import PageTools
from app.ui.steps import ON, PERSON, Step, code, said, step_dialog, sure, text

_NOTE = "一次多交1000元以上的才登记在这里，全部上缴中央，不冲抵每月的党费。"
_ELSEWHERE_NOTE = (
    "不是今天交的、交给其他支部的（如持流动党员活动证的党员）登记在这里。金额空着就按核定的交。"
)


def read_branches(ledger: Ledger) -> list[Choice]:
    """Return the organisations to choose from, found by their initials."""
    return [
        Choice(row.id, name, " ".join(keys_of(name).initials))
        for row in branches.rows(ledger)
        if (name := row.short_name or row.name)
    ]


def large_dialog(
    tools: PageTools, rows: Sequence[DuesRow], person_id: str, parent: QWidget
) -> DraftDialog:
    """Return the form of 大额党费 for the members of a branch; person_id: whom it starts with."""
    step = Step(
        "登记大额党费",
        (PERSON, text("amount", "金额（元）"), ON),
        _pay,
        required=frozenset({"person_id", "amount", "on"}),
        start={"person_id": person_id},
        note=_NOTE,
    )
    return step_dialog(step, tools, {"person": [Choice(one.id, one.name) for one in rows]}, parent)


def elsewhere_dialog(
    tools: PageTools,
    people: Sequence[DuesRow],
    orgs: Sequence[Choice],
    parent: QWidget,
    start: tuple[str, date, str],
) -> DraftDialog:
    """Return the form of dues paid on another day or to another branch (B8-08).

    start: the member, the month and the branch that it starts with.
    """
    person, first, org = start
    month = PartialDate(first, Precision.MONTH)
    step = Step(
        "登记交纳（日期、支部另填）",
        (
            PERSON,
            Field("first", "从哪个月", ValueKind.DATE),
            Field("last", "到哪个月", ValueKind.DATE),
            text("amount", "每月金额（元）"),
            Field("on", "交纳日期", ValueKind.DATE),
            code("org_id", "交给哪个支部", "org"),
        ),
        _pay_elsewhere,
        required=frozenset({"person_id", "first", "last", "on", "org_id"}),
        start={"person_id": person, "first": month, "last": month, "org_id": org},
        note=_ELSEWHERE_NOTE,
    )
    choices = {"person": [Choice(one.id, one.name) for one in people], "org": orgs}
    return step_dialog(step, tools, choices, parent)


@dataclass(frozen=True, slots=True)
class _Number:
    text: str


def number_receipt(
    tools: PageTools, place: tuple[str, date], then: Callable[[object], None], parent: QWidget
) -> None:
    """Ask for the number of a receipt, the next one filled in; then: called once it is saved.

    place: the member and the month.
    """

    def ask(proposed: _Number) -> None:
        step = Step(
            "收据编号",
            (text("number", "收据号"),),
            lambda ledger, values, _: dues_receipts.give(ledger, *place, said(values, "number")),
            start={"number": proposed.text},
            note="已按年度编好，可以改；空着由程序编号。保存后打印。",
        )
        form = step_dialog(step, tools, {}, parent)
        form.saved.connect(then)
        form.open()

    ledger = tools.ledger
    tools.tasks.read(lambda _: _Number(dues_receipts.proposed(ledger, *place)), ask)


def _pay(ledger: Ledger, values: Values, _: Override | None) -> Outcome:
    on = sure(values, "on").first_day
    return dues_book.pay_large(ledger, said(values, "person_id"), _amount(values), paid_on=on)


def _pay_elsewhere(ledger: Ledger, values: Values, override: Override | None) -> Outcome:
    first, last = (sure(values, name).first_day for name in ("first", "last"))
    wanted = list(months(first, last))
    if not wanted:
        raise UserError("“到哪个月”早于“从哪个月”。", kept="没有保存。", todo="请核对月份。")
    amount = _amount(values) if said(values, "amount").strip() else None
    return dues_book.pay(
        ledger,
        [Payment(said(values, "person_id"), month, amount) for month in wanted],
        paid_on=sure(values, "on").first_day,
        org_id=said(values, "org_id"),
        override=override,
    )


def _amount(values: Values) -> Decimal:
    typed = said(values, "amount")
    amount = read_amount(typed).value
    if amount is None:
        raise UserError(
            f"金额“{typed}”读不出来。", kept="没有保存。", todo="请填写数字，单位是元。"
        )
    return amount
