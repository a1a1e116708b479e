"""What a row of a filed table becomes in the ledger: the record, and what stands around it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from app.domain.branches import BranchDraft
from app.domain.dates import PartialDate
from app.domain.roster_preview import RowOutcome
from app.domain.words import problem_text
from app.services import branches, exports, imports, members
from app.store import records
from tests.services.filed_county import members_of, rewritten, table
from tests.services.filed_rows import (
    NEW,
    OTHER_NO,
    PERSON_NO,
    brought,
    codes,
    found,
    outcomes,
    sheet,
)
from tests.services.small_county import member

on = PartialDate.of


def test_a_new_activist_is_a_person_with_a_case_and_a_mentor(filed_county, tmp_path):
    brought(filed_county, sheet(tmp_path, "activists", NEW["activists"]))
    (person,) = found(filed_county, "person", name="方知春")
    assert (person["id_no"], str(person["birth_on"])) == (PERSON_NO, "1980-06-15")
    (case,) = found(filed_county, "dev_case", person_id=person["id"])
    assert (case["stage"], case["org_id"]) == ("ACTIVIST", filed_county.first)
    assert (str(case["applied_on"]), str(case["activist_on"])) == ("2008-03-01", "2009-05-06")
    (mentor,) = found(filed_county, "dev_person", case_id=case["id"])
    assert (mentor["person_id"], mentor["role"]) == (filed_county.zhang, "MENTOR")
    assert found(filed_county, "membership", person_id=person["id"]) == []


def test_mentors_who_are_not_known_are_told_and_left_out(filed_county, tmp_path):
    row = {**NEW["activists"], "培养联系人": "张永杰、无此人"}
    plan, _done = brought(filed_county, sheet(tmp_path, "activists", row))
    assert "filing.person_unclear" in codes(plan.rows[0])
    (person,) = found(filed_county, "person", name="方知春")
    (case,) = found(filed_county, "dev_case", person_id=person["id"])
    assert len(found(filed_county, "dev_person", case_id=case["id"])) == 1


def test_another_mentor_ends_the_one_before(filed_county, tmp_path):
    path = tmp_path / "导出.xlsx"
    exports.export(filed_county.ledger, "activists", path)
    header, rows = table(path)
    rows[0]["培养联系人"] = "单明"
    brought(filed_county, rewritten(path, tmp_path / "改后.xlsx", header, rows))
    mentors = found(filed_county, "dev_person", case_id=rows[0]["记录号"])
    assert [(one["person_id"], one["to_on"] is None) for one in mentors] == [
        (filed_county.zhang, False),
        (filed_county.shan, True),
    ]


def test_mentors_who_have_left_or_have_a_namesake_stay_where_they_are(filed_county, tmp_path):
    path = tmp_path / "导出.xlsx"
    exports.export(filed_county.ledger, "activists", path)
    twin = member("张永杰", filed_county.second, id_no=OTHER_NO, birth_on=on("1981-03-07"))
    members.add_many(filed_county.ledger, [twin], title="同名")
    with filed_county.ledger.writing("转出") as tx:
        records.change(
            tx, "membership", members_of(tx)[filed_county.zhang], {"status": "TRANSFERRED"}
        )
    header, rows = table(path)
    rows[0]["培养联系人"] = "张永杰、单明"
    plan, _done = brought(filed_county, rewritten(path, tmp_path / "改后.xlsx", header, rows))
    assert outcomes(plan)[0] is RowOutcome.CHANGED
    assert set(outcomes(plan)[1:]) == {RowOutcome.SAME}
    mentors = found(filed_county, "dev_person", case_id=rows[0]["记录号"])
    standing = {one["person_id"] for one in mentors if one["to_on"] is None}
    assert (standing, len(mentors)) == ({filed_county.zhang, filed_county.shan}, 2)


def test_a_mentor_with_a_namesake_elsewhere_is_the_one_of_the_branch(filed_county, tmp_path):
    twin = member("张永杰", filed_county.second, id_no=OTHER_NO, birth_on=on("1981-03-07"))
    members.add_many(filed_county.ledger, [twin], title="同名")
    brought(filed_county, sheet(tmp_path, "activists", NEW["activists"]))
    (person,) = found(filed_county, "person", name="方知春")
    (case,) = found(filed_county, "dev_case", person_id=person["id"])
    (mentor,) = found(filed_county, "dev_person", case_id=case["id"])
    assert mentor["person_id"] == filed_county.zhang


def test_organisations_of_a_transfer_are_found_or_kept_as_text(filed_county, tmp_path):
    brought(filed_county, sheet(tmp_path, "transfers", NEW["transfers"]))
    (slip,) = found(filed_county, "transfer", slip_no="007")
    assert (slip["from_org_id"], slip["from_text"]) == (None, "外县某支部")
    assert (slip["to_org_id"], slip["to_text"]) == (filed_county.first, "第一小学党支部")
    assert slip["membership_id"]
    assert slip["member_type_at_event"] == "FULL"


def test_a_visit_opens_the_case_that_its_cause_tells_of(filed_county, tmp_path):
    brought(filed_county, sheet(tmp_path, "care", NEW["care"]))
    (visit,) = found(filed_county, "care_visit", person_id=filed_county.zhang)
    (case,) = found(filed_county, "hardship_case", person_id=filed_county.zhang)
    assert (visit["case_id"], case["cause"], visit["is_member"]) == (case["id"], "重病", True)
    assert (visit["kind"], visit["org_id"]) == ("VISIT", filed_county.first)


def test_a_class_of_several_trainees_is_made_once(filed_county, tmp_path):
    rows = [
        {**NEW["trainees"], "姓名": name, "身份证号": number}
        for name, number in (("方知春", PERSON_NO), ("张永杰", "529999197506150018"))
    ]
    brought(filed_county, sheet(tmp_path, "trainees", *rows))
    (class_,) = found(filed_county, "training_class", title="第四期培训班")
    assert len(found(filed_county, "training_enrol", class_id=class_["id"])) == 2
    assert class_["kind"] == "ACTIVIST_TRAINING"


def test_another_class_is_another_class_and_renames_none(filed_county, tmp_path):
    path = tmp_path / "导出.xlsx"
    exports.export(filed_county.ledger, "scores", path)
    header, rows = table(path)
    rows[0].update(培训班名称="第五期培训班", 开班时间="2010-10-08")
    brought(filed_county, rewritten(path, tmp_path / "改后.xlsx", header, rows))
    titles = sorted(row["title"] for row in found(filed_county, "training_class"))
    assert titles == ["第三期积极分子培训班", "第五期培训班"]


def test_a_row_without_its_class_is_left_out_with_the_reason(filed_county, tmp_path):
    row = {
        label: NEW["cadres"][label] for label in ("姓名", "身份证号后六位", "组织单位", "培训学时")
    }
    plan, _done = brought(filed_county, sheet(tmp_path, "cadres", row, title="干部参训登记表"))
    assert outcomes(plan) == [RowOutcome.SKIPPED]
    told = [problem_text(one.problem) for one in plan.rows[0].problems]
    assert told == ["请填写培训班名称"]


def test_the_year_of_a_register_may_stand_in_its_title(filed_county, tmp_path):
    row = {"姓名": "张永杰", "身份证后六位": "150018", "1月": 41.23, "2月": "41.23", "3月": 50}
    path = sheet(tmp_path, "dues_paid", row, title="第一小学党支部2010年党费收缴登记表")
    plan, _done = brought(filed_county, path)
    assert [one.field for one in plan.rows[0].differences] == ["month_3"]
    paid = found(filed_county, "dues_payment", person_id=filed_county.zhang)
    assert [(str(one["month_on"]), one["paid"]) for one in paid][-1] == ("2010-03", Decimal(50))
    assert (paid[-1]["org_id"], paid[-1]["kind"]) == (filed_county.first, "MONTHLY")


def test_a_corrected_month_changes_its_payment(filed_county, tmp_path):
    row = {
        "年度": 2010,
        "姓名": "张永杰",
        "身份证后六位": "150018",
        "1月": 40,
        "2月": 41.23,
        "3月": None,
    }
    brought(filed_county, sheet(tmp_path, "dues_paid", row))
    paid = found(filed_county, "dues_payment", person_id=filed_county.zhang)
    assert [one["paid"] for one in paid] == [Decimal(40), Decimal("41.23")]


def test_an_honour_of_an_organisation_and_one_of_a_person(filed_county, tmp_path):
    person = {
        **NEW["honours"],
        "单位/姓名": "张永杰",
        "身份证号后六位": "150018",
        "荣誉称号": "优秀党务工作者",
    }
    plan, _done = brought(filed_county, sheet(tmp_path, "honours", NEW["honours"], person))
    assert outcomes(plan) == [RowOutcome.NEW, RowOutcome.NEW]
    (org,) = found(filed_county, "honour", title="先进党支部")
    assert (org["target_type"], org["org_id"], org["award_year"]) == (
        "ORG",
        filed_county.second,
        2010,
    )
    (own,) = found(filed_county, "honour", title="优秀党务工作者")
    assert (own["target_type"], own["person_id"], own["org_id"]) == (
        "PERSON",
        filed_county.zhang,
        None,
    )


def test_who_is_away_is_ticked_and_who_is_back_is_not(filed_county, tmp_path):
    path = sheet(tmp_path, "floating", NEW["floating"])
    brought(filed_county, path)
    (membership,) = found(filed_county, "membership", person_id=filed_county.zhang)
    assert (membership["is_floating"], membership["flow_to"]) == (True, "贵阳市")
    back = sheet(tmp_path, "floating", {**NEW["floating"], "返回时间": "2010-11-01"})
    brought(filed_county, back)
    (membership,) = found(filed_county, "membership", person_id=filed_county.zhang)
    assert (membership["is_floating"], membership["flow_to"]) == (False, "")


def test_a_temporary_branch_opens_no_case_by_import(filed_county, tmp_path):
    late = replace(filed_county.ledger, today=lambda: date(2019, 6, 1))
    draft = BranchDraft(full_name="工地临时党支部", kind="TEMP", parent_id=filed_county.committee)
    temp = branches.add(late, draft).ids[0]
    barred = {**NEW["activists"], "递交申请时间": "2019-01-05", "所在党支部": "工地临时党支部"}
    other = {**NEW["candidates"], "姓名": "秦小满", "身份证号": OTHER_NO}
    path = sheet(tmp_path, "activists", barred, {**barred, **other, "所在党支部": "第一小学党支部"})
    plan = imports.preview(late, path)
    assert outcomes(plan) == [RowOutcome.SKIPPED, RowOutcome.NEW]
    assert codes(plan.rows[0]) == {"filing.barred"}
    imports.apply(late, plan)
    assert found(filed_county, "dev_case", org_id=temp) == []
    assert found(filed_county, "person", name="方知春") == []
    assert found(filed_county, "person", name="秦小满")
