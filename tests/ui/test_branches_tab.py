"""The page 支部 on a real ledger."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QLabel

from app.services import branches
from app.ui.branches_tab import BranchLinks, branches_page
from app.ui.draft_dialog import DraftDialog
from app.ui.org_tree import OrgRef
from app.ui.reorganise_dialog import ReorganiseDialog
from tests.ui.workplace import dialog, gone, open_ledger, settle, tools_on, type_line

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def opened():
    return []


@pytest.fixture
def page(qtbot, tools, county, opened):
    branches.cover(county.ledger, county.second, county.point, None)
    page = branches_page(tools, BranchLinks(open_members=opened.append)).factory()
    qtbot.addWidget(page)
    page.resize(1200, 640)
    page.show()
    settle(qtbot, tools)
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    return page


def test_tree_schools_and_list_are_there_and_the_uncovered_school_has_a_badge(page):
    assert "    坡上教学点" in page.tree.texts()
    assert [row.name for row in page.schools.model.shown] == ["第一小学", "坡上教学点"]
    assert page.views.tabText(1) == "学校（1 所未覆盖）"
    assert [row.kind_text for row in page.table.model.shown] == [
        "党支部",
        "联合党支部",
        "基层党委",
    ]
    mode = QAbstractItemModelTester.FailureReportingMode.Fatal
    for model in (page.schools.model, page.table.model):
        QAbstractItemModelTester(model, mode)


def test_choosing_in_any_view_shows_the_card(qtbot, page, tools, county):
    page.tree.choose(OrgRef(county.second))
    settle(qtbot, tools)
    assert page.card.title.text() == "第二小学联合党支部"
    page.views.setCurrentIndex(1)
    page.schools.select([county.school])
    settle(qtbot, tools)
    assert page.card.title.text() == "第一小学"
    page.views.setCurrentIndex(2)
    page.table.select([county.first])
    settle(qtbot, tools)
    assert page.card.title.text() == "第一小学党支部"


def test_a_branch_is_added_by_keyboard_and_chosen(qtbot, page, tools, county):
    qtbot.keyClick(page.tree, Qt.Key.Key_N, CONTROL)
    window = dialog(qtbot, DraftDialog)
    qtbot.waitUntil(lambda: window.form.field("full_name").hasFocus())
    type_line(qtbot, window.form, "full_name", "第三小学党支部")
    type_line(qtbot, window.form, "short_name", "三小", Qt.Key.Key_Tab)
    qtbot.keyClick(window, Qt.Key.Key_S, CONTROL)
    gone(qtbot, window)
    settle(qtbot, tools)
    assert "  三小" in page.tree.texts()
    assert page.card.title.text() == "三小"
    row = next(row for row in page.table.model.rows if row.short_name == "三小")
    assert row.parent_id == county.committee


def test_f2_edits_what_is_chosen_and_the_history_tells(qtbot, page, tools, county):
    page.show_branch(county.second)
    page.tree.setFocus()
    qtbot.keyClick(page.tree, Qt.Key.Key_F2)
    window = dialog(qtbot, DraftDialog)
    window.form.field("contact_person").setText("李四")
    window.save()
    gone(qtbot, window)
    settle(qtbot, tools)
    assert "李四" in page.card.facts.toPlainText()
    assert "修改党组织" in page.card.history.tree.topLevelItem(0).text(0)


def test_links_on_the_card_open_members_windows_and_other_cards(qtbot, page, tools, county, opened):
    page.show_branch(county.second)
    page.follow(f"members:{county.second}")
    assert opened == [county.second]
    for link, title in (
        ("term-new", "登记新一届"),
        ("post-new", "登记任职"),
        ("cover-new", "覆盖单位"),
    ):
        page.follow(link)
        window = dialog(qtbot, DraftDialog)
        assert window.windowTitle() == title
        window.close()
        gone(qtbot, window)
    page.follow(f"org:{county.first}")
    settle(qtbot, tools)
    assert page.card.title.text() == "第一小学党支部"


def test_an_uncovered_school_is_given_to_a_branch_from_its_card(qtbot, page, tools, county):
    page.views.setCurrentIndex(1)
    page.schools.select([county.school])
    page.follow("cover-by")
    window = dialog(qtbot, DraftDialog)
    window.form.field("org_id").set_value(county.first)
    window.save()
    gone(qtbot, window)
    settle(qtbot, tools)
    assert page.views.tabText(1) == "学校"
    assert "    第一小学" in page.tree.texts()
    assert page.schools.current_id() == county.school


def test_show_only_opens_exactly_these_branches(page, county):
    page.show_only([county.second], "N12 联合党支部")
    assert page.views.currentWidget() is page.table
    assert [row.id for row in page.table.model.shown] == [county.second]
    assert "N12 联合党支部" in page.table.bottom.filtered.text()


def test_a_branch_in_use_is_not_deleted(qtbot, page, tools, county, said):
    page.show_branch(county.first)
    said.answers.append("删除")
    page.remove()
    settle(qtbot, tools)
    assert said.notices[0].buttons == ("删除", "不删")
    assert "还在使用中" in said.texts[1]


def test_a_branch_with_members_is_not_dissolved_without_a_place_for_them(qtbot, page, county, said):
    page.show_branch(county.first)
    page.dissolve()
    window = dialog(qtbot, DraftDialog)
    window.form.field("dissolved_on").setText("2010-06-01")
    window.save()
    qtbot.waitUntil(lambda: bool(said.texts))
    assert "不能直接撤销" in said.texts[0]
    window.form.mark_clean()
    page.reorganise()
    planned = dialog(qtbot, ReorganiseDialog)
    assert planned.before() == (county.first,)


def test_a_new_school_is_chosen(qtbot, page, tools):
    page.add_unit()
    window = dialog(qtbot, DraftDialog)
    window.form.field("name").setText("新桥小学")
    window.save()
    gone(qtbot, window)
    settle(qtbot, tools)
    assert page.card.title.text() == "新桥小学"


def test_an_empty_ledger_says_what_to_do_first_and_its_button_does_it(qtbot, tmp_path):
    ledger = open_ledger(tmp_path / "new.sqlite")
    with tools_on(ledger) as tools:
        page = branches_page(tools).factory()
        qtbot.addWidget(page)
        page.resize(1200, 640)
        page.show()
        settle(qtbot, tools)
        words = [label.text() for label in page.findChildren(QLabel) if label.isVisibleTo(page)]
        assert "还没有党组织" in words
        assert any("这里就显示它的卡片" in text for text in words)
        assert page.views.tabIcon(1).isNull()
        qtbot.mouseClick(page._no_tree.button, Qt.MouseButton.LeftButton)
        form = dialog(qtbot, DraftDialog)
        type_line(qtbot, form.form, "full_name", "中共清江县教育局委员会")
        qtbot.keyClick(form, Qt.Key.Key_S, CONTROL)
        settle(qtbot, tools)
        assert page.card.title.text() == "中共清江县教育局委员会"
        assert page.tree.texts() == ["中共清江县教育局委员会"]
    ledger.close()


def test_ctrl_f_finds_in_the_tree(qtbot, page, tools):
    page.tree.setFocus()
    qtbot.keyClick(page.tree, Qt.Key.Key_F, CONTROL)
    assert page.search.hasFocus()
    qtbot.keyClicks(page.search, "psjxd")
    qtbot.keyClick(page.search, Qt.Key.Key_Return)
    settle(qtbot, tools)
    assert page.card.title.text() == "坡上教学点"
    assert page.tree.hasFocus()
