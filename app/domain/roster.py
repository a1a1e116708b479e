"""Who stood on whose roster on a past day, worked out from a membership and its history.

A record without history is taken as it stands; what happened after the day is undone. A date
known only to the month or the year counts by its first day, as in the figures.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from app.domain.kinds import ON_ROSTER, MemberType, Status


class Placement(NamedTuple):
    """From this day on in this organisation."""

    on: date
    org_id: str | None


class Change(NamedTuple):
    """A change of status; before is "" when the member came from outside on that day."""

    on: date
    before: str
    after: str
    event_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """A membership as it stands now, and the dated moves and changes that led there, in order.

    origin_id: where the member was before the first placement, if that is known.
    """

    org_id: str | None
    status: str
    member_type: str
    joined_on: date | None = None
    full_on: date | None = None
    left_on: date | None = None
    origin_id: str | None = None
    placements: tuple[Placement, ...] = ()
    changes: tuple[Change, ...] = ()


class Standing(NamedTuple):
    """Where a member belonged on a day, as what; org_id is None when that is not known."""

    org_id: str | None
    status: str
    member_type: str

    @property
    def is_on_roster(self) -> bool:
        """Tell whether the member counted in the roster."""
        return self.status in ON_ROSTER


def standing(life: Life, on: date) -> Standing | None:
    """Return where a member belonged on a day; None when he was not yet a member here."""
    if life.joined_on and life.joined_on > on:
        return None
    status = _status(life, on)
    return Standing(_org(life, on), status, _member_type(life, on)) if status else None


def _status(life: Life, on: date) -> str:
    later = next((change for change in life.changes if change.on > on), None)
    if later:
        return later.before
    if life.left_on and life.left_on > on and life.status not in ON_ROSTER:
        return Status.NORMAL
    return life.status


def _org(life: Life, on: date) -> str | None:
    if not life.placements or life.placements[-1].on <= on:
        return life.org_id
    begun = [placement for placement in life.placements if placement.on <= on]
    return begun[-1].org_id if begun else life.origin_id


def _member_type(life: Life, on: date) -> str:
    if life.member_type == MemberType.FULL and life.full_on and life.full_on > on:
        return MemberType.PROBATIONARY
    return life.member_type


def full_members_below_since(
    lives: Iterable[Life], org_id: str, least: int, on: date
) -> date | None:
    """Return the day since which an organisation has had fewer than `least` full members.

    None when it never had as many, or when the records do not tell.
    """
    everyone = tuple(lives)
    days = sorted({day for life in everyone for day in _days(life) if day <= on}, reverse=True)
    for later, earlier in pairwise(days):
        if _full_n(everyone, org_id, earlier) >= least:
            return later
    return None


def _days(life: Life) -> Iterable[date]:
    yield from (day for day in (life.joined_on, life.full_on, life.left_on) if day)
    yield from (placement.on for placement in life.placements)
    yield from (change.on for change in life.changes)


def _full_n(lives: Iterable[Life], org_id: str, on: date) -> int:
    found = (standing(life, on) for life in lives)
    return sum(
        1
        for at in found
        if at and at.is_on_roster and at.org_id == org_id and at.member_type == MemberType.FULL
    )
