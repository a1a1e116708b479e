"""Whether an act of development may be saved: what it breaks, and the override that allows it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.base.errors import UserError
from app.domain.dates import PartialDate
from app.domain.dev_facts import CaseFacts
from app.domain.dev_notices import NoticeMeasure
from app.domain.dev_rules import new_breaches
from app.domain.readings import Severity
from app.domain.rules import Finding, RuleBook, earliest
from app.services import overrides, rules
from app.services.ledger import Ledger
from app.services.overrides import Override, Waiver
from app.store import dev_facts
from app.store.dev_sources import calendar_of
from app.store.engine import Transaction

_EVER = date.max
_TOLD_AT_MOST = 3


@dataclass(frozen=True, slots=True)
class Judge:
    """Looks at cases before an act, and again after it was written into the open transaction.

    override: what the whole act was given with, for whatever is asked while it is written.
    """

    ledger: Ledger
    tx: Transaction
    book: RuleBook
    measure: NoticeMeasure
    before: dict[str, CaseFacts]
    override: Override | None = None

    @classmethod
    def of(
        cls,
        ledger: Ledger,
        tx: Transaction,
        case_ids: Sequence[str],
        override: Override | None = None,
    ) -> "Judge":
        """Return a judge who has seen these cases as they are now; none of them for a new one."""
        book = rules.book_of(tx)
        measure = NoticeMeasure(book, calendar_of(tx))
        found = dev_facts.cases(tx, measure, _EVER, case_ids)
        return cls(ledger, tx, book, measure, {case.id: case for case in found}, override)

    def permit(
        self, case_ids: Sequence[str], override: Override | None, also: Sequence[Finding] = ()
    ) -> str:
        """Let what was written stand, or raise Barred; return what is only to be told.

        An override is good for the steps it was given with, for ever, and for no other. also:
        what stands in the way besides the rules of development.
        """
        broken = list(also)
        for case in dev_facts.cases(self.tx, self.measure, _EVER, case_ids):
            known = self.before.get(case.id) or CaseFacts(id=case.id, person_id=case.person_id)
            broken += new_breaches(self.book, known, case, self.ledger.today())
        self.lift([one for one in broken if one.severity is Severity.BLOCK], override)
        return told([one for one in broken if one.severity is not Severity.BLOCK])

    def lift(self, barred: Sequence[Finding], override: Override | None) -> None:
        """Record an override for each bar that has none; raises Barred without an override."""
        known = overrides.reasons(self.tx, self.ledger.today())
        left = [one for one in barred if overrides.key(one.rule_id, one.about) not in known]
        if left and override is None:
            raise overrides.refusal([overrides.bar_of(one) for one in left])
        if override is None:
            return
        for one in left:
            waiver = Waiver(one.rule_id, one.about, override)
            overrides.record(self.ledger, self.tx, waiver, needs_document=True)


def told(found: Sequence[Finding]) -> str:
    """Return what was saved in spite of a rule that only warns, as sentences to be told."""
    if not found:
        return ""
    sentences = [overrides.told(overrides.bar_of(one)) for one in found[:_TOLD_AT_MOST]]
    more = f"另有{len(found) - _TOLD_AT_MOST}项。" if len(found) > _TOLD_AT_MOST else ""
    return f"请注意：{''.join(sentences)}{more}"


def known_day(ledger: Ledger, day: PartialDate | None, what: str) -> date:
    """Return the first day of a date; raises UserError without one, or for one after today."""
    found = earliest(day)
    if found is None:
        raise UserError(f"没有填写{what}。", kept="没有保存。", todo=f"请填写{what}。")
    if found > ledger.today():
        raise UserError(f"{what}{day}在今天以后。", kept="没有保存。", todo="办好以后再登记。")
    return found
