"""党费收据: the number of a receipt and its words (P05 e, B8-24)."""

from datetime import date
from decimal import Decimal

import pytest

from app.base.errors import UserError
from app.domain.dues_views import Payment, SheetDraft
from app.services import batches, dues, dues_book, dues_receipts
from tests.services.affairs_county import opened, settled

JANUARY, MARCH = date(2024, 1, 1), date(2024, 3, 1)


@pytest.fixture
def place(tmp_path):
    ledger = opened(tmp_path / "ledger.sqlite", date(2025, 1, 20))
    found = settled(ledger)
    people = (found.zhang, found.wu)
    for year in (2024, 2025):
        dues.enter(ledger, [
            SheetDraft(person_id=one, year=year, category="ON_JOB", base=Decimal("4123.45"))
            for one in people
        ])  # fmt: skip
    paid = [Payment(one, JANUARY) for one in people]
    dues_book.pay(ledger, paid, paid_on=date(2024, 1, 5))
    dues_book.pay(ledger, [Payment(found.wu, date(2025, 1, 1))], paid_on=date(2025, 1, 6))
    yield found
    ledger.close()


def words(place, person, month=JANUARY):
    return str(dues_receipts.document(place.ledger, person, month).blocks)


def test_a_receipt_repeats_the_amount_in_capital_numerals(place):
    told = words(place, place.wu)
    assert told.count("今收到吴瑞君同志2024年1月党费41.23元。") == 2
    assert "人民币（大写）：肆拾壹元贰角叁分" in told


@pytest.mark.parametrize(
    "ask", [dues_receipts.proposed, dues_receipts.give, dues_receipts.document]
)
def test_a_month_that_is_not_paid_has_no_receipt(place, ask):
    with pytest.raises(UserError, match="还没有交2024年12月的党费"):
        ask(place.ledger, place.wu, date(2024, 12, 1))


def test_b8_23_receipts_are_numbered_by_the_year_and_keep_their_number(place):
    assert dues_receipts.proposed(place.ledger, place.wu, JANUARY) == "党费〔2024〕0001号"
    dues_receipts.give(place.ledger, place.wu, JANUARY)
    dues_receipts.give(place.ledger, place.zhang, JANUARY)
    dues_receipts.give(place.ledger, place.wu, JANUARY)
    dues_receipts.give(place.ledger, place.wu, date(2025, 1, 1))
    assert words(place, place.wu).count("编号：党费〔2024〕0001号") == 2
    assert words(place, place.zhang).count("编号：党费〔2024〕0002号") == 2
    assert "编号：党费〔2025〕0001号" in words(place, place.wu, date(2025, 1, 1))


def test_b8_23_a_number_can_be_changed_but_not_taken_twice(place):
    done = dues_receipts.give(place.ledger, place.wu, JANUARY, " 党费〔2024〕0107号 ")
    assert "编号：党费〔2024〕0107号" in words(place, place.wu)
    with pytest.raises(UserError, match="已经用过"):
        dues_receipts.give(place.ledger, place.zhang, JANUARY, "党费〔2024〕0107号")
    assert dues_receipts.proposed(place.ledger, place.zhang, JANUARY) == "党费〔2024〕0108号"
    batches.undo(place.ledger, done.batch)
    assert dues_receipts.proposed(place.ledger, place.wu, JANUARY) == "党费〔2024〕0001号"


def test_each_part_of_a_month_has_its_own_receipt(place):
    for amount in ("20", None):
        part = Payment(place.zhang, MARCH, amount and Decimal(amount))
        dues_book.pay(place.ledger, [part], paid_on=date(2024, 3, 5))
    dues_receipts.give(place.ledger, place.zhang, MARCH)
    told = words(place, place.zhang, MARCH)
    assert ("党费20.00元" in told, "党费21.23元" in told) == (True, True)
    assert (told.count("0001号"), told.count("0002号")) == (2, 2)
