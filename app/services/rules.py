"""The rules at work: what is due on a day, waivers and overrides, the bureau's own versions."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from app.base.collecting import collector_paused
from app.base.errors import UserError
from app.domain import branch_rules
from app.domain import due as findings_of_day
from app.domain.branch_rules import OrgAct
from app.domain.dates import PartialDate, day
from app.domain.figures import Evidence
from app.domain.meeting_matrix import MeetingDuty
from app.domain.readings import Severity
from app.domain.rules import About, Finding, Rule, RuleBook, RuleEdit, earliest
from app.services.ledger import Ledger, Outcome
from app.store import facts, records
from app.store.engine import Transaction
from app.store.records import Row


@dataclass(frozen=True, slots=True)
class Waiver:
    """A recorded decision that a rule shall not be held against a record.

    For WARN and INFO it takes the finding off the list, for BLOCK it allows the act. until_on:
    the last day it is good for; None for ever.
    """

    rule_id: str
    about: About
    reason: str
    doc_no: str = ""
    until_on: date | None = None


@dataclass(frozen=True, slots=True)
class Override:
    """Why something that a rule bars is done all the same, and the paper that allows it."""

    reason: str
    doc_no: str


def book(ledger: Ledger) -> RuleBook:
    """Return the shipped rules with the bureau's own versions."""
    with ledger.reading() as tx:
        return book_of(tx)


def findings(ledger: Ledger, as_of: date) -> tuple[Finding, ...]:
    """Return every finding of a day in order, with the reason where one was waived."""
    with collector_paused(), ledger.reading() as tx:
        found = findings_of_day.evaluate(book_of(tx), facts.gather(tx, as_of), as_of)
        waived = _waived(tx, as_of)
    return tuple(replace(one, waived=waived.get(_key(one.rule_id, one.about), "")) for one in found)


def due(ledger: Ledger, as_of: date) -> tuple[Finding, ...]:
    """Return what is overdue, to be done or coming on a day, without what was waived."""
    return tuple(one for one in findings(ledger, as_of) if not one.waived)


def due_json(found: Iterable[Finding]) -> list[dict[str, str | None]]:
    """Return findings in the shape of `due --json`; due_on is ISO text or None."""
    return [
        {
            "rule": one.rule_id,
            "severity": one.severity.value,
            "subject": one.about.subject,
            "record": one.about.record,
            "due_on": one.due_on.isoformat() if one.due_on else None,
            "state": one.state.value,
            "article": f"{one.source}{one.article}",
        }
        for one in found
    ]


def waive(ledger: Ledger, waiver: Waiver) -> Outcome:
    """Record that a rule is waived or overridden: who, when, why, by which document.

    Raises UserError without a reason, or without a document number where the rule is BLOCK.
    """
    rule = book(ledger).applied(waiver.rule_id, ledger.today())
    needs_document = rule is not None and rule.severity is Severity.BLOCK
    title = rule.title if rule else waiver.rule_id
    with ledger.writing(f"例外办理：{title}") as tx:
        written = _record(ledger, tx, waiver, needs_document=needs_document)
    return ledger.outcome(tx, f"“{title}”已登记为例外办理。", (written,))


def permit(ledger: Ledger, tx: Transaction, barred: Finding, override: Override | None) -> None:
    """Let something barred pass in a batch: by an override on record, or by a new one.

    Raises UserError with the sentence and the article of the rule when there is neither.
    """
    if _key(barred.rule_id, barred.about) in _waived(tx, ledger.today()):
        return
    if override is None:
        raise UserError(
            told(barred), kept="没有保存。", todo="确有批准文件的，请写明理由和批准文号例外办理。"
        )
    waiver = Waiver(barred.rule_id, barred.about, override.reason, override.doc_no)
    _record(ledger, tx, waiver, needs_document=True)


def told(finding: Finding) -> str:
    """Return the sentence of a finding with its source and article."""
    return f"{finding.text}（{finding.source}{finding.article}）。"


def _record(ledger: Ledger, tx: Transaction, waiver: Waiver, *, needs_document: bool) -> str:
    if not waiver.reason.strip():
        raise UserError("没有写理由。", kept="没有保存。", todo="请写明理由。")
    if needs_document and not waiver.doc_no.strip():
        raise UserError(
            "这条规定必须有批准文件才能例外办理。", kept="没有保存。", todo="请填写批准文号。"
        )
    values = {
        "rule_id": waiver.rule_id,
        "subject_table": waiver.about.table,
        "subject_id": waiver.about.record,
        "decided_by": ledger.author,
        "decided_on": day(ledger.today()),
        "reason": waiver.reason.strip(),
        "doc_no": waiver.doc_no.strip(),
        "until_on": day(waiver.until_on) if waiver.until_on else None,
    }
    return records.add(tx, "rule_override", values)


def may_act(ledger: Ledger, org_id: str, act: OrgAct, on: date) -> Finding | None:
    """Return why an organisation must not do this on a day (B1-08), or None.

    An override on record, or a day before the rule came into force, allows it.
    """
    with ledger.reading() as tx:
        barred = barred_act(tx, org_id, act, on)
        is_waived = barred and _key(barred.rule_id, barred.about) in _waived(tx, ledger.today())
    return None if is_waived else barred


def barred_act(tx: Transaction, org_id: str, act: OrgAct, on: date) -> Finding | None:
    """Return why an organisation must not do this on a day, overrides left aside (B1-08)."""
    rule = book_of(tx).applied("B1-08", on)
    if rule is None or rule.severity is not Severity.BLOCK:
        return None
    return branch_rules.barred_act(rule, facts.branch(tx, org_id), act)


def refuse_barred(ledger: Ledger, tx: Transaction, table: str, rows: Iterable[Row]) -> None:
    """Refuse records of acts that their organisation must not perform (B1-08).

    An override on record allows them. Raises UserError with the article.
    """
    acts = set()
    for row in rows:
        act = branch_rules.act_of(table, row)
        if act:
            on = next((known for known in map(row.get, _DAYS) if known), None)
            acts.add((_org_of(tx, row), act, earliest(on) or ledger.today()))
    for org_id, act, on in acts:
        barred = barred_act(tx, org_id, act, on) if org_id else None
        if barred:
            permit(ledger, tx, barred, None)


_DAYS = ("start_on", "from_on", "applied_on", "happened_on", "started_on", "paid_on")
"""The columns that hold the day of an act, whichever a table has."""


def _org_of(tx: Transaction, row: Row) -> str | None:
    """Return the organisation of a record: its own, or that of the member it is about."""
    return row["org_id"] if "org_id" in row else facts.branch_of(tx, row["person_id"])


def edit(ledger: Ledger, change: RuleEdit) -> Outcome:
    """Write the bureau's version of a rule, in place of an earlier edit of the same version.

    Raises UserError for a rule that must not be edited or a parameter of the wrong kind, and
    KeyError for an unknown rule.
    """
    current = _shipped().versions(change.rule_id)[-1]
    if not current.editable:
        raise UserError(f"“{current.title}”不能修改。", kept="没有保存。")
    try:
        _shipped().with_edits([change])
    except ValueError as error:
        raise UserError(
            f"“{current.title}”的数字填写有误。", kept="没有保存。", todo="请填写不小于0的整数。"
        ) from error
    values = _edit_row(change)
    with ledger.writing(f"修改规则：{current.title}") as tx:
        same = [
            row["id"]
            for row in records.find(tx, "rule_def", rule_id=change.rule_id)
            if earliest(row["from_on"]) == change.effective_from
        ]
        if same:
            records.change(tx, "rule_def", same, values)
        else:
            same = [records.add(tx, "rule_def", values)]
    return ledger.outcome(tx, f"“{current.title}”已修改。", tuple(same))


def meeting_duties(book: RuleBook, on: date) -> Mapping[str, tuple[MeetingDuty, ...]]:
    """Return how often meetings are owed on a day; nothing for a rule that is switched off."""
    ids = {"general": "B2-01", "committee": "B2-02", "group": "B2-03", "lecture": "B2-06"}
    found = {name: book.applied(rule_id, on) for name, rule_id in ids.items()}
    return {name: _duty(name, rule) if rule else () for name, rule in found.items()}


def _duty(name: str, rule: Rule) -> tuple[MeetingDuty, ...]:
    duty = MeetingDuty(
        rule.word("activity"),
        rule.word("per"),
        needs_committee=name == "committee",
        per_group=name == "group",
    )
    return (duty,)


def missing_branches(tx: Transaction, on: date) -> tuple[Evidence, ...]:
    """Return the schools that ought to have a branch of their own and have none (B1-01)."""
    rule = book_of(tx).applied("B1-01", on)
    schools = facts.gather(tx, on).schools if rule else ()
    check = branch_rules.SCHOOL_CHECKS["B1-01"]
    return tuple(
        Evidence("school_unit", school.id, name=school.name)
        for school in schools
        if rule and any(check(rule, school, on))
    )


@cache
def _shipped() -> RuleBook:
    return RuleBook.load()


def book_of(tx: Transaction) -> RuleBook:
    """Return the rules inside a transaction that is already open."""
    return _shipped().with_edits(_edit_of(row) for row in records.find(tx, "rule_def"))


def _edit_of(row: Row) -> RuleEdit:
    return RuleEdit(
        rule_id=row["rule_id"],
        effective_from=earliest(row["from_on"]),
        effective_to=earliest(row["to_on"]),
        title=row["title"],
        text=row["text"],
        severity=row["severity"],
        params=row["params"],
        source=row["source"],
        article=row["article"],
        enabled=row["is_enabled"],
    )


def _edit_row(change: RuleEdit) -> dict[str, str | bool | PartialDate | None]:
    return {
        "rule_id": change.rule_id,
        "from_on": day(change.effective_from) if change.effective_from else None,
        "to_on": day(change.effective_to) if change.effective_to else None,
        "title": change.title,
        "text": change.text,
        "severity": change.severity,
        "params": change.params,
        "source": change.source,
        "article": change.article,
        "is_enabled": change.enabled,
    }


def _waived(tx: Transaction, on: date) -> dict[tuple[str, str, str], str]:
    """Return the reasons of the waivers that hold on a day."""
    found = {}
    for row in records.find(tx, "rule_override"):
        decided, until = earliest(row["decided_on"]), row["until_on"]
        has_ended = until is not None and until.value is not None and until.last_day < on
        if not has_ended and (decided is None or decided <= on):
            key = (row["rule_id"], row["subject_table"], row["subject_id"])
            found[key] = row["reason"] or row["doc_no"] or row["rule_id"]
    return found


def _key(rule_id: str, about: About) -> tuple[str, str, str]:
    return (rule_id, about.table, about.record)
