"""The small world of the exchange, made once and put back for every test."""

from contextlib import contextmanager

import pytest

from app.exchange import secret_boxes
from tests.services.exchange.world import CHEAP, EVERYBODY, FEW, World, folder


@contextmanager
def made(size):
    before = secret_boxes.SPOKEN_CODE
    secret_boxes.SPOKEN_CODE = CHEAP
    with folder() as place:
        world = World(place, size)
        yield world
        world.close()
    secret_boxes.SPOKEN_CODE = before


@pytest.fixture(scope="session")
def made_world():
    with made(EVERYBODY) as world:
        yield world


@pytest.fixture
def world(made_world):
    made_world.reset()
    return made_world


@pytest.fixture
def few():
    """The bureau and two schools."""
    with made(FEW) as world:
        yield world
