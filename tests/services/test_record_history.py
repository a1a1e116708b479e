"""The history of records: one entry for each batch, newest first, in words."""

from dataclasses import replace

from sqlalchemy import event

from app.domain.dates import PartialDate
from app.services import batches, members, record_book
from app.services.record_history import history_of


def test_person_and_membership_of_one_save_are_one_entry(county):
    draft = members.card(county.ledger, county.zhang).draft
    changed = replace(draft, mobile="13911111111", is_floating=True, flow_to="广东省")
    members.edit(county.ledger, county.zhang, changed)
    membership = members.card(county.ledger, county.zhang).membership_id
    entries = history_of(county.ledger, [county.zhang, membership])
    assert len(entries) == 2
    assert set(entries[0].changes) == {
        ("手机号码", "13900000001", "13911111111"),
        ("流动党员", "否", "是"),
        ("外出流向", "", "广东省"),
    }
    assert entries[0].what == "修改党员 张永杰"
    assert entries[0].at.tzinfo is not None


def test_amounts_and_dates_are_readable(county):
    values = {"donated_on": PartialDate.of("2010-07"), "amount": "19200.50"}
    record = record_book.save(county.ledger, "donation", None, values).ids[0]
    (entry,) = history_of(county.ledger, [record])
    assert ("捐款日期", "", "2010-07") in entry.changes
    assert ("金额（元）", "", "19200.5") in entry.changes


def statements(ledger, record_ids):
    """Return how many statements reading a history takes."""
    ran = []
    engine = ledger.database._engine

    def count(*_):
        ran.append(1)

    event.listen(engine, "before_cursor_execute", count)
    try:
        history_of(ledger, record_ids)
    finally:
        event.remove(engine, "before_cursor_execute", count)
    return len(ran)


def test_a_long_history_takes_no_more_queries_than_a_short_one(county):
    ids = [county.zhang, county.wu, county.first]
    draft = members.card(county.ledger, county.zhang).draft
    for number in range(5):
        school = (county.school, county.point)[number % 2]
        changed = replace(draft, mobile=f"1390000000{number}", school_id=school)
        members.edit(county.ledger, county.zhang, changed)
    short = statements(county.ledger, ids)
    for number in range(20):
        school = (county.point, county.school)[number % 2]
        changed = replace(draft, remark=str(number), school_id=school)
        members.edit(county.ledger, county.zhang, changed)
    assert len(history_of(county.ledger, ids)) > 25
    assert statements(county.ledger, ids) == short
    assert short < 20


def test_the_way_into_the_bin_and_out_is_told(county):
    record = record_book.save(county.ledger, "campaign", None, {"name": "三日一网"}).ids[0]
    record_book.remove(county.ledger, "campaign", [record])
    batches.restore(county.ledger, {"campaign": [record]})
    words = [entry.changes[0][2] for entry in history_of(county.ledger, [record])]
    assert words == ["从回收站恢复", "移入回收站", "三日一网"]
