"""A frozen document comes back as it was."""

from app.domain.document import Document
from app.services import reports
from app.services.frozen_documents import frozen, thawed
from tests.services.figure_cases import YEAR


def test_a_report_comes_back_block_by_block(practice):
    document = reports.draft(practice, YEAR).document
    assert {type(block).__name__ for block in document.blocks} >= {"Prose", "TableBlock", "SignOff"}
    assert thawed(frozen(document)) == document


def test_an_empty_document_comes_back():
    assert thawed(frozen(Document("甲", ()))) == Document("甲", ())
