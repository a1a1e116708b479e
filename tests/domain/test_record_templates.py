"""The descriptions of filed tables are complete, and fit the ledger and the recogniser."""

import pytest

from app.domain.fields import table_info, tables
from app.domain.headers import SheetKind, header_fields, header_key
from app.domain.record_templates import record_kinds, record_template, templates_of
from app.domain.showing import code_labels

KINDS = record_kinds()
PARTS = {
    "person": "person",
    "membership": "membership",
    "class": "training_class",
    "case": "dev_case",
    "hardship": "hardship_case",
    "notice": "public_notice",
}


TITLES = {
    SheetKind.ACTIVISTS: "入党积极分子备案表",
    SheetKind.CANDIDATES: "发展对象备案表",
    SheetKind.ACCEPTANCES: "预备党员审批备案表",
    SheetKind.CONVERSIONS: "预备党员转正审批备案表",
    SheetKind.TRAINEES: "培训报名表",
    SheetKind.SCORES: "培训成绩表",
    SheetKind.CADRES: "干部参训登记表",
    SheetKind.DUES_BASE: "党费核定表",
    SheetKind.DUES_PAID: "党费收缴登记表",
    SheetKind.TRANSFERS: "组织关系接转登记表",
    SheetKind.HARDSHIP: "困难党员名册",
    SheetKind.CARE: "慰问登记表",
    SheetKind.HONOURS: "表彰名册",
    SheetKind.FLOATING: "流动党员登记表",
    SheetKind.LOST: "失联党员登记表",
}


def test_every_kind_of_table_is_a_kind_of_sheet():
    assert [kind.value for kind in SheetKind if kind.is_record] == list(KINDS)
    assert {kind: record_template(kind).title for kind in TITLES} == TITLES
    assert list(TITLES) == list(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_every_column_stands_in_the_ledger(kind):
    template = record_template(kind)
    for column in template.written:
        if column.part in {"people", "month"}:
            continue
        table = template.table if column.part == "main" else PARTS[column.part]
        assert column.place in table_info(table).fields, column.name


@pytest.mark.parametrize("kind", KINDS)
def test_no_word_means_two_columns_and_the_record_number_is_last(kind):
    template = record_template(kind)
    words = {}
    for column in template.columns:
        for word in {header_key(word) for word in (column.label, *column.synonyms)}:
            assert words.setdefault(word, column.name) == column.name, word
    assert template.columns[-1].name == "record"
    assert sum(column.is_required for column in template.columns) == 1


@pytest.mark.parametrize("kind", KINDS)
def test_what_a_template_speaks_of_are_its_own_columns(kind):
    template = record_template(kind)
    names = {column.name for column in template.columns}
    assert set(template.key) | set(template.needs) | set(template.year) <= names
    assert all(telling <= names for telling in template.telling)
    assert template.page in tables()
    for column in template.columns:
        _reader, _colon, target = column.reader.partition(":")
        assert not target or code_labels(target)


def test_templates_are_offered_beside_the_lists_that_they_fill():
    offered = {table: [one.kind for one in templates_of(table)] for table in tables()}
    assert offered["dev_case"] == ["activists", "candidates", "acceptances", "conversions"]
    assert offered["training_enrol"] == ["trainees", "scores", "cadres"]
    assert offered["dues_payment"] == ["dues_paid"]
    assert offered["floating_record"] == ["floating", "lost"]
    assert sum(map(len, offered.values())) == len(KINDS)


def test_a_name_that_is_no_template_is_an_error():
    with pytest.raises(KeyError):
        record_template("members")


def test_the_label_of_a_column_is_what_the_field_of_a_sheet_is_called():
    fields = header_fields(SheetKind.TRANSFERS)
    assert fields["slip_no"].label == "介绍信号"
    assert fields["record"].reader == "record"
