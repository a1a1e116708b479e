"""Putting a finished file in its place, whole or not at all."""

import os
from contextlib import suppress
from pathlib import Path

from app.base.errors import UserError


def write_whole(target: Path, data: bytes) -> None:
    """Write beside the target, then rename over it.

    Raises UserError when the target is open in another program, read-only or on a full disk; the
    old file is then unchanged and nothing is left beside it.
    """
    beside = target.with_name(f".{target.name}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.exists() and not os.access(target, os.W_OK):
            raise PermissionError(target)
        with beside.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(target)
    except OSError as error:
        with suppress(OSError):
            beside.unlink()
        raise UserError(
            f"“{target.name}”没有保存成功。",
            kept="原来的文件没有改动。",
            todo="请先关闭正在打开这个文件的程序，并确认文件夹可以写入、磁盘没有满，再保存一次。",
        ) from error
