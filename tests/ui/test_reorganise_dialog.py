"""Splitting, merging and dissolving branches."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from app.domain.dates import PartialDate
from app.services import branches, members
from app.ui.reorganise_dialog import ReorganiseDialog, read_reorg
from tests.ui.workplace import gone, settle


@pytest.fixture
def window(qtbot, tools, county):
    window = ReorganiseDialog(read_reorg(county.ledger, county.second), tools)
    window.show()
    return window


def fill(window, kind="MERGE"):
    window.fields.field("kind").set_value(kind)
    window.fields.field("happened_on").set_value(PartialDate.of("2010-09-01"))


def tick(window, org_id):
    """Tick an organisation in both columns."""
    for item in window._items():
        if item.data(0, Qt.ItemDataRole.UserRole) == org_id:
            for column in (1, 2):
                item.setCheckState(column, Qt.CheckState.Checked)


def plan(window):
    return {move.name: move.after for move in window.table.model.rows}


def test_the_branch_that_was_chosen_takes_part_and_its_members_need_a_place(window):
    assert plan(window) == {"单明": "（请选择去向）"}
    assert "还有 1 人没有去向" in window._sum.text()


def test_a_merger_moves_the_members_and_ends_the_old_branch(qtbot, window, tools, county, said):
    fill(window)
    tick(window, county.first)
    assert plan(window) == {
        "单明": "第一小学党支部",
        "吴瑞君": "第一小学党支部",
        "张永杰": "第一小学党支部",
    }
    said.answers.append("执行")
    window.apply()
    assert said.texts == ["执行这次调整？1 名党员换支部，撤销第二小学联合党支部。"]
    gone(qtbot, window)
    settle(qtbot, tools)
    assert {row.branch_id for row in members.rows(county.ledger)} == {county.first}
    assert county.second not in [row.id for row in branches.rows(county.ledger)]


def test_selected_members_of_a_split_are_sent_to_the_branch_that_was_chosen(window, county):
    fill(window, "SPLIT")
    tick(window, county.first)
    tick(window, county.second)
    assert plan(window)["张永杰"] == "第一小学党支部"
    window.table.select([county.zhang])
    window.target.set_value(county.second)
    window.send_selected()
    assert plan(window)["张永杰"] == "第二小学联合党支部"
    assert plan(window)["吴瑞君"] == "第一小学党支部"


def test_it_says_what_is_missing_instead_of_starting(window, said):
    window.apply()
    fill(window)
    window.apply()
    assert said.texts[0] == "请选择调整类型。"
    assert said.texts[1].startswith("还有党员没有去向")


def test_the_committee_is_never_ticked_beforehand_and_names_are_whole(qtbot, tools, county):
    window = ReorganiseDialog(read_reorg(county.ledger, county.committee), tools)
    window.show()
    assert window.before() == ()
    tree = window.orgs
    for item in window._items():
        needed = tree.fontMetrics().horizontalAdvance(item.text(0))
        assert tree.columnWidth(0) > needed
        assert item.toolTip(0)


def test_it_says_how_a_new_branch_comes_into_it_and_fits_a_small_screen(window):
    told = " ".join(label.text() for label in window.findChildren(QLabel) if label.isVisible())
    assert "先用“新增支部”登记好" in told
    assert window.minimumSizeHint().height() < 490
