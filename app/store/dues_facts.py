"""Dues as they stood on a day: what members owe month by month, what branches collected."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import func, or_, select

from app.domain.affairs_facts import DuesBranchFacts, DuesFacts
from app.domain.dates import PartialDate, add_months
from app.domain.dues import month_of, months
from app.domain.roster import Life, standing
from app.domain.rules import earliest, latest
from app.domain.status_rules import statuses
from app.store.days import begun_by, happened_by, open_on
from app.store.engine import Transaction
from app.store.member_facts import Member
from app.store.tables.care import DuesAssess, DuesPayment, DuesPublication
from app.store.tables.organisation import OrgUnit
from app.store.tables.people import DisposalCase, FloatingRecord, Membership

LARGE = "LARGE"
_MONTH = 7
_NOTHING = Decimal(0)


class Sheet(NamedTuple):
    """An assessment of a year, valid from a day of it on; due: 元 a month after any waiver."""

    id: str
    year: int | None
    from_on: date | None
    due: Decimal | None


@dataclass(frozen=True, slots=True)
class DuesRecords:
    """What the ledger holds about dues around a day, by person id.

    paid: amount by first day of the month. places: (month, organisation) of each payment.
    """

    sheets: Mapping[str, list[Sheet]]
    paid: Mapping[str, Mapping[date, Decimal]]
    places: Mapping[str, Sequence[tuple[date, str]]] = field(default_factory=dict)


def read(tx: Transaction, first: date, on: date, people: Sequence[str] = ()) -> DuesRecords:
    """Return assessments and payments since a month, as known on a day; of all people or some."""
    paid, places = _payments(tx, first, on, people)
    return DuesRecords(_sheets(tx, first.year, on, people), paid, places)


def due_in(sheets: Sequence[Sheet], month: date) -> Decimal | None:
    """Return what a month makes: by the newest sheet of its year that has begun; None without."""
    if len(sheets) == 1 and sheets[0].from_on is None:
        return sheets[0].due if sheets[0].year == month.year else None
    end = add_months(month, 1)
    valid = [s for s in sheets if s.year == month.year and (s.from_on is None or s.from_on < end)]
    return valid[-1].due if valid else None


def owes_in(life: Life, month: date, on: date) -> bool:
    """Tell whether a member owes dues for a month (B8-07, B8-21): by his status at its end."""
    at = standing(life, min(add_months(month, 1) - timedelta(days=1), on))
    return at is not None and at.status in statuses() and statuses()[at.status].owes_dues


def unpaid_of(
    life: Life, found: DuesRecords, person: str, span: tuple[date, date], paid_to: date | None
) -> tuple[date, ...]:
    """Return the months of a span that a person owes and has not wholly paid.

    span: first month and the day on which is asked. paid_to: last day of the month up to which an
    older book or the slip says that all is paid.
    """
    sheets, paid = found.sheets.get(person, ()), found.paid.get(person, {})
    open_months = []
    for month in _months(*span):
        due = due_in(sheets, month)
        is_open = due is not None and paid.get(month, _NOTHING) < due
        if is_open and not (paid_to and month <= paid_to) and owes_in(life, month, span[1]):
            open_months.append(month)
    return tuple(open_months)


def members(
    tx: Transaction, people: Iterable[Member], on: date, months_back: int
) -> list[DuesFacts]:
    """Return the dues of everybody who owes any on the day and has been assessed.

    months_back: how many months before that of the day are looked at (B8-23).
    """
    first = add_months(month_of(on), -months_back)
    found = read(tx, first, on)
    paid_to, cases = paid_to_by_membership(tx), _cases(tx, on)
    holders = _certificate_holders(tx, on)
    facts = []
    for one in people:
        person = one.row.person_id
        if person not in found.sheets or one.at is None or not statuses()[one.at.status].owes_dues:
            continue
        away = () if person in holders else _elsewhere(one.life, found.places.get(person, ()))
        own = [sheet for sheet in found.sheets[person] if sheet.year == on.year]
        facts.append(
            DuesFacts(
                person_id=person,
                membership_id=one.row.id,
                name=one.row.name,
                unpaid=unpaid_of(one.life, found, person, (first, on), paid_to.get(one.row.id)),
                newest_paid=_newest_paid(found, person),
                elsewhere=away,
                assessed=tuple(sheet.due for sheet in own if sheet.due is not None),
                has_case=person in cases,
            )
        )
    return facts


def _newest_paid(found: DuesRecords, person: str) -> date | None:
    sheets = found.sheets[person]
    return max(
        (
            month
            for month, paid in found.paid.get(person, {}).items()
            if (due := due_in(sheets, month)) is not None and paid >= due
        ),
        default=None,
    )


def branches(tx: Transaction, people: Iterable[Member], on: date) -> list[DuesBranchFacts]:
    """Return what branches have left to do about dues: assessments, last year's publication."""
    assessed = set(
        tx.session.scalars(select(DuesAssess.person_id).where(DuesAssess.year == on.year))
    )
    missing: dict[str, int] = defaultdict(int)
    for one in people:
        is_owing = one.at is not None and statuses()[one.at.status].owes_dues
        if one.at and one.at.org_id and is_owing and one.row.person_id not in assessed:
            missing[one.at.org_id] += 1
    collected, published = collected_by_org(tx, on.year - 1, on), _published(tx, on)
    query = select(OrgUnit.id, OrgUnit.short_name, OrgUnit.full_name).where(
        begun_by(OrgUnit.founded_on, on), open_on(OrgUnit.dissolved_on, on)
    )
    return [
        DuesBranchFacts(
            org_id=org,
            name=short or full,
            unassessed_n=missing.get(org, 0),
            collected=collected.get(org, Decimal(0)),
            is_published=org in published,
        )
        for org, short, full in tx.session.execute(query.order_by(OrgUnit.id))
        if org in missing or org in collected
    ]


def collected_by_org(tx: Transaction, year: int, on: date) -> dict[str, Decimal]:
    """Return what was paid for a year by a day, large voluntary sums left aside, by branch."""
    payment = DuesPayment
    query = (
        select(payment.org_id, func.sum(payment.paid))
        .where(
            payment.month_on >= str(year),
            payment.month_on < str(year + 1),
            payment.kind != LARGE,
            payment.org_id.is_not(None),
            or_(payment.paid_on.is_(None), happened_by(payment.paid_on, on)),
        )
        .group_by(payment.org_id)
    )
    return {org: total for org, total in tx.session.execute(query) if org and total}


def paid_to_by_membership(tx: Transaction) -> dict[str, date]:
    """Return until when older books or the slip say that dues are paid, by membership."""
    query = select(Membership.id, Membership.dues_paid_to)
    rows = tx.session.execute(query.where(Membership.dues_paid_to.is_not(None)))
    return {row: day for row, known in rows if (day := latest(known))}


def _sheets(tx: Transaction, year: int, on: date, people: Sequence[str]) -> dict[str, list[Sheet]]:
    sheet = DuesAssess
    query = select(
        sheet.person_id, sheet.id, sheet.year, sheet.from_on, sheet.month_due, sheet.waiver_due
    ).where(sheet.year >= year, sheet.year <= on.year)
    if people:
        query = query.where(sheet.person_id.in_(people))
    found: dict[str, list[Sheet]] = defaultdict(list)
    for person, row, of_year, from_on, due, waived in tx.session.execute(query):
        start = earliest(from_on)
        found[person].append(Sheet(row, of_year, start, due if waived is None else waived))
    for own in found.values():
        own.sort(key=lambda one: (one.year or 0, one.from_on or date.min, one.id))
    return found


_Paid = dict[str, dict[date, Decimal]]
_Places = dict[str, list[tuple[date, str]]]


def _payments(
    tx: Transaction, first: date, on: date, people: Sequence[str]
) -> tuple[_Paid, _Places]:
    """Return what was paid, in one text for each person: thousands of rows cost too much."""
    payment = DuesPayment
    one = func.concat(
        func.substr(payment.month_on, 1, _MONTH), "|", payment.paid, "|", payment.org_id
    )
    query = (
        select(payment.person_id, func.group_concat(one))
        .where(
            payment.month_on >= PartialDate(first).iso[:_MONTH],
            payment.kind != LARGE,
            or_(payment.paid_on.is_(None), happened_by(payment.paid_on, on)),
        )
        .group_by(payment.person_id)
    )
    if people:
        query = query.where(payment.person_id.in_(people))
    paid: _Paid = {}
    places: _Places = {}
    for person, text in tx.session.execute(query):
        own: dict[date, Decimal] = {}
        at: list[tuple[date, str]] = []
        for part in text.split(","):
            month_text, hundredths, org = part.split("|")
            month, amount = _month(month_text), _amount(hundredths)
            own[month] = own[month] + amount if month in own else amount
            at.append((month, org))
        paid[person], places[person] = own, at
    return paid, places


@lru_cache(maxsize=1000)
def _month(text: str) -> date:
    """Read the month of a payment; a ledger holds the same few months again and again."""
    return date(int(text[:4]), int(text[5:7] or 1), 1)


@lru_cache(maxsize=10_000)
def _amount(hundredths: str) -> Decimal:
    return Decimal(hundredths or 0) / 100


@lru_cache(maxsize=100)
def _months(first: date, last: date) -> tuple[date, ...]:
    return tuple(months(first, last))


def _elsewhere(life: Life, places: Sequence[tuple[date, str]]) -> tuple[date, ...]:
    """Return the months paid to an organisation that the member did not belong to in them."""
    found = set()
    for month, org in places:
        if not org or org == life.org_id:
            continue
        ends = (month, add_months(month, 1) - timedelta(days=1))
        at = (standing(life, day) for day in ends)
        if org not in {one.org_id for one in at if one}:
            found.add(month)
    return tuple(sorted(found))


def _published(tx: Transaction, on: date) -> set[str]:
    publication = DuesPublication
    query = select(publication.org_id).where(
        publication.year == on.year - 1, happened_by(publication.published_on, on)
    )
    return set(tx.session.scalars(query))


def _cases(tx: Transaction, on: date) -> set[str]:
    case = DisposalCase
    is_open = (begun_by(case.started_on, on), open_on(case.ended_on, on))
    return set(tx.session.scalars(select(case.person_id).where(case.kind == "REMOVAL", *is_open)))


def _certificate_holders(tx: Transaction, on: date) -> set[str]:
    """Return who may pay where he is: members away with a 流动党员活动证 (B8-08)."""
    record: Any = FloatingRecord
    query = select(record.person_id).where(
        record.certificate_no != "", begun_by(record.since_on, on)
    )
    return set(tx.session.scalars(query))
