"""Sums by year for one person: what was attended, what dues were paid."""

from decimal import Decimal
from typing import NamedTuple

from sqlalchemy import func, select

from app.store.dues_facts import LARGE
from app.store.engine import Transaction
from app.store.tables.activities import Activity, Attendance
from app.store.tables.care import DuesPayment

_YEAR = 4
_THERE = ("PRESENT", "MADE_UP")


class Attended(NamedTuple):
    """How often a person took part in one kind of activity in a year."""

    year: str
    kind: str
    times: int


class DuesYear(NamedTuple):
    """What a person paid for one year: months and 元; large: 大额党费, outside the ledger."""

    year: str
    is_large: bool
    months_n: int
    paid: Decimal


def attended(tx: Transaction, person_id: str) -> list[Attended]:
    """Return what a person attended, by year and kind."""
    year = func.substr(Activity.held_on, 1, _YEAR)
    query = (
        select(year, Activity.kind, func.count())
        .join(Attendance, Attendance.activity_id == Activity.id)
        .where(Attendance.person_id == person_id, Attendance.state.in_(_THERE))
        .where(Activity.held_on.is_not(None))
        .group_by(year, Activity.kind)
        .order_by(year, Activity.kind)
    )
    return [Attended(str(y)[:_YEAR], kind, n) for y, kind, n in tx.session.execute(query)]


def dues(tx: Transaction, person_id: str) -> list[DuesYear]:
    """Return what a person paid, by year; large sums apart."""
    year = func.substr(DuesPayment.month_on, 1, _YEAR)
    is_large = DuesPayment.kind == LARGE
    query = (
        select(year, is_large, func.count(func.distinct(DuesPayment.month_on)),
               func.sum(DuesPayment.paid))
        .where(DuesPayment.person_id == person_id, DuesPayment.month_on.is_not(None))
        .group_by(year, is_large)
        .order_by(year)
    )  # fmt: skip
    return [
        DuesYear(str(y)[:_YEAR], bool(large), n, paid or Decimal(0))
        for y, large, n, paid in tx.session.execute(query)
    ]
