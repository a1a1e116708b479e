import pytest

from app.base.paths import DataFolder
from app.cli.selftest_exchange import exchange_once
from app.exchange import stick
from app.services import access
from app.services.practice.build import build


@pytest.fixture
def bureau(tmp_path):
    folder = DataFolder(tmp_path)
    ledger = access.open_ledger(folder)
    build(ledger)
    ledger.close()
    return folder


def test_a_school_reports_and_is_answered(bureau):
    assert exchange_once(bureau) == ""


def test_a_package_that_arrives_damaged_is_told(bureau, monkeypatch):
    whole = stick.collect

    def damaged(places, inbox):
        for file in places[0].iterdir():
            file.write_bytes(file.read_bytes()[:-1])
        return whole(places, inbox)

    monkeypatch.setattr(stick, "collect", damaged)
    assert exchange_once(bureau) == "学校的交换包没有收下"
