"""Registers of members away and lost, and the record of a case, on paper (P18, P22)."""

from datetime import date

import pypdfium2
import pytest

from app.domain.dates import PartialDate
from app.services import disposals, floating, lost_members, printing, registers
from app.services.disposals import CaseDraft, Decision
from app.services.floating import FloatingDraft
from tests.services.affairs_county import opened, settled


@pytest.fixture
def place(tmp_path):
    ledger = opened(tmp_path / "ledger.sqlite", date(2025, 6, 15))
    yield settled(ledger)
    ledger.close()


def text_of(document, tmp_path):
    printing.save(document, tmp_path / "a.pdf")
    return "".join(
        pypdfium2.PdfDocument(tmp_path / "a.pdf")[0].get_textpage().get_text_range().split()
    )


def test_p18_members_away_and_lost_are_registered(place, tmp_path):
    away = FloatingDraft(person_id=place.wu, since_on=PartialDate.of("2024-03-01"),
                         destination="浙江", contact_person="组织委员")  # fmt: skip
    floating.leave(place.ledger, away)
    lost_members.mark(place.ledger, place.zhang, PartialDate.of("2024-11-05"), "居住地改变")
    text = text_of(registers.away_document(place.ledger), tmp_path)
    assert "吴瑞君" in text
    assert "浙江" in text
    assert "张永杰" in text
    assert "2024-11-05居住地改变" in text


def test_p18_an_empty_register_says_so(place, tmp_path):
    assert text_of(registers.away_document(place.ledger), tmp_path).count("无") == 2


def test_p22_a_case_is_told_step_by_step(place, tmp_path):
    draft = CaseDraft(person_id=place.zhang, kind="WARNING", ground="违反工作纪律",
                      started_on=PartialDate.of("2025-01-10"))  # fmt: skip
    (case,) = disposals.open_case(place.ledger, draft).ids
    decision = Decision(approved_on=PartialDate.of("2025-02-01"), doc_no="教党〔2025〕3号")
    disposals.decide(place.ledger, case, decision)
    text = text_of(registers.case_document(place.ledger, case), tmp_path)
    assert "张永杰同志警告记实表" in text
    assert "教党〔2025〕3号" in text
    assert "影响期至2026-02-01" in text
