"""Dues filed as tables come to what the windows of dues would make of them (B8)."""

from datetime import date
from decimal import Decimal

import pytest

from app.domain.roster_preview import RowOutcome
from app.services import imports
from app.services.ledger import Ledger
from app.store import records
from tests.services.filed_county import filed
from tests.services.filed_rows import brought, codes, found, outcomes, sheet

WHO = {"姓名": "张永杰", "身份证号后六位": "150018"}


@pytest.fixture
def county(tmp_path):
    opened = Ledger.open(tmp_path / "ledger.sqlite", today=lambda: date(2010, 12, 31))
    yield filed(opened)[0]
    opened.close()


def base(tmp_path, **row):
    return sheet(tmp_path, "dues_base", {**WHO, "年度": 2009, "党费人员类别": "在职", **row})


def sheet_of(county, year=2009):
    (row,) = found(county, "dues_assess", person_id=county.zhang, year=year)
    return row["base"], row["rate_text"], row["month_due"]


@pytest.mark.parametrize(
    ("told", "due"),
    [("2999.99", "15.00"), ("3000", "15.00"), ("3000.01", "30.00"), ("4123.45", "41.23"),
     ("5000.01", "75.00"), ("7650元", "114.75"), ("10000.01", "200.00")],
)  # fmt: skip
def test_b8_01_article_2_a_sheet_without_a_sum_gets_what_its_base_makes(
    county, tmp_path, told, due
):
    plan, _done = brought(county, base(tmp_path, 交纳基数=told))
    assert outcomes(plan) == [RowOutcome.NEW]
    assert sheet_of(county)[2] == Decimal(due)
    again = imports.preview(county.ledger, base(tmp_path, 交纳基数=told))
    assert outcomes(again) == [RowOutcome.SAME]


def test_b8_06_article_7_less_than_the_base_makes_is_not_taken_from_a_table(county, tmp_path):
    plan, done = brought(county, base(tmp_path, 交纳基数=4000, 月应交=30))
    assert outcomes(plan) == [RowOutcome.SKIPPED]
    assert {"filing.dues_due", "filing.not_taken"} <= codes(plan.rows[0])
    assert done.batch == ""


def test_more_than_the_base_makes_is_asked_about_and_taken(county, tmp_path):
    plan, _done = brought(county, base(tmp_path, 交纳基数=4000, 月应交=50))
    assert codes(plan.rows[0]) == {"filing.dues_due"}
    assert sheet_of(county)[2] == Decimal(50)


def test_a_base_that_is_not_its_items_is_told(county, tmp_path):
    row = {"岗位工资": 2000, "薪级工资": 1000, "交纳基数": 4000, "月应交": 40}
    plan, _done = brought(county, base(tmp_path, **row))
    assert codes(plan.rows[0]) == {"filing.dues_base"}
    plan, _done = brought(county, base(tmp_path, 年度=2008, 岗位工资=2000, 薪级工资=1000))
    assert sheet_of(county, 2008) == (Decimal(3000), "0.5%", Decimal("15.00"))


def test_b8_05_article_6_a_pupil_pays_a_fixed_sum(county, tmp_path):
    brought(county, base(tmp_path, 党费人员类别="学生"))
    assert sheet_of(county) == (None, "", Decimal("0.20"))


def test_a_sheet_of_a_year_far_ahead_is_not_taken(county, tmp_path):
    plan, _done = brought(county, base(tmp_path, 年度=2031, 交纳基数=4000))
    assert "filing.year_ahead" in codes(plan.rows[0])
    assert outcomes(plan) == [RowOutcome.SKIPPED]


def test_a_new_base_of_a_known_sheet_brings_its_sum_along(county, tmp_path):
    brought(county, base(tmp_path, 交纳基数=2000))
    plan, _done = brought(county, base(tmp_path, 交纳基数=4000))
    assert outcomes(plan) == [RowOutcome.CHANGED]
    assert sheet_of(county) == (Decimal(4000), "1%", Decimal("40.00"))
    plan, _done = brought(county, base(tmp_path, 交纳基数=6000, 月应交=60))
    assert outcomes(plan) == [RowOutcome.SAME]
    assert sheet_of(county) == (Decimal(4000), "1%", Decimal("40.00"))


def paid(tmp_path, year, **months):
    return sheet(tmp_path, "dues_paid", {**WHO, "年度": year, **months})


def test_a_month_is_paid_by_whoever_owes_it_and_what_is_odd_is_told(county, tmp_path):
    plan, _done = brought(county, paid(tmp_path, 2010, **{"3月": "41.23元", "4月": 99}))
    assert codes(plan.rows[0]) == {"filing.month_above"}
    months = {str(row["month_on"]): row["paid"]
              for row in found(county, "dues_payment", person_id=county.zhang)}  # fmt: skip
    assert (months["2010-03"], months["2010-04"]) == (Decimal("41.23"), Decimal(99))


@pytest.mark.parametrize(
    ("year", "value", "code", "outcome"),
    [
        (1950, 1, "filing.month_not_owed", RowOutcome.SAME),
        (2031, 1, "filing.month_not_assessed", RowOutcome.SAME),
        (2009, 1, "filing.month_not_assessed", RowOutcome.CHANGED),
        (2010, -3, "record.range", RowOutcome.SAME),
    ],
)
def test_a_month_that_nobody_can_owe_is_red_and_not_paid(
    county, tmp_path, year, value, code, outcome
):
    before = len(found(county, "dues_payment"))
    plan, _done = brought(county, paid(tmp_path, year, **{"5月": value}))
    assert codes(plan.rows[0]) == {code}
    assert outcomes(plan) == [outcome]
    written = len(found(county, "dues_payment")) - before
    assert written == (outcome is RowOutcome.CHANGED)


def test_a_status_that_only_a_newer_program_knows_owes_nothing(county, tmp_path):
    with county.ledger.writing("新版本") as tx:
        (own,) = records.find(tx, "membership", person_id=county.zhang)
        records.change(tx, "membership", own["id"], {"status": "NEWER"})
    plan, _done = brought(county, paid(tmp_path, 2010, **{"12月": 1}))
    assert codes(plan.rows[0]) == {"filing.month_not_owed"}
