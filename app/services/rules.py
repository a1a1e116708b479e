"""The rules at work: what is due on a day, what is barred, the bureau's own versions."""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import replace
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
from app.domain.rules import Finding, Rule, RuleBook, RuleEdit, earliest
from app.services import overrides
from app.services.ledger import Ledger, Outcome
from app.services.overrides import Override
from app.store import facts, records
from app.store.dev_orgs import development
from app.store.engine import Transaction
from app.store.records import Row

_LOG = logging.getLogger(__name__)


def book(ledger: Ledger) -> RuleBook:
    """Return the shipped rules with the bureau's own versions."""
    with ledger.reading() as tx:
        return book_of(tx)


def findings(ledger: Ledger, as_of: date) -> tuple[Finding, ...]:
    """Return every finding of a day in order, with the reason where one was waived."""
    with collector_paused(), ledger.reading() as tx:
        book = book_of(tx)
        gathered = facts.gather(tx, as_of)
        known = replace(gathered, development=development(tx, book, as_of))
        found = findings_of_day.evaluate(book, known, as_of)
        waived = overrides.reasons(tx, as_of)
    return tuple(
        replace(one, waived=waived.get(overrides.key(one.rule_id, one.about), "")) for one in found
    )


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


def may_act(ledger: Ledger, org_id: str, act: OrgAct, on: date) -> Finding | None:
    """Return why an organisation must not do this on a day (B1-08), or None.

    An override on record, or a day before the rule came into force, allows it.
    """
    with ledger.reading() as tx:
        barred = barred_act(tx, org_id, act, on)
        waived = overrides.reasons(tx, ledger.today())
    is_waived = barred and overrides.key(barred.rule_id, barred.about) in waived
    return None if is_waived else barred


def barred_act(tx: Transaction, org_id: str, act: OrgAct, on: date) -> Finding | None:
    """Return why an organisation must not do this on a day, overrides left aside (B1-08)."""
    rule = book_of(tx).barring("B1-08", on)
    return branch_rules.barred_act(rule, facts.branch(tx, org_id), act) if rule else None


def refuse_barred(
    ledger: Ledger,
    tx: Transaction,
    table: str,
    rows: Iterable[Row],
    override: Override | None = None,
) -> None:
    """Refuse records of acts that their organisation must not perform (B1-08).

    An override allows them: one on record, or a new one. Raises Barred with the article.
    """
    overrides.permit(ledger, tx, bars_of_rows(ledger, tx, table, rows), override)


def bars_of_rows(ledger: Ledger, tx: Transaction, table: str, rows: Iterable[Row]) -> list[Finding]:
    """Return why organisations must not perform what records tell of (B1-08)."""
    acts = set()
    for row in rows:
        act = branch_rules.act_of(table, row)
        if act:
            on = next((known for known in map(row.get, _DAYS) if known), None)
            acts.add((_org_of(tx, row), act, earliest(on) or ledger.today()))
    barred = [barred_act(tx, org_id, act, on) for org_id, act, on in acts if org_id]
    return [each for each in barred if each]


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
    current = shipped().versions(change.rule_id)[-1]
    if not current.editable:
        raise UserError(f"“{current.title}”不能修改。", kept="没有保存。")
    try:
        shipped().with_edits([change])
    except ValueError as error:
        raise UserError(
            f"“{current.title}”的内容填写有误。",
            kept="没有保存。",
            todo="数字请填写大小合理的整数；句子里大括号中的名称不能改；止日不能早于起日。",
        ) from error
    values = row_of(change)
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
    schools = facts.schools(tx, on) if rule else ()
    check = branch_rules.SCHOOL_CHECKS["B1-01"]
    return tuple(
        Evidence("school_unit", school.id, name=school.name)
        for school in schools
        if rule and any(check(rule, school, on))
    )


@cache
def shipped() -> RuleBook:
    """Return the rules as they come with the program."""
    return RuleBook.load()


def book_of(tx: Transaction) -> RuleBook:
    """Return the rules inside a transaction that is already open."""
    found = shipped()
    for row in records.find(tx, "rule_def"):
        try:
            found = found.with_edits([_edit_of(row)])
        except ValueError:
            # One row of a newer version, or a spoilt one, must not close every window.
            _LOG.warning("rule_def %s of %s cannot be read; left out", row["id"], row["rule_id"])
    return found


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
        reason=row["reason"],
    )


def row_of(change: RuleEdit) -> dict[str, str | bool | PartialDate | None]:
    """Return an edit as a row of rule_def."""
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
        "reason": change.reason,
    }
