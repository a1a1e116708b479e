"""流动党员 (domain.md B12): gone away, contacted, reported, come back."""

from dataclasses import dataclass

from app.base.errors import UserError
from app.domain.dates import PartialDate
from app.services import act_days, standing
from app.services.ledger import Ledger, Outcome
from app.store import records
from app.store.engine import Transaction
from app.store.records import Row

OUT, IN = "OUT", "IN"
_CONTACT, _REPORT = "last_contact_on", "last_report_on"
_TALKS = {_CONTACT: ("OTHER", "联系流动党员"), _REPORT: ("REPORT", "流动党员本人汇报")}


@dataclass(frozen=True, slots=True, kw_only=True)
class FloatingDraft:
    """A member who goes away, or one who is here from elsewhere (direction IN)."""

    person_id: str
    since_on: PartialDate
    destination: str = ""
    direction: str = OUT
    reason: str = ""
    contact: str = ""
    contact_person: str = ""
    certificate_no: str = ""


def leave(ledger: Ledger, draft: FloatingDraft) -> Outcome:
    """Write that a member is away; only the origin ticks him as floating (B12-04).

    Raises UserError when he is away already, and for a day before he joined.
    """
    since = act_days.known_day(ledger, draft.since_on)
    with ledger.writing("登记流动党员") as tx:
        person, membership = standing.both(tx, draft.person_id)
        standing.refuse_gone(person, membership)
        standing.refuse_before_joining((person, membership), since)
        known = records.find(tx, "floating_record", person_id=draft.person_id, until_on=None)
        if known:
            raise UserError(f"{person['name']}已经登记外出。", kept="没有保存。")
        values = {
            "person_id": draft.person_id,
            "direction": draft.direction,
            "since_on": since,
            "destination": draft.destination,
            "reason": draft.reason,
            "contact": draft.contact,
            "contact_person": draft.contact_person,
            "certificate_no": draft.certificate_no,
        }
        written = records.add(tx, "floating_record", values)
        if draft.direction == OUT:
            flow = {"is_floating": True, "flow_to": draft.destination}
            records.change(tx, "membership", membership["id"], flow)
    return ledger.outcome(tx, f"已登记{person['name']}外出。", (written,))


def contacted(
    ledger: Ledger, record_id: str, on: PartialDate, *, is_report: bool = False
) -> Outcome:
    """Write a contact with a member who is away, or his own report (B12-02, B12-03)."""
    with ledger.writing("联系流动党员") as tx:
        row = _away(tx, record_id)
        on = act_days.known_day(ledger, on, ("外出日期", row["since_on"]))
        columns = (_CONTACT, _REPORT) if is_report else (_CONTACT,)
        records.change(tx, "floating_record", record_id, _newest(tx, row, on, columns))
    return ledger.outcome(tx, "已登记联系。", (record_id,))


def come_back(ledger: Ledger, record_id: str, on: PartialDate) -> Outcome:
    """Write that a member is back."""
    with ledger.writing("流动党员返回") as tx:
        row = _away(tx, record_id)
        on = act_days.known_day(ledger, on, ("外出日期", row["since_on"]))
        person, membership = standing.both(tx, row["person_id"])
        values = {"until_on": on, **_newest(tx, row, on, (_CONTACT,))}
        records.change(tx, "floating_record", record_id, values)
        if row["direction"] == OUT:
            flow = {"is_floating": False, "flow_to": ""}
            records.change(tx, "membership", membership["id"], flow)
    return ledger.outcome(tx, f"{person['name']}已返回。", (record_id,))


def _away(tx: Transaction, record_id: str) -> Row:
    row = records.get(tx, "floating_record", record_id)
    if row["until_on"] is not None:
        raise UserError("这名流动党员已经返回。", kept="没有改动。", todo="请按 F5 刷新后再看。")
    return row


def _newest(
    tx: Transaction, row: Row, on: PartialDate, columns: tuple[str, ...]
) -> dict[str, PartialDate]:
    """Return the newest days for the record; what is older stays on record as a talk."""
    newest: dict[str, PartialDate] = {}
    older: dict[str, tuple[PartialDate, str, str]] = {}
    for column in columns:
        days = [known for known in (row[column], on) if known is not None]
        days.sort(key=lambda known: known.last_day)
        newest[column] = days[-1]
        older |= {known.iso: (known, *_TALKS[column]) for known in days[:-1]}
    for held_on, kind, content in older.values():
        talk = {"person_id": row["person_id"], "held_on": held_on}
        records.add(tx, "talk", {**talk, "kind": kind, "content": content})
    return newest
