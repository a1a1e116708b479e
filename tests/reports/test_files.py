import pytest

from app.base.errors import UserError
from app.reports.files import write_whole


def test_the_file_is_there_whole_and_alone(tmp_path):
    write_whole(tmp_path / "新" / "a.pdf", b"data")
    assert [(p.name, p.read_bytes()) for p in (tmp_path / "新").iterdir()] == [("a.pdf", b"data")]


def test_a_failed_save_keeps_the_old_file_and_says_what_to_do(tmp_path):
    target = tmp_path / "a.pdf"
    target.write_bytes(b"old")
    target.with_name(".a.pdf.part").mkdir()
    with pytest.raises(UserError) as caught:
        write_whole(target, b"new")
    assert target.read_bytes() == b"old"
    assert "没有改动" in caught.value.kept
    assert "关闭" in caught.value.todo
