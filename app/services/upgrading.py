"""What a newly installed version does first: copy the ledger, bring it up to date, check it."""

import shutil
from datetime import datetime
from pathlib import Path

from app.base.errors import UserError
from app.base.paths import DataFolder, key_file_of
from app.services.access import needs_password
from app.services.ledger import Ledger
from app.store.copying import is_sound
from app.store.engine import copy_ledger


def upgrade(folder: DataFolder, version: str) -> str:
    """Bring the ledger of a data folder to this version; return a sentence for the user.

    The copy is made before anything is touched. Raises UserError when the ledger cannot be copied
    or opened, or is not sound afterwards.
    """
    if not folder.database.exists():
        return "还没有台账，不需要更新。"
    now = datetime.now().astimezone()
    target = folder.backups / f"升级到{version}之前-{now:%Y%m%d-%H%M%S}.sqlite"
    if needs_password(folder):
        return _set_aside(folder, target)
    copy_ledger(folder.database, target)
    Ledger.open(folder.database).close()
    if not is_sound(folder.database):
        raise UserError(
            "更新后的台账没有通过检查。",
            kept=f"更新前的台账保存在“{target}”。",
            todo="请联系维护人员。",
        )
    return f"台账已更新，更新前的备份在“{target}”。"


def _set_aside(folder: DataFolder, target: Path) -> str:
    """Copy an encrypted ledger byte by byte: only its user can open it, at the next start."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(folder.database, target)
        shutil.copy(key_file_of(folder.database), key_file_of(target))
    except OSError as error:
        raise UserError(
            f"台账没有备份成功，存不进“{target.parent}”。",
            kept="台账没有改动。",
            todo="请腾出空间后再安装一次。",
        ) from error
    return f"台账设有密码，已备份到“{target}”，下次输入密码打开时再更新。"
