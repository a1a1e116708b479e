"""The password: who may open the ledger, and turning a plain ledger into an encrypted one."""

from pathlib import Path

from app.base.author import system_user
from app.base.errors import Cancelled, UserError
from app.base.machine import witness
from app.base.paths import DataFolder
from app.base.progress import Progress, Silent
from app.exchange import key_file
from app.exchange.key_file import KeyFile
from app.exchange.secret_boxes import WrongSecret
from app.services import plain_copies
from app.services.exchange.lives import wake
from app.services.ledger import Ledger
from app.store.copying import is_sound
from app.store.encryption import encrypted_copy, is_plain
from app.store.known_errors import told_in_words

SHORTEST = 8
_UNCHANGED = "没有改动。"
_SILENT = Silent()


def needs_password(folder: DataFolder) -> bool:
    """Tell whether the ledger of a folder opens with a password only."""
    _finish(folder)
    return folder.key_file.exists() and not _is_plain(folder.database)


def is_missing(folder: DataFolder) -> bool:
    """Tell whether only the key file of a ledger is left in a folder."""
    _finish(folder)
    return folder.key_file.exists() and not folder.database.exists()


def open_ledger(
    folder: DataFolder, password: str = "", *, user: str = "", author: str = ""
) -> Ledger:
    """Open the ledger of a folder; raises UserError when the password is missing or wrong.

    user: whose password it is, empty for anybody's; who opened it is the author.
    A file that was copied to another machine or place begins a new life, see exchange.lives.wake.
    """
    key = b""
    if _lacks_key(folder):
        raise UserError(
            f"台账旁边没有密钥文件“{folder.key_file.name}”，打不开。",
            kept="台账没有改动。",
            todo="请把原来数据文件夹里的文件全部复制过来，不要只复制台账；没有的话请恢复备份。",
        )
    if is_missing(folder):
        raise UserError(
            f"台账文件“{folder.database.name}”不见了，只有密钥文件还在。",
            kept="没有建新的空台账。",
            todo=f"请把台账文件放回“{folder.root}”，或者从备份恢复。",
        )
    if needs_password(folder):
        if not password:
            raise UserError("这本台账要输入密码才能打开。", kept=_UNCHANGED)
        opener, key = data_key(folder, password, user)
        author = author or opener
    return _awake(folder, author or system_user(), key)


def reopened(folder: DataFolder, closed: Ledger) -> Ledger:
    """Open a ledger again that was open just now, without asking for its password."""
    return _awake(folder, closed.author, closed.database.key)


def _awake(folder: DataFolder, author: str, key: bytes) -> Ledger:
    ledger = Ledger.open(folder.database, author=author, key=key)
    try:
        wake(ledger, witness(folder.database))
    except BaseException:
        ledger.close()
        raise
    return ledger


def set_password(
    folder: DataFolder, password: str, *, name: str = "", progress: Progress = _SILENT
) -> None:
    """Encrypt a ledger that has no password yet, or make a new one; it must not be open.

    The plain file is replaced only by a copy that was checked. Raises UserError.
    """
    _check_strength(password)
    if needs_password(folder):
        raise UserError("这本台账已经设了密码。", kept=_UNCHANGED, todo="要换密码请用“更改密码”。")
    key = key_file.new_data_key()
    keys = KeyFile().with_password(key, name or system_user(), password)
    try:
        if folder.database.exists():
            _seal(folder, key, progress)
        else:
            _begin_sealed(folder, key)
        _put_key(folder, keys)
    except OSError as error:
        raise UserError(
            "密码没有设成。", kept="台账没有改动。", todo="请检查磁盘空间和写权限。"
        ) from error
    _finish(folder)
    plain_copies.seal(folder, key)


def check(folder: DataFolder, password: str) -> None:
    """Raise UserError unless a password opens the ledger."""
    data_key(folder, password)


def change_password(folder: DataFolder, old: str, new: str, *, name: str = "") -> None:
    """Put a new password in the place of a user's old one; raises UserError."""
    _check_strength(new)
    owner, key = data_key(folder, old, name)
    _save(folder, _read(folder).with_password(key, owner, new))


def add_user(folder: DataFolder, password: str, *, name: str, new_password: str) -> None:
    """Let another user open the ledger with a password of his own; raises UserError."""
    _check_strength(new_password)
    _, key = data_key(folder, password)
    if name in users(folder):
        raise UserError(
            f"已经有使用人“{name}”。", kept=_UNCHANGED, todo="请换一个名字，如加上部门。"
        )
    _save(folder, _read(folder).with_password(key, name, new_password))


def users(folder: DataFolder) -> tuple[str, ...]:
    """Return who can open the ledger with a password."""
    return _read(folder).users if folder.key_file.exists() else ()


def new_sheet() -> str:
    """Return the code of a recovery sheet that is to be printed, then kept with keep_sheet."""
    return key_file.new_sheet()


def keep_sheet(folder: DataFolder, password: str, sheet: str) -> None:
    """Let a printed recovery sheet open the ledger; an older one no longer does."""
    _, key = data_key(folder, password)
    _save(folder, _read(folder).with_sheet(key, sheet))


def has_sheet(folder: DataFolder) -> bool:
    """Tell whether a recovery sheet opens the ledger."""
    return folder.key_file.exists() and _read(folder).has_sheet


def reset_password(folder: DataFolder, sheet: str, new: str, *, name: str = "") -> None:
    """Set a new password with the printed recovery sheet; raises UserError."""
    _check_strength(new)
    try:
        key = _read(folder).unlocked_by_sheet(sheet)
    except WrongSecret as error:
        raise UserError(
            "这张恢复单打不开这本台账：它不是这本台账的，或者后来又打印过新的。",
            todo="请找最后打印的那一张；注意要用“恢复码”，不是“换机码”。",
        ) from error
    _save(folder, _read(folder).with_password(key, name or system_user(), new))


def data_key(folder: DataFolder, password: str, name: str = "") -> tuple[str, bytes]:
    """Return who opens the key file with a password, and the key of the ledger; raises UserError.

    name: whose password it is, empty for anybody's.
    """
    try:
        return _read(folder).opened(password, name)
    except WrongSecret as error:
        raise UserError(
            "密码不对。", todo="请看清大小写再输一遍；忘记了密码，要用打印的恢复单。"
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


def _seal(folder: DataFolder, key: bytes, progress: Progress) -> None:
    """Write the encrypted copy beside the plain ledger and check it; raises UserError, Cancelled.

    A key file that belongs to no present ledger goes first: with it, a copy that was cut off here
    would be taken for finished.
    """
    sealed = _beside(folder.database)
    sealed.unlink(missing_ok=True)
    if folder.key_file.exists():
        folder.key_file.replace(folder.key_file.with_suffix(".key.old"))
    try:
        progress.step(0, 2, "加密台账")
        with told_in_words(folder.database):
            encrypted_copy(folder.database, sealed, key)
        progress.step(1, 2, "检查加密后的台账")
        is_whole = is_sound(sealed, key)
        progress.step(2, 2, "检查加密后的台账")
    except (Cancelled, UserError):
        # A half-made copy would take the very room that the user is asked to make.
        sealed.unlink(missing_ok=True)
        raise
    if not is_whole:
        sealed.unlink(missing_ok=True)
        raise UserError("加密没有做成。", kept="台账没有改动。", todo="请检查磁盘后再试。")


def _begin_sealed(folder: DataFolder, key: bytes) -> None:
    """Make an empty ledger before its key stands: a key alone means that a ledger has gone."""
    sealed = _beside(folder.database)
    for tail in ("", "-wal", "-shm"):
        Path(f"{sealed}{tail}").unlink(missing_ok=True)
    Ledger.open(sealed, key=key).close()


def _put_key(folder: DataFolder, keys: KeyFile) -> None:
    waiting = _beside(folder.key_file)
    key_file.write(waiting, keys)
    waiting.replace(folder.key_file)


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


def _lacks_key(folder: DataFolder) -> bool:
    """Tell whether there is a ledger that nobody can read, and nothing to open it with."""
    path = folder.database
    is_there = path.exists() and path.stat().st_size > 0 and not is_plain(path)
    return is_there and not folder.key_file.exists()


def _is_plain(path: Path) -> bool:
    return path.exists() and is_plain(path)


def _check_strength(password: str) -> None:
    if len(password) < SHORTEST:
        raise UserError(f"密码太短，至少要{SHORTEST}位。", kept=_UNCHANGED, todo="请另设一个密码。")
