"""The years without probation (B5-07), as the rule and the bureau's own version name them."""

from datetime import date

import pytest

from app.domain.dates import PartialDate
from app.domain.probation import NoProbation, Standard
from app.domain.rules import RuleBook, RuleEdit

TODAY = date(2010, 12, 31)


def partial(text):
    return PartialDate.of(text) if text else None


@pytest.mark.parametrize(
    ("joined", "full", "is_told"),
    [
        ("1969-04-01", "1969-04-01", False),
        ("1977-08-11", "1977-08-11", False),
        ("1977-08-12", "1977-08-12", True),
        ("1977-08", "1977-08", False),
        ("1977-09", "1977-09", True),
        ("1978", "1978", False),
        ("1969-03-31", "1969-03-31", False),
        ("2010-06-01", "2010-06-01", True),
        ("2010-06-01", "2011-06-01", False),
        ("2010-06-01", "2010-06", False),
        ("2010-06-01", None, False),
        (None, "2010-06-01", False),
    ],
)
def test_no_probation_is_legal_only_between_1969_and_1977(joined, full, is_told):
    found = Standard.of(RuleBook.load(), TODAY).same_day(partial(joined), partial(full))
    assert (found is not None) == is_told


def test_the_bureaus_own_days_are_used_and_told():
    book = RuleBook.load().with_edits([RuleEdit("B5-07", params='{"last_day": "1977-08-18"}')])
    window = Standard.of(book, TODAY).no_probation
    assert window == NoProbation(date(1969, 4, 1), date(1977, 8, 18))
    told = Standard(TODAY, window).same_day(partial("1977-08-19"), partial("1977-08-19"))
    assert told.detail == {"joined": "1977-08-19", "first": "1969-04-01", "last": "1977-08-18"}


def test_a_rule_that_is_switched_off_tells_nothing():
    book = RuleBook.load().with_edits([RuleEdit("B5-07", enabled=False)])
    same = partial("2010-06-01")
    assert Standard.of(book, TODAY).same_day(same, same) is None


@pytest.mark.parametrize(
    ("birth", "joined", "is_told"),
    [
        ("1975-06-15", "1993-06-15", False),
        ("1975-06-15", "1993-06-14", True),
        ("1975-06", "1993-05", True),
        ("1975", "1993", False),
        ("1975-06-15", "1970-01-01", False),
        ("1975-06-15", None, False),
        (None, "1993-06-14", False),
    ],
)
def test_who_joined_before_he_might_apply_is_told(birth, joined, is_told):
    found = Standard.of(RuleBook.load(), TODAY).under_age(partial(birth), partial(joined))
    assert (found is not None) == is_told


def test_the_age_at_joining_is_the_one_the_bureau_has_set():
    of = {"birth": partial("1975-06-15"), "joined": partial("1995-06-14")}
    assert Standard.of(RuleBook.load(), TODAY).under_age(**of) is None
    older = RuleBook.load().with_edits([RuleEdit("B4-02", params='{"years": 20}')])
    assert Standard.of(older, TODAY).under_age(**of).detail["years"] == "20"
    off = RuleBook.load().with_edits([RuleEdit("B4-02", enabled=False)])
    assert Standard.of(off, TODAY).under_age(partial("1975-06-15"), partial("1980-01-01")) is None
