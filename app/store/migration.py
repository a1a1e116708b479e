"""Bringing a ledger file to the schema of this program; Alembic does the steps.

Alembic is imported only when there is something to do: the usual start finds the file at HEAD.
"""

from pathlib import Path
from typing import TYPE_CHECKING

import sqlcipher3.dbapi2
from sqlalchemy import Connection, Engine, text

from app.base.errors import UserError
from app.store.copying import write_copy
from app.store.encryption import unlock
from app.store.journal import trigger_statements
from app.store.tables.columns import new_id

if TYPE_CHECKING:
    from alembic.config import Config

HEAD = "0001"
"""The revision that this program writes; equal to the newest file in migrations/versions."""

SCRIPTS = Path(__file__).parent / "migrations"


def revisions() -> frozenset[str]:
    """Return the revisions that this program can bring up to date."""
    found = (path.name.partition("_")[0] for path in (SCRIPTS / "versions").glob("*_*"))
    return frozenset(revision for revision in found if revision)


def configuration(connection: Connection) -> "Config":
    """Return Alembic's configuration for one open connection."""
    from alembic.config import Config  # noqa: PLC0415 - costs start-up time, rarely needed

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    config.attributes["connection"] = connection
    return config


def bring_up_to_date(engine: Engine, path: Path, key: bytes = b"") -> None:
    """Create or upgrade the schema and its triggers.

    A file of an older schema is copied aside first. Raises UserError when the file is not a
    ledger or was written by a newer program.
    """
    with engine.connect() as connection:
        found = _revision(connection)
    if found == HEAD:
        with engine.connect() as connection:
            _refresh_triggers(connection)
        return
    if found and found > HEAD:
        raise UserError(
            f"“{path.name}”是更新版本的党务台账写的，这个版本打不开。",
            kept="文件没有被改动。",
            todo="请安装新版本后再打开。",
        )
    if found:
        copy_file(path, path.with_name(f"{path.stem}.before-{found}.bak"), key)
    _upgrade(engine)


def _upgrade(engine: Engine) -> None:
    from alembic import command  # noqa: PLC0415

    with engine.connect().execution_options(writing=True) as connection:
        with connection.begin():
            _drop_triggers(connection)
            command.upgrade(configuration(connection), "head")
            _give_identity(connection)
        _refresh_triggers(connection)


def _revision(connection: Connection) -> str:
    tables = set(connection.scalars(text("SELECT name FROM sqlite_master WHERE type = 'table'")))
    if "alembic_version" in tables:
        return str(connection.scalar(text("SELECT version_num FROM alembic_version")))
    if tables:
        raise UserError(
            "这个数据文件不是党务台账写的。", kept="文件没有被改动。", todo="请另选一个文件。"
        )
    return ""


def _give_identity(connection: Connection) -> None:
    replica = {"replica": new_id()}
    connection.execute(
        text(
            "INSERT OR IGNORE INTO journal_state"
            "(one, replica, replica_seq, previous, hlc, author, batch, batch_no)"
            " VALUES (1, :replica, 0, x'', 0, '', '', 0)"
        ),
        replica,
    )
    connection.execute(
        text(
            "INSERT OR IGNORE INTO batch(no, id, replica, kind, title, author, at)"
            " VALUES (0, '', :replica, 'RAW', '', '', '')"
        ),
        replica,
    )


def _drop_triggers(connection: Connection) -> None:
    for name in list(_installed(connection)):
        connection.exec_driver_sql(f"DROP TRIGGER {name}")


def _installed(connection: Connection) -> dict[str, str]:
    rows = connection.execute(
        text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'journal_%'")
    )
    return {row.name: row.sql for row in rows}


def _refresh_triggers(connection: Connection) -> None:
    wanted = trigger_statements()
    if _installed(connection) == wanted:
        connection.rollback()
        return
    connection.rollback()
    with connection.execution_options(writing=True).begin():
        _drop_triggers(connection)
        for statement in wanted.values():
            connection.exec_driver_sql(statement)


def copy_file(path: Path, target: Path, key: bytes = b"") -> None:
    """Copy a ledger file that nobody has open, of whatever schema, with all that is committed."""
    source = sqlcipher3.dbapi2.connect(str(path))
    try:
        unlock(source, key)
        # A file that cannot be read is told by its own name, not by that of the copy.
        source.execute("SELECT count(*) FROM sqlite_master")
        write_copy(source, target, key)
    finally:
        source.close()
