"""Copies of the ledger in files of their own: made, listed, and the old automatic ones cleared."""

import logging
import shutil
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from pathlib import Path

from app.base.errors import UserError
from app.base.paths import key_file_of
from app.domain.backup_keeping import kept
from app.services import rules
from app.services.ledger import Ledger

_LOG = logging.getLogger(__name__)
_SUFFIXES = frozenset({".db", ".sqlite"})
_MOMENT = "%Y%m%d-%H%M%S-%f"


class Reason(Enum):
    """Why a backup was made: the mark in its name, and the words for it; no mark for by hand."""

    IMPORT = ("导入前", "导入以前自动备份")
    RESTORE = ("恢复前", "恢复以前自动备份")
    RECEIVE = ("收报前", "收下报送以前自动备份")
    UPGRADE = ("升级到", "升级以前自动备份")
    HAND = ("", "自己做的备份")

    @property
    def words(self) -> str:
        """The reason as the user reads it."""
        return self.value[1]


@dataclass(frozen=True, slots=True)
class Backup:
    """One backup as its file tells; at: when it was made, in local time. size: bytes."""

    path: Path
    at: datetime
    size: int
    reason: Reason


def in_folder(folder: Path) -> tuple[Backup, ...]:
    """Return the backups in a folder, newest first; none when there is no folder."""
    found = [
        Backup(
            path,
            datetime.fromtimestamp(path.stat().st_mtime).astimezone(),
            path.stat().st_size,
            _reason(path.name),
        )
        for path in folder.glob("*")
        if path.is_file() and path.suffix in _SUFFIXES and not path.name.startswith(".")
    ]
    return tuple(sorted(found, key=lambda each: (each.at, each.path.name), reverse=True))


def back_up_before(ledger: Ledger, reason: Reason, folder: Path | None = None) -> Path:
    """Copy the ledger into a folder, and clear old automatic copies there.

    folder: by default backups beside the ledger.

    Raises UserError when the copy cannot be made.
    """
    path = ledger.database.path
    moment = datetime.now().astimezone().strftime(_MOMENT)
    target = (folder or path.parent / "backups") / f"{path.stem}-{reason.value[0]}-{moment}.db"
    back_up(ledger, target)
    prune(ledger, target.parent)
    return target


def prune(ledger: Ledger, folder: Path) -> tuple[Path, ...]:
    """Remove the automatic backups that rule D-01 no longer keeps, and return their names.

    Those that a user made, and the newest of all, always stay. What cannot be removed stays too.
    """
    backups = in_folder(folder)
    today = datetime.now().astimezone().date()
    rule = rules.book(ledger).applied("D-01", today)
    if rule is None:
        return ()
    automatic = [each for each in backups if each.reason is not Reason.HAND]
    keep = kept((each.at for each in automatic), today, rule)
    gone = [each.path for each in automatic if each.at not in keep and each is not backups[0]]
    for path in gone:
        try:
            path.unlink()
            key_file_of(path).unlink(missing_ok=True)
        except OSError:
            _LOG.warning("a backup could not be removed", exc_info=True)
    return tuple(gone)


def _reason(name: str) -> Reason:
    return next(each for each in Reason if each.value[0] in name)


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
