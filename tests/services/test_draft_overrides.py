"""Drafts that a rule blocks are refused by type and saved by an override that goes on record."""

import pytest

from app.base.errors import Barred, UserError
from app.services import members, record_book
from app.services.overrides import Override
from tests.services.small_county import member

PAPER = Override("公安机关证明号码如此", "县公证〔2010〕7号")


def kept(county):
    return [row.raw for row in record_book.rows(county.ledger, "rule_override")]


def test_a_wrong_number_is_barred_by_the_rule_of_its_shape(county):
    with pytest.raises(Barred) as refused:
        members.add(county.ledger, member("王某", county.first, id_no="52"))
    (bar,) = refused.value.bars
    assert (bar.rule_id, "GB 11643" in bar.article) == ("C4-01", True)
    assert bar.sentence.startswith("王某：")


def test_an_override_saves_the_number_with_the_reason_and_the_paper(county):
    draft = member("王某", county.first, id_no="52")
    person = members.add(county.ledger, draft, PAPER).ids[0]
    card = members.card(county.ledger, person)
    assert card.draft.id_no == "52"
    assert card.draft.id_check_override == "公安机关证明号码如此（县公证〔2010〕7号）"
    (row,) = kept(county)
    assert (row["rule_id"], row["subject_id"], row["until_on"]) == ("C4-01", person, None)
    assert any(label == "文号" for entry in card.history for label, *_ in entry.changes)


def test_an_edit_takes_an_override_too(county):
    draft = member("张永杰", county.first, id_no="529999299901010019")
    with pytest.raises(Barred):
        members.edit(county.ledger, county.zhang, draft)
    members.edit(county.ledger, county.zhang, draft, PAPER)
    assert [row["rule_id"] for row in kept(county)] == ["C4-03"]


def test_an_override_without_a_paper_saves_nothing(county):
    with pytest.raises(UserError, match="批准文件"):
        members.add(county.ledger, member("王某", county.first, id_no="52"), Override("无"))
    assert "王某" not in [row.name for row in members.rows(county.ledger)]


def test_a_missing_name_is_lifted_by_no_override(county):
    with pytest.raises(UserError) as refused:
        members.add(county.ledger, member("", county.first, id_no="52"), PAPER)
    assert not isinstance(refused.value, Barred)


def test_an_override_that_was_not_needed_leaves_no_trace(county):
    members.add(county.ledger, member("王某", county.first), PAPER)
    assert kept(county) == []
