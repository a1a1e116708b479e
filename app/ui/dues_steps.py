"""大额党费 (B8-11) and the number of a receipt: small forms beside the ledger of months."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtWidgets import QWidget

from app.base.errors import UserError
from app.domain.amounts import read_amount
from app.domain.dues_views import DuesRow
from app.services import dues_book, dues_receipts
from app.services.ledger import Ledger, Outcome
from app.services.overrides import Override
from app.ui.draft_dialog import DraftDialog, Values
from app.ui.fields import Choice
from app.ui.page import PageTools
from app.ui.steps import ON, PERSON, Step, said, step_dialog, sure, text

_NOTE = "一次多交1000元以上的才登记在这里，全部上缴中央，不冲抵每月的党费。"


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
    typed, on = said(values, "amount"), sure(values, "on").first_day
    amount = read_amount(typed).value
    if amount is None:
        raise UserError(
            f"金额“{typed}”读不出来。", kept="没有保存。", todo="请填写数字，单位是元。"
        )
    return dues_book.pay_large(ledger, said(values, "person_id"), amount, paid_on=on)
