"""Queries behind the branches tab, each as of a day: counts, posts, terms, who covers whom."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import text

from app.domain.kinds import ON_ROSTER
from app.store.days import begun, lasting
from app.store.engine import Transaction

_ROSTER = ", ".join(f"'{status.value}'" for status in sorted(ON_ROSTER))

_COUNTS = text(
    f"""
    SELECT m.org_id,
        sum(m.member_type = 'FULL'), sum(m.member_type = 'PROBATIONARY'),
        sum(p.gender = '2'), sum(p.ethnicity NOT IN ('', '01')), sum(p.category = 'RETIRED')
    FROM membership m JOIN person p ON p.id = m.person_id
    WHERE m.removed_at IS NULL AND p.removed_at IS NULL AND m.status IN ({_ROSTER})
        AND m.org_id IS NOT NULL
    GROUP BY m.org_id
    """  # noqa: S608 - the statuses of kinds.py
)
_POSTS = text(
    f"""
    SELECT o.org_id, o.post, p.name FROM org_post o JOIN person p ON p.id = o.person_id
    WHERE o.removed_at IS NULL AND {begun("o.from_on")} AND {lasting("o.to_on")}
    ORDER BY o.from_on, o.id
    """  # noqa: S608 - fixed column names
)
_TERMS = text(
    f"""
    SELECT org_id, term_no, start_on, coalesce(extended_to, end_on) FROM org_term
    WHERE removed_at IS NULL AND {begun("start_on")}
    ORDER BY start_on, id
    """  # noqa: S608 - fixed column names
)
_COVERS = text(
    f"""
    SELECT id, org_id, school_id FROM org_cover
    WHERE removed_at IS NULL AND {begun("from_on")} AND {lasting("to_on")}
    ORDER BY id
    """  # noqa: S608 - fixed column names
)
_PEOPLE = text(
    f"""
    SELECT p.school_id, count(*), sum(coalesce(m.member_type, '') = 'FULL')
    FROM person p LEFT JOIN membership m ON m.person_id = p.id AND m.removed_at IS NULL
        AND m.status IN ({_ROSTER})
    WHERE p.removed_at IS NULL AND p.school_id IS NOT NULL
    GROUP BY p.school_id
    """  # noqa: S608 - the statuses of kinds.py
)


@dataclass(frozen=True, slots=True)
class RosterCounts:
    """How many members of each kind an organisation has in its own roster."""

    full_n: int = 0
    probationary_n: int = 0
    female_n: int = 0
    minority_n: int = 0
    retired_n: int = 0


@dataclass(frozen=True, slots=True)
class Overview:
    """All of it by organisation or school id.

    posts: (post code, name). terms: (number, from, to). covers: (cover, organisation, school).
    people: (people, full members) who work at a school.
    """

    counts: dict[str, RosterCounts] = field(default_factory=dict)
    posts: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    terms: dict[str, tuple[int | None, str, str]] = field(default_factory=dict)
    covers: Sequence[tuple[str, str, str]] = ()
    people: dict[str, tuple[int, int]] = field(default_factory=dict)


def overview(tx: Transaction, on: date) -> Overview:
    """Return counts (of today's roster), posts, terms and covers as of a day."""
    day = {"day": on.isoformat()}
    run = tx.session.execute
    posts: dict[str, list[tuple[str, str]]] = {}
    for org, post, name in run(_POSTS, day):
        posts.setdefault(org, []).append((post, name))
    return Overview(
        {org: RosterCounts(*numbers) for org, *numbers in run(_COUNTS)},
        posts,
        {org: (number, _iso(start), _iso(end)) for org, number, start, end in run(_TERMS, day)},
        [(cover, org, school) for cover, org, school in run(_COVERS, day)],
        {school: (people, full or 0) for school, people, full in run(_PEOPLE)},
    )


def _iso(stored: str | None) -> str:
    return (stored or "").partition("|")[0]
