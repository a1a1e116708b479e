"""What a batch did, value by value."""

from app.services import batches, record_book
from app.services.batch_details import details


def test_added_changed_and_removed_records_are_told_in_words(county):
    ledger = county.ledger
    added = record_book.save(ledger, "talk", None, {"person_id": county.zhang, "kind": ""})
    changed = record_book.save(ledger, "talk", added.ids[0], {"person_id": county.wu})
    removed = record_book.remove(ledger, "talk", added.ids)
    assert "张永杰" in {new for _, _, new in details(ledger, added.batch)[0].changes}
    assert details(ledger, added.batch)[0].kind == "新增"
    one = details(ledger, changed.batch)[0]
    assert (one.kind, one.table, one.record) == ("修改", "talk", added.ids[0])
    assert [(old, new) for _, old, new in one.changes] == [("张永杰", "吴瑞君")]
    assert details(ledger, removed.batch)[0].kind == "移入回收站"
    back = batches.undo(ledger, removed.batch)
    assert details(ledger, back.batch)[0].kind == "恢复"


def test_an_unknown_batch_has_no_details(county):
    assert details(county.ledger, "") == ()
