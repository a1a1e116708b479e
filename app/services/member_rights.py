"""Who may vote, introduce and mentor on a day, and whom discipline bars from it (B11-10)."""

from collections.abc import Collection, Mapping
from datetime import date

from app.domain.case_rules import role_bar
from app.domain.kinds import MemberType, Status
from app.domain.rules import Finding
from app.services import rules
from app.store import member_facts, records
from app.store.engine import Transaction


def barred(
    tx: Transaction, on: date, people: Collection[str] | None = None, *, is_vote: bool = False
) -> Mapping[str, Finding]:
    """Return why members must not vote, or else introduce or mentor, by person id.

    people: only these. The severity says whether it is to be refused or only told.
    """
    rule = rules.book_of(tx).applied("B11-10", on)
    if rule is None:
        return {}
    kinds = list(rule.words("disposals"))
    wanted = {row["person_id"] for row in records.find(tx, "disposal_case", kind=kinds)}
    if people is not None:
        wanted &= set(people)
    if not wanted:
        return {}
    known = [one for one in member_facts.members(tx, on) if one.row.person_id in wanted]
    found = ((one.id, role_bar(rule, one, is_vote=is_vote))
             for one in member_facts.facts(tx, known, on))  # fmt: skip
    return {person: bar for person, bar in found if bar}


def voters(tx: Transaction, org_id: str, on: date) -> tuple[frozenset[str], Mapping[str, Finding]]:
    """Return the full members of a branch with a vote on a day, and why others have none."""
    full = {
        one.row.person_id
        for one in member_facts.members(tx, on)
        if one.at
        and (one.at.org_id, one.at.status) == (org_id, Status.NORMAL)
        and one.at.member_type == MemberType.FULL
    }
    without = barred(tx, on, full, is_vote=True)
    return frozenset(full - without.keys()), without
