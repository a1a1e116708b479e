"""Schools are listed as people count them."""

import pytest

from app.domain.natural_order import natural_key


@pytest.mark.parametrize(
    "names",
    [
        ("第2小学", "第10小学", "第11小学"),
        ("第二小学", "第十小学", "第十一小学", "第二十小学", "第一百零一小学"),
        ("县一中", "县二中", "县十中"),
        ("城关镇2号教学点", "城关镇10号教学点"),
        ("中心小学", "中心小学2", "中心小学10"),
        ("", "第1小学"),
    ],
)
def test_numbers_in_names_count_as_numbers(names):
    alphabetical = sorted(names)
    assert sorted(alphabetical, key=natural_key) == list(names)


def test_a_year_digit_by_digit_is_a_number_too():
    assert natural_key("二〇一〇") == natural_key("2010")
