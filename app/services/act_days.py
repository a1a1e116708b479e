"""The day on which something was done: known, not to come, and not before what it follows."""

from datetime import date

from app.base.errors import UserError
from app.domain.dates import PartialDate
from app.services.ledger import Ledger

_NOT_SAVED = "没有保存。"
Before = tuple[str, PartialDate | None]
"""What comes first, in words, and its day as far as it is known."""


def known_day(ledger: Ledger, known: PartialDate | None, *before: Before) -> PartialDate:
    """Return the day of an act; raises UserError as refuse_day() does, and when it is not known."""
    if known is None or known.value is None:
        raise UserError("没有写日期。", kept=_NOT_SAVED, todo="请填写日期。")
    refuse_day(ledger.today(), known, *before)
    return known


def refuse_day(today: date, known: PartialDate | None, *before: Before) -> None:
    """Raise UserError for a day that has not come yet or lies before what it must follow.

    A month or a year is refused only when all of it is wrong; what is not known is not compared.
    """
    if known is None or known.value is None:
        return
    if known.first_day > today:
        raise UserError(f"日期{known}还没有到。", kept=_NOT_SAVED, todo="请填写实际办理的日期。")
    for what, earlier in before:
        if earlier and earlier.value and known.last_day < earlier.first_day:
            raise UserError(
                f"日期{known}早于{what}{earlier}。", kept=_NOT_SAVED, todo="请核对日期。"
            )
