"""A copy of the ledger in a file of its own, through SQLite's own backup, and checked."""

from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2

from app.base.errors import UserError
from app.base.saving import written_whole
from app.store.encryption import unlock
from app.store.known_errors import told_in_words


def write_copy(source: Any, target: Path, key: bytes = b"") -> None:
    """Copy an open database as it stands; an older target is replaced only by a sound copy.

    key: the data key of the database, which the copy shares; b"" for a plain one. Raises UserError
    when the copy cannot be written or is not sound.
    """
    with written_whole(target) as part, told_in_words(target):
        copy = sqlcipher3.dbapi2.connect(str(part))
        try:
            unlock(copy, key)
            source.backup(copy)
        finally:
            copy.close()
        if not is_sound(part, key):
            raise UserError(
                f"“{target.name}”没有通过检查。",
                kept="台账和原来的文件没有改动。",
                todo="请换一个磁盘再试。",
            )


def is_sound(path: Path, key: bytes = b"") -> bool:
    """Tell whether a copy of the ledger opens with its key and passes SQLite's own check."""
    connection = sqlcipher3.dbapi2.connect(str(path))
    try:
        unlock(connection, key)
        return bool(connection.execute("PRAGMA quick_check").fetchone() == ("ok",))
    except sqlcipher3.dbapi2.DatabaseError:
        return False
    finally:
        connection.close()
