"""Failures of the world and not of the program: locked, full, read-only, damaged.

They become a UserError with what to do; every other database error is a bug and rises.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlcipher3.dbapi2
from sqlalchemy.exc import DBAPIError

from app.base.errors import UserError

_KEPT = "已经保存的记录没有改动。"
_READ_ONLY = "readonly"
_KNOWN = (
    ("locked", "正被另一个程序占用", "请关掉另一个正在使用它的窗口，稍等再试。"),
    ("full", "所在的磁盘已满", "请腾出空间后再试。"),
    (_READ_ONLY, "是只读的，不能写入", "请检查文件夹的权限，或换一个能写入的文件夹。"),
    ("unable to open", "打不开", "请检查文件夹是否存在、能不能写入。"),
    ("disk i/o", "读写出错", "请检查磁盘或U盘是否还连着。"),
    (
        "malformed",
        "已经损坏",
        "请退出程序，把它改名留着，再把旁边 backups 文件夹里最近的备份复制过来，改成它的原名。",
    ),
    ("not a database", "不是党务台账的数据文件，或者已经损坏", "请另选文件，或者恢复一份备份。"),
)


@contextmanager
def told_in_words(path: Path, *, is_reading: bool = False) -> Iterator[None]:
    """Turn the known failures of a ledger file into a UserError that names the file.

    is_reading: nothing may be written, so that the refusal to write is a bug and rises.
    """
    try:
        yield
    except (DBAPIError, sqlcipher3.dbapi2.Error) as error:
        text = str(getattr(error, "orig", error)).lower()
        for mark, what, todo in _KNOWN:
            if mark in text and not (is_reading and mark == _READ_ONLY):
                raise UserError(f"数据文件“{path.name}”{what}。", kept=_KEPT, todo=todo) from error
        raise
