"""How long work tells its progress and learns that it was cancelled."""

from typing import Protocol


class Progress(Protocol):
    """Receives the steps of a long piece of work."""

    def step(self, done: int, total: int, text: str = "") -> None:
        """Tell that `done` of `total` are finished; raises Cancelled when the user gave up."""


class Silent:
    """A Progress that shows nothing and never cancels."""

    def step(self, done: int, total: int, text: str = "") -> None:
        """Ignore the step."""
