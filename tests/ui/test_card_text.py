"""The readable text of a card."""

import pytest
from PySide6.QtCore import QUrl

from app.domain.members import CardLine
from app.ui.card_text import CardText, Fact, Group, Line, lines_of


@pytest.fixture
def card(qtbot):
    card = CardText("卡片")
    qtbot.addWidget(card)
    return card


def test_facts_are_shown_with_a_dash_for_nothing_and_rare_ones_only_when_known(card):
    card.show_groups([Group("情况", [Fact("民族", ""), Fact("学位", "", is_rare=True)])])
    text = card.toPlainText()
    assert "民族" in text
    assert "—" in text
    assert "学位" not in text


def test_a_group_without_anything_to_show_is_left_out(card):
    card.show_groups([Group("党费", [Fact("月交党费", "", is_rare=True)]), Group("历届")])
    assert card.toPlainText().strip() == ""


def test_an_empty_list_says_so(card):
    card.show_groups([Group("覆盖单位", empty="还没有")])
    assert "还没有" in card.toPlainText()


def test_names_with_angle_brackets_are_shown_as_they_are(card):
    card.show_groups([Group("<b>", [Fact("a&b", "<i>x</i>")], [Line("2010", "<u>")])])
    text = card.toPlainText()
    assert "<b>" in text
    assert "<i>x</i>" in text
    assert "<u>" in text


def test_a_click_on_a_link_tells_the_link(card, qtbot):
    told = []
    card.link_chosen.connect(told.append)
    card.show_groups([Group("名单", links=[("看名单", "members:1")])])
    card.anchorClicked.emit(QUrl("members:1"))
    assert told == ["members:1"]


def test_the_records_of_a_card_carry_their_verb():
    lines = [CardLine("org_term", "7", "2009-03", "第1届")]
    assert lines_of(lines, "term") == [Line("2009-03", "第1届", "term:7")]
    assert lines_of(lines) == [Line("2009-03", "第1届", "")]
