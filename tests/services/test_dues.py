"""党费核定 on a real ledger: sheets, waivers, the slip in plain words, carrying over."""

from datetime import date
from decimal import Decimal

import pytest

from app.base.errors import UserError
from app.domain.dates import PartialDate
from app.domain.dues_views import SheetDraft, WaivedDues
from app.services import batches, dues, rules
from app.services.rules import Override
from tests.services.affairs_county import opened, settled

TODAY = date(2024, 6, 15)


@pytest.fixture
def place(tmp_path):
    ledger = opened(tmp_path / "ledger.sqlite", TODAY)
    yield settled(ledger)
    ledger.close()


def sheet(person, base="4123.45", **more):
    values = {"person_id": person, "year": 2024, "category": "ON_JOB", "base": Decimal(base)}
    return SheetDraft(**{**values, **more})


ITEMS = {
    "post_wage": Decimal(2800), "grade_wage": Decimal(1600), "basic_performance": Decimal(1500),
    "reward_performance": Decimal(2000), "minus_pension": Decimal(520),
    "minus_tax": Decimal("45.5"),
}  # fmt: skip


def test_a_sheet_keeps_its_items_base_rate_and_month(place):
    (written,) = dues.enter(place.ledger, [sheet(place.zhang, items=ITEMS)]).ids
    row = place.get("dues_assess", written)
    assert (row["base"], row["rate_text"], row["month_due"]) == (
        Decimal("5334.50"), "1.5%", Decimal("80.02")
    )  # fmt: skip
    assert row["reward_performance"] == Decimal(2000)


def test_the_slip_shows_base_times_rate_in_plain_words(place):
    (written,) = dues.enter(place.ledger, [sheet(place.zhang, items=ITEMS)]).ids
    text = "\n".join(dues.slip(place.ledger, written))
    assert "张永杰同志2024年度党费核定" in text
    assert "岗位工资2800.00＋薪级工资1600.00＋基础性绩效工资1500.00" in text
    assert "－养老保险520.00－个人所得税45.50＝5334.50元" in text
    assert "奖励性绩效工资不列入计算基数" in text
    assert "5000元以上至10000元（含10000元）" in text
    assert "5334.50×1.5%＝80.0175元，四舍五入到分是80.02元" in text
    assert "每月应交党费80.02元（大写：捌拾元零贰分）" in text


def test_the_slip_of_the_retired_names_article_5_and_that_of_a_pupil_article_6(place):
    retired = sheet(place.wu, "4321", category="RETIRED")
    pupil = sheet(place.li, "0", category="STUDENT")
    one, other = dues.enter(place.ledger, [retired, pupil]).ids
    assert any("第四条" in line or "第五条" in line for line in dues.slip(place.ledger, one))
    assert "21.605元，四舍五入到分是21.61元" in "".join(dues.slip(place.ledger, one))
    assert "学生党员每月交0.20元，不按工资计算" in "".join(dues.slip(place.ledger, other))


def test_the_same_year_and_month_is_corrected_not_written_twice(place):
    (first,) = dues.enter(place.ledger, [sheet(place.zhang)]).ids
    (again,) = dues.enter(place.ledger, [sheet(place.zhang, "6000")]).ids
    assert again == first
    assert place.get("dues_assess", first)["month_due"] == Decimal("90.00")


def test_b8_09_a_change_within_the_year_is_doubted_in_2024_but_not_in_2010(place):
    dues.enter(place.ledger, [sheet(place.zhang), sheet(place.zhang, year=2010)])
    july = PartialDate.of("2024-07")
    shown = dues.preview(place.ledger, sheet(place.zhang, "6000", from_on=july))
    assert any("年内一般不变动" in doubt for doubt in shown.doubts)
    july = PartialDate.of("2010-07")
    shown = dues.preview(place.ledger, sheet(place.zhang, "6000", year=2010, from_on=july))
    assert shown.doubts == ()


def test_b8_10_more_than_1000_a_month_is_voluntary(place):
    shown = dues.preview(place.ledger, sheet(place.zhang, "60000"))
    assert shown.assessed.due == Decimal("1200.00")
    assert any("本人自愿" in doubt for doubt in shown.doubts)
    assert dues.preview(place.ledger, sheet(place.zhang, "50000")).doubts == ()


def test_a_negative_base_is_refused(place):
    items = {"post_wage": Decimal(100), "minus_tax": Decimal(200)}
    with pytest.raises(UserError, match="不能小于0"):
        dues.enter(place.ledger, [sheet(place.zhang, items=items)])
    assert place.find("dues_assess") == []


def waived(**more):
    return WaivedDues(
        **{
            "due": Decimal(0), "reason": "本人患重病", "study_on": PartialDate.of("2024-01-05"),
            "approved_by": "局党委", "approved_on": PartialDate.of("2024-01-20"), **more,
        }
    )  # fmt: skip


def test_b8_06_article_7_a_waiver_that_was_studied_and_approved_is_kept(place):
    (written,) = dues.enter(place.ledger, [sheet(place.zhang, waived=waived())]).ids
    row = place.get("dues_assess", written)
    assert (row["month_due"], row["waiver_due"]) == (Decimal("41.23"), Decimal(0))
    assert "经批准减免后，每月应交0.00元" in "".join(dues.slip(place.ledger, written))


@pytest.mark.parametrize("missing", ["study_on", "approved_on", "approved_by"])
def test_b8_06_article_7_a_waiver_without_study_or_approval_needs_an_override(place, missing):
    empty = "" if missing == "approved_by" else None
    draft = sheet(place.zhang, waived=waived(**{missing: empty}))
    with pytest.raises(UserError, match="第七条"):
        dues.enter(place.ledger, [draft])
    dues.enter(place.ledger, [draft], Override("已口头批准", "清教党〔2024〕9号"))
    (override,) = place.find("rule_override")
    assert (override["rule_id"], override["doc_no"]) == ("B8-06", "清教党〔2024〕9号")


def test_last_years_sheets_are_carried_over_under_the_new_document(place):
    year_2016 = sheet(place.zhang, year=2016, items=ITEMS, waived=waived())
    dues.enter(place.ledger, [year_2016])
    with pytest.raises(UserError, match="没有可以沿用"):
        dues.carry_over(place.ledger, place.branch, 2024)
    (written,) = dues.carry_over(place.ledger, place.branch, 2017).ids
    row = place.get("dues_assess", written)
    assert (row["base"], row["waiver_due"]) == (Decimal("5334.50"), None)
    with pytest.raises(UserError, match="没有可以沿用"):
        dues.carry_over(place.ledger, place.branch, 2017)


def test_entering_is_one_batch_that_is_undone_as_a_whole(place):
    outcome = dues.enter(place.ledger, [sheet(place.zhang), sheet(place.wu)])
    batches.undo(place.ledger, outcome.batch)
    assert place.find("dues_assess") == []


def test_a51_who_is_not_assessed_is_counted_in_the_due_list_of_his_branch(place):
    dues.enter(place.ledger, [sheet(place.zhang), sheet(place.wu)])
    found = next(one for one in rules.due(place.ledger, TODAY) if one.rule_id == "AL-A51")
    assert "还有1名党员没有核定2024年党费" in found.text
    assert found.about.record == place.branch


@pytest.mark.parametrize(
    ("person", "expected"),
    [("TEACHER", "ON_JOB"), ("STUDENT", "STUDENT"), ("RETIRED", "RETIRED"), ("", "ON_JOB")],
)
def test_the_category_of_dues_follows_from_that_of_the_person(person, expected):
    assert dues.category_of(person) == expected
