"""Records of any table by its name: plain values in, the same values out."""

from datetime import date
from decimal import Decimal

import pytest

from app.base.errors import UserError
from app.domain.dates import PartialDate, Precision
from app.store import records


@pytest.fixture
def tx(database):
    with database.writing("试", author="李文书") as opened:
        yield opened


@pytest.mark.parametrize(
    "value",
    [
        PartialDate.of("2010-06-01"),
        PartialDate.of("2010"),
        PartialDate(date(2010, 6, 1), Precision.MONTH, "2010.6"),
        PartialDate(None, raw="约1985年"),
        None,
    ],
)
def test_a_date_comes_back_with_its_precision_and_raw_text(tx, value):
    record = records.add(tx, "donation", {"donated_on": value, "amount": Decimal("19200.05")})
    row = records.get(tx, "donation", record)
    assert (row["donated_on"], row["amount"]) == (value, Decimal("19200.05"))


def test_many_records_come_back_in_order_even_with_different_fields(tx):
    ids = records.add_many(tx, "person", [{"name": "甲"}, {"mobile": "1"}, {"name": "乙"}])
    assert [records.get(tx, "person", each)["name"] for each in ids] == ["甲", "", "乙"]


def test_more_than_one_chunk_is_changed(tx):
    ids = records.add_many(tx, "person", [{"name": str(n)} for n in range(records.CHUNK + 3)])
    records.change(tx, "person", ids, {"category": "TEACHER"})
    assert len(records.find(tx, "person", category="TEACHER")) == records.CHUNK + 3


def test_removed_records_are_hidden_and_restored(tx):
    person = records.add(tx, "person", {"name": "张永杰"})
    records.remove(tx, "person", person)
    assert records.find(tx, "person") == []
    assert [row["id"] for row in records.removed(tx, "person")] == [person]
    with pytest.raises(UserError, match="在回收站里"):
        records.get(tx, "person", person)
    assert records.get(tx, "person", person, with_removed=True)["name"] == "张永杰"
    records.restore(tx, "person", person)
    assert len(records.find(tx, "person", name=["张永杰", "别人"])) == 1


def test_columns_begin_with_the_id_and_end_with_the_tombstone():
    columns = records.columns_of("org_cover")
    assert columns == ("id", "org_id", "school_id", "from_on", "to_on", "removed_at")


@pytest.mark.parametrize(
    ("given", "kept"),
    [("0.005", "0.01"), ("0.004", "0"), ("1.115", "1.12"), ("-0.005", "-0.01"), ("2.675", "2.68")],
)
def test_an_amount_is_rounded_half_up_to_hundredths(database, given, kept):
    with database.writing("试", author="李文书") as tx:
        record = records.add(tx, "donation", {"amount": Decimal(given)})
        changed = records.add(tx, "donation", {})
        records.change(tx, "donation", changed, {"amount": Decimal(given)})
        found = [records.get(tx, "donation", each)["amount"] for each in (record, changed)]
    assert found == [Decimal(kept), Decimal(kept)]


def test_texts_typed_in_other_ways_are_stored_alike(tx):
    typed, kept = "Ame\u0301lie", "Am\u00e9lie"
    ids = [records.add(tx, "person", {"name": each, "remark": each}) for each in (typed, kept)]
    records.change(tx, "person", ids[0], {"address": typed})
    run = tx.session.connection().exec_driver_sql
    stored = run("SELECT name, remark, address FROM person ORDER BY id").all()
    assert stored == [(kept, kept, kept), (kept, kept, "")]
    assert [row["id"] for row in records.find(tx, "person", name=typed)] == ids
    changes = "".join(run("SELECT changes FROM operation").scalars())
    assert typed not in changes
