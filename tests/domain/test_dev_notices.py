"""B4-14: notices in working days of the calendar, by the rule of the day they were posted."""

from datetime import date

from app.domain.dev_notices import NoticeMeasure
from app.domain.rules import RuleBook, RuleEdit
from app.domain.work_calendar import shipped_calendar

BOOK = RuleBook.load()
MEASURE = NoticeMeasure(BOOK, shipped_calendar())


def test_guizhou_five_working_days_the_first_day_counts():
    notice = MEASURE.notice("CANDIDATE", date(2025, 3, 3), date(2025, 3, 7), "无反对意见")
    assert (notice.working_days, notice.end_due) == (5, date(2025, 3, 7))


def test_guizhou_holidays_and_makeup_days_are_counted_by_the_calendar():
    assert MEASURE.end_of(date(2025, 9, 29)) == date(2025, 10, 11)
    notice = MEASURE.notice("CONVERT", date(2025, 9, 29), date(2025, 10, 9), "")
    assert notice.working_days == 3


def test_the_bureau_may_not_count_the_first_day_or_ask_for_seven():
    later = RuleEdit("B4-14", date(2016, 1, 1), params='{"count_first_day": 0}')
    measure = NoticeMeasure(BOOK.with_edits([later]), shipped_calendar())
    assert measure.end_of(date(2025, 3, 3)) == date(2025, 3, 10)
    seven = RuleEdit("B4-14", date(2016, 1, 1), params='{"days": 7}')
    measure = NoticeMeasure(BOOK.with_edits([seven]), shipped_calendar())
    assert measure.end_of(date(2025, 3, 3)) == date(2025, 3, 11)


def test_a_notice_without_an_end_has_no_working_days_yet():
    assert MEASURE.notice("CANDIDATE", date(2025, 3, 3), None, "").working_days is None


def test_with_the_rule_switched_off_nothing_is_measured():
    off = RuleEdit("B4-14", date(2016, 1, 1), enabled=False)
    measure = NoticeMeasure(BOOK.with_edits([off]), shipped_calendar())
    assert measure.end_of(date(2025, 3, 3)) is None
