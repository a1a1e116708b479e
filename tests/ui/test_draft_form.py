"""Forms made from the columns of the ledger."""

from datetime import date

import pytest

from app.domain.dates import PartialDate
from app.domain.fields import field_of, table_info
from app.ui.draft_fields import CountField, FlagField, OpenCodeBox
from app.ui.draft_form import DraftForm, FormPlan, Section, code_choices, columns_of, load_choices
from app.ui.fields import DateEdit, LongTextField, TextField

NAMES = ("name", "kind", "is_direct", "headcount", "closed_on", "parent_id", "remark")


@pytest.fixture
def form(qtbot, county):
    columns = [field_of("school_unit", name) for name in NAMES]
    plan = FormPlan(
        (Section("单位", NAMES, wide=frozenset({"remark"})),),
        columns_of("school_unit"),
        load_choices(county.ledger, columns),
        date(2010, 12, 31),
    )
    form = DraftForm(plan)
    qtbot.addWidget(form)
    return form


def test_every_kind_of_column_has_its_field(form):
    kinds = [type(form.field(name)) for name in NAMES]
    assert kinds == [
        TextField, OpenCodeBox, FlagField, CountField, DateEdit, OpenCodeBox, LongTextField,
    ]  # fmt: skip


def test_empty_texts_and_codes_are_empty_texts_and_the_rest_is_nothing(form):
    form.show_draft({}, {})
    assert form.typed_values() == {
        "name": "", "kind": "", "is_direct": False, "headcount": None, "closed_on": None,
        "parent_id": None, "remark": "",
    }  # fmt: skip


def test_what_is_shown_comes_back_unchanged(form, county):
    values = {
        "name": "石桥教学点",
        "kind": "TEACHING_POINT",
        "is_direct": True,
        "headcount": 7,
        "closed_on": PartialDate.of("2010-06"),
        "parent_id": county.school,
        "remark": "两行\n备注",
    }
    form.show_draft(values, {})
    assert form.typed_values() == values
    assert not form.is_dirty


def test_a_reference_that_is_gone_shows_the_name_it_had(form):
    form.show_draft({"parent_id": "gone"}, {"parent_id": "撤并的学校"})
    assert form.field("parent_id").currentText() == "撤并的学校"
    assert form.typed_values()["parent_id"] == "gone"


def test_a_text_that_has_no_value_is_told(form):
    form.field("headcount").setText("七八个")
    form.field("closed_on").setText("2010-02-30")
    told = form.unreadable()
    assert "七八个" in told["headcount"]
    assert set(told) <= {"headcount", "closed_on"}


def test_codes_and_references_are_found_by_initials(county):
    kinds = {choice.label: choice.search for choice in code_choices("SchoolKind")}
    assert "jxd" in kinds["教学点"]
    fields = list(table_info("org_cover").fields.values())
    schools = load_choices(county.ledger, fields, without=("org_unit",))
    assert set(schools) == {"school_unit"}
    assert any("psjxd" in choice.search for choice in schools["school_unit"])
