"""The key file: one data key, a box for each who may open it, written whole or not at all."""

import pytest

from app.exchange import key_file, secret_boxes
from app.exchange.key_file import KeyFile
from app.exchange.secret_boxes import Cost, WrongSecret

KEY = key_file.new_data_key()


@pytest.fixture(autouse=True)
def cheap(monkeypatch):
    monkeypatch.setattr(secret_boxes, "PASSWORD", Cost(1, 8))


def test_each_user_opens_it_with_a_password_of_their_own(tmp_path):
    keys = (
        KeyFile().with_password(KEY, "张三", "first-word").with_password(KEY, "李四", "second-word")
    )
    key_file.write(tmp_path / "x.key", keys)
    read = key_file.read(tmp_path / "x.key")
    assert read.users == ("张三", "李四")
    assert read.unlocked("first-word") == read.unlocked("second-word") == KEY
    with pytest.raises(WrongSecret):
        read.unlocked("third-word")


def test_a_new_password_voids_the_old_one():
    keys = KeyFile().with_password(KEY, "张三", "first-word").with_password(KEY, "张三", "new-word")
    assert keys.unlocked("new-word") == KEY
    with pytest.raises(WrongSecret):
        keys.unlocked("first-word")


def test_a_new_sheet_voids_the_old_one_and_a_sheet_is_no_password():
    old, new = key_file.new_sheet(), key_file.new_sheet()
    keys = KeyFile().with_password(KEY, "张三", "first-word").with_sheet(KEY, old)
    keys = keys.with_sheet(KEY, new)
    assert keys.unlocked_by_sheet(new) == KEY
    for attempt in (lambda: keys.unlocked_by_sheet(old), lambda: keys.unlocked(new)):
        with pytest.raises(WrongSecret):
            attempt()


def test_the_data_key_stands_nowhere_in_the_file(tmp_path):
    key_file.write(tmp_path / "x.key", KeyFile().with_password(KEY, "张三", "first-word"))
    text = (tmp_path / "x.key").read_bytes()
    assert KEY not in text
    assert KEY.hex().encode() not in text
    assert [path.name for path in tmp_path.iterdir()] == ["x.key"]


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"version": 9, "boxes": []}', '{"version": 1}'])
def test_what_is_no_key_file_is_told_from_one(tmp_path, text):
    (tmp_path / "x.key").write_text(text, encoding="utf-8")
    with pytest.raises((ValueError, KeyError, TypeError)):
        key_file.read(tmp_path / "x.key")
