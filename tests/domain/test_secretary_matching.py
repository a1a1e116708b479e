"""Whom the column 书记 of a branch list means."""

import pytest

from app.domain.org_names import NEW, Called, KnownOrg, OrgNames
from app.domain.secretary_matching import Secretaries

ORGS = OrgNames.of(
    [
        KnownOrg("1", "第一小学党支部", "BRANCH"),
        KnownOrg(f"{NEW}新苗小学党支部", "新苗小学党支部", "BRANCH"),
    ]
)


@pytest.mark.parametrize(
    ("rosters", "listed", "target", "sure"),
    [
        ([Called("a", "1")], [], "1", True),
        ([Called("a", "1"), Called("b", "2")], [], "1", True),
        ([Called("a", "1"), Called("b", "1")], [], "1", False),
        ([Called("a", "2")], [], "1", False),
        ([], [Called("x", "新苗小学党支部")], f"{NEW}新苗小学党支部", True),
        ([Called("a", "1")], [Called("x", "第一小学党支部")], "1", True),
        ([Called("a", "1")], [Called("x", "第一小学党支部")] * 2, "1", False),
    ],
)
def test_only_the_one_member_of_the_branch_itself_is_sure(rosters, listed, target, sure):
    people = Secretaries({"张三": tuple(rosters)}, {"张三": tuple(listed)}, ORGS)
    assert people.is_sure("张三", target) is sure
