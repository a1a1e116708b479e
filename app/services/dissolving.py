"""The one writer of an organisation's end: what hangs on it ends on the same day."""

from collections.abc import Iterator, Sequence

from app.base.errors import UserError
from app.domain.dates import PartialDate
from app.domain.kinds import ON_ROSTER
from app.store import record_lists, records
from app.store.engine import Transaction
from app.store.records import Row

_NAMED_AT_MOST = 5


def end(tx: Transaction, orgs: Sequence[str], on: PartialDate) -> None:
    """End organisations with their posts, covers, groups and terms on a day.

    What ended before keeps its day, what begins later ends as it begins. Raises UserError while
    an organisation has members in its roster, or others stand below it.
    """
    _refuse_members(tx, orgs)
    _refuse_below(tx, orgs, on)
    records.change(tx, "org_unit", orgs, {"dissolved_on": on})
    for table, begin in _PARTS.items():
        for row in records.find(tx, table, org_id=list(orgs)):
            column = "extended_to" if row.get("extended_to") else _END.get(table, "to_on")
            if _lasts(row[column], on):
                last = row[begin] if _begins_later(row[begin], on) else on
                records.change(tx, table, row["id"], {column: last})


_PARTS = {"org_post": "from_on", "org_cover": "from_on", "party_group": "from_on",
          "org_term": "start_on"}  # fmt: skip
_END = {"org_term": "end_on"}


def _lasts(until: PartialDate | None, on: PartialDate) -> bool:
    return until is None or until.value is None or until.first_day > on.first_day


def _begins_later(begin: PartialDate | None, on: PartialDate) -> bool:
    return begin is not None and begin.value is not None and begin.first_day > on.first_day


def _refuse_members(tx: Transaction, orgs: Sequence[str]) -> None:
    for org, name in _names(tx, orgs):
        left = records.find(tx, "membership", org_id=org, status=sorted(ON_ROSTER))
        if left:
            raise UserError(
                f"{name}还有{len(left)}名党员，不能直接撤销。",
                kept="没有改动。",
                todo="请用“组织设置调整”，给每名党员安排去向。",
            )


def _refuse_below(tx: Transaction, orgs: Sequence[str], on: PartialDate) -> None:
    for org, name in _names(tx, orgs):
        below = [
            row for row in records.find(tx, "org_unit", parent_id=org) if _stands(row, orgs, on)
        ]
        if below:
            named = "、".join(
                row["short_name"] or row["full_name"] for row in below[:_NAMED_AT_MOST]
            )
            raise UserError(
                f"{name}还有{len(below)}个下级党组织：{named}。",
                kept="没有改动。",
                todo="请先给它们另选上级党组织，或者先撤销它们。",
            )


def _stands(row: Row, orgs: Sequence[str], on: PartialDate) -> bool:
    return row["id"] not in orgs and _lasts(row["dissolved_on"], on)


def _names(tx: Transaction, orgs: Sequence[str]) -> Iterator[tuple[str, str]]:
    names = record_lists.names_of(tx, "org_unit", orgs)
    return ((org, names[org]) for org in orgs)
