"""The unit whose ledger this is: its uppermost committee."""

from app.services.own_unit import UNNAMED, unit_name


def test_the_unit_is_the_uppermost_committee(county):
    with county.ledger.reading() as tx:
        assert unit_name(tx) == "中共某县教育局委员会"


def test_an_empty_ledger_has_no_name_yet(ledger):
    with ledger.reading() as tx:
        assert unit_name(tx) == UNNAMED
