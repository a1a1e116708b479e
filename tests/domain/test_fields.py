"""Every table and column has its Chinese label and the kind its column really has."""

import pytest
from sqlalchemy import Boolean, Integer

from app.domain import fields
from app.domain.fields import ValueKind
from app.domain.showing import code_labels
from app.store.schema import record_classes
from app.store.tables.columns import Hundredths, PartialDateColumn

HEAD = {"id", "removed_at"}


def kind_of(column):
    if column.foreign_keys:
        return ValueKind.REFERENCE
    for type_, kind in (
        (PartialDateColumn, ValueKind.DATE),
        (Hundredths, ValueKind.AMOUNT),
        (Boolean, ValueKind.FLAG),
        (Integer, ValueKind.COUNT),
    ):
        if isinstance(column.type, type_):
            return kind
    return ValueKind.TEXT


def test_every_table_is_labelled_and_no_other():
    assert set(fields.tables()) == set(record_classes())


@pytest.mark.parametrize("name", sorted(record_classes()))
def test_every_column_is_labelled_with_its_kind_and_no_other(name):
    columns = {c.name: c for c in record_classes()[name].__table__.columns if c.name not in HEAD}
    labelled = fields.table_info(name).fields
    assert set(labelled) == set(columns)
    for column, field in labelled.items():
        kind = kind_of(columns[column])
        assert field.kind is kind or (field.kind, kind) == (ValueKind.CODE, ValueKind.TEXT), column
        if kind is ValueKind.REFERENCE:
            (key,) = columns[column].foreign_keys
            assert field.target == key.column.table.name


@pytest.mark.parametrize("info", fields.tables().values(), ids=lambda info: info.name)
def test_a_table_has_words_a_list_and_a_summary_of_its_own_columns(info):
    assert info.title
    assert info.group
    assert info.lists
    assert set(info.lists) <= set(info.fields)
    assert set(fields.summary_columns(info.name)) <= set(info.fields)
    assert "{" in info.summary
    labels = [field.label for field in info.fields.values()]
    assert all(labels)
    assert len(set(labels)) == len(labels), "two columns of one table share a label"


def test_every_code_column_has_a_table_of_codes():
    codes = [f for i in fields.tables().values() for f in i.fields.values() if f.kind == "code"]
    assert len(codes) > 40
    assert all(code_labels(field.target) for field in codes)


def test_the_groups_name_the_tables_of_the_tabs():
    groups = fields.groups()
    assert {"党员", "支部", "培训学习", "考核责任", "关怀", "党费", "发展党员"} <= set(groups)
    assert "activity" in {info.name for info in groups["培训学习"]}
    assert fields.table_title("activity") == "活动和会议"
    assert fields.field_of("activity", "held_on").label == "日期"


def test_a_summary_takes_the_first_text_that_is_not_empty():
    assert fields.summarise("org_unit", {"short_name": "", "full_name": "某支部"}) == "某支部"
    assert fields.summarise("org_unit", {"short_name": "一支", "full_name": "某"}) == "一支"
    assert fields.summarise("activity", {"held_on": "", "topic": "党课"}) == "党课"


@pytest.mark.parametrize(
    ("table", "column"),
    [("pledge", "year"), ("honour", "award_year"), ("activity", "held_on"), ("org_alias", None)],
)
def test_a_list_knows_what_its_year_is(table, column):
    field = fields.table_info(table).year_field
    assert (field.name if field else None) == column


def test_a_unit_falls_away_with_the_number_that_is_missing():
    values = {"org_id": "局机关支部", "score": "95.5"}
    assert fields.summarise("inspection_org", values) == "局机关支部95.5分"
    assert fields.summarise("inspection_org", {"org_id": "局机关支部"}) == "局机关支部"
    assert fields.summarise("org_term", {"org_id": "局机关支部"}) == "局机关支部"
    every = [info.name for info in fields.tables().values()]
    left = {name: fields.summarise(name, {}) for name in every}
    assert not [name for name, text in left.items() if text[:1] in tuple("年月分元人")], left
