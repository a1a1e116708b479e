"""Dates: every row of E.5, E15, E16, and the checks between the dates of a life."""

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.date_reading import check_life, read_date
from app.domain.dates import PartialDate, Precision
from app.domain.words import problem_text
from tests.domain.odd_cells import CELLS

TODAY = date(2024, 7, 1)


def read(cell, **how):
    return read_date(cell, **{"today": TODAY} | how)


def codes(reading):
    return [problem.code for problem in reading.problems]


@pytest.mark.parametrize(
    ("cell", "iso"),
    [
        (datetime.fromisoformat("2010-06-01"), "2010-06-01"),
        (date(2010, 6, 1), "2010-06-01"),
        ("2010.6.1", "2010-06-01"),
        ("2010-06-01", "2010-06-01"),
        ("2010/6/1", "2010-06-01"),
        ("2010年6月1日", "2010-06-01"),
        ("２０１０．６．１", "2010-06-01"),
        ("2010.06", "2010-06"),
        ("2010-6", "2010-06"),
        ("2010年6月", "2010-06"),
        ("2010年6月份", "2010-06"),
        ("201006", "2010-06"),
        (201006, "2010-06"),
        ("20100601", "2010-06-01"),
        (20100601, "2010-06-01"),
        (20100601.0, "2010-06-01"),
        (27560, "1975-06-15"),
        (27560.0, "1975-06-15"),
        (27560.75, "1975-06-15"),
        (2010.6, "2010-06"),
        (2010.11, "2010-11"),
        (2010.12, "2010-12"),
        (2010.06, "2010-06"),
        ("二〇一〇年六月", "2010-06"),
        # beyond the table
        ("二○一○年十二月三十一日", "2010-12-31"),
        ("一九七五年十月二十日", "1975-10-20"),
        ("二零一零年十一月", "2010-11"),
        ("2010年元月", "2010-01"),
        ("2010 年 6 月 1 日", "2010-06-01"),
        ("2010年6月1号", "2010-06-01"),
        ("2010、6", "2010-06"),
        ("2010。6", "2010-06"),
        ("2010，6，1", "2010-06-01"),
        ("2010—6—1", "2010-06-01"),
        ("2010 6 1", "2010-06-01"),
        ("2010.6.", "2010-06"),
        ("2010-06-01 00:00:00", "2010-06-01"),
        ("2010-06-01T08:30:00", "2010-06-01"),
        ("2010.1", "2010-01"),
        ("20100601.0", "2010-06-01"),
    ],
)
def test_dates_that_are_certain(cell, iso):
    reading = read(cell)
    assert reading.problems == ()
    assert reading.choices == ()
    assert reading.value.iso == iso


@pytest.mark.parametrize(
    ("cell", "raw"),
    [
        (datetime.fromisoformat("2010-06-01"), ""),
        ("2010-06-01", ""),
        ("2010-06", ""),
        ("2010.6.1", "2010.6.1"),
        (20100601, "20100601"),
        (27560, "27560"),
        (2010.6, "2010.6"),
        (2010, ""),
        ("约1985年", "约1985年"),
    ],
)
def test_the_text_is_kept_unless_it_is_the_iso_form(cell, raw):
    assert read(cell).value.raw == raw


@pytest.mark.parametrize("cell", ["2010", 2010, 2010.0, "2010年", "２０１０"])
def test_a_bare_year_is_a_year_and_no_serial_number(cell):
    reading = read(cell)
    assert reading.value.value == date(2010, 1, 1)
    assert reading.value.precision is Precision.YEAR
    assert codes(reading) == ["date.year_only"]


@pytest.mark.parametrize(("cell", "iso"), [(1900, "1900"), (2024, "2024")])
def test_1900_to_2100_are_years(cell, iso):
    assert read(cell).value.iso == iso
    assert read(2100, today=date.max).value.iso == "2100"
    assert read(2100.6, today=date.max).value.iso == "2100-06"
    assert codes(read(1899)) == ["date.impossible"]
    assert codes(read(2101)) == ["date.impossible"]


@pytest.mark.parametrize(
    ("serial", "iso"), [(3000, "1908-03-18"), (59999, "2064-04-07"), (36526, "2000-01-01")]
)
def test_serial_numbers_count_from_1900(serial, iso):
    assert read(serial, today=date.max).value.iso == iso


def test_serial_numbers_honour_the_1904_system():
    assert read(26098, epoch_1904=True).value.iso == "1975-06-15"


def test_a_serial_number_as_text_is_read_with_a_warning():
    assert read("27560").value.iso == "1975-06-15"
    assert codes(read("27560")) == ["date.serial_text"]


def test_october_that_lost_its_zero_is_asked_for():
    reading = read(2010.1)
    assert reading.value == PartialDate(date(2010, 1, 1), Precision.YEAR, "2010.1")
    assert [choice.iso for choice in reading.choices] == ["2010-01", "2010-10"]
    assert {choice.raw for choice in reading.choices} == {"2010.1"}
    assert codes(reading) == ["date.january_or_october"]
    assert problem_text(reading.problems[0]) == "2010.1可能是1月或10月，请选择"


@pytest.mark.parametrize("number_format", ["0.00", "0.00_ ", "#,##0.00", "0.00_);[Red]\\(0.00\\)"])
def test_two_decimals_in_the_format_mean_october(number_format):
    reading = read(2010.1, number_format=number_format)
    assert reading.value.iso == "2010-10"
    assert reading.problems == ()
    assert read(2010.6, number_format=number_format).value.iso == "2010-06"


@pytest.mark.parametrize("number_format", ["", "General", "0.0", "@"])
def test_other_formats_leave_the_doubt(number_format):
    assert codes(read(2010.1, number_format=number_format)) == ["date.january_or_october"]


@pytest.mark.parametrize(
    ("cell", "iso"),
    [
        ("98.7", "1998-07"),
        ("98.07.01", "1998-07-01"),
        (98.7, "1998-07"),
        ("31.5", "1931-05"),
        ("10.6", "2010-06"),
        (10.6, "2010-06"),
        ("98年7月", "1998-07"),
        ("980701", "1998-07-01"),
        (980701, "1998-07-01"),
        ("29.5", "1929-05"),
    ],
)
def test_two_digit_years_get_their_century_with_a_warning(cell, iso):
    reading = read(cell)
    assert reading.value.iso == iso
    assert codes(reading) == ["date.two_digit_year"]
    assert reading.choices == ()


def test_a_two_digit_year_that_may_mean_either_century_is_asked_for():
    reading = read("22.6.10")
    assert [choice.iso for choice in reading.choices] == ["2022-06-10", "1922-06-10"]
    assert reading.value.iso == "2022-06-10"
    assert read("31.6.10", today=date.max).value.iso == "1931-06-10"
    assert read("30.6.10", today=date.max).value.iso == "2030-06-10"


@pytest.mark.parametrize(
    "cell",
    ["1949.9以前", "约1985年", "文革前", "2010年6月底", "2010.6-2012.7", "12月", "张三", "6/1/2010",
     "2010y6m", "同上", "2010年6月1日" * 5000]
)  # fmt: skip
def test_words_that_give_no_date_are_kept(cell):
    reading = read(cell)
    assert reading.value == PartialDate(None, raw=cell)
    assert codes(reading) == ["date.unclear"]
    assert reading.problems[0].severity == "WARN"


@pytest.mark.parametrize(
    "cell",
    ["2010.13", "2010.6.31", "0", "1900/1/0", 0, 2010.13, 2010.61, "2010.0.1", "2010-2-29",
     20100631, "20101301", 201013, "201013", "1899-12-31", date(1899, 12, 30), time(0, 0), True, -5,
     45.0, 98, "98", 5, 70000, 10**30, float("nan"), float("inf"), "2101-01-01", 1e300]
)  # fmt: skip
def test_dates_that_do_not_exist_are_refused(cell):
    reading = read(cell)
    assert reading.value is None
    assert codes(reading) == ["date.impossible"]
    assert reading.problems[0].severity == "BLOCK"


@pytest.mark.parametrize("cell", [None, "", " ", "无", "—", "——", "/", "-", "空", "至今", "不详"])
def test_nothing_is_no_problem(cell):
    assert read(cell) == read(None)
    assert read(cell).value is None
    assert read(cell).problems == ()


def test_a_date_after_today_is_doubted():
    reading = read("2024-07-02")
    assert reading.value.iso == "2024-07-02"
    assert codes(reading) == ["date.future"]
    assert codes(read("2024-07-01")) == codes(read("2024.7")) == []
    assert codes(read("2027.9", today=date.max)) == []


SHAPES_OF_A_DAY = [
    "{y}.{m}.{d}", "{y}-{m:02}-{d:02}", "{y}/{m}/{d}", "{y}年{m}月{d}日", "{y}{m:02}{d:02}",
    "{y}.{m:02}.{d:02}", "{y}、{m}、{d}", " {y} 年 {m} 月 {d} 日 ", "{y}-{m:02}-{d:02} 00:00:00",
]  # fmt: skip
SHAPES_OF_A_MONTH = [
    "{y}.{m}", "{y}.{m:02}", "{y}-{m}", "{y}/{m}", "{y}年{m}月", "{y}年{m}月份", "{y}{m:02}",
    "{y}、{m}", "{y}。{m}",
]  # fmt: skip
DAYS = st.dates(date(1900, 1, 1), TODAY)
WIDE = str.maketrans("0123456789.-/", "０１２３４５６７８９．－／")


@given(DAYS, st.sampled_from(SHAPES_OF_A_DAY), st.booleans())
def test_any_day_in_any_shape_is_read(day, shape, wide):
    text = shape.format(y=day.year, m=day.month, d=day.day)
    reading = read(text.translate(WIDE) if wide else text)
    assert (reading.value.value, reading.value.precision) == (day, Precision.DAY)
    assert reading.problems == ()


@given(DAYS, st.sampled_from(SHAPES_OF_A_MONTH), st.booleans())
def test_any_month_in_any_shape_is_read(day, shape, wide):
    text = shape.format(y=day.year, m=day.month)
    reading = read(text.translate(WIDE) if wide else text)
    assert (reading.value.value, reading.value.precision) == (day.replace(day=1), Precision.MONTH)
    assert reading.problems == ()


@given(DAYS)
def test_any_day_in_chinese_numerals_is_read(day):
    def small(number):
        tens, ones = divmod(number, 10)
        digits = "〇一二三四五六七八九"
        return (digits[tens] if tens > 1 else "") + "十" * (tens > 0) + digits[ones] * (ones > 0)

    year = "".join("〇一二三四五六七八九"[int(digit)] for digit in str(day.year))
    assert read(f"{year}年{small(day.month)}月{small(day.day)}日").value.value == day


@given(st.dates(date(1908, 3, 18), TODAY))
def test_any_serial_number_is_read(day):
    assert read((day - date(1899, 12, 30)).days).value.value == day


@given(st.integers(1900, 2023), st.sampled_from([2, 3, 4, 5, 6, 7, 8, 9, 11, 12]))
def test_a_month_behind_the_point_of_a_number_is_read(year, month):
    reading = read(float(f"{year}.{month}"))
    assert reading.value.iso == f"{year}-{month:02}"
    assert reading.problems == ()


@given(CELLS, st.text(max_size=5), st.booleans())
def test_reading_never_fails_and_never_hides(cell, number_format, epoch_1904):
    reading = read(cell, number_format=number_format, epoch_1904=epoch_1904)
    value = reading.value
    assert value is None or value.value is None or 1900 <= value.value.year <= 2100
    if value is None or value.value is None:
        assert reading == read(None) or reading.problems
    for problem in reading.problems:
        assert problem_text(problem)


def life(birth="", applied="", joined="", full=""):
    dates = (PartialDate.of(text) if text else None for text in (birth, applied, joined, full))
    return [problem.code for problem in check_life(*dates, TODAY)]


def test_an_orderly_life_has_no_problem():
    assert life("1975-06-15", "1996-01", "1998-07", "1999-07") == []
    assert life() == []
    assert life("1975-06-15", joined="1993-06-15", full="1993-06-15") == []


@pytest.mark.parametrize(
    ("dates", "code"),
    [
        ({"birth": "1975-06-15", "applied": "1975-06-15"}, "life.birth_applied"),
        ({"birth": "1975-06-15", "joined": "1970-01-01"}, "life.birth_joined"),
        ({"birth": "1975-06-15", "full": "1975-06-01"}, "life.birth_full"),
        ({"applied": "1998-07-02", "joined": "1998-07-01"}, "life.applied_joined"),
        ({"applied": "1998-07-01", "joined": "1998-07-01"}, "life.applied_joined"),
        ({"applied": "1998-08", "full": "1998-07"}, "life.applied_full"),
        ({"joined": "1998-07-02", "full": "1998-07-01"}, "life.joined_full"),
        ({"joined": "2024-07-02"}, "date.future"),
    ],
)
def test_disorder_is_told_once(dates, code):
    assert life(**dates) == [code]


def test_missing_precision_never_fires():
    assert life("1975", "1975", "1993", "1993") == []
    assert life(applied="1998-07", joined="1998-07-02") == []
    assert life(joined="1998-07-31", full="1998-07") == []
    assert life(joined="2024") == []
    unread = PartialDate(None, raw="约1985年")
    assert check_life(unread, unread, unread, unread, TODAY) == ()


def test_the_problem_names_the_later_field_and_both_dates():
    dates = (None, None, PartialDate.of("1998-07"), PartialDate.of("1998-06"))
    (problem,) = check_life(*dates, TODAY)
    assert problem.detail["field"] == "full"
    assert problem_text(problem) == "转正日期1998-06不应早于入党日期1998-07"


@given(*[st.none() | DAYS.map(PartialDate)] * 4)
def test_every_problem_of_a_life_has_its_sentence(birth, applied, joined, full):
    for problem in check_life(birth, applied, joined, full, TODAY):
        assert problem_text(problem)
        assert problem.severity == "WARN"
