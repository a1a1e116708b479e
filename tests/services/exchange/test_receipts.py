"""回执: what came is printed, what went is confirmed by the next stick."""

import pypdfium2 as pdfium
import pytest

from app.base.errors import UserError
from app.services.exchange import receipts, receiving
from tests.services.exchange.world import BUREAU, SCHOOL_A, SCHOOL_B


def test_a_receipt_tells_what_a_package_brought(world):
    world.edit(SCHOOL_A, 0, "mobile", "1")
    world.edit(BUREAU, 0, "mobile", "2")
    world.add_person(SCHOOL_A, 0)
    taken = receiving.take(world.nodes[BUREAU].ledger, world.pack(SCHOOL_A, BUREAU).data)
    found = receipts.receipt(world.nodes[BUREAU].ledger, taken.package)
    assert found.lines == (("人员", 2), ("党籍", 1))
    assert (found.sender, found.receiver, found.to_settle, found.batch) == (
        "第一小学",
        "县教育局",
        1,
        taken.batch,
    )
    for part in (taken.package, "    人员：2项", "需要核定：1处", "已收下", "（签字）"):
        assert part in found.text
    assert receipts.receipts(world.nodes[BUREAU].ledger)[0] == found
    assert {
        r.sender for r in receipts.receipts(world.nodes[BUREAU].ledger, world.ids[SCHOOL_B])
    } == {"第二小学"}


def test_an_empty_package_has_a_receipt_too(world):
    taken = receiving.take(world.nodes[BUREAU].ledger, world.pack(SCHOOL_A, BUREAU).data)
    assert "没有新的变动" in receipts.receipt(world.nodes[BUREAU].ledger, taken.package).text


def test_several_receipts_are_one_paper_with_a_page_for_each(world, tmp_path):
    bureau = world.nodes[BUREAU].ledger
    for number in (SCHOOL_A, SCHOOL_B):
        receiving.take(bureau, world.pack(number, BUREAU).data)
    newest = receipts.receipts(bureau)[:2]
    assert receipts.export(newest, tmp_path / "r.pdf") == 2
    with pdfium.PdfDocument(tmp_path / "r.pdf") as pdf:
        texts = [page.get_textpage().get_text_range() for page in pdf]
    assert ["第二小学" in text for text in texts] == [True, False]
    assert ["第一小学" in text for text in texts] == [False, True]


def test_a_package_that_never_came_has_none(world):
    with pytest.raises(UserError, match="没有收到过"):
        receipts.receipt(world.nodes[BUREAU].ledger, "nothing")


def test_the_sender_learns_at_the_next_stick_what_arrived(world):
    school = world.nodes[SCHOOL_A].ledger
    world.edit(SCHOOL_A, 0, "mobile", "1")
    made = world.pack(SCHOOL_A, BUREAU)
    newest = receipts.sent(school)[0]
    assert (newest.package, newest.name, newest.operations_n) == (made.package, "县教育局", 1)
    assert newest.confirmed_at is None
    receiving.take(world.nodes[BUREAU].ledger, made.data)
    receiving.take(school, world.pack(BUREAU, SCHOOL_A).data)
    assert receipts.sent(school)[0].confirmed_at is not None
    assert receipts.sent(school)[0].made_at.tzinfo


def test_records_of_a_newer_program_are_counted_as_such():
    assert receipts.counted({"person": 2, "future": 3}) == (
        ("人员", 2),
        ("更新版本才认识的记录", 3),
    )
