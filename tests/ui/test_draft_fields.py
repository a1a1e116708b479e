"""Fields of drafts beside those of fields.py."""

from datetime import date

import pytest

from app.ui.draft_fields import CountField, FlagField, IdNoField, OpenCodeBox
from app.ui.fields import Choice


def test_a_flag_is_true_or_false_and_tells_only_of_the_user(qtbot):
    field = FlagField()
    qtbot.addWidget(field)
    told = []
    field.edited.connect(lambda: told.append(field.value()))
    field.set_value(True)
    assert (field.value(), field.text(), told) == (True, "1", [])
    field.click()
    assert told == [False]
    field.set_text("1")
    assert field.value() is True


@pytest.mark.parametrize(("typed", "value"), [("12", 12), ("", None), ("十二", None), ("-1", None)])
def test_a_count_is_a_whole_number_or_nothing(qtbot, typed, value):
    field = CountField("排列次序")
    qtbot.addWidget(field)
    field.setText(typed)
    assert field.value() == value
    assert bool(field.problems()) == (value is None and typed != "")


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        (" 52999919750615001x ", "52999919750615001X"),
        ("５２９９９９１９７５０６１５００１８", "529999197506150018"),
        ("529999750615001", "529999197506150018"),
        ("123", "123"),
        ("", None),
    ],
)
def test_an_id_number_is_put_into_its_standard_form_and_never_lost(qtbot, typed, value):
    field = IdNoField(date(2010, 12, 31))
    qtbot.addWidget(field)
    field.setText(typed)
    field.tidy()
    assert field.value() == value
    assert field.text() == (value or "")


def test_what_was_typed_is_remembered_where_it_differs(qtbot):
    field = IdNoField(date(2010, 12, 31))
    qtbot.addWidget(field)
    field.setText("529999750615001")
    field.tidy()
    assert field.original == "529999750615001"


def test_a_value_that_is_no_choice_stays_and_can_have_a_label(qtbot):
    field = OpenCodeBox([Choice("1", "男")])
    qtbot.addWidget(field)
    field.offer("x", "撤销了的支部")
    field.set_value("x")
    assert (field.value(), field.currentText()) == ("x", "撤销了的支部")
    field.set_value("二级教师")
    assert (field.value(), field.currentText()) == ("二级教师", "二级教师")
    field.set_value("1")
    assert field.value() == "1"


def test_new_choices_forget_a_value_that_is_not_among_them(qtbot):
    field = OpenCodeBox([Choice("1", "甲"), Choice("2", "乙")])
    qtbot.addWidget(field)
    field.set_value("2")
    field.set_choices([Choice("2", "乙"), Choice("3", "丙")])
    assert field.value() == "2"
    field.set_choices([Choice("3", "丙")])
    assert (field.value(), field.currentText(), field.count()) == (None, "", 1)
    field.offer("4", "丁")
    assert [field.itemText(n) for n in range(field.count())] == ["丙", "丁"]
