"""How rules of development are asked: by the version of the day of the act."""

from dataclasses import replace
from datetime import date

import pytest

from app.domain.dev_law import (
    Law,
    Term,
    days_before,
    pairs_of,
    printed_probation,
    probation_end,
)
from app.domain.readings import Severity
from app.domain.rule_words import params_of
from app.domain.rules import DueState, RuleBook
from tests.domain.dev_cases import BOOK, case, extension


def test_an_act_is_judged_by_the_rule_of_its_own_day():
    law = Law.of(BOOK, "B4-10", date(2024, 6, 15))
    assert law.at(date(2010, 5, 1)).number("hours") == 40
    assert law.at(date(2014, 5, 28)).number("valid_months") == 0
    assert law.at(date(2016, 1, 1)).number("valid_months") == 12
    assert law.now() == law.at(date(2024, 6, 15))


def test_an_act_before_the_first_version_is_told_as_information():
    law = Law.of(BOOK, "B4-02", date(2024, 6, 15))
    assert law.at(date(2014, 5, 27)).severity is Severity.INFO
    assert law.at(date(2014, 5, 28)).severity is Severity.BLOCK


def test_the_last_day_of_a_deadline_is_in_time():
    term = Term(date(2025, 2, 28), date(2025, 2, 18))
    days = [date(2025, 2, 17), date(2025, 2, 18), date(2025, 2, 28), date(2025, 3, 1)]
    assert [term.state(day) for day in days] == [
        DueState.NEXT, DueState.SOON, DueState.SOON, DueState.OVERDUE,
    ]  # fmt: skip


def test_days_are_counted_back_and_pairs_are_read_by_their_sign():
    assert days_before(date(2025, 3, 1), 1) == date(2025, 2, 28)
    rule = BOOK.versions("B4-03")[0]
    assert list(pairs_of(rule, ">")) == [("applied_on", "first_talk_on")]


@pytest.mark.parametrize(
    ("start", "until", "anniversary", "day_before"),
    [
        ("2023-06-15", None, "2024-06-15", "2024-06-14"),
        ("2024-02-29", None, "2025-02-28", "2025-02-27"),
        ("2023-06-15", "2024-12-15", "2024-12-15", "2024-12-14"),
    ],
)
def test_b5_02_papers_end_the_probation_as_the_setting_says(start, until, anniversary, day_before):
    outcomes = (extension(until, "2024-06-10", "2024-06-12"),) if until else ()
    found = case(dates={"accept_meeting_on": start}, outcomes=outcomes)
    (rule,) = BOOK.versions("B5-02")
    for habit, last in (("ANNIVERSARY", anniversary), ("DAY_BEFORE", day_before)):
        edited = replace(rule, params={**rule.params, "print_end": habit})
        book = RuleBook((*BOOK.versions("B5-01"), edited))
        assert [str(day) for day in printed_probation(book, found)] == [start, last]
        assert str(probation_end(book, found)) == anniversary
    assert printed_probation(BOOK, case("form_filled_on")) is None


def test_b5_02_the_bureau_chooses_how_the_last_day_is_written():
    (param,) = params_of(BOOK.versions("B5-02")[0])
    assert (param.kind.value, list(param.codes)) == ("choice", ["ANNIVERSARY", "DAY_BEFORE"])
