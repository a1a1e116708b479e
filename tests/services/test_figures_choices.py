"""What a figure says of itself: on screen, in the printed table, on the command line."""

import pytest

from app.domain.figures import FigureChoices
from app.services import figures
from tests.services.figure_cases import YEAR


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
