"""Running a floor and our way alternately, and what comes out of it."""

import gc
import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

RUNS = 5

Act = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Measured:
    """One act: seconds of the floor and of ours (medians), and the largest ratio we aim at."""

    number: str
    act: str
    floor_is: str
    floor: float
    ours: float
    goal: float

    @property
    def ratio(self) -> float:
        """Return how many times the floor we take."""
        return self.ours / self.floor

    @property
    def is_reached(self) -> bool:
        """Tell whether the goal is reached in this run."""
        return self.ratio <= self.goal


@dataclass(frozen=True, slots=True)
class Title:
    """What is measured: its number in the list of goals, the act, the floor, the goal."""

    number: str
    act: str
    floor_is: str
    goal: float


def compared(title: Title, floor: Act, ours: Act, runs: int = RUNS) -> Measured:
    """Run both alternately after a warm-up and return the medians."""
    floor()
    ours()
    pairs = [(seconds(floor), seconds(ours)) for _ in range(runs)]
    return measured(title, pairs)


def measured(title: Title, pairs: list[tuple[float, float]]) -> Measured:
    """Return the medians of pairs of seconds (floor, ours)."""
    floor, ours = (median(side) for side in zip(*pairs, strict=True))
    return Measured(title.number, title.act, title.floor_is, floor, ours, title.goal)


def seconds(act: Act) -> float:
    """Return how long an act takes, without waiting for the garbage of others."""
    gc.collect()
    start = time.perf_counter()
    act()
    return time.perf_counter() - start
