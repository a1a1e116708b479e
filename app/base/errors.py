"""The two kinds of failure: a UserError is the world's fault; anything else is a bug."""

from collections.abc import Sequence
from dataclasses import dataclass


class UserError(Exception):
    """Something the user can understand and act on, in plain Chinese.

    what: what happened. kept: what was kept. todo: what to do next.
    """

    def __init__(self, what: str, *, kept: str = "", todo: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.kept = kept
        self.todo = todo

    def __str__(self) -> str:
        return "".join(part for part in (self.what, self.kept, self.todo) if part)


@dataclass(frozen=True, slots=True)
class Bar:
    """A rule that stands in the way: its id, what it says of this case, its source and article."""

    rule_id: str
    sentence: str
    article: str


class Barred(UserError):  # noqa: N818 - a kind of UserError, by its plain name
    """Refused by rules that a recorded override lifts; bars names every one of them."""

    def __init__(self, what: str, bars: Sequence[Bar], *, kept: str, todo: str) -> None:
        super().__init__(what, kept=kept, todo=todo)
        self.bars = tuple(bars)


class Cancelled(Exception):  # noqa: N818 - not an error: the user asked for it
    """The user pressed Cancel; the work stops and leaves nothing half done."""
