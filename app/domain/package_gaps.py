"""Which packages of a sender are missing, by the numbers that their manifests tell."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby


@dataclass(frozen=True, slots=True)
class Numbered:
    """A package that came: it tells everything from after_number on; is_taken: it does not wait."""

    number: int
    after_number: int
    is_taken: bool


@dataclass(frozen=True, slots=True)
class Gaps:
    """Numbers of packages that never came, in order.

    wanted: nothing that was taken in tells what they told. told_again: a later one did.
    """

    wanted: tuple[int, ...] = ()
    told_again: tuple[int, ...] = ()


def gaps(came: Iterable[Numbered]) -> Gaps:
    """Return what is missing among the packages of one sender for one receiver."""
    known = [each for each in came if each.number]
    here = {each.number for each in known}
    top = max((max(each.number - 1, each.after_number) for each in known), default=0)
    missing = [number for number in range(1, top + 1) if number not in here]
    wanted = tuple(number for number in missing if not is_told_by(number, known))
    return Gaps(wanted, tuple(number for number in missing if number not in set(wanted)))


def is_told_by(number: int, came: Iterable[Numbered]) -> bool:
    """Tell whether a later package that was taken in tells all that the one of a number told."""
    return any(each.is_taken and each.after_number < number < each.number for each in came)


def runs(numbers: Iterable[int]) -> tuple[tuple[int, int], ...]:
    """Return ascending numbers as (first, last) of each run without a gap."""
    grouped = groupby(enumerate(numbers), lambda pair: pair[1] - pair[0])
    found = ([number for _, number in group] for _, group in grouped)
    return tuple((run[0], run[-1]) for run in found)
