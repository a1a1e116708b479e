"""Arrears on a real ledger: the list, the draft, and that no membership changes by itself."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from app.base.errors import UserError
from app.domain.dues_views import Payment, SheetDraft
from app.services import dues, dues_arrears, dues_book, rules
from tests.services.affairs_county import opened, settled

TODAY = date(2024, 7, 15)


@pytest.fixture
def place(tmp_path):
    ledger = opened(tmp_path / "ledger.sqlite", TODAY)
    found = settled(ledger)
    dues.enter(ledger, [
        SheetDraft(person_id=found.zhang, year=2024, category="ON_JOB", base=Decimal(3000)),
        SheetDraft(person_id=found.wu, year=2024, category="ON_JOB", base=Decimal(5000)),
    ])  # fmt: skip
    months = [Payment(found.wu, date(2024, number, 1)) for number in (1, 2, 4, 5, 6)]
    dues_book.pay(ledger, months, paid_on=date(2024, 6, 20))
    yield found
    ledger.close()


def found_by(place, rule_id, on=TODAY):
    return [one for one in rules.due(place.ledger, on) if one.rule_id == rule_id]


def test_everybody_with_late_months_is_listed_with_months_and_money(place):
    lines = {line.person_id: line for line in dues_arrears.arrears(place.ledger, TODAY)}
    zhang = lines[place.zhang]
    assert (len(zhang.months), zhang.amount, zhang.needs_case) == (6, Decimal(90), True)
    wu = lines[place.wu]
    assert (wu.months, wu.amount, wu.needs_case) == ((date(2024, 3, 1),), Decimal(50), False)
    assert dues_arrears.arrears(place.ledger, TODAY, place.other) == ()


def test_b8_13_article_13_six_months_open_a_draft_and_leave_the_membership_alone(place):
    before = place.membership(place.zhang)
    outcome = dues_arrears.open_cases(place.ledger, TODAY)
    (case,) = place.find("disposal_case")
    assert outcome.ids == (case["id"],)
    assert (case["person_id"], case["kind"], case["state"]) == (place.zhang, "REMOVAL", "DRAFT")
    assert place.membership(place.zhang) == before
    assert place.find("membership_event") == []


def test_b8_13_a_second_draft_is_not_made_and_the_list_says_it_is_filed(place):
    dues_arrears.open_cases(place.ledger, TODAY)
    with pytest.raises(UserError, match="没有需要登记的人"):
        dues_arrears.open_cases(place.ledger, TODAY)
    (found,) = found_by(place, "B8-13")
    assert "拟办处置已登记" in found.text


def test_b8_13_the_list_of_a_past_day_counts_what_was_paid_by_then(place):
    found = found_by(place, "B8-13", date(2024, 6, 15))
    days = {(one.about.subject, one.due_on) for one in found}
    both = (date(2024, 2, 10), date(2024, 7, 10))
    assert days == {(who, on) for who in (place.zhang, place.wu) for on in both}
    names = {one.about.subject for one in found_by(place, "B8-13", date(2024, 6, 20))}
    assert names == {place.zhang}


def test_b8_12_a_single_month_left_out_is_found_with_its_last_day(place):
    (found,) = found_by(place, "B8-12")
    assert (found.about.subject, found.due_on) == (place.wu, date(2024, 9, 30))


def test_b9_11_what_a_slip_needs_is_until_when_all_is_paid(place):
    from app.store import member_facts

    with place.ledger.reading() as tx:
        members = {one.row.person_id: one for one in member_facts.members(tx, TODAY)}
        assert dues_arrears.unpaid_months(tx, members[place.wu], TODAY) == (date(2024, 3, 1),)
        assert dues_arrears.paid_until(tx, members[place.wu], TODAY) == date(2024, 2, 1)
        assert len(dues_arrears.unpaid_months(tx, members[place.zhang], TODAY)) == 6
    dues_book.pay(place.ledger, [Payment(place.wu, date(2024, 3, 1))])
    with place.ledger.reading() as tx:
        assert dues_arrears.unpaid_months(tx, members[place.wu], TODAY) == ()
        assert dues_arrears.paid_until(tx, members[place.wu], TODAY) == date(2024, 6, 1)


def test_b8_13_what_is_never_paid_keeps_its_first_day_for_years(place):
    on = date(2024, 12, 31)
    while on < date(2028, 3, 1):
        on += timedelta(days=59)
        mine = [f for f in found_by(place, "B8-13", on) if f.about.subject == place.zhang]
        assert [one.due_on for one in mine] == [date(2024, 2, 10)], on
        (gap,) = [f for f in found_by(place, "B8-12", on) if f.about.subject == place.wu]
        assert gap.due_on == date(2024, 9, 30)
    (line,) = dues_arrears.arrears(place.ledger, on, place.branch)[:1]
    assert len(line.months) == 12


def test_b8_13_a_year_paid_in_full_by_parts_owes_nothing_years_later(place):
    later = replace(place.ledger, today=lambda: date(2028, 1, 20))
    for person, first in ((place.zhang, 1), (place.wu, 7)):
        half = [Payment(person, date(2024, m, 1), Decimal(5)) for m in range(first, 13)]
        for payments in (half, [Payment(person, one.month) for one in half]):
            dues_book.pay(later, payments, paid_on=date(2028, 1, 10))
    dues_book.pay(later, [Payment(place.wu, date(2024, 3, 1))], paid_on=date(2028, 1, 10))
    assert dues_arrears.arrears(later, date(2028, 1, 9)) != ()
    assert dues_arrears.arrears(later, date(2028, 1, 10)) == ()


def test_a_year_not_assessed_or_not_published_stays_on_the_list(place):
    for rule_id, first in (("AL-A51", date(2024, 3, 31)), ("B8-15", date(2025, 3, 31))):
        for on in (date(2025, 6, 1), date(2026, 1, 1), date(2028, 6, 1)):
            days = [one.due_on for one in found_by(place, rule_id, on)]
            assert days.count(first) == 1, (rule_id, on)
