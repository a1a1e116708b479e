"""Rules of setting up branches (domain.md B1): one function for each rule, by its id."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from enum import StrEnum

from app.domain.facts import BranchFacts, SchoolFacts
from app.domain.kinds import EventKind, OrgKind
from app.domain.roster import full_members_below_since
from app.domain.rules import About, DueState, Finding, Rule, earliest, latest


class OrgAct(StrEnum):
    """What an organisation may be barred from doing (B1-08)."""

    DEVELOP = "DEVELOP"
    DISCIPLINE = "DISCIPLINE"
    DUES = "DUES"
    DELEGATES = "DELEGATES"
    ELECTION = "ELECTION"


_ACTS: Mapping[str, OrgAct] = {
    "org_term": OrgAct.ELECTION,
    "org_post": OrgAct.ELECTION,
    "dev_case": OrgAct.DEVELOP,
    "membership_event": OrgAct.DEVELOP,
    "disposal_case": OrgAct.DISCIPLINE,
    "dues_payment": OrgAct.DUES,
    "dues_assess": OrgAct.DUES,
}
_ONLY: Mapping[str, tuple[str, frozenset[str]]] = {
    "org_post": ("basis", frozenset({"ELECTED"})),
    "membership_event": ("kind", frozenset({EventKind.ACCEPTED, EventKind.CONVERTED})),
}


def act_of(table: str, values: Mapping[str, object]) -> OrgAct | None:
    """Return the act that a record of a table tells of, if it is one that can be barred."""
    column, wanted = _ONLY.get(table, ("", frozenset()))
    return _ACTS.get(table) if not column or values.get(column) in wanted else None


def barred_act(rule: Rule, branch: BranchFacts, act: OrgAct) -> Finding | None:
    """B1-08 (支部工作条例 Art.8): return why a temporary branch must not do this, or None."""
    if branch.kind not in rule.words("kinds"):
        return None
    return rule.finding(
        about_branch(branch), DueState.OVERDUE, name=branch.name, act=rule.labels("acts")[act]
    )


def about_branch(branch: BranchFacts) -> About:
    """Return the organisation itself as the subject and the record."""
    return About(branch.id, "org_unit", branch.id)


def _about_school(school: SchoolFacts) -> About:
    return About(school.id, "school_unit", school.id)


def _without_branch(rule: Rule, school: SchoolFacts, _on: date) -> Iterator[Finding]:
    """B1-01, Art.4 ¶1: three or more full members and no branch of its own."""
    own = set(school.covered_by).intersection(rule.words("own_kinds"))
    if school.full_n >= rule.number("min") and not own:
        yield rule.finding(
            _about_school(school), DueState.OVERDUE, name=school.name, full=school.full_n
        )


def _outside_joint_branch(rule: Rule, school: SchoolFacts, _on: date) -> Iterator[Finding]:
    """B1-02, Art.5 ¶3: fewer than three full members, and in no branch at all."""
    is_small = school.full_n < rule.number("min")
    if is_small and school.members_n >= rule.number("least_members") and not school.covered_by:
        yield rule.finding(
            _about_school(school), DueState.OVERDUE, name=school.name, full=school.full_n
        )


def _too_many_units(rule: Rule, branch: BranchFacts, _on: date) -> Iterator[Finding]:
    """B1-03, Art.5 ¶3: a joint branch covers at most five units."""
    if branch.kind == OrgKind.JOINT and branch.units_n > rule.number("max"):
        yield rule.finding(
            about_branch(branch), DueState.OVERDUE, name=branch.name, units=branch.units_n
        )


def _too_many_members(rule: Rule, branch: BranchFacts, _on: date) -> Iterator[Finding]:
    """B1-04, Art.4 ¶2: at most fifty members, probationary ones included."""
    if branch.kind in rule.words("kinds") and branch.members_n > rule.number("max"):
        yield rule.finding(
            about_branch(branch), DueState.OVERDUE, name=branch.name, members=branch.members_n
        )


def _below_condition(rule: Rule, branch: BranchFacts, on: date) -> Iterator[Finding]:
    """B1-05, Art.7: a branch that fell below three full members; INFO for the first months."""
    least = rule.number("min")
    is_meant = branch.kind in rule.words("kinds") and not awaits_reply(branch)
    if not is_meant or branch.full_n >= least:
        return
    fell_on = full_members_below_since(branch.lives, branch.id, least, on)
    since = fell_on or latest(branch.founded_on)
    due = rule.months_after(since, "months") if since else None
    is_late = due is None or on > due
    yield (rule if is_late else rule.as_info()).finding(
        about_branch(branch),
        DueState.OVERDUE if is_late else DueState.SOON,
        due,
        name=branch.name,
        full=branch.full_n,
    )


def awaits_reply(branch: BranchFacts) -> bool:
    """Tell whether a branch has been applied for and does not stand yet."""
    is_applied = branch.applied_on is not None
    return is_applied and branch.replied_on is None and branch.founded_on is None


def _reply_awaited(rule: Rule, branch: BranchFacts, on: date) -> Iterator[Finding]:
    """B1-06, Art.6 ¶1: the superior replies to an application within a month."""
    applied = latest(branch.applied_on)
    if applied is None or not awaits_reply(branch):
        return
    due = rule.months_after(applied, "months")
    yield (rule if on > due else rule.as_info()).finding(
        about_branch(branch),
        DueState.OVERDUE if on > due else DueState.SOON,
        due,
        name=branch.name,
    )


def _unfiled(rule: Rule, branch: BranchFacts, _on: date) -> Iterator[Finding]:
    """B1-07, Art.6 ¶2 and 21 ¶2: approval and election result filed above, since the rule."""
    founded = earliest(branch.founded_on)
    if founded and rule.holds_on(founded) and branch.filed_on is None:
        yield rule.finding(about_branch(branch), DueState.NEXT, name=branch.name)
    for term in branch.terms[-1:]:
        start = earliest(term.start_on)
        if start and rule.holds_on(start) and term.filed_on is None:
            about = About(branch.id, "org_term", term.id)
            yield rule.finding(about, DueState.NEXT, variant="election", name=branch.name)


def _higher_level(rule: Rule, branch: BranchFacts, _on: date) -> Iterator[Finding]:
    """B1-10, a county standard: 50 members suggest a general branch, 100 a committee."""
    suggested = None
    if branch.below_n >= rule.number("committee_min"):
        suggested = OrgKind.COMMITTEE
    elif branch.below_n >= rule.number("general_min") and branch.kind != OrgKind.GENERAL_BRANCH:
        suggested = OrgKind.GENERAL_BRANCH
    if suggested and branch.kind not in {OrgKind.COMMITTEE, OrgKind.TEMP}:
        level = rule.labels("levels")[suggested]
        yield rule.finding(
            about_branch(branch),
            DueState.NEXT,
            name=branch.name,
            members=branch.below_n,
            level=level,
        )


def _group_without_leader(rule: Rule, branch: BranchFacts, _on: date) -> Iterator[Finding]:
    """B1-12, Art.13 ¶1: every Party group has a leader."""
    for group in branch.groups:
        if group.leader_id is None:
            about = About(branch.id, "party_group", group.id)
            yield rule.finding(about, DueState.NEXT, name=branch.name, group=group.name)


def _without_principal(rule: Rule, school: SchoolFacts, _on: date) -> Iterator[Finding]:
    """B1-13: a school with a branch has a secretary and a principal on record."""
    if school.kind not in rule.words("kinds") or not school.covered_by:
        return
    if not school.has_principal:
        yield rule.finding(_about_school(school), DueState.NEXT, name=school.name)
    if not school.has_secretary:
        about = _about_school(school)
        yield rule.finding(about, DueState.NEXT, variant="secretary", name=school.name)


SchoolCheck = Callable[[Rule, SchoolFacts, date], Iterator[Finding]]
BranchCheck = Callable[[Rule, BranchFacts, date], Iterator[Finding]]

SCHOOL_CHECKS: Mapping[str, SchoolCheck] = {
    "B1-01": _without_branch,
    "B1-02": _outside_joint_branch,
    "B1-13": _without_principal,
}

BRANCH_CHECKS: Mapping[str, BranchCheck] = {
    "B1-03": _too_many_units,
    "B1-04": _too_many_members,
    "B1-05": _below_condition,
    "B1-06": _reply_awaited,
    "B1-07": _unfiled,
    "B1-10": _higher_level,
    "B1-12": _group_without_leader,
}
