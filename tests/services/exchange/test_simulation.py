"""Whatever people, sticks and clocks do: nothing is lost, and all ledgers agree in the end."""

import os

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.services.exchange.machine import Exchange
from tests.services.exchange.planted import BY_CHANCE, STORIES

SHORT, STEPS = 10, 14
LONG = int(os.environ.get("DANGWU_HISTORIES", "100000"))
"""Histories of the long run; DANGWU_HISTORIES makes it shorter where time is short."""
LARGE_SHARE, LARGE_STEPS = 10, 25
"""One in so many histories is a long one of everybody; the others are short ones of a few."""
SHARDS = min(100, LONG // LARGE_SHARE)
"""The long run goes in so many parts, each from its own seed, for all cores at once (-n)."""
MOST_FOR_A_BUG = 400


def run(world, histories, start, steps=STEPS):
    """Run so many histories; raises what the first broken invariant raises."""
    Exchange.world = world
    wanted = settings(
        max_examples=histories,
        stateful_step_count=steps,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
        print_blob=False,
        report_multiple_bugs=False,
    )
    run_state_machine_as_test(seed(start)(Exchange), settings=wanted)


def share(histories, shard):
    """Return how many of the histories a part runs: the parts together run them all."""
    return histories // SHARDS + (shard < histories % SHARDS)


def test_histories_end_with_all_ledgers_equal(world):
    run(world, SHORT, 1)


def test_the_parts_of_a_long_run_together_run_all_its_histories():
    odd = SHARDS * 7 + SHARDS // 2
    assert sum(share(odd, shard) for shard in range(SHARDS)) == odd


@pytest.mark.long
@pytest.mark.timeout(0)
@pytest.mark.parametrize("shard", range(SHARDS))
def test_very_many_histories_end_with_all_ledgers_equal(world, shard):
    run(world, share(LONG // LARGE_SHARE, shard), 1_000 + shard, steps=LARGE_STEPS)


@pytest.mark.long
@pytest.mark.timeout(0)
@pytest.mark.parametrize("shard", range(SHARDS))
def test_very_many_histories_of_a_few_end_with_all_ledgers_equal(few, shard):
    run(few, share(LONG - LONG // LARGE_SHARE, shard), 2_000 + shard)


@pytest.mark.parametrize("plant", STORIES, ids=lambda plant: plant.__name__)
def test_every_planted_bug_is_found_by_its_story(world, monkeypatch, plant):
    STORIES[plant](world)
    world.reset()
    plant(monkeypatch)
    with pytest.raises(AssertionError):
        STORIES[plant](world)


@pytest.mark.long
@pytest.mark.timeout(0)
@pytest.mark.parametrize("plant", BY_CHANCE, ids=lambda plant: plant.__name__)
def test_every_planted_bug_is_found_by_chance(few, monkeypatch, plant):
    plant(monkeypatch)
    with pytest.raises(AssertionError):
        run(few, MOST_FOR_A_BUG, 1)
