"""The records behind figures, in words."""

from decimal import Decimal

from app.domain.figures import Evidence, total
from app.services import record_book
from app.services.evidence import evidence_rows, record_counts, subject_names


def test_evidence_is_named_in_its_order_and_repeats_of_a_group_are_marked(county):
    evidence = (
        Evidence("person", county.wu, group="甲"),
        Evidence("org_unit", county.first, Decimal("2.5")),
        Evidence("person", county.zhang, group="甲"),
    )
    rows = evidence_rows(county.ledger, evidence)
    assert [(row.title, row.summary) for row in rows] == [
        ("人员", "吴瑞君"),
        ("党组织", "第一小学党支部"),
        ("人员", "张永杰"),
    ]
    assert [row.is_repeated for row in rows] == [False, False, True]
    assert sum(row.amount for row in rows if not row.is_repeated) == total(evidence)
    assert len({row.id for row in rows}) == 3


def test_a_record_in_the_recycle_bin_keeps_its_name(county):
    saved = record_book.save(county.ledger, "campaign", None, {"name": "读书月"}).ids[0]
    record_book.remove(county.ledger, "campaign", [saved])
    assert evidence_rows(county.ledger, [Evidence("campaign", saved)])[0].summary == "读书月"


def test_only_live_records_are_counted(county):
    saved = record_book.save(county.ledger, "campaign", None, {"name": "读书月"}).ids
    assert record_counts(county.ledger, ("campaign", "exam")) == {"campaign": 1, "exam": 0}
    record_book.remove(county.ledger, "campaign", saved)
    assert record_counts(county.ledger, ("campaign",)) == {"campaign": 0}


def test_subjects_are_persons_organisations_and_schools(county):
    ids = (county.zhang, county.first, county.school)
    assert subject_names(county.ledger, ids) == {
        county.zhang: "张永杰",
        county.first: "第一小学党支部",
        county.school: "第一小学",
    }
