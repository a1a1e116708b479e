"""A written file is whole or untouched, and what went wrong is told with what to do."""

import errno
import os
import stat

import pytest

from app.base.errors import UserError
from app.base.saving import write_whole, written_whole


def test_the_file_is_there_whole_alone_and_readable_by_others(tmp_path):
    write_whole(tmp_path / "名册.xlsx", b"data")
    (found,) = tmp_path.iterdir()
    assert (found.name, found.read_bytes()) == ("名册.xlsx", b"data")
    assert stat.S_IMODE(found.stat().st_mode) & 0o444 == 0o444


@pytest.mark.parametrize(
    ("number", "what", "todo"),
    [
        (errno.ENOSPC, "已满", "腾出空间"),
        (errno.EROFS, "只读", "能写入的文件夹"),
        (errno.EACCES, "打开着", "关闭打开它的程序"),
        (errno.EIO, "U盘已拔出", "插好U盘"),
        (errno.EBUSY, "没有写成", "再试一次"),
    ],
)
def test_what_went_wrong_is_told_and_the_old_file_kept(tmp_path, number, what, todo):
    target = tmp_path / "a.pdf"
    target.write_bytes(b"old")

    def fail():
        with written_whole(target) as part:
            part.write_bytes(b"half")
            raise OSError(number, "")

    with pytest.raises(UserError, match=r"“a\.pdf”") as told:
        fail()
    assert (what in told.value.what, todo in told.value.todo) == (True, True)
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a.pdf", b"old")]


def test_a_file_open_in_another_program_is_told_as_such(tmp_path):
    locked = OSError(errno.EACCES, "")
    locked.winerror = 32
    with pytest.raises(UserError, match="正在另一个程序里打开着"), written_whole(tmp_path / "a"):
        raise locked


def test_a_folder_that_is_gone_is_not_made(tmp_path):
    with pytest.raises(UserError, match="不在了"):
        write_whole(tmp_path / "U盘" / "a.pdf", b"data")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_of_the_same_name_is_not_replaced(tmp_path):
    (tmp_path / "a.pdf").mkdir()
    with pytest.raises(UserError, match="不是普通文件"):
        write_whole(tmp_path / "a.pdf", b"data")
    assert len(list(tmp_path.iterdir())) == 1


def test_a_bug_inside_rises_and_leaves_nothing(tmp_path):
    with pytest.raises(ZeroDivisionError), written_whole(tmp_path / "a.pdf"):
        raise ZeroDivisionError
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="Windows knows no such rights")
@pytest.mark.parametrize(("mask", "mode"), [(0o077, 0o600), (0o022, 0o644), (0o002, 0o664)])
def test_a_file_is_as_open_as_the_user_has_said(tmp_path, mask, mode):
    before = os.umask(mask)
    try:
        write_whole(tmp_path / "表.xlsx", b"1")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "表.xlsx").stat().st_mode) == mode
