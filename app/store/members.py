"""Queries behind the members tab: the roster in one pass, search keys, what hangs on a person."""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache, partial
from typing import TypeVar

from sqlalchemy import delete, func, select, text

from app.base.collecting import collector_paused
from app.base.progress import Progress
from app.domain.dates import PartialDate, party_years
from app.domain.kinds import ON_ROSTER, Post
from app.domain.members import MemberRow
from app.domain.search_keys import keys_of
from app.domain.showing import code_labels
from app.store.days import begun, lasting
from app.store.engine import Transaction
from app.store.record_lists import names_of
from app.store.records import CHUNK, insert_alike
from app.store.tables.people import Membership, MembershipEvent, Person, PersonSearch

T = TypeVar("T")

NO_POST = 99

# Text and not select(): typed columns would build 600,000 date objects that no list needs.
_ROSTER = text(
    """
    SELECT p.id AS id, m.id AS membership_id, p.name, p.gender, p.ethnicity, p.birth_on,
        p.education, p.id_no, m.org_id, p.school_id, p.unit_text, p.category, m.member_type,
        m.status, m.joined_on, m.full_on, m.party_post, p.admin_post, p.mobile, m.is_lost,
        m.is_floating, m.suspended_months, coalesce(s.sort_pinyin, ''),
        coalesce(s.sort_strokes, ''), coalesce(s.keys, p.name)
    FROM membership m JOIN person p ON p.id = m.person_id
    LEFT JOIN person_search s ON s.person_id = p.id
    WHERE m.removed_at IS NULL AND p.removed_at IS NULL
    ORDER BY s.sort_pinyin, p.id
    """
)
_POSTS = text(
    f"""
    SELECT person_id, post FROM org_post
    WHERE removed_at IS NULL AND {begun("from_on")} AND {lasting("to_on")}
    """  # noqa: S608 - fixed column names
)
_RENAMED = text(
    """
    SELECT p.id, p.name FROM person p LEFT JOIN person_search s ON s.person_id = p.id
    WHERE s.person_id IS NULL OR s.name <> p.name
    """
)


def roster(tx: Transaction, today: date) -> list[MemberRow]:
    """Return a row for every live membership in pinyin order; 100,000 take about a second."""
    with collector_paused():
        return _roster(tx, today)


def _roster(tx: Transaction, today: date) -> list[MemberRow]:
    branches, units = names_of(tx, "org_unit"), names_of(tx, "school_unit")
    gender, ethnicity = code_labels("gender"), code_labels("ethnicity")
    education, category = code_labels("education"), code_labels("Category")
    types, statuses = code_labels("MemberType"), code_labels("Status")
    party_posts, posts = code_labels("party_post"), current_posts(tx, today)
    no_post, on_roster = ("", NO_POST), {str(status) for status in ON_ROSTER}
    shown, years = cache(_shown), cache(partial(_years, today=_key(today)))
    result = []
    for row in tx.session.execute(_ROSTER):
        (person, membership, name, sex, nation, birth, school_years, id_no, org, school, unit_text,
         what, kind, status, joined, full, post, admin_post, mobile, lost, floating, suspended,
         pinyin, strokes, keys) = row  # fmt: skip
        post_text, rank = posts.get(person, no_post)
        born, became_full = shown(birth), shown(full)
        result.append(MemberRow(
            person, membership, name, gender.get(sex, sex), ethnicity.get(nation, nation), born,
            years(born), education.get(school_years, school_years), id_no,
            branches.get(org, ""), org or "", units.get(school, unit_text), school or "",
            category.get(what, what), types.get(kind, kind), statuses.get(status, status),
            shown(joined), became_full,
            _less(became_full, suspended, today) if suspended else years(became_full),
            post_text or party_posts.get(post, post), admin_post, mobile,
            bool(lost), bool(floating), status in on_roster, status, kind, rank,
            pinyin, strokes, keys,
        ))  # fmt: skip
    return result


def on_roster_n(tx: Transaction) -> tuple[int, int]:
    """Return how many members the list shows, and how many of them belong to no branch."""
    query = (
        select(func.count(), func.count().filter(Membership.org_id.is_(None)))
        .join(Person, Person.id == Membership.person_id)
        .where(
            Membership.removed_at.is_(None),
            Person.removed_at.is_(None),
            Membership.status.in_(sorted(ON_ROSTER)),
        )
    )
    every, without = tx.session.execute(query).one()
    return every, without


def refresh_search(tx: Transaction, progress: Progress) -> int:
    """Compute the search and sort keys of everybody whose name is new; return how many."""
    renamed = tx.session.execute(_RENAMED).all()
    for done, chunk in _chunks(renamed):
        tx.session.execute(
            delete(PersonSearch).where(PersonSearch.person_id.in_([row[0] for row in chunk]))
        )
        insert_alike(tx, PersonSearch, [_search_row(*row) for row in chunk])
        progress.step(done, len(renamed))
    return len(renamed)


def memberships_of(tx: Transaction, person_ids: Sequence[str]) -> dict[str, str]:
    """Return the newest live membership of each person who has one."""
    found: dict[str, str] = {}
    for _, chunk in _chunks(list(person_ids)):
        query = (
            select(Membership.person_id, Membership.id)
            .where(Membership.person_id.in_(chunk))
            .order_by(Membership.id)
        )
        found.update((person, membership) for person, membership in tx.session.execute(query))
    return found


def all_memberships(tx: Transaction, person_ids: Sequence[str]) -> list[str]:
    """Return every live membership of some people."""
    found: list[str] = []
    for _, chunk in _chunks(list(person_ids)):
        found += tx.session.scalars(select(Membership.id).where(Membership.person_id.in_(chunk)))
    return found


def events_n(tx: Transaction, person_ids: Sequence[str]) -> dict[str, int]:
    """Return how many recorded changes each membership that has any has had (B10-23)."""
    found: dict[str, int] = {}
    owner = MembershipEvent.person_id
    for _, chunk in _chunks(list(person_ids)):
        query = select(owner, func.count()).where(owner.in_(chunk)).group_by(owner)
        found.update((person, number) for person, number in tx.session.execute(query))
    return found


def same_id_no(tx: Transaction, id_no: str) -> list[tuple[str, str, str]]:
    """Return (id, name, unit text) of the people with an ID number."""
    query = select(Person.id, Person.name, Person.unit_text).where(Person.id_no == id_no)
    return [(found, name, unit) for found, name, unit in tx.session.execute(query)]


def current_posts(tx: Transaction, today: date) -> dict[str, tuple[str, int]]:
    """Return the Party posts that people hold on a day in words, and the rank of the highest."""
    labels, order = code_labels("Post"), {post.value: i for i, post in enumerate(Post)}
    held: dict[str, list[str]] = {}
    for person, post in tx.session.execute(_POSTS, {"day": today.isoformat()}):
        held.setdefault(person, []).append(post)
    result = {}
    for person, posts in held.items():
        posts.sort(key=lambda post: order.get(post, NO_POST))
        words = dict.fromkeys(labels.get(post, post) for post in posts)
        result[person] = ("、".join(words), order.get(posts[0], NO_POST))
    return result


def _search_row(person_id: str, name: str) -> dict[str, str]:
    keys = keys_of(name)
    return {
        "person_id": person_id,
        "name": name,
        "keys": "\n".join((name, keys.pinyin.replace(" ", ""), *keys.initials)),
        "sort_pinyin": keys.sort_pinyin,
        "sort_strokes": keys.sort_strokes,
    }


def _shown(stored: str | None) -> str:
    """Return a stored partial date as a list shows it: its ISO text, else its raw text."""
    if not stored:
        return ""
    iso, bar, raw = stored.partition("|")
    return iso or raw if bar else stored


def _key(day: date) -> int:
    return day.year * 10000 + day.month * 100 + day.day


def _years(shown: str, today: int) -> int | None:
    digits = shown.replace("-", "")
    if not digits.isdecimal():
        return None
    return (today - int(digits.ljust(8, "0"))) // 10000


def _less(full_on: str, suspended_months: int, today: date) -> int | None:
    """Return 党龄 of somebody who was suspended for some months."""
    try:
        known = PartialDate.of(full_on)
    except ValueError:
        return None
    return party_years(known.first_day, suspended_months, today)


def _chunks(items: Sequence[T]) -> Iterator[tuple[int, Sequence[T]]]:
    for start in range(0, len(items), CHUNK):
        chunk = items[start : start + CHUNK]
        yield start + len(chunk), chunk
