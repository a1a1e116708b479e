"""组织关系接转 (domain.md A19, A20, B9): out, in, inside the bureau, and a whole organisation.

Until a transfer out is accepted the member stays on the roster as OUT_PENDING (B9-07).
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from app.base.errors import UserError
from app.base.progress import Silent
from app.domain.dates import PartialDate, Precision
from app.domain.draft_checks import check_draft
from app.domain.dues import version
from app.domain.kinds import ON_ROSTER, Channel, Direction, EventKind, Status
from app.domain.members import DRAFT_FIELDS, MemberDraft, StatusChange, column_of
from app.domain.probation import Standard
from app.domain.readings import Severity
from app.domain.rules import Finding, RuleBook, earliest
from app.domain.transfer_rules import barred_slip, default_days
from app.domain.transfers import DONE, OPEN, REPLACED, WITHDRAWN, TransferDraft
from app.domain.words import problem_text
from app.services import act_days, dues_arrears, moves, overrides, rules, standing, status_changes
from app.services.ledger import Ledger, Outcome
from app.services.overrides import Override
from app.services.transfer_numbers import late_renewal, next_number, refuse_taken
from app.store import member_facts, members, record_lists, records
from app.store.engine import Transaction
from app.store.member_facts import Member

Row = Mapping[str, Any]

_NOT_SAVED = "没有保存。"
_SILENT = Silent()


def send(ledger: Ledger, draft: TransferDraft, override: Override | None = None) -> Outcome:
    """Begin a transfer out: the slip, its number and validity; the member waits on the roster.

    ids: the transfer. Raises UserError for dues not paid (B9-11) and a status that does not allow
    it (B10-05) unless an override is given or on record, and without a destination.
    """
    if not draft.other.strip():
        raise UserError("没有写转到哪里。", kept=_NOT_SAVED, todo="请填写接收党组织。")
    on = _first(draft.handled_on)
    with ledger.writing(f"组织关系转出：{_name_of(ledger, draft.person_id)}") as tx:
        person, membership = standing.both(tx, draft.person_id)
        if membership["status"] == Status.OUT_PENDING:
            raise UserError(
                f"{person['name']}已经办理转出，还没有被接收。",
                kept=_NOT_SAVED,
                todo="过期的请重开介绍信，不转的请收回。",
            )
        act_days.known_day(ledger, draft.handled_on, _came(membership))
        book = rules.book_of(tx)
        change = StatusChange(status=Status.OUT_PENDING, happened_on=draft.handled_on)
        barred = status_changes.bars_of_change(ledger, tx, [(person, membership)], change)
        overrides.permit(ledger, tx, [*_arrears(tx, draft, on), *barred], override)
        values = _slip_values(tx, book, draft, membership, on)
        written = records.add(tx, "transfer", _common(person, membership, draft) | values)
        status_changes.write(tx, [(person, membership)], change)
    return ledger.outcome(tx, f"已为{person['name']}办理转出，接收以前仍在本支部。", (written,))


def accept(
    ledger: Ledger,
    transfer_id: str,
    on: PartialDate,
    override: Override | None = None,
    *,
    has_receipt: bool = False,
) -> Outcome:
    """Write that a transfer out was accepted: the member leaves the roster on that day.

    has_receipt: part three came back on the same day, which ends the procedure. Raises UserError
    for a status that does not allow it (B10-05), as take_back() does.
    """
    with ledger.writing("组织关系已被接收") as tx:
        row = _open(tx, transfer_id, Direction.OUT)
        act_days.known_day(ledger, on, _handled(row))
        person, membership = standing.both(tx, row["person_id"], row["membership_id"])
        is_done = has_receipt or row["channel"] != Channel.SLIP
        values: dict[str, Any] = {"accepted_on": on, "status": DONE if is_done else OPEN}
        records.change(
            tx, "transfer", transfer_id, values | ({"receipt_on": on} if has_receipt else {})
        )
        change = StatusChange(
            status=Status.TRANSFERRED, happened_on=on, doc_no=row["slip_no"] or row["online_no"]
        )
        standing.change(ledger, tx, (person, membership), change, override)
    return ledger.outcome(tx, f"{person['name']}的组织关系已转出。", (transfer_id,))


def receipt(
    ledger: Ledger, transfer_id: str, on: PartialDate, override: Override | None = None
) -> Outcome:
    """Write the receipt: come back for a transfer out, posted for one in; ends the procedure.

    A receipt for a transfer out that nobody had marked as accepted also says that it was.
    """
    with ledger.reading() as tx:
        row = records.get(tx, "transfer", transfer_id)
    if row["direction"] == Direction.OUT and row["accepted_on"] is None:
        return accept(ledger, transfer_id, on, override, has_receipt=True)
    if row["receipt_on"] is not None:
        raise UserError("这份接转的回执已经登记。", kept="没有改动。", todo="请按 F5 刷新后再看。")
    act_days.known_day(ledger, on, _handled(row), ("接收日期", row["accepted_on"]))
    with ledger.writing("登记介绍信回执") as tx:
        records.change(tx, "transfer", transfer_id, {"receipt_on": on, "status": DONE})
    return ledger.outcome(tx, "回执已登记。", (transfer_id,))


def take_back(
    ledger: Ledger,
    transfer_id: str,
    on: PartialDate,
    reason: str,
    override: Override | None = None,
) -> Outcome:
    """Take an open transfer out back: the member is an ordinary one again."""
    with ledger.writing("收回组织关系介绍信") as tx:
        row = _open(tx, transfer_id, Direction.OUT)
        act_days.known_day(ledger, on, _handled(row))
        person, membership = standing.both(tx, row["person_id"], row["membership_id"])
        remark = "；".join(filter(None, (row["remark"], reason)))
        records.change(tx, "transfer", transfer_id, {"status": WITHDRAWN, "remark": remark})
        change = StatusChange(status=Status.NORMAL, happened_on=on, reason=reason)
        standing.change(ledger, tx, (person, membership), change, override)
    return ledger.outcome(tx, f"已收回{person['name']}的介绍信。", (transfer_id,))


def move(ledger: Ledger, draft: TransferDraft) -> Outcome:
    """Move a member to another branch of the bureau: no slip, both rosters change on one day.

    ids: the transfer (B9-13). Raises UserError without a branch, or for the present one.
    """
    with ledger.writing(f"系统内接转：{_name_of(ledger, draft.person_id)}") as tx:
        person, membership = standing.both(tx, draft.person_id)
        if not draft.to_org_id or draft.to_org_id == membership["org_id"]:
            raise UserError("没有选转到哪个支部。", kept=_NOT_SAVED, todo="请选另一个支部。")
        if membership["status"] not in {Status.NORMAL, Status.RETAINED}:
            raise UserError("这名党员现在不能在系统内接转。", kept=_NOT_SAVED)
        joined = ("入党时间", membership["joined_on"])
        act_days.known_day(ledger, draft.handled_on, joined, _came(membership))
        occasion = moves.Occasion(draft.handled_on, draft.doc_no, draft.remark, why=draft.reason)
        *_, written = moves.write(tx, {membership["id"]: draft.to_org_id}, occasion)
    return ledger.outcome(tx, f"{person['name']}已转到新的支部。", (written,))


def receive(ledger: Ledger, draft: TransferDraft, newcomer: MemberDraft | None = None) -> Outcome:
    """Take a member in: somebody who had left, or a newcomer; ids are (transfer, person).

    newcomer: his data, when draft.person_id is empty. Raises UserError without a branch, for
    blocking problems of the data, and for a membership that has ended for good.
    """
    if not draft.to_org_id:
        raise UserError("没有选转入哪个支部。", kept=_NOT_SAVED, todo="请选支部。")
    act_days.known_day(ledger, draft.handled_on)
    by = Standard.of(rules.book(ledger), ledger.today())
    with ledger.writing("组织关系转入") as tx:
        if newcomer is None:
            person, membership = _returning(ledger, tx, draft)
        else:
            person, membership = _added(tx, newcomer, draft, by)
        values = {
            "direction": Direction.IN,
            "channel": draft.channel,
            "from_text": draft.other,
            "to_org_id": draft.to_org_id,
            "slip_no": draft.slip_no,
            "online_no": draft.online_no,
            "dues_paid_to": draft.dues_paid_to,
            "accepted_on": draft.handled_on,
            "status": OPEN if draft.channel == Channel.SLIP else DONE,
        }
        written = records.add(tx, "transfer", _common(person, membership, draft) | values)
        _enter_branch(tx, person, membership, draft)
    told = f"{person['name']}已转入，回执请在一个月内寄出。"
    return ledger.outcome(tx, told, (written, person["id"]))


def renew(
    ledger: Ledger, transfer_id: str, draft: TransferDraft, override: Override | None = None
) -> Outcome:
    """Make out a new slip in place of an expired one (B9-09); ids: the new transfer.

    Raises UserError later than six months after it expired, unless overridden by a document.
    """
    on = _first(draft.handled_on)
    with ledger.writing("重开组织关系介绍信") as tx:
        row = _open(tx, transfer_id, Direction.OUT)
        act_days.known_day(ledger, draft.handled_on, _handled(row))
        person, membership = standing.both(tx, row["person_id"], row["membership_id"])
        book = rules.book_of(tx)
        barred = late_renewal(book, row, person["name"], on)
        if barred:
            overrides.permit(ledger, tx, [barred], override)
        values = _slip_values(tx, book, draft, membership, on)
        old = {"to_text": row["to_text"], "reason": row["reason"], "replaces_id": transfer_id}
        records.change(tx, "transfer", transfer_id, {"status": REPLACED})
        common = _common(person, membership, draft)
        written = records.add(tx, "transfer", {**common, **values, **old})
    return ledger.outcome(tx, f"已为{person['name']}重新开具介绍信。", (written,))


def _arrears(tx: Transaction, draft: TransferDraft, on: date) -> list[Finding]:
    """Return what bars the slip of somebody who owes dues (B9-11)."""
    rule = rules.book_of(tx).barring("B9-11", on)
    member = member_of(tx, draft.person_id, on)
    if rule is None or member is None or draft.channel != Channel.SLIP:
        return []
    unpaid = dues_arrears.unpaid_months(tx, member, on)
    barred = barred_slip(rule, (draft.person_id, member.row.id, member.row.name), unpaid)
    return [barred] if barred else []


def member_of(tx: Transaction, person_id: str, on: date) -> Member | None:
    """Return a member as he stood on a day; None when he has no membership."""
    own = [one for one in member_facts.members(tx, on) if one.row.person_id == person_id]
    return own[-1] if own else None


def _slip_values(
    tx: Transaction, book: RuleBook, draft: TransferDraft, membership: Row, on: date
) -> dict[str, Any]:
    is_slip = draft.channel == Channel.SLIP
    usual = default_days(version(book, "B9-05", on), is_same_city=draft.is_same_city)
    paid_to = draft.dues_paid_to
    if draft.valid_days is not None and draft.valid_days < 1:
        raise UserError("有效天数要大于0。", kept=_NOT_SAVED, todo="请改正有效天数。")
    if is_slip:
        refuse_taken(tx, draft.slip_no)
    member = member_of(tx, membership["person_id"], on)
    known = dues_arrears.paid_until(tx, member, on) if member and paid_to is None else None
    return {
        "direction": Direction.OUT,
        "channel": draft.channel,
        "from_org_id": membership["org_id"],
        "to_text": draft.other,
        "slip_no": (draft.slip_no or next_number(tx, book, on)) if is_slip else "",
        "online_no": draft.online_no,
        "valid_days": (draft.valid_days or usual) if is_slip else draft.valid_days,
        "dues_paid_to": PartialDate(known, Precision.MONTH) if known else paid_to,
        "status": OPEN,
    }


def _common(person: Row, membership: Row, draft: TransferDraft) -> dict[str, Any]:
    return {
        "person_id": person["id"],
        "membership_id": membership["id"],
        "reason": draft.reason,
        "category_at_event": person["category"],
        "member_type_at_event": membership["member_type"],
        "handled_on": draft.handled_on,
        "remark": draft.remark,
    }


def _enter_branch(tx: Transaction, person: Row, membership: Row, draft: TransferDraft) -> None:
    """Put a member from outside on the roster of his branch on the day, with the event."""
    before = membership["status"] if membership["status"] != Status.NORMAL else ""
    records.add(
        tx,
        "membership_event",
        {
            "person_id": person["id"],
            "membership_id": membership["id"],
            "org_id": draft.to_org_id,
            "kind": str(EventKind.MOVED_IN),
            "happened_on": draft.handled_on,
            "category_at_event": person["category"],
            "member_type_at_event": membership["member_type"],
            "status_before": before,
            "status_after": Status.NORMAL,
            "doc_no": draft.doc_no,
            "reason": draft.remark,
        },
    )
    values = {
        "org_id": draft.to_org_id,
        "group_id": None,
        "branch_joined_on": draft.handled_on,
        "status": Status.NORMAL,
        "left_on": None,
        "dues_paid_to": draft.dues_paid_to,
    }
    records.change(tx, "membership", membership["id"], values)


def _returning(ledger: Ledger, tx: Transaction, draft: TransferDraft) -> tuple[Row, Row]:
    person, membership = standing.both(tx, draft.person_id)
    if membership["status"] in ON_ROSTER:
        raise UserError(
            f"{person['name']}已经在名册上。", kept=_NOT_SAVED, todo="换支部请用系统内接转。"
        )
    if membership["status"] != Status.TRANSFERRED:
        change = StatusChange(status=Status.NORMAL, happened_on=draft.handled_on)
        status_changes.permit_change(ledger, tx, [(person, membership)], change, None)
        raise UserError(
            f"{person['name']}不是已转出的党员。", kept=_NOT_SAVED, todo="停止党籍的请办恢复。"
        )
    act_days.known_day(ledger, draft.handled_on, ("转出日期", membership["left_on"]))
    return person, membership


def _added(
    tx: Transaction, newcomer: MemberDraft, draft: TransferDraft, by: Standard
) -> tuple[Row, Row]:
    """Write a newcomer; his event follows, so that he is a member here from that day on."""
    wrong = [p for p in check_draft(newcomer, by) if p.severity is Severity.BLOCK]
    if wrong:
        sentence = "；".join(map(problem_text, wrong))
        raise UserError(f"{sentence}。", kept=_NOT_SAVED, todo="请改正后再保存。")
    found: dict[str, dict[str, Any]] = {"person": {}, "membership": {}}
    for name in DRAFT_FIELDS:
        table, column = column_of(name)
        found[table][column] = getattr(newcomer, name)
    person_id = records.add(tx, "person", found["person"])
    values = {**found["membership"], "person_id": person_id, "org_id": draft.to_org_id}
    membership_id = records.add(tx, "membership", values)
    members.refresh_search(tx, _SILENT)
    return records.get(tx, "person", person_id), records.get(tx, "membership", membership_id)


def _handled(row: Row) -> act_days.Before:
    return "办理日期", row["handled_on"]


def _came(membership: Row) -> act_days.Before:
    return "到本支部的日期", membership["branch_joined_on"]


def _open(tx: Transaction, transfer_id: str, direction: Direction) -> Row:
    row = records.get(tx, "transfer", transfer_id)
    is_open = row["status"] not in {DONE, REPLACED, WITHDRAWN} and row["accepted_on"] is None
    if row["direction"] != direction or not is_open:
        raise UserError("这份接转已经办结。", kept="没有改动。", todo="请按 F5 刷新后再看。")
    return row


def _name_of(ledger: Ledger, person_id: str) -> str:
    with ledger.reading() as tx:
        return record_lists.names_of(tx, "person", [person_id]).get(person_id, "")


def _first(known: PartialDate) -> date:
    found = earliest(known)
    if found is None:
        raise UserError("没有写日期。", kept=_NOT_SAVED, todo="请填写日期。")
    return found
