"""The columns of a workbook have the letters that WPS shows."""

import pytest

from app.domain.grids import column_letter


@pytest.mark.parametrize(
    ("index", "letters"), [(-1, ""), (0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")]
)
def test_columns_are_named_as_in_a_workbook(index, letters):
    assert column_letter(index) == letters
