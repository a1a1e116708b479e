from datetime import date

from app.services.ledger import Ledger
from app.services.practice.build import build
from app.services.practice.state import at_its_day, is_empty, is_practice


def test_a_ledger_is_for_practice_once_the_county_is_entered(tmp_path):
    ledger = Ledger.open(tmp_path / "ledger.sqlite")
    assert is_empty(ledger)
    assert not is_practice(ledger)
    build(ledger)
    assert not is_empty(ledger)
    assert is_practice(ledger)
    assert at_its_day(ledger).today() == date(2010, 12, 31)
    ledger.close()
