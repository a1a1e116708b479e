"""The one way to write a file: beside its target and renamed, so that it is whole or untouched."""

import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from app.base.errors import UserError
from app.base.paths import reachable

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
_READ_ONLY = frozenset({errno.EROFS, errno.EACCES, errno.EPERM})
_GONE = frozenset({errno.ENOENT, errno.ENOTDIR, errno.ENODEV, errno.ENXIO, errno.EIO})
# ERROR_SHARING_VIOLATION and ERROR_LOCK_VIOLATION of Windows.
_IN_USE = frozenset({32, 33})


def refuse_target(target: Path, suffix: str) -> None:
    """Raise UserError when a file cannot be written under this name, before the work is done.

    suffix: what the name must end in. Nothing but an ordinary file is ever replaced.
    """
    if target.suffix.lower() != suffix:
        raise UserError(f"“{target.name}”应当以 {suffix} 结尾。", todo=f"请改成 {suffix} 再试。")
    _refuse_odd(target)
    try:
        _refuse_read_only(reachable(target.parent) / target.name)
        with tempfile.TemporaryFile(dir=reachable(target.parent)):
            pass
        if target.exists():
            with reachable(target).open("rb+"):
                pass
    except OSError as error:
        raise _told(error, target) from error


@contextmanager
def written_whole(target: Path) -> Iterator[Path]:
    """Lend a temporary path beside `target`, renamed to it at the end and removed on failure.

    The folder is never made: that of a stick that was pulled out would come to lie on the disk.
    Raises UserError when it cannot be written; an older target is then unchanged.
    """
    _refuse_odd(target)
    folder = reachable(target.parent)
    temporary: Path | None = None
    try:
        _refuse_read_only(folder / target.name)
        handle, name = tempfile.mkstemp(prefix=".dangwu-", suffix=".part", dir=folder)
        os.close(handle)
        temporary = Path(name)
        yield temporary
        _flush(temporary)
        temporary.replace(folder / target.name)
        _flush_folder(folder)
    except OSError as error:
        raise _told(error, target) from error
    finally:
        if temporary:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)


def write_whole(target: Path, data: bytes) -> None:
    """Write a file at once; raises UserError as written_whole() does."""
    with written_whole(target) as temporary:
        temporary.write_bytes(data)


def _refuse_odd(target: Path) -> None:
    if target.exists() and not target.is_file():
        raise UserError(f"“{target.name}”没有写成：它不是普通文件。", todo="请另起一个文件名。")


def _refuse_read_only(target: Path) -> None:
    # A rename would replace it on some systems, but somebody made it read-only on purpose.
    if target.is_file() and not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(target))


def _flush(path: Path) -> None:
    """Bring the bytes to the stick before the rename; undo the privacy that mkstemp gives."""
    with path.open("rb+") as stream:
        os.fsync(stream.fileno())
    # It can only be read by setting it: for a moment new files are rather too private than open.
    mask = os.umask(0o077)
    os.umask(mask)
    # A FAT stick knows no such rights.
    with suppress(OSError):
        path.chmod(0o666 & ~mask)


def _flush_folder(folder: Path) -> None:
    """Bring the new name to the disk where folders can be opened (not on Windows)."""
    if os.name != "posix":
        return
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _told(error: OSError, target: Path) -> UserError:
    if getattr(error, "winerror", None) in _IN_USE:
        return UserError(
            f"“{target.name}”没有写成：它正在另一个程序里打开着。",
            kept="原来的文件没有改动。",
            todo="请在WPS或Excel里关闭它，再试一次。",
        )
    if error.errno in _FULL:
        return UserError(
            f"“{target.name}”没有写成：磁盘或U盘已满。",
            kept="原来的文件没有改动。",
            todo="请腾出空间，或换一个磁盘，再试一次。",
        )
    if error.errno in _READ_ONLY:
        return UserError(
            f"“{target.name}”没有写成：这个文件或文件夹只读，或者正在另一个程序里打开着。",
            kept="原来的文件没有改动。",
            todo="请关闭打开它的程序，或换一个能写入的文件夹，再试一次。",
        )
    if error.errno in _GONE:
        return UserError(
            f"“{target.name}”没有写成：文件夹“{target.parent}”不在了，或者U盘已拔出。",
            kept="原来的文件没有改动。",
            todo="请插好U盘，或换一个文件夹，再试一次。",
        )
    return UserError(
        f"“{target.name}”没有写成。",
        kept="原来的文件没有改动。",
        todo="请关闭打开它的程序，或换一个文件夹，再试一次。",
    )
