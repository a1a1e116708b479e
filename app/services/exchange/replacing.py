"""A new PC for the bureau: the backup of the lost one is put back and takes over its place."""

import shutil
from pathlib import Path

from app.base.errors import UserError
from app.base.paths import DataFolder, key_file_of
from app.base.progress import Progress, Silent
from app.services.access import open_ledger
from app.services.exchange.setup import recover_bureau, status
from app.services.ledger import Ledger

_SILENT = Silent()


def put_back(
    folder: DataFolder,
    backup: Path,
    password: str,
    sheet: str,
    progress: Progress = _SILENT,
) -> Ledger:
    """Put a backup into an empty data folder, make it the bureau's PC, and return it open.

    password: the one of the backup, empty for a plain one. sheet: the root key as printed.
    Everything is tried on a copy first: after a UserError the folder is as it was.
    """
    if folder.database.exists():
        raise UserError(
            "这台电脑上已经有台账。", kept="没有改动。", todo="请用新的数据文件夹恢复备份。"
        )
    trial = DataFolder(folder.root / "putting-back")
    shutil.rmtree(trial.root, ignore_errors=True)
    try:
        progress.step(0, 2, "复制备份")
        _copy(backup, trial)
        progress.step(1, 2, "核对恢复单")
        ledger = open_ledger(trial, password)
        try:
            recover_bureau(ledger, sheet, status(ledger).name)
        finally:
            ledger.close()
        if trial.key_file.exists():
            trial.key_file.replace(folder.key_file)
        trial.database.replace(folder.database)
    finally:
        shutil.rmtree(trial.root, ignore_errors=True)
    return open_ledger(folder, password)


def _copy(backup: Path, trial: DataFolder) -> None:
    try:
        trial.root.mkdir(parents=True)
        shutil.copy(backup, trial.database)
        if key_file_of(backup).exists():
            shutil.copy(key_file_of(backup), trial.key_file)
    except OSError as error:
        raise UserError(
            f"备份“{backup.name}”读不出来。", kept="没有改动。", todo="请检查U盘或硬盘后再试。"
        ) from error
