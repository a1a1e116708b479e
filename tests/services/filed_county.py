"""The small county with records of every filed table, and sheets as schools hand them in."""

from datetime import date
from decimal import Decimal

import openpyxl

from app.domain.dates import PartialDate
from app.domain.record_templates import record_template
from app.services import members
from app.store import records
from tests.exchange.making import id_number
from tests.services.small_county import entered, member

HEADER_ROW = 3
on = PartialDate.of


def filed(ledger):
    """Enter the small county, and two people at least in every filed table."""
    county = entered(ledger)
    more = [
        member(
            "田禾青", county.first, id_no=id_number(date(1980, 3, 7), 1), birth_on=on("1980-03-07")
        ),
        member(
            "石远山", county.second, id_no=id_number(date(1982, 5, 8), 3), birth_on=on("1982-05-08")
        ),
    ]
    tian, shi = members.add_many(ledger, more, title="再录入").ids[:2]
    with ledger.writing("登记") as tx:
        for row in _records(tx, county, tian, shi):
            table, values = row
            records.add(tx, table, values)
    return county, tian, shi


def _records(tx, county, tian, shi):
    first, second, zhang, wu, shan = (
        county.first, county.second, county.zhang, county.wu, county.shan,
    )  # fmt: skip
    lin = records.add(tx, "person", {"name": "林若水", "gender": "2", "birth_on": on("1992-02-03"),
                                     "id_no": id_number(date(1992, 2, 3), 4), "ethnicity": "57",
                                     "ethnicity_text": "穿青人"})  # fmt: skip
    yield from _cases(tx, first, (lin, wu, tian, shi), zhang)
    yield from _trainings(tx, (lin, wu, zhang), first)
    memberships = members_of(tx)
    for person, base in ((zhang, "4123.45"), (shan, "2999.99")):
        yield "dues_assess", {"person_id": person, "year": 2010, "dues_category": "ON_JOB",
                              "post_wage": Decimal(2000), "base": Decimal(base),
                              "rate_text": "1%", "month_due": Decimal("41.23")}  # fmt: skip
        for month in ("2010-01", "2010-02"):
            yield "dues_payment", {"person_id": person, "org_id": first, "month_on": on(month),
                                   "paid": Decimal("41.23"), "kind": "MONTHLY"}  # fmt: skip
    for person, direction, text in ((zhang, "OUT", "邻县第三中学党支部"), (wu, "INTERNAL", "")):
        yield "transfer", {"person_id": person, "membership_id": memberships[person],
                           "direction": direction, "from_org_id": first, "to_text": text,
                           "to_org_id": None if text else second, "slip_no": f"00{direction}",
                           "handled_on": on("2010-06-01"), "valid_days": 30,
                           "channel": "SLIP"}  # fmt: skip
    yield from _cared_for((shan, lin), first)
    yield "honour", {"target_type": "ORG", "org_id": first, "title": "先进基层党组织",
                     "level": "COUNTY", "category": "ADVANCED_ORG", "awarding_body": "县委",
                     "awarded_on": on("2010-07-01"), "award_year": 2010}  # fmt: skip
    yield "honour", {"target_type": "PERSON", "person_id": zhang, "title": "优秀共产党员",
                     "level": "BUREAU", "category": "EXCELLENT_MEMBER", "doc_no": "教党〔2010〕7号",
                     "awarded_on": on("2010-07-01"), "award_year": 2010}  # fmt: skip
    for person, place in ((shi, "广东省"), (tian, "浙江省")):
        yield "floating_record", {"person_id": person, "direction": "OUT", "destination": place,
                                  "since_on": on("2010-03"), "contact": "13900000003"}  # fmt: skip
    lost = {"is_lost": True, "lost_since": on("2010-02"), "lost_reason": "3"}
    records.change(tx, "membership", [memberships[shan], memberships[shi]], lost)


def _cases(tx, org, people, mentor):
    days = ("applied_on", "activist_on", "candidate_on", "accept_meeting_on",
            "committee_approved_on", "convert_meeting_on", "convert_approved_on")  # fmt: skip
    for number, person in enumerate(people):
        reached = days[: 2 + 2 * number]
        dates = {day: on(f"{2000 + place}-05-0{place + 1}") for place, day in enumerate(reached)}
        case = records.add(tx, "dev_case", {"person_id": person, "org_id": org,
                                            "stage": "ACTIVIST", **dates})  # fmt: skip
        yield "dev_person", {"case_id": case, "person_id": mentor, "role": "MENTOR"}


def _trainings(tx, people, org):
    class_id = records.add(tx, "training_class", {
        "title": "第三期积极分子培训班", "kind": "ACTIVIST_TRAINING", "organiser": "局党委",
        "start_on": on("2010-04-01"), "end_on": on("2010-04-05"),
    })  # fmt: skip
    for person in people:
        yield "training_enrol", {"class_id": class_id, "person_id": person, "org_id": org,
                                 "score": Decimal("85.5"), "hours": Decimal(24)}  # fmt: skip


def _cared_for(people, org):
    for person in people:
        yield "hardship_case", {"person_id": person, "org_id": org, "cause": "家人患病",
                                "level": "HARD", "found_on": on("2009-11")}  # fmt: skip
        yield "care_visit", {"person_id": person, "org_id": org, "kind": "VISIT", "level": "HARD",
                             "visited_on": on("2010-02-01"), "festival": "SPRING",
                             "cash": Decimal(500), "fund_source": "DUES",
                             "receipt_signed": True}  # fmt: skip


def members_of(tx):
    return {row["person_id"]: row["id"] for row in records.find(tx, "membership")}


def table(path):
    """Return the header and the rows of an export as dictionaries."""
    sheet = openpyxl.load_workbook(path).worksheets[0]
    header, *rows = sheet.iter_rows(min_row=HEADER_ROW, values_only=True)
    return list(header), [dict(zip(header, row, strict=True)) for row in rows if any(row)]


def rewritten(path, target, header, rows):
    """Write rows back into an exported workbook, as WPS saves it after editing."""
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    sheet.delete_rows(HEADER_ROW, sheet.max_row)
    for row in (dict(zip(header, header, strict=True)), *rows):
        sheet.append([row.get(name) for name in header])
    book.save(target)
    return target


def as_a_school_writes(kind, rows, target, *, title=True):
    """Write the rows under other words for the columns, in another order, without our marks."""
    template = record_template(kind)
    words = [word for column in template.columns for word in (column.label, *column.synonyms)]
    renamed = {}
    for column in template.columns[:-1]:
        own = [word for word in column.synonyms if words.count(word) == 1]
        renamed[column.label] = own[0] if own else column.label
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Sheet1"
    if title:
        sheet.append([f"清溪镇学校2010年{template.names[-1]}表"])
        sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(renamed))
        sheet.append(["填报单位：第一小学", None, "填报日期：2010年12月"])
    order = list(renamed)[::-1]
    sheet.append(["编号", *(spaced(renamed[label]) for label in order)])
    for number, row in enumerate(rows, start=1):
        sheet.append([number, *(row[label] for label in order)])
    sheet.append(["合计", None, None, "制表人：李文书"])
    book.save(target)
    return target


def spaced(word):
    """Return a header word as found in the wild: with blanks, a line break and a hint."""
    return f"{word[0]} {word[1:]}\n（必填）" if len(word) > 1 else word
