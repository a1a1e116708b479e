"""The rules of honours, care and rights on facts (A11–A13, A25–A27, B8-20)."""

from datetime import date
from decimal import Decimal

import pytest

from app.domain.affairs_facts import HardshipFacts, HonourFacts, OpinionFacts, VisitFacts
from app.domain.care_rules import (
    HARDSHIP_CHECKS,
    HONOUR_CHECKS,
    OPINION_CHECKS,
    VISIT_CHECKS,
    use_is_allowed,
)
from app.domain.dates import PartialDate
from app.domain.readings import Severity
from app.domain.rules import DueState, RuleBook

BOOK = RuleBook.load()
TODAY = date(2024, 6, 15)


def check(rule_id, facts, on=TODAY):
    checks = {**HARDSHIP_CHECKS, **HONOUR_CHECKS, **OPINION_CHECKS, **VISIT_CHECKS}
    return list(checks[rule_id](BOOK.applied(rule_id, on), facts, on))


def honour(**more):
    return HonourFacts(**{"id": "h", "subject": "p", "title": "优秀共产党员", "year": 2024, **more})


def test_a11_an_honour_entered_twice_is_told():
    assert check("AL-A11", honour()) == []
    (found,) = check("AL-A11", honour(twin=True))
    assert found.severity is Severity.WARN


@pytest.mark.parametrize(("status", "found"), [("NORMAL", 0), ("", 0), ("SUSPENDED", 1)])
def test_a12_an_honour_for_somebody_not_in_normal_standing_is_told(status, found):
    assert len(check("AL-A12", honour(status=status))) == found


@pytest.mark.parametrize(
    ("disposals", "found"), [((), 0), (("SERIOUS_WARNING",), 1), (("CORRECTION",), 0)]
)
def test_b11_11_an_honour_within_the_effect_of_a_discipline_is_told(disposals, found):
    assert len(check("B11-11", honour(disposals=disposals))) == found


@pytest.mark.parametrize(
    ("on", "state"), [(date(2024, 6, 1), DueState.NEXT), (date(2024, 6, 2), DueState.OVERDUE)]
)
def test_a25_an_opinion_is_answered_within_thirty_days(on, state):
    facts = OpinionFacts(id="o", subject="p", received_on=PartialDate.of("2024-05-02"))
    (found,) = check("AL-A25", facts, on)
    assert (found.state, found.due_on) == (state, date(2024, 6, 1))


@pytest.mark.parametrize(
    ("visited", "on", "found"),
    [
        (None, date(2024, 1, 20), 0),
        (None, date(2024, 1, 21), 1),
        ("2023-09-10", date(2024, 9, 10), 0),
        ("2023-09-10", date(2024, 9, 11), 1),
    ],
)
def test_a26_somebody_on_the_register_is_visited_within_twelve_months(visited, on, found):
    facts = HardshipFacts(
        id="h", person_id="p", since_on=PartialDate.of("2023-01-20"),
        visited_on=PartialDate.of(visited) if visited else None,
    )  # fmt: skip
    assert len(check("AL-A26", facts, on)) == found


@pytest.mark.parametrize(
    ("festival", "repeats", "found"),
    [("SPRING", True, 1), ("SPRING", False, 0), ("OTHER", True, 0)],
)
def test_a27_one_visit_for_one_festival(festival, repeats, found):
    facts = VisitFacts(id="v", person_id="p", festival=festival, repeats=repeats)
    assert len(check("AL-A27", facts)) == found


@pytest.mark.parametrize(
    ("source", "purpose", "is_allowed"),
    [
        ("DUES", "HARDSHIP", True),
        ("DUES", "补助生活困难党员", True),
        ("DUES", "培训党员", True),
        ("DUES", "", False),
        ("DUES", "聚餐", False),
        ("UNION", "聚餐", True),
    ],
)
def test_b8_20_article_19_dues_are_spent_for_five_purposes(source, purpose, is_allowed):
    assert use_is_allowed(BOOK.applied("B8-20", TODAY), source, purpose) is is_allowed
    facts = VisitFacts(id="v", person_id="p", fund_source=source, purpose=purpose,
                       amount=Decimal(300))  # fmt: skip
    assert bool(check("B8-20", facts)) is not is_allowed
