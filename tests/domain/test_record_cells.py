import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.record_cells import read_id_part, read_label, read_percent, read_year


@pytest.mark.parametrize("cell", ["2010", 2010, "2010年", "2010 年度", "２０１０", 2010.0])
def test_a_year_is_read_however_it_is_written(cell):
    assert read_year(cell).value == 2010


@pytest.mark.parametrize("cell", ["10年", "去年", 1810, "2010-06-01", 40179])
def test_what_is_no_year_is_told(cell):
    reading = read_year(cell)
    assert reading.value is None
    assert [one.code for one in reading.problems] == ["filing.year"]


@pytest.mark.parametrize("cell", [None, "", "—", "无"])
def test_an_empty_cell_says_nothing(cell):
    for read in (read_year, read_percent, read_id_part):
        assert read(cell).value is None
        assert read(cell).problems == ()


@pytest.mark.parametrize(
    ("cell", "rate"), [(0.005, "0.5%"), ("0.5%", "0.5%"), ("１.５ ％", "1.5%"), (0.015, "1.5%")]
)
def test_a_rate_is_text_also_where_excel_keeps_a_fraction(cell, rate):
    assert read_percent(cell).value == rate


@pytest.mark.parametrize(
    ("cell", "part"),
    [
        ("15001x", "15001X"),
        (70035, "070035"),
        (150018.0, "150018"),
        ("529999197506150018", "529999197506150018"),
        ("529999 750615 001", "529999197506150018"),
        ("工0012", "工0012"),
    ],
)
def test_a_number_or_its_last_six_are_read(cell, part):
    assert read_id_part(cell).value == part


@given(st.integers(0, 999_999))
def test_six_digits_survive_a_number_cell(number):
    assert read_id_part(number).value == f"{number:06d}"


def test_a_label_of_the_program_and_its_code_mean_the_same():
    assert read_label("Direction", " 转 入 ").value == "IN"
    assert read_label("Direction", "in").value == "IN"
    assert [one.code for one in read_label("Direction", "别处").problems] == ["code.unknown"]
