"""The card of an organisation or a school."""

from datetime import date

import pytest

from app.domain.branches import PostDraft, TermDraft
from app.domain.dates import PartialDate
from app.services import branches
from app.ui.branch_card import OrgCardView, OrgView, UnitView


@pytest.fixture
def view(qtbot):
    view = OrgCardView()
    qtbot.addWidget(view)
    return view


def org_view(county, on=date(2010, 12, 31)):
    return OrgView(branches.card(county.ledger, county.second), (), on)


def test_an_organisation_shows_counts_covers_and_term(view, county):
    ledger = county.ledger
    branches.cover(ledger, county.second, county.point, PartialDate.of("2010-03-18"))
    dates = {"start_on": PartialDate.of("2007-05-01"), "end_on": PartialDate.of("2010-04-30")}
    branches.add_term(ledger, TermDraft(org_id=county.second, term_no=3, **dates))
    branches.add_post(
        ledger, PostDraft(person_id=county.shan, org_id=county.second, post="SECRETARY")
    )
    view.show_org(org_view(county))
    facts, staff = view.facts.toPlainText(), view.staff.toPlainText()
    assert "1 人（正式 1，预备 0）" in facts
    assert "覆盖坡上教学点" in facts
    assert "第3届" in staff
    assert "2010-04-30（已超过，请尽快换届）" in staff
    assert "单明" in staff


def test_a_term_that_ends_later_is_not_called_over(view, county):
    dates = {"start_on": PartialDate.of("2009-05-01"), "end_on": PartialDate.of("2012-04")}
    branches.add_term(county.ledger, TermDraft(org_id=county.second, term_no=4, **dates))
    view.show_org(org_view(county))
    assert "已超过" not in view.staff.toPlainText()


def test_a_school_shows_who_covers_it_and_no_committee(view, county):
    row = next(unit for unit in branches.units(county.ledger) if unit.id == county.point)
    view.show_unit(UnitView(row, branches.unit_draft(county.ledger, row.id), ()))
    assert "还没有党支部覆盖这个单位" in view.facts.toPlainText()
    assert not view.tabs.isTabVisible(1)
    view.show_org(org_view(county))
    assert view.tabs.isTabVisible(1)


def test_a_committee_says_how_many_there_are_with_all_below_it(view, county):
    total = branches.members_below(county.ledger, county.committee)
    assert total == 3
    card = branches.card(county.ledger, county.committee)
    view.show_org(OrgView(card, (), date(2010, 12, 31), total))
    assert view.subtitle.text().endswith("本级及下属党员 3 人")
    assert "本级及下属合计" in view.facts.toPlainText()
    assert "本级党员" in view.facts.toPlainText()
    assert "其中" not in view.facts.toPlainText()
    assert "看这个支部的党员名单" not in view.facts.toPlainText()
    view.show_org(org_view(county))
    assert "其中" in view.facts.toPlainText()
    assert "看这个支部的党员名单" in view.facts.toPlainText()
    assert view.subtitle.text().endswith("党员 1 人")
