"""The open ledger: what every use case is handed."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from app.domain.changes import Changes
from app.store.engine import Database, Transaction


def _today() -> date:
    return date.today()  # noqa: DTZ011 - the user's own calendar day


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a writing use case gives back: the batch, what changed, and a sentence for the user.

    batch is empty when nothing had to be written. ids: the records written, in order.
    """

    batch: str
    changes: Changes
    sentence: str = ""
    ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ledger:
    """The database with the user who works on it and the day on which he works.

    within: the transaction that is already open, in which use cases then do their part.
    """

    database: Database
    author: str = ""
    today: Callable[[], date] = field(default=_today)
    within: Transaction | None = None

    @classmethod
    def open(
        cls, path: Path, *, author: str = "", today: Callable[[], date] = _today, key: bytes = b""
    ) -> "Ledger":
        """Open a ledger file, creating it when it is not there; raises UserError.

        key: what it is encrypted with, see services.access.
        """
        return cls(Database(path, key=key), author, today)

    @contextmanager
    def reading(self) -> Iterator[Transaction]:
        """Give a consistent view of the ledger."""
        if self.within is not None:
            yield self.within
            return
        with self.database.reading() as tx:
            yield tx

    @contextmanager
    def writing(self, title: str, *, kind: str = "EDIT", undoes: str = "") -> Iterator[Transaction]:
        """Run one use case as one batch in one transaction, or as a part of the open batch."""
        if self.within is not None and self.within.batch:
            yield self.within
            return
        values = {"author": self.author, "kind": kind, "undoes": undoes}
        if self.within is not None:
            with self.database.batch(self.within, title, **values) as tx:
                yield tx
            return
        with self.database.writing(title, **values) as tx:
            yield tx

    @contextmanager
    def together(self) -> Iterator["Ledger"]:
        """Give a ledger whose batches are all kept or, after an exception, all rolled back."""
        with self.database.together() as whole:
            yield replace(self, within=whole)

    def joined(self, tx: Transaction, on: date) -> "Ledger":
        """Return the ledger as on a day, for use cases that shall be parts of an open batch.

        What such a use case has written before it raises stays: let the exception end the batch.
        """
        return replace(self, within=tx, today=lambda: on)

    def outcome(self, tx: Transaction, sentence: str = "", ids: tuple[str, ...] = ()) -> Outcome:
        """Describe a finished writing block; tables are not told of a batch that is still open."""
        if self.within is not None:
            return Outcome(tx.batch, Changes(batch=tx.batch), sentence, ids)
        changes = self.database.changes_of(tx.batch)
        return Outcome(tx.batch if changes.tables else "", changes, sentence, ids)

    def close(self) -> None:
        """Let go of the file."""
        self.database.close()
