"""The password: who may open the ledger, and turning a plain ledger into an encrypted one."""

from collections.abc import Callable
from pathlib import Path

from app.base.author import system_user
from app.base.errors import UserError
from app.base.machine import witness
from app.base.paths import DataFolder
from app.exchange import key_file
from app.exchange.key_file import KeyFile
from app.exchange.secret_boxes import WrongSecret
from app.services.exchange.lives import wake
from app.services.ledger import Ledger
from app.store.copying import is_sound
from app.store.encryption import encrypted_copy, is_plain

SHORTEST = 8
_UNCHANGED = "没有改动。"


def needs_password(folder: DataFolder) -> bool:
    """Tell whether the ledger of a folder opens with a password only."""
    _finish(folder)
    return folder.key_file.exists() and not _is_plain(folder.database)


def open_ledger(folder: DataFolder, password: str = "", *, author: str = "") -> Ledger:
    """Open the ledger of a folder; raises UserError when the password is missing or wrong.

    A file that was copied to another machine or place begins a new life, see exchange.lives.wake.
    """
    key = b""
    if needs_password(folder):
        if not password:
            raise UserError("这本台账要输入密码才能打开。", kept=_UNCHANGED)
        key = _unlocked(folder, lambda keys: keys.unlocked(password))
    ledger = Ledger.open(folder.database, author=author or system_user(), key=key)
    try:
        wake(ledger, witness(folder.database))
    except BaseException:
        ledger.close()
        raise
    return ledger


def set_password(folder: DataFolder, password: str, *, name: str = "") -> None:
    """Encrypt a ledger that has no password yet, or make a new one; it must not be open.

    The plain file is replaced only by a copy that was checked. Raises UserError.
    """
    _check_strength(password)
    if needs_password(folder):
        raise UserError("这本台账已经设了密码。", kept=_UNCHANGED, todo="要换密码请用“更改密码”。")
    key = key_file.new_data_key()
    keys = KeyFile().with_password(key, name or system_user(), password)
    sealed, waiting = _beside(folder.database), _beside(folder.key_file)
    try:
        if not folder.database.exists():
            Ledger.open(folder.database).close()
        sealed.unlink(missing_ok=True)
        encrypted_copy(folder.database, sealed, key)
        if not is_sound(sealed, key):
            sealed.unlink(missing_ok=True)
            raise UserError("加密没有做成。", kept="台账没有改动。", todo="请检查磁盘后再试。")
        key_file.write(waiting, keys)
        waiting.replace(folder.key_file)
    except OSError as error:
        raise UserError(
            "密码没有设成。", kept="台账没有改动。", todo="请检查磁盘空间和写权限。"
        ) from error
    _finish(folder)


def change_password(folder: DataFolder, old: str, new: str, *, name: str = "") -> None:
    """Put a new password in the place of a user's old one; raises UserError."""
    _check_strength(new)
    key = _unlocked(folder, lambda keys: keys.unlocked(old))
    _save(folder, _read(folder).with_password(key, name or system_user(), new))


def add_user(folder: DataFolder, password: str, *, name: str, new_password: str) -> None:
    """Let another user open the ledger with a password of his own; raises UserError."""
    _check_strength(new_password)
    key = _unlocked(folder, lambda keys: keys.unlocked(password))
    _save(folder, _read(folder).with_password(key, name, new_password))


def users(folder: DataFolder) -> tuple[str, ...]:
    """Return who can open the ledger with a password."""
    return _read(folder).users if folder.key_file.exists() else ()


def recovery_sheet(folder: DataFolder, password: str) -> str:
    """Return the text of a new recovery sheet to be printed; an older sheet no longer opens."""
    key = _unlocked(folder, lambda keys: keys.unlocked(password))
    keys, sheet = _read(folder).with_sheet(key)
    _save(folder, keys)
    return sheet


def reset_password(folder: DataFolder, sheet: str, new: str, *, name: str = "") -> None:
    """Set a new password with the printed recovery sheet; raises UserError."""
    _check_strength(new)
    key = _unlocked(folder, lambda keys: keys.unlocked_by_sheet(sheet))
    _save(folder, _read(folder).with_password(key, name or system_user(), new))


def _unlocked(folder: DataFolder, unlock: Callable[[KeyFile], bytes]) -> bytes:
    try:
        return unlock(_read(folder))
    except WrongSecret as error:
        raise UserError(
            "密码不对。", kept=_UNCHANGED, todo="请看清大小写再输入；忘记密码请用打印的恢复单。"
        ) from error


def _read(folder: DataFolder) -> KeyFile:
    try:
        return key_file.read(folder.key_file)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UserError(
            f"密钥文件“{folder.key_file.name}”不见了或已损坏，台账打不开。",
            kept="台账没有改动。",
            todo="请从备份里把同名的密钥文件放回数据文件夹。",
        ) from error


def _save(folder: DataFolder, keys: KeyFile) -> None:
    try:
        key_file.write(folder.key_file, keys)
    except OSError as error:
        raise UserError(
            "密码没有改成。", kept="原来的密码仍然有效。", todo="请检查磁盘空间。"
        ) from error


def _finish(folder: DataFolder) -> None:
    """Finish an encryption that was cut off after its key was written: the copy takes over."""
    sealed = _beside(folder.database)
    if not (folder.key_file.exists() and sealed.exists()):
        return
    sealed.replace(folder.database)
    for tail in ("-wal", "-shm"):
        Path(f"{folder.database}{tail}").unlink(missing_ok=True)


def _beside(path: Path) -> Path:
    return path.with_name(path.name + ".sealed")


def _is_plain(path: Path) -> bool:
    return path.exists() and is_plain(path)


def _check_strength(password: str) -> None:
    if len(password) < SHORTEST:
        raise UserError(f"密码太短，至少要{SHORTEST}位。", kept=_UNCHANGED, todo="请另设一个密码。")
