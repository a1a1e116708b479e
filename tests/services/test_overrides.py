"""Overrides of what a rule bars: told by type, on record with the act, good for that day only."""

from dataclasses import replace
from datetime import date

import pytest

from app.base.errors import Barred, UserError
from app.domain.branches import BranchDraft, PostDraft, TermDraft
from app.domain.dates import PartialDate
from app.domain.members import StatusChange
from app.services import batches, branches, members, record_book
from app.services.overrides import Override
from tests.services.small_county import member

DAY = PartialDate.of("2024-06-01")
PAPER = Override("上级党委批准", "县教党〔2024〕5号", DAY, "石远山")


@pytest.fixture
def county(county):
    """Return the small county on a day after the papers of these tests."""
    return replace(county, ledger=replace(county.ledger, today=lambda: date(2024, 6, 15)))


@pytest.fixture
def temporary(county):
    draft = BranchDraft(full_name="抗旱临时支部", kind="TEMP")
    return branches.add(county.ledger, draft).ids[0]


def status(county, who, code, override=None):
    change = StatusChange(status=code, happened_on=DAY)
    return members.change_status(county.ledger, who, change, override)


def test_a_refusal_that_may_be_overridden_is_told_by_its_type_with_rule_and_article(county):
    status(county, [county.shan], "SUSPENDED")
    with pytest.raises(Barred) as refused:
        status(county, [county.shan], "TRANSFERRED")
    (bar,) = refused.value.bars
    assert bar.rule_id == "B10-05"
    assert bar.article.endswith("第二十四条第四款")
    assert bar.sentence in refused.value.what


def test_a_refusal_that_nothing_lifts_is_of_another_type(county):
    status(county, [county.shan], "EXPELLED")
    with pytest.raises(UserError) as refused:
        status(county, [county.shan], "NORMAL", PAPER)
    assert not isinstance(refused.value, Barred)


def test_every_bar_is_told_at_once_and_each_is_put_on_record(county, temporary):
    who = [
        members.add(county.ledger, member(name, temporary)).ids[0]
        for name in ("田禾", "石远山", "林若水", "龙月明")
    ]
    status(county, who, "SUSPENDED")
    with pytest.raises(Barred) as refused:
        status(county, who, "PROB_CANCELLED")
    assert len(refused.value.bars) == 5
    assert "另有2项" in refused.value.what
    status(county, who, "PROB_CANCELLED", PAPER)
    kept = [row.raw["rule_id"] for row in record_book.rows(county.ledger, "rule_override")]
    assert sorted(kept) == ["B1-08", *["B10-05"] * 4]


def test_an_override_of_today_opens_no_door_tomorrow(county, temporary):
    draft = TermDraft(org_id=temporary, start_on=DAY)
    with pytest.raises(Barred):
        branches.add_term(county.ledger, draft)
    branches.add_term(county.ledger, draft, PAPER)
    tomorrow = replace(county.ledger, today=lambda: PartialDate.of("2011-01-01").first_day)
    with pytest.raises(Barred, match="第八条第二款"):
        branches.add_term(tomorrow, draft)


def test_posts_and_any_other_record_take_an_override(county, temporary):
    post = PostDraft(
        person_id=county.zhang, org_id=temporary, post="SECRETARY", basis="APPOINTED", from_on=DAY
    )
    kept = branches.add_post(county.ledger, post).ids[0]
    elected = replace(post, basis="ELECTED")
    with pytest.raises(Barred):
        branches.edit_post(county.ledger, kept, elected)
    branches.edit_post(county.ledger, kept, elected, PAPER)
    assert branches.post_draft(county.ledger, kept).basis == "ELECTED"
    case = {"person_id": county.zhang, "org_id": temporary, "applied_on": DAY}
    later = replace(county.ledger, today=lambda: DAY.first_day)
    with pytest.raises(Barred):
        record_book.save(later, "dev_case", None, case)
    assert record_book.save(later, "dev_case", None, case, PAPER).ids


def test_an_override_stands_in_the_history_of_who_it_is_about(county):
    status(county, [county.shan], "SUSPENDED")
    status(county, [county.shan], "TRANSFERRED", PAPER)
    newest = members.card(county.ledger, county.shan).history[0]
    told = {label: new for label, _old, new in newest.changes}
    assert (told["规则"], told["理由"]) == ("恢复党籍", "上级党委批准")
    assert (told["文号"], told["文件日期"]) == ("县教党〔2024〕5号", "2024-06-01")
    assert told["决定人"] == "石远山"
    assert county.shan not in told.values()


def test_an_override_of_a_branch_stands_in_the_history_of_what_it_allowed(county, temporary):
    term = branches.add_term(county.ledger, TermDraft(org_id=temporary, start_on=DAY), PAPER).ids[0]
    (entry,) = members.history(county.ledger, [term])
    assert ("理由", "", "上级党委批准") in entry.changes
    other = branches.add_term(county.ledger, TermDraft(org_id=county.first, start_on=DAY)).ids[0]
    (entry,) = members.history(county.ledger, [other])
    assert ("理由", "", "上级党委批准") not in entry.changes


def test_undo_takes_the_act_and_its_override_back_together(county, temporary):
    outcome = branches.add_term(county.ledger, TermDraft(org_id=temporary, start_on=DAY), PAPER)
    batches.undo(county.ledger, outcome.batch)
    assert record_book.rows(county.ledger, "rule_override") == []
    assert record_book.rows(county.ledger, "org_term") == []
