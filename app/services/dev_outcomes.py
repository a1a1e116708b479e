"""Extension and cancellation of a probation: voted by the branch, approved above (B5-05, B5-06)."""

from datetime import date
from typing import Any

from app.base.errors import UserError
from app.domain.branch_rules import OrgAct
from app.domain.dev_entry import OutcomeEntry
from app.domain.dev_law import nominal_end
from app.domain.dev_notices import NoticeMeasure
from app.domain.kinds import DevOutcome, DevStage, VoteKind, VoteOutcome
from app.services import dev_membership, dev_votes, rules
from app.services.dev_judging import Judge, known_day
from app.services.dev_votes import Meeting
from app.services.ledger import Ledger, Outcome
from app.services.overrides import Override
from app.store import dev_facts, records
from app.store.dev_sources import calendar_of
from app.store.records import Row

_KINDS = {DevOutcome.EXTENDED: VoteKind.EXTEND, DevOutcome.CANCELLED: VoteKind.CANCEL}
_WORDS = {DevOutcome.EXTENDED: "延长预备期", DevOutcome.CANCELLED: "取消预备党员资格"}


def decide_outcome(
    ledger: Ledger, case_id: str, entry: OutcomeEntry, override: Override | None = None
) -> Outcome:
    """Write the branch's vote on an extension or a cancellation, and its approval when it is there.

    Raises Barred for a second extension, one outside six to twelve months (B5-05), an outcome
    without meeting or in the wrong order (B5-06). A vote that was not carried is kept.
    """
    kind = DevOutcome(entry.kind)
    known_day(ledger, entry.meeting_on, "支部大会日期")
    with ledger.writing(f"发展党员：{_WORDS[kind]}") as tx:
        judge = Judge.of(ledger, tx, [case_id])
        case = records.get(tx, "dev_case", case_id)
        name = _probationer(judge, case)
        refused = _vote(judge, case, entry, override)
        if not refused and entry.approved_on:
            known_day(ledger, entry.approved_on, "审批日期")
            _refuse_acts(judge, case, entry, override)
            _write(judge, case, entry)
        warned = judge.permit([case_id], override)
    if refused:
        return ledger.outcome(tx, f"表决没有通过，已登记表决情况。{refused}。", (case_id,))
    state = "已登记" if entry.approved_on else "已登记支部大会的表决，等上级党委审批："
    return ledger.outcome(tx, f"{state}{name}的{_WORDS[kind]}。{warned}", (case_id,))


def extension_span(ledger: Ledger, case_id: str) -> tuple[date, date] | None:
    """Return the first and last day to which a probation may be extended (B5-05).

    None before the acceptance, and where the bureau has switched the rule off.
    """
    today = ledger.today()
    with ledger.reading() as tx:
        book = rules.book_of(tx)
        rule = book.applied("B5-05", today)
        (case,) = dev_facts.cases(tx, NoticeMeasure(book, calendar_of(tx)), today, [case_id])
    end = nominal_end(book, case)
    if rule is None or end is None:
        return None
    return rule.months_after(end, "least_months"), rule.months_after(end, "most_months")


def _probationer(judge: Judge, case: Row) -> str:
    facts = judge.before[case["id"]]
    if not facts.is_in_probation:
        raise UserError(
            f"{facts.name}现在不在预备期。", kept="没有保存。", todo="请核对这份档案到了哪一步。"
        )
    return facts.name


def _vote(judge: Judge, case: Row, entry: OutcomeEntry, override: Override | None) -> str:
    """Keep the vote; return why it was not carried, or "".

    A vote of the same day and kind that is on record already is the one that is approved now.
    """
    kind = _KINDS[DevOutcome(entry.kind)]
    known = [
        row
        for row in records.find(judge.tx, "vote", person_id=case["person_id"], kind=kind)
        if row["held_on"] == entry.meeting_on and row["result"] == VoteOutcome.PASSED
    ]
    if known:
        return ""
    if entry.ballot is None or entry.meeting_on is None:
        raise UserError("没有填写表决情况。", kept="没有保存。", todo="请填写支部大会的票数。")
    meeting = Meeting(case, "education", entry.meeting_on, entry.ballot, entry.teller)
    _written, result = dev_votes.hold(judge, meeting, override)
    if result.against and override is None:
        return dev_votes.why_not(result.against)
    return ""


def _refuse_acts(judge: Judge, case: Row, entry: OutcomeEntry, override: Override | None) -> None:
    """Refuse what a temporary branch does not decide (B1-08)."""
    if entry.kind == DevOutcome.CANCELLED and entry.approved_on and case["org_id"]:
        on = entry.approved_on.first_day
        barred = rules.barred_act(judge.tx, case["org_id"], OrgAct.DISCIPLINE, on)
        judge.lift([barred] if barred else [], override)


def _write(judge: Judge, case: Row, entry: OutcomeEntry) -> None:
    decision: dict[str, Any] = {
        "meeting_on": entry.meeting_on,
        "committee_approved_on": entry.approved_on,
        "doc_no": entry.doc_no,
        "reason": entry.reason,
    }
    if entry.kind == DevOutcome.CANCELLED:
        dev_membership.cancel(judge.tx, case, decision)
        values: dict[str, Any] = {
            "closed_on": entry.approved_on,
            "stage": DevStage.CLOSED,
            "outcome": DevOutcome.CANCELLED,
        }
    else:
        if entry.until_on is None:
            raise UserError("没有填写延长到哪一天。", kept="没有保存。", todo="请填写日期。")
        dev_membership.extend(judge.tx, case, {**decision, "until_on": entry.until_on})
        values = {
            "extended_to": entry.until_on,
            "outcome": DevOutcome.EXTENDED,
            "conversion_applied_on": None,
            "convert_meeting_on": None,
            "convert_vote_id": None,
        }
    records.change(judge.tx, "dev_case", case["id"], values)
