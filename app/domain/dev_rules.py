"""All rules of development by their ids: what cases break, what is to be done, what bars an act."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from app.domain import conversion_rules as conversion
from app.domain import dev_acceptance_rules as acceptance
from app.domain import dev_entry_rules as entry
from app.domain.dev_facts import CaseFacts, DevelopingOrg, DevelopmentFacts, FormYear
from app.domain.dev_law import Breach, Law, Pending, late_steps, steps_to_do
from app.domain.rules import Finding, RuleBook


@dataclass(frozen=True, slots=True)
class CaseCheck:
    """The two sides of a rule: what recorded steps break, and what is to be done by when."""

    breach: Breach | None = None
    pending: Pending | None = None


CASE_CHECKS: Mapping[str, CaseCheck] = {
    "B4-01": CaseCheck(entry.out_of_order),
    "B4-02": CaseCheck(entry.too_young),
    "B4-03": CaseCheck(late_steps, steps_to_do),
    "B4-04": CaseCheck(entry.activist_too_early, entry.activist_possible),
    "B4-05": CaseCheck(entry.candidate_too_early, entry.candidate_possible),
    "B4-06": CaseCheck(entry.too_few_reviews, entry.next_review),
    "B4-07": CaseCheck(entry.wrong_mentors, entry.mentors_awaited),
    "B4-08": CaseCheck(entry.wrong_introducers, entry.introducers_awaited),
    "B4-09": CaseCheck(entry.without_political_review, entry.political_review_awaited),
    "B4-10": CaseCheck(entry.without_training, entry.training_awaited),
    "B4-11": CaseCheck(entry.not_in_the_league, entry.league_advised),
    "B4-12": CaseCheck(acceptance.without_authority),
    "B4-13": CaseCheck(acceptance.approved_late, acceptance.approval_awaited),
    "B4-13-2": CaseCheck(acceptance.approved_far_too_late, acceptance.approval_awaited_at_last),
    "B4-14": CaseCheck(acceptance.notice_wrong, acceptance.notice_awaited),
    "B4-16": CaseCheck(None, acceptance.meeting_before_year_end),
    "B4-17": CaseCheck(late_steps, steps_to_do),
    "B4-18": CaseCheck(late_steps, steps_to_do),
    "B4-19": CaseCheck(late_steps, steps_to_do),
    "B4-20": CaseCheck(acceptance.leaving_soon, acceptance.leaving_awaited),
    "B4-21": CaseCheck(None, acceptance.next_report),
    "B4-22": CaseCheck(acceptance.oath_late, acceptance.oath_awaited),
    "B4-23": CaseCheck(late_steps, steps_to_do),
    "B4-24": CaseCheck(entry.wrong_companions),
    "B4-30": CaseCheck(None, acceptance.materials_follow),
    "B4-31": CaseCheck(acceptance.postponed_too_long, acceptance.postponement),
    "B5-03": CaseCheck(conversion.converted_too_early),
    "B5-04": CaseCheck(conversion.conversion_late, conversion.conversion_awaited),
    "B5-05": CaseCheck(conversion.extension_wrong, conversion.extension_ending),
    "B5-06": CaseCheck(conversion.outcome_without_decision, conversion.outcome_awaited),
    "B5-08": CaseCheck(None, conversion.abroad),
    "B5-09": CaseCheck(conversion.applied_too_early, conversion.application_possible),
    "B6-08": CaseCheck(conversion.without_vote),
}

ORG_CHECKS: Mapping[str, Callable[[Law, DevelopingOrg], Iterator[Finding]]] = {
    "B4-40": acceptance.idle_branch,
}

FORM_CHECKS: Mapping[str, Callable[[Law, FormYear], Iterator[Finding]]] = {
    "B4-15-2": acceptance.forms_unbalanced,
}


def breaches(book: RuleBook, case: CaseFacts, today: date) -> tuple[Finding, ...]:
    """Return what the recorded steps of a case break, each judged by the rules of its own day."""
    return tuple(
        found
        for rule_id, check in CASE_CHECKS.items()
        if check.breach
        for found in check.breach(Law.of(book, rule_id, today), case)
    )


def new_breaches(
    book: RuleBook, before: CaseFacts, after: CaseFacts, today: date
) -> tuple[Finding, ...]:
    """Return what an act would break: what the case breaks after it and did not break before."""
    known = {_essence(found) for found in breaches(book, before, today)}
    return tuple(found for found in breaches(book, after, today) if _essence(found) not in known)


def findings(book: RuleBook, facts: DevelopmentFacts, today: date) -> Iterator[Finding]:
    """Yield everything that the open cases, the branches and the forms ask for on a day."""
    open_cases = [one for one in facts.cases if not one.is_closed and not one.has("archived_on")]
    for rule_id, check in CASE_CHECKS.items():
        law = Law.of(book, rule_id, today)
        for side in filter(None, (check.breach, check.pending)):
            for case in open_cases:
                yield from side(law, case)
    for rule_id, org_check in ORG_CHECKS.items():
        law = Law.of(book, rule_id, today)
        for org in facts.orgs:
            yield from org_check(law, org)
    for rule_id, form_check in FORM_CHECKS.items():
        law = Law.of(book, rule_id, today)
        for year in facts.forms:
            yield from form_check(law, year)


def _essence(found: Finding) -> tuple[str, str, str]:
    return (found.rule_id, found.about.part, found.text)
