"""One page per person: everything that happened to a member, as dated lines."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LifeLine:
    """One thing that happened; on is ISO text at its own precision, "" when it is not known.

    table and id: the record to open, "" for a line that sums several up.
    """

    on: str
    kind: str
    text: str
    table: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class LifePage:
    """A person's facts as (label, value), and the lines of his life, oldest first."""

    person_id: str
    name: str
    facts: tuple[tuple[str, str], ...]
    lines: tuple[LifeLine, ...]
