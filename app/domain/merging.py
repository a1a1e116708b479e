"""Merging what several machines did to one row: a multi-value register for every field.

The operations of a row form a graph by their base. For a field, an operation that writes it
supersedes those writers it knew; what survives are siblings. A writer without a right to the
field supersedes nobody who has one: its value is a proposal beside the other. Clocks break ties
and decide nothing else. Nothing here depends on the order in which operations arrived.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

from app.domain.operation_form import CLOCK_BITS

TOMBSTONE = "removed_at"
"""The field that takes a row out of sight; an edit that did not know of it contradicts it."""


@dataclass(frozen=True, slots=True)
class Step:
    """One operation as the merge sees it; changes as in the journal, base: ids it knew."""

    id: str
    node: str
    hlc: int
    kind: str
    changes: Mapping[str, Any]
    base: tuple[str, ...]


Rank = Callable[[Step, str], int]
"""The standing of an operation's author for a field: 0 may only propose, 1 may write, 2 decides."""


@dataclass(frozen=True, slots=True)
class Sibling:
    """A value that nobody has superseded; a plain edit beside a removal has the value None."""

    op: str
    value: Any
    is_proposal: bool


@dataclass(slots=True)
class Merged:
    """What a row shows, and the fields whose siblings differ: the shown one first."""

    values: dict[str, Any]
    siblings: dict[str, tuple[Sibling, ...]] = field(default_factory=dict)


def merged(steps: Sequence[Step], empty: Mapping[str, Any], rank: Rank) -> Merged:
    """Return the state of a row from all its operations.

    steps: in any order in which an operation follows those of its base. empty: the values of a row
    of which nothing was said, by field.
    """
    graph = _Graph(steps, empty)
    result = Merged(dict(empty))
    for name in graph.fields():
        alive = graph.survivors(name, rank)
        best = sorted(alive, key=lambda s: (rank(s, name), s.hlc, s.id), reverse=True)
        found = [Sibling(s.id, graph.value(s, name), rank(s, name) == 0) for s in best]
        result.values[name] = found[0].value
        if len({_told_apart(name, each.value) for each in found}) > 1:
            result.siblings[name] = tuple(found)
    return result


def is_chain(steps: Sequence[Step]) -> bool:
    """Tell whether every operation knew all before it: nothing can contradict."""
    linked = all(step.base == (before.id,) for before, step in pairwise(steps))
    return linked and not any(step.base for step in steps[:1])


def folded(steps: Iterable[Step], empty: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of a row whose operations form a chain of rightful authors."""
    values = dict(empty)
    for step in steps:
        values.update(step.changes if step.kind == "I" else written(step, empty))
    return values


def written(step: Step, empty: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields that an operation sets; a birth sets all, a deletion the tombstone."""
    if step.kind == "I":
        return {**empty, **step.changes}
    if step.kind == "D":
        return {TOMBSTONE: moment(step.hlc)}
    return {name: change[1] for name, change in step.changes.items()}


def moment(hlc: int) -> str:
    """Return the moment of a clock reading as the tombstone keeps it: ISO text in UTC."""
    return datetime.fromtimestamp((hlc >> CLOCK_BITS) / 1000, UTC).isoformat(timespec="seconds")


def _told_apart(name: str, value: Any) -> object:  # noqa: ANN401 - any value of a column
    """Return by what two values of a field differ: two removals are one, whenever they were."""
    return bool(value) if name == TOMBSTONE else (type(value), value)


class _Graph:
    """Who knew whom among the operations of a row; a set of operations is a bit mask."""

    def __init__(self, steps: Sequence[Step], empty: Mapping[str, Any]) -> None:
        self._steps = steps
        self._written = [written(step, empty) for step in steps]
        self._place = {step.id: number for number, step in enumerate(steps)}
        self._knew: list[int] = []
        for step in steps:
            known = 0
            for each in step.base:
                place = self._place.get(each)
                if place is not None:
                    known |= self._knew[place] | 1 << place
            self._knew.append(known)

    def fields(self) -> Iterator[str]:
        """Yield every field that an operation wrote, once."""
        return iter(dict.fromkeys(name for values in self._written for name in values))

    def value(self, step: Step, name: str) -> Any:  # noqa: ANN401 - any value of a column
        """Return what an operation set a field to; a plain edit leaves a row in sight."""
        return self._written[self._place[step.id]].get(name)

    def survivors(self, name: str, rank: Rank) -> list[Step]:
        """Return the writers of a field that nobody entitled to it has superseded."""
        writers = [n for n, values in enumerate(self._written) if name in values]
        entitled = {n: rank(self._steps[n], name) > 0 for n in writers}
        alive = [
            n
            for n in writers
            if not any(
                self._knew[other] >> n & 1 and (entitled[other] or not entitled[n])
                for other in writers
            )
        ]
        if name == TOMBSTONE:
            alive += self._unaware(alive, writers)
        return [self._steps[n] for n in alive]

    def _unaware(self, alive: list[int], writers: list[int]) -> list[int]:
        """Return the newest edits that neither knew of a surviving removal nor were known to it."""
        removals = [n for n in alive if self._written[n][TOMBSTONE]]
        settled = 0
        for n in alive:
            settled |= self._knew[n]
        edits = [
            n
            for n in range(len(self._steps))
            if n not in writers
            and not settled >> n & 1
            and any(not self._knew[n] >> gone & 1 for gone in removals)
        ]
        return [n for n in edits if not any(self._knew[other] >> n & 1 for other in edits)]
