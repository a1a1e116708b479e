"""The file of layouts."""

import pytest

from app.ui.layout_memory import LayoutFile


def test_a_layout_is_found_again(tmp_path):
    path = tmp_path / "new" / "layouts.json"
    LayoutFile(path).save("members", "宽")
    assert LayoutFile(path).load("members") == "宽"
    assert LayoutFile(path).load("branches") == ""


@pytest.mark.parametrize("text", ["", "{", "[1]", '{"members": 1}'])
def test_a_spoilt_file_is_an_empty_one(tmp_path, text):
    path = tmp_path / "layouts.json"
    path.write_text(text)
    assert LayoutFile(path).load("members") == ""


def test_a_folder_that_cannot_be_written_loses_only_the_layout(tmp_path):
    (tmp_path / "file").write_text("x")
    memory = LayoutFile(tmp_path / "file" / "layouts.json")
    memory.save("members", "x")
    assert memory.load("members") == "x"
