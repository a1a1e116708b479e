"""One entry of the history of a record, as a card shows it."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """Who did what and when; changes holds (label, old text, new text), local time with zone."""

    at: datetime
    who: str
    what: str
    changes: tuple[tuple[str, str, str], ...] = ()
