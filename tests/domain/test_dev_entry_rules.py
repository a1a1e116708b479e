"""B4-01 to B4-12 and B4-24: what a recorded step breaks."""

from datetime import date
from decimal import Decimal

import pytest

from app.domain.dates import PartialDate
from app.domain.dev_rules import breaches
from app.domain.readings import Severity
from tests.domain.dev_cases import BOOK, WHOLE, case, companions, reviews

TODAY = date(2024, 6, 15)


def broken(rule_id, facts):
    return [one for one in breaches(BOOK, facts, TODAY) if one.rule_id == rule_id]


@pytest.mark.parametrize(
    ("earlier", "later", "same_day_is_wrong"),
    [
        ("applied_on", "first_talk_on", False),
        ("applied_on", "activist_on", True),
        ("activist_on", "activist_filed_on", False),
        ("activist_on", "mentors", False),
        ("activist_on", "candidate_branch_on", True),
        ("candidate_branch_on", "candidate_on", False),
        ("candidate_on", "introducers", False),
        ("candidate_on", "political_review_on", False),
        ("candidate_on", "training_on", False),
        ("committee_review_on", "pre_review_on", False),
        ("pre_review_on", "form_filled_on", False),
        ("form_filled_on", "accept_meeting_on", False),
        ("accept_meeting_on", "superior_talk_on", False),
        ("superior_talk_on", "committee_approved_on", False),
        ("committee_approved_on", "oath_on", False),
        ("conversion_applied_on", "convert_meeting_on", False),
        ("convert_meeting_on", "convert_approved_on", False),
    ],
)
def test_b4_01_a_step_stands_on_the_one_before(earlier, later, same_day_is_wrong):
    def found(later_on):
        facts = case(dates={later: later_on})
        return [
            one
            for one in broken("B4-01", facts)
            if one.about.part == later and WHOLE[earlier] in one.text
        ]

    day = date.fromisoformat(WHOLE[earlier])
    assert found(day.replace(year=day.year - 1).isoformat())
    assert bool(found(day.isoformat())) is same_day_is_wrong
    assert all(one.severity is Severity.BLOCK for one in found(day.isoformat()))


def test_b4_01_a_month_counts_on_its_most_lenient_end():
    assert broken("B4-01", case("first_talk_on", dates={"applied_on": "2021-03"})) == []
    late = case("first_talk_on", dates={"applied_on": "2021-04"})
    assert len(broken("B4-01", late)) == 1


def test_b4_01_no_step_without_the_one_it_rests_on():
    (found,) = broken("B4-01", case("activist_filed_on", without=("activist_on",)))
    assert "还没有登记“推荐和确定入党积极分子”" in found.text


@pytest.mark.parametrize(
    ("born", "applied", "wrong"),
    [
        ("2007-09-01", "2025-08-31", 1),
        ("2007-09-01", "2025-09-01", 0),
        ("2008-02-29", "2026-02-27", 1),
        ("2008-02-29", "2026-02-28", 0),
        ("2007-09", "2025-09-01", 0),
    ],
)
def test_b4_02_article_5_eighteen_on_the_day_of_the_application(born, applied, wrong):
    facts = case("", dates={"applied_on": applied}, birth_on=PartialDate.of(born))
    assert len(broken("B4-02", facts)) == wrong


@pytest.mark.parametrize(("day", "late"), [("2021-04-01", 0), ("2021-04-02", 1)])
def test_b4_03_article_7_the_talk_within_a_month(day, late):
    assert len(broken("B4-03", case("first_talk_on", dates={"first_talk_on": day}))) == late


@pytest.mark.parametrize(("day", "early"), [("2021-05-31", 1), ("2021-06-01", 0)])
def test_b4_04_guizhou_three_months_before_the_activist(day, early):
    found = broken("B4-04", case("activist_on", dates={"activist_on": day}))
    assert len(found) == early
    assert all(one.severity is Severity.WARN for one in found)


@pytest.mark.parametrize(("day", "early"), [("2022-06-09", 1), ("2022-06-10", 0)])
def test_b4_05_article_13_a_year_before_the_candidate(day, early):
    found = broken("B4-05", case("candidate_branch_on", dates={"candidate_branch_on": day}))
    assert len(found) == early
    assert all(one.severity is Severity.BLOCK for one in found)


def test_b4_05_article_12_the_time_in_another_branch_counts():
    facts = case("candidate_branch_on", dates={"candidate_branch_on": "2021-12-01"})
    assert broken("B4-05", facts)
    moved = case(
        "candidate_branch_on",
        dates={"candidate_branch_on": "2021-12-01"},
        prior_activist_on=PartialDate.of("2020-12-01"),
        prior_org="邻县一中",
    )
    assert broken("B4-05", moved) == []


@pytest.mark.parametrize(
    ("candidate", "held", "wrong"),
    [
        ("2022-07-10", ("2021-12-05",), 1),  # thirteen months: two are needed
        ("2022-07-10", ("2021-12-05", "2022-06-05"), 0),
        ("2022-06-10", ("2021-12-05",), 1),  # twelve months: two
        ("2022-12-09", ("2021-12-05", "2022-06-05"), 0),  # a day short of eighteen: two
        ("2022-12-10", ("2021-12-05", "2022-06-05"), 1),  # eighteen: three
    ],
)
def test_b4_06_article_11_a_review_for_every_six_full_months(candidate, held, wrong):
    dates = {"candidate_branch_on": candidate}
    facts = case("candidate_branch_on", dates=dates, reviews=reviews("REVIEW", *held))
    assert len(broken("B4-06", facts)) == wrong


def test_b4_06_article_11_of_a_month_the_shortest_span_counts():
    dates = {"activist_on": "2021-06", "candidate_branch_on": "2022-06-10"}
    once = case("candidate_branch_on", dates=dates, reviews=reviews("REVIEW", "2021-12-05"))
    assert broken("B4-06", once) == []  # 30 June to 10 June are eleven months
    late = case("candidate_branch_on", dates={**dates, "candidate_branch_on": "2022-06-30"},
                reviews=reviews("REVIEW", "2021-12-05"))  # fmt: skip
    assert len(broken("B4-06", late)) == 1


@pytest.mark.parametrize(("number", "wrong"), [(0, 1), (1, 0), (2, 0), (3, 1)])
def test_b4_07_article_9_one_or_two_mentors(number, wrong):
    mentors = companions("MENTOR", *["2021-06-15"] * number)
    assert len(broken("B4-07", case("candidate_branch_on", companions=mentors))) == wrong


@pytest.mark.parametrize(("full_since", "wrong"), [("2021-06-15", 0), ("2021-06-16", 1), (None, 1)])
def test_b4_07_article_9_a_mentor_is_a_full_member_on_the_day(full_since, wrong):
    since = date.fromisoformat(full_since) if full_since else None
    mentors = companions("MENTOR", "2021-06-15", full_since=since)
    found = broken("B4-07", case("mentors", companions=mentors))
    assert len(found) == wrong
    assert all(one.severity is Severity.BLOCK for one in found)


@pytest.mark.parametrize(("number", "wrong"), [(0, 1), (1, 1), (2, 0), (3, 1)])
def test_b4_08_article_14_exactly_two_introducers(number, wrong):
    introducers = companions("INTRODUCER", *["2022-07-25"] * number)
    facts = case("committee_review_on", companions=introducers)
    assert len(broken("B4-08", facts)) == wrong


def test_b4_08_article_14_no_introducer_on_probation_within_the_party():
    barred = companions("INTRODUCER", *["2022-07-25"] * 2, disposals=("PROBATION_IN_PARTY",))
    assert len(broken("B4-08", case("introducers", companions=barred))) == 2
    warned = companions("INTRODUCER", *["2022-07-25"] * 2, disposals=("WARNING",))
    assert broken("B4-08", case("introducers", companions=warned)) == []


@pytest.mark.parametrize(("result", "wrong"), [("合格", 0), ("不合格", 1), ("", 1)])
def test_b4_09_article_16_the_political_review_has_passed(result, wrong):
    facts = case("committee_review_on", political_result=result)
    assert len(broken("B4-09", facts)) == wrong


def test_b4_09_article_16_it_stands_on_the_day_of_the_committee():
    assert broken("B4-09", case("committee_review_on", without=("political_review_on",)))
    assert broken("B4-09", case("training_on", without=("political_review_on",))) == []


@pytest.mark.parametrize(
    ("rule_id", "key"), [("B4-09", "political_review_on"), ("B4-10", "training_on")]
)
@pytest.mark.parametrize(
    ("done", "wrong"), [("2022-11-10", 0), ("2022-11-11", 1), ("2022-11", 0), ("2022-12", 1)]
)
def test_b4_09_and_b4_10_articles_16_to_18_are_done_before_the_committee_looks(
    rule_id, key, done, wrong
):
    found = broken(rule_id, case("committee_review_on", dates={key: done}))
    assert len(found) == wrong
    assert all(one.severity is Severity.BLOCK for one in found)


@pytest.mark.parametrize(
    ("days", "hours", "wrong"),
    [("3", None, 0), ("2.5", "24", 0), ("2.5", "23", 1), (None, None, 1)],
)
def test_b4_10_article_17_three_days_or_twenty_four_hours(days, hours, wrong):
    facts = case(
        "committee_review_on",
        training_days=Decimal(days) if days else None,
        training_hours=Decimal(hours) if hours else None,
    )
    assert len(broken("B4-10", facts)) == wrong


@pytest.mark.parametrize(("trained", "wrong"), [("2021-12-20", 0), ("2021-12-19", 1)])
def test_b4_10_guizhou_a_certificate_of_more_than_a_year_is_not_enough(trained, wrong):
    facts = case("accept_meeting_on", dates={"training_on": trained})
    assert len(broken("B4-10", facts)) == wrong


@pytest.mark.parametrize(
    ("review", "hours", "wrong", "severity"),
    [
        ("2014-05-27", "39", 1, Severity.INFO),
        ("2014-05-27", "40", 0, None),
        ("2014-05-28", "24", 0, None),
        ("2014-05-28", "23", 1, Severity.BLOCK),
    ],
)
def test_b4_10_before_2014_05_28_forty_hours_are_asked_for_as_information(
    review, hours, wrong, severity
):
    facts = case(
        "",
        dates={"training_on": "2014-05-01", "committee_review_on": review},
        training_days=None,
        training_hours=Decimal(hours),
    )
    found = broken("B4-10", facts)
    assert [one.severity for one in found] == [severity] * wrong


@pytest.mark.parametrize(
    ("born", "is_league_member", "wrong"),
    [("1992-06-11", False, 1), ("1992-06-10", False, 0), ("2000-01-01", True, 0)],
)
def test_b4_11_guizhou_up_to_28_generally_from_the_league(born, is_league_member, wrong):
    # On 2021-06-10 who was born on 1992-06-11 is 28, who was born the day before is 29.
    facts = case("activist_on", birth_on=PartialDate.of(born), is_league_member=is_league_member)
    found = broken("B4-11", facts)
    assert len(found) == wrong
    assert all(one.severity is Severity.WARN for one in found)


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"org_id": "x"}, "不是本支部"),
        ({"cases_n": 2}, "一般只联系1名"),
    ],
)
def test_b4_24_guizhou_mentors_of_this_branch_with_one_activist_each(change, found):
    facts = case("mentors", companions=companions("MENTOR", "2021-06-15", **change))
    (one,) = broken("B4-24", facts)
    assert found in one.text
    assert one.severity is Severity.WARN
