import pytest

from app.base.errors import UserError
from app.services import operations
from app.store import records


def test_operations_come_in_order_with_old_and_new(ledger):
    with ledger.writing("新增") as tx:
        person = records.add(tx, "person", {"name": "张三"})
    with ledger.writing("修改") as tx:
        records.change(tx, "person", person, {"mobile": "13900000000"})
    born, changed = map(operations.as_json, operations.of_record(ledger, person))
    assert (born["kind"], born["changes"]) == ("I", {"name": "张三"})
    assert changed["changes"] == {"mobile": ["", "13900000000"]}
    assert changed["base"] == [born["id"]]
    assert changed["record"] == person
    assert changed["author"] == "李文书"


def test_a_record_that_never_was_is_said(ledger):
    with pytest.raises(UserError):
        operations.of_record(ledger, "nothing")
