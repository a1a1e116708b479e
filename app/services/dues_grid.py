"""The grid of a branch's dues: its members, twelve months of a year, what is paid and open."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from app.domain.dates import add_months
from app.domain.dues import late_from, version
from app.domain.dues_views import CellState, DuesCell, DuesGrid, DuesRow
from app.domain.roster import Standing, standing
from app.domain.search_keys import keys_of
from app.domain.showing import code_text
from app.domain.status_rules import owes_dues
from app.services import rules
from app.services.ledger import Ledger
from app.store import dues_facts, member_facts, record_lists
from app.store.dues_facts import DuesRecords
from app.store.engine import Transaction
from app.store.member_facts import Member

_MONTHS = 12


def grid(ledger: Ledger, org_id: str, year: int) -> DuesGrid:
    """Return the dues of everybody who owes any to a branch in a year, in pinyin order."""
    found = [one for one in grids(ledger, year, org_id) if one.org_id == org_id]
    if found:
        return found[0]
    with ledger.reading() as tx:
        name = record_lists.names_of(tx, "org_unit", [org_id]).get(org_id, "")
    return DuesGrid(org_id, name, year, ())


def grids(ledger: Ledger, year: int, org_id: str = "") -> tuple[DuesGrid, ...]:
    """Return the grids of all branches to which somebody owes dues in a year, or of one."""
    with ledger.reading() as tx:
        source = _source(tx, year, ledger.today(), org_id)
        names = record_lists.names_of(tx, "org_unit", source.members)
    return tuple(
        DuesGrid(org, names[org], year, tuple(_row(source, org, one) for one in members))
        for org, members in source.members.items()
    )


def month_standing(member: Member, month: date, on: date) -> Standing | None:
    """Return where a member stood at the end of a month, or on a day within it."""
    return standing(member.life, min(add_months(month, 1) - timedelta(days=1), on))


@dataclass(frozen=True, slots=True)
class _Source:
    """What grids of a year are made of; members: by branch, in pinyin order."""

    year: int
    today: date
    grace: int
    members: Mapping[str, Sequence[Member]]
    records: DuesRecords
    paid_to: Mapping[str, date]


def _source(tx: Transaction, year: int, today: date, org_id: str) -> _Source:
    by_org: dict[str, list[Member]] = defaultdict(list)
    people = []
    for one in member_facts.members(tx, today):
        if org_id and org_id not in _ever_in(one):
            continue
        orgs = [org for org in _orgs_of(one, year, today) if not org_id or org == org_id]
        people += [one.row.person_id] if orgs else []
        for org in orgs:
            by_org[org].append(one)
    for members in by_org.values():
        members.sort(key=lambda member: keys_of(member.row.name).sort_pinyin)
    last = max(date(year, _MONTHS, 1), today)
    few = people if org_id else ()
    return _Source(
        year,
        today,
        version(rules.book_of(tx), "B8-13", today).number("grace_day"),
        by_org,
        dues_facts.read(tx, date(year, 1, 1), last, few),
        dues_facts.paid_to_by_membership(tx),
    )


def _ever_in(member: Member) -> set[str | None]:
    """Return every organisation a member is known to have belonged to."""
    life = member.life
    return {life.org_id, life.origin_id, *(placement.org_id for placement in life.placements)}


def _orgs_of(member: Member, year: int, today: date) -> list[str]:
    """Return where a member owed dues in the months of a year, each once."""
    found: dict[str, None] = {}
    for number in range(1, _MONTHS + 1):
        at = month_standing(member, date(year, number, 1), today)
        if at and at.org_id and owes_dues(at.status):
            found[at.org_id] = None
    return list(found)


def _cell(source: _Source, org_id: str, member: Member, month: date) -> DuesCell:
    person, nothing = member.row.person_id, Decimal(0)
    at = month_standing(member, month, max(source.today, month))
    if at is None or at.org_id != org_id or not owes_dues(at.status):
        # What was paid to another branch stands in that branch's grid.
        is_ours = (month, org_id) in source.records.places.get(person, ())
        paid = source.records.paid[person][month] if is_ours else nothing
        return DuesCell(month, None, paid, CellState.PAID if paid else CellState.NOT_OWED)
    paid = source.records.paid.get(person, {}).get(month, nothing)
    due = dues_facts.due_in(source.records.sheets.get(person, ()), month)
    if due is None:
        return DuesCell(month, None, paid, CellState.PAID if paid else CellState.UNASSESSED)
    paid_to = source.paid_to.get(member.row.id)
    if paid >= due or (paid_to and month <= paid_to):
        return DuesCell(month, due, paid, CellState.PAID)
    is_late = source.today > late_from(month, source.grace)
    return DuesCell(month, due, paid, CellState.LATE if is_late else CellState.OPEN)


def _row(source: _Source, org_id: str, member: Member) -> DuesRow:
    person = member.row.person_id
    sheets = [s for s in source.records.sheets.get(person, ()) if s.year == source.year]
    newest = sheets[-1] if sheets else None
    months = (date(source.year, number, 1) for number in range(1, _MONTHS + 1))
    return DuesRow(
        id=person,
        name=member.row.name,
        category=code_text("Category", member.row.category),
        month_due=newest.due if newest else None,
        cells=tuple(_cell(source, org_id, member, month) for month in months),
        sheet_id=newest.id if newest else "",
    )
