"""Windows that stayed open write only what was changed in them, never over newer values."""

from dataclasses import replace

import pytest

from app.base.errors import UserError
from app.domain.members import DRAFT_FIELDS
from app.services import branches, members, record_book
from app.services.stale import Opened, id_of, to_write


def test_only_what_was_changed_in_the_window_is_written():
    target = Opened("1", {"a": 1, "b": 1})
    assert to_write({"a": 1, "b": 2}, {"a": 9, "b": 1}, target, str) == {"b": 2}
    assert to_write({"a": 1, "b": 2}, {"a": 9, "b": 1}, "1", str) == {"a": 1, "b": 2}


def test_a_field_changed_on_both_sides_is_refused_unless_to_the_same_value():
    target = Opened("1", {"a": 1})
    with pytest.raises(UserError, match="电话在这个窗口打开之后又在别处改过"):
        to_write({"a": 2}, {"a": 3}, target, lambda _: "电话")
    assert to_write({"a": 3}, {"a": 3}, target, str) == {}


def test_the_id_is_that_of_the_opened_record_or_none_for_a_new_one():
    assert (id_of(Opened("1", {})), id_of("2"), id_of(None)) == ("1", "2", None)


def test_a_member_form_left_open_does_not_set_back_a_newer_value(county):
    opened = members.card(county.ledger, county.zhang).draft
    members.edit(county.ledger, county.zhang, replace(opened, mobile="13911111111"))
    stale = replace(opened, remark="好")
    members.edit(county.ledger, county.zhang, stale, opened=opened)
    now = members.card(county.ledger, county.zhang).draft
    assert (now.mobile, now.remark) == ("13911111111", "好")
    assert [n for n in DRAFT_FIELDS if getattr(now, n) != getattr(opened, n)] == [
        "mobile", "remark",
    ]  # fmt: skip
    with pytest.raises(UserError, match="手机"):
        members.edit(county.ledger, county.zhang, replace(opened, mobile="1"), opened=opened)


def test_a_branch_form_and_a_record_form_do_not_either(county):
    opened = branches.branch_draft(county.ledger, county.first)
    branches.edit(county.ledger, county.first, replace(opened, short_name="一小"))
    branches.edit(county.ledger, county.first, replace(opened, code="01"), opened)
    now = branches.branch_draft(county.ledger, county.first)
    assert (now.short_name, now.code) == ("一小", "01")
    record = record_book.save(county.ledger, "campaign", None, {"name": "创先争优"}).ids[0]
    shown = record_book.card(county.ledger, "campaign", record).row.raw
    record_book.save(county.ledger, "campaign", record, {"name": "读书"})
    target = Opened(record, shown)
    with pytest.raises(UserError, match="别处改过"):
        record_book.save(county.ledger, "campaign", target, {"name": "竞赛"})
    record_book.save(county.ledger, "campaign", target, {"name": "创先争优"})
    assert record_book.card(county.ledger, "campaign", record).row.raw["name"] == "读书"
