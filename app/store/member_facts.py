"""Members as they stood on a day, gathered in a few queries for the rules."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import and_, func, or_, select, text

from app.domain.dates import PartialDate
from app.domain.facts import MemberFacts, WithdrawalFacts
from app.domain.kinds import ON_ROSTER, Direction, EventKind, Status
from app.domain.roster import Change, Life, Placement, Standing, standing
from app.domain.rules import earliest
from app.store.contacts import last_contacts
from app.store.days import begun_by, open_on
from app.store.engine import Transaction
from app.store.tables.people import (
    DisposalCase,
    Membership,
    MembershipEvent,
    Person,
    Talk,
    Transfer,
    WithdrawalCase,
)

_CAME = frozenset({EventKind.ACCEPTED, EventKind.MOVED_IN})
_PLACING = frozenset({*_CAME, EventKind.MOVED_INSIDE, EventKind.RESTORED})
_LOST_TIME = frozenset({EventKind.LOST, EventKind.REACHED})
_LEAVING = frozenset(
    {
        EventKind.MOVED_OUT,
        EventKind.DECEASED,
        EventKind.SUSPENDED,
        EventKind.REMOVED,
        EventKind.CANCELLED,
    }
)

# An event names only the branch a member came to; the journal still knows the one he left.
_ORIGINS = text(
    """
    SELECT e.id, json_extract(was.changes, '$.org_id[0]')
    FROM membership_event e
    JOIN operation born ON born.row_id = e.id AND born.kind = 'I'
    JOIN operation was ON was.row_id = e.membership_id AND was.kind = 'U'
        AND was.batch_no = born.batch_no
        AND json_extract(was.changes, '$.org_id[0]') IS NOT NULL
    WHERE e.kind = 'MOVED_INSIDE' AND e.removed_at IS NULL
    """
)


class Event(NamedTuple):
    """One line of a membership's history as the rules need it; from_id: the branch left."""

    id: str
    kind: str
    on: date
    org_id: str | None
    before: str
    after: str
    meeting_on: PartialDate | None
    reason: str
    from_id: str | None = None


@dataclass(frozen=True, slots=True)
class Member:
    """A membership with its person's row, its life, and where it stood on the day."""

    row: Any
    life: Life
    at: Standing | None
    events: tuple[Event, ...] = ()

    @property
    def is_on_roster(self) -> bool:
        """Tell whether the member counted in a roster on the day."""
        return self.at is not None and self.at.is_on_roster


def members(tx: Transaction, on: date) -> list[Member]:
    """Return every membership of the ledger with its standing on the day."""
    events = _events(tx)
    found = []
    for row in tx.session.execute(_MEMBERS):
        own = [*events.get(row.id, ()), *events.get(row.person_id, ())]
        own.sort(key=lambda event: (event.on, event.id))
        life = _life(row, own)
        found.append(Member(row, life, standing(life, on), tuple(own)))
    return found


_MEMBERS = (
    select(
        Membership.id,
        Membership.person_id,
        Membership.org_id,
        Membership.member_type,
        Membership.status,
        Membership.joined_on,
        Membership.full_on,
        Membership.branch_joined_on,
        Membership.left_on,
        Membership.is_lost,
        Membership.lost_since,
        Person.name,
        Person.category,
        Person.gender,
        Person.birth_on,
        Person.id_no,
        Person.id_check_override,
        Person.school_id,
    )
    .join(Person, Person.id == Membership.person_id)
    .order_by(Membership.id)
)


def _life(row: Any, events: Iterable[Event]) -> Life:
    own = tuple(events)
    moves = [event for event in own if event.kind in _PLACING and event.org_id]
    placements = [Placement(event.on, event.org_id) for event in moves]
    joined_branch = earliest(row.branch_joined_on)
    if joined_branch:
        placements.append(Placement(joined_branch, row.org_id))
    return Life(
        org_id=row.org_id,
        status=row.status,
        member_type=row.member_type,
        joined_on=earliest(row.joined_on),
        full_on=earliest(row.full_on),
        left_on=earliest(row.left_on),
        origin_id=_origin(moves),
        placements=tuple(sorted(placements, key=lambda placement: placement.on)),
        changes=tuple(_changes(own)),
    )


def _origin(moves: list[Event]) -> str | None:
    """Return where a member was before his first move; a transfer of the same day knows it too.

    moves: in the order of their days.
    """
    for event in moves:
        if event.on != moves[0].on:
            break
        if event.from_id:
            return event.from_id
    return None


def _changes(events: Iterable[Event]) -> Iterable[Change]:
    for event in events:
        before = event.before or ("" if event.kind in _CAME else Status.NORMAL)
        if event.after or event.before or event.kind in _LEAVING | _CAME:
            yield Change(event.on, before, event.after, event.id)


def _events(tx: Transaction) -> dict[str, list[Event]]:
    """Return the dated events by membership id, or by person id where none is named."""
    origins: dict[str, str | None] = dict(tx.session.execute(_ORIGINS).all())
    by_owner: dict[str, list[Event]] = defaultdict(list)
    table = MembershipEvent
    query = select(
        table.membership_id, table.person_id, table.id, table.kind, table.happened_on,
        table.org_id, table.status_before, table.status_after, table.meeting_on,
        table.reason,
    )  # fmt: skip
    for owner, person, event_id, kind, happened_on, *rest in tx.session.execute(query):
        on = earliest(happened_on)
        if on:
            event = Event(event_id, kind, on, *rest)._replace(from_id=origins.get(event_id))
            by_owner[owner or person].append(event)
    for owner, moves in _transfers(tx).items():
        by_owner[owner].extend(moves)
    return by_owner


def _transfers(tx: Transaction) -> dict[str, list[Event]]:
    """Return accepted moves inside the bureau, which know both branches."""
    query = select(
        Transfer.membership_id, Transfer.person_id, Transfer.id, Transfer.accepted_on,
        Transfer.handled_on, Transfer.from_org_id, Transfer.to_org_id,
    ).where(Transfer.direction == Direction.INTERNAL, Transfer.to_org_id.is_not(None))  # fmt: skip
    moves: dict[str, list[Event]] = defaultdict(list)
    for owner, person, row_id, accepted_on, handled_on, from_id, to_id in tx.session.execute(query):
        on = earliest(accepted_on) or earliest(handled_on)
        if on:
            kind = EventKind.MOVED_INSIDE
            event = Event(row_id, kind, on, to_id, "", "", None, "", from_id)
            moves[owner or person].append(event)
    return moves


def facts(tx: Transaction, found: Iterable[Member], on: date) -> list[MemberFacts]:
    """Return what the rules look at, for members on a roster, suspended, or withdrawing."""
    withdrawals = _withdrawals(tx, on)
    disposals = _disposals(tx, on)
    watched = {*ON_ROSTER, Status.SUSPENDED}
    chosen = [
        (member, member.at)
        for member in found
        if member.at and (member.at.status in watched or member.row.person_id in withdrawals)
    ]
    contacts = last_contacts(tx, [member.row.person_id for member, _at in chosen], on)
    around = _Around(withdrawals, disposals, contacts)
    return [_facts(member, at, on, around) for member, at in chosen]


class _Around(NamedTuple):
    """What other records say about people, by person id."""

    withdrawals: dict[str, list[WithdrawalFacts]]
    disposals: dict[str, list[str]]
    contacts: dict[str, PartialDate]


def _facts(member: Member, at: Standing, on: date, around: _Around) -> MemberFacts:
    row, person = member.row, member.row.person_id
    past = [event for event in member.events if event.on <= on]
    steps = [event for event in past if event.before != event.after]
    reached = next((event for event in reversed(steps) if event.after == at.status), None)
    accepted = next((event for event in past if event.kind == EventKind.ACCEPTED), None)
    lost_since = _lost_since(row, member.events, on)
    return MemberFacts(
        id=person,
        membership_id=row.id,
        name=row.name,
        org_id=at.org_id,
        category=row.category,
        member_type=at.member_type,
        status=at.status,
        joined_on=row.joined_on,
        full_on=row.full_on,
        accepted_at_meeting_on=accepted.meeting_on if accepted else None,
        status_on=PartialDate(reached.on) if reached else None,
        status_reason=reached.reason if reached else "",
        id_no=row.id_no,
        id_override=row.id_check_override,
        gender=row.gender,
        birth_on=row.birth_on,
        is_lost=lost_since is not None,
        lost_since=lost_since or row.lost_since,
        last_contact_on=around.contacts.get(person),
        disposals=tuple(around.disposals.get(person, ())),
        withdrawals=tuple(around.withdrawals.get(person, ())),
    )


def _lost_since(row: Any, events: Iterable[Event], on: date) -> PartialDate | None:
    """Return since when somebody was lost on a day; None for who was not, unknown for unknown."""
    since = earliest(row.lost_since)
    if row.is_lost and (since is None or since <= on):
        return row.lost_since or PartialDate(None)
    own = [event for event in events if event.kind in _LOST_TIME]
    last = next((event for event in reversed(own) if event.on <= on), None)
    return PartialDate(last.on) if last and last.kind == EventKind.LOST else None


def _withdrawals(tx: Transaction, on: date) -> dict[str, list[WithdrawalFacts]]:
    case = WithdrawalCase
    talks: dict[str | None, list[date]] = defaultdict(list)
    query = select(Talk.withdrawal_id, Talk.held_on).where(Talk.withdrawal_id.is_not(None))
    for case_id, held_on in tx.session.execute(query):
        talks[case_id].append(earliest(held_on) or date.min)
    found: dict[str, list[WithdrawalFacts]] = defaultdict(list)
    is_open = and_(begun_by(case.applied_on, on), open_on(case.closed_on, on))
    for row in tx.session.scalars(select(case).where(is_open).order_by(case.id)):
        meeting_on = known_by(row.branch_meeting_on, on)
        until = meeting_on.last_day if meeting_on and meeting_on.value else on
        talks_n = sum(1 for day in talks[row.id] if day <= until)
        reported_on = known_by(row.reported_on, on)
        found[row.person_id].append(
            WithdrawalFacts(row.id, row.applied_on, meeting_on, reported_on, row.is_threat, talks_n)
        )
    return found


def _disposals(tx: Transaction, on: date) -> dict[str, list[str]]:
    case = DisposalCase
    begins = func.coalesce(case.approved_on, case.started_on)
    is_on = and_(begun_by(begins, on), open_on(case.effect_until, on))
    # Until when it has effect tells its end; a result alone, entered later, must not end the past.
    has_end = or_(case.end_result == "", case.effect_until.is_not(None))
    is_decided = and_(has_end, case.state.not_in(("DRAFT", "OPEN")))
    query = select(case.person_id, case.kind).where(is_on, is_decided)
    found: dict[str, list[str]] = defaultdict(list)
    for person, kind in tx.session.execute(query):
        found[person].append(kind)
    return found


def known_by(value: PartialDate | None, on: date) -> PartialDate | None:
    """Return a date unless it lies after the day."""
    first = earliest(value)
    return None if first and first > on else value
