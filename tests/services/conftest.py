"""An empty ledger on the last day of 2010, and a small county in it."""

import pytest

from app.services.ledger import Ledger
from tests.services.small_county import TODAY, entered


@pytest.fixture
def ledger(tmp_path):
    opened = Ledger.open(tmp_path / "ledger.sqlite", author="李文书", today=lambda: TODAY)
    yield opened
    opened.close()


@pytest.fixture
def county(ledger):
    return entered(ledger)
