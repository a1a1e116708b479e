"""Drafts of members that a rule blocks: refused, or excused by an override that goes on record."""

from dataclasses import dataclass, replace

from app.base.errors import Bar, UserError
from app.domain.draft_checks import OVERRIDABLE, check_draft
from app.domain.members import MemberDraft
from app.domain.probation import Standard
from app.domain.readings import Problem, Severity
from app.domain.rules import About
from app.domain.words import problem_text
from app.services import overrides, rules
from app.services.ledger import Ledger
from app.services.overrides import Override, Waiver
from app.store.engine import Transaction


@dataclass(frozen=True, slots=True)
class Excused:
    """A draft that may be saved, and the rules that an override excused it from."""

    draft: MemberDraft
    rule_ids: tuple[str, ...] = ()


def excused(
    ledger: Ledger, draft: MemberDraft, by: Standard, override: Override | None = None
) -> Excused:
    """Return the draft as it may be saved.

    Raises UserError for a problem that nothing lifts, Barred without an override for a wrong ID
    number (C.4): the reason is then kept with the number as id_check_override.
    """
    wrong = [one for one in check_draft(draft, by) if one.severity is Severity.BLOCK]
    if not wrong:
        return Excused(draft)
    if any(one.code not in OVERRIDABLE for one in wrong):
        raise UserError(
            f"{draft.name or '这名党员'}的资料不能保存：{'；'.join(map(problem_text, wrong))}。",
            kept="没有保存。",
            todo="请改正后再保存。",
        )
    if override is None:
        raise overrides.refusal([_bar(ledger, draft, one) for one in wrong])
    paper = f"（{override.doc_no.strip()}）" if override.doc_no.strip() else ""
    reason = f"{override.reason.strip()}{paper}"
    rule_ids = tuple(dict.fromkeys(OVERRIDABLE[one.code] for one in wrong))
    return Excused(replace(draft, id_check_override=reason), rule_ids)


def record(
    ledger: Ledger, tx: Transaction, person: str, rule_ids: tuple[str, ...], override: Override
) -> None:
    """Write the override beside the person, once for each rule."""
    about = About(person, "person", person)
    for rule_id in rule_ids:
        overrides.record(ledger, tx, Waiver(rule_id, about, override), needs_document=True)


def _bar(ledger: Ledger, draft: MemberDraft, problem: Problem) -> Bar:
    rule = rules.book(ledger).versions(OVERRIDABLE[problem.code])[-1]
    sentence = f"{draft.name}：{problem_text(problem)}"
    return Bar(rule.id, sentence, f"{rule.source}{rule.article}")
