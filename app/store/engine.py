"""Opening the ledger's file, and the only two ways in: reading() and writing()."""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2
from sqlalchemy import URL, Engine, create_engine, event, select, text
from sqlalchemy.orm import ORMExecuteState, Session, with_loader_criteria

from app.base.errors import UserError
from app.domain.cell_text import composed
from app.domain.changes import Changes
from app.store import journal, migration
from app.store.copying import write_copy
from app.store.encryption import unlock
from app.store.known_errors import told_in_words
from app.store.tables.columns import Record, new_id
from app.store.tables.journal import Batch, Operation

PAGE_CACHE_KIB = 65536
BUSY_MS = 5000
REWRITE_DUE = "rewrite_due"
"""The fact of a file in whose free places something lies that was erased."""
_log = logging.getLogger(__name__)
_HAS_DONE_SOMETHING = """SELECT EXISTS (SELECT 1 FROM operation WHERE batch_no = ?)
    OR EXISTS (SELECT 1 FROM sync_inbox WHERE batch = ?)"""


@dataclass(slots=True)
class Transaction:
    """What store functions are handed: a session, and the batch when it writes."""

    session: Session
    batch: str = ""
    batch_no: int = 0


@contextmanager
def unjournalled(tx: Transaction) -> Iterator[None]:
    """Let what is written in the block pass by the triggers: its operations are there already."""
    run = tx.session.connection().exec_driver_sql
    tx.session.flush()
    run("UPDATE journal_state SET is_applying = 1")
    yield
    run("UPDATE journal_state SET is_applying = 0")


def _only_live(state: ORMExecuteState) -> None:
    """Hide removed records from every select that does not ask for them."""
    if state.is_select and not state.execution_options.get("with_removed"):
        state.statement = state.statement.options(
            with_loader_criteria(Record, lambda cls: cls.removed_at.is_(None), include_aliases=True)
        )


class _LedgerSession(Session):
    """A session that sees live records only."""


event.listen(_LedgerSession, "do_orm_execute", _only_live)


def _prepare(engine: Engine, now_ms: Callable[[], int], key: bytes) -> None:
    @event.listens_for(engine, "connect")
    def _on_connect(connection: Any, _record: object) -> None:
        connection.isolation_level = None
        unlock(connection, key)
        for name, arguments, function in journal.connection_functions(now_ms):
            connection.create_function(name, arguments, function)
        for pragma in (
            "journal_mode = WAL",
            "foreign_keys = ON",
            "recursive_triggers = ON",
            f"cache_size = -{PAGE_CACHE_KIB}",
            "temp_store = MEMORY",
            "synchronous = FULL",
            f"busy_timeout = {BUSY_MS}",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _on_begin(connection: Any) -> None:
        immediate = connection.get_execution_options().get("writing")
        if immediate:  # a reading that ended badly may have left the connection read-only
            connection.exec_driver_sql("PRAGMA query_only = OFF")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")


def copy_ledger(path: Path, target: Path) -> None:
    """Copy a ledger that is not open and may be of an older schema; raises UserError."""
    with told_in_words(path):
        migration.copy_file(path, target)


def _wall_clock_ms() -> int:
    return time.time_ns() // 1_000_000


class Database:
    """One open ledger file; key: the 32 bytes it is encrypted with, none for a plain file.

    Raises UserError when the file cannot be opened, is not a ledger, or is newer than the program.
    """

    def __init__(
        self, path: Path, *, now_ms: Callable[[], int] = _wall_clock_ms, key: bytes = b""
    ) -> None:
        self.path = path
        self.key = key
        self.now_ms = now_ms
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UserError(
                f"打不开数据文件夹“{path.parent}”。", todo="请换一个能写入的文件夹。"
            ) from error
        self._engine = create_engine(
            URL.create("sqlite", database=str(path)),
            module=sqlcipher3.dbapi2,
            connect_args={"check_same_thread": False, "timeout": BUSY_MS / 1000},
            pool_size=4,
        )
        _prepare(self._engine, now_ms, key)
        try:
            with told_in_words(path):
                migration.bring_up_to_date(self._engine, path, key)
                self._rewrite_if_due()
        except BaseException:
            self._engine.dispose()
            raise

    @contextmanager
    def reading(self) -> Iterator[Transaction]:
        """Give a consistent view of the ledger; nothing can be written through it."""
        with told_in_words(self.path, is_reading=True), self._session() as session:
            session.connection().exec_driver_sql("PRAGMA query_only = ON")
            try:
                yield Transaction(session)
            finally:
                session.rollback()
                session.connection().exec_driver_sql("PRAGMA query_only = OFF")
                session.rollback()

    @contextmanager
    def writing(
        self, title: str, *, author: str, kind: str = "EDIT", undoes: str = ""
    ) -> Iterator[Transaction]:
        """Run one use case as one batch; leaving by an exception rolls everything back."""
        with (
            self.together() as whole,
            self.batch(whole, title, author=author, kind=kind, undoes=undoes) as transaction,
        ):
            yield transaction

    @contextmanager
    def together(self) -> Iterator[Transaction]:
        """Open one transaction for several batches; an exception rolls all of them back."""
        with told_in_words(self.path), self._session(writing=True) as session:
            yield Transaction(session)
            session.commit()

    @contextmanager
    def batch(
        self, whole: Transaction, title: str, *, author: str, kind: str = "EDIT", undoes: str = ""
    ) -> Iterator[Transaction]:
        """Run one batch inside a transaction that together() has opened."""
        transaction = Transaction(whole.session, new_id())
        self._open_batch(transaction, title, author, kind, undoes)
        yield transaction
        transaction.session.flush()
        self._close_batch(transaction)

    def changes_of(self, batch: str) -> Changes:
        """Return which tables a finished batch has touched."""
        with self.reading() as tx:
            names = tx.session.scalars(
                select(Operation.table_name)
                .join(Batch, Batch.no == Operation.batch_no)
                .where(Batch.id == batch)
                .distinct()
            )
            return Changes(frozenset(names), batch)

    def backup(self, target: Path) -> None:
        """Copy the ledger as it stands into another file; raises UserError."""
        source: Any = self._engine.raw_connection()
        try:
            write_copy(source.driver_connection, target, self.key)
        finally:
            source.close()

    def cipher_version(self) -> str:
        """Return the version of SQLCipher, the driver; empty for a plain SQLite."""
        with self._engine.connect() as connection:
            return str(connection.scalar(text("PRAGMA cipher_version")) or "")

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()

    def _rewrite_if_due(self) -> None:
        """Write the file anew after an erasure: its free places still hold what was erased."""
        source: Any = self._engine.raw_connection()
        run = source.driver_connection.execute
        try:
            if run("SELECT 1 FROM ledger_info WHERE key = ?", (REWRITE_DUE,)).fetchone():
                run("VACUUM")
                run("DELETE FROM ledger_info WHERE key = ?", (REWRITE_DUE,))
        except sqlcipher3.dbapi2.OperationalError:
            _log.warning("the file could not be written anew; it stays due", exc_info=True)
        finally:
            source.close()

    def _open_batch(self, tx: Transaction, title: str, author: str, kind: str, undoes: str) -> None:
        at = datetime.fromtimestamp(self.now_ms() / 1000, UTC).isoformat(timespec="seconds")
        run = tx.session.connection().exec_driver_sql
        replica = run("SELECT replica FROM journal_state").scalar_one()
        values = (tx.batch, replica, kind, composed(title), composed(author), at, undoes)
        columns = "id, replica, kind, title, author, at, undoes"
        added = run(f"INSERT INTO batch ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?)", values)  # noqa: S608
        tx.batch_no = added.lastrowid
        run(
            "UPDATE journal_state SET author = ?, batch = ?, batch_no = ?",
            (composed(author), tx.batch, tx.batch_no),
        )

    @contextmanager
    def _session(self, *, writing: bool = False) -> Iterator[Session]:
        with self._engine.connect() as connection:
            ready = connection.execution_options(writing=writing)
            with _LedgerSession(ready, expire_on_commit=False, autoflush=writing) as session:
                yield session

    def _close_batch(self, tx: Transaction) -> None:
        run = tx.session.connection().exec_driver_sql
        if not run(_HAS_DONE_SOMETHING, (tx.batch_no, tx.batch)).scalar_one():
            run("DELETE FROM batch WHERE no = ?", (tx.batch_no,))
        run("""UPDATE journal_state SET author = '', batch = '', batch_no =
            (SELECT no FROM batch WHERE id = '' AND replica = journal_state.replica)""")
