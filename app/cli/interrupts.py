"""Ctrl+C between two steps: what is being committed is committed, and its number is told."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from app.base.progress import Progress
from app.cli.output import progress


class _Stopping:
    """A Progress that ends at the next step once Ctrl+C was pressed."""

    def __init__(self, shown: Progress) -> None:
        self._shown = shown
        self._is_wanted = False

    def step(self, done: int, total: int, text: str = "") -> None:
        """Show the step; raises KeyboardInterrupt when the user gave up."""
        if self._is_wanted:
            raise KeyboardInterrupt
        self._shown.step(done, total, text)

    def stop(self, _number: int, _frame: FrameType | None) -> None:
        """Remember Ctrl+C."""
        self._is_wanted = True


@contextmanager
def stopping_between_steps() -> Iterator[Progress]:
    """Lend the progress of a command that Ctrl+C stops at its next step only."""
    stopping = _Stopping(progress())
    before = signal.signal(signal.SIGINT, stopping.stop)
    try:
        yield stopping
    finally:
        signal.signal(signal.SIGINT, before)
