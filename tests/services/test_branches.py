"""The branches tab: the tree, counts, posts, terms, who covers which school."""

from dataclasses import replace
from datetime import date

import pytest

from app.base.errors import UserError
from app.domain.branches import BranchDraft, PostDraft, TermDraft, UnitDraft
from app.domain.dates import PartialDate
from app.domain.fields import tables
from app.services import branches, members, record_book, references
from app.store import records


def uncovered(ledger, on=None):
    return [unit for unit in branches.units(ledger, on) if not unit.covered_by]


def row_of(county, org, on=None):
    return next(row for row in branches.rows(county.ledger, on) if row.id == org)


def test_the_tree_hangs_branches_under_their_committee_in_display_order(county):
    (root,) = branches.tree(county.ledger)
    assert root.name == "教育局党委"
    assert [node.name for node in root.children] == ["第一小学党支部", "第二小学联合党支部"]
    assert [node.members_n for node in root.children] == [2, 1]


def test_a_row_counts_its_own_roster(county):
    row = row_of(county, county.first)
    assert (row.full_n, row.probationary_n, row.members_n) == (1, 1, 2)
    assert (row.female_n, row.minority_n, row.retired_n) == (1, 1, 0)
    other = row_of(county, county.second)
    assert (other.minority_n, other.retired_n, other.kind_text) == (1, 1, "联合党支部")


def test_those_off_the_roster_are_not_counted(county):
    with county.ledger.writing("已转出") as tx:
        (row,) = records.find(tx, "membership", person_id=county.wu)
        records.change(tx, "membership", row["id"], {"status": "TRANSFERRED"})
    assert row_of(county, county.first).members_n == 1


def test_posts_and_terms_are_those_of_the_day(county):
    def post(person, from_on, to_on=None, kind="SECRETARY"):
        dates = {"from_on": PartialDate.of(from_on), "to_on": to_on and PartialDate.of(to_on)}
        draft = PostDraft(person_id=person, org_id=county.first, post=kind, **dates)
        return branches.add_post(county.ledger, draft).ids[0]

    post(county.wu, "2007-03-01", "2009-02-28")
    held = post(county.zhang, "2009-03-01")
    post(county.wu, "2009-03-01", kind="ORGANISATION")
    for number, start, end in ((1, "2006-01-01", "2008-12-31"), (2, "2009-01-01", "2011-12-31")):
        dates = {"start_on": PartialDate.of(start), "end_on": PartialDate.of(end)}
        branches.add_term(county.ledger, TermDraft(org_id=county.first, term_no=number, **dates))
    now, then = row_of(county, county.first), row_of(county, county.first, date(2008, 6, 1))
    assert (now.secretary, then.secretary) == ("张永杰", "吴瑞君")
    assert now.posts == (("书记", "张永杰"), ("组织委员", "吴瑞君"))
    assert (now.term_no, now.term_to, then.term_no) == (2, "2011-12-31", 1)
    draft = branches.post_draft(county.ledger, held)
    branches.edit_post(county.ledger, held, replace(draft, to_on=PartialDate.of("2010-01-31")))
    assert row_of(county, county.first).secretary == ""


def test_covers_begin_and_end_on_a_day(county):
    on = PartialDate.of("2010-03-01")
    cover = branches.cover(county.ledger, county.second, county.point, on).ids[0]
    assert [row.name for row in uncovered(county.ledger)] == ["第一小学"]
    assert len(uncovered(county.ledger, date(2010, 2, 28))) == 2
    assert row_of(county, county.second).units == ("坡上教学点",)
    with pytest.raises(UserError, match="已经覆盖"):
        branches.cover(county.ledger, county.second, county.point, on)
    with pytest.raises(UserError, match="早于"):
        branches.end_cover(county.ledger, cover, PartialDate.of("2010-02-01"))
    branches.end_cover(county.ledger, cover, PartialDate.of("2010-06-30"))
    assert len(uncovered(county.ledger)) == 2
    unit = next(u for u in branches.units(county.ledger, date(2010, 4, 1)) if u.id == county.point)
    assert unit.covered_by == ((county.second, "第二小学联合党支部", cover),)


def test_a_unit_counts_its_people_and_full_members(county):
    for person in (county.zhang, county.wu):
        draft = members.card(county.ledger, person).draft
        members.edit(county.ledger, person, replace(draft, school_id=county.school))
    unit = next(u for u in branches.units(county.ledger) if u.id == county.school)
    assert (unit.people_n, unit.full_n, unit.kind_text) == (2, 1, "小学")


def test_a_closed_school_is_no_longer_listed(county):
    draft = branches.unit_draft(county.ledger, county.point)
    closed = replace(draft, closed_on=PartialDate.of("2010-07-01"))
    branches.edit_unit(county.ledger, county.point, closed)
    assert [row.id for row in branches.units(county.ledger)] == [county.school]
    assert len(branches.units(county.ledger, date(2010, 6, 30))) == 2


def test_a_branch_needs_a_name_and_dates_in_order(county):
    with pytest.raises(UserError, match="请填写党组织全称"):
        branches.add(county.ledger, BranchDraft())
    dates = {"founded_on": PartialDate.of("2010"), "dissolved_on": PartialDate.of("2009-05")}
    with pytest.raises(UserError, match="撤销日期早于成立日期"):
        branches.add(county.ledger, BranchDraft(full_name="某支部", **dates))


def test_a_branch_cannot_stand_under_itself(county):
    draft = branches.branch_draft(county.ledger, county.committee)
    with pytest.raises(UserError, match="上级党组织不能是它自己"):
        branches.edit(county.ledger, county.committee, replace(draft, parent_id=county.first))


def test_the_card_shows_readable_values_and_history(county):
    draft = branches.branch_draft(county.ledger, county.first)
    branches.edit(county.ledger, county.first, replace(draft, contact_person="王老师"))
    card = branches.card(county.ledger, county.first)
    assert card.shown["parent_id"] == "教育局党委"
    assert card.history[0].changes == (("党组织联系人", "", "王老师"),)


def test_a_branch_with_members_is_neither_dissolved_nor_deleted(county):
    with pytest.raises(UserError, match="还有2名党员"):
        branches.dissolve(county.ledger, county.first, date(2010, 6, 30))
    with pytest.raises(UserError, match="还在使用中"):
        branches.remove(county.ledger, county.first)


def test_an_empty_branch_is_dissolved_and_disappears_on_the_day(county):
    empty = branches.add(county.ledger, BranchDraft(full_name="临时支部", kind="TEMP")).ids[0]
    branches.dissolve(county.ledger, empty, date(2010, 6, 30))
    assert empty in {row.id for row in branches.rows(county.ledger, date(2010, 6, 29))}
    assert empty not in {row.id for row in branches.rows(county.ledger, date(2010, 7, 1))}
    branches.remove(county.ledger, empty)


def test_a_branch_not_yet_founded_is_not_listed(county):
    draft = BranchDraft(full_name="新支部", founded_on=PartialDate.of("2010-09"))
    new = branches.add(county.ledger, draft).ids[0]
    assert new not in {row.id for row in branches.rows(county.ledger, date(2010, 8, 31))}
    assert new in {row.id for row in branches.rows(county.ledger)}


def test_an_edited_unit_keeps_what_was_not_touched(county):
    draft = UnitDraft(name="第一小学", kind="PRIMARY", town="城关镇")
    branches.edit_unit(county.ledger, county.school, draft)
    assert branches.unit_draft(county.ledger, county.school) == draft


def test_an_edited_term_is_stored(county):
    draft = TermDraft(org_id=county.first, term_no=3)
    term = branches.add_term(county.ledger, draft).ids[0]
    branches.edit_term(county.ledger, term, replace(draft, extension_doc="教党〔2010〕3号"))
    assert branches.term_draft(county.ledger, term).extension_doc == "教党〔2010〕3号"


def test_a_post_is_not_given_to_somebody_in_the_bin(county):
    members.remove(county.ledger, [county.wu])
    with pytest.raises(UserError, match="指向的记录已经不在了"):
        branches.add_post(
            county.ledger, PostDraft(person_id=county.wu, org_id=county.first, post="SECRETARY")
        )


def test_what_lies_in_the_bin_is_not_edited(county):
    ledger, on = county.ledger, PartialDate.of("2010-03-01")
    org = branches.add(ledger, BranchDraft(full_name="新支部")).ids[0]
    unit = branches.add_unit(ledger, UnitDraft(name="新学校")).ids[0]
    term = branches.add_term(ledger, TermDraft(org_id=county.first)).ids[0]
    post_draft = PostDraft(person_id=county.zhang, org_id=county.first, post="SECRETARY")
    post = branches.add_post(ledger, post_draft).ids[0]
    cover = branches.cover(ledger, county.second, county.point, on).ids[0]
    gone = {"org_unit": org, "school_unit": unit, "org_term": term, "org_post": post,
            "org_cover": cover}  # fmt: skip
    for table, record in gone.items():
        record_book.remove(ledger, table, [record])
    edits = [
        lambda: branches.edit(ledger, org, BranchDraft(full_name="改")),
        lambda: branches.edit_unit(ledger, unit, UnitDraft(name="改")),
        lambda: branches.edit_term(ledger, term, TermDraft(org_id=county.first, term_no=9)),
        lambda: branches.edit_post(ledger, post, replace(post_draft, doc_no="改")),
        lambda: branches.end_cover(ledger, cover, on),
        lambda: branches.dissolve(ledger, org, date(2010, 6, 30)),
    ]
    for edit in edits:
        with pytest.raises(UserError, match="在回收站里"):
            edit()


def test_a_cover_that_ends_later_is_not_entered_again_before_its_end(county):
    cover = branches.cover(county.ledger, county.second, county.point, None).ids[0]
    branches.end_cover(county.ledger, cover, PartialDate.of("2011-08-31"))
    with pytest.raises(UserError, match="已经覆盖"):
        branches.cover(county.ledger, county.second, county.point, PartialDate.of("2011-08"))
    branches.cover(county.ledger, county.second, county.point, PartialDate.of("2011-09-01"))


def test_two_branches_of_one_short_name_are_told_apart_wherever_they_are_shown(county):
    for org in (county.first, county.second):
        draft = replace(branches.branch_draft(county.ledger, org), short_name="小学支部")
        branches.edit(county.ledger, org, draft)
    told = {"小学支部（第一小学党支部）", "小学支部（第二小学联合党支部）"}
    (root,) = branches.tree(county.ledger)
    assert {node.name for node in root.children} == told
    assert {row.branch for row in members.rows(county.ledger)} == told
    assert told < {choice.label for choice in record_book.choices(county.ledger, "org_unit")}
    assert branches.branch_draft(county.ledger, county.first).short_name == "小学支部"


def test_a_branch_in_use_is_not_deleted_and_only_the_first_kinds_are_told(county):
    with pytest.raises(UserError, match="还在使用中（党籍2条）"):
        branches.remove(county.ledger, county.first)
    many = dict.fromkeys(list(tables())[:9], 3)
    assert references.told(many).endswith("等9种")
    assert references.told(many).count("、") == 5
