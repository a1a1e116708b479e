"""Values as texts, by the kind of their column."""

from decimal import Decimal

import pytest

from app.domain import codes, kinds
from app.domain.dates import PartialDate
from app.domain.fields import field_of
from app.domain.showing import amount_text, code_labels, code_text, value_text
from app.domain.words import label, labels_of


@pytest.mark.parametrize(
    ("table", "column", "value", "text"),
    [
        ("person", "name", "张永杰", "张永杰"),
        ("person", "gender", "2", "女"),
        ("person", "education", "99", "99"),
        ("person", "birth_on", PartialDate.of("1975-06"), "1975-06"),
        ("person", "birth_on", PartialDate(None, raw="约1985年"), "约1985年"),
        ("person", "is_leader", True, "是"),
        ("person", "is_leader", False, "否"),
        ("person", "display_order", 0, "0"),
        ("person", "school_id", "s1", "第一小学"),
        ("person", "school_id", "unknown", ""),
        ("membership", "status", "SUSPENDED", "停止党籍"),
        ("donation", "amount", Decimal("19200.50"), "19200.5"),
        ("donation", "amount", None, ""),
        ("person", "gender", "", ""),
    ],
)
def test_a_value_is_shown_by_its_kind(table, column, value, text):
    assert value_text(field_of(table, column), value, {"s1": "第一小学"}) == text


@pytest.mark.parametrize(
    ("amount", "text"), [("19200", "19200"), ("1.50", "1.5"), ("0.00", "0"), ("100", "100")]
)
def test_an_amount_has_no_needless_zeros(amount, text):
    assert amount_text(Decimal(amount)) == text


ENUMERATIONS = [
    found for found in vars(kinds).values()
    if isinstance(found, type) and found.__module__ == kinds.__name__
]  # fmt: skip


@pytest.mark.parametrize("kind", ENUMERATIONS, ids=lambda kind: kind.__name__)
def test_every_code_of_the_program_has_a_label_of_its_own(kind):
    labels = labels_of(kind.__name__)
    assert list(labels) == [member.value for member in kind]
    assert len(set(labels.values())) == len(labels)
    assert [label(member) for member in kind] == list(labels.values())


def test_words_that_rosters_use_are_the_labels_of_the_program():
    assert {i.code: i.label for i in codes.table("member_type").items} == labels_of("MemberType")
    assert {i.code: i.label for i in codes.table("member_status").items} == labels_of("Status")


def test_codes_are_told_apart_by_their_capital_letter():
    assert code_text("OrgKind", "JOINT") == "联合党支部"
    assert code_text("ethnicity", "06") == "苗族"
    assert code_text("OrgKind", "") == ""
    assert list(code_labels("gender"))[:2] == ["0", "1"]
