"""Evidence for the figures about people: development, transfers, rosters, leaving."""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import partial

from sqlalchemy import ColumnElement, and_, or_, select

from app.domain.dates import add_months, full_years
from app.domain.figures import Evidence, FigureChoices, Period
from app.domain.kinds import (
    Category,
    Direction,
    EventKind,
    MemberType,
    Post,
    TransferReason,
)
from app.store import member_facts
from app.store.days import begun_by, between, happened_by, open_on
from app.store.engine import Transaction
from app.store.figures.querying import Query, plain, standing_orgs, within
from app.store.member_facts import Member
from app.store.tables.development import DevCase
from app.store.tables.organisation import OrgPost, OrgUnit
from app.store.tables.people import (
    MembershipEvent,
    Person,
    Transfer,
    WithdrawalCase,
)


def _events(
    tx: Transaction, period: Period, choices: FigureChoices, *conditions: ColumnElement[bool]
) -> list[Evidence]:
    day = (
        MembershipEvent.meeting_on
        if choices.count_by_meeting
        else MembershipEvent.committee_approved_on
    )
    return plain(tx, MembershipEvent, within(day, period), *conditions)


def accepted(tx: Transaction, period: Period, choices: FigureChoices) -> list[Evidence]:
    """Return the acceptances as probationary member (N05)."""
    return _events(tx, period, choices, MembershipEvent.kind == EventKind.ACCEPTED)


def accepted_teachers(employees: Sequence[str]) -> Query:
    """Return the query for those of N05 who were employees on that day (N06, rule F-01)."""
    return partial(_accepted_of, MembershipEvent.category_at_event.in_(employees))


def accepted_students(tx: Transaction, period: Period, choices: FigureChoices) -> list[Evidence]:
    """Return those of N05 who were students on that day (N07)."""
    return _events(
        tx,
        period,
        choices,
        MembershipEvent.kind == EventKind.ACCEPTED,
        MembershipEvent.category_at_event == Category.STUDENT,
    )


def accepted_others(employees: Sequence[str]) -> Query:
    """Return the query for those of N05 who were neither."""
    named = (*employees, Category.STUDENT)
    return partial(_accepted_of, MembershipEvent.category_at_event.not_in(named))


def _accepted_of(
    condition: ColumnElement[bool], tx: Transaction, period: Period, choices: FigureChoices
) -> list[Evidence]:
    return _events(tx, period, choices, MembershipEvent.kind == EventKind.ACCEPTED, condition)


def accepted_young(under: int) -> Query:
    """Return the query for those of N05 who were under an age on the day of the branch meeting.

    under: the age in years that they had not reached yet (rule F-02).
    """

    def query(tx: Transaction, period: Period, choices: FigureChoices) -> list[Evidence]:
        found = (
            select(MembershipEvent.id, Person.birth_on, MembershipEvent.meeting_on)
            .join(Person, Person.id == MembershipEvent.person_id)
            .where(MembershipEvent.id.in_([e.id for e in accepted(tx, period, choices)]))
            .order_by(MembershipEvent.id)
        )
        return [
            Evidence("membership_event", event)
            for event, birth, meeting in tx.session.execute(found)
            if birth and birth.value and full_years(birth.value, _day(meeting, period)) < under
        ]

    return query


def _day(meeting: object, period: Period) -> date:
    value = getattr(meeting, "value", None)
    return value if isinstance(value, date) else period.end


def converted(tx: Transaction, period: Period, choices: FigureChoices) -> list[Evidence]:
    """Return the conversions to full member (N08)."""
    return _events(tx, period, choices, MembershipEvent.kind == EventKind.CONVERTED)


def extended(tx: Transaction, period: Period, choices: FigureChoices) -> list[Evidence]:
    """Return the extensions of a probation."""
    return _events(tx, period, choices, MembershipEvent.kind == EventKind.EXTENDED)


def cancelled(tx: Transaction, period: Period, choices: FigureChoices) -> list[Evidence]:
    """Return the cancelled probations."""
    return _events(tx, period, choices, MembershipEvent.kind == EventKind.CANCELLED)


def _teacher_transfers(
    employees: Sequence[str], directions: Sequence[Direction], tx: Transaction, period: Period
) -> list[Evidence]:
    return plain(
        tx,
        Transfer,
        Transfer.category_at_event.in_(employees),
        Transfer.direction.in_(directions),
        within(Transfer.handled_on, period),
    )


def teacher_transfers(employees: Sequence[str]) -> Query:
    """Return the query for transfers of teachers in and out (N09); internal ones by choice only."""

    def query(tx: Transaction, period: Period, choices: FigureChoices) -> list[Evidence]:
        inside = (Direction.INTERNAL,) if choices.internal_transfers else ()
        directions = (Direction.IN, Direction.OUT, *inside)
        return _teacher_transfers(employees, directions, tx, period)

    return query


def teachers_moved(employees: Sequence[str], direction: Direction) -> Query:
    """Return the query for transfers of teachers in one direction."""

    def query(tx: Transaction, period: Period, _choices: FigureChoices) -> list[Evidence]:
        return _teacher_transfers(employees, (direction,), tx, period)

    return query


def students_leaving(tx: Transaction, period: Period, _choices: FigureChoices) -> list[Evidence]:
    """Return the students whose membership went out with them to a university (N10)."""
    return plain(
        tx,
        Transfer,
        Transfer.category_at_event == Category.STUDENT,
        Transfer.direction == Direction.OUT,
        Transfer.reason == TransferReason.UNIVERSITY_ENTRY,
        within(Transfer.handled_on, period),
    )


def _roster(tx: Transaction, period: Period) -> list[Member]:
    """Return who counts in the roster on the cut-off day, as the rules see it; asked once."""
    key = f"roster {period.end}"
    if key not in tx.session.info:
        found = member_facts.members(tx, period.end)
        tx.session.info[key] = [member for member in found if member.is_on_roster]
    roster: list[Member] = tx.session.info[key]
    return roster


def _as_evidence(members: Iterable[Member]) -> list[Evidence]:
    return [Evidence("membership", member.row.id) for member in members]


def members(tx: Transaction, period: Period, _choices: FigureChoices) -> list[Evidence]:
    """Return the memberships in the roster on the cut-off day."""
    return _as_evidence(_roster(tx, period))


def _of_type(tx: Transaction, period: Period, member_type: MemberType) -> list[Evidence]:
    roster = _roster(tx, period)
    return _as_evidence(m for m in roster if m.at and m.at.member_type == member_type)


def full_members(tx: Transaction, period: Period, _choices: FigureChoices) -> list[Evidence]:
    """Return those who were full members on the cut-off day."""
    return _of_type(tx, period, MemberType.FULL)


def probationers(tx: Transaction, period: Period, _choices: FigureChoices) -> list[Evidence]:
    """Return those who were probationary on the cut-off day."""
    return _of_type(tx, period, MemberType.PROBATIONARY)


def untyped_members(tx: Transaction, period: Period, _choices: FigureChoices) -> list[Evidence]:
    """Return those of whom nobody has entered whether they were full or probationary."""
    roster, known = _roster(tx, period), {MemberType.FULL, MemberType.PROBATIONARY}
    return _as_evidence(m for m in roster if m.at and m.at.member_type not in known)


def retired_members(tx: Transaction, period: Period, _choices: FigureChoices) -> list[Evidence]:
    """Return the roster's retired on the cut-off day."""
    retired = set(
        tx.session.scalars(
            select(Person.id).where(
                or_(
                    happened_by(Person.retired_on, period.end),
                    and_(Person.retired_on.is_(None), Person.category == Category.RETIRED),
                )
            )
        )
    )
    return _as_evidence(m for m in _roster(tx, period) if m.row.person_id in retired)


def _open_cases(period: Period) -> tuple[ColumnElement[bool], ...]:
    return (
        happened_by(DevCase.applied_on, period.end),
        open_on(DevCase.accept_meeting_on, period.end),
        open_on(DevCase.closed_on, period.end),
    )


def applicants(tx: Transaction, period: Period, _choices: FigureChoices) -> list[Evidence]:
    """Return applicants who were not yet activists on the cut-off day."""
    later = open_on(DevCase.activist_on, period.end)
    return plain(tx, DevCase, *_open_cases(period), later)


def activists(tx: Transaction, period: Period, _choices: FigureChoices) -> list[Evidence]:
    """Return activists who were not yet candidates on the cut-off day."""
    later = open_on(DevCase.candidate_on, period.end)
    return plain(
        tx, DevCase, *_open_cases(period), happened_by(DevCase.activist_on, period.end), later
    )


def candidates(tx: Transaction, period: Period, _choices: FigureChoices) -> list[Evidence]:
    """Return candidates who were not yet accepted on the cut-off day."""
    return plain(tx, DevCase, *_open_cases(period), happened_by(DevCase.candidate_on, period.end))


def idle_branches(months: int) -> Query:
    """Return the query for branches with applicants but no acceptance in so many months (B4-40)."""

    def query(tx: Transaction, period: Period, _choices: FigureChoices) -> list[Evidence]:
        return _idle(tx, period, add_months(period.end, -months))

    return query


def _idle(tx: Transaction, period: Period, since: date) -> list[Evidence]:
    busy = select(MembershipEvent.org_id).where(
        MembershipEvent.kind == EventKind.ACCEPTED,
        between(MembershipEvent.meeting_on, since.isoformat(), period.highest),
        MembershipEvent.org_id.is_not(None),
    )
    query = (
        select(DevCase.org_id)
        .where(*_open_cases(period), DevCase.org_id.is_not(None), DevCase.org_id.not_in(busy))
        .distinct()
        .order_by(DevCase.org_id)
    )
    return [Evidence("org_unit", org) for org in tx.session.scalars(query) if org]


def secretaries(tx: Transaction, period: Period, _choices: FigureChoices) -> list[Evidence]:
    """Return the posts of the branch secretaries in office on the cut-off day."""
    return plain(tx, OrgPost, *secretary_conditions(period))


def heads(tx: Transaction, period: Period, _choices: FigureChoices) -> list[Evidence]:
    """Return the posts of all secretaries in office, the bureau committee's included (A33)."""
    return plain(tx, OrgPost, *_secretary(period))


def secretary_conditions(period: Period) -> tuple[ColumnElement[bool], ...]:
    """Say that a post is that of a branch secretary in office on the cut-off day."""
    branches = select(OrgUnit.id).where(*standing_orgs(period))
    return (*_secretary(period), OrgPost.org_id.in_(branches))


def _secretary(period: Period) -> tuple[ColumnElement[bool], ...]:
    return (
        OrgPost.post == Post.SECRETARY,
        begun_by(OrgPost.from_on, period.end),
        open_on(OrgPost.to_on, period.end),
    )


def withdrawals(tx: Transaction, period: Period, _choices: FigureChoices) -> list[Evidence]:
    """Return the requests to withdraw."""
    return plain(tx, WithdrawalCase, within(WithdrawalCase.applied_on, period))


def _withdrawals_ended(tx: Transaction, period: Period, outcome: str) -> list[Evidence]:
    return plain(
        tx,
        WithdrawalCase,
        within(WithdrawalCase.applied_on, period),
        WithdrawalCase.outcome == outcome,
        happened_by(WithdrawalCase.closed_on, period.end),
    )


def withdrawals_persuaded(
    tx: Transaction, period: Period, _choices: FigureChoices
) -> list[Evidence]:
    """Return the requests taken back after talks."""
    return _withdrawals_ended(tx, period, "PERSUADED")


def withdrawals_removed(tx: Transaction, period: Period, _choices: FigureChoices) -> list[Evidence]:
    """Return the requests that ended with removal."""
    return _withdrawals_ended(tx, period, "REMOVED")
