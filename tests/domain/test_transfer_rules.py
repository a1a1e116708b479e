"""The rules of B9 on facts: hand-computed days, each with its article."""

from datetime import date

import pytest

from app.domain.affairs_facts import PupilFacts, TransferFacts
from app.domain.dates import PartialDate
from app.domain.readings import Severity
from app.domain.rules import DueState, RuleBook
from app.domain.transfer_rules import (
    PUPIL_CHECKS,
    TRANSFER_CHECKS,
    barred_renewal,
    barred_slip,
    default_days,
    expires_on,
)

BOOK = RuleBook.load()
INFO, WARN = Severity.INFO, Severity.WARN
OVERDUE, SOON, NEXT = DueState.OVERDUE, DueState.SOON, DueState.NEXT


def on_day(text):
    return PartialDate.of(text)


def slip(**more):
    values = {"id": "t", "person_id": "p", "name": "张永杰", "direction": "OUT",
              "channel": "SLIP", "handled_on": on_day("2024-03-01"), "valid_days": 30}  # fmt: skip
    return TransferFacts(**{**values, **more})


def check(rule_id, facts, on):
    checks = {**TRANSFER_CHECKS, **PUPIL_CHECKS}
    return list(checks[rule_id](BOOK.applied(rule_id, on), facts, on))


def seen(rule_id, facts, on):
    return [(one.state, one.severity, one.due_on) for one in check(rule_id, facts, on)]


def test_b9_05_the_usual_validity_is_10_days_in_town_and_30_outside():
    rule = BOOK.applied("B9-05", date(2024, 3, 1))
    assert default_days(rule, is_same_city=True) == 10
    assert default_days(rule, is_same_city=False) == 30


@pytest.mark.parametrize(("days", "found"), [(90, 0), (91, 1), (None, 0)])
def test_b9_05_a_slip_is_good_for_at_most_90_days(days, found):
    assert len(check("B9-05", slip(valid_days=days), date(2024, 3, 2))) == found


def test_b9_05_the_last_day_of_a_slip_is_that_many_days_after_it():
    assert expires_on(slip()) == date(2024, 3, 31)
    assert expires_on(slip(handled_on=on_day("2024-02-20"), valid_days=10)) == date(2024, 3, 1)
    assert expires_on(slip(valid_days=None)) is None
    assert expires_on(slip(handled_on=None)) is None


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2024, 3, 20), (NEXT, INFO, date(2024, 3, 31))),
        (date(2024, 3, 21), (SOON, INFO, date(2024, 3, 31))),
        (date(2024, 3, 31), (SOON, INFO, date(2024, 3, 31))),
        (date(2024, 4, 1), (OVERDUE, WARN, date(2024, 3, 31))),
    ],
)
def test_b9_06_a_slip_without_receipt_is_overdue_after_its_validity(on, expected):
    assert seen("B9-06", slip(), on) == [expected]


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2024, 4, 19), (NEXT, INFO, date(2024, 4, 30))),
        (date(2024, 4, 20), (SOON, INFO, date(2024, 4, 30))),
        (date(2024, 5, 1), (OVERDUE, WARN, date(2024, 4, 30))),
    ],
)
def test_b9_06_the_receipt_follows_within_a_month_after_the_acceptance(on, expected):
    accepted = slip(accepted_on=on_day("2024-03-31"))
    assert seen("B9-06", accepted, on) == [expected]


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2024, 3, 6), (SOON, INFO, date(2024, 4, 5))),
        (date(2024, 4, 6), (OVERDUE, WARN, date(2024, 4, 5))),
    ],
)
def test_b9_06_who_receives_a_member_posts_the_receipt_within_a_month(on, expected):
    facts = slip(direction="IN", accepted_on=on_day("2024-03-05"))
    assert seen("B9-06", facts, on) == [expected]
    assert "寄给转出单位" in check("B9-06", facts, on)[0].text


@pytest.mark.parametrize(
    "facts",
    [
        slip(receipt_on=on_day("2024-03-20")),
        slip(replaced=True),
        slip(channel="ONLINE"),
        slip(channel="JURISDICTION"),
        slip(valid_days=None),
    ],
)
def test_b9_06_no_receipt_is_asked_for_where_none_is_to_come(facts):
    assert check("B9-06", facts, date(2024, 12, 1)) == []


@pytest.mark.parametrize(("on", "found"), [(date(2024, 9, 1), 0), (date(2024, 9, 2), 1)])
def test_b9_08_a_membership_that_nobody_accepted_for_more_than_six_months(on, found):
    assert len(check("B9-08", slip(), on)) == found
    assert check("B9-08", slip(accepted_on=on_day("2024-04-01")), on) == []
    assert check("B9-08", slip(direction="IN"), on) == []


@pytest.mark.parametrize(
    ("on", "found"),
    [(date(2024, 3, 31), 0), (date(2024, 4, 1), 1), (date(2024, 9, 30), 1), (date(2024, 10, 1), 0)],
)
def test_b9_09_an_expired_slip_may_be_made_out_again_within_six_months(on, found):
    due = [one.due_on for one in check("B9-09", slip(), on)]
    assert due == [date(2024, 9, 30)] * found


def test_b9_09_after_six_months_no_new_slip_takes_its_place():
    rule = BOOK.applied("B9-09", date(2024, 10, 1))
    assert barred_renewal(rule, slip(), date(2024, 9, 30)) is None
    late = barred_renewal(rule, slip(), date(2024, 10, 1))
    assert late.due_on == date(2024, 9, 30)
    assert "不再重开" in late.text


def pupil(**more):
    return PupilFacts(**{"person_id": "p", "name": "李小明", **more})


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2024, 5, 31), []),
        (date(2024, 6, 1), [(SOON, INFO, date(2024, 8, 31))]),
        (date(2024, 8, 31), [(SOON, INFO, date(2024, 8, 31))]),
        (date(2024, 9, 1), []),
    ],
)
def test_b9_10_article_35_the_list_of_leaving_pupils_stands_from_june_to_august(on, expected):
    assert seen("B9-10", pupil(), on) == expected


def test_b9_10_article_35_a_known_day_of_leaving_is_the_deadline():
    facts = pupil(leaves_on=on_day("2024-06-30"))
    assert seen("B9-10", facts, date(2024, 6, 15)) == [(SOON, INFO, date(2024, 6, 30))]
    assert seen("B9-10", facts, date(2024, 7, 1)) == [(OVERDUE, INFO, date(2024, 6, 30))]
    assert check("B9-10", pupil(leaves_on=on_day("2025-06-30")), date(2024, 6, 15)) == []


def test_b9_10_article_35_a_probationary_pupil_takes_his_papers_along():
    (found,) = check("B9-10", pupil(is_probationary=True), date(2024, 6, 15))
    assert "培养材料" in found.text
    assert check("B9-10", pupil(has_transfer=True), date(2024, 6, 15)) == []


def test_b9_11_a_slip_is_barred_while_months_are_unpaid():
    rule = BOOK.applied("B9-11", date(2024, 6, 15))
    barred = barred_slip(rule, ("p", "m", "张永杰"), [date(2024, 4, 1), date(2024, 5, 1)])
    assert barred.severity is Severity.BLOCK
    assert "2024-04、2024-05" in barred.text
    assert barred_slip(rule, ("p", "m", "张永杰"), []) is None
