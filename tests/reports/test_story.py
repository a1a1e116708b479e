from reportlab.platypus import CondPageBreak, PageBreak, Table

from app.reports.fonts import FontSet
from app.reports.paragraphs import SignOffBlock
from app.reports.story import Story


def test_every_block_becomes_flowables_in_order(document):
    kinds = [type(flowable) for flowable in Story(document, FontSet()).flowables()]
    assert kinds.count(Table) == 2
    assert kinds.index(SignOffBlock) < kinds.index(PageBreak) < kinds.index(Table)


def test_two_headings_in_a_row_are_kept_together_by_one_check(document):
    kinds = [type(flowable) for flowable in Story(document, FontSet()).flowables()]
    assert kinds.count(CondPageBreak) == 2
