"""党费 as arithmetic: every vector of domain.md B8, and what holds for any base."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.dues import (
    assess,
    base_of,
    bracket_of,
    brackets,
    late_from,
    late_months,
    months,
    runs,
    version,
)
from app.domain.rules import RuleBook, RuleEdit

BOOK = RuleBook.load()
NOW = date(2024, 1, 1)
THEN = date(2010, 1, 1)
amounts = st.decimals(0, 200_000, places=2)


def money(text):
    return Decimal(text)


def due(category, base, on=NOW, book=BOOK):
    return assess(book, category, money(base), on).due


@pytest.mark.parametrize(
    ("base", "expected"),
    [
        ("2999.99", "15.00"), ("3000", "15.00"), ("3000.01", "30.00"), ("4123.45", "41.23"),
        ("5000", "50.00"), ("5000.01", "75.00"), ("7650", "114.75"), ("10000", "150.00"),
        ("10000.01", "200.00"), ("50000", "1000.00"), ("60000", "1200.00"), ("0", "0.00"),
    ],
)  # fmt: skip
def test_b8_01_article_2_one_rate_holds_for_the_whole_base(base, expected):
    assert due("ON_JOB", base) == money(expected)
    assert due("ON_JOB", base, THEN) == money(expected)


@pytest.mark.parametrize(
    ("base", "expected"),
    [("4321", "21.61"), ("5000", "25.00"), ("5000.01", "50.00"), ("6200", "62.00")],
)
def test_b8_04_article_5_the_retired_pay_half_a_percent_or_one(base, expected):
    assert due("RETIRED", base) == money(expected)


@pytest.mark.parametrize("category", ["STUDENT", "LAID_OFF", "PENSIONER", "LOW_INCOME"])
def test_b8_05_article_6_pupils_and_people_without_wages_pay_twenty_cents(category):
    assert due(category, "0") == money("0.20")
    assert due(category, "9000") == money("0.20")


@pytest.mark.parametrize(
    ("agreed", "expected"), [("0", "0.20"), ("0.5", "0.50"), ("1", "1.00"), ("3", "1.00")]
)
def test_b8_05_article_6_farmers_pay_between_twenty_cents_and_one_yuan(agreed, expected):
    assert due("FARMER", agreed) == money(expected)


def test_an_unknown_category_is_a_bug():
    with pytest.raises(KeyError):
        due("COSMONAUT", "1")


SHEET = {
    "post_wage": money("2800"), "grade_wage": money("1600"), "basic_performance": money("1500"),
    "allowance": money("300"), "reward_performance": money("2000"),
    "reform_allowance": money("400"), "minus_tax": money("45.50"), "minus_pension": money("520"),
    "minus_annuity": money("260"), "minus_medical": money("130"), "minus_housing": money("780"),
    "minus_unemployment": money("19.50"),
}  # fmt: skip


def test_b8_02_b8_03_notice_of_2017_neither_reward_pay_nor_insurance_nor_housing_count():
    # 2800 + 1600 + 1500 + 300 - 45.50 - 520 - 260 - 130 - 780 - 19.50
    assert base_of(BOOK, "ON_JOB", SHEET, NOW) == money("4445.00")


def test_b8_02_article_1_of_2008_all_performance_pay_counts_and_only_tax_is_taken_off():
    # 2800 + 1600 + 1500 + 2000 + 300 - 45.50
    assert base_of(BOOK, "ON_JOB", SHEET, THEN) == money("8154.50")
    assert base_of(BOOK, "ON_JOB", SHEET, date(2016, 12, 31)) == money("8154.50")
    assert base_of(BOOK, "ON_JOB", SHEET, date(2017, 1, 1)) == money("4445.00")


def test_b8_04_the_allowances_of_the_retired_left_the_base_in_2017():
    items = {"retired_pay": money("3100"), "retired_extra": money("220"),
             "retired_allowance": money("1900")}  # fmt: skip
    assert base_of(BOOK, "RETIRED", items, THEN) == money("5220")
    assert base_of(BOOK, "RETIRED", items, NOW) == money("3320")


@pytest.mark.parametrize(
    ("step", "expected"), [("0.01", "114.75"), ("0.1", "114.80"), ("1", "115.00")]
)
def test_b8_22_the_setting_rounds_half_up(step, expected):
    book = BOOK.with_edits([RuleEdit("B8-22", params=f'{{"rounding": "{step}"}}')])
    assert due("ON_JOB", "7650", book=book) == money(expected)


def test_the_rates_are_data_that_the_bureau_can_edit():
    edit = RuleEdit("B8-01", date(2008, 4, 1), params='{"rates": {"3000": "0.4"}}')
    assert due("ON_JOB", "2000", book=BOOK.with_edits([edit])) == money("8.00")


def test_a_day_before_2008_is_judged_by_the_first_document():
    assert version(BOOK, "B8-01", date(2000, 1, 1)).effective_from == date(2008, 4, 1)


@given(amounts)
def test_every_base_falls_into_exactly_one_bracket(base):
    rule = version(BOOK, "B8-01", NOW)
    found = bracket_of(rule, base)
    assert found in brackets(rule)
    assert base == 0 or found.over < base
    assert found.upto is None or base <= found.upto


@given(amounts)
def test_what_is_due_is_base_times_rate_to_the_nearest_cent(base):
    found = assess(BOOK, "ON_JOB", base, NOW)
    assert found.exact == base * found.bracket.percent / 100
    assert found.due == found.exact.quantize(money("0.01"), ROUND_HALF_UP)


@given(amounts, amounts)
def test_who_earns_more_never_pays_less(one, other):
    low, high = sorted((one, other))
    assert assess(BOOK, "ON_JOB", low, NOW).due <= assess(BOOK, "ON_JOB", high, NOW).due


def firsts(*numbers):
    return [date(2010 + (n - 1) // 12, (n - 1) % 12 + 1, 1) for n in numbers]


def test_months_run_over_the_end_of_a_year():
    assert list(months(date(2010, 11, 20), date(2011, 1, 3))) == firsts(11, 12, 13)


def test_a_month_is_late_after_the_tenth_of_the_next_one():
    assert late_from(date(2010, 12, 1), 10) == date(2011, 1, 10)
    assert late_from(date(2011, 1, 1), 31) == date(2011, 2, 28)
    assert late_months(firsts(11), 10, date(2010, 12, 10)) == ()
    assert late_months(firsts(11), 10, date(2010, 12, 11)) == tuple(firsts(11))


def test_rows_of_months_are_broken_by_every_paid_one():
    assert runs(firsts(1, 2, 4, 12, 13)) == [
        tuple(firsts(1, 2)), tuple(firsts(4)), tuple(firsts(12, 13))
    ]  # fmt: skip


@given(st.sets(st.integers(1, 40)))
def test_rows_put_together_are_all_the_months(numbers):
    late = firsts(*sorted(numbers))
    assert [month for run in runs(late) for month in run] == late
