"""Names: E.4, E14, E35."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.names import read_name, tidy_name
from tests.domain.odd_cells import CELLS


def codes(reading):
    return [problem.code for problem in reading.problems]


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("张三", "张三"),
        ("张　三", "张三"),
        (" 张 三  ", "张三"),
        ("张\u00a0三\u200b", "张三"),
        ("张\n三", "张三"),
        ("\ufeff欧 阳 娜 娜", "欧阳娜娜"),
        ("买买提•艾力", "买买提·艾力"),
        ("买买提．艾力", "买买提·艾力"),
        ("买买提.艾力", "买买提·艾力"),
        ("买买提‧艾力", "买买提·艾力"),
        ("买买提∙艾力", "买买提·艾力"),
        ("买买提・艾力", "买买提·艾力"),
        ("买买提 · 艾力", "买买提·艾力"),
        ("ＪＯＨＮ  Smith", "JOHN Smith"),
        ("José", "José"),
    ],
)
def test_blanks_dots_and_wide_letters_are_tidied(raw, name):
    reading = read_name(raw)
    assert reading.value == name
    assert reading.problems == ()


@pytest.mark.parametrize(
    ("raw", "name", "note"),
    [
        ("张三（女）", "张三", "女"),
        ("张三(女)", "张三", "女"),
        ("张 三【退休】", "张三", "退休"),
        ("张三（女", "张三", "女"),
        ("张三（女）（已调出）", "张三", "女；已调出"),
    ],
)
def test_a_note_in_brackets_goes_to_the_remark(raw, name, note):
    reading = read_name(raw)
    assert reading.value == name
    assert codes(reading) == ["name.note"]
    assert reading.problems[0].detail == {"note": note}


def test_compatibility_ideographs_are_not_replaced():
    assert tidy_name("\uf9dc山") == "\uf9dc山"
    assert tidy_name("e\u0301a") == "\u00e9a"


@pytest.mark.parametrize("raw", ["张3", "张三?", "张，三", 12])
def test_digits_and_signs_are_doubted_but_kept(raw):
    reading = read_name(raw)
    assert reading.value
    assert codes(reading) == ["name.odd"]


def test_private_use_characters_are_kept_with_a_warning():
    reading = read_name("张\ue000")
    assert reading.value == "张\ue000"
    assert codes(reading) == ["name.private_use"]
    assert reading.problems[0].detail == {"chars": "U+E000"}


def test_rare_characters_are_kept_and_mentioned():
    reading = read_name("𠮷 田")
    assert reading.value == "𠮷田"
    assert codes(reading) == ["name.rare"]


@pytest.mark.parametrize("raw", ["张", "张" * 31])
def test_a_name_has_2_to_30_characters(raw):
    assert codes(read_name(raw)) == ["name.length"]
    assert codes(read_name("张" * 30)) == []


@pytest.mark.parametrize("raw", [None, "", "　", "无", "/"])
def test_no_name_is_no_problem(raw):
    assert read_name(raw) == read_name(None)


@given(CELLS)
def test_reading_a_name_never_fails_and_settles_at_once(cell):
    value = read_name(cell).value
    assert value is None or value == value.strip()


@given(st.text("张三·•．.　 aB", min_size=1, max_size=12))
def test_a_tidy_name_stays_as_it_is(text):
    assert tidy_name(tidy_name(text)) == tidy_name(text)
