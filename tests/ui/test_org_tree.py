"""The organisation tree."""

import pytest

from app.services import branches
from app.ui.org_tree import OrgRef, OrgTree


@pytest.fixture
def tree(qtbot, county):
    branches.cover(county.ledger, county.second, county.point, None)
    tree = OrgTree()
    qtbot.addWidget(tree)
    tree.show_tree(branches.tree(county.ledger), branches.units(county.ledger))
    return tree


def test_it_shows_committee_branches_joint_branch_and_the_schools_they_cover(tree):
    assert tree.texts() == [
        "没有支部覆盖的单位（1）",
        "  第一小学",
        "教育局党委",
        "  第一小学党支部",
        "  第二小学联合党支部",
        "    坡上教学点",
    ]


def test_the_first_organisation_is_chosen_and_another_can_be(tree, county):
    assert tree.ref() == OrgRef(county.committee)
    told = []
    tree.chosen.connect(told.append)
    assert tree.choose(OrgRef(county.point, is_unit=True))
    assert told == [OrgRef(county.point, is_unit=True)]
    assert not tree.choose(OrgRef("nobody"))


def test_what_was_chosen_and_folded_stays_so_when_it_is_read_again(tree, county):
    tree.choose(OrgRef(county.second))
    tree.currentItem().setExpanded(False)
    tree.show_tree(branches.tree(county.ledger), branches.units(county.ledger))
    assert tree.ref() == OrgRef(county.second)
    assert not tree.currentItem().isExpanded()


def test_without_uncovered_schools_there_is_no_warning(tree, county):
    branches.cover(county.ledger, county.first, county.school, None)
    tree.show_tree(branches.tree(county.ledger), branches.units(county.ledger))
    assert tree.texts()[0] == "教育局党委"


def shown(tree):
    return [item.text(0) for item in tree._items() if not item.isHidden()]


def test_an_organisation_is_found_by_name_and_initials_with_what_is_above_it(tree):
    everything = shown(tree)
    tree.narrow("教学点")
    assert shown(tree) == ["教育局党委", "第二小学联合党支部", "坡上教学点"]
    tree.first_found()
    assert tree.currentItem().text(0) == "坡上教学点"
    tree.narrow("dyxxdzb")
    assert shown(tree) == ["教育局党委", "第一小学党支部"]
    tree.narrow("")
    assert shown(tree) == everything


def test_a_committee_counts_with_all_below_it(tree):
    item = next(item for item in tree._items() if item.text(0) == "教育局党委")
    assert item.text(2) == "3"
    assert item.toolTip(2) == "本级及下属合计（本级 0 人）"
