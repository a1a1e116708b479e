"""流动党员 (domain.md B12): gone away, contacted, reported, come back."""

from dataclasses import dataclass

from app.base.errors import UserError
from app.domain.dates import PartialDate
from app.services import standing
from app.services.ledger import Ledger, Outcome
from app.store import records
from app.store.engine import Transaction
from app.store.records import Row

OUT, IN = "OUT", "IN"


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
    since = standing.known_day(draft.since_on)
    with ledger.writing("登记流动党员") as tx:
        person, membership = standing.both(tx, draft.person_id)
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
    on = standing.known_day(on)
    with ledger.writing("联系流动党员") as tx:
        _keep_contact(tx, records.get(tx, "floating_record", record_id))
        values = {"last_contact_on": on} | ({"last_report_on": on} if is_report else {})
        records.change(tx, "floating_record", record_id, values)
    return ledger.outcome(tx, "已登记联系。", (record_id,))


def come_back(ledger: Ledger, record_id: str, on: PartialDate) -> Outcome:
    """Write that a member is back."""
    on = standing.known_day(on)
    with ledger.writing("流动党员返回") as tx:
        row = records.get(tx, "floating_record", record_id)
        _keep_contact(tx, row)
        person, membership = standing.both(tx, row["person_id"])
        records.change(tx, "floating_record", record_id, {"until_on": on, "last_contact_on": on})
        if row["direction"] == OUT:
            flow = {"is_floating": False, "flow_to": ""}
            records.change(tx, "membership", membership["id"], flow)
    return ledger.outcome(tx, f"{person['name']}已返回。", (record_id,))


def _keep_contact(tx: Transaction, row: Row) -> None:
    """Keep the last contact as a talk before a newer one takes its place in the record."""
    if row["last_contact_on"] is not None:
        talk = {
            "kind": "OTHER",
            "person_id": row["person_id"],
            "held_on": row["last_contact_on"],
            "content": "联系流动党员",
        }
        records.add(tx, "talk", talk)
