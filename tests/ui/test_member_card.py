"""The card of one member."""

from app.domain.dates import PartialDate
from app.domain.members import StatusChange
from app.services import members
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
