"""The small world of the exchange, made once and put back for every test."""

import pytest

from app.exchange import secret_boxes
from tests.services.exchange.world import CHEAP, World, folder


@pytest.fixture(scope="session")
def made_world():
    before = secret_boxes.SPOKEN_CODE
    secret_boxes.SPOKEN_CODE = CHEAP
    with folder() as place:
        world = World(place)
        yield world
        world.close()
    secret_boxes.SPOKEN_CODE = before


@pytest.fixture
def world(made_world):
    made_world.reset()
    return made_world
