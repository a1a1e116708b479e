"""Rules of committees, terms and posts (domain.md B3): one function for each rule, by its id."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from app.domain.branch_rules import about_branch, awaits_reply
from app.domain.facts import BranchFacts, MemberFacts, PostFacts, TermFacts
from app.domain.kinds import ON_ROSTER, MemberType, OrgKind, Post
from app.domain.rules import About, DueState, Finding, Rule, earliest, latest

_BRANCHES = frozenset({OrgKind.BRANCH, OrgKind.JOINT})
_SECRETARIES = frozenset({Post.SECRETARY, Post.DEPUTY_SECRETARY})
_COMMITTEE = frozenset(
    {
        *_SECRETARIES,
        Post.ORGANISATION,
        Post.PUBLICITY,
        Post.DISCIPLINE,
        Post.YOUTH,
        Post.MASS_WORK,
        Post.COMMITTEE_MEMBER,
    }
)


def voting_bar(rule: Rule, member: MemberFacts) -> Finding | None:
    """B3-11 (选举条例 2020 Art.5): return why a member has no vote and no candidacy, or None."""
    about = About(member.id, "membership", member.membership_id)
    variant = None
    if member.status not in ON_ROSTER:
        variant = "status"
    elif member.member_type == MemberType.PROBATIONARY:
        variant = ""
    elif set(member.disposals).intersection(rule.words("disposals")):
        variant = "disposal"
    if variant is None:
        return None
    return rule.finding(about, DueState.OVERDUE, variant=variant, name=member.name)


def _seats(branch: BranchFacts) -> int:
    """Return how many people sit on the committee, the secretaries included."""
    return len({held.person_id for held in branch.posts if held.post in _COMMITTEE})


def _has_committee(branch: BranchFacts) -> bool:
    """Tell whether anybody holds a post that only a committee has."""
    return any(held.post in _COMMITTEE - _SECRETARIES for held in branch.posts)


def _committee_missing(rule: Rule, branch: BranchFacts, _on: date) -> Iterator[Finding]:
    """B3-01, 支部条例 Art.20 ¶1: seven full members need a committee."""
    needs_one = branch.kind in _BRANCHES and branch.full_n >= rule.number("min")
    if needs_one and not _has_committee(branch):
        yield rule.finding(
            about_branch(branch), DueState.OVERDUE, name=branch.name, full=branch.full_n
        )


def _committee_size(rule: Rule, branch: BranchFacts, _on: date) -> Iterator[Finding]:
    """B3-02, Art.20 ¶1: a branch committee has three to five members, at most seven."""
    seats = _seats(branch)
    fits = rule.number("min") <= seats <= rule.number("max")
    if branch.kind in _BRANCHES and _has_committee(branch) and not fits:
        yield rule.finding(about_branch(branch), DueState.OVERDUE, name=branch.name, posts=seats)


def _committee_too_early(rule: Rule, branch: BranchFacts, _on: date) -> Iterator[Finding]:
    """B3-03, Art.20 ¶3: below seven full members there is a secretary, no committee."""
    is_small = branch.kind in _BRANCHES and branch.full_n < rule.number("min")
    if is_small and _has_committee(branch):
        yield rule.finding(
            about_branch(branch), DueState.OVERDUE, name=branch.name, full=branch.full_n
        )


def _posts_missing(rule: Rule, branch: BranchFacts, _on: date) -> Iterator[Finding]:
    """B3-04, Art.20 ¶2: the posts of a committee; at most one deputy secretary."""
    if branch.kind not in _BRANCHES:
        return
    held = [post.post for post in branch.posts]
    missing = [label for code, label in rule.labels("posts").items() if code not in held]
    if _has_committee(branch) and missing:
        yield rule.finding(
            about_branch(branch), DueState.NEXT, name=branch.name, missing="、".join(missing)
        )
    deputies = held.count(Post.DEPUTY_SECRETARY)
    if deputies > rule.number("max_deputies"):
        yield rule.finding(
            about_branch(branch),
            DueState.NEXT,
            variant="deputies",
            name=branch.name,
            deputies=deputies,
        )


def with_ends(branch: BranchFacts, length: Rule | None) -> BranchFacts:
    """Return the organisation with the end of each term worked out by rule B3-05.

    A term ends as recorded, but never beyond its legal length; an extension replaces the end.
    Known to the month only, it ends on the last day it can mean. Without the rule (switched
    off) only recorded ends count.
    """
    return replace(branch, terms=tuple(_ended(branch, term, length) for term in branch.terms))


def _ended(branch: BranchFacts, term: TermFacts, length: Rule | None) -> TermFacts:
    start, recorded = latest(term.start_on), latest(term.end_on)
    legal = None
    if start and length:
        is_long = branch.kind in length.words("long_kinds")
        legal = length.years_after(start, "committee_years" if is_long else "years")
    ends_on = min((end for end in (recorded, legal) if end), default=None)
    return replace(term, ends_on=ends_on, due_on=latest(term.extended_to) or ends_on)


def _term_over(rule: Rule, branch: BranchFacts, on: date) -> Iterator[Finding]:
    """B3-05, Art.21 ¶1: three years, five for higher committees; due on the last day."""
    for term in _current_term(branch):
        if term.due_on and on >= term.due_on:
            is_today = on == term.due_on
            yield rule.finding(
                About(branch.id, "org_term", term.id),
                DueState.SOON if is_today else DueState.OVERDUE,
                term.due_on,
                "today" if is_today else "",
                name=branch.name,
            )


def _term_ending(rule: Rule, branch: BranchFacts, on: date) -> Iterator[Finding]:
    """B3-06, Art.21 ¶3: the superior reminds six months before the end."""
    for term in _current_term(branch):
        end = term.due_on
        if end and rule.months_before(end, "next_months") <= on < end:
            is_soon = on >= rule.months_before(end, "months")
            about = About(branch.id, "org_term", term.id)
            state = DueState.SOON if is_soon else DueState.NEXT
            yield rule.finding(about, state, end, name=branch.name)


def _term_moved(rule: Rule, branch: BranchFacts, _on: date) -> Iterator[Finding]:
    """B3-07, Art.21 ¶3: at most a year late or early, and only with approval."""
    for term in _current_term(branch):
        yield from _extension(rule, branch, term)
        started = latest(term.start_on)
        for before in branch.terms[-2:-1]:
            too_early = before.ends_on and rule.months_before(before.ends_on, "months")
            if started and too_early and started < too_early:
                about = About(branch.id, "org_term", term.id)
                yield rule.finding(about, DueState.OVERDUE, variant="early", name=branch.name)


def _extension(rule: Rule, branch: BranchFacts, term: TermFacts) -> Iterator[Finding]:
    extended = earliest(term.extended_to)
    if extended is None:
        return
    about = About(branch.id, "org_term", term.id)
    longest = rule.months_after(term.ends_on, "months") if term.ends_on else None
    if longest and extended > longest:
        yield rule.finding(about, DueState.OVERDUE, longest, name=branch.name)
    if not term.extension_doc:
        yield rule.finding(about, DueState.OVERDUE, variant="document", name=branch.name)


def _current_term(branch: BranchFacts) -> tuple[TermFacts, ...]:
    """Return the latest term, if the organisation holds elections at all."""
    return () if branch.kind == OrgKind.TEMP else branch.terms[-1:]


def _secretary_vacant(rule: Rule, branch: BranchFacts, on: date) -> Iterator[Finding]:
    """B3-09, Art.21 ¶2: a vacancy is filled promptly, secretaries are approved above."""
    has_none = not any(held.post == Post.SECRETARY for held in branch.posts)
    if has_none and not awaits_reply(branch):
        yield _vacancy(rule, branch, on)
    for held in branch.posts:
        start = earliest(held.from_on)
        is_new = start is not None and rule.holds_on(start)
        if held.post in rule.words("approved_posts") and is_new and not held.is_approved:
            yield rule.as_info().finding(
                About(branch.id, "org_post", held.id),
                DueState.NEXT,
                variant="approval",
                name=branch.name,
                person=_name(held),
            )


def _vacancy(rule: Rule, branch: BranchFacts, on: date) -> Finding:
    since = latest(branch.secretary_left_on)
    if since is None:
        return rule.as_info().finding(
            about_branch(branch), DueState.NEXT, variant="unknown", name=branch.name
        )
    due = rule.months_after(since, "months")
    is_late = on > due
    return (rule if is_late else rule.as_info()).finding(
        about_branch(branch),
        DueState.OVERDUE if is_late else DueState.SOON,
        due,
        name=branch.name,
    )


def _secretary_too_new(rule: Rule, branch: BranchFacts, on: date) -> Iterator[Finding]:
    """B3-08, Art.23: a secretary has one year of standing, counted from full_on."""
    for held in branch.posts:
        holder = held.holder
        if held.post != Post.SECRETARY or holder is None:
            continue
        full_on = earliest(holder.full_on)
        ripe_on = rule.months_after(full_on, "months") if full_on else None
        is_known = full_on is not None or holder.member_type == MemberType.PROBATIONARY
        if is_known and (ripe_on is None or on < ripe_on):
            yield rule.finding(
                About(branch.id, "org_post", held.id),
                DueState.OVERDUE,
                name=branch.name,
                person=holder.name,
            )


def _without_rights(rule: Rule, branch: BranchFacts, _on: date) -> Iterator[Finding]:
    """B3-11 (选举条例 2020 Art.5): who must not be elected holds no post of a committee."""
    for held in branch.posts:
        bar = voting_bar(rule, held.holder) if held.holder and held.post in _COMMITTEE else None
        if bar:
            yield replace(bar, about=About(branch.id, "org_post", held.id, bar.about.part))


def _name(held: PostFacts) -> str:
    return held.holder.name if held.holder else ""


def _higher_committee_size(rule: Rule, branch: BranchFacts, _on: date) -> Iterator[Finding]:
    """B1-11, practice: sizes of the committees of general branches and grass-roots committees."""
    names: dict[str, str] = {OrgKind.GENERAL_BRANCH: "general", OrgKind.COMMITTEE: "committee"}
    name = names.get(branch.kind)
    seats = _seats(branch)
    if name is None or not seats:
        return
    if not rule.number(f"{name}_min") <= seats <= rule.number(f"{name}_max"):
        yield rule.finding(about_branch(branch), DueState.NEXT, name=branch.name, posts=seats)


TermCheck = Callable[[Rule, BranchFacts, date], Iterator[Finding]]

TERM_CHECKS: Mapping[str, TermCheck] = {
    "B1-11": _higher_committee_size,
    "B3-01": _committee_missing,
    "B3-02": _committee_size,
    "B3-03": _committee_too_early,
    "B3-04": _posts_missing,
    "B3-05": _term_over,
    "B3-06": _term_ending,
    "B3-07": _term_moved,
    "B3-08": _secretary_too_new,
    "B3-09": _secretary_vacant,
    "B3-11": _without_rights,
}
