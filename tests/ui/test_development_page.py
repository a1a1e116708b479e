"""An empty board says what to do; the way through it is test_development_walk."""

import pytest

from app.domain.dates import PartialDate
from app.domain.dev_entry import ApplicantDraft
from app.services import development
from app.ui.development_page import DevelopmentPage
from tests.ui.workplace import settle, type_text


@pytest.fixture
def page(qtbot, tools):
    page = DevelopmentPage(tools)
    qtbot.addWidget(page)
    page.show()
    settle(qtbot, tools)
    return page


def test_a_board_without_anybody_says_how_the_first_one_gets_there(page):
    assert page.hint.isVisible()
    assert "新申请人" in page.hint.text()


def test_a_search_that_finds_nobody_says_so_and_the_hint_goes_with_the_first_card(
    page, tools, county, qtbot
):
    born = PartialDate.of("1990-06-15")
    draft = ApplicantDraft(
        applied_on=PartialDate.of("2010-03-01"),
        org_id=county.first,
        name="方知春",
        gender="2",
        birth_on=born,
    )
    development.start(tools.ledger, draft)
    page.load()
    settle(qtbot, tools)
    assert page.hint.isHidden()
    type_text(qtbot, page.search, "无此人")
    settle(qtbot, tools)
    assert page.hint.isVisible()
    assert "没有找到" in page.hint.text()
