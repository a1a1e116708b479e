"""Branch lists against what stands on the day: posts and covers that end later, shared names."""

from dataclasses import replace

import pytest

from app.domain.branches import PostDraft, UnitDraft
from app.domain.dates import PartialDate
from app.domain.members import StatusChange
from app.services import branches, exports, imports, members, record_book
from tests.services.small_county import member


def listed(county, folder, header, *rows, choices=None):
    """Import a branch list and return its preview."""
    path = folder / "支部.csv"
    path.write_text("\n".join([header, *rows]), "utf-8-sig")
    preview = imports.preview(county.ledger, path)
    imports.apply(county.ledger, preview, choices)
    return preview


def raw(county, table):
    return [row.raw for row in record_book.rows(county.ledger, table)]


def codes(preview):
    return {found.problem.code for found in preview.problems}


SECRETARY = "党组织全称,类型,书记"
COVERS = "党组织全称,类型,覆盖单位"


def test_a_kind_that_nobody_knows_is_told_with_what_is_entered_instead(county, tmp_path):
    preview = listed(county, tmp_path, SECRETARY, "第三小学联合党支部,合并支部,")
    (found,) = [one for one in preview.problems if one.problem.code == "branch.kind_supposed"]
    assert (found.raw, found.problem.detail) == ("合并支部", {"kind": "联合党支部"})


def in_office(county, person, from_on=None, to_on=None):
    dates = {
        "from_on": from_on and PartialDate.of(from_on),
        "to_on": to_on and PartialDate.of(to_on),
    }
    draft = PostDraft(person_id=person, org_id=county.first, post="SECRETARY", **dates)
    return branches.add_post(county.ledger, draft).ids[0]


def test_a_secretary_whose_term_ends_later_is_still_in_office(county, tmp_path):
    in_office(county, county.zhang, "2009-01", "2011-12-31")
    preview = listed(county, tmp_path, SECRETARY, "第一小学党支部,党支部,张永杰")
    assert [row.outcome.value for row in preview.rows] == ["same"]
    assert len(raw(county, "org_post")) == 1


@pytest.mark.parametrize("dates", [("2009-01", "2010-12-31"), ("2011-01-01", None)])
def test_who_is_no_longer_or_not_yet_in_office_is_not_taken_for_the_secretary(
    county, tmp_path, dates
):
    post = in_office(county, county.wu, *dates)
    listed(county, tmp_path, SECRETARY, "第一小学党支部,党支部,张永杰")
    held = {row["person_id"]: row["to_on"] for row in raw(county, "org_post")}
    assert held[county.zhang] is None
    assert branches.post_draft(county.ledger, post).to_on == (
        PartialDate.of(dates[1]) if dates[1] else None
    )


def test_a_cover_that_ends_later_still_covers(county, tmp_path):
    cover = branches.cover(county.ledger, county.second, county.point, None).ids[0]
    branches.end_cover(county.ledger, cover, PartialDate.of("2011-08-31"))
    listed(county, tmp_path, COVERS, "第二小学联合党支部,联合党支部,坡上教学点")
    assert len(raw(county, "org_cover")) == 1
    target = tmp_path / "导出.xlsx"
    exports.export(county.ledger, "branches", target)
    assert imports.preview(county.ledger, target).counts["same"] == 3


def test_a_school_under_its_short_name_is_not_covered_twice(county, tmp_path):
    draft = replace(branches.unit_draft(county.ledger, county.point), short_name="坡上")
    branches.edit_unit(county.ledger, county.point, draft)
    branches.cover(county.ledger, county.second, county.point, None)
    preview = listed(county, tmp_path, COVERS, "第二小学联合党支部,联合党支部,坡上")
    assert [row.outcome.value for row in preview.rows] == ["same"]
    assert len(raw(county, "org_cover")) == 1


@pytest.fixture
def namesakes(county):
    """Give two schools one short name; return their ids."""
    schools = [UnitDraft(name=f"{town}中心小学", short_name="中心小学", town=f"{town}镇")
               for town in ("甲", "乙")]  # fmt: skip
    return [branches.add_unit(county.ledger, draft).ids[0] for draft in schools]


def test_a_name_that_two_schools_bear_covers_neither(county, namesakes, tmp_path):
    preview = listed(county, tmp_path, COVERS, "新支部,党支部,中心小学")
    assert codes(preview) == {"unit.several"}
    assert raw(county, "org_cover") == []
    assert len(raw(county, "school_unit")) == 4
    listed(county, tmp_path, COVERS, "新支部,党支部,乙中心小学")
    assert [row["school_id"] for row in raw(county, "org_cover")] == [namesakes[1]]
    again = listed(county, tmp_path, COVERS, "新支部,党支部,中心小学")
    assert (codes(again), again.counts["same"]) == (set(), 1)


def test_nobody_is_put_into_the_first_of_two_schools_of_one_name(county, namesakes, tmp_path):
    header = "姓名,性别,民族,所在党支部,工作单位"
    row = "郑新,男,汉族,第一小学党支部"
    preview = listed(county, tmp_path, header, f"{row},中心小学")
    (told,) = [found for found in preview.problems if found.problem.code == "unit.several"]
    assert told.problem.detail["known"] == "甲中心小学（甲镇）、乙中心小学（乙镇）"
    (new,) = [one for one in raw(county, "person") if one["name"] == "郑新"]
    assert (new["school_id"], new["unit_text"]) == (None, "中心小学")
    draft = replace(members.card(county.ledger, new["id"]).draft, school_id=namesakes[1])
    members.edit(county.ledger, new["id"], draft)
    assert "unit.several" not in codes(listed(county, tmp_path, header, f"{row},中心小学"))
    assert members.card(county.ledger, new["id"]).draft.school_id == namesakes[1]


def test_which_of_two_organisations_of_one_name_is_meant_is_asked(county, tmp_path):
    for org in (county.first, county.second):
        draft = replace(branches.branch_draft(county.ledger, org), short_name="小学支部")
        branches.edit(county.ledger, org, draft)
    header, row = "党组织全称,类型,联系人", "小学支部,,王老师"
    preview = listed(county, tmp_path, header, row)
    assert [one.outcome.value for one in preview.rows] == ["suspect"]
    assert len(raw(county, "org_unit")) == 3
    (question,) = preview.questions
    assert [one.label for one in question.options] == [
        "不导入这一行",
        "第一小学党支部（中共某县教育局委员会）",
        "第二小学联合党支部（中共某县教育局委员会）",
    ]
    listed(county, tmp_path, header, row, choices={question.key: f"same:{county.second}"})
    contacts = {one["id"]: one["contact_person"] for one in raw(county, "org_unit")}
    assert (contacts[county.first], contacts[county.second]) == ("", "王老师")


@pytest.mark.parametrize("name", ["第一小学党支部", "新建小学党支部"])
def test_a_later_row_about_the_same_organisation_can_be_taken(county, tmp_path, name):
    header = "党组织全称,类型,上级党组织,联系人"
    parent = "中共某县教育局委员会"
    rows = [
        f"{name},党支部,,",
        f"中共{name.removesuffix('党支部')}支部委员会,党支部,{parent},王老师",
    ]
    preview = listed(county, tmp_path, header, *rows, choices={"row:支部:3": "take"})
    assert preview.rows[1].twin
    (found,) = [one for one in raw(county, "org_unit") if one["full_name"] == name]
    assert (found["parent_id"], found["contact_person"]) == (county.committee, "王老师")


def secretaries_of(county, org):
    return [row["person_id"] for row in raw(county, "org_post") if row["org_id"] == org]


def test_a_namesake_who_has_left_is_nobodys_secretary(county, tmp_path):
    change = StatusChange(status="TRANSFERRED", happened_on=PartialDate.of("2010-03-01"))
    members.change_status(county.ledger, [county.zhang], change)
    preview = listed(county, tmp_path, SECRETARY, "第一小学党支部,党支部,张永杰")
    assert [one.problem.code for one in preview.problems] == ["branch.secretary_unknown"]
    assert secretaries_of(county, county.first) == []


def test_a_member_of_another_branch_becomes_secretary_only_when_chosen(county, tmp_path):
    preview = listed(county, tmp_path, SECRETARY, "第一小学党支部,党支部,单明")
    assert secretaries_of(county, county.first) == []
    (question,) = preview.questions
    assert [one.label for one in question.options] == ["单明（第二小学联合党支部）"]
    choices = {question.key: question.options[0].value}
    listed(county, tmp_path, SECRETARY, "第一小学党支部,党支部,单明", choices=choices)
    assert secretaries_of(county, county.first) == [county.shan]
    again = listed(county, tmp_path, SECRETARY, "第一小学党支部,党支部,单明")
    assert (again.questions, codes(again)) == ((), set())


def test_the_member_of_the_branch_itself_comes_before_a_namesake_elsewhere(county, tmp_path):
    members.add(county.ledger, member("张永杰", county.second))
    preview = listed(county, tmp_path, SECRETARY, "第一小学党支部,党支部,张永杰")
    assert preview.questions == ()
    assert secretaries_of(county, county.first) == [county.zhang]
