"""Where those whom findings are about belonged on a day, and who was secretary there."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import select

from app.domain.kinds import Post
from app.store import member_facts, record_lists, records
from app.store.days import begun_by, open_on
from app.store.engine import Transaction
from app.store.tables.organisation import OrgCover, OrgPost, OrgUnit
from app.store.tables.people import Person


def orgs_of(tx: Transaction, subjects: Collection[str], on: date) -> dict[str, str]:
    """Return the organisation of persons, schools and organisations on a day, by their id.

    A member by his standing that day; somebody who is none by his case; a school by the branch
    that covered it.
    """
    found = {row["person_id"]: row["org_id"] for row in records.find(tx, "dev_case")}
    covers = select(OrgCover.school_id, OrgCover.org_id).where(
        begun_by(OrgCover.from_on, on), open_on(OrgCover.to_on, on)
    )
    found |= dict(tx.session.execute(covers).all())
    found |= {
        one.row.person_id: one.at.org_id
        for one in member_facts.members(tx, on)
        if one.at and one.at.org_id
    }
    found |= {org: org for org in record_lists.live_ids(tx, "org_unit")}
    return {subject: found[subject] for subject in subjects if found.get(subject)}


def secretaries(tx: Transaction, on: date) -> dict[str, str]:
    """Return the names of the secretaries in office on a day, by organisation."""
    query = (
        select(OrgPost.org_id, Person.name)
        .join(Person, Person.id == OrgPost.person_id)
        .where(
            OrgPost.post == Post.SECRETARY,
            begun_by(OrgPost.from_on, on),
            open_on(OrgPost.to_on, on),
        )
        .order_by(OrgPost.from_on, OrgPost.id)
    )
    return dict(tx.session.execute(query).all())


def orgs_in_order(tx: Transaction) -> dict[str, str]:
    """Return the full names of all organisations by id, in the order in which they are shown."""
    query = select(OrgUnit.id, OrgUnit.full_name).order_by(OrgUnit.display_order, OrgUnit.id)
    return dict(tx.session.execute(query).all())


def below(tx: Transaction) -> dict[str, frozenset[str]]:
    """Return for every organisation itself and all below it."""
    parents = {row["id"]: row["parent_id"] for row in records.find(tx, "org_unit")}
    found: dict[str, set[str]] = {org: {org} for org in parents}
    for org, parent in parents.items():
        above, passed = parent, {org}
        while above in found and above not in passed:
            found[above].add(org)
            passed.add(above)
            above = parents[above]
    return {org: frozenset(all_below) for org, all_below in found.items()}
