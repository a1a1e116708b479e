"""A backup as a file: read without being touched, and how it takes the place of a ledger."""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2
from sqlalchemy import select

from app.base.errors import UserError
from app.base.paths import reachable
from app.domain.kinds import ON_ROSTER, OrgKind
from app.store.copying import is_sound
from app.store.encryption import encrypted_copy, is_plain, unlock
from app.store.engine import Transaction
from app.store.known_errors import told_in_words
from app.store.migration import HEAD, copy_file, revisions
from app.store.tables.journal import Batch

_TABLES = "SELECT count(*) FROM sqlite_master WHERE name IN ('alembic_version', 'batch')"
_OURS = 2
_MISSING = "no such"
"""How SQLite begins when a table or a column is not there."""
_BRANCHES = "SELECT count(*) FROM org_unit WHERE removed_at IS NULL AND kind <> ?"
_MEMBERS = """SELECT count(*) FROM membership WHERE removed_at IS NULL
 AND status IN (SELECT value FROM json_each(?))"""


@dataclass(frozen=True, slots=True)
class Inside:
    """What a backup holds; batches: the ids of all that was done in it. newest: ISO text in UTC."""

    branches_n: int
    members_n: int
    newest: str
    batches: frozenset[str]


def look_inside(path: Path, key: bytes) -> Inside:
    """Count what a backup holds; key: that of the present ledger.

    Raises UserError for a file that is no ledger, is damaged, has another key, or is of a newer
    program.
    """
    with told_in_words(path, is_reading=True), _reading(path, key) as run:
        if run(_TABLES).fetchone()[0] < _OURS:
            raise _no_backup(path)
        _check_revision(path, run("SELECT version_num FROM alembic_version").fetchone())
        try:
            return Inside(
                run(_BRANCHES, (OrgKind.COMMITTEE.value,)).fetchone()[0],
                run(_MEMBERS, (json.dumps(sorted(ON_ROSTER)),)).fetchone()[0],
                run("SELECT coalesce(max(at), '') FROM batch").fetchone()[0],
                frozenset(row[0] for row in run("SELECT id FROM batch WHERE id <> ''")),
            )
        except sqlcipher3.dbapi2.OperationalError as error:
            if not str(error).startswith(_MISSING):
                raise
            raise _no_backup(path) from error


def _check_revision(path: Path, found: tuple[Any, ...] | None) -> None:
    """Raise UserError for a schema that this program does not know."""
    revision = str(found[0]) if found else ""
    if revision in revisions():
        return
    if len(revision) == len(HEAD) and revision > HEAD:
        raise UserError(
            f"“{path.name}”是更新版本的党务台账做的备份，这个版本读不了。",
            kept="文件没有被改动。",
            todo="请安装新版本后再恢复。",
        )
    raise _no_backup(path)


def _no_backup(path: Path) -> UserError:
    return UserError(
        f"“{path.name}”不是党务台账的备份。", kept="文件没有被改动。", todo="请另选一份。"
    )


def done_since(tx: Transaction, known: frozenset[str]) -> list[tuple[str, str]]:
    """Return moment (ISO text in UTC) and title of what was done here beside some batches.

    Newest first; what came from others is left out, since it can come again.
    """
    query = select(Batch).where(Batch.id != "", Batch.received_in.is_(None))
    found = tx.session.scalars(query.order_by(Batch.no.desc()))
    return [(each.at, each.title) for each in found if each.id not in known]


def is_whole(path: Path, key: bytes) -> bool:
    """Tell whether a backup passes SQLite's own check, without writing beside it."""
    with told_in_words(path, is_reading=True), _reading(path, key) as run:
        return bool(run("PRAGMA integrity_check").fetchone() == ("ok",))


def write_candidate(backup: Path, candidate: Path, key: bytes) -> None:
    """Copy a backup to where it can take a ledger's place, encrypted as that ledger is.

    Raises UserError when it cannot be written or is not sound.
    """
    discard(candidate)
    if not (key and is_plain(backup)):
        copy_file(backup, candidate, key)
        return
    plain = plain_of(candidate)
    try:
        shutil.copyfile(backup, plain)
        with told_in_words(candidate):
            encrypted_copy(plain, candidate, key)
    finally:
        discard(plain)
    if not is_sound(candidate, key):
        raise UserError(f"“{backup.name}”没有复制好。", kept="台账没有改动。", todo="请检查磁盘。")


def plain_of(candidate: Path) -> Path:
    """Return where a plain backup lies while it is encrypted into a candidate."""
    return candidate.with_name(candidate.name + ".plain")


def settle(path: Path, key: bytes) -> None:
    """Fold a closed ledger into its one file, so that a rename takes or replaces it whole.

    A write-ahead log left beside it would be played into the file that takes its place. Raises
    UserError when another program has the ledger open.
    """
    connection = sqlcipher3.dbapi2.connect(str(path), isolation_level=None, timeout=1)
    try:
        with told_in_words(path):
            unlock(connection, key)
            mode = connection.execute("PRAGMA journal_mode = DELETE").fetchone()[0]
    finally:
        connection.close()
    if mode != "delete":
        raise UserError(
            "台账正被另一个窗口使用。", kept="没有恢复，台账没有改动。", todo="请关闭它再试。"
        )


def take_place(candidate: Path, database: Path) -> None:
    """Rename a settled candidate onto a settled ledger: one step, the old one or the new one."""
    reachable(candidate).replace(reachable(database))


def discard(path: Path) -> None:
    """Remove a file of ours and what SQLite keeps beside it."""
    for tail in ("", "-wal", "-shm", "-journal"):
        Path(f"{path}{tail}").unlink(missing_ok=True)


@contextmanager
def _reading(path: Path, key: bytes) -> Iterator[Any]:
    """Open a file that nobody writes; immutable keeps SQLite from making files beside it."""
    address = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
    connection = sqlcipher3.dbapi2.connect(address, uri=True)
    try:
        unlock(connection, b"" if is_plain(path) else key)
        yield connection.execute
    finally:
        connection.close()
