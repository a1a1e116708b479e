"""The ledger file has gone while its key is still there: a backup is put in its place."""

from pathlib import Path

from app.base.errors import UserError
from app.base.paths import DataFolder
from app.base.progress import Progress, Silent
from app.services import access
from app.services.exchange import lives
from app.services.ledger import Ledger
from app.store import restoring

_SILENT = Silent()
_STEPS = 3


def put_back(
    folder: DataFolder,
    backup: Path,
    password: str,
    *,
    user: str = "",
    progress: Progress = _SILENT,
) -> Ledger:
    """Put a backup, or the ledger found elsewhere, where it was, and return it open.

    password: the present one of the user. What was put back begins a new life in the exchange.
    Raises UserError; the folder is then as it was.
    """
    if not access.is_missing(folder):
        raise UserError("台账文件已经在了。", kept="没有改动。", todo="请重新打开程序。")
    _, key = access.data_key(folder, password, user)
    candidate = folder.database.with_name(f"{folder.database.name}.restoring")
    try:
        progress.step(0, _STEPS, "检查备份")
        restoring.look_inside(backup, key)
        if not restoring.is_whole(backup, key):
            raise UserError(
                f"“{backup.name}”已经损坏。", kept="没有改动。", todo="请另选一份备份。"
            )
        progress.step(1, _STEPS, "恢复台账")
        restoring.write_candidate(backup, candidate, key)
        ledger = Ledger.open(candidate, key=key)
        try:
            lives.restored(ledger)
        finally:
            ledger.close()
        restoring.settle(candidate, key)
        progress.step(2, _STEPS, "恢复台账")
        restoring.take_place(candidate, folder.database)
    finally:
        restoring.discard(candidate)
    progress.step(_STEPS, _STEPS)
    return access.open_ledger(folder, password, user=user)
