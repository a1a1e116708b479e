"""The grid of a branch's dues: its members, twelve months of a year, what is paid and open."""

from datetime import date, timedelta
from decimal import Decimal

from app.domain.dates import add_months
from app.domain.dues import late_from, version
from app.domain.dues_views import CellState, DuesCell, DuesGrid, DuesRow
from app.domain.roster import Standing, standing
from app.domain.search_keys import keys_of
from app.domain.showing import code_text
from app.domain.status_rules import statuses
from app.services import rules
from app.services.ledger import Ledger
from app.store import dues_facts, member_facts, record_lists
from app.store.dues_facts import DuesRecords
from app.store.engine import Transaction
from app.store.member_facts import Member

_MONTHS = 12


def grid(ledger: Ledger, org_id: str, year: int) -> DuesGrid:
    """Return the dues of everybody who owes any to a branch in a year, in pinyin order."""
    today = ledger.today()
    with ledger.reading() as tx:
        return _grid(tx, org_id, year, today)


def month_standing(member: Member, month: date, on: date) -> Standing | None:
    """Return where a member stood at the end of a month, or on a day within it."""
    return standing(member.life, min(add_months(month, 1) - timedelta(days=1), on))


def _grid(tx: Transaction, org_id: str, year: int, today: date) -> DuesGrid:
    first, last = date(year, 1, 1), date(year, 12, 31)
    members = [
        one for one in member_facts.members(tx, today) if org_id in _orgs_of(one, year, today)
    ]
    people = [one.row.person_id for one in members]
    found = dues_facts.read(tx, first, max(last, today), people) if people else None
    paid_to = dues_facts.paid_to_by_membership(tx)
    book = rules.book_of(tx)
    grace = version(book, "B8-13", today).number("grace_day")
    rows = []
    for one in sorted(members, key=lambda member: keys_of(member.row.name).sort_pinyin):
        assert found is not None  # noqa: S101 - there are members
        months = [date(year, number, 1) for number in range(1, _MONTHS + 1)]
        until = paid_to.get(one.row.id)
        cells = tuple(_cell(one, found, month, (org_id, today, grace, until)) for month in months)
        rows.append(_row(one, found, year, cells))
    name = record_lists.names_of(tx, "org_unit", [org_id]).get(org_id, "")
    return DuesGrid(org_id, name, year, tuple(rows))


def _orgs_of(member: Member, year: int, today: date) -> set[str | None]:
    """Return where a member owed dues in the months of a year."""
    found: set[str | None] = set()
    for number in range(1, _MONTHS + 1):
        at = month_standing(member, date(year, number, 1), today)
        if at and statuses()[at.status].owes_dues:
            found.add(at.org_id)
    return found


_Context = tuple[str, date, int, date | None]


def _cell(member: Member, found: DuesRecords, month: date, context: _Context) -> DuesCell:
    org_id, today, grace, paid_to = context
    person = member.row.person_id
    paid = found.paid.get(person, {}).get(month, Decimal(0))
    at = month_standing(member, month, max(today, month))
    if at is None or at.org_id != org_id or not statuses()[at.status].owes_dues:
        return DuesCell(month, None, paid, CellState.PAID if paid else CellState.NOT_OWED)
    due = dues_facts.due_in(found.sheets.get(person, ()), month)
    if due is None:
        return DuesCell(month, None, paid, CellState.PAID if paid else CellState.UNASSESSED)
    if paid >= due or (paid_to and month <= paid_to):
        return DuesCell(month, due, paid, CellState.PAID)
    is_late = today > late_from(month, grace)
    return DuesCell(month, due, paid, CellState.LATE if is_late else CellState.OPEN)


def _row(member: Member, found: DuesRecords, year: int, cells: tuple[DuesCell, ...]) -> DuesRow:
    sheets = [s for s in found.sheets.get(member.row.person_id, ()) if s.year == year]
    newest = sheets[-1] if sheets else None
    return DuesRow(
        id=member.row.person_id,
        name=member.row.name,
        category=code_text("Category", member.row.category),
        month_due=newest.due if newest else None,
        cells=cells,
        sheet_id=newest.id if newest else "",
    )
