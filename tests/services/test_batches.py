"""Undo and redo of what was done, the reasons against it, the recycle bin."""

from dataclasses import replace

import pytest

from app.base.errors import UserError
from app.services import batches, members, record_book
from app.store import records
from tests.services.small_county import member


def mobile(county):
    return members.card(county.ledger, county.zhang).draft.mobile


def set_mobile(county, number):
    draft = members.card(county.ledger, county.zhang).draft
    return members.edit(county.ledger, county.zhang, replace(draft, mobile=number)).batch


def test_an_edit_is_undone_and_redone(county):
    batch = set_mobile(county, "13911111111")
    undone = batches.undo(county.ledger, batch)
    assert mobile(county) == "13900000001"
    assert "已撤销“修改党员 张永杰”" in undone.sentence
    batches.undo(county.ledger, undone.batch)
    assert mobile(county) == "13911111111"
    lines = batches.recent(county.ledger)
    assert [line.title for line in lines[:3]] == [
        "重做：修改党员 张永杰",
        "撤销：修改党员 张永杰",
        "修改党员 张永杰",
    ]
    assert [line.is_undone for line in lines[:3]] == [False, True, False]


def test_a_later_change_of_the_same_field_stands_in_the_way_by_name(county):
    batch = set_mobile(county, "13911111111")
    later = set_mobile(county, "13922222222")
    (reason,) = batches.why_not(county.ledger, batch)
    assert "张永杰" in reason
    assert "手机号码" in reason
    assert "李文书" in reason
    with pytest.raises(UserError, match="手机号码后来又改过"):
        batches.undo(county.ledger, batch)
    assert mobile(county) == "13922222222"
    batches.undo(county.ledger, later)
    assert batches.why_not(county.ledger, batch) == ()
    batches.undo(county.ledger, batch)
    assert mobile(county) == "13900000001"


def test_a_change_of_another_field_does_not_stand_in_the_way(county):
    batch = set_mobile(county, "13911111111")
    draft = members.card(county.ledger, county.zhang).draft
    members.edit(county.ledger, county.zhang, replace(draft, remark="好"))
    batches.undo(county.ledger, batch)
    draft = members.card(county.ledger, county.zhang).draft
    assert (draft.mobile, draft.remark) == ("13900000001", "好")


def test_what_is_used_later_cannot_be_undone(county):
    outcome = members.add(county.ledger, member("郑新", county.first))
    honour = {"person_id": outcome.ids[0], "title": "优秀共产党员", "award_year": 2010}
    record_book.save(county.ledger, "honour", None, honour)
    assert "人员“郑新”后来已被表彰用到。" in batches.why_not(county.ledger, outcome.batch)


def test_the_same_thing_is_not_undone_twice(county):
    batch = set_mobile(county, "13911111111")
    batches.undo(county.ledger, batch)
    assert batches.why_not(county.ledger, batch) == ("这一次操作已经撤销过了。",)


def test_an_unknown_batch_is_told(county):
    with pytest.raises(UserError, match="没有这一次操作"):
        batches.undo(county.ledger, "nothing")


def test_undoing_an_import_of_people_hides_them_and_search_follows(county):
    outcome = members.add(county.ledger, member("郑新", county.first))
    batches.undo(county.ledger, outcome.batch)
    assert "郑新" not in {row.name for row in members.rows(county.ledger)}
    titles = [(row.title, row.summary) for row in batches.bin_rows(county.ledger)]
    assert ("人员", "郑新") in titles


def test_a_renamed_person_is_found_by_the_old_name_after_undo(county):
    draft = members.card(county.ledger, county.zhang).draft
    batch = members.edit(county.ledger, county.zhang, replace(draft, name="查永杰")).batch
    batches.undo(county.ledger, batch)
    assert members.search_index(members.rows(county.ledger)).find("zyj") == [county.zhang]


def memberships(county, person):
    rows = record_book.rows(county.ledger, "membership")
    return [row.id for row in rows if row.raw["person_id"] == person]


def talk(county, **more):
    values = {"person_id": county.zhang, "kind": "HEART", "held_on": "2010-05-01", **more}
    return record_book.save(county.ledger, "talk", None, values).ids[0]


def test_a_person_comes_back_with_what_went_with_him_and_nothing_older(county):
    (own,) = memberships(county, county.wu)
    older = record_book.save(
        county.ledger, "membership", None, {"person_id": county.wu, "status": "TRANSFERRED"}
    ).ids[0]
    record_book.remove(county.ledger, "membership", [older])
    members.remove(county.ledger, [county.wu])
    assert memberships(county, county.wu) == []
    batches.restore(county.ledger, {"person": [county.wu]})
    assert memberships(county, county.wu) == [own]


def test_what_belongs_to_somebody_in_the_bin_comes_back_only_with_him(county):
    (own,) = memberships(county, county.wu)
    members.remove(county.ledger, [county.wu])
    with pytest.raises(UserError, match="人员“吴瑞君”还在回收站里"):
        batches.restore(county.ledger, {"membership": [own]})
    outcome = batches.restore(county.ledger, {"membership": [own], "person": [county.wu]})
    assert memberships(county, county.wu) == [own]
    batches.undo(county.ledger, outcome.batch)
    assert memberships(county, county.wu) == []


def test_a_class_comes_back_with_the_enrolments_of_the_same_undo(county):
    with county.ledger.writing("录入培训班") as tx:
        course = records.add(tx, "training_class", {"title": "党员培训班"})
        for person in (county.zhang, county.wu):
            records.add(tx, "training_enrol", {"class_id": course, "person_id": person})
    batches.undo(county.ledger, tx.batch)
    members.remove(county.ledger, [county.wu])
    batches.restore(county.ledger, {"training_class": [course]})
    enrolled = [row.raw["person_id"] for row in record_book.rows(county.ledger, "training_enrol")]
    assert enrolled == [county.zhang]


def test_a_second_membership_does_not_come_back(county):
    (own,) = memberships(county, county.wu)
    record_book.remove(county.ledger, "membership", [own])
    draft = members.card(county.ledger, county.wu).draft
    members.edit(county.ledger, county.wu, replace(draft, org_id=county.second))
    with pytest.raises(UserError, match="吴瑞君”已有党籍"):
        batches.restore(county.ledger, {"membership": [own]})


def test_removing_again_what_lies_in_the_bin_changes_nothing(county):
    record = talk(county)
    record_book.remove(county.ledger, "talk", [record])
    assert record_book.remove(county.ledger, "talk", [record]).batch == ""
