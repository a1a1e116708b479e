"""Overrides of rules: what is barred and done all the same, with reason and paper on record."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.base.errors import Bar, Barred, UserError
from app.domain.dates import PartialDate, day
from app.domain.rules import About, Finding, earliest
from app.services.ledger import Ledger
from app.store import records
from app.store.engine import Transaction

Key = tuple[str, str, str]

_TOLD_AT_MOST = 3


@dataclass(frozen=True, slots=True)
class Override:
    """Why a rule is not held against a case, the paper that allows it, and who decided.

    decided_by: "" means the user of the ledger.
    """

    reason: str
    doc_no: str = ""
    doc_on: PartialDate | None = None
    decided_by: str = ""


@dataclass(frozen=True, slots=True)
class Waiver:
    """A decision that a rule shall not be held against a record.

    For WARN and INFO it takes the finding off the list, for BLOCK it allows the act. until_on:
    the last day it is good for; None for ever.
    """

    rule_id: str
    about: About
    override: Override
    until_on: date | None = None


def key(rule_id: str, about: About) -> Key:
    """Return what a waiver is found by: the rule, the table and the record."""
    return (rule_id, about.table, about.record)


def reasons(tx: Transaction, on: date) -> dict[Key, str]:
    """Return the reasons of the waivers that hold on a day."""
    found = {}
    for row in records.find(tx, "rule_override"):
        decided, until = earliest(row["decided_on"]), row["until_on"]
        has_ended = until is not None and until.value is not None and until.last_day < on
        if not has_ended and (decided is None or decided <= on):
            place = (row["rule_id"], row["subject_table"], row["subject_id"])
            found[place] = row["reason"] or row["doc_no"] or row["rule_id"]
    return found


def permit(
    ledger: Ledger, tx: Transaction, barred: Sequence[Finding], override: Override | None
) -> None:
    """Let something barred pass in a batch: by a waiver on record, or by an override of its own.

    The override is good for this day only, so that it opens no door for later acts. Raises
    Barred with the sentence and the article of every rule when there is neither.
    """
    if not barred:
        return
    today = ledger.today()
    known = reasons(tx, today)
    open_bars = [one for one in barred if key(one.rule_id, one.about) not in known]
    if not open_bars:
        return
    if override is None:
        raise refusal([bar_of(one) for one in open_bars])
    for one in open_bars:
        waiver = Waiver(one.rule_id, one.about, override, today)
        record(ledger, tx, waiver, needs_document=True)


def bar_of(finding: Finding) -> Bar:
    """Return a finding as what stands in the way."""
    return Bar(finding.rule_id, finding.text, f"{finding.source}{finding.article}")


def refusal(bars: Sequence[Bar]) -> Barred:
    """Return the refusal of something that an override would allow."""
    what = "".join(map(told, bars[:_TOLD_AT_MOST]))
    if len(bars) > _TOLD_AT_MOST:
        what += f"另有{len(bars) - _TOLD_AT_MOST}项同样不符合规定。"
    todo = "确有批准文件的，请写明理由和批准文号，按例外办理。"
    return Barred(what, bars, kept="没有保存。", todo=todo)


def told(bar: Bar) -> str:
    """Return what stands in the way as a sentence with its source and article."""
    return f"{bar.sentence}（{bar.article}）。"


def record(ledger: Ledger, tx: Transaction, waiver: Waiver, *, needs_document: bool) -> str:
    """Write a waiver and return its id; raises UserError without a reason or a needed document."""
    decision = waiver.override
    if not decision.reason.strip():
        raise UserError("没有写理由。", kept="没有保存。", todo="请写明理由。")
    if needs_document and not decision.doc_no.strip():
        raise UserError(
            "这条规定必须有批准文件才能例外办理。", kept="没有保存。", todo="请填写批准文号。"
        )
    values = {
        "rule_id": waiver.rule_id,
        "subject_table": waiver.about.table,
        "subject_id": waiver.about.record,
        "decided_by": decision.decided_by.strip() or ledger.author,
        "decided_on": day(ledger.today()),
        "reason": decision.reason.strip(),
        "doc_no": decision.doc_no.strip(),
        "doc_on": decision.doc_on,
        "until_on": day(waiver.until_on) if waiver.until_on else None,
    }
    return records.add(tx, "rule_override", values)
