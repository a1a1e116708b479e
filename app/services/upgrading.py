"""What a newly installed version does first: copy the ledger, bring it up to date, check it."""

from datetime import datetime

from app.base.errors import UserError
from app.base.paths import DataFolder
from app.services.ledger import Ledger
from app.store.engine import copy_ledger
from app.store.imports import is_sound


def upgrade(folder: DataFolder, version: str) -> str:
    """Bring the ledger of a data folder to this version; return a sentence for the user.

    The copy is made before anything is touched. Raises UserError when the ledger cannot be copied
    or opened, or is not sound afterwards.
    """
    if not folder.database.exists():
        return "还没有台账，不需要更新。"
    now = datetime.now().astimezone()
    target = folder.backups / f"升级到{version}之前-{now:%Y%m%d-%H%M%S}.sqlite"
    copy_ledger(folder.database, target)
    Ledger.open(folder.database).close()
    if not is_sound(folder.database):
        raise UserError(
            "更新后的台账没有通过检查。",
            kept=f"更新前的台账保存在“{target}”。",
            todo="请联系维护人员。",
        )
    return f"台账已更新，更新前的备份在“{target}”。"
