"""What comes out of reading one cell: a value, what is wrong with it, and what it may also mean."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Generic, TypeVar

T = TypeVar("T")


class Severity(StrEnum):
    """BLOCK: not saved without a recorded override; WARN: saved and shown; INFO: told only."""

    BLOCK = "BLOCK"
    WARN = "WARN"
    INFO = "INFO"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to tell about a value.

    code: stable ASCII such as "id.check_digit"; its sentence is in resources/problems.toml.
    detail: the values for the placeholders of that sentence.
    """

    code: str
    severity: Severity
    detail: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reading(Generic[T]):
    """A value read from a cell; value None with no problems means that the cell is empty.

    choices: the meanings between which the user must choose; value is then the safest of them,
    or None where none is safe.
    """

    value: T | None
    problems: tuple[Problem, ...] = ()
    choices: tuple[T, ...] = ()


def block(code: str, **detail: str) -> Problem:
    """Return a problem that keeps the value from being saved."""
    return Problem(code, Severity.BLOCK, detail)


def warn(code: str, **detail: str) -> Problem:
    """Return a problem that is saved with the value and shown until it is settled."""
    return Problem(code, Severity.WARN, detail)


def info(code: str, **detail: str) -> Problem:
    """Return a remark that asks for nothing."""
    return Problem(code, Severity.INFO, detail)
