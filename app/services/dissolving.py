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
    an organisation has members in its roster, others stand below it, or the day is too early.
    """
    _refuse_members(tx, orgs)
    _refuse_below(tx, orgs, on)
    _refuse_too_early(tx, orgs, on)
    records.change(tx, "org_unit", orgs, {"dissolved_on": on})
    for table, begin in _PARTS.items():
        for row in records.find(tx, table, org_id=list(orgs)):
            column = "extended_to" if row.get("extended_to") else _END.get(table, "to_on")
            _end_part(tx, table, row, (begin, column), on)


def end_posts(tx: Transaction, people: Sequence[str], on: PartialDate) -> None:
    """End the posts of people who leave the rosters on a day; what has ended keeps its day."""
    if on.value is None:
        return
    for row in records.find(tx, "org_post", person_id=list(people)):
        _end_part(tx, "org_post", row, ("from_on", "to_on"), on)


def _end_part(
    tx: Transaction, table: str, row: Row, columns: tuple[str, str], on: PartialDate
) -> None:
    begin, end = columns
    if lasts(row[end], on):
        last = row[begin] if _begins_later(row[begin], on) else on
        records.change(tx, table, row["id"], {end: last})


_PARTS = {"org_post": "from_on", "org_cover": "from_on", "party_group": "from_on",
          "org_term": "start_on"}  # fmt: skip
_END = {"org_term": "end_on"}


def lasts(until: PartialDate | None, on: PartialDate) -> bool:
    """Tell whether what ends on a day, None for never, lasts beyond another."""
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


def _refuse_too_early(tx: Transaction, orgs: Sequence[str], on: PartialDate) -> None:
    """Refuse a day before the organisation was founded or its last member had left."""
    names = dict(_names(tx, orgs))
    for row in record_lists.rows_by_id(tx, "org_unit", orgs):
        left = [one["left_on"] for one in records.find(tx, "membership", org_id=row["id"])]
        left += [one["handled_on"] for one in records.find(tx, "transfer", from_org_id=row["id"])]
        for what, known in (
            ("成立", row["founded_on"]),
            *(("最后一名党员转出", one) for one in left),
        ):
            if known and known.value and known.first_day > on.last_day:
                raise UserError(
                    f"撤销日期{on}早于{names[row['id']]}{what}的日期{known}。",
                    kept="没有改动。",
                    todo="请核对撤销日期。",
                )


def _stands(row: Row, orgs: Sequence[str], on: PartialDate) -> bool:
    return row["id"] not in orgs and lasts(row["dissolved_on"], on)


def _names(tx: Transaction, orgs: Sequence[str]) -> Iterator[tuple[str, str]]:
    names = record_lists.names_of(tx, "org_unit", orgs)
    return ((org, names[org]) for org in orgs)
