"""The three parts of the slip 组织关系介绍信, and the summer list of pupils (B9-04, B9-10)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from app.base.errors import UserError
from app.domain.dates import PartialDate, full_years
from app.domain.document import Align, Document, TableBlock, Title
from app.domain.kinds import Channel, Direction, OrgKind
from app.domain.numerals import capital_count, capital_digits
from app.domain.rules import earliest
from app.domain.showing import code_text
from app.domain.transfer_rules import leaves_this_summer
from app.domain.transfers import PupilLine, Slip
from app.services import rules
from app.services.ledger import Ledger
from app.store import affairs_facts, member_facts, record_lists, records
from app.store.engine import Transaction

Row = Mapping[str, Any]
_BLANK = "____"
_NOTE = "回执联由接收党员组织关系的基层党委在接到介绍信后一个月内邮寄或传真给转出单位。"


def slip(ledger: Ledger, transfer_id: str) -> Slip:
    """Return the words of stub, letter and receipt of a transfer out.

    Raises UserError for a transfer without a slip, and when the month up to which dues are paid
    is not known, because the letter must name it (B9-11).
    """
    with ledger.reading() as tx:
        row = records.get(tx, "transfer", transfer_id)
        _refuse_unfit(row)
        person = records.get(tx, "person", row["person_id"])
        orgs = record_lists.names_of(tx, "org_unit", filter(None, [row["from_org_id"]]))
        committee = _committee(tx)
    sender = orgs.get(row["from_org_id"] or "", "") or row["from_text"]
    name, kind = person["name"], code_text("MemberType", row["member_type_at_event"])
    on, target = _chinese_date(row["handled_on"]), row["to_text"]
    gender = code_text("gender", person["gender"])
    people = code_text("ethnicity", person["ethnicity"])
    who = (
        f"{name}同志（{gender or _BLANK}），{_age(person, row)}岁，{people or _BLANK}，系中共{kind}"
    )
    way = f"由{sender}去{target}"
    phone = committee.get("contact_phone") or _BLANK
    return Slip(
        number=row["slip_no"],
        stub=(
            f"{name}同志系中共{kind}，组织关系由{sender}转到{target}。",
            on,
            "（贴回执联处）",
        ),
        letter=(
            f"{target}：",
            f"{who}，身份证号码{person['id_no'] or _BLANK}，{way}，请接转组织关系。",
            f"该同志党费已交到{capital_month(row['dues_paid_to'])}。",
            f"（有效期{capital_count(row['valid_days'] or 0)}天）",
            on,
            f"党员联系电话：{person['mobile'] or _BLANK}",
            f"原所在基层党委：{committee.get('full_name', _BLANK)}　联系电话：{phone}",
        ),
        receipt=(
            f"{committee.get('full_name') or sender}：",
            f"{name}同志的党员组织关系已转达我处，特此回复。",
            "经办人：　　　　联系电话：",
            _NOTE,
        ),
    )


def capital_month(known: PartialDate) -> str:
    """Return a month in capital numerals: 贰零壹零年陆月."""
    day = known.first_day
    return f"{capital_digits(day.year)}年{capital_count(day.month)}月"


def leaving_pupils(ledger: Ledger, on: date) -> tuple[PupilLine, ...]:
    """Return the pupils on the roster who leave in the summer of a day's year (B9-10)."""
    summer = date(on.year, 1, 1)
    with ledger.reading() as tx:
        rule = rules.book_of(tx).applied("B9-10", on)
        members = member_facts.members(tx, on)
        pupils = affairs_facts.pupils(tx, members, on)
        leaving = [p for p in pupils if rule and leaves_this_summer(rule, p, summer)]
        places = {m.row.person_id: m.at.org_id or "" for m in members if m.at}
        names = record_lists.names_of(tx, "org_unit")
        people = {
            row["id"]: row
            for row in record_lists.rows_by_id(tx, "person", [p.person_id for p in leaving])
        }
    return tuple(
        PupilLine(
            id=p.person_id,
            name=p.name,
            branch=names.get(places.get(p.person_id, ""), ""),
            member_type=code_text("MemberType", "PROBATIONARY" if p.is_probationary else "FULL"),
            grade=people[p.person_id]["student_grade"],
            leaves_on=str(p.leaves_on or ""),
            has_transfer=p.has_transfer,
        )
        for p in leaving
    )


def _refuse_unfit(row: Row) -> None:
    if row["direction"] != Direction.OUT or row["channel"] != Channel.SLIP:
        raise UserError("这份接转不开介绍信。", todo="网上接转和系统内接转没有纸质介绍信。")
    known = row["dues_paid_to"]
    if known is None or known.value is None:
        raise UserError(
            "不知道党费交至哪个月，介绍信填不出来。", todo="请先登记或填写党费交至年月。"
        )


def _committee(tx: Transaction) -> Row:
    found = records.find(tx, "org_unit", kind=str(OrgKind.COMMITTEE))
    return found[0] if found else {}


def _age(person: Row, row: Row) -> str:
    birth, on = earliest(person["birth_on"]), earliest(row["handled_on"])
    return str(full_years(birth, on)) if birth and on else _BLANK


def _chinese_date(known: PartialDate | None) -> str:
    day = earliest(known)
    return f"{day.year}年{day.month}月{day.day}日" if day else _BLANK


def pupils_document(ledger: Ledger, on: date) -> Document:
    """Return the summer list as a table to be printed."""
    lines = leaving_pupils(ledger, on)
    rows = tuple(
        (
            str(number), line.name, line.member_type, line.branch, line.grade, line.leaves_on,
            "已办" if line.has_transfer else "未办",
        )
        for number, line in enumerate(lines, start=1)
    )  # fmt: skip
    title = f"{on.year}年毕业离校学生党员名单"
    table = TableBlock(
        ("序号", "姓名", "党员类别", "党支部", "年级", "离校时间", "转接"),
        rows,
        (12, 24, 24, 42, 16, 24, 14),
        (Align.CENTRE, Align.CENTRE, Align.CENTRE, Align.LEFT, *([Align.CENTRE] * 3)),
    )
    return Document(title, (Title(title), table))
