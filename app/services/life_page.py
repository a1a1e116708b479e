"""一人一页: the timeline of a person from every table that knows him, on screen and on paper."""

from collections.abc import Iterator, Mapping
from typing import Any

from app.domain.dates import PartialDate
from app.domain.document import Align, Document, Heading, Prose, TableBlock, Title
from app.domain.fields import ValueKind, summarise, table_info, table_title
from app.domain.life import LifeLine, LifePage
from app.domain.members import column_of
from app.domain.showing import code_text
from app.services import members
from app.services.ledger import Ledger
from app.store import life, record_lists, records
from app.store.engine import Transaction

Row = Mapping[str, Any]

_SUMMED_UP = frozenset({"attendance", "dues_payment", "membership", "activity", "school_unit"})
"""What is told in sums, or of the person himself."""
_DATED_BY = {
    "training_enrol": ("class_id", "training_class"),
    "exam_score": ("exam_id", "exam"),
    "review_result": ("review_id", "review"),
}
"""Whose day is that of the record it belongs to."""
_YEARS = ("year", "award_year", "form_year")
_OWN_DAYS = ("applied_on", "activist_on", "candidate_on", "joined_on", "full_on", "lost_since",
             "left_on")  # fmt: skip
_FACTS = ("gender", "birth_on", "ethnicity", "education", "id_no", "school_id", "category",
          "admin_post", "org_id", "member_type", "status", "joined_on", "full_on",
          "party_post", "mobile")  # fmt: skip


def page(ledger: Ledger, person_id: str) -> LifePage:
    """Return everything on record about a person; raises UserError when he is not there."""
    card = members.card(ledger, person_id)
    with ledger.reading() as tx:
        lines = [
            *_own_days(tx, person_id),
            *_records(tx, person_id, card.draft.name),
            *_sums(tx, person_id),
            *_documents(tx, person_id),
        ]
    facts = tuple((_label(name), card.shown[name]) for name in _FACTS if card.shown.get(name))
    return LifePage(person_id, card.draft.name, facts, tuple(sorted(lines, key=_order)))


def _label(name: str) -> str:
    table, column = column_of(name)
    return table_info(table).fields[column].label


def document(ledger: Ledger, person_id: str) -> Document:
    """Return the page as a document to be printed."""
    found = page(ledger, person_id)
    facts = "；".join(f"{label}：{value}" for label, value in found.facts)
    table = TableBlock(
        ("时间", "类别", "内容"),
        tuple((line.on or "—", line.kind, line.text) for line in found.lines),
        (26, 32, 98),
        (Align.CENTRE, Align.LEFT, Align.LEFT),
    )
    today = ledger.today()
    title = f"{found.name}同志党员情况"
    return Document(
        title,
        (
            Title(title),
            Heading(2, "基本情况"),
            Prose((f"{facts}。",)),
            Heading(2, "经历"),
            table,
            Prose((f"打印日期：{today.year}年{today.month}月{today.day}日。",)),
        ),
    )


def _order(line: LifeLine) -> tuple[bool, str, str]:
    return (not line.on, line.on, line.kind)


def _own_days(tx: Transaction, person_id: str) -> Iterator[LifeLine]:
    """Yield the days of the membership that no event tells."""
    fields = table_info("membership").fields
    for row in records.find(tx, "membership", person_id=person_id):
        for name in _OWN_DAYS:
            if row[name] is not None and str(row[name]):
                yield LifeLine(str(row[name]), "党籍", fields[name].label, "membership", row["id"])


def _records(tx: Transaction, person_id: str, name: str) -> Iterator[LifeLine]:
    for table, rows in record_lists.pointing_to(tx, "person", person_id).items():
        if table in _SUMMED_UP:
            continue
        names = record_lists.reference_names(tx, table, rows)
        for row in rows:
            words = summarise(table, record_lists.shown(table, row, names))
            on = _day(tx, table, row)
            plain = words.removeprefix(f"{on}年").removeprefix(on).replace(name, "", 1).strip()
            text = plain or table_title(table)
            yield LifeLine(on, table_title(table), text + _detail(table, row), table, row["id"])


def _day(tx: Transaction, table: str, row: Row) -> str:
    """Return when a record happened: its first date, its year, or the day of what it is part of."""
    info = table_info(table)
    dated = [name for name in info.lists if info.fields[name].kind is ValueKind.DATE]
    known = next((row[name] for name in dated if row[name] is not None), None)
    if known is None and table in _DATED_BY:
        pointer, parent = _DATED_BY[table]
        if row[pointer]:
            above = records.get(tx, parent, row[pointer], with_removed=True)
            return _day(tx, parent, above)
    if isinstance(known, PartialDate):
        return known.iso
    return next((str(row[name]) for name in _YEARS if row.get(name)), "")


def _detail(table: str, row: Row) -> str:
    """Return what the summary of some tables leaves out."""
    if table == "transfer":
        places = "→".join(filter(None, (row["from_text"], row["to_text"])))
        return f" {row['slip_no']} {places}".rstrip()
    if table == "membership_event" and row["reason"]:
        return f"（{row['reason']}）"
    if table == "dues_assess" and row["waiver_due"] is not None:
        return f"，减免后{row['waiver_due']:.2f}元"
    return ""


def _sums(tx: Transaction, person_id: str) -> Iterator[LifeLine]:
    for year in life.dues(tx, person_id):
        what = "大额党费" if year.is_large else f"党费{year.months_n}个月"
        yield LifeLine(year.year, table_title("dues_payment"), f"交{what}，共{year.paid:.2f}元")
    by_year: dict[str, list[str]] = {}
    for each in life.attended(tx, person_id):
        words = f"{code_text('ActivityKind', each.kind)}{each.times}次"
        by_year.setdefault(each.year, []).append(words)
    for known, all_words in by_year.items():
        yield LifeLine(known, table_title("attendance"), f"参加{'、'.join(all_words)}")


def _documents(tx: Transaction, person_id: str) -> Iterator[LifeLine]:
    """Yield the attachments of the person and of all that is his."""
    own = [person_id]
    for rows in record_lists.pointing_to(tx, "person", person_id).values():
        own += [row["id"] for row in rows]
    for row in records.find(tx, "attachment", subject_id=own):
        yield LifeLine(
            str(row["added_on"] or ""),
            table_title("attachment"),
            row["file_name"] or table_title(row["subject_table"]),
            "attachment",
            row["id"],
        )
