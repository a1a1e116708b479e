"""How the rules of development are asked: each act is judged by the version of its own day."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from app.domain.dates import add_months
from app.domain.dev_facts import CaseFacts
from app.domain.dev_steps import shipped_steps
from app.domain.rules import About, DueState, Finding, Rule, RuleBook

_DAY_BEFORE = "DAY_BEFORE"
Words = dict[str, Any]
"""The values that are filled into a sentence."""


@dataclass(frozen=True, slots=True)
class Law:
    """All versions of one rule, the day on which the ledger is looked at, and the other rules."""

    book: RuleBook
    rule_id: str
    today: date
    whole: RuleBook

    @classmethod
    def of(cls, book: RuleBook, rule_id: str, today: date) -> "Law":
        """Return the versions of one rule out of a book."""
        return cls(RuleBook(book.versions(rule_id)), rule_id, today, book)

    def now(self) -> Rule | None:
        """Return the version for what is still to be done."""
        return self.at(self.today)

    def at(self, day: date) -> Rule | None:
        """Return the version that judges an act of a day; a day before all of them gives INFO."""
        return self.book.applied(self.rule_id, day)


Breach = Callable[[Law, CaseFacts], Iterator[Finding]]
"""Finds what recorded steps break."""

Pending = Callable[[Law, CaseFacts], Iterator[Finding]]
"""Finds what is to be done, and by when."""


def step_name(key: str) -> str:
    """Return what a step is called."""
    return shipped_steps().step(key).name


@dataclass(frozen=True, slots=True)
class Term:
    """A deadline: the last day, still in time, and the day from which it is to be done now."""

    due: date
    soon: date

    def state(self, today: date) -> DueState:
        """Return the state on a day."""
        if today > self.due:
            return DueState.OVERDUE
        return DueState.SOON if today >= self.soon else DueState.NEXT


def deadline(law: Law, about: About, term: Term, **words: Any) -> Iterator[Finding]:  # noqa: ANN401
    """Yield the finding of a deadline by today's version of a rule: a reminder until it passed.

    variant, which of its sentences, and variant_late, once it has passed, stand among the words.
    """
    rule, state = law.now(), term.state(law.today)
    variant = str(words.pop("variant", ""))
    late = str(words.pop("variant_late", variant))
    if rule is None:
        return
    if state is DueState.OVERDUE:
        yield rule.finding(about, state, term.due, late, **words)
    else:
        yield rule.as_info().finding(about, state, term.due, variant, **words)


def days_before(day: date, number: int) -> date:
    """Return the day so many days before a day."""
    return day - timedelta(days=number)


def pairs_of(rule: Rule, sign: str) -> Iterator[tuple[str, str]]:
    """Yield the pairs of steps of a rule that stand on both sides of a sign."""
    for pair in rule.words("pairs"):
        earlier, found, later = pair.partition(sign)
        if found:
            yield earlier, later


def late_steps(law: Law, case: CaseFacts) -> Iterator[Finding]:
    """Yield the steps that were done after the months that the rule gives."""
    rule = law.now()
    for earlier, later in pairs_of(rule, ">") if rule else ():
        start, end = case.last(earlier), case.first(later)
        version = law.at(end) if end else None
        if start is None or end is None or version is None:
            continue
        due = version.months_after(start, "months")
        if end > due:
            yield version.finding(
                case.about(later),
                DueState.OVERDUE,
                due,
                "late",
                name=case.name,
                earlier=step_name(earlier),
                later=step_name(later),
                on=end,
            )


def steps_to_do(law: Law, case: CaseFacts) -> Iterator[Finding]:
    """Yield the steps that are to be done within the months that the rule gives."""
    rule = law.now()
    for earlier, later in pairs_of(rule, ">") if rule else ():
        start = case.last(earlier)
        if rule is None or start is None or case.has(later):
            continue
        due = rule.months_after(start, "months")
        yield from deadline(
            law,
            case.about_case(later),
            Term(due, _soon(rule, start, due)),
            name=case.name,
            earlier=step_name(earlier),
            later=step_name(later),
        )


def _soon(rule: Rule, start: date, due: date) -> date:
    """Return the day of the reminder: so many days after the start, or before the deadline."""
    if "remind_after_days" in rule.params:
        return start + timedelta(days=rule.number("remind_after_days"))
    return days_before(due, rule.number("remind_days"))


def probation_end(book: RuleBook, case: CaseFacts, *, at_latest: bool = False) -> date | None:
    """Return the day on which the probation is full (B5-01, B5-02; 细则 Art.32, 34).

    Twelve months after the meeting, or the end of the extension. at_latest: of a meeting of which
    only the month is known, its last day: what is to be done by the end is not late before.
    """
    if case.extensions:
        return case.extensions[-1].until_on
    return nominal_end(book, case, at_latest=at_latest)


def printed_probation(book: RuleBook, case: CaseFacts) -> tuple[date, date] | None:
    """Return the first and last day of the probation as papers write them; None without a meeting.

    By print_end of B5-02 the last day is the one on which it is full or the day before; 转正时间
    stays the former.
    """
    start, end = case.first("accept_meeting_on"), probation_end(book, case)
    if start is None or end is None:
        return None
    written = case.first("committee_approved_on") or start
    rule = book.applied("B5-02", written) or book.versions("B5-02")[-1]
    return start, end - timedelta(days=rule.word("print_end") == _DAY_BEFORE)


def nominal_end(book: RuleBook, case: CaseFacts, *, at_latest: bool = False) -> date | None:
    """Return the end of the probation without an extension; None without a meeting."""
    key = "accept_meeting_on"
    start = case.last(key) if at_latest else case.first(key)
    rule = book.applied("B5-01", start) if start else None
    if start is None or rule is None:
        return None
    return add_months(start, rule.number("months"))
