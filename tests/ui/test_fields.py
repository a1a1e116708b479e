"""The fields of forms."""

from datetime import date

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QCalendarWidget

from app.domain.date_reading import read_date
from app.domain.dates import PartialDate
from app.ui.fields import Choice, CodeBox, DateEdit, LongTextField, TextField

ETHNIC = (
    Choice("01", "汉族", "hz han"),
    Choice("03", "回族", "hz hui"),
    Choice("05", "维吾尔族", "wwez"),
)


def shown(qtbot, field):
    qtbot.addWidget(field)
    field.show()
    field.setFocus()
    return field


@pytest.fixture
def date_edit(qtbot):
    return shown(qtbot, DateEdit(lambda text: read_date(text, today=date(2026, 1, 1))))


@pytest.fixture
def box(qtbot):
    return shown(qtbot, CodeBox(ETHNIC))


def test_an_empty_text_is_none_and_setting_is_not_editing(qtbot):
    for field in (TextField(), LongTextField()):
        shown(qtbot, field)
        with qtbot.assertNotEmitted(field.edited):
            field.set_value("  文字 ")
        assert field.value() == "文字"
        field.set_value(None)
        assert field.value() is None
        with qtbot.waitSignal(field.edited):
            qtbot.keyClicks(field, "a")


@pytest.mark.parametrize(
    ("typed", "iso"),
    [
        ("20220610", "2022-06-10"),
        ("2022.6", "2022-06"),
        ("2022年6月", "2022-06"),
        ("2022/6/1", "2022-06-01"),
        ("2022", "2022"),
    ],
)
def test_a_date_is_taken_in_every_usual_way_and_tidied_on_leaving(date_edit, typed, iso):
    date_edit.setText(typed)
    assert date_edit.value().iso == iso
    date_edit.tidy()
    assert date_edit.text() == iso


def test_a_date_may_be_empty(date_edit):
    assert date_edit.value() is None
    assert date_edit.problems() == ()


def test_a_month_stays_a_month_and_its_raw_text_is_kept(date_edit):
    kept = PartialDate(date(2010, 6, 1), PartialDate.of("2010-06").precision, raw="2010年6月")
    date_edit.set_value(kept)
    assert date_edit.text() == "2010-06"
    assert date_edit.value() is kept


def test_a_date_nobody_could_read_stays_as_it_was(date_edit):
    unclear = PartialDate(None, raw="约1985年")
    date_edit.set_value(unclear)
    date_edit.tidy()
    assert date_edit.text() == "约1985年"
    assert date_edit.value() is unclear


def test_an_impossible_date_is_a_problem_and_stays_to_be_corrected(date_edit):
    date_edit.setText("2010-13-40")
    date_edit.tidy()
    assert date_edit.text() == "2010-13-40"
    assert [problem.code for problem in date_edit.problems()]


def test_the_calendar_starts_at_the_date_and_fills_it_in(date_edit, qtbot):
    date_edit.setText("2010-06")
    date_edit.calendar_action.trigger()
    calendar = date_edit.findChild(QCalendarWidget)
    assert calendar.selectedDate() == QDate(2010, 6, 1)
    with qtbot.waitSignal(date_edit.edited):
        calendar.clicked.emit(QDate(2010, 6, 17))
    assert date_edit.value() == PartialDate.of("2010-06-17")
    assert not calendar.isVisible()


@pytest.mark.parametrize(
    ("typed", "code"),
    [("01", "01"), ("汉", "01"), ("hui", "03"), ("WWEZ", "05"), ("吾尔", "05"), ("x", None)],
)
def test_a_choice_is_found_by_code_label_and_initials(box, typed, code):
    assert box.code_for(typed) == code


def test_what_was_typed_becomes_a_choice_on_leaving(box, qtbot):
    qtbot.keyClicks(box.lineEdit(), "wwez")
    box.completer().popup().hide()
    with qtbot.waitSignal(box.edited):
        qtbot.keyClick(box.lineEdit(), Qt.Key.Key_Return)
    assert (box.value(), box.currentText()) == ("05", "维吾尔族")


def test_what_means_nothing_has_no_value_and_stays_to_be_seen(box, qtbot):
    box.set_value("01")
    box.lineEdit().selectAll()
    qtbot.keyClicks(box.lineEdit(), "qqq")
    qtbot.keyClick(box.lineEdit(), Qt.Key.Key_Return)
    assert (box.value(), box.currentText(), box.unknown_text()) == (None, "qqq", "qqq")
    box.lineEdit().selectAll()
    qtbot.keyClicks(box.lineEdit(), "hui")
    assert (box.value(), box.unknown_text()) == ("03", "")
    box.completer().popup().hide()


def test_the_list_below_offers_what_is_found_by_initials(box, qtbot):
    qtbot.keyClicks(box.lineEdit(), "hz")
    offered = box.completer().completionModel()
    assert [offered.index(n, 0).data() for n in range(offered.rowCount())] == ["汉族", "回族"]
    box.completer().popup().hide()


def test_a_click_on_the_text_opens_the_whole_list_and_typing_narrows_it(box, qtbot):
    box.set_value("03")
    qtbot.mouseClick(box.lineEdit(), Qt.MouseButton.LeftButton)
    popup = box.completer().popup()
    assert popup.isVisible()
    assert popup.model().rowCount() == 3
    assert popup.currentIndex().data() == "回族"
    qtbot.keyClicks(box.lineEdit(), "wwez")
    assert [popup.model().index(n, 0).data() for n in range(popup.model().rowCount())] == [
        "维吾尔族"
    ]
    popup.hide()


def test_what_is_clicked_in_the_list_is_the_value(box, qtbot):
    qtbot.mouseClick(box.lineEdit(), Qt.MouseButton.LeftButton)
    popup = box.completer().popup()
    place = popup.visualRect(popup.model().index(2, 0)).center()
    with qtbot.waitSignal(box.edited):
        qtbot.mouseClick(popup.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert box.value() == "05"
    assert not popup.isVisible()


def test_an_unknown_code_leaves_the_box_empty(box):
    box.set_value("99")
    assert box.value() is None
    box.set_value("03")
    box.set_choices(ETHNIC[1:])
    assert box.value() == "03"
    box.set_choices(ETHNIC[2:])
    assert box.value() is None


def test_the_text_of_a_draft_comes_back_as_the_value(box, date_edit):
    for field, value in ((box, "03"), (date_edit, PartialDate.of("2010-06"))):
        field.set_value(value)
        text = field.text()
        field.set_value(None)
        field.set_text(text)
        assert field.value() == value
