"""欠交党费: who has months unpaid, the drafts that six months in a row call for (B8-13, B9-11)."""

from datetime import date, timedelta
from decimal import Decimal

from app.base.errors import UserError
from app.domain import dues_rules
from app.domain.dates import add_months, day
from app.domain.dues import late_months, month_of, version
from app.domain.dues_views import ArrearsLine
from app.services import rules
from app.services.ledger import Ledger, Outcome
from app.store import dues_facts, member_facts, record_lists, records
from app.store.engine import Transaction
from app.store.member_facts import Member

_NAMED_AT_MOST = 5


def arrears(ledger: Ledger, as_of: date, org_id: str | None = None) -> tuple[ArrearsLine, ...]:
    """Return who has months unpaid after their day of grace, of one branch or of all."""
    with ledger.reading() as tx:
        return _arrears(tx, as_of, org_id)


def open_cases(ledger: Ledger, as_of: date, org_id: str | None = None) -> Outcome:
    """Draft a disposal for everybody with six months unpaid in a row and no case (B8-13).

    Nobody's membership changes: what becomes of a draft, the branch meeting and the superior
    decide. ids: the drafts. Raises UserError when there is nobody.
    """
    with ledger.writing("登记拟办处置：连续不交党费") as tx:
        wanting = [
            line for line in _arrears(tx, as_of, org_id) if line.needs_case and not line.has_case
        ]
        if not wanting:
            raise UserError("没有需要登记的人。", kept="没有改动。")
        rows = [
            {
                "person_id": line.person_id,
                "kind": "REMOVAL",
                "ground": f"{dues_rules.months_text(line.months[:1])}起连续不交党费",
                "state": "DRAFT",
                "started_on": day(as_of),
            }
            for line in wanting
        ]
        written = records.add_many(tx, "disposal_case", rows)
    names = "、".join(line.name for line in wanting[:_NAMED_AT_MOST])
    more = f"等{len(wanting)}人" if len(wanting) > _NAMED_AT_MOST else ""
    return ledger.outcome(tx, f"已为{names}{more}登记拟办处置，党籍没有变动。", tuple(written))


def paid_until(tx: Transaction, member: Member, on: date) -> date | None:
    """Return the last month up to which everything is paid, for the slip (B9-11); None for none."""
    person = member.row.person_id
    found = dues_facts.read_open(tx, on, [person])
    paid_to = dues_facts.paid_to_by_membership(tx).get(member.row.id)
    unpaid = dues_facts.unpaid_of(member.life, found, person, on, paid_to)
    if unpaid:
        return add_months(unpaid[0], -1)
    paid = found.paid.get(person, {})
    return max([*paid, *([month_of(paid_to)] if paid_to else [])], default=None)


def place_of(ledger: Ledger, person_id: str, on: date) -> tuple[str, date]:
    """Return where a member's dues are entered: his branch and his first month unpaid, or now."""
    with ledger.reading() as tx:
        found = [one for one in member_facts.members(tx, on) if one.row.person_id == person_id]
        unpaid = [month for one in found for month in unpaid_months(tx, one, on)]
        branch = next((one.at.org_id for one in found if one.at and one.at.org_id), "")
    return branch, min(unpaid, default=month_of(on))


def unpaid_months(tx: Transaction, member: Member, on: date) -> tuple[date, ...]:
    """Return the months that a member owes before the present one, oldest first."""
    found = dues_facts.read_open(tx, on, [member.row.person_id])
    paid_to = dues_facts.paid_to_by_membership(tx).get(member.row.id)
    last = month_of(on) - timedelta(days=1)
    return dues_facts.unpaid_of(member.life, found, member.row.person_id, last, paid_to)


def _arrears(tx: Transaction, as_of: date, org_id: str | None) -> tuple[ArrearsLine, ...]:
    book = rules.book_of(tx)
    rule = version(book, "B8-13", as_of)
    people = member_facts.members(tx, as_of)
    at = {one.row.person_id: one.at.org_id for one in people if one.at}
    names = record_lists.names_of(tx, "org_unit")
    found = dues_facts.read_open(tx, as_of)
    lines = []
    for facts in dues_facts.members(tx, people, as_of):
        org = at.get(facts.person_id)
        late = late_months(facts.unpaid, rule.number("grace_day"), as_of)
        if not late or (org_id and org != org_id):
            continue
        paid = found.paid.get(facts.person_id, {})
        owed = (dues_facts.due_in(found.sheets[facts.person_id], month) for month in late)
        lines.append(
            ArrearsLine(
                facts.person_id,
                facts.name,
                names.get(org or "", ""),
                late,
                sum((due or Decimal(0) for due in owed), Decimal(0))
                - sum((paid.get(month, Decimal(0)) for month in late), Decimal(0)),
                dues_rules.is_procedure_due(rule, facts, as_of),
                facts.has_case,
            )
        )
    return tuple(lines)
