"""Amounts: E30."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.amounts import read_amount
from tests.domain.odd_cells import CELLS


@pytest.mark.parametrize(
    ("cell", "amount"),
    [
        ("4,123.45元", "4123.45"),
        ("４，１２３．４５元", "4123.45"),
        ("￥4,123.45", "4123.45"),
        ("人民币19200元整", "19200.00"),
        ("1.92万元", "19200.00"),
        (" 12 ", "12.00"),
        (0, "0.00"),
        (0.1, "0.10"),
        (0.1 + 0.2, "0.30"),
        (1.005 * 1000, "1005.00"),
        (4123.45, "4123.45"),
        ("-5.5", "-5.50"),
        ("1,234,567", "1234567.00"),
    ],
)
def test_amounts_are_exact(cell, amount):
    reading = read_amount(cell)
    assert str(reading.value) == amount
    assert reading.problems == ()


@pytest.mark.parametrize(
    ("cell", "amount"), [(2.675, "2.68"), ("1.005", "1.01"), (0.125, "0.13"), (-0.125, "-0.13")]
)
def test_halves_are_rounded_up_and_the_loss_is_told(cell, amount):
    reading = read_amount(cell)
    assert str(reading.value) == amount
    assert [problem.code for problem in reading.problems] == ["amount.rounded"]


@pytest.mark.parametrize(
    "cell",
    ["张三", "1,23", "4.123,45", "12%", "12元5角", True, float("nan"), float("inf"), "1.2.3"],
)
def test_something_else_is_no_amount(cell):
    reading = read_amount(cell)
    assert reading.value is None
    assert [problem.code for problem in reading.problems] == ["amount.unreadable"]


@pytest.mark.parametrize("cell", [10**12, 1e300, "1e999", 1e12])
def test_huge_amounts_are_refused(cell):
    assert [problem.code for problem in read_amount(cell).problems] == ["amount.too_big"]


@pytest.mark.parametrize("cell", [None, "", "无", "—", "/"])
def test_no_amount_is_no_problem(cell):
    assert read_amount(cell) == read_amount(None)


@given(st.decimals(-(10**9), 10**9, places=2))
def test_every_amount_comes_back_from_text_and_from_a_float(amount):
    assert read_amount(f"{amount:,}元").value == amount
    assert read_amount(float(amount)).value == amount


@given(CELLS)
def test_reading_never_fails(cell):
    value = read_amount(cell).value
    assert value is None or value == value.quantize(Decimal("0.01"))
