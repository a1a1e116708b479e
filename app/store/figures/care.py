"""Evidence for the figures about care, campaigns, opinions, dues and the press."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from decimal import Decimal
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import ColumnElement, func, null, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from app.domain.dates import PartialDate
from app.domain.figures import Evidence, FigureChoices, Period
from app.domain.kinds import (
    HardshipLevel,
)
from app.domain.rules import earliest
from app.store.days import begun_by, happened_by, iso_of
from app.store.dues_facts import LARGE
from app.store.engine import Transaction
from app.store.figures.querying import (
    Query,
    evidence,
    holds_on,
    in_year,
    plain,
    within,
)
from app.store.tables.activities import Campaign
from app.store.tables.care import (
    CareVisit,
    DuesAssess,
    DuesPayment,
    HardshipCase,
)
from app.store.tables.duty import (
    PressSubscription,
)
from app.store.tables.people import MemberOpinion


def money(column: InstrumentedAttribute[Any]) -> ColumnElement[Any]:
    """Return an amount that is zero when it was left empty."""
    return func.coalesce(column, 0, type_=column.type)


def aided_members(tx: Transaction, period: Period, _choices: FigureChoices) -> list[Evidence]:
    """Return the members in hardship who were aided, each person once (N14)."""
    query = (
        select(CareVisit.person_id)
        .where(
            CareVisit.kind == "AID",
            CareVisit.is_member.is_(True),
            CareVisit.level.in_((HardshipLevel.SEVERE, HardshipLevel.HARD)),
            within(CareVisit.visited_on, period),
        )
        .distinct()
        .order_by(CareVisit.person_id)
    )
    return [Evidence("person", person) for person in tx.session.scalars(query)]


def opinions(*, closed: bool = False) -> Query:
    """Return the query for members' opinions received in the year, all or answered."""

    def query(tx: Transaction, period: Period, _choices: FigureChoices) -> list[Evidence]:
        which = (happened_by(MemberOpinion.closed_on, period.end),) if closed else ()
        return plain(tx, MemberOpinion, within(MemberOpinion.received_on, period), *which)

    return query


def hardship_register(tx: Transaction, period: Period, _choices: FigureChoices) -> list[Evidence]:
    """Return the hardship cases open on the cut-off day."""
    return plain(tx, HardshipCase, holds_on(HardshipCase.found_on, HardshipCase.closed_on, period))


def campaigns(tx: Transaction, period: Period, _choices: FigureChoices) -> list[Evidence]:
    """Return the campaigns that ran in the year, with their names."""
    query = (
        select(Campaign.id, null(), Campaign.name)
        .where(
            happened_by(Campaign.start_on, period.end),
            or_(Campaign.end_on.is_(None), Campaign.end_on >= period.lowest),
        )
        .order_by(Campaign.start_on, Campaign.id)
    )
    return evidence(tx, Campaign, query)


def care_money(tx: Transaction, period: Period, _choices: FigureChoices) -> list[Evidence]:
    """Return the visits with money and goods in 元."""
    query = (
        select(CareVisit.id, CareVisit.cash, CareVisit.goods_value)
        .where(within(CareVisit.visited_on, period))
        .order_by(CareVisit.id)
    )
    return [
        Evidence("care_visit", visit, (cash or Decimal(0)) + (goods or Decimal(0)))
        for visit, cash, goods in tx.session.execute(query)
        if cash or goods
    ]


care_visits = in_year(CareVisit, day=CareVisit.visited_on)
press_copies = in_year(
    PressSubscription,
    year=PressSubscription.year,
    amount=func.coalesce(PressSubscription.ordered_copies, 0),
)
press_amount = in_year(
    PressSubscription, year=PressSubscription.year, amount=money(PressSubscription.amount)
)


def dues_due(tx: Transaction, period: Period, _choices: FigureChoices) -> list[Evidence]:
    """Return the assessments of the year, each for its months in force, in 元 after waivers."""
    owed = sorted((sheet, due) for _person, sheet, due in _owed(tx, period))
    return [Evidence("dues_assess", sheet, due) for sheet, due in owed if due]


def _owed(tx: Transaction, period: Period) -> Iterator[tuple[str, str, Decimal]]:
    """Yield (person, assessment, 元): each month begun is owed under the last one by then."""
    due_after_waiver = func.coalesce(DuesAssess.waiver_due, DuesAssess.month_due)
    query = (
        select(DuesAssess.person_id, DuesAssess.id, DuesAssess.from_on, due_after_waiver)
        .where(
            DuesAssess.year == period.year,
            DuesAssess.month_due.is_not(None),
            begun_by(DuesAssess.from_on, period.end),
        )
        .order_by(
            DuesAssess.person_id, func.coalesce(iso_of(DuesAssess.from_on), ""), DuesAssess.id
        )
    )
    for person, sheets in groupby(tx.session.execute(query), key=itemgetter(0)):
        every = [(sheet, _first_month(start, period), due) for _, sheet, start, due in sheets]
        in_force = [
            next(((sheet, due) for sheet, start, due in reversed(every) if start <= month), None)
            for month in period.months()
        ]
        for (sheet, due), months_n in Counter(filter(None, in_force)).items():
            yield person, sheet, (due or Decimal(0)) * months_n


def _first_month(start: PartialDate | None, period: Period) -> int:
    """Return the month of the year from which an assessment holds."""
    known = earliest(start)
    return known.month if known and known.year == period.year else 1


def dues_paid(tx: Transaction, period: Period, _choices: FigureChoices) -> list[Evidence]:
    """Return the payments for the year in 元; 大额党费 stands outside the ledger (B8-11)."""
    query = select(DuesPayment.id, DuesPayment.paid).where(
        within(DuesPayment.month_on, period), DuesPayment.kind != LARGE
    )
    return [
        Evidence("dues_payment", row, paid or Decimal(0))
        for row, paid in tx.session.execute(query.order_by(DuesPayment.id))
    ]


def dues_arrears(tx: Transaction, period: Period, _choices: FigureChoices) -> list[Evidence]:
    """Return the people whose payments fall short of what was due."""
    owed: dict[str, Decimal] = defaultdict(Decimal)
    for person, _sheet, due in _owed(tx, period):
        owed[person] += due
    query = (
        select(DuesPayment.person_id, func.sum(DuesPayment.paid))
        .where(within(DuesPayment.month_on, period), DuesPayment.kind != LARGE)
        .group_by(DuesPayment.person_id)
    )
    paid = {person: amount or Decimal(0) for person, amount in tx.session.execute(query)}
    short = [person for person, due in owed.items() if paid.get(person, Decimal(0)) < due]
    return [Evidence("person", person) for person in sorted(short)]
