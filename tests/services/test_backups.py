"""Copies of the ledger that a user makes."""

import os
from datetime import datetime, timedelta

import pytest

from app.base.errors import UserError
from app.domain.members import MemberDraft
from app.domain.rules import RuleEdit
from app.services import members, rules
from app.services.backups import Reason, back_up, back_up_before, in_folder, prune
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


def made(folder, name, days_ago):
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_bytes(b"x")
    then = (datetime.now().astimezone() - timedelta(days=days_ago)).timestamp()
    os.utime(path, (then, then))
    return path


def test_a_folder_of_backups_is_listed_newest_first_with_its_reasons(tmp_path):
    folder = tmp_path / "backups"
    made(folder, "ledger-导入前-20260101-080000-000001.db", 3)
    made(folder, "党务台账备份20260101-0800.db", 1)
    made(folder, "升级到0.9之前-20260101-080000.sqlite", 2)
    made(folder, "ledger-收报前-20260101-080000-000001.db", 4)
    made(folder, "ledger-导入前-20260101-080000-000001.key", 0)
    found = [each.reason for each in in_folder(folder)]
    assert found == [Reason.HAND, Reason.UPGRADE, Reason.IMPORT, Reason.RECEIVE]
    assert in_folder(tmp_path / "nowhere") == ()


def test_old_automatic_backups_go_with_their_keys_and_those_by_hand_stay(ledger, tmp_path):
    folder = tmp_path / "backups"
    by_hand = made(folder, "党务台账备份20200101-0800.db", 2000)
    old = made(folder, "ledger-导入前-20200101-080000-000001.db", 1900)
    key = made(folder, "ledger-导入前-20200101-080000-000001.key", 1900)
    young = made(folder, "ledger-导入前-20260101-080000-000001.db", 2)
    fresh = back_up_before(ledger, Reason.IMPORT)
    left = set(folder.iterdir())
    assert {by_hand, young, fresh} <= left
    assert not {old, key} & left


def test_the_newest_backup_stays_however_old_it_is(ledger, tmp_path):
    folder = tmp_path / "backups"
    only = made(folder, "ledger-导入前-20200101-080000-000001.db", 3000)
    assert prune(ledger, folder) == ()
    assert only.exists()


def test_how_long_backups_stay_is_a_rule_that_the_bureau_can_change(ledger, tmp_path):
    folder = tmp_path / "backups"
    made(folder, "ledger-导入前-a.db", 0)
    second = made(folder, "ledger-导入前-b.db", 2)
    assert prune(ledger, folder) == ()
    days = '{"daily_days": 1, "weekly_weeks": 0, "monthly_months": 0}'
    rules.edit(ledger, RuleEdit("D-01", None, params=days))
    assert prune(ledger, folder) == (second,)
