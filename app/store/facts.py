"""What the rules look at, as of any day: a few set-based queries, whatever the size."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import func, select

from app.domain.facts import (
    BranchFacts,
    Facts,
    GroupFacts,
    MemberFacts,
    PostFacts,
    SchoolFacts,
    TermFacts,
)
from app.domain.kinds import MemberType, OrgKind, Post, SchoolKind
from app.domain.roster import Life
from app.store import affairs_facts, member_facts
from app.store.days import begun_by, happened_by, iso_of, open_on
from app.store.engine import Transaction
from app.store.member_facts import Member, known_by
from app.store.tables.organisation import (
    OrgCover,
    OrgPost,
    OrgTerm,
    OrgUnit,
    PartyGroup,
    SchoolUnit,
)
from app.store.tables.people import Membership

# A branch for which nobody wrote down what it covers stands for the schools of its members.
_SELF_EVIDENT = frozenset({OrgKind.BRANCH, OrgKind.GENERAL_BRANCH, OrgKind.COMMITTEE})


@dataclass(frozen=True, slots=True)
class _Rosters:
    """Members by organisation and by school: numbers on the day, lives of all times."""

    full: Counter[str] = field(default_factory=Counter)
    everyone: Counter[str] = field(default_factory=Counter)
    school_full: Counter[str] = field(default_factory=Counter)
    school_everyone: Counter[str] = field(default_factory=Counter)
    schools_of: Mapping[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    lives: Mapping[str, list[Life]] = field(default_factory=lambda: defaultdict(list))


def gather(tx: Transaction, on: date) -> Facts:
    """Return all facts as of a day: rosters, posts, terms and covers of that day."""
    people = member_facts.members(tx, on)
    members = member_facts.facts(tx, people, on)
    rosters = _rosters(people)
    orgs = _standing_orgs(tx, on)
    posts = _posts(tx, on, {member.id: member for member in members})
    covers = _covers(tx, on, orgs, rosters)
    return Facts(
        tuple(_branches(tx, on, orgs, (rosters, posts, covers))),
        tuple(_schools(tx, on, orgs, (rosters, posts, covers))),
        tuple(members),
        affairs=affairs_facts.affairs(tx, people, on),
    )


def schools(tx: Transaction, on: date) -> tuple[SchoolFacts, ...]:
    """Return what the rules look at in a school, as of a day; nothing else is asked for."""
    rosters, orgs = _rosters(member_facts.members(tx, on)), _standing_orgs(tx, on)
    parts = (rosters, _posts(tx, on, {}), _covers(tx, on, orgs, rosters))
    return tuple(_schools(tx, on, orgs, parts))


_Parts = tuple[_Rosters, Mapping[str, list[PostFacts]], Mapping[str, set[str]]]


def branch(tx: Transaction, org_id: str) -> BranchFacts:
    """Return an organisation's name and kind; raises KeyError for an unknown id."""
    row = tx.session.execute(_ORGS.where(OrgUnit.id == org_id)).one_or_none()
    if row is None:
        raise KeyError(org_id)
    return BranchFacts(id=row.id, name=row.name, kind=row.kind)


def branch_of(tx: Transaction, person_id: str) -> str | None:
    """Return the organisation of a person's newest membership."""
    query = select(Membership.org_id).where(Membership.person_id == person_id)
    return tx.session.scalar(query.order_by(Membership.id.desc()).limit(1))


_ORGS = select(
    OrgUnit.id,
    func.coalesce(func.nullif(OrgUnit.short_name, ""), OrgUnit.full_name).label("name"),
    OrgUnit.kind,
    OrgUnit.parent_id,
    OrgUnit.founded_on,
    OrgUnit.applied_on,
    OrgUnit.replied_on,
    OrgUnit.filed_on,
).order_by(OrgUnit.id)


def _standing_orgs(tx: Transaction, on: date) -> dict[str, Any]:
    # One that has only been applied for does not stand before the day of the application.
    begun = func.coalesce(OrgUnit.founded_on, OrgUnit.applied_on)
    query = _ORGS.where(begun_by(begun, on), open_on(OrgUnit.dissolved_on, on))
    return {row.id: row for row in tx.session.execute(query)}


def _rosters(people: Iterable[Member]) -> _Rosters:
    found = _Rosters()
    for one in people:
        for org_id in _orgs_of(one.life):
            found.lives[org_id].append(one.life)
        if one.at is None or not one.is_on_roster:
            continue
        is_full = one.at.member_type == MemberType.FULL
        school_id = one.row.school_id
        if one.at.org_id:
            found.everyone[one.at.org_id] += 1
            found.full[one.at.org_id] += is_full
            found.schools_of[one.at.org_id].add(school_id or "")
        if school_id:
            found.school_everyone[school_id] += 1
            found.school_full[school_id] += is_full
    return found


def _orgs_of(life: Life) -> set[str]:
    orgs = {life.org_id, life.origin_id, *(placement.org_id for placement in life.placements)}
    return {org_id for org_id in orgs if org_id}


def _posts(
    tx: Transaction, on: date, holders: Mapping[str, MemberFacts]
) -> dict[str, list[PostFacts]]:
    query = select(OrgPost).where(begun_by(OrgPost.from_on, on), open_on(OrgPost.to_on, on))
    found: dict[str, list[PostFacts]] = defaultdict(list)
    for post in tx.session.scalars(query.order_by(OrgPost.id)):
        approved = bool(known_by(post.approved_on, on) or post.doc_no)
        held = PostFacts(
            post.id, post.post, post.person_id, post.from_on, approved, holders.get(post.person_id)
        )
        found[post.org_id].append(held)
    return found


def _covers(
    tx: Transaction, on: date, orgs: Mapping[str, Any], rosters: _Rosters
) -> dict[str, set[str]]:
    """Return the schools that each standing organisation covers."""
    query = select(OrgCover.org_id, OrgCover.school_id)
    written = query.where(begun_by(OrgCover.from_on, on), open_on(OrgCover.to_on, on))
    found: dict[str, set[str]] = defaultdict(set)
    for org_id, school_id in tx.session.execute(written):
        if org_id in orgs:
            found[org_id].add(school_id)
    for org_id, row in orgs.items():
        if org_id not in found and row.kind in _SELF_EVIDENT:
            found[org_id] = rosters.schools_of.get(org_id, set()) - {""}
    return found


def _branches(
    tx: Transaction, on: date, orgs: Mapping[str, Any], parts: _Parts
) -> Iterable[BranchFacts]:
    rosters, posts, covers = parts
    terms, groups, left_on = _terms(tx, on), _groups(tx, on), _secretaries_left(tx, on)
    below = _below(orgs, rosters.everyone)
    for row in orgs.values():
        full_n = rosters.full[row.id]
        yield BranchFacts(
            id=row.id,
            name=row.name,
            kind=row.kind,
            full_n=full_n,
            probationary_n=rosters.everyone[row.id] - full_n,
            below_n=below[row.id],
            units_n=len(covers.get(row.id, ())),
            founded_on=row.founded_on,
            applied_on=known_by(row.applied_on, on),
            replied_on=known_by(row.replied_on, on),
            filed_on=known_by(row.filed_on, on),
            secretary_left_on=left_on.get(row.id),
            terms=tuple(terms.get(row.id, ())),
            posts=tuple(posts.get(row.id, ())),
            groups=tuple(groups.get(row.id, ())),
            lives=tuple(rosters.lives.get(row.id, ())),
        )


def _below(orgs: Mapping[str, Any], everyone: Counter[str]) -> Counter[str]:
    """Return the members of each organisation and of all under it."""
    total: Counter[str] = Counter()
    for org_id in orgs:
        seen: set[str] = set()
        above = org_id
        while above in orgs and above not in seen:
            seen.add(above)
            total[above] += everyone[org_id]
            above = orgs[above].parent_id or ""
    return total


def _terms(tx: Transaction, on: date) -> dict[str, list[TermFacts]]:
    query = select(OrgTerm).where(begun_by(OrgTerm.start_on, on)).order_by(OrgTerm.start_on)
    found: dict[str, list[TermFacts]] = defaultdict(list)
    for term in tx.session.scalars(query):
        facts = TermFacts(
            term.id, term.start_on, term.end_on, term.extended_to, term.extension_doc,
            known_by(term.filed_on, on),
        )  # fmt: skip
        found[term.org_id].append(facts)
    return found


def _groups(tx: Transaction, on: date) -> dict[str, list[GroupFacts]]:
    group = PartyGroup
    query = select(group.org_id, group.id, group.name, group.leader_id)
    standing = query.where(begun_by(group.from_on, on), open_on(group.to_on, on)).order_by(group.id)
    found: dict[str, list[GroupFacts]] = defaultdict(list)
    for org_id, group_id, name, leader_id in tx.session.execute(standing):
        found[org_id].append(GroupFacts(group_id, name, leader_id))
    return found


def _secretaries_left(tx: Transaction, on: date) -> dict[str, Any]:
    """Return when each organisation's last secretary so far left the post."""
    query = (
        select(OrgPost.org_id, OrgPost.to_on)
        .where(OrgPost.post == Post.SECRETARY, happened_by(OrgPost.to_on, on))
        # By the day alone: with its raw text "2010-06|2010.6" would stand behind 2010-06-15.
        .order_by(iso_of(OrgPost.to_on))
    )
    return dict(tx.session.execute(query).all())


def _schools(
    tx: Transaction, on: date, orgs: Mapping[str, Any], parts: _Parts
) -> Iterable[SchoolFacts]:
    rosters, posts, covers = parts
    school = SchoolUnit
    query = select(school.id, school.name, school.kind, school.parent_id, school.principal_id)
    rows = tx.session.execute(query.where(open_on(school.closed_on, on)).order_by(school.id)).all()
    covering: dict[str, list[str]] = defaultdict(list)
    for org_id, school_ids in covers.items():
        for school_id in school_ids:
            covering[school_id].append(org_id)
    points = _points_of(rows, covering)
    folded = {point for several in points.values() for point in several}
    for row in rows:
        if row.id in folded:
            continue
        places = [row.id, *points.get(row.id, ())]
        above = covering.get(row.id, [])
        yield SchoolFacts(
            id=row.id,
            name=row.name,
            kind=row.kind,
            full_n=sum(rosters.school_full[place] for place in places),
            members_n=sum(rosters.school_everyone[place] for place in places),
            covered_by=tuple(orgs[org_id].kind for org_id in above),
            has_principal=row.principal_id is not None,
            has_secretary=any(
                held.post == Post.SECRETARY for org_id in above for held in posts.get(org_id, ())
            ),
        )


def _points_of(rows: Iterable[Any], covering: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """Return the teaching points that belong to a school because no branch covers them itself."""
    schools = {row.id: row for row in rows}
    found: dict[str, list[str]] = defaultdict(list)
    for row in schools.values():
        is_point = row.kind == SchoolKind.TEACHING_POINT and row.parent_id in schools
        if is_point and not covering.get(row.id):
            found[row.parent_id].append(row.id)
    return found
