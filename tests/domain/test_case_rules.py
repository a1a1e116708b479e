"""The rules of B11 and B12 on facts: hand-computed days, each with its article."""

from datetime import date

import pytest

from app.domain.affairs_facts import CaseFacts, FloatingFacts, ReapplicationFacts
from app.domain.case_rules import (
    CASE_CHECKS,
    FLOATING_CHECKS,
    REAPPLICATION_CHECKS,
    barred_deadline,
    barred_double,
    barred_reapplication,
    effect_end,
    honour_is_doubtful,
    role_bar,
)
from app.domain.dates import PartialDate
from app.domain.facts import MemberFacts
from app.domain.readings import Severity
from app.domain.rules import DueState, RuleBook

BOOK = RuleBook.load()
TODAY = date(2025, 6, 15)
INFO, WARN, BLOCK = Severity.INFO, Severity.WARN, Severity.BLOCK
OVERDUE, SOON, NEXT = DueState.OVERDUE, DueState.SOON, DueState.NEXT


def on_day(text):
    return PartialDate.of(text) if text else None


def case(**more):
    values = {"id": "c", "person_id": "p", "name": "单明", "kind": "CORRECTION",
              "started_on": on_day("2024-08-31"), "deadline_on": on_day("2025-02-28")}  # fmt: skip
    return CaseFacts(**{**values, **more})


def seen(rule_id, facts, on=TODAY):
    checks = {**CASE_CHECKS, **FLOATING_CHECKS, **REAPPLICATION_CHECKS}
    found = checks[rule_id](BOOK.applied(rule_id, on), facts, on)
    return [(one.state, one.severity, one.due_on) for one in found]


@pytest.mark.parametrize(
    ("deadline", "barred"),
    [("2025-02-28", False), ("2025-08-31", False), ("2025-09-01", True), ("2025-08", False)],
)
def test_b11_01_a_deadline_for_improvement_is_at_most_a_year(deadline, barred):
    facts = case(deadline_on=on_day(deadline))
    assert bool(seen("B11-01", facts)) is barred
    rule = BOOK.applied("B11-01", TODAY)
    assert bool(barred_deadline(rule, facts)) is barred


@pytest.mark.parametrize(
    ("on", "severity", "words"),
    [
        (date(2018, 1, 1), INFO, "第三十条"),
        (date(2020, 1, 1), BLOCK, "第三十条"),
        (date(2024, 6, 15), BLOCK, "第三十条"),
        (date(2024, 6, 16), BLOCK, "限期改正的期限"),
    ],
)
def test_b11_01_article_30_of_2019_and_the_measures_of_2024_say_the_same(on, severity, words):
    found = barred_deadline(
        BOOK.applied("B11-01", on),
        case(started_on=on_day("2016-01-01"), deadline_on=on_day("2017-06-01")),
    )
    assert found.severity is severity
    assert words in found.article


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2025, 1, 28), []),
        (date(2025, 1, 29), [(SOON, INFO, date(2025, 2, 28))]),
        (date(2025, 2, 28), [(SOON, INFO, date(2025, 2, 28))]),
        (date(2025, 3, 1), [(OVERDUE, WARN, date(2025, 2, 28))]),
    ],
)
def test_b11_02_a_reminder_comes_30_days_before_the_deadline(on, expected):
    assert seen("B11-02", case(), on) == expected
    assert seen("B11-02", case(ended_on=on_day("2025-01-15")), on) == []


@pytest.mark.parametrize(
    ("applied", "barred"), [("2024-03-09", True), ("2024-03-10", False), ("2019-06-01", True)]
)
def test_b11_03_nobody_joins_again_within_five_years_after_removal(applied, barred):
    again = ReapplicationFacts(
        case_id="d", person_id="p", removed_on=on_day("2019-03-10"), applied_on=on_day(applied)
    )
    assert bool(seen("B11-03", again)) is barred
    found = barred_reapplication(BOOK.applied("B11-03", TODAY), again)
    assert (found.due_on if found else None) == (date(2024, 3, 10) if barred else None)


@pytest.mark.parametrize(
    ("kind", "others", "barred"),
    [
        ("WARNING", ["CORRECTION"], True),
        ("CORRECTION", ["SERIOUS_WARNING"], True),
        ("REMOVAL", ["CORRECTION"], False),
        ("SERIOUS_WARNING", ["WARNING"], False),
        ("CORRECTION", [], False),
    ],
)
def test_b11_04_article_4_one_matter_is_not_met_twice(kind, others, barred):
    found = barred_double(BOOK.applied("B11-04", TODAY), case(kind=kind), others)
    assert bool(found) is barred


@pytest.mark.parametrize(("deadline", "found"), [("2025-02-28", 0), ("2025-03-01", 1)])
def test_b11_05_six_months_are_usual(deadline, found):
    assert len(seen("B11-05", case(deadline_on=on_day(deadline)))) == found


@pytest.mark.parametrize(
    ("kind", "end"),
    [
        ("WARNING", date(2025, 2, 28)),
        ("SERIOUS_WARNING", date(2025, 8, 29)),
        ("REMOVAL_FROM_POST", date(2026, 2, 28)),
        ("PROBATION_IN_PARTY", date(2025, 2, 28)),
        ("EXPULSION", date(2029, 2, 28)),
        ("CORRECTION", None),
    ],
)
def test_b11_06_the_effect_of_each_discipline_ends_by_its_length(kind, end):
    assert effect_end(BOOK.applied("B11-06", TODAY), kind, date(2024, 2, 29)) == end


def member(*disposals):
    return MemberFacts(id="p", membership_id="m", name="单明", disposals=disposals)


@pytest.mark.parametrize(
    ("disposals", "barred"),
    [((), False), (("WARNING",), False), (("WARNING", "PROBATION_IN_PARTY"), True)],
)
def test_b11_10_in_probation_nobody_votes_introduces_or_mentors(disposals, barred):
    rule = BOOK.applied("B11-10", TODAY)
    assert bool(role_bar(rule, member(*disposals))) is barred
    vote = role_bar(rule, member(*disposals), is_vote=True)
    assert bool(vote) is barred
    assert not vote or "表决权" in vote.text


@pytest.mark.parametrize(
    ("kinds", "found"), [((), False), (("CORRECTION",), False), (("WARNING",), True)]
)
def test_b11_11_honours_within_an_effect_period_are_doubtful(kinds, found):
    assert honour_is_doubtful(BOOK.applied("B11-11", TODAY), kinds) is found


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2025, 5, 1), []),
        (date(2025, 5, 2), [(SOON, INFO, date(2025, 6, 1))]),
        (date(2025, 6, 2), [(OVERDUE, WARN, date(2025, 6, 1))]),
    ],
)
def test_b11_12_the_end_of_probation_in_the_party_is_announced(on, expected):
    facts = case(kind="PROBATION_IN_PARTY", effect_until=on_day("2025-06-01"), deadline_on=None)
    assert seen("B11-12", facts, on) == expected


def away(**more):
    values = {"id": "f", "person_id": "p", "name": "单明", "since_on": on_day("2024-08-31")}
    return FloatingFacts(**{**values, **more})


@pytest.mark.parametrize(("on", "found"), [(date(2025, 2, 27), 0), (date(2025, 2, 28), 1)])
def test_b12_01_article_32_after_six_months_away_the_membership_should_follow(on, found):
    assert [each[2] for each in seen("B12-01", away(), on)] == [date(2025, 2, 28)] * found


@pytest.mark.parametrize(
    ("contact", "on", "expected"),
    [
        (None, date(2025, 1, 27), []),
        (None, date(2025, 1, 28), [(SOON, INFO, date(2025, 2, 28))]),
        (None, date(2025, 2, 28), [(OVERDUE, WARN, date(2025, 2, 28))]),
        ("2025-01-10", date(2025, 2, 28), []),
        ("2025-01-10", date(2025, 7, 10), [(OVERDUE, WARN, date(2025, 7, 10))]),
    ],
)
def test_b12_02_article_33_six_months_without_contact_with_a_member_away(contact, on, expected):
    assert seen("B12-02", away(last_contact_on=on_day(contact)), on) == expected


@pytest.mark.parametrize(
    ("report", "on", "found"),
    [
        (None, date(2025, 7, 31), []),
        (None, date(2025, 8, 1), ["soon"]),
        (None, date(2025, 8, 31), ["soon"]),
        (None, date(2025, 9, 1), ["overdue"]),
        ("2025-03-01", date(2026, 1, 29), []),
        ("2025-03-01", date(2026, 1, 30), ["soon"]),
        ("2025-03-01", date(2026, 3, 1), ["soon"]),
        ("2025-03-01", date(2026, 3, 2), ["overdue"]),
    ],
)
def test_b12_03_a_member_away_reports_once_a_year(report, on, found):
    states = [one[0].value for one in seen("B12-03", away(last_report_on=on_day(report)), on)]
    assert states == found
