"""Whether a data folder can be worked in: asked at every start, before anything is opened."""

import errno
from pathlib import Path

from app.base.errors import UserError
from app.base.paths import DataFolder
from app.base.volumes import Medium, volume_of

LEAST_FREE = 200_000_000
"""Bytes below which the user is told to make room."""

_PROBE = b"\0" * 65536
_FULL = frozenset({errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)})
_READ_ONLY = frozenset({errno.EROFS, errno.EACCES, errno.EPERM})
_TOO_LONG = errno.ENAMETOOLONG
_KEPT = "已有的台账没有被改动。"


def prepare(folder: DataFolder) -> None:
    """Make the folders and try to write in them.

    Raises UserError when the place is read-only, full, not there, or on another computer, where the
    file locks that keep a ledger whole do not hold.
    """
    try:
        folder.create()
        _try_writing(folder.root / ".write-test")
        medium = volume_of(folder.root).medium
    except OSError as error:
        raise _told(folder.root, error) from error
    if medium is Medium.REMOTE:
        raise UserError(
            f"数据文件夹“{folder.root}”在网络共享上。",
            kept="网络共享上的台账容易损坏，所以没有打开。" + _KEPT,
            todo="请把数据文件夹放到本机硬盘上；要给别人数据，请导出或备份后再复制过去。",
        )


def advice(folder: DataFolder) -> str:
    """Return what the user should know about a place that works; empty when all is well."""
    volume = volume_of(folder.root)
    if volume.medium is Medium.REMOVABLE:
        return (
            "数据文件夹在U盘或移动硬盘上。使用时不要拔出，用完先关闭本程序再安全弹出；"
            "请常用“文件→备份到…”在别处留一份。"
        )
    if volume.free < LEAST_FREE:
        return f"数据文件夹所在的磁盘只剩 {volume.free // 1_000_000} MB，请尽快腾出空间。"
    return ""


def _try_writing(probe: Path) -> None:
    try:
        probe.write_bytes(_PROBE)
    finally:
        probe.unlink(missing_ok=True)


def _told(root: Path, error: OSError) -> UserError:
    if error.errno in _FULL:
        what, todo = "所在的磁盘已满", "请删除不用的文件腾出空间，再打开本程序。"
    elif error.errno in _READ_ONLY:
        what = "是只读的，不能写入"
        todo = "请取消文件夹或U盘的写保护，请管理员给您写权限，或者换一个文件夹。"
    elif error.errno == _TOO_LONG:
        what, todo = "的名称太长", "请换一个名称短一些的文件夹。"
    else:
        what, todo = "不能使用", "请检查磁盘或U盘是否还连着、文件夹名称对不对，或者换一个文件夹。"
    return UserError(f"数据文件夹“{root}”{what}。", kept=_KEPT, todo=todo)
