"""Dues as they stood on a day: what members owe month by month, what branches collected."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, SQLColumnExpression, String, and_, cast, func, or_, select

from app.domain.affairs_facts import DuesBranchFacts, DuesFacts
from app.domain.dates import PartialDate, add_months
from app.domain.dues import months
from app.domain.roster import Life, standing
from app.domain.rules import earliest, latest
from app.domain.status_rules import owes_dues
from app.store.days import begun_by, happened_by, open_on
from app.store.engine import Transaction
from app.store.member_facts import Member
from app.store.tables.care import DuesAssess, DuesPayment, DuesPublication
from app.store.tables.organisation import OrgUnit
from app.store.tables.people import DisposalCase, FloatingRecord, Membership

LARGE = "LARGE"
_MONTH, _A_YEAR = 7, 12
_NOTHING = Decimal(0)


_People = dict[int, set[str]]


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
    paid, places = _payments(tx, (first, date.max), on, people)
    return DuesRecords(_sheets(tx, (first.year, on.year), people), paid, places)


def read_open(tx: Transaction, on: date, people: Sequence[str] = ()) -> DuesRecords:
    """Return the records among which something may be unpaid on a day; of all people or some.

    Those of the year and of the year before, and those of earlier years of whoever has not
    plainly paid all of such a year: what is unpaid stays so, however long ago it was.
    """
    recent = date(on.year - 1, 1, 1)
    newest = read(tx, recent, on, people)
    sheets: dict[str, list[Sheet]] = defaultdict(list)
    paid: dict[str, dict[date, Decimal]] = defaultdict(dict)
    places: _Places = defaultdict(list)
    years = sorted(_unsettled(tx, recent.year, on, people).items())
    parts = [_of_year(tx, year, on, sorted(who)) for year, who in years]
    for part in [*parts, newest]:
        for person, own in part.sheets.items():
            sheets[person] += own
        for person, amounts in part.paid.items():
            paid[person] |= amounts
        for person, at in part.places.items():
            places[person] += at
    return DuesRecords(sheets, paid, places)


def _of_year(tx: Transaction, year: int, on: date, people: Sequence[str]) -> DuesRecords:
    """Return the records of some people for one year, as known on a day."""
    paid, places = _payments(tx, (date(year, 1, 1), date(year + 1, 1, 1)), on, people)
    return DuesRecords(_sheets(tx, (year, year), people), paid, places)


def _unsettled(tx: Transaction, before: int, on: date, people: Sequence[str]) -> _People:
    """Return by year before a year who was assessed and has not plainly paid all twelve months."""
    payment, sheet = DuesPayment, DuesAssess
    year = func.substr(payment.month_on, 1, 4)
    months_n = func.count(func.distinct(func.substr(payment.month_on, 1, _MONTH)))
    paid = (
        select(
            payment.person_id,
            year.label("year"),
            months_n.label("n"),
            func.min(payment.paid).label("least"),
        )
        .where(payment.month_on < str(before), *_counted(on), *_only(payment.person_id, people))
        .group_by(payment.person_id, year)
        .subquery()
    )
    is_of_year = and_(paid.c.person_id == sheet.person_id, paid.c.year == cast(sheet.year, String))
    due = func.coalesce(sheet.waiver_due, sheet.month_due)
    is_open = or_(paid.c.n.is_(None), paid.c.n < _A_YEAR, paid.c.least < due)
    query = (
        select(func.coalesce(sheet.year, 0), sheet.person_id)
        .outerjoin(paid, is_of_year)
        .where(sheet.year < before, is_open, *_only(sheet.person_id, people))
    )
    found: _People = defaultdict(set)
    for of_year, person in tx.session.execute(query):
        found[of_year].add(person)
    return found


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
    return at is not None and owes_dues(at.status)


def unpaid_of(
    life: Life, found: DuesRecords, person: str, on: date, paid_to: date | None
) -> tuple[date, ...]:
    """Return the months up to a day that a person owes and has not wholly paid, oldest first.

    paid_to: last day of the month up to which an older book or the slip says that all is paid.
    """
    sheets, paid = found.sheets.get(person, ()), found.paid.get(person, {})
    first = min((sheet.year for sheet in sheets if sheet.year), default=on.year)
    open_months = []
    for month in _months(date(first, 1, 1), on):
        due = due_in(sheets, month)
        is_open = due is not None and paid.get(month, _NOTHING) < due
        if is_open and not (paid_to and month <= paid_to) and owes_in(life, month, on):
            open_months.append(month)
    return tuple(open_months)


def members(tx: Transaction, people: Iterable[Member], on: date) -> list[DuesFacts]:
    """Return the dues of everybody who owes any on the day and has been assessed."""
    found = read_open(tx, on)
    paid_to, cases = paid_to_by_membership(tx), _cases(tx, on)
    holders = _certificate_holders(tx, on)
    facts = []
    for one in people:
        person = one.row.person_id
        if person not in found.sheets or one.at is None or not owes_dues(one.at.status):
            continue
        away = () if person in holders else _elsewhere(one.life, found.places.get(person, ()))
        own = [sheet for sheet in found.sheets[person] if sheet.year == on.year]
        facts.append(
            DuesFacts(
                person_id=person,
                membership_id=one.row.id,
                name=one.row.name,
                unpaid=unpaid_of(one.life, found, person, on, paid_to.get(one.row.id)),
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
    """Return what branches have left to do about dues: assessments and publications."""
    missing, unpublished = _unassessed(tx, people, on), _unpublished(tx, on)
    query = select(OrgUnit.id, OrgUnit.short_name, OrgUnit.full_name).where(
        begun_by(OrgUnit.founded_on, on), open_on(OrgUnit.dissolved_on, on)
    )
    return [
        DuesBranchFacts(
            org_id=org,
            name=short or full,
            unassessed=tuple(sorted(missing[org].items())) if org in missing else (),
            unpublished=tuple(sorted(unpublished.get(org, ()))),
        )
        for org, short, full in tx.session.execute(query.order_by(OrgUnit.id))
        if org in missing or org in unpublished
    ]


def _unassessed(tx: Transaction, people: Iterable[Member], on: date) -> dict[str, Counter[int]]:
    """Return by branch how many of its members a year finds without an assessment.

    Looked at from the first year on for which anybody was assessed as a whole; before it the
    dues were kept elsewhere. Where nobody ever was, the year of the day is looked at. Who owes
    dues is seen at the end of a past year, else on the day.
    """
    year_of = func.coalesce(DuesAssess.year, 0)
    query = select(year_of, DuesAssess.person_id, DuesAssess.from_on).where(year_of > 0)
    assessed: dict[int, set[str]] = defaultdict(set)
    whole_years: set[int] = set()
    for year, person, from_on in tx.session.execute(query):
        assessed[year].add(person)
        if from_on is None:
            whole_years.add(year)
    begun = min(whole_years, default=on.year)
    missing: dict[str, Counter[int]] = defaultdict(Counter)
    for one in people:
        for year in range(begun, on.year + 1):
            if one.row.person_id in assessed[year] or not one.at or not one.at.org_id:
                continue
            at = standing(one.life, min(date(year, 12, 31), on))
            if at and owes_dues(at.status):
                missing[one.at.org_id][year] += 1
    return missing


def _unpublished(tx: Transaction, on: date) -> dict[str, set[int]]:
    """Return by branch the years before that of the day whose dues it has not published yet.

    Large voluntary sums are left aside: they are not in the table that is published.
    """
    payment, publication = DuesPayment, DuesPublication
    year = func.substr(payment.month_on, 1, 4)
    query = (
        select(payment.org_id, year)
        .where(payment.month_on < str(on.year), payment.org_id.is_not(None), *_counted(on))
        .group_by(payment.org_id, year)
        .having(func.sum(payment.paid) > 0)
    )
    told = select(publication.org_id, publication.year)
    told = told.where(happened_by(publication.published_on, on))
    published = {(org, of_year) for org, of_year in tx.session.execute(told)}
    found: dict[str, set[int]] = defaultdict(set)
    for org, text in tx.session.execute(query):
        if org and (org, int(text)) not in published:
            found[org].add(int(text))
    return found


def paid_to_by_membership(tx: Transaction) -> dict[str, date]:
    """Return until when older books or the slip say that dues are paid, by membership."""
    query = select(Membership.id, Membership.dues_paid_to)
    rows = tx.session.execute(query.where(Membership.dues_paid_to.is_not(None)))
    return {row: day for row, known in rows if (day := latest(known))}


def _counted(on: date) -> tuple[ColumnElement[bool], ...]:
    """Say that a payment counts for its month on a day."""
    payment = DuesPayment
    return (
        payment.kind != LARGE,
        or_(payment.paid_on.is_(None), happened_by(payment.paid_on, on)),
    )


def _only(column: SQLColumnExpression[Any], people: Sequence[str]) -> list[ColumnElement[bool]]:
    return [column.in_(people)] if people else []


def _sheets(
    tx: Transaction, years: tuple[int, int], people: Sequence[str]
) -> dict[str, list[Sheet]]:
    sheet = DuesAssess
    query = select(
        sheet.person_id, sheet.id, sheet.year, sheet.from_on, sheet.month_due, sheet.waiver_due
    ).where(sheet.year.between(*years), *_only(sheet.person_id, people))
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
    tx: Transaction, span: tuple[date, date], on: date, people: Sequence[str]
) -> tuple[_Paid, _Places]:
    """Return what was paid, in one text for each person: thousands of rows cost too much.

    span: the first month, and the month before which it ends.
    """
    payment = DuesPayment
    one = func.concat(
        func.substr(payment.month_on, 1, _MONTH), "|", payment.paid, "|", payment.org_id
    )
    query = (
        select(payment.person_id, func.group_concat(one))
        .where(
            payment.month_on >= PartialDate(span[0]).iso[:_MONTH],
            payment.month_on < PartialDate(span[1]).iso[:_MONTH],
            *_counted(on),
            *_only(payment.person_id, people),
        )
        .group_by(payment.person_id)
    )
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
