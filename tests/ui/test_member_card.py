"""The card of one member."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton

from app.domain.dates import PartialDate
from app.domain.members import StatusChange
from app.services import members
from app.ui.card_split import CardSplit
from app.ui.member_card import MemberCardView


def shown(qtbot, county, person):
    view = MemberCardView()
    qtbot.addWidget(view)
    view.show_card(members.card(county.ledger, person))
    return view


def test_the_card_shows_who_he_is_and_what_is_known(qtbot, county):
    view = shown(qtbot, county, county.zhang)
    assert view.title.text() == "张永杰"
    assert view.subtitle.text() == "正式党员 · 第一小学党支部 · 党龄10年"
    assert "1975-06-15（35岁）" in view.basic.toPlainText()
    assert "2000-07-01" in view.membership.toPlainText()
    assert "曾用名" not in view.basic.toPlainText()


def test_what_happened_to_him_is_told(qtbot, county):
    assert "还没有" in shown(qtbot, county, county.wu).past.toPlainText()
    change = StatusChange(status="SUSPENDED", happened_on=PartialDate.of("2010-12-01"))
    members.change_status(county.ledger, [county.wu], change)
    view = shown(qtbot, county, county.wu)
    assert "停止党籍" in view.subtitle.text()
    assert "2010-12-01" in view.past.toPlainText()
    assert "党籍状态改为停止党籍" in view.history.tree.topLevelItem(0).text(0)


def test_without_anybody_it_says_what_to_do(qtbot, county):
    view = shown(qtbot, county, county.zhang)
    view.show_card(None)
    assert view._stack.currentIndex() == 0


def test_the_id_number_is_masked_as_in_the_list_and_shown_when_asked_for(qtbot, county):
    whole = members.card(county.ledger, county.zhang).draft.id_no
    view = shown(qtbot, county, county.zhang)
    assert whole not in view.basic.toPlainText()
    assert f"{whole[:6]}********{whole[-4:]}" in view.basic.toPlainText()
    assert not view.history.tree.findItems(whole, Qt.MatchFlag.MatchRecursive, 2)
    view.show_ids(True)
    assert whole in view.basic.toPlainText()
    assert view.history.tree.findItems(whole, Qt.MatchFlag.MatchRecursive, 2)


def test_numbers_and_tabs_have_room_and_a_long_name_leaves_the_buttons_whole(qtbot, county):
    card = members.card(county.ledger, county.zhang)
    name = "阿卜杜热合曼·买买提依明江·吐尔逊"
    card = replace(card, draft=replace(card.draft, name=name))
    view = MemberCardView()
    split = CardSplit(QLineEdit(), view, (5, 2), 30)
    qtbot.addWidget(split)
    view.show_ids(True)
    view.show_card(card)
    split.resize(900, 600)
    split.show()
    bar = view.tabs.tabBar()
    assert bar.tabRect(bar.count() - 1).right() <= bar.width()
    for button in view.findChildren(QPushButton):
        if button.isVisible():
            assert button.visibleRegion().boundingRect() == button.rect()
    assert view.basic.document().idealWidth() <= view.basic.viewport().width()
