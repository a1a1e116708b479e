"""Writes a file under a temporary name and renames it: a target is whole or untouched."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.base.errors import UserError
from app.exchange.workbooks import reachable


def refuse_target(target: Path, suffix: str) -> None:
    """Raise UserError when a file cannot be written under this name.

    suffix: what the name must end in. Nothing but an ordinary file is ever replaced.
    """
    if target.suffix.lower() != suffix:
        raise UserError(f"“{target.name}”应当以 {suffix} 结尾。", todo=f"请改成 {suffix} 再试。")
    _refuse_odd(target)
    try:
        with tempfile.TemporaryFile(dir=reachable(target.parent)):
            pass
        if target.exists():
            with reachable(target).open("rb+"):
                pass
    except OSError as error:
        raise _unwritable(target) from error


def _refuse_odd(target: Path) -> None:
    if target.exists() and not target.is_file():
        raise UserError(f"“{target.name}”没有写成：它不是普通文件。", todo="请另起一个文件名。")


def _unwritable(target: Path) -> UserError:
    return UserError(
        f"“{target.name}”没有写成：它可能正在WPS或Excel里打开着，或者文件夹不存在、只读，或者U盘已满或已拔出。",
        kept="原来的文件没有改动。",
        todo="请关闭打开它的程序，或换一个文件夹，再试一次。",
    )


@contextmanager
def written_whole(target: Path) -> Iterator[Path]:
    """Lend a temporary path beside `target`, renamed to it at the end and removed on failure.

    Raises UserError when the folder or the target cannot be written (open in WPS, read-only,
    stick full or pulled out).
    """
    _refuse_odd(target)
    folder = reachable(target.parent)
    temporary: Path | None = None
    try:
        handle, name = tempfile.mkstemp(prefix=".dangwu-", suffix=".part", dir=folder)
        os.close(handle)
        temporary = Path(name)
        yield temporary
        _flush(temporary)
        temporary.replace(folder / target.name)
    except OSError as error:
        raise _unwritable(target) from error
    finally:
        if temporary:
            temporary.unlink(missing_ok=True)


def _flush(path: Path) -> None:
    """Bring the bytes to the stick before the rename; undo the privacy that mkstemp gives."""
    with path.open("rb+") as stream:
        os.fsync(stream.fileno())
    path.chmod(0o644)
