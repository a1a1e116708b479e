"""党员花名册 on paper (P02): the members that are shown, branch by branch, ID numbers masked."""

import logging
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from app.base.errors import UserError
from app.base.progress import Progress, Silent
from app.domain.document import Align
from app.domain.idcards import mask
from app.domain.kinds import Category, MemberType
from app.domain.members import MemberRow
from app.domain.roster_sheet import RosterSheet, SheetColumn, SheetGroup
from app.domain.rules import earliest
from app.domain.words import label
from app.services import members
from app.services.ledger import Ledger
from app.services.own_unit import unit_name
from app.store import due_places, record_lists, records
from app.store.engine import Transaction

_LOG = logging.getLogger(__name__)
_SILENT = Silent()
_LEFT = Align.LEFT
_HAN = "汉族"
_NO_BRANCH = "没有支部的党员"
_MONTH = 7
"""How much of an ISO date is its month."""
COLUMNS = (
    SheetColumn("序号", 9), SheetColumn("姓名", 15), SheetColumn("性别", 8),
    SheetColumn("民族", 12), SheetColumn("出生年月", 16), SheetColumn("籍贯", 15, _LEFT),
    SheetColumn("学历学位", 15), SheetColumn("身份证号", 34), SheetColumn("入党时间", 18),
    SheetColumn("转正时间", 18), SheetColumn("单位及职务", 30, _LEFT), SheetColumn("党内职务", 18),
    SheetColumn("联系电话", 21), SheetColumn("家庭住址", 27, _LEFT), SheetColumn("备注", 17),
)  # fmt: skip


def save(
    ledger: Ledger,
    ids: Collection[str] | None,
    target: Path,
    progress: Progress = _SILENT,
    *,
    whole_ids: bool = False,
) -> int:
    """Write the roster of some members as .pdf and return how many they are.

    ids: persons in the order to print; None for all who count in a roster. whole_ids: ID numbers
    are printed whole, which is noted in the log. Raises UserError, Cancelled.
    """
    from app.reports.roster import write_roster  # noqa: PLC0415 - reportlab loads when printing

    if target.suffix.lower() != ".pdf":
        raise UserError(
            f"花名册不能打印成“{target.suffix}”文件。", todo="请把文件名改成以 .pdf 结尾。"
        )
    made = sheet(ledger, ids, whole_ids=whole_ids)
    if whole_ids:
        _LOG.info("%s: whole ID numbers printed in a roster", ledger.author)
    write_roster(made, target, progress)
    return sum(len(group.rows) for group in made.groups)


def sheet(ledger: Ledger, ids: Collection[str] | None, *, whole_ids: bool = False) -> RosterSheet:
    """Return the roster as it is printed; raises UserError when there is nobody to print."""
    found = _wanted(members.rows(ledger), ids)
    if not found:
        raise UserError("没有可以打印的党员。", todo="请先选出要打印的人，或清除查询和筛选。")
    with ledger.reading() as tx:
        unit, order = unit_name(tx), list(due_places.orgs_in_order(tx))
        names = due_places.orgs_in_order(tx)
        poor = _in_hardship(tx, ledger.today())
        more = {
            row["id"]: {**row, "is_poor": row["id"] in poor}
            for row in record_lists.rows_by_id(tx, "person", [m.id for m in found])
        }
    by_branch: dict[str, list[MemberRow]] = {}
    for member in found:
        by_branch.setdefault(member.branch_id, []).append(member)
    place = {org: number for number, org in enumerate(order)}
    groups = [
        _group(names.get(org) or _NO_BRANCH, by_branch[org], more, whole_ids=whole_ids)
        for org in sorted(by_branch, key=lambda org: place.get(org, len(place)))
    ]
    today = ledger.today()
    now = datetime.now().astimezone()
    return RosterSheet(
        "党员花名册",
        f"单位：{unit}　截至：{today.year}年{today.month}月{today.day}日　{_sums(found)}",
        f"打印人：{ledger.author or '—'}　打印时间：{now:%Y-%m-%d %H:%M}",
        COLUMNS,
        tuple(groups),
    )


def _wanted(rows: Iterable[MemberRow], ids: Collection[str] | None) -> list[MemberRow]:
    if ids is None:
        return [row for row in rows if row.on_roster]
    by_id = {row.id: row for row in rows}
    return [by_id[each] for each in ids if each in by_id]


def _group(
    name: str, found: list[MemberRow], more: Mapping[str, Mapping[str, Any]], *, whole_ids: bool
) -> SheetGroup:
    rows = (
        _row(number, member, more[member.id], whole_ids=whole_ids)
        for number, member in enumerate(found, start=1)
    )
    return SheetGroup(f"{name}　{_sums(found)}", tuple(rows))


def _row(
    number: int, member: MemberRow, person: Mapping[str, Any], *, whole_ids: bool
) -> tuple[str, ...]:
    return (
        str(number),
        member.name,
        member.gender,
        member.ethnicity,
        member.birth_on[:_MONTH],
        str(person["native_place"] or ""),
        "/".join(filter(None, (member.education, str(person["degree"])))),
        member.id_no if whole_ids else mask(member.id_no),
        member.joined_on,
        member.full_on,
        f"{member.unit}{member.admin_post}",
        member.party_post,
        member.mobile,
        str(person["address"] or ""),
        _remark(member, is_poor=bool(person["is_poor"])),
    )


def _in_hardship(tx: Transaction, on: date) -> set[str]:
    """Return who is on the list of those in need on a day."""
    return {
        str(case["person_id"])
        for case in records.find(tx, "hardship_case")
        if (since := earliest(case["approved_on"] or case["found_on"]))
        and since <= on < (earliest(case["closed_on"]) or date.max)
    }


def _remark(member: MemberRow, *, is_poor: bool) -> str:
    probationary = member.type_code == MemberType.PROBATIONARY
    parts = [
        label(MemberType.PROBATIONARY) if probationary else "",
        "失联" if member.is_lost else "",
        "流动" if member.is_floating else "",
        "困难" if is_poor else "",
        "离退休" if _is_retired(member) else "",
        "" if member.on_roster else member.status,
    ]
    return "、".join(part for part in parts if part)


def _sums(found: list[MemberRow]) -> str:
    full = sum(each.type_code == MemberType.FULL for each in found)
    women = sum(each.gender == "女" for each in found)
    others = sum(each.ethnicity not in {"", _HAN} for each in found)
    retired = sum(map(_is_retired, found))
    return (
        f"党员{len(found)}名（正式{full}名，预备{len(found) - full}名，女{women}名，"
        f"少数民族{others}名，离退休{retired}名）"
    )


def _is_retired(member: MemberRow) -> bool:
    return member.category == label(Category.RETIRED)
