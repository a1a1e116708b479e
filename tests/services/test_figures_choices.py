"""What a figure says of itself: on screen, in the printed table, on the command line."""

import pytest

from app.domain.figures import FigureChoices
from app.services import figures, members
from tests.services.figure_cases import YEAR
from tests.services.small_county import member


@pytest.mark.parametrize(
    ("choice", "ids"),
    [
        ("count_by_meeting", ("N05", "N08")),
        ("internal_transfers", ("N09",)),
        ("all_donations", ("N13",)),
        ("after_side", ("N16",)),
    ],
)
def test_a_definition_says_what_is_counted_under_the_choice_in_force(county, choice, ids):
    ledger = county.ledger
    before = figures.compute(ledger, YEAR).figures
    figures.choose(ledger, FigureChoices(**{choice: True}))
    after = figures.compute(ledger, YEAR).figures
    moved = [
        id_
        for id_ in before
        if before[id_].definition.definition != after[id_].definition.definition
    ]
    assert tuple(moved) == ids
    assert not any("默认" in figure.definition.definition for figure in after.values())


def test_a_definition_is_understood_alone():
    texts = [one.definition for one in figures.definitions().values()]
    assert not [text for text in texts if "上述" in text]


def test_a_member_of_unknown_kind_is_told_beside_full_and_probationary_ones(county):
    draft = member("田禾", county.first, member_type="", full_on=None)
    members.add(county.ledger, draft)
    counted = figures.compute(county.ledger, YEAR)
    every, full, probationary, untyped = (
        counted.figures[f"org.{name}"].number
        for name in ("members", "full", "probationary", "untyped")
    )
    assert (every, untyped) == (full + probationary + untyped, 1)
    assert "有1名党员没有填写是正式还是预备，请在“党员”页补上。" in counted.warnings
