"""Writes a file under a temporary name and renames it: a target is whole or untouched."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.base.errors import UserError
from app.exchange.workbooks import reachable


@contextmanager
def written_whole(target: Path) -> Iterator[Path]:
    """Lend a temporary path beside `target`, renamed to it at the end and removed on failure.

    Raises UserError when the folder or the target cannot be written (open in WPS, read-only,
    stick full or pulled out).
    """
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
        raise UserError(
            f"“{target.name}”没有写成：它可能正在WPS或Excel里打开着，或者文件夹只读、U盘已满或已拔出。",
            kept="原来的文件没有改动。",
            todo="请关闭打开它的程序，或换一个文件夹，再试一次。",
        ) from error
    finally:
        if temporary:
            temporary.unlink(missing_ok=True)


def _flush(path: Path) -> None:
    """Bring the bytes to the stick before the rename; undo the privacy that mkstemp gives."""
    with path.open("rb+") as stream:
        os.fsync(stream.fileno())
    path.chmod(0o644)
