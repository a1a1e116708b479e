"""The steps of the development of members and what a file holds at its end: data, not code."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from app.base.resources import resource
from app.domain.kinds import DevPhase


@dataclass(frozen=True, slots=True)
class Step:
    """One step; key: by what the rules know it, often the column of dev_case with its date."""

    no: int
    key: str
    phase: DevPhase
    name: str
    date_label: str
    article: str
    documents: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """The number and the name."""
        return f"{self.no} {self.name}"


@dataclass(frozen=True, slots=True)
class StepEdit:
    """A step as the bureau wrote it: a row of dev_step_def; empty texts keep what is shipped."""

    no: int
    phase: str
    name: str
    date_label: str
    documents: str
    article: str


@dataclass(frozen=True, slots=True)
class ArchivePart:
    """One part of the archive's checklist: its letter, its title, its papers."""

    letter: str
    title: str
    documents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StepList:
    """All steps in the order of their numbers."""

    steps: tuple[Step, ...]

    def step(self, key: str) -> Step:
        """Return a step by its key; raises KeyError for an unknown one."""
        return next((step for step in self.steps if step.key == key), None) or _missing(key)

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys in order."""
        return tuple(step.key for step in self.steps)

    def with_edits(self, edits: Iterable[StepEdit]) -> "StepList":
        """Return the list with the bureau's own steps.

        A row with the name of a shipped step renumbers it, a row with the number of one renames
        it; any other row is a further step, of which the rules know nothing.
        """
        found = {step.key: step for step in self.steps}
        for edit in edits:
            base = self._base_of(edit)
            step = _edited(base, edit)
            found[step.key] = step
        return StepList(tuple(sorted(found.values(), key=lambda step: step.no)))

    def _base_of(self, edit: StepEdit) -> Step | None:
        named = (step for step in self.steps if step.name == edit.name)
        numbered = (step for step in self.steps if step.no == edit.no)
        return next(named, None) or next(numbered, None)


@cache
def shipped_steps() -> StepList:
    """Return the steps of resources/development.toml: Guizhou's twenty-five."""
    rows = _data()["step"]
    return StepList(
        tuple(
            Step(
                row["no"],
                row["key"],
                DevPhase(row["phase"]),
                row["name"],
                row["date_label"],
                row["article"],
                tuple(row["documents"]),
            )
            for row in rows
        )
    )


@cache
def archive_parts() -> tuple[ArchivePart, ...]:
    """Return the checklist of the archive, parts A to E."""
    return tuple(
        ArchivePart(row["letter"], row["title"], tuple(row["documents"]))
        for row in _data()["archive"]
    )


@cache
def personal_file() -> tuple[str, ...]:
    """Return the papers that go on into the personal file."""
    return tuple(_data()["personal_file"]["documents"])


def archive_gaps(held: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """Return the papers that are missing, by the letter of the part, complete parts left out."""
    present = set(held)
    missing = {
        part.letter: tuple(paper for paper in part.documents if paper not in present)
        for part in archive_parts()
    }
    return {letter: papers for letter, papers in missing.items() if papers}


def documents_of(text: str) -> tuple[str, ...]:
    """Return the papers of a stored text, one per line."""
    return tuple(line for line in text.split("\n") if line)


@cache
def _data() -> Mapping[str, Any]:
    return tomllib.loads(resource("development.toml").read_text("utf-8"))


def _missing(key: str) -> Step:
    raise KeyError(key)


def _edited(base: Step | None, edit: StepEdit) -> Step:
    documents = documents_of(edit.documents)
    if base is None:
        phase = DevPhase(edit.phase) if edit.phase in set(DevPhase) else DevPhase.PROBATION
        key = f"step_{edit.no}"
        return Step(edit.no, key, phase, edit.name, edit.date_label, edit.article, documents)
    return Step(
        edit.no,
        base.key,
        DevPhase(edit.phase) if edit.phase in set(DevPhase) else base.phase,
        edit.name or base.name,
        edit.date_label or base.date_label,
        edit.article or base.article,
        documents or base.documents,
    )
