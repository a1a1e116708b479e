"""An empty ledger on the last day of 2010, and a small county in it."""

import shutil

import pytest

from app.services.ledger import Ledger
from app.services.practice.build import build
from tests.services.filed_county import filed
from tests.services.small_county import TODAY, entered


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory):
    path = tmp_path_factory.mktemp("empty") / "ledger.sqlite"
    Ledger.open(path).close()
    return path


@pytest.fixture
def ledger(tmp_path, empty_file):
    path = tmp_path / "ledger.sqlite"
    shutil.copy(empty_file, path)
    opened = Ledger.open(path, author="李文书", today=lambda: TODAY)
    yield opened
    opened.close()


@pytest.fixture
def county(ledger):
    return entered(ledger)


@pytest.fixture
def filed_county(ledger):
    """Return the small county with two people at least in every filed table."""
    return filed(ledger)[0]


@pytest.fixture(scope="module")
def practice(tmp_path_factory):
    """Return the practice county, one for all tests of a file."""
    opened = Ledger.open(tmp_path_factory.mktemp("practice") / "dangwu.sqlite", author="练习")
    build(opened)
    yield opened
    opened.close()
