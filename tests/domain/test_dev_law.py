"""How rules of development are asked: by the version of the day of the act."""

from datetime import date

from app.domain.dev_law import Law, Term, days_before, pairs_of
from app.domain.readings import Severity
from app.domain.rules import DueState
from tests.domain.dev_cases import BOOK


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
