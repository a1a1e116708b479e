"""The members tab: what is listed, found, edited, refused."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from app.base.errors import UserError
from app.domain.branches import BranchDraft, PostDraft
from app.domain.dates import PartialDate
from app.domain.members import StatusChange
from app.services import batches, branches, figures, members, record_book
from app.services.overrides import Override
from tests.services.small_county import TODAY, member


def names(ledger):
    return [row.name for row in members.rows(ledger)]


def row_of(ledger, person):
    return next(row for row in members.rows(ledger) if row.id == person)


def test_the_list_is_in_pinyin_order_with_surname_readings_and_readable_values(county):
    assert names(county.ledger) == ["单明", "吴瑞君", "张永杰"]
    row = row_of(county.ledger, county.zhang)
    assert (row.gender, row.ethnicity, row.branch) == ("男", "汉族", "第一小学党支部")
    assert (row.member_type, row.status, row.on_roster) == ("正式党员", "正常", True)
    assert (row.birth_on, row.age, row.party_age) == ("1975-06-15", 35, 10)


def test_a_current_post_is_shown_and_a_past_one_is_not(county):
    post = PostDraft(person_id=county.zhang, org_id=county.first, post="SECRETARY")
    branches.add_post(county.ledger, replace(post, from_on=PartialDate.of("2009-01-01")))
    past = replace(post, post="PUBLICITY", to_on=PartialDate.of("2008-12-31"))
    branches.add_post(county.ledger, past)
    row = row_of(county.ledger, county.zhang)
    assert (row.party_post, row.post_rank) == ("书记", 0)
    assert row_of(county.ledger, county.wu).post_rank == 99


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("永杰", "张永杰"),
        ("zyj", "张永杰"),
        ("zhangyong", "张永杰"),
        ("0018", "张永杰"),
        ("13900000001", "张永杰"),
        ("sm", "单明"),
        ("dm", "单明"),
        ("SHAN MING", "单明"),
    ],
)
def test_people_are_found_by_han_pinyin_initials_id_tail_and_phone(county, text, found):
    rows = members.rows(county.ledger)
    hits = members.search_index(rows).find(text)
    assert [row.name for row in rows if row.id in hits] == [found]


def test_a_new_name_is_found_at_once_and_the_old_one_no_more(county):
    draft = members.card(county.ledger, county.zhang).draft
    members.edit(county.ledger, county.zhang, replace(draft, name="查永杰"))
    index = members.search_index(members.rows(county.ledger))
    assert index.find("zhayj") == []
    assert index.find("zhayongjie") == [county.zhang]
    assert index.find("张永杰") == []


def test_an_edit_writes_only_what_differs(county):
    card = members.card(county.ledger, county.zhang)
    outcome = members.edit(county.ledger, county.zhang, replace(card.draft, mobile="13900000009"))
    entry = members.card(county.ledger, county.zhang).history[0]
    assert outcome.changes.tables == {"person"}
    assert entry.changes == (("手机号码", "13900000001", "13900000009"),)
    assert entry.who == "李文书"


def test_an_edit_that_changes_nothing_leaves_no_batch(county):
    card = members.card(county.ledger, county.zhang)
    assert members.edit(county.ledger, county.zhang, card.draft).batch == ""


def test_the_history_names_codes_and_branches_in_words(county):
    draft = members.card(county.ledger, county.zhang).draft
    members.edit(county.ledger, county.zhang, replace(draft, org_id=county.second, education="21"))
    changes = members.card(county.ledger, county.zhang).history[0].changes
    assert ("所在党支部", "第一小学党支部", "第二小学联合党支部") in changes
    assert ("学历", "", "本科毕业") in changes


def test_a_draft_with_a_blocking_problem_is_not_saved(county):
    with pytest.raises(UserError, match="请填写姓名"):
        members.add(county.ledger, member("", county.first))
    with pytest.raises(UserError, match="18位"):
        members.add(county.ledger, member("王某", county.first, id_no="52"))
    assert len(members.rows(county.ledger)) == 3


def test_an_override_reason_lets_a_wrong_number_in(county):
    draft = member("王某", county.first, id_no="52", id_check_override="派出所证明")
    assert members.add(county.ledger, draft).ids


def test_warnings_are_told_and_do_not_stop(county):
    draft = member("王某", None, id_no="529999197506150018", birth_on=PartialDate.of("1976"))
    codes = {problem.code for problem in members.check(draft, members.standard(county.ledger))}
    assert {"draft.no_branch", "member.birth_differs"} <= codes
    assert members.add(county.ledger, draft).ids


def test_a_second_person_with_the_same_number_is_pointed_out(county):
    found = members.duplicates(county.ledger, "529999197506150018")
    assert [choice.label for choice in found] == ["张永杰"]
    assert members.duplicates(county.ledger, "529999197506150018", county.zhang) == ()


def test_a_bulk_edit_shows_before_and_after_and_counts_the_unchanged(county):
    ids = [county.zhang, county.wu, county.shan]
    plan = members.bulk_preview(county.ledger, ids, "org_id", county.second)
    shown = {(line.name, line.before_text, line.after_text) for line in plan.lines}
    assert shown == {
        ("张永杰", "第一小学党支部", "第二小学联合党支部"),
        ("吴瑞君", "第一小学党支部", "第二小学联合党支部"),
    }
    assert (plan.label, plan.unchanged) == ("所在党支部", 1)
    members.bulk_apply(county.ledger, plan)
    assert {row.branch for row in members.rows(county.ledger)} == {"第二小学联合党支部"}


def test_a_bulk_edit_is_refused_when_a_value_has_moved_since(county):
    plan = members.bulk_preview(county.ledger, [county.zhang], "mobile", "13911111111")
    draft = members.card(county.ledger, county.zhang).draft
    members.edit(county.ledger, county.zhang, replace(draft, mobile="13922222222"))
    with pytest.raises(UserError, match="张永杰的手机号码在预览之后又改动过"):
        members.bulk_apply(county.ledger, plan)
    assert row_of(county.ledger, county.zhang).mobile == "13922222222"


def test_a_changed_status_leaves_an_event_with_the_category_of_the_day(county):
    change = StatusChange(status="SUSPENDED", happened_on=PartialDate.of("2010-05-01"))
    members.change_status(county.ledger, [county.shan, county.zhang], change)
    row = row_of(county.ledger, county.shan)
    assert (row.status, row.on_roster) == ("停止党籍", False)
    events = record_book.rows(county.ledger, "membership_event", 2010)
    told = {event.shown["person_id"]: event.shown["category_at_event"] for event in events}
    assert told == {"单明": "离退休人员", "张永杰": "教师"}


def change_to(county, status, on="2024-06-01", override=None, who=None):
    change = StatusChange(status=status, happened_on=PartialDate.of(on))
    ledger = replace(county.ledger, today=lambda: max(TODAY, date.fromisoformat(on)))
    return members.change_status(ledger, [who or county.shan], change, override)


OVERRIDE = Override("组织部门批复", "县委组〔2024〕9号")


@pytest.mark.parametrize("status", ["REMOVED_SELF", "EXPELLED"])
def test_article_24_who_was_removed_is_not_restored_but_joins_anew(county, status):
    change_to(county, status)
    for override in (None, OVERRIDE):
        with pytest.raises(UserError, match="第二十四条第四款") as refused:
            change_to(county, "NORMAL", override=override)
        assert "重新入党" in refused.value.what
        assert "发展党员" in refused.value.todo
    assert row_of(county.ledger, county.shan).status_code == status


def test_article_24_who_was_suspended_may_be_restored(county):
    change_to(county, "SUSPENDED", "2024-01-01")
    change_to(county, "NORMAL", "2024-06-01")
    events = record_book.rows(county.ledger, "membership_event", 2024)
    assert {event.raw["kind"] for event in events} == {"SUSPENDED", "RESTORED"}
    assert row_of(county.ledger, county.shan).on_roster


def test_a_step_the_machine_does_not_know_needs_an_override_on_record(county):
    change_to(county, "SUSPENDED", "2010-01-01")
    with pytest.raises(
        UserError, match=r"单明现为“停止党籍”，不能改为“已转出”.*第二十四条"
    ) as refused:
        change_to(county, "TRANSFERRED", "2010-06-01")
    assert "批准文号" in refused.value.todo
    with pytest.raises(UserError, match="批准文件"):
        change_to(county, "TRANSFERRED", "2010-06-01", Override("组织部门批复", " "))
    outcome = change_to(county, "TRANSFERRED", "2010-06-01", OVERRIDE)
    assert "rule_override" in outcome.changes.tables
    (kept,) = record_book.rows(county.ledger, "rule_override")
    assert (kept.raw["rule_id"], kept.raw["doc_no"]) == ("B10-05", "县委组〔2024〕9号")


def test_one_member_who_may_not_change_stops_the_whole_change(county):
    change = StatusChange(status="PROB_CANCELLED", happened_on=PartialDate.of("2010-06-01"))
    with pytest.raises(UserError, match="单明"):
        members.change_status(county.ledger, [county.wu, county.shan], change)
    assert row_of(county.ledger, county.wu).status_code == "NORMAL"
    assert members.change_status(county.ledger, [county.wu], change).ids == (county.wu,)


def test_article_8_a_temporary_branch_disciplines_nobody_without_an_override(county):
    temporary = branches.add(county.ledger, BranchDraft(full_name="抗旱临时支部", kind="TEMP")).ids[
        0
    ]
    who = members.add(county.ledger, member("王某", temporary)).ids[0]
    with pytest.raises(UserError, match=r"一般不处分处置党员.*第八条第二款"):
        change_to(county, "EXPELLED", who=who)
    change_to(county, "EXPELLED", who=who, override=OVERRIDE)
    assert row_of(county.ledger, who).status_code == "EXPELLED"


def test_who_leaves_the_roster_leaves_it_in_the_figures_on_that_day(county):
    before = figures.count(county.ledger, "org.members", 2010).number
    change_to(county, "DECEASED", "2010-05-01")
    assert figures.count(county.ledger, "org.members", 2010).number == before - 1
    assert figures.count(county.ledger, "org.members", 2009).number == before


def test_the_status_is_not_changed_by_an_edit_or_a_bulk_edit(county):
    draft = members.card(county.ledger, county.zhang).draft
    with pytest.raises(UserError, match="党籍状态不能直接改写"):
        members.edit(county.ledger, county.zhang, replace(draft, status="DECEASED"))
    with pytest.raises(UserError, match="党籍状态不能直接改写"):
        members.bulk_preview(county.ledger, [county.zhang], "status", "DECEASED")


def test_a_member_with_a_history_cannot_be_deleted(county):
    change = StatusChange(status="DECEASED", happened_on=PartialDate.of("2010-05"))
    members.change_status(county.ledger, [county.shan], change)
    with pytest.raises(UserError, match=r"单明已有1条党籍变动记录，不能删除.*党员信息维护"):
        members.remove(county.ledger, [county.shan, county.wu])
    assert len(members.rows(county.ledger)) == 3


def test_who_is_still_named_elsewhere_cannot_be_deleted(county):
    post = PostDraft(person_id=county.wu, org_id=county.first, post="PUBLICITY")
    branches.add_post(county.ledger, post)
    with pytest.raises(UserError, match="吴瑞君”还有关联的记录（党内任职1条），不能删除"):
        members.remove(county.ledger, [county.wu, county.zhang])
    assert len(members.rows(county.ledger)) == 3


def test_all_memberships_of_a_deleted_person_go_with_him(county):
    older = {"person_id": county.wu, "org_id": county.second, "status": "TRANSFERRED"}
    record_book.save(county.ledger, "membership", None, older)
    members.remove(county.ledger, [county.wu])
    left = [row.raw["person_id"] for row in record_book.rows(county.ledger, "membership")]
    assert county.wu not in left


def test_a_member_without_history_goes_to_the_bin_and_comes_back(county):
    members.remove(county.ledger, [county.wu])
    assert names(county.ledger) == ["单明", "张永杰"]
    assert members.card(county.ledger, county.wu).is_removed
    batches.restore(county.ledger, {"person": [county.wu]})
    assert names(county.ledger) == ["单明", "吴瑞君", "张永杰"]


def test_a_person_in_the_bin_is_restored_first_and_edited_then(county):
    members.remove(county.ledger, [county.wu])
    draft = replace(members.card(county.ledger, county.wu).draft, org_id=county.second, mobile="1")
    with pytest.raises(UserError, match="在回收站里") as refused:
        members.edit(county.ledger, county.wu, draft)
    assert "恢复" in refused.value.todo
    batches.restore(county.ledger, {"person": [county.wu]})
    assert [row.id for row in members.rows(county.ledger)].count(county.wu) == 1


def test_who_gets_his_membership_by_an_edit_stands_on_the_roster(county):
    person = record_book.save(county.ledger, "person", None, {"name": "王某"}).ids[0]
    draft = members.card(county.ledger, person).draft
    members.edit(county.ledger, person, replace(draft, org_id=county.first))
    row = row_of(county.ledger, person)
    assert (row.type_code, row.status_code, row.on_roster) == ("FULL", "NORMAL", True)


def test_who_went_into_the_bin_after_the_preview_stops_the_bulk_edit(county):
    plan = members.bulk_preview(county.ledger, [county.wu, county.zhang], "org_id", None)
    members.remove(county.ledger, [county.wu])
    with pytest.raises(UserError, match="吴瑞君的所在党支部在预览之后"):
        members.bulk_apply(county.ledger, plan)
    assert row_of(county.ledger, county.zhang).branch_id == county.first


def test_the_card_lists_what_hangs_on_the_person(county):
    honour = {"target_type": "PERSON", "person_id": county.zhang, "title": "优秀党务工作者",
              "award_year": 2010, "awarded_on": "2010-06-20", "level": "CITY"}  # fmt: skip
    record_book.save(county.ledger, "honour", None, honour)
    card = members.card(county.ledger, county.zhang)
    assert [line.text for line in card.honours] == ["2010年张永杰优秀党务工作者"]
    assert (card.age, card.party_age) == (35, 10)
    assert card.shown["member_type"] == "正式党员"


def test_monthly_dues_are_an_amount_and_never_below_nothing(county):
    draft = members.card(county.ledger, county.zhang).draft
    members.edit(county.ledger, county.zhang, replace(draft, dues_month=Decimal("1012.50")))
    card = members.card(county.ledger, county.zhang)
    assert (card.draft.dues_month, card.shown["dues_month"]) == (Decimal("1012.5"), "1012.5")
    assert ("月交党费（元）", "", "1012.5") in card.history[0].changes
    with pytest.raises(UserError, match="月交党费（元）不能是-1"):
        members.edit(county.ledger, county.zhang, replace(draft, dues_month=Decimal(-1)))
    plan = members.bulk_preview(county.ledger, [county.zhang], "dues_month", Decimal("1012.5"))
    assert (plan.lines, plan.unchanged) == ((), 1)


def test_time_of_suspension_does_not_count_as_party_age(county):
    draft = replace(members.card(county.ledger, county.zhang).draft, suspended_months=30)
    members.edit(county.ledger, county.zhang, draft)
    assert members.card(county.ledger, county.zhang).party_age == 7
    assert row_of(county.ledger, county.zhang).party_age == 7


def test_opening_a_ledger_computes_the_keys_that_are_missing(county):
    with county.ledger.writing("") as tx:
        tx.session.connection().exec_driver_sql("DELETE FROM person_search")
    assert members.search_index(members.rows(county.ledger)).find("zyj") == []
    members.prepare(county.ledger)
    assert members.search_index(members.rows(county.ledger)).find("zyj") == [county.zhang]
