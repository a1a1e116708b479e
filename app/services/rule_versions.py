"""The bureau's changes of the rules: what holds, a new dated version, the shipped rule again."""

from dataclasses import dataclass, replace
from datetime import date

from app.base.errors import UserError
from app.domain.rule_words import chapter_number, says_the_same, whole_edit
from app.domain.rules import Rule, RuleBook, RuleEdit, earliest
from app.services import rules
from app.services.ledger import Ledger, Outcome
from app.store import records

_NOT_SAVED = "没有保存。"


@dataclass(frozen=True, slots=True)
class RuleStand:
    """A rule on a day: the version that holds, the shipped one, and all versions, oldest first.

    is_in_force: False while the rule has not yet begun, or was repealed; rule is then its nearest
    version.
    """

    id: str
    rule: Rule
    shipped: Rule
    versions: tuple[Rule, ...]
    is_in_force: bool

    @property
    def is_changed(self) -> bool:
        """Tell whether the bureau has made it otherwise than it was shipped."""
        return not says_the_same(self.rule, self.shipped)

    @property
    def is_bureaus(self) -> bool:
        """Tell whether any version, also a coming one, is the bureau's."""
        return any(each.reason for each in self.versions)


def stands(ledger: Ledger, on: date) -> tuple[RuleStand, ...]:
    """Return every rule as it stands on a day, chapter by chapter."""
    book = rules.book(ledger)
    ids = sorted(book.ids(), key=chapter_number)
    return tuple(_stand(book, rule_id, on) for rule_id in ids)


def revised(stand: RuleStand, change: RuleEdit) -> Rule:
    """Return the version that a change would make; raises UserError when it cannot be read."""
    try:
        book = RuleBook(stand.versions).with_edits([change])
    except ValueError as error:
        raise UserError(
            f"“{stand.rule.title}”的内容填写有误。",
            kept=_NOT_SAVED,
            todo="数字请填写大小合理的整数：月份是1到12，日是1到31，期限至少是1；止日不能早于起日。",
        ) from error
    found = (each for each in book.rules if each.effective_from == change.effective_from)
    return next(each for each in found if each.reason == change.reason)


def revise(ledger: Ledger, change: RuleEdit) -> Outcome:
    """Write a new dated version of a rule; what held before its first day goes on holding then.

    Raises UserError without a reason, for a day before the rule itself began, and for a day on
    which another version has begun and was used already.
    """
    _check(rules.book(ledger), change, ledger.today())
    return rules.edit(ledger, change)


def restore(ledger: Ledger, rule_id: str, reason: str) -> Outcome:
    """Let the shipped rule hold again from today; the bureau's coming versions are given up.

    Raises UserError when the bureau has changed nothing that holds today or later.
    """
    today = ledger.today()
    stand = _stand(rules.book(ledger), rule_id, today)
    with ledger.writing(f"恢复为原规定：{stand.rule.title}") as tx:
        coming = [
            row["id"]
            for row in records.find(tx, "rule_def", rule_id=rule_id)
            if (earliest(row["from_on"]) or date.min) >= today
        ]
        records.remove(tx, "rule_def", coming)
        left = _stand(rules.book_of(tx), rule_id, today)
        if left.is_changed:
            again = replace(whole_edit(left.shipped), effective_from=today, reason=reason)
            records.add(tx, "rule_def", rules.row_of(again))
        elif not coming:
            raise UserError(f"“{stand.rule.title}”没有改过。", kept="没有改动。")
    return ledger.outcome(tx, f"“{stand.rule.title}”已恢复为原规定。")


def _stand(book: RuleBook, rule_id: str, on: date) -> RuleStand:
    in_force = book.rule(rule_id, on)
    return RuleStand(
        rule_id,
        in_force or _nearest(book, rule_id, on),
        rules.shipped().rule(rule_id, on) or _nearest(rules.shipped(), rule_id, on),
        book.versions(rule_id),
        in_force is not None,
    )


def _nearest(book: RuleBook, rule_id: str, on: date) -> Rule:
    versions = book.versions(rule_id)
    begun = [each for each in versions if (each.effective_from or date.min) <= on]
    return begun[-1] if begun else versions[0]


def _check(book: RuleBook, change: RuleEdit, today: date) -> None:
    versions = book.versions(change.rule_id)
    title, begun = versions[-1].title, [each.effective_from or date.min for each in versions]
    start = change.effective_from
    if not change.reason.strip():
        raise UserError(
            f"“{title}”为什么要改，还没有写。", kept=_NOT_SAVED, todo="请填写修改理由。"
        )
    if start is None:
        raise UserError(
            f"“{title}”从哪天起改，还没有写。", kept=_NOT_SAVED, todo="请填写施行日期。"
        )
    if start < begun[0]:
        raise UserError(
            f"“{title}”从{begun[0]}起才有规定。", kept=_NOT_SAVED, todo="请填写这一天或更晚的日期。"
        )
    if start in begun and start < today:
        raise UserError(
            f"从{start}起施行的规定已经用过，不能改掉。",
            kept=_NOT_SAVED,
            todo="请填写今天或别的日期，作为新的规定施行。",
        )
