"""The two kinds of failure: a UserError is the world's fault; anything else is a bug."""


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


class Cancelled(Exception):  # noqa: N818 - not an error: the user asked for it
    """The user pressed Cancel; the work stops and leaves nothing half done."""
