"""All findings of a day, and their order: what is overdue, what is to be done now, what comes."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import TypeVar

from app.domain import dev_rules
from app.domain.affairs_rules import checks_of
from app.domain.branch_rules import BRANCH_CHECKS, SCHOOL_CHECKS
from app.domain.facts import Facts
from app.domain.member_rules import MEMBER_CHECKS
from app.domain.readings import Severity
from app.domain.rules import DueState, Finding, Rule, RuleBook
from app.domain.status_rules import STATUS_CHECKS
from app.domain.term_rules import TERM_CHECKS, with_ends

T = TypeVar("T")

_STATES = tuple(DueState)
_SEVERITIES = (Severity.BLOCK, Severity.WARN, Severity.INFO)


def evaluate(book: RuleBook, facts: Facts, on: date) -> tuple[Finding, ...]:
    """Return every finding of a day in order: overdue first, then by severity and deadline."""
    length = book.applied("B3-05", on)
    branches = tuple(with_ends(branch, length) for branch in facts.branches)
    found = [
        *_found(book, SCHOOL_CHECKS, facts.schools, on),
        *_found(book, BRANCH_CHECKS, branches, on),
        *_found(book, TERM_CHECKS, branches, on),
        *_found(book, STATUS_CHECKS, facts.members, on),
        *_found(book, MEMBER_CHECKS, facts.members, on),
        *dev_rules.findings(book, facts.development, on),
        *(
            finding
            for checks, subjects in checks_of(facts.affairs)
            for finding in _found(book, checks, subjects, on)
        ),
    ]
    return tuple(sorted(found, key=_order))


def _found(
    book: RuleBook,
    checks: Mapping[str, Callable[[Rule, T, date], Iterator[Finding]]],
    subjects: Iterable[T],
    on: date,
) -> Iterator[Finding]:
    for rule_id, check in checks.items():
        rule = book.applied(rule_id, on)
        if rule is None:
            continue
        for subject in subjects:
            yield from check(rule, subject, on)


def _order(finding: Finding) -> tuple[object, ...]:
    return (
        _STATES.index(finding.state),
        _SEVERITIES.index(finding.severity),
        finding.due_on or date.max,
        finding.rule_id,
        finding.about.subject,
        finding.about.record,
    )
