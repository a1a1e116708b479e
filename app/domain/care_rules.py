"""Rules of honours, care and members' rights (domain.md A11–A13, A25–A27, B8-20), by their ids."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta

from app.domain.affairs_facts import HardshipFacts, HonourFacts, OpinionFacts, VisitFacts
from app.domain.case_rules import honour_is_doubtful
from app.domain.rules import About, DueState, Finding, Rule, RuleBook, latest
from app.domain.showing import code_text

DUES_FUND = "DUES"


def _honour(honour: HonourFacts) -> About:
    return About(honour.subject, "honour", honour.id)


def _twice(rule: Rule, honour: HonourFacts, _on: date) -> Iterator[Finding]:
    """A11: the same target, title and year twice."""
    if honour.twin:
        yield rule.finding(
            _honour(honour),
            DueState.OVERDUE,
            name=honour.name,
            year=honour.year or "",
            title=honour.title,
        )


def _not_normal(rule: Rule, honour: HonourFacts, _on: date) -> Iterator[Finding]:
    """A12: an award to somebody who was not in normal standing on that day."""
    if honour.status and honour.status not in rule.words("statuses"):
        yield rule.finding(_honour(honour), DueState.OVERDUE, name=honour.name, title=honour.title)


def _in_effect(rule: Rule, honour: HonourFacts, _on: date) -> Iterator[Finding]:
    """B11-11: an award within the effect period of a discipline."""
    if honour_is_doubtful(rule, honour.disposals):
        yield rule.finding(_honour(honour), DueState.OVERDUE, name=honour.name, title=honour.title)


def _unanswered(rule: Rule, opinion: OpinionFacts, on: date) -> Iterator[Finding]:
    """A25: a member's opinion open for more than thirty days."""
    received = latest(opinion.received_on)
    if received is None:
        return
    due = received + timedelta(days=rule.number("days"))
    yield rule.finding(
        About(opinion.subject, "member_opinion", opinion.id),
        DueState.OVERDUE if on > due else DueState.NEXT,
        due,
        content=opinion.content,
    )


def _not_visited(rule: Rule, hardship: HardshipFacts, on: date) -> Iterator[Finding]:
    """A26: somebody on the register without a visit for twelve months."""
    known = (latest(hardship.since_on), latest(hardship.visited_on))
    last = max((day for day in known if day), default=None)
    due = rule.months_after(last, "months") if last else None
    if due is not None and on > due:
        about = About(hardship.person_id, "hardship_case", hardship.id)
        yield rule.finding(about, DueState.OVERDUE, due, name=hardship.name)


def _visit(visit: VisitFacts) -> About:
    return About(visit.person_id, "care_visit", visit.id)


def _visited_twice(rule: Rule, visit: VisitFacts, _on: date) -> Iterator[Finding]:
    """A27: the same person and festival twice in a year."""
    if visit.repeats and visit.festival not in rule.words("no_festivals"):
        festival = code_text("festival", visit.festival)
        yield rule.finding(_visit(visit), DueState.OVERDUE, name=visit.name, festival=festival)


def use_is_allowed(rule: Rule, fund_source: str, purpose: str) -> bool:
    """B8-20, Art.19: tell whether money of a source may be spent for a purpose.

    fund_source, purpose: codes; a purpose may also be one of the sentences themselves.
    """
    uses = rule.labels("uses")
    return fund_source != DUES_FUND or purpose in uses or purpose in uses.values()


def _wrong_use(rule: Rule, visit: VisitFacts, _on: date) -> Iterator[Finding]:
    """B8-20, Art.19: dues are spent for five purposes only."""
    if not use_is_allowed(rule, visit.fund_source, visit.purpose):
        yield rule.finding(
            _visit(visit), DueState.OVERDUE, name=visit.name, amount=f"{visit.amount:.2f}"
        )


HONOUR_CHECKS: Mapping[str, Callable[[Rule, HonourFacts, date], Iterator[Finding]]] = {
    "AL-A11": _twice,
    "AL-A12": _not_normal,
    "B11-11": _in_effect,
}


def honour_doubts(book: RuleBook, honour: HonourFacts, on: date) -> Iterator[Finding]:
    """Yield what every rule of honours finds about one honour on a day (A11, A12, B11-11)."""
    for rule_id, check in HONOUR_CHECKS.items():
        rule = book.applied(rule_id, on)
        if rule is not None:
            yield from check(rule, honour, on)


OPINION_CHECKS: Mapping[str, Callable[[Rule, OpinionFacts, date], Iterator[Finding]]] = {
    "AL-A25": _unanswered,
}
HARDSHIP_CHECKS: Mapping[str, Callable[[Rule, HardshipFacts, date], Iterator[Finding]]] = {
    "AL-A26": _not_visited,
}
VISIT_CHECKS: Mapping[str, Callable[[Rule, VisitFacts, date], Iterator[Finding]]] = {
    "AL-A27": _visited_twice,
    "B8-20": _wrong_use,
}
