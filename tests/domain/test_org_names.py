"""The many names of a branch (E20)."""

import pytest

from app.domain.org_names import KnownOrg, OrgNames, has_level, kind_by_name

ONE = KnownOrg("1", "中共青禾县第一小学支部委员会", names=("一小支部", "青禾一校"))
TWO = KnownOrg("2", "中共青禾县第二小学支部委员会")
BUREAU = KnownOrg("9", "中共青禾县教育局委员会", "COMMITTEE")


@pytest.fixture
def orgs():
    return OrgNames.of([ONE, TWO, BUREAU])


@pytest.mark.parametrize(
    "name",
    [
        "中共青禾县第一小学支部委员会",
        "青禾县第一小学党支部",
        "青禾县第一小学 支部",
        "青禾县第一小学",
        "中国共产党青禾县第一小学支部委员会",
        "一小支部",
        "青禾一校",
    ],
)
def test_a_name_is_found_without_its_ornaments(orgs, name):
    assert orgs.find(name) == "1"


@pytest.mark.parametrize("name", ["青禾县第三小学党支部", "青禾一小支部", "", "支部"])
def test_a_name_that_is_not_sure_is_not_found(orgs, name):
    assert orgs.find(name) == ""


def test_the_committee_is_not_the_branch_of_the_same_office(orgs):
    assert orgs.find("青禾县教育局党委") == "9"
    assert orgs.find("青禾县教育局党支部") == ""


def test_two_organisations_with_one_name_are_no_answer():
    twins = OrgNames.of([KnownOrg("1", "城关小学支部"), KnownOrg("2", "城关小学党支部")])
    assert twins.find("城关小学支部委员会") == ""


def test_an_abbreviation_is_guessed_and_another_number_never(orgs):
    assert [org.id for org in orgs.guesses("青禾一小党支部")] == ["1"]
    assert orgs.guesses("青禾县第三小学支部", only_abbreviations=True) == ()


def test_the_kind_follows_from_the_name():
    assert kind_by_name("月亮湾教学点联合支部") == "JOINT"
    assert kind_by_name("中共青禾县教育局委员会") == "COMMITTEE"
    assert kind_by_name("青禾县第一中学党总支") == "GENERAL_BRANCH"
    assert kind_by_name("青禾县第一小学支部委员会") == "BRANCH"


def test_only_names_of_organisations_have_a_level():
    assert has_level("第一支部")
    assert not has_level("Sheet1")
    assert not has_level("党员基本信息汇总表")
