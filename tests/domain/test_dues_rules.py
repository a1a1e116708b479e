"""The rules of B8 and A51 on facts: hand-computed days, each with its article."""

from datetime import date
from decimal import Decimal

import pytest

from app.domain.affairs_facts import DuesBranchFacts, DuesFacts
from app.domain.dues_rules import (
    DUES_BRANCH_CHECKS,
    DUES_CHECKS,
    barred_large,
    barred_waiver,
    is_procedure_due,
    makeup_too_late,
)
from app.domain.readings import Severity
from app.domain.rules import DueState, RuleBook

BOOK = RuleBook.load()
INFO, WARN = Severity.INFO, Severity.WARN
OVERDUE, SOON = DueState.OVERDUE, DueState.SOON


def firsts(*numbers, year=2024):
    return tuple(date(year, number, 1) for number in numbers)


def member(**more):
    return DuesFacts(**{"person_id": "p", "membership_id": "m", "name": "张永杰", **more})


def check(rule_id, facts, on):
    checks = {**DUES_CHECKS, **DUES_BRANCH_CHECKS}
    return list(checks[rule_id](BOOK.applied(rule_id, on), facts, on))


@pytest.mark.parametrize(
    ("unpaid", "on", "expected"),
    [
        ((3,), date(2024, 4, 10), ()),
        ((3,), date(2024, 4, 11), [(OVERDUE, INFO, date(2024, 4, 10))]),
        ((3, 4), date(2024, 5, 11), [(OVERDUE, INFO, date(2024, 4, 10))]),
        ((3, 4, 5), date(2024, 6, 10), [(OVERDUE, INFO, date(2024, 4, 10))]),
        ((3, 4, 5), date(2024, 6, 11), [(OVERDUE, WARN, date(2024, 4, 10))]),
        ((2, 3, 4, 5), date(2024, 6, 11), [(OVERDUE, WARN, date(2024, 3, 10))]),
        (
            (1, 2, 3, 4, 5), date(2024, 6, 11),
            [(OVERDUE, WARN, date(2024, 2, 10)), (SOON, WARN, date(2024, 7, 10))],
        ),
        (
            (1, 2, 3, 4, 5, 6), date(2024, 7, 10),
            [(OVERDUE, WARN, date(2024, 2, 10)), (SOON, WARN, date(2024, 7, 10))],
        ),
        ((1, 2, 3, 4, 5, 6), date(2024, 7, 11), [(OVERDUE, WARN, date(2024, 2, 10))]),
        ((1, 2, 3, 4, 5, 6, 7), date(2024, 8, 11), [(OVERDUE, WARN, date(2024, 2, 10))]),
    ],
)  # fmt: skip
def test_b8_13_article_13_one_three_five_and_six_months_without_dues(unpaid, on, expected):
    found = check("B8-13", member(unpaid=firsts(*unpaid)), on)
    seen = [(one.state, one.severity, one.due_on) for one in found]
    assert seen == list(expected)


def test_b8_13_five_months_say_how_many_are_missing_to_six():
    late, found = check("B8-13", member(unpaid=firsts(1, 2, 3, 4, 5)), date(2024, 6, 20))
    assert "限期补交" in late.text
    assert "还差1个月达到6个月" in found.text
    assert found.article == "第十三条"


def test_b8_13_six_months_ask_for_a_procedure_and_nothing_else():
    facts = member(unpaid=firsts(1, 2, 3, 4, 5, 6))
    (found,) = check("B8-13", facts, date(2024, 7, 11))
    assert "登记拟办处置" in found.text
    (filed,) = check("B8-13", member(unpaid=facts.unpaid, has_case=True), date(2024, 7, 11))
    assert "拟办处置已登记" in filed.text
    rule = BOOK.applied("B8-13", date(2024, 7, 11))
    assert is_procedure_due(rule, facts, date(2024, 7, 11))
    assert not is_procedure_due(rule, facts, date(2024, 7, 10))


def test_b8_13_six_months_left_out_stay_six_months_when_dues_are_paid_again():
    facts = member(unpaid=firsts(1, 2, 3, 4, 5, 6), newest_paid=date(2024, 10, 1))
    (found,) = check("B8-13", facts, date(2024, 11, 20))
    assert found.state is OVERDUE
    assert "连续6个月" in found.text


def test_b8_13_months_never_paid_are_told_from_their_first_day_beside_a_new_row():
    old = firsts(*range(1, 7), year=2020)
    facts = member(unpaid=(*old, *firsts(3, 4)), newest_paid=date(2024, 2, 1))
    found = check("B8-13", facts, date(2024, 5, 20))
    assert [one.due_on for one in found] == [date(2020, 2, 10), date(2024, 4, 10)]
    assert ["登记拟办处置" in one.text for one in found] == [True, False]


def test_b8_13_a_row_does_not_end_because_nothing_is_assessed_after_it():
    owing = member(unpaid=firsts(11, 12, year=2010))
    for on in (date(2011, 1, 11), date(2011, 2, 10), date(2011, 2, 11), date(2012, 5, 1)):
        assert [one.due_on for one in check("B8-13", owing, on)] == [date(2010, 12, 10)]
        assert check("B8-12", owing, on) == []


def test_b8_13_before_2008_it_is_a_mere_reminder():
    facts = member(unpaid=firsts(1, 2, 3, 4, 5, 6, year=2007))
    assert [one.severity for one in check("B8-13", facts, date(2007, 8, 1))] == [INFO]


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2024, 5, 11), (SOON, INFO, date(2024, 9, 30))),
        (date(2024, 9, 30), (SOON, INFO, date(2024, 9, 30))),
        (date(2024, 10, 1), (OVERDUE, WARN, date(2024, 9, 30))),
    ],
)
def test_b8_12_article_12_a_month_left_out_is_made_up_within_six_months(on, expected):
    facts = member(unpaid=firsts(3), newest_paid=date(2024, 4, 1))
    (found,) = check("B8-12", facts, on)
    assert (found.state, found.severity, found.due_on) == expected


def test_b8_12_the_months_of_the_present_row_are_not_gaps():
    assert check("B8-12", member(unpaid=firsts(3, 4)), date(2024, 5, 11)) == []
    (found,) = check("B8-12", member(unpaid=firsts(1, 3, 4)), date(2024, 5, 11))
    assert "2024-01的" in found.text


def test_b8_13_a_row_of_months_ends_on_the_day_a_later_one_is_paid():
    owing = member(unpaid=firsts(1, 2, 3, year=2010))
    paid = member(unpaid=firsts(1, 2, 3, year=2010), newest_paid=date(2010, 4, 1))
    on = date(2010, 5, 8)
    assert [len(check(rule_id, owing, on)) for rule_id in ("B8-13", "B8-12")] == [1, 0]
    assert [len(check(rule_id, paid, on)) for rule_id in ("B8-13", "B8-12")] == [0, 1]


def test_b8_12_a_payment_after_more_than_six_months_is_too_late():
    rule = BOOK.applied("B8-12", date(2024, 6, 1))
    assert not makeup_too_late(rule, date(2023, 12, 1), date(2024, 6, 30))
    assert makeup_too_late(rule, date(2023, 12, 1), date(2024, 7, 1))


def test_b8_08_article_9_dues_paid_to_another_branch_are_asked_about():
    (found,) = check("B8-08", member(elsewhere=firsts(2)), date(2024, 6, 1))
    assert (found.severity, found.article) == (WARN, "第九条")


@pytest.mark.parametrize(
    ("on", "times", "found"),
    [(date(2024, 9, 1), 2, 1), (date(2024, 9, 1), 1, 0), (date(2010, 9, 1), 3, 0)],
)
def test_b8_09_from_2017_on_the_base_is_fixed_for_the_year(on, times, found):
    facts = member(assessed=(Decimal(40),) * times)
    assert len(check("B8-09", facts, on)) == found


@pytest.mark.parametrize(("due", "found"), [("1000.00", 0), ("1000.01", 1), ("1200.00", 1)])
def test_b8_10_notice_of_2017_more_than_1000_a_month_is_flagged(due, found):
    facts = member(assessed=(Decimal(due),))
    assert len(check("B8-10", facts, date(2024, 6, 1))) == found


def test_b8_06_article_7_a_waiver_needs_study_and_approval():
    rule = BOOK.applied("B8-06", date(2024, 6, 1))
    assert barred_waiver(rule, member(), is_decided=True) is None
    assert barred_waiver(rule, member(), is_decided=False).severity is Severity.BLOCK


@pytest.mark.parametrize(("amount", "is_barred"), [("999.99", True), ("1000", False)])
def test_b8_11_article_11_large_dues_begin_at_1000(amount, is_barred):
    rule = BOOK.applied("B8-11", date(2024, 6, 1))
    assert bool(barred_large(rule, member(), Decimal(amount))) is is_barred


def branch(**more):
    return DuesBranchFacts(**{"org_id": "o", "name": "一小支部", **more})


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2024, 1, 5), (SOON, INFO)),
        (date(2024, 3, 31), (SOON, INFO)),
        (date(2024, 4, 1), (OVERDUE, WARN)),
    ],
)
def test_b8_15_article_26_the_dues_of_a_year_are_published_by_the_end_of_march(on, expected):
    facts = branch(unpublished=(2023,))
    (found,) = check("B8-15", facts, on)
    assert (found.state, found.severity, found.due_on) == (*expected, date(2024, 3, 31))
    assert "2023年" in found.text
    assert check("B8-15", branch(), on) == []


def test_b8_15_article_26_a_year_that_was_never_published_stays_beside_the_next():
    found = check("B8-15", branch(unpublished=(2021, 2023)), date(2024, 1, 5))
    told = [(one.state, one.due_on) for one in found]
    assert told == [(OVERDUE, date(2022, 3, 31)), (SOON, date(2024, 3, 31))]


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2024, 2, 1), (SOON, INFO)),
        (date(2024, 4, 1), (OVERDUE, WARN)),
        (date(2010, 4, 1), (OVERDUE, INFO)),
    ],
)
def test_a51_every_member_is_assessed_at_the_start_of_the_year(on, expected):
    (found,) = check("AL-A51", branch(unassessed=((on.year, 3),)), on)
    assert (found.state, found.severity) == expected
    assert found.due_on == date(on.year, 3, 31)
    assert check("AL-A51", branch(), on) == []


def test_a51_a_year_without_assessment_stays_beside_the_next():
    found = check("AL-A51", branch(unassessed=((2023, 1), (2024, 3))), date(2024, 2, 1))
    told = [(one.state, one.due_on) for one in found]
    assert told == [(OVERDUE, date(2023, 3, 31)), (SOON, date(2024, 3, 31))]
    assert "1名党员没有核定2023年" in found[0].text
