"""Telephone numbers: E17, C.1 item 12."""

import pytest
from hypothesis import given

from app.domain.phones import Phones, read_phones
from tests.domain.odd_cells import CELLS


def codes(reading):
    return [problem.code for problem in reading.problems]


@pytest.mark.parametrize(
    ("cell", "phones"),
    [
        ("13900000000", Phones("13900000000")),
        (13913112345.0, Phones("13913112345")),
        (13913112345, Phones("13913112345")),
        ("13900000000.0", Phones("13900000000")),
        ("139 1311 2345", Phones("13913112345")),
        ("139-1311-2345", Phones("13913112345")),
        ("+86 13913112345", Phones("13913112345")),
        ("8613913112345", Phones("13913112345")),
        ("１３９１３１１２３４５", Phones("13913112345")),
        ("0853-8223344", Phones("", "0853-8223344")),
        ("08538223344", Phones("", "0853-8223344")),
        ("(0853)8223344", Phones("", "0853-8223344")),
        ("0853 8223344", Phones("", "0853-8223344")),
        ("0853—8223344", Phones("", "0853-8223344")),
        ("(0853)8223344-801", Phones("", "0853-8223344-801")),
        ("0853-8223344转801", Phones("", "0853-8223344-801")),
        ("0853-8223344-801", Phones("", "0853-8223344-801")),
        ("08538223344 分机 801；13913112345", Phones("13913112345", "0853-8223344-801")),
        ("010-62345678", Phones("", "010-62345678")),
        ("02162345678", Phones("", "021-62345678")),
        ("13913112345/0853-8223344", Phones("13913112345", "0853-8223344")),
        ("0853-8223344，13913112345", Phones("13913112345", "0853-8223344")),
        ("13913112345、13813112345", Phones("13913112345", "", ("13813112345",))),
        ("13913112345 13813112345", Phones("13913112345", "", ("13813112345",))),
        ("13913112345\n13813112345", Phones("13913112345", "", ("13813112345",))),
        ("13913112345；13913112345", Phones("13913112345")),
    ],
)
def test_numbers_are_told_apart_and_the_first_is_the_main_one(cell, phones):
    reading = read_phones(cell)
    assert reading.value == phones
    assert reading.problems == ()


@pytest.mark.parametrize(
    ("cell", "phones", "code"),
    [
        ("1.39131e10", Phones("13913100000"), "phone.rounded"),
        ("1.39131E+10", Phones("13913100000"), "phone.rounded"),
        ("8223344", Phones("", "8223344"), "phone.no_area_code"),
        ("1391311234", Phones(others=("1391311234",)), "phone.form"),
        ("139 1311 234", Phones(others=("1391311234",)), "phone.form"),
        (8538223344, Phones(others=("8538223344",)), "phone.form"),
        ("13913112345（妻子）", Phones("13913112345"), "phone.note"),
        ("手机：13913112345", Phones("13913112345"), "phone.note"),
    ],
)
def test_doubtful_numbers_are_kept_with_a_warning(cell, phones, code):
    reading = read_phones(cell)
    assert reading.value == phones
    assert codes(reading) == [code]
    assert reading.problems[0].severity == "WARN"


def test_a_remark_beside_a_number_is_told_without_its_brackets():
    (problem,) = read_phones("13912345678（妻）").problems
    assert problem.detail["note"] == "妻"


@pytest.mark.parametrize("cell", ["没有手机", "张三", True, float("nan")])
def test_something_else_is_no_number(cell):
    assert read_phones(cell).value is None
    assert codes(read_phones(cell)) == ["phone.unreadable"]


@pytest.mark.parametrize("cell", [None, "", "无", "——", "/"])
def test_no_phone_is_no_problem(cell):
    assert read_phones(cell) == read_phones(None)


@given(CELLS)
def test_reading_never_fails(cell):
    reading = read_phones(cell)
    assert reading.value is None or reading.value != Phones()
