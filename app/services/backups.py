"""Copies of the ledger in files of their own."""

import shutil
from pathlib import Path

from app.base.errors import UserError
from app.base.paths import key_file_of
from app.services.ledger import Ledger


def _keep_key(ledger: Ledger, target: Path) -> None:
    """Put the key file beside an encrypted copy: without it the copy could not be opened."""
    key_file = key_file_of(ledger.database.path)
    if ledger.database.key and key_file.exists():
        shutil.copy(key_file, key_file_of(target))


def back_up(ledger: Ledger, target: Path) -> None:
    """Copy the ledger as it stands into a file and check the copy; makes the folder.

    A file that is there already is replaced only by a sound copy. Raises UserError when the copy
    cannot be written or is not sound.
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError(
            "备份没有做成。",
            kept="台账没有改动。",
            todo=f"请检查文件夹“{target.parent}”能不能写入，或换一个文件夹。",
        ) from error
    ledger.database.backup(target)
    _keep_key(ledger, target)
