"""Copies of the ledger in files of their own."""

import shutil
from pathlib import Path

from app.base.errors import UserError
from app.base.paths import key_file_of
from app.services.ledger import Ledger
from app.store.imports import is_sound


def _keep_key(ledger: Ledger, target: Path) -> None:
    """Put the key file beside an encrypted copy: without it the copy could not be opened."""
    key_file = key_file_of(ledger.database.path)
    if ledger.database.key and key_file.exists():
        shutil.copy(key_file, key_file_of(target))


def back_up(ledger: Ledger, target: Path) -> None:
    """Copy the ledger as it stands into a file and check the copy.

    A file that is there already is replaced only by a sound copy. Raises UserError when the copy
    cannot be written or is not sound.
    """
    part = target.with_name(f"{target.name}.new")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        ledger.database.backup(part)
        if is_sound(part, ledger.database.key):
            part.replace(target)
            _keep_key(ledger, target)
            return
    except OSError as error:
        raise UserError(
            "备份没有做成。",
            kept="台账没有改动。",
            todo=f"请检查磁盘空间，以及文件夹“{target.parent}”能不能写入。",
        ) from error
    part.unlink(missing_ok=True)
    raise UserError("备份没有通过检查。", kept="台账没有改动。", todo="请换一个磁盘再试。")
