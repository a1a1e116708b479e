"""The history of records: one entry for each batch, newest first, in words."""

from dataclasses import replace

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


def test_the_way_into_the_bin_and_out_is_told(county):
    record = record_book.save(county.ledger, "campaign", None, {"name": "三日一网"}).ids[0]
    record_book.remove(county.ledger, "campaign", [record])
    batches.restore(county.ledger, {"campaign": [record]})
    words = [entry.changes[0][2] for entry in history_of(county.ledger, [record])]
    assert words == ["从回收站恢复", "移入回收站", "三日一网"]
