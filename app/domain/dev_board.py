"""The board and the card of development: where a case stands, what is next, by when."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from app.domain.dev_entry import REVIEWED
from app.domain.dev_facts import CaseFacts
from app.domain.dev_steps import Step, StepList
from app.domain.history import HistoryEntry
from app.domain.kinds import DevPhase
from app.domain.rules import DueState, Finding
from app.domain.votes import VoteResult


class StepState(StrEnum):
    """DONE; NEXT: to be done now; OPEN: skipped, or done again and again; LATER."""

    DONE = "DONE"
    NEXT = "NEXT"
    OPEN = "OPEN"
    LATER = "LATER"


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardCard:
    """A case on the board; late_n: how much of it is overdue or broken. due: of the next step."""

    id: str
    person_id: str
    name: str
    category: str
    org_id: str
    org: str
    phase: DevPhase
    next_step: Step | None
    due: Finding | None
    late_n: int = 0
    applied_on: str = ""
    is_closed: bool = False

    @property
    def due_on(self) -> date | None:
        """The deadline of the next step."""
        return self.due.due_on if self.due else None


@dataclass(frozen=True, slots=True, kw_only=True)
class StepLine:
    """A step on the card: papers with whether they are there, who, what else, what is due."""

    step: Step
    state: StepState
    done_on: str = ""
    documents: tuple[tuple[str, bool], ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def due(self) -> Finding | None:
        """The most urgent thing to be done or mended in this step."""
        return most_urgent(self.findings)


@dataclass(frozen=True, slots=True, kw_only=True)
class VoteLine:
    """A vote that was held about the person, carried or not."""

    id: str
    held_on: str
    kind: str
    passed: bool
    result: VoteResult


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseCard:
    """A case as its card shows it; gaps: papers missing by the letter of the archive's part.

    probation: its first and last day as papers write them (B5-02).
    """

    card: BoardCard
    facts: CaseFacts
    lines: tuple[StepLine, ...]
    votes: tuple[VoteLine, ...] = ()
    gaps: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    probation: tuple[date, date] | None = None
    history: tuple[HistoryEntry, ...] = ()

    def line(self, key: str) -> StepLine:
        """Return the line of a step; raises KeyError for an unknown one."""
        return {line.step.key: line for line in self.lines}[key]


def phase_of(facts: CaseFacts, steps: StepList) -> DevPhase:
    """Return the phase of a case: that of the furthest step done; after the approval the last."""
    return DevPhase.PROBATION if facts.is_accepted else _furthest(facts, steps)


def _furthest(facts: CaseFacts, steps: StepList) -> DevPhase:
    done = [step for step in steps.steps if facts.has(step.key) and step.key not in REVIEWED]
    return done[-1].phase if done else DevPhase.APPLICATION


def next_step(facts: CaseFacts, steps: StepList) -> Step | None:
    """Return the first step that is open in the phase of the furthest one done, or after it."""
    phases = list(DevPhase)
    reached = phases.index(_furthest(facts, steps))
    return next(
        (
            step
            for step in steps.steps
            if phases.index(step.phase) >= reached
            and not facts.has(step.key)
            and step.key not in REVIEWED
        ),
        None,
    )


def state_of(facts: CaseFacts, steps: StepList, step: Step) -> StepState:
    """Return how a step of a case stands."""
    if step.key in REVIEWED:
        return _review_state(facts, step.key)
    if facts.has(step.key):
        return StepState.DONE
    upcoming = next_step(facts, steps)
    if upcoming is not None and step.key == upcoming.key:
        return StepState.NEXT
    return StepState.OPEN if upcoming is None or step.no < upcoming.no else StepState.LATER


def _review_state(facts: CaseFacts, key: str) -> StepState:
    """Return how reviews stand: open until the meeting or the approval that ends their time."""
    begun, ended = (
        (facts.is_accepted, facts.has("convert_approved_on"))
        if key == "education"
        else (facts.has("activist_on"), facts.has("accept_meeting_on"))
    )
    if ended and facts.has(key):
        return StepState.DONE
    return StepState.OPEN if begun else StepState.LATER


def most_urgent(found: Iterable[Finding]) -> Finding | None:
    """Return what is overdue first, then by the deadline."""
    return min(found, key=_urgency, default=None)


def due_of(found: Sequence[Finding], key: str) -> Finding | None:
    """Return the deadline of a step among what was found."""
    return most_urgent(one for one in found if one.about.part == key)


def _urgency(found: Finding) -> tuple[int, date]:
    return (list(DueState).index(found.state), found.due_on or date.max)
