"""Transfers, disposals, floating members, honours and care as they stood on a day."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import exists, func, not_, or_, select

from app.domain.affairs_facts import (
    Affairs,
    CaseFacts,
    FloatingFacts,
    HardshipFacts,
    HonourFacts,
    OpinionFacts,
    PupilFacts,
    ReapplicationFacts,
    TransferFacts,
    VisitFacts,
)
from app.domain.dates import PartialDate
from app.domain.kinds import Category, Direction, MemberType, Status
from app.domain.roster import standing
from app.domain.rules import earliest, latest
from app.store import dues_facts
from app.store.contacts import last_contacts
from app.store.days import begun_by, happened_by, open_on
from app.store.engine import Transaction
from app.store.member_facts import Member, known_by
from app.store.tables.care import CareVisit, HardshipCase, Honour
from app.store.tables.development import DevCase
from app.store.tables.organisation import OrgUnit
from app.store.tables.people import (
    DisposalCase,
    FloatingRecord,
    MemberOpinion,
    MembershipEvent,
    Person,
    Talk,
    Transfer,
)

_BARRED_FROM_JOINING = frozenset(
    {
        Status.REMOVED_SELF,
        Status.REMOVED_WITHDRAW,
        Status.REMOVED_PERSUADED,
        Status.REMOVED_REFUSED,
        Status.REMOVED_LOST,
        Status.EXPELLED,
    }
)
_WITHDRAWN = "WITHDRAWN"


def affairs(tx: Transaction, people: Sequence[Member], on: date) -> Affairs:
    """Return what the rules of members' affairs look at, as of a day."""
    by_person = {one.row.person_id: one for one in people}
    return Affairs(
        dues=tuple(dues_facts.members(tx, people, on)),
        branches=tuple(dues_facts.branches(tx, people, on)),
        transfers=tuple(_transfers(tx, on)),
        pupils=tuple(pupils(tx, people, on)),
        cases=tuple(_cases(tx, on)),
        reapplications=tuple(_reapplications(tx, on)),
        floating=tuple(_floating(tx, by_person, on)),
        honours=tuple(honours(tx, by_person, on)),
        hardships=tuple(_hardships(tx, on)),
        visits=tuple(_visits(tx, on)),
        opinions=tuple(_opinions(tx, on)),
    )


def _named(tx: Transaction, cls: Any, *conditions: Any) -> Iterator[tuple[Any, str]]:
    """Return the records that fulfil the conditions, oldest first, with the person's name."""
    query = select(cls, Person.name).join(Person, Person.id == cls.person_id)
    yield from tx.session.execute(query.where(*conditions).order_by(cls.id))


def _transfers(tx: Transaction, on: date) -> Iterator[TransferFacts]:
    table = Transfer
    replaced = select(table.replaces_id).where(
        table.replaces_id.is_not(None), happened_by(table.handled_on, on)
    )
    old = set(tx.session.scalars(replaced))
    conditions = (
        table.direction.in_((Direction.IN, Direction.OUT)),
        or_(table.status != _WITHDRAWN, _taken_back_after(on)),
        happened_by(table.handled_on, on),
        open_on(table.receipt_on, on),
    )
    for row, name in _named(tx, table, *conditions):
        yield TransferFacts(
            id=row.id,
            person_id=row.person_id,
            name=name,
            direction=row.direction,
            channel=row.channel,
            handled_on=row.handled_on,
            valid_days=row.valid_days,
            accepted_on=known_by(row.accepted_on, on),
            receipt_on=known_by(row.receipt_on, on),
            replaced=row.id in old,
        )


def _taken_back_after(on: date) -> Any:
    """Return the condition that a slip was still out on a day, though it was taken back later."""
    event = MembershipEvent
    return exists().where(
        event.membership_id == Transfer.membership_id,
        event.status_before == str(Status.OUT_PENDING),
        event.status_after == str(Status.NORMAL),
        event.happened_on >= Transfer.handled_on,
        not_(happened_by(event.happened_on, on)),
    )


def pupils(tx: Transaction, people: Iterable[Member], on: date) -> Iterator[PupilFacts]:
    """Yield the pupils who were members on a day, with what is known of their leaving."""
    leaving = select(Transfer.person_id).where(
        Transfer.direction == Direction.OUT,
        Transfer.status != _WITHDRAWN,
        happened_by(Transfer.handled_on, on),
        Transfer.handled_on >= str(on.year),
    )
    gone = set(tx.session.scalars(leaving))
    query = select(Person.id, Person.expected_leave_on).where(Person.category == Category.STUDENT)
    leaves: dict[str, PartialDate | None] = dict(tx.session.execute(query).all())
    for one in people:
        if one.row.person_id in leaves and one.is_on_roster and one.at:
            yield PupilFacts(
                person_id=one.row.person_id,
                name=one.row.name,
                is_probationary=one.at.member_type == MemberType.PROBATIONARY,
                leaves_on=leaves[one.row.person_id],
                has_transfer=one.row.person_id in gone,
            )


def _cases(tx: Transaction, on: date) -> Iterator[CaseFacts]:
    case = DisposalCase
    begun = happened_by(func.coalesce(case.started_on, case.approved_on), on)
    for row, name in _named(tx, case, begun):
        yield CaseFacts(
            id=row.id,
            person_id=row.person_id,
            name=name,
            kind=row.kind,
            state=row.state,
            started_on=row.started_on,
            deadline_on=row.deadline_on,
            approved_on=known_by(row.approved_on, on),
            effect_until=row.effect_until,
            ended_on=known_by(row.ended_on, on),
        )


def _reapplications(tx: Transaction, on: date) -> Iterator[ReapplicationFacts]:
    event, case = MembershipEvent, DevCase
    query = (
        select(case.id, case.person_id, Person.name, event.happened_on, case.applied_on)
        .join(event, event.person_id == case.person_id)
        .join(Person, Person.id == case.person_id)
        .where(
            event.status_after.in_(_BARRED_FROM_JOINING),
            happened_by(event.happened_on, on),
            happened_by(case.applied_on, on),
            case.applied_on > event.happened_on,
        )
        .order_by(case.id)
    )
    for case_id, person, name, removed_on, applied_on in tx.session.execute(query):
        yield ReapplicationFacts(
            case_id=case_id,
            person_id=person,
            name=name,
            removed_on=removed_on,
            applied_on=applied_on,
        )


def removed_on(tx: Transaction, person_id: str) -> PartialDate | None:
    """Return when somebody was last removed or expelled; None when never (B11-03)."""
    event = MembershipEvent
    query = select(event.happened_on).where(
        event.person_id == person_id, event.status_after.in_(_BARRED_FROM_JOINING)
    )
    return tx.session.scalar(query.order_by(event.happened_on.desc()).limit(1))


def _floating(tx: Transaction, people: Mapping[str, Member], on: date) -> Iterator[FloatingFacts]:
    record = FloatingRecord
    conditions = (
        record.direction == "OUT",
        happened_by(record.since_on, on),
        open_on(record.until_on, on),
    )
    away = [
        (row, name)
        for row, name in _named(tx, record, *conditions)
        if row.person_id in people and people[row.person_id].is_on_roster
    ]
    absent = [row.person_id for row, _name in away]
    contacts = last_contacts(tx, absent, on) if away else {}
    reports = _last_reports(tx, absent, on) if away else {}
    for row, name in away:
        yield FloatingFacts(
            id=row.id,
            person_id=row.person_id,
            name=name,
            since_on=row.since_on,
            last_contact_on=contacts.get(row.person_id),
            last_report_on=known_by(row.last_report_on, on) or reports.get(row.person_id),
        )


def _last_reports(tx: Transaction, people: Sequence[str], on: date) -> dict[str, PartialDate]:
    """Return the last report of members away by a day that a newer one has replaced since."""
    query = (
        select(Talk.person_id, Talk.held_on)
        .where(Talk.kind == "REPORT", Talk.person_id.in_(people), happened_by(Talk.held_on, on))
        .order_by(Talk.held_on)
    )
    return {person: held_on for person, held_on in tx.session.execute(query) if held_on}


def honours(tx: Transaction, people: Mapping[str, Member], on: date) -> Iterator[HonourFacts]:
    """Yield the honours given by a day, with the standing of that day (A11, A12, B11-11)."""
    query = (
        select(Honour, Person.name, OrgUnit.full_name)
        .join(Person, Person.id == Honour.person_id, isouter=True)
        .join(OrgUnit, OrgUnit.id == Honour.org_id, isouter=True)
        .where(begun_by(Honour.awarded_on, on))
        .order_by(Honour.id)
    )
    effects = _effects(tx)
    seen: set[tuple[str, str, int | None]] = set()
    for row, person, org in tx.session.execute(query):
        subject = row.person_id or row.org_id or ""
        key = (subject, row.title, row.award_year)
        day = latest(row.awarded_on)
        yield HonourFacts(
            id=row.id,
            subject=subject,
            name=person or org or "",
            title=row.title,
            year=row.award_year,
            status=_status_on(people.get(row.person_id or ""), day),
            disposals=tuple(
                kind
                for kind, first, last in effects.get(row.person_id or "", ())
                if day and first <= day and (last is None or day < last)
            ),
            twin=key in seen,
        )
        seen.add(key)


def _status_on(member: Member | None, day: date | None) -> str:
    at = standing(member.life, day) if member and day else None
    return at.status if at else ""


def _effects(tx: Transaction) -> dict[str, list[tuple[str, date, date | None]]]:
    """Return kind, first and last day of the effect of every decided case, by person."""
    case = DisposalCase
    query = select(case.person_id, case.kind, case.approved_on, case.effect_until)
    found: dict[str, list[tuple[str, date, date | None]]] = defaultdict(list)
    for person, kind, approved_on, until in tx.session.execute(query):
        first = earliest(approved_on)
        if first:
            found[person].append((kind, first, latest(until)))
    return found


def _hardships(tx: Transaction, on: date) -> Iterator[HardshipFacts]:
    last = select(CareVisit.person_id, func.max(CareVisit.visited_on)).where(
        happened_by(CareVisit.visited_on, on)
    )
    visited: dict[str, PartialDate | None] = dict(
        tx.session.execute(last.group_by(CareVisit.person_id)).all()
    )
    case = HardshipCase
    since = func.coalesce(case.approved_on, case.found_on)
    for row, name in _named(tx, case, happened_by(since, on), open_on(case.closed_on, on)):
        yield HardshipFacts(
            id=row.id,
            person_id=row.person_id,
            name=name,
            since_on=row.approved_on or row.found_on,
            visited_on=visited.get(row.person_id),
        )


def _visits(tx: Transaction, on: date) -> Iterator[VisitFacts]:
    visit = CareVisit
    seen: set[tuple[str, str]] = set()
    in_year = (visit.visited_on >= str(on.year), happened_by(visit.visited_on, on))
    for row, name in _named(tx, visit, *in_year):
        key = (row.person_id, row.festival)
        yield VisitFacts(
            id=row.id,
            person_id=row.person_id,
            name=name,
            festival=row.festival,
            fund_source=row.fund_source,
            purpose=row.purpose,
            amount=(row.cash or Decimal(0)) + (row.goods_value or Decimal(0)),
            repeats=key in seen,
        )
        seen.add(key)


def _opinions(tx: Transaction, on: date) -> Iterator[OpinionFacts]:
    opinion = MemberOpinion
    query = select(opinion).where(
        happened_by(opinion.received_on, on), open_on(opinion.closed_on, on)
    )
    for row in tx.session.scalars(query.order_by(opinion.id)):
        yield OpinionFacts(
            id=row.id,
            subject=row.person_id or row.org_id or "",
            content=row.content,
            received_on=row.received_on,
        )
