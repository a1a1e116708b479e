"""Evidence for the meeting matrix, the weekly study of schools and complete records."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from sqlalchemy import or_, select

from app.domain.figures import Evidence, FigureChoices, Period
from app.domain.kinds import ActivityKind, HeldState, Post, SchoolKind
from app.domain.meeting_matrix import BranchMeetings, MeetingDuty, Slot, slots
from app.domain.teaching_weeks import TeachingTerm, is_teaching_day, monday, weeks_due
from app.store.days import begun_by, iso_of, open_on
from app.store.engine import Transaction
from app.store.figures.querying import BASE_ORGS, Query, is_founded, plain, within
from app.store.tables.activities import Activity, SchoolTerm, Waiver
from app.store.tables.organisation import OrgPost, OrgUnit, PartyGroup, SchoolUnit

COMMITTEE_POSTS = (
    Post.ORGANISATION, Post.PUBLICITY, Post.DISCIPLINE, Post.YOUTH, Post.MASS_WORK,
    Post.COMMITTEE_MEMBER,
)  # fmt: skip
RECORDED_KINDS = (
    ActivityKind.MEMBERS_MEETING, ActivityKind.COMMITTEE_MEETING, ActivityKind.GROUP_MEETING,
    ActivityKind.PARTY_LECTURE,
)  # fmt: skip


def matrix(tx: Transaction, period: Period, duties: tuple[MeetingDuty, ...]) -> list[Slot]:
    """Return every meeting owed in the period by every branch, filled or not."""
    return [slot for branch in _branches(tx, period) for slot in slots(branch, duties, period)]


def _branches(tx: Transaction, period: Period) -> list[BranchMeetings]:
    """Return the branches that stood at any time in the period; asked once."""
    key = f"meetings {period.end}"
    if key not in tx.session.info:
        tx.session.info[key] = list(_read_branches(tx, period))
    branches: list[BranchMeetings] = tx.session.info[key]
    return branches


def _read_branches(tx: Transaction, period: Period) -> Iterator[BranchMeetings]:
    orgs = tx.session.execute(
        select(OrgUnit.id, OrgUnit.founded_on, OrgUnit.dissolved_on).where(
            OrgUnit.kind.in_(BASE_ORGS),
            begun_by(OrgUnit.founded_on, period.end),
            open_on(OrgUnit.dissolved_on, period.start),
            is_founded(),
        )
    )
    committees = set(
        tx.session.scalars(
            select(OrgPost.org_id).where(
                OrgPost.post.in_(COMMITTEE_POSTS),
                begun_by(OrgPost.from_on, period.end),
                open_on(OrgPost.to_on, period.start),
            )
        )
    )
    groups, held, waived = _groups(tx, period), _held(tx, period), _waived(tx, period)
    for org_id, founded, dissolved in orgs:
        yield BranchMeetings(
            org_id,
            founded.value if founded else None,
            dissolved.value if dissolved else None,
            org_id in committees,
            tuple(groups[org_id]),
            tuple(held[org_id]),
            frozenset(waived[org_id]),
        )


def _groups(tx: Transaction, period: Period) -> defaultdict[str, list[str]]:
    """Return the groups of the cut-off day, and those that ended with their branch before it."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    ended = iso_of(PartyGroup.to_on) >= iso_of(OrgUnit.dissolved_on)
    query = (
        select(PartyGroup.org_id, PartyGroup.id)
        .join(OrgUnit, OrgUnit.id == PartyGroup.org_id)
        .where(
            begun_by(PartyGroup.from_on, period.end),
            or_(open_on(PartyGroup.to_on, period.end), ended),
        )
    )
    for org_id, group in tx.session.execute(query):
        found[org_id].append(group)
    return found


def _held(tx: Transaction, period: Period) -> defaultdict[str, list[tuple[str, str, date, str]]]:
    found: defaultdict[str, list[tuple[str, str, date, str]]] = defaultdict(list)
    query = select(
        Activity.org_id, Activity.kind, Activity.group_id, Activity.held_on, Activity.id
    ).where(
        within(Activity.held_on, period),
        Activity.status == HeldState.HELD,
        Activity.org_id.is_not(None),
    )
    for org_id, kind, group, day, activity in tx.session.execute(query):
        if org_id and day and day.value:
            found[org_id].append((kind, group or "", day.value, activity))
    return found


def _waived(tx: Transaction, period: Period) -> defaultdict[str, set[tuple[str, date]]]:
    found: defaultdict[str, set[tuple[str, date]]] = defaultdict(set)
    query = select(Waiver.org_id, Waiver.activity_kind, Waiver.month_on).where(
        within(Waiver.month_on, period)
    )
    for org_id, kind, month in tx.session.execute(query):
        if month and month.value:
            found[org_id].add((kind, month.value.replace(day=1)))
    return found


def slots_due(tx: Transaction, period: Period, duties: tuple[MeetingDuty, ...]) -> list[Evidence]:
    """Return the branches with the number of meetings each owes."""
    number: defaultdict[str, int] = defaultdict(int)
    for slot in matrix(tx, period, duties):
        number[slot.org_id] += 1
    return [Evidence("org_unit", org, Decimal(n)) for org, n in sorted(number.items())]


def slots_held(tx: Transaction, period: Period, duties: tuple[MeetingDuty, ...]) -> list[Evidence]:
    """Return the meetings that filled a slot."""
    filled = [slot.activity_id for slot in matrix(tx, period, duties) if slot.activity_id]
    return [Evidence("activity", activity) for activity in sorted(filled)]


def due_query(*duties: MeetingDuty) -> Query:
    """Return the query for the meetings owed under some duties."""

    def query(tx: Transaction, period: Period, _choices: FigureChoices) -> list[Evidence]:
        return slots_due(tx, period, duties)

    return query


def held_query(*duties: MeetingDuty) -> Query:
    """Return the query for the meetings held under some duties."""

    def query(tx: Transaction, period: Period, _choices: FigureChoices) -> list[Evidence]:
        return slots_held(tx, period, duties)

    return query


def incomplete_records(tx: Transaction, period: Period, _choices: FigureChoices) -> list[Evidence]:
    """Return the meetings whose record lacks a part (B2-20, seed A41)."""
    return plain(
        tx,
        Activity,
        within(Activity.held_on, period),
        Activity.status == HeldState.HELD,
        Activity.kind.in_(RECORDED_KINDS),
        or_(
            Activity.start_time == "",
            Activity.place == "",
            Activity.host == "",
            Activity.recorder == "",
            Activity.should_n.is_(None),
            Activity.actual_n.is_(None),
            Activity.topic == "",
            Activity.discussion == "",
            Activity.decisions == "",
            Activity.signed_by == "",
        ),
    )


def _terms(tx: Transaction) -> list[TeachingTerm]:
    query = select(SchoolTerm.start_on, SchoolTerm.end_on, SchoolTerm.holiday_weeks)
    return [
        TeachingTerm(start.value, end.value, holidays or 0)
        for start, end, holidays in tx.session.execute(query)
        if start and end and start.value and end.value
    ]


def _studying_schools(tx: Transaction, period: Period) -> list[str]:
    query = (
        select(SchoolUnit.id)
        .where(
            SchoolUnit.kind.not_in((SchoolKind.BUREAU, SchoolKind.TEACHING_POINT)),
            open_on(SchoolUnit.closed_on, period.end),
        )
        .order_by(SchoolUnit.display_order, SchoolUnit.id)
    )
    return list(tx.session.scalars(query))


def weekly_due(tx: Transaction, period: Period, _choices: FigureChoices) -> list[Evidence]:
    """Return the schools with the number of weekly studies each owes."""
    due = Decimal(weeks_due(_terms(tx), period))
    return [Evidence("school_unit", school, due) for school in _studying_schools(tx, period)]


def weekly_held(tx: Transaction, period: Period, _choices: FigureChoices) -> list[Evidence]:
    """Return the weekly studies held in teaching weeks; a week of a school counts once."""
    terms = _terms(tx)
    schools = set(_studying_schools(tx, period))
    query = (
        select(Activity.id, Activity.school_id, Activity.held_on)
        .where(
            within(Activity.held_on, period),
            Activity.status == HeldState.HELD,
            Activity.kind == ActivityKind.WEEKLY_POLITICAL_STUDY,
        )
        .order_by(Activity.held_on, Activity.id)
    )
    return [
        Evidence("activity", activity, group=f"{school} {monday(day.value)}")
        for activity, school, day in tx.session.execute(query)
        if school in schools and day and day.value and is_teaching_day(day.value, terms)
    ]


def weekly_below(tx: Transaction, period: Period, choices: FigureChoices) -> list[Evidence]:
    """Return the schools that held fewer weekly studies than they owe."""
    done: defaultdict[str, set[str]] = defaultdict(set)
    for item in weekly_held(tx, period, choices):
        done[item.group.split()[0]].add(item.group)
    return [
        Evidence("school_unit", item.id)
        for item in weekly_due(tx, period, choices)
        if len(done[item.id]) < item.amount
    ]
