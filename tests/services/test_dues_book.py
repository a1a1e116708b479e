"""Paying dues on a real ledger: one month, several, a whole branch; what is refused."""

from datetime import date
from decimal import Decimal

import pytest

from app.base.errors import UserError
from app.domain.dates import PartialDate
from app.domain.dues_views import CellState, Payment, SheetDraft
from app.services import batches, dues, dues_book, members
from app.services.dues_grid import grid
from tests.services.affairs_county import add, member, opened, settled

TODAY = date(2024, 6, 9)


@pytest.fixture
def place(tmp_path):
    ledger = opened(tmp_path / "ledger.sqlite", TODAY)
    found = settled(ledger)
    dues.enter(ledger, [
        SheetDraft(person_id=found.zhang, year=2024, category="ON_JOB", base=Decimal(3000)),
        SheetDraft(person_id=found.wu, year=2024, category="ON_JOB", base=Decimal(5000)),
        SheetDraft(person_id=found.li, year=2024, category="STUDENT"),
    ])  # fmt: skip
    yield found
    ledger.close()


def month(number):
    return date(2024, number, 1)


def row(place, person):
    return next(one for one in grid(place.ledger, place.branch, 2024).rows if one.id == person)


def states(place, person):
    return [cell.state for cell in row(place, person).cells]


def test_a_month_of_a_member_is_paid_with_what_is_due(place):
    (written,) = dues_book.pay(place.ledger, [Payment(place.zhang, month(5))]).ids
    paid = place.get("dues_payment", written)
    assert (paid["due"], paid["paid"], paid["kind"]) == (Decimal(15), Decimal(15), "MONTHLY")
    assert (str(paid["month_on"]), str(paid["paid_on"])) == ("2024-05", "2024-06-09")


def test_b8_08_article_9_dues_are_booked_to_the_branch_of_the_membership(place):
    (written,) = dues_book.pay(place.ledger, [Payment(place.zhang, month(5))]).ids
    assert place.get("dues_payment", written)["org_id"] == place.branch


def test_several_months_are_one_batch_and_a_late_one_is_a_makeup(place):
    payments = [Payment(place.zhang, month(number)) for number in range(1, 7)]
    outcome = dues_book.pay(place.ledger, payments)
    kinds = [place.get("dues_payment", each)["kind"] for each in outcome.ids]
    assert kinds == ["MAKEUP"] * 4 + ["MONTHLY"] * 2
    assert "90.00元" in outcome.sentence
    batches.undo(place.ledger, outcome.batch)
    assert place.find("dues_payment") == []


def test_b8_07_article_8_a_probationary_member_owes_from_the_month_of_his_meeting(place):
    assert states(place, place.li)[:6] == [
        CellState.NOT_OWED, CellState.NOT_OWED, CellState.LATE, CellState.LATE, CellState.OPEN,
        CellState.OPEN,
    ]  # fmt: skip
    with pytest.raises(UserError, match="不用交"):
        dues_book.pay(place.ledger, [Payment(place.li, month(2))])


def test_b8_21_a_suspended_member_owes_nothing_from_his_suspension_on(place):
    change = members.StatusChange(status="SUSPENDED", happened_on=PartialDate.of("2024-04-10"))
    members.change_status(place.ledger, [place.zhang], change)
    assert states(place, place.zhang)[2:5] == [
        CellState.LATE, CellState.NOT_OWED, CellState.NOT_OWED
    ]  # fmt: skip


def test_a_part_is_taken_off_and_the_rest_stays_open(place):
    dues_book.pay(place.ledger, [Payment(place.wu, month(5), Decimal(20))])
    cell = row(place, place.wu).cells[4]
    assert (cell.state, cell.left) == (CellState.OPEN, Decimal(30))
    dues_book.pay(place.ledger, [Payment(place.wu, month(5))])
    assert row(place, place.wu).cells[4].state is CellState.PAID
    assert row(place, place.wu).paid == Decimal(50)


def test_a_month_without_assessment_or_with_no_money_is_refused(place):
    with pytest.raises(UserError, match="还没有核定"):
        dues_book.pay(place.ledger, [Payment(place.zhang, date(2023, 5, 1))])
    with pytest.raises(UserError, match="大于0"):
        dues_book.pay(place.ledger, [Payment(place.zhang, month(5), Decimal(0))])
    with pytest.raises(UserError, match="没有选"):
        dues_book.pay(place.ledger, [])
    assert place.find("dues_payment") == []


def test_b8_12_article_12_a_payment_more_than_six_months_late_says_so(place):
    base = SheetDraft(person_id=place.zhang, year=2023, category="ON_JOB", base=Decimal(3000))
    dues.enter(place.ledger, [base])
    outcome = dues_book.pay(place.ledger, [Payment(place.zhang, date(2023, 11, 1))])
    assert "补交超过6个月" in outcome.sentence
    assert "第十二条" in outcome.sentence


def test_a_payment_entered_by_mistake_is_taken_back_into_the_recycle_bin(place):
    dues_book.pay(place.ledger, [Payment(place.zhang, month(5))])
    dues_book.take_back(place.ledger, [Payment(place.zhang, month(5))])
    assert place.find("dues_payment") == []
    assert row(place, place.zhang).cells[4].state is CellState.OPEN


def test_b8_11_article_11_large_dues_stand_outside_the_monthly_ledger(place):
    with pytest.raises(UserError, match="第十一条"):
        dues_book.pay_large(place.ledger, place.zhang, Decimal("999.99"), paid_on=TODAY)
    dues_book.pay_large(place.ledger, place.zhang, Decimal(1000), paid_on=TODAY)
    assert row(place, place.zhang).paid == 0
    assert place.find("dues_payment")[0]["kind"] == "LARGE"


def test_article_8_a_temporary_branch_collects_no_dues(place):
    org = add(place.ledger, "org_unit", full_name="抗旱临时支部", kind="TEMP")
    person = member(place.ledger, "单明", org)
    draft = SheetDraft(person_id=person, year=2024, category="ON_JOB", base=Decimal(3000))
    dues.enter(place.ledger, [draft])
    with pytest.raises(UserError, match="临时"):
        dues_book.pay(place.ledger, [Payment(person, month(5))])


def test_a_member_who_moved_shows_his_months_in_each_branch(place):
    membership = place.membership(place.zhang)["id"]
    add(place.ledger, "transfer", person_id=place.zhang, membership_id=membership,
        direction="INTERNAL", from_org_id=place.branch, to_org_id=place.other,
        handled_on="2024-04-10", accepted_on="2024-04-10")  # fmt: skip
    with place.ledger.writing("改") as tx:
        from app.store import records

        records.change(tx, "membership", membership, {"org_id": place.other})
    old = row(place, place.zhang)
    (new,) = grid(place.ledger, place.other, 2024).rows
    owed = [cell.state is not CellState.NOT_OWED for cell in old.cells]
    assert owed == [True] * 3 + [False] * 9
    assert [cell.state is not CellState.NOT_OWED for cell in new.cells] == [False] * 3 + [True] * 9
