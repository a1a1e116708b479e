"""Copies that a ledger left behind in plain before it had a password: they are encrypted too."""

import logging
import os
import shutil
from pathlib import Path

from app.base.errors import UserError
from app.base.paths import DataFolder, key_file_of
from app.store.copying import is_sound
from app.store.encryption import encrypted_copy, is_plain
from app.store.known_errors import told_in_words

_LOG = logging.getLogger(__name__)
_SUFFIXES = frozenset({".db", ".sqlite", ".bak"})


def seal(folder: DataFolder, key: bytes) -> tuple[Path, ...]:
    """Encrypt the plain backups of a data folder with its key; return those that stay plain.

    Each is replaced only by a copy that was checked, and keeps its date. The key file must stand.
    """
    left = []
    for path in _copies(folder):
        try:
            _seal(path, folder.key_file, key)
        except (OSError, UserError):
            _LOG.warning("a backup could not be encrypted", exc_info=True)
            left.append(path)
    return tuple(left)


def _copies(folder: DataFolder) -> list[Path]:
    places = (*folder.backups.glob("*"), *folder.root.glob("*.bak"))
    return [
        path
        for path in sorted(places)
        if path.suffix in _SUFFIXES and path.is_file() and is_plain(path)
    ]


def _seal(path: Path, key_file: Path, key: bytes) -> None:
    sealed = path.with_name(f"{path.name}.sealed")
    sealed.unlink(missing_ok=True)
    made = path.stat()  # reading it may touch it
    try:
        with told_in_words(path):
            encrypted_copy(path, sealed, key)
        if not is_sound(sealed, key):
            raise UserError(f"“{path.name}”没有加密好。")
        os.utime(sealed, ns=(made.st_atime_ns, made.st_mtime_ns))
        shutil.copy(key_file, key_file_of(path))
        sealed.replace(path)
    finally:
        sealed.unlink(missing_ok=True)
