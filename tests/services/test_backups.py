"""Copies of the ledger that a user makes."""

import pytest

from app.base.errors import UserError
from app.domain.members import MemberDraft
from app.services import members
from app.services.backups import back_up
from app.services.ledger import Ledger


@pytest.fixture
def ledger(tmp_path):
    opened = Ledger.open(tmp_path / "ledger.sqlite")
    members.add(opened, MemberDraft(name="滕子轩"))
    yield opened
    opened.close()


def test_a_copy_opens_as_a_ledger_with_the_same_people(ledger, tmp_path):
    target = tmp_path / "U盘" / "备份.db"
    back_up(ledger, target)
    copy = Ledger.open(target)
    assert [row.name for row in members.rows(copy)] == ["滕子轩"]
    copy.close()
    assert [path.name for path in target.parent.iterdir()] == ["备份.db"]


def test_an_older_copy_is_replaced(ledger, tmp_path):
    target = tmp_path / "备份.db"
    target.write_bytes(b"old")
    back_up(ledger, target)
    assert target.read_bytes().startswith(b"SQLite format 3")


def test_a_place_that_cannot_be_written_is_said_in_words(ledger, tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(UserError, match="备份没有做成"):
        back_up(ledger, tmp_path / "file" / "备份.db")


def test_a_folder_of_that_name_is_said_in_words_and_leaves_nothing(ledger, tmp_path):
    target = tmp_path / "备份.db"
    target.mkdir()
    with pytest.raises(UserError, match=r"备份\.db”没有写成"):
        back_up(ledger, target)
    assert not list(tmp_path.glob(".dangwu-*"))
