"""The arithmetic that a record must satisfy."""

from decimal import Decimal

import pytest

from app.domain.checks import check_attendance, check_record, check_scheme, check_score
from app.domain.dates import PartialDate
from app.domain.words import problem_text


def sentences(table, **values):
    return [problem_text(problem) for problem in check_record(table, values)]


BALLOTS = {"issued": 30, "returned": 29, "valid": 28, "good": 20, "fairly_good": 6, "average": 2}


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({}, []),
        ({"poor": 0}, []),
        ({"returned": 31}, ["收回票比发出票还多"]),
        ({"returned": 27}, ["有效票比收回票还多"]),
        ({"poor": 1}, ["好+较好+一般+差合计29，与有效票不等"]),
        ({"issued": None, "returned": None}, []),
    ],
)
def test_ballots_add_up(changed, told):
    assert sentences("ballot_sheet", **{**BALLOTS, "poor": None, **changed}) == told


def test_votes_add_up():
    votes = {"issued": 20, "returned": 20, "yes": 18, "no": 1, "abstain": 0, "spoiled": 1}
    assert sentences("vote", **votes) == []
    assert sentences("vote", **{**votes, "yes": 19}) == [
        "赞成+不赞成+弃权+废票合计21，与收回票不等"
    ]
    assert sentences("vote", expected_full=10, present=11) == [
        "实到有表决权人数比应到有表决权人数还多"
    ]


@pytest.mark.parametrize(
    ("table", "values", "told"),
    [
        ("donation", {"amount": Decimal("-0.01")}, ["金额（元）不能是-0.01"]),
        ("donation", {"amount": Decimal(0)}, []),
        ("pledge", {"year": 210}, ["年度不能是210"]),
        ("study_plan_item", {"month": 13}, ["月份不能是13"]),
        ("org_unit", {"full_name": "某", "kind": "BRANCH", "theme_day_of_month": 32},
         ["主题党日（每月几日）不能是32"]),
        ("org_unit", {"kind": "BRANCH", "full_name": "  "}, ["请填写党组织全称"]),
    ],
)  # fmt: skip
def test_numbers_stay_in_their_range_and_names_are_given(table, values, told):
    assert sentences(table, **values) == told


@pytest.mark.parametrize(
    ("start", "end", "is_wrong"),
    [
        ("2010-06-15", "2010-06-15", False),
        ("2010-06-15", "2010-06-14", True),
        ("2010-06-15", "2010-06", False),
        ("2010-07", "2010-06", True),
        ("2010-07", "2010", False),
    ],
)
def test_an_end_before_its_start_is_wrong_only_when_it_must_be(start, end, is_wrong):
    dates = {"from_on": PartialDate.of(start), "to_on": PartialDate.of(end)}
    assert bool(sentences("org_cover", **dates)) == is_wrong


def test_an_unreadable_date_is_not_compared():
    dates = {"from_on": PartialDate(None, raw="去年"), "to_on": PartialDate.of("2010")}
    assert sentences("org_cover", **dates) == []


@pytest.mark.parametrize(("teaching", "is_wrong"), [("0.6", False), ("0.5", True)])
def test_weights_make_one(teaching, is_wrong):
    weights = {"weight_party": Decimal("0.4"), "weight_teaching": Decimal(teaching)}
    assert bool(sentences("assessment_scheme", **weights)) == is_wrong


@pytest.mark.parametrize(
    ("score", "is_wrong"), [("0", False), ("40", False), ("40.01", True), ("-1", True)]
)
def test_a_score_lies_between_nothing_and_the_most(score, is_wrong):
    assert bool(check_score("考评分", Decimal(score), Decimal(40))) == is_wrong
    assert check_score("考评分", Decimal(score), None) == ()


def test_the_points_of_a_scheme_make_a_hundred():
    assert check_scheme([Decimal(60), Decimal(40)]) == ()
    (problem,) = check_scheme([Decimal(60), Decimal("39.5")])
    assert problem_text(problem) == "各项分值合计99.5，不是100分"
    assert check_scheme([]) == ()


def test_the_head_count_is_that_of_the_names_when_there_are_names():
    states = ["PRESENT", "LEAVE", "MADE_UP"]
    assert check_attendance({"actual_n": 2}, states) == ()
    assert check_attendance({"actual_n": 466}, []) == ()
    assert len(check_attendance({"actual_n": 3}, states)) == 1


def test_a_sum_is_judged_only_when_all_its_parts_are_known_or_too_much():
    ballots = {"issued": 30, "returned": 30, "valid": 28}
    assert sentences("ballot_sheet", **ballots, good=20) == []
    assert sentences("ballot_sheet", **ballots, good=20, fairly_good=9) != []
    whole = {"good": 20, "fairly_good": 5, "average": 2, "poor": 0}
    assert sentences("ballot_sheet", **ballots, **whole) != []
