"""Waivers on record: writing them, taking them back, and the list of them with their reasons."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from app.base.errors import UserError
from app.domain.readings import Severity
from app.domain.rules import About, Finding, Rule, RuleBook, RuleKind, earliest
from app.services import overrides, rules
from app.services.ledger import Ledger, Outcome
from app.services.overrides import Waiver
from app.store import record_lists, records
from app.store.engine import Transaction
from app.store.records import Row


@dataclass(frozen=True, slots=True)
class WaiverRow:
    """A waiver or override on record; dates are text, text says what it is about.

    is_act: it allowed something that has been done, and cannot be taken back by itself.
    """

    id: str
    about: About
    text: str
    article: str
    reason: str
    doc_no: str
    doc_on: str
    decided_by: str
    decided_on: str
    until_on: str
    is_act: bool


def needs_document(rule: Rule | None) -> bool:
    """Tell whether a rule is waived by a document only: it blocks."""
    return rule is not None and rule.severity is Severity.BLOCK


def waive(ledger: Ledger, *waivers: Waiver) -> Outcome:
    """Record that rules are waived or overridden: who, when, why, by which document; one batch.

    Raises UserError without a reason, or without a document number where a rule is BLOCK.
    """
    book, today = rules.book(ledger), ledger.today()
    first = book.versions(waivers[0].rule_id)[-1].title
    title = first if len(waivers) == 1 else f"{first}等{len(waivers)}项"
    with ledger.writing(f"例外办理：{title}") as tx:
        written = [
            overrides.record(
                ledger, tx, one, needs_document=needs_document(book.applied(one.rule_id, today))
            )
            for one in waivers
        ]
    return ledger.outcome(tx, f"“{title}”已登记为例外办理，不再提醒。", tuple(written))


def unwaive(ledger: Ledger, ids: Sequence[str]) -> Outcome:
    """Take waivers back, so that the findings are shown again.

    Raises UserError for an override of an act, which was done by it.
    """
    with ledger.writing(f"恢复提醒（{len(ids)}项）") as tx:
        book = rules.book_of(tx)
        for row in record_lists.rows_by_id(tx, "rule_override", ids):
            if _is_act(book, row["rule_id"]):
                raise UserError(
                    "这是已经按例外办理的事项，不能单独取消。",
                    kept="没有改动。",
                    todo="办错了的，请在“操作记录”里撤销那一次办理。",
                )
        records.remove(tx, "rule_override", ids)
    return ledger.outcome(tx, f"已恢复提醒{len(ids)}项。", tuple(ids))


def on_record(ledger: Ledger, found: Iterable[Finding], as_of: date) -> tuple[WaiverRow, ...]:
    """Return what was waived or overridden up to a day, newest first.

    found: the findings of that day; their sentences tell what a waiver is about.
    """
    sentences = {overrides.key(one.rule_id, one.about): one for one in found}
    with ledger.reading() as tx:
        book = rules.book_of(tx)
        rows = [
            _row(tx, book, row, sentences)
            for row in records.find(tx, "rule_override")
            if (earliest(row["decided_on"]) or as_of) <= as_of
        ]
    return tuple(reversed(rows))


def _row(
    tx: Transaction, book: RuleBook, row: Row, sentences: dict[overrides.Key, Finding]
) -> WaiverRow:
    place = (row["rule_id"], row["subject_table"], row["subject_id"])
    finding = sentences.get(place)
    rule = book.versions(row["rule_id"])[-1] if row["rule_id"] in book.ids() else None
    return WaiverRow(
        id=row["id"],
        about=finding.about if finding else _about(tx, row),
        text=finding.text if finding else rule.title if rule else row["rule_id"],
        article=f"{rule.source}{rule.article}" if rule else "",
        reason=row["reason"],
        doc_no=row["doc_no"],
        doc_on=str(row["doc_on"] or ""),
        decided_by=row["decided_by"],
        decided_on=str(row["decided_on"] or ""),
        until_on=str(row["until_on"] or ""),
        is_act=_is_act(book, row["rule_id"]),
    )


def _about(tx: Transaction, row: Row) -> About:
    """Return whom or what a waiver without a finding is about."""
    table, record = row["subject_table"], row["subject_id"]
    stored = record_lists.rows_by_id(tx, table, [record])
    held = stored[0] if stored else {}
    subject = held.get("person_id") or held.get("org_id") or record
    return About(subject, table, record)


def _is_act(book: RuleBook, rule_id: str) -> bool:
    return rule_id in book.ids() and book.versions(rule_id)[-1].kind is RuleKind.ACT
