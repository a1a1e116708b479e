"""What the cells of one member say together."""

import pytest

from app.domain.dates import PartialDate
from app.domain.member_checks import NoProbation, check_same_day


def partial(text):
    return PartialDate.of(text) if text else None


@pytest.mark.parametrize(
    ("joined", "full", "is_told"),
    [
        ("1969-04-01", "1969-04-01", False),
        ("1977-08-31", "1977-08-31", False),
        ("1977-09-01", "1977-09-01", True),
        ("1977-08", "1977-08", False),
        ("1977", "1977", False),
        ("1978", "1978", True),
        ("1969-03-31", "1969-03-31", False),
        ("2010-06-01", "2010-06-01", True),
        ("2010-06-01", "2011-06-01", False),
        ("2010-06-01", "2010-06", False),
        ("2010-06-01", None, False),
        (None, "2010-06-01", False),
    ],
)
def test_no_probation_is_legal_only_between_1969_and_1977(joined, full, is_told):
    found = check_same_day(partial(joined), partial(full), NoProbation())
    assert (found is not None) == is_told
