"""大写数字: the vectors of domain.md B9 and amounts of receipts."""

from decimal import Decimal

import pytest

from app.domain.numerals import capital_amount, capital_count, capital_digits


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "零"), (6, "陆"), (10, "壹拾"), (12, "壹拾贰"), (20, "贰拾"), (30, "叁拾"),
        (45, "肆拾伍"), (90, "玖拾"), (100, "壹佰"), (105, "壹佰零伍"), (110, "壹佰壹拾"),
        (1005, "壹仟零伍"), (1050, "壹仟零伍拾"), (10000, "壹万"), (10005, "壹万零伍"),
        (10500, "壹万零伍佰"), (19200, "壹万玖仟贰佰"), (100_000_000, "壹亿"),
        (100_000_005, "壹亿零伍"), (100_050_000, "壹亿零伍万"),
    ],
)  # fmt: skip
def test_counts_are_written_in_capital_numerals(number, words):
    assert capital_count(number) == words


def test_a_year_is_written_digit_by_digit():
    assert capital_digits(2010) == "贰零壹零"
    assert capital_digits(2024) == "贰零贰肆"


@pytest.mark.parametrize("number", [-1, 10**12])
def test_numbers_beyond_the_words_are_refused(number):
    with pytest.raises(ValueError, match=str(number)):
        capital_count(number)


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("41.23", "肆拾壹元贰角叁分"), ("30", "叁拾元整"), ("0", "零元整"), ("0.20", "贰角整"),
        ("0.05", "伍分"), ("15.05", "壹拾伍元零伍分"), ("114.70", "壹佰壹拾肆元柒角整"),
        ("1200.00", "壹仟贰佰元整"), ("-3.1", "负叁元壹角整"), ("21.605", "贰拾壹元陆角壹分"),
    ],
)  # fmt: skip
def test_amounts_are_written_to_the_cent(amount, words):
    assert capital_amount(Decimal(amount)) == words
