"""SQLCipher: opening an encrypted file with its data key, and turning a plain file into one."""

from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2

_PLAIN = b"SQLite format 3\0"
KEY_BYTES = 32


def unlock(connection: Any, key: bytes) -> None:
    """Give a fresh connection the data key; nothing to do for a plain file."""
    if key:
        connection.execute(f'PRAGMA key = "{_raw(key)}"')


def is_plain(path: Path) -> bool:
    """Tell whether a file is an SQLite database that anybody can read."""
    with path.open("rb") as stream:
        return stream.read(len(_PLAIN)) == _PLAIN


def encrypted_copy(path: Path, target: Path, key: bytes) -> None:
    """Write an encrypted copy of a plain file that nobody has open; raises the driver's errors.

    The plain file's write-ahead log is folded into it first.
    """
    source = sqlcipher3.dbapi2.connect(str(path), isolation_level=None)
    try:
        source.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        source.execute("PRAGMA journal_mode = DELETE")
        source.execute(f'ATTACH ? AS sealed KEY "{_raw(key)}"', (str(target),))
        source.execute("SELECT sqlcipher_export('sealed')")
        source.execute("DETACH sealed")
    finally:
        source.close()


def _raw(key: bytes) -> str:
    """Return a key as SQLCipher takes it without deriving it again."""
    if len(key) != KEY_BYTES:
        raise ValueError(len(key))
    return f"x'{key.hex()}'"
