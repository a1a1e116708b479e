"""The page 党员, driven by keys on a real ledger."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QMenu

from app.domain.dates import PartialDate
from app.domain.members import StatusChange
from app.services import members
from app.ui.bulk_edit_dialog import BulkEditDialog
from app.ui.column_filters import ColumnFilter
from app.ui.draft_dialog import DraftDialog
from app.ui.member_dialog import MemberDialog
from app.ui.members_tab import MemberLinks, MembersTab, members_page
from app.ui.table_layout import Sorting
from tests.ui.workplace import dialog, gone, names, settle, type_line, type_text

KEY = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def opened():
    return []


@pytest.fixture
def page(qtbot, tools, opened):
    page = members_page(tools, MemberLinks(open_branch=opened.append)).factory()
    qtbot.addWidget(page)
    page.resize(1200, 640)
    page.show()
    qtbot.waitUntil(lambda: page.table.model.total == 3)
    page.activateWindow()
    return page


def search(qtbot, page, text):
    page.table.top.search.clear()
    type_text(qtbot, page.table.top.search, text)
    qtbot.wait(60)
    return names(page.table)


def test_the_list_comes_in_pinyin_order_after_the_window_is_shown(qtbot, tools):
    page = MembersTab(tools, MemberLinks())
    qtbot.addWidget(page)
    page.show()
    assert page.table.model.total == 0
    qtbot.waitUntil(lambda: page.table.model.total == 3)
    assert names(page.table) == ["单明", "吴瑞君", "张永杰"]
    QAbstractItemModelTester(page.table.model, QAbstractItemModelTester.FailureReportingMode.Fatal)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("永杰", ["张永杰"]),
        ("zhangyongjie", ["张永杰"]),
        ("zyj", ["张永杰"]),
        ("0018", ["张永杰"]),
        ("1390000", ["张永杰"]),
        ("shanming", ["单明"]),
        ("dm", ["单明"]),
        ("没有这个人", []),
    ],
)
def test_people_are_found_by_name_pinyin_initials_id_tail_and_phone(qtbot, page, typed, found):
    assert search(qtbot, page, typed) == found


def test_a_header_filter_and_the_branch_narrow_the_list(qtbot, page, county):
    page.table.set_filter("member_type", ColumnFilter(frozenset({"预备党员"})))
    assert names(page.table) == ["吴瑞君"]
    page.table.show_all()
    page.branch.set_value(county.second)
    page.branch.edited.emit()
    assert names(page.table) == ["单明"]


def test_the_three_orders_of_rosters_can_be_chosen(page):
    page.table.sort(Sorting("strokes"))
    assert names(page.table) == ["吴瑞君", "张永杰", "单明"]
    page.table.sort(Sorting("post"))
    assert names(page.table) == ["单明", "吴瑞君", "张永杰"]


def test_a_member_is_added_by_keyboard_only(qtbot, page, tools, county):
    qtbot.keyClick(page.table.view, KEY.Key_N, CONTROL)
    window = dialog(qtbot, MemberDialog)
    form = window.draft_form
    qtbot.waitUntil(lambda: form.field("name").hasFocus())
    type_line(qtbot, form, "name", "曾小梅")
    type_line(qtbot, form, "id_no", "52999919900202002x")
    assert form.field("gender").value() == "2"
    assert str(form.field("birth_on").value()) == "1990-02-02"
    type_line(qtbot, form, "gender", "")
    type_line(qtbot, form, "birth_on", "")
    type_line(qtbot, form, "ethnicity", "")
    for name in ("ethnicity_text", "mobile", "landline", "native_place", "birth_place"):
        type_line(qtbot, form, name, "13900000077" if name == "mobile" else "")
    qtbot.keyClick(QApplication.focusWidget(), KEY.Key_Return, CONTROL)
    gone(qtbot, window)
    qtbot.waitUntil(lambda: "曾小梅" in names(page.table))
    assert page.table.current_id() == page.table.selected_ids()[0]
    draft = members.card(county.ledger, page.table.current_id()).draft
    assert (draft.name, draft.gender, draft.mobile) == ("曾小梅", "2", "13900000077")
    assert search(qtbot, page, "zxm") == ["曾小梅"]


def test_f2_edits_the_member_under_the_cursor_and_the_card_follows(qtbot, page, tools, county):
    page.table.select([county.zhang])
    settle(qtbot, tools)
    assert page.card.title.text() == "张永杰"
    qtbot.keyClick(page.table.view, KEY.Key_F2)
    window = dialog(qtbot, MemberDialog)
    window.draft_form.field("admin_post").setText("教导主任")
    window.draft_form.edited.emit()
    qtbot.keyClick(window, KEY.Key_S, CONTROL)
    gone(qtbot, window)
    settle(qtbot, tools)
    assert "教导主任" in page.card.basic.toPlainText()
    assert page.table.current_id() == county.zhang
    assert "行政职务" in [
        page.card.history.tree.topLevelItem(0).child(n).text(0)
        for n in range(page.card.history.tree.topLevelItem(0).childCount())
    ]


def test_bulk_edit_shows_before_and_after_and_ctrl_z_takes_it_back(qtbot, page, tools, county):
    page.table.select([county.zhang, county.wu, county.shan])
    page.bulk_edit()
    window = dialog(qtbot, BulkEditDialog)
    window.choose("admin_post")
    type_text(qtbot, window.value, "教师")
    qtbot.waitUntil(lambda: window.table.model.total == 3 and window._apply.isEnabled())
    assert [line.after_text for line in window.table.model.shown] == ["教师"] * 3
    qtbot.keyClick(window.value, KEY.Key_Return)
    qtbot.keyClick(window._apply, KEY.Key_Return)
    gone(qtbot, window)
    settle(qtbot, tools)
    assert {row.admin_post for row in page.table.model.shown} == {"教师"}
    notice = page.body.itemAt(page.body.count() - 1).widget()
    assert notice.text.text() == "已修改3人的行政职务。"
    assert notice.undo.isVisible()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    qtbot.keyClick(page.table.view, KEY.Key_Z, CONTROL)
    settle(qtbot, tools)
    assert {row.admin_post for row in page.table.model.shown} == {""}
    assert notice.redo.isVisible()
    qtbot.keyClick(page.table.view, KEY.Key_Y, CONTROL)
    settle(qtbot, tools)
    assert {row.admin_post for row in page.table.model.shown} == {"教师"}


def test_an_undo_that_later_edits_depend_on_is_refused_with_the_reason(
    qtbot, page, tools, county, said
):
    ledger = county.ledger
    tools.writer.run(
        lambda _: members.bulk_apply(
            ledger, members.bulk_preview(ledger, [county.zhang], "admin_post", "校长")
        ),
        "批量修改",
    )
    settle(qtbot, tools)
    members.bulk_apply(ledger, members.bulk_preview(ledger, [county.zhang], "admin_post", "书记"))
    qtbot.keyClick(page.table.view, KEY.Key_Z, CONTROL)
    settle(qtbot, tools)
    assert "行政职务后来又改过" in said.texts[0]
    assert members.card(ledger, county.zhang).draft.admin_post == "书记"


def test_ctrl_c_copies_the_block_with_whole_id_numbers_when_they_are_shown(qtbot, page, county):
    page.whole_ids.setChecked(True)
    page.table.select([county.zhang])
    qtbot.keyClick(page.table.view, KEY.Key_C, CONTROL)
    mime = QGuiApplication.clipboard().mimeData()
    assert "529999197506150018" in mime.text().split("\t")
    assert 'mso-number-format:"\\@"\'>529999197506150018<' in mime.html()


def test_id_numbers_are_masked_until_they_are_asked_for(page):
    column = next(c for c in page.table.model.columns if c.key == "id_no")
    row = next(row for row in page.table.model.shown if row.id_no)
    assert column.text(row) == "529999********0018"
    page.whole_ids.setChecked(True)
    assert column.text(row) == "529999197506150018"


def test_delete_asks_with_verbs_and_goes_to_the_recycle_bin(qtbot, page, tools, county, said):
    page.table.select([county.shan])
    said.answers.append("不删")
    qtbot.keyClick(page.table.view, KEY.Key_Delete)
    assert said.notices[0].buttons == ("删除", "不删")
    said.answers.append("删除")
    qtbot.keyClick(page.table.view, KEY.Key_Delete)
    settle(qtbot, tools)
    assert names(page.table) == ["吴瑞君", "张永杰"]
    tools.writer.undo()
    settle(qtbot, tools)
    assert "单明" in names(page.table)


def test_who_has_a_history_is_not_deleted_and_left_members_are_hidden(
    qtbot, page, tools, county, said
):
    page.table.select([county.wu])
    page.change_status()
    window = dialog(qtbot, DraftDialog)
    window.draft_form.field("status").set_value("DECEASED")
    window.draft_form.field("happened_on").set_value(PartialDate.of("2010-12-01"))
    window.save()
    gone(qtbot, window)
    settle(qtbot, tools)
    assert names(page.table) == ["单明", "张永杰"]
    page.former.setChecked(True)
    assert "吴瑞君" in names(page.table)
    page.table.select([county.wu])
    said.answers.append("删除")
    page.remove()
    settle(qtbot, tools)
    assert "党籍变动记录，不能删除" in said.texts[-1]


def test_show_only_opens_exactly_these_people_former_members_too(qtbot, page, tools, county):
    change = StatusChange(status="DECEASED", happened_on=PartialDate.of("2010-12-01"))
    tools.writer.run(lambda _: members.change_status(county.ledger, [county.wu], change), "改")
    settle(qtbot, tools)
    page.show_only([county.wu, county.shan], "N05 新吸纳预备党员")
    assert sorted(names(page.table)) == ["单明", "吴瑞君"]
    assert "N05 新吸纳预备党员" in page.table.bottom.filtered.text()
    page.table.bottom.show_all_requested.emit()
    assert names(page.table) == ["单明", "张永杰"]


def test_show_only_before_the_list_was_read_holds_when_it_comes(qtbot, tools, county):
    page = MembersTab(tools, MemberLinks())
    qtbot.addWidget(page)
    page.show_only([county.shan], "N17")
    page.show()
    qtbot.waitUntil(lambda: page.table.model.total == 3)
    assert names(page.table) == ["单明"]


def test_show_branch_shows_its_members_and_the_card_leads_back(qtbot, page, tools, county, opened):
    page.show_branch(county.second)
    assert names(page.table) == ["单明"]
    page.table.select([county.shan])
    settle(qtbot, tools)
    page.card.membership.link_chosen.emit("branch")
    assert opened == [county.second]


def test_a_hidden_page_reads_again_only_when_it_is_shown(qtbot, page, tools, county):
    page.hide()
    tools.writer.run(lambda _: members.remove(county.ledger, [county.shan]), "删除")
    settle(qtbot, tools)
    assert page.table.model.total == 3
    page.show()
    qtbot.waitUntil(lambda: page.table.model.total == 2)


def test_the_selection_stays_on_the_same_people_after_a_change(qtbot, page, tools, county):
    page.table.select([county.wu, county.zhang])
    tools.writer.run(lambda _: members.remove(county.ledger, [county.shan]), "删除")
    settle(qtbot, tools)
    assert set(page.table.selected_ids()) == {county.wu, county.zhang}


def test_the_menu_of_the_right_button_offers_what_can_be_done(page):
    menu = QMenu()
    page.table.menu_opening.emit(menu)
    assert [action.text() for action in menu.actions()] == [
        "批量修改…",
        "改党籍状态…",
        "打印花名册…",
        "删除…",
    ]


def test_the_import_stands_above_the_list_where_there_is_one(qtbot, tools):
    asked = []
    page = MembersTab(tools, MemberLinks(import_roster=lambda: asked.append(1)))
    qtbot.addWidget(page)
    page.table.empty_action.emit()
    assert asked == [1]


def test_show_branch_before_the_list_was_read_holds_and_gets_its_name(qtbot, tools, county):
    page = MembersTab(tools, MemberLinks())
    qtbot.addWidget(page)
    page.show_branch(county.second)
    page.show()
    qtbot.waitUntil(lambda: page.table.model.total == 1)
    assert names(page.table) == ["单明"]
    assert page.branch.currentText() == "第二小学联合党支部"


def test_copying_masked_numbers_says_so_and_ticking_gives_whole_ones(qtbot, page, tools, county):
    whole = next(row.id_no for row in page.table.model.rows if row.id == county.zhang)
    page.table.select([county.zhang])
    qtbot.keyClick(page.table.view, KEY.Key_C, CONTROL)
    assert whole not in QGuiApplication.clipboard().text()
    assert "身份证号已遮盖" in page.table.bottom.said.text()
    page.whole_ids.click()
    page.table.select([county.zhang])
    settle(qtbot, tools)
    qtbot.keyClick(page.table.view, KEY.Key_C, CONTROL)
    assert whole in QGuiApplication.clipboard().text()
    assert page.table.bottom.said.text() == "已复制 1 人"
    assert whole in page.card.basic.toPlainText()


def test_in_a_small_window_the_card_is_folded_and_a_link_unfolds_it(qtbot, page, tools, county):
    page.resize(850, 400)
    assert not page.card.isVisible()
    assert page.table.isVisible()
    page.open_card(county.wu)
    settle(qtbot, tools)
    assert page.card.isVisible()
    assert page.card.title.text() == "吴瑞君"
