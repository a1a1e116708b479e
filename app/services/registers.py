"""Registers of members away and out of contact, and the record of a case (P18, P22)."""

from collections.abc import Mapping
from typing import Any

from app.domain.document import Align, Document, Heading, TableBlock, Title
from app.domain.fields import table_info
from app.domain.kinds import Status
from app.domain.showing import code_text
from app.services.ledger import Ledger
from app.store import record_lists, records

Row = Mapping[str, Any]

_LEFT, _CENTRE = Align.LEFT, Align.CENTRE
_CASE_FIELDS = (
    "kind", "ground", "state", "started_on", "deadline_on", "investigation",
    "branch_committee_on", "filed_on", "meeting_on", "approved_by", "approved_on", "doc_no",
    "told_on", "effect_until", "end_result", "ended_on",
)  # fmt: skip


def away_document(ledger: Ledger) -> Document:
    """Return the register of members away and of members out of contact (P18)."""
    with ledger.reading() as tx:
        away = records.find(tx, "floating_record", until_on=None, direction="OUT")
        lost = records.find(tx, "membership", is_lost=True, status=str(Status.NORMAL))
        ids = [row["person_id"] for row in (*away, *lost)]
        people = {row["id"]: row for row in record_lists.rows_by_id(tx, "person", ids)}
    floating = TableBlock(
        ("姓名", "性别", "流出时间", "去向", "原因", "联系方式", "最近联系", "责任人"),
        tuple(_away(row, people[row["person_id"]]) for row in away),
        (17, 10, 23, 22, 22, 20, 23, 19),
        (_CENTRE, _CENTRE, _CENTRE, _LEFT, _LEFT, _LEFT, _CENTRE, _CENTRE),
    )
    missing = TableBlock(
        ("姓名", "性别", "身份证号", "失联时间", "失联情形"),
        tuple(_lost(row, people[row["person_id"]]) for row in lost),
        (22, 14, 46, 30, 44),
        (_CENTRE, _CENTRE, _CENTRE, _CENTRE, _LEFT),
    )
    title = "流动党员和失联党员登记表"
    blocks = (
        Title(title), Heading(2, "流动党员"), floating, Heading(2, "失联党员"), missing
    )  # fmt: skip
    return Document(title, blocks)


def case_document(ledger: Ledger, case_id: str) -> Document:
    """Return the record of a disposal or discipline, step by step (P22)."""
    fields = table_info("disposal_case").fields
    with ledger.reading() as tx:
        row = records.get(tx, "disposal_case", case_id)
        names = record_lists.reference_names(tx, "disposal_case", [row])
        shown = record_lists.shown("disposal_case", row, names)
        membership = records.find(tx, "membership", person_id=row["person_id"])
    lost = str(membership[-1]["lost_since"] or "") if membership else ""
    lines = [("姓名", shown["person_id"]), ("与组织失去联系时间", lost or "—")]
    lines += [(fields[name].label, shown[name] or "—") for name in _CASE_FIELDS]
    table = TableBlock(("项目", "内容"), tuple(lines), (46, 110), (_CENTRE, _LEFT))
    title = f"{shown['person_id']}同志{shown['kind']}记实表"
    return Document(title, (Title(title), table))


def _away(row: Row, person: Row) -> tuple[str, ...]:
    return (
        person["name"],
        code_text("gender", person["gender"]),
        str(row["since_on"] or ""),
        row["destination"],
        row["reason"],
        row["contact"],
        str(row["last_contact_on"] or ""),
        row["contact_person"],
    )


def _lost(row: Row, person: Row) -> tuple[str, ...]:
    return (
        person["name"],
        code_text("gender", person["gender"]),
        person["id_no"],
        str(row["lost_since"] or ""),
        row["lost_reason"],
    )
