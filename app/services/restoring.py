"""Putting a backup back: what it holds, what would be lost, and the swap, whole or not done."""

import logging
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from time import time

from app.base.errors import UserError
from app.base.progress import Progress, Silent
from app.services.backups import Backup, Reason, back_up_before
from app.services.exchange import lives
from app.services.ledger import Ledger
from app.store import restoring
from app.store.restoring import Inside

_LOG = logging.getLogger(__name__)
_UNCHANGED = "没有恢复，台账没有改动。"
_SILENT = Silent()
_STEPS = 4
_TOLD_AT_MOST = 12
_ABANDONED = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Lost:
    """What was done since a backup: how often, and of the newest the moment (UTC) and title."""

    times: int
    newest: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Contents:
    """What a backup holds; fault: why it cannot be put back, "" when it can."""

    backup: Backup
    inside: Inside | None
    fault: str = ""


def contents(ledger: Ledger, backup: Backup) -> Contents:
    """Look into a backup; one that cannot be read is told by its fault."""
    try:
        return Contents(backup, restoring.look_inside(backup.path, ledger.database.key))
    except UserError as error:
        return Contents(backup, None, error.what)


def check(ledger: Ledger, backup: Backup) -> Contents:
    """Look into a backup and read every page of it."""
    found = contents(ledger, backup)
    if found.inside and not restoring.is_whole(backup.path, ledger.database.key):
        return Contents(backup, found.inside, f"“{backup.path.name}”已经损坏。")
    return found


def lost_since(ledger: Ledger, inside: Inside) -> Lost:
    """Return what was done since a backup and would be gone after it is put back."""
    with ledger.reading() as tx:
        done = restoring.done_since(tx, inside.batches)
    return Lost(len(done), tuple(done[:_TOLD_AT_MOST]))


def prepare(ledger: Ledger, backup: Backup, progress: Progress = _SILENT) -> Path:
    """Back up the present ledger and make the file that is to take its place.

    The file begins a new life in the exchange before it stands anywhere, so that no moment is left
    in which a restored ledger goes on as the old one. Raises UserError, Cancelled.
    """
    progress.step(0, _STEPS, "检查备份")
    found = check(ledger, backup)
    if found.fault:
        raise UserError(found.fault, kept=_UNCHANGED, todo="请另选一份备份。")
    progress.step(1, _STEPS, "备份现在的台账")
    back_up_before(ledger, Reason.RESTORE)
    progress.step(2, _STEPS, "准备恢复")
    database = ledger.database
    candidate = _candidate_of(database.path)
    try:
        restoring.write_candidate(backup.path, candidate, database.key)
        progress.step(3, _STEPS, "准备恢复")
        again = Ledger.open(candidate, author=ledger.author, today=ledger.today, key=database.key)
        try:
            lives.restored(again)
        finally:
            again.close()
        restoring.settle(candidate, database.key)
    except BaseException:
        restoring.discard(candidate)
        raise
    progress.step(_STEPS, _STEPS)
    return candidate


def sweep(ledger: Ledger) -> None:
    """Remove what a restore that was killed has left beside a ledger.

    A file touched within the last hour stays: another window may be making it.
    """
    candidate = _candidate_of(ledger.database.path)
    for path in (candidate, restoring.plain_of(candidate)):
        try:
            if path.exists() and time() - path.stat().st_mtime > _ABANDONED.total_seconds():
                restoring.discard(path)
        except OSError:
            _LOG.warning("what a restore left could not be removed", exc_info=True)


def _candidate_of(database: Path) -> Path:
    return database.with_name(f"{database.name}.restoring")


def swap(ledger: Ledger, candidate: Path) -> None:
    """Close a ledger and put the prepared file in its place, in one step.

    Raises UserError when another program has the ledger open; it is then as it was.
    """
    database = ledger.database
    ledger.close()
    try:
        restoring.settle(database.path, database.key)
        restoring.take_place(candidate, database.path)
    except OSError as error:
        raise UserError(
            "恢复没有做成。", kept="台账没有改动。", todo="请关闭正在使用它的程序，再试一次。"
        ) from error
    finally:
        restoring.discard(candidate)
