"""The text of a cell, and what counts as empty."""

from datetime import date, datetime, time

import pytest
from hypothesis import given

from app.domain.cell_text import cell_text, composed, is_blank, is_ditto
from tests.domain.odd_cells import CELLS


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""),
        (" 张\u200b三 ", "张三"),
        (13900000000.0, "13900000000"),
        (2010.6, "2010.6"),
        (5.29999197506150e17, "529999197506150016"),
        (20100601, "20100601"),
        (True, "TRUE"),
        (datetime.fromisoformat("2010-06-01"), "2010-06-01"),
        (datetime.fromisoformat("2010-06-01T08:30"), "2010-06-01T08:30:00"),
        (date(2010, 6, 1), "2010-06-01"),
        (time(8, 30), "08:30:00"),
        (float("nan"), "nan"),
    ],
)
def test_a_cell_reads_as_its_writer_saw_it(cell, text):
    assert cell_text(cell) == text


@pytest.mark.parametrize(
    "cell", [None, "", " ", "　", "无", " 无 ", "—", "——", "/", "／", "-", "空", "不详", "至今"]
)
def test_words_for_nothing_are_blank(cell):
    assert is_blank(cell)


@pytest.mark.parametrize("cell", [0, 0.0, False, "0", "无锡", "张三", "同上"])
def test_zero_and_real_words_are_not_blank(cell):
    assert not is_blank(cell)


@pytest.mark.parametrize("cell", ["同上", " 同 上", "〃", '"', "″"])
def test_ditto_marks_are_known(cell):
    assert is_ditto(cell)
    assert not is_blank(cell)


@given(CELLS)
def test_no_cell_is_too_odd_for_its_text(cell):
    assert isinstance(cell_text(cell), str)
    assert not (is_blank(cell) and is_ditto(cell))


def test_letters_and_marks_become_one_character_and_names_keep_their_characters():
    assert composed("Jose\u0301 e\u0301\uf9dc") == "Jos\u00e9 \u00e9\uf9dc"
    assert composed("张三abc") == "张三abc"
