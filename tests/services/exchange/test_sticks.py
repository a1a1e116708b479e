"""插盘即办: one look tells in plain words what lies there, one step does it."""

import os

import pytest

from app.base.errors import UserError
from app.services.exchange import enrolment, packing, sticks
from app.services.exchange.receiving import Fate, Taken
from app.store import records
from tests.services.exchange.world import BUREAU, SCHOOL_A, SCHOOL_B, put_back, rows_of


@pytest.fixture
def usb(tmp_path):
    folder = tmp_path / "usb"
    folder.mkdir()
    return folder


def put(world, usb, number):
    return packing.pack(world.nodes[number].ledger, usb, [world.ids[BUREAU]])[0]


def test_a_stick_of_two_schools_is_told_and_taken_in_one_go(world, usb, tmp_path):
    bureau = world.nodes[BUREAU].ledger
    world.edit(BUREAU, 0, "mobile", "0")
    for number in (SCHOOL_A, SCHOOL_B):
        world.edit(number, 0, "mobile", str(number))
        put(world, usb, number)
    looked = sticks.look(bureau, [usb])
    assert looked.sentences == ("盘上有2个单位的报送，共2项变动，1处需要您定。",)
    for path in usb.iterdir():
        path.unlink()  # the stick is free as soon as it was looked at
    taken = sticks.receive(bureau, looked, tmp_path / "backups")
    assert [each.fate for each in taken] == [Fate.TAKEN, Fate.TAKEN]
    assert len(list((tmp_path / "backups").iterdir())) == 1
    assert sticks.receive(bureau, sticks.look(bureau, [usb]), tmp_path / "backups") == ()


def test_what_was_received_before_is_told_and_not_counted_again(world, usb, tmp_path):
    bureau = world.nodes[BUREAU].ledger
    world.edit(SCHOOL_A, 0, "mobile", "1")
    put(world, usb, SCHOOL_A)
    sticks.receive(bureau, sticks.look(bureau, [usb]), tmp_path / "backups")
    assert sticks.look(bureau, [usb]).sentences == ("1个交换包以前收过，不会重复记入。",)


def test_damage_strangers_and_enrolments_are_each_told_in_a_sentence(world, usb):
    bureau = world.nodes[BUREAU].ledger
    made = put(world, usb, SCHOOL_A)
    made.files[0].write_bytes(made.data[:-5])
    enrolment.write(enrolment.make(bureau, "新小学", ()), usb)
    (usb / "zero.dwpkg").write_bytes(b"")
    looked = sticks.look(bureau, [usb])
    assert len(looked.enrolments) == 1
    told = "".join(looked.sentences)
    assert "开户包" in told
    assert "交换包不完整或已损坏。" in told
    assert all(sentence.endswith("。") for sentence in looked.sentences)


def test_what_a_pc_has_made_itself_and_what_others_join_by_is_no_complaint(world, usb):
    school = world.nodes[SCHOOL_A].ledger
    put(world, usb, SCHOOL_A)
    enrolment.write(enrolment.make(world.nodes[BUREAU].ledger, "新小学", ()), usb)
    assert sticks.look(school, [usb]).sentences == (
        "盘上有1个开户包，是给还没有加入的电脑用的，这里不用管。",
        "盘上有1个本机做好的交换包，请带给收件的单位。",
    )


def test_files_refused_for_the_same_reason_are_told_once_with_their_names(world, usb, tmp_path):
    bureau = world.nodes[BUREAU].ledger
    for name in ("a", "b", "c", "d"):
        (usb / f"{name}.dwpkg").write_bytes(b"x" + name.encode())
    told = "“a.dwpkg”、“b.dwpkg”、“c.dwpkg”等4个文件：交换包不完整或已损坏。"
    looked = sticks.look(bureau, [usb])
    assert [each.startswith(told) for each in looked.sentences] == [True]
    taken = sticks.receive(bureau, looked, tmp_path / "backups")
    assert sticks.told(taken) == looked.sentences


def test_an_empty_stick_is_told(world, usb):
    assert sticks.look(world.nodes[BUREAU].ledger, [usb]).sentences == ("盘上没有交换包。",)


def test_what_waited_in_the_inbox_gets_in_with_the_missing_package(world, usb, tmp_path):
    bureau = world.nodes[BUREAU].ledger
    before = rows_of(world.nodes[BUREAU].database)
    world.edit(SCHOOL_A, 0, "mobile", "1")
    early = put(world, usb, SCHOOL_A)
    sticks.receive(bureau, sticks.look(bureau, [usb]), tmp_path / "backups")
    world.deliver(SCHOOL_A, world.pack(BUREAU, SCHOOL_A).data)
    early.files[0].rename(tmp_path / "early.dwpkg")
    world.edit(SCHOOL_A, 0, "mobile", "2")
    put(world, usb, SCHOOL_A)
    put_back(world.nodes[BUREAU].database, before)
    looked = sticks.look(bureau, [usb])
    told = "“第一小学”的第3号包要等它先前的包（第2号）到了才能收，不会丢失。"
    assert looked.sentences[0] == told
    sticks.receive(bureau, looked, tmp_path / "backups")
    sticks.receive(bureau, sticks.look(bureau, [tmp_path / "early.dwpkg"]), tmp_path / "backups")
    with bureau.reading() as tx:
        assert records.get(tx, "person", world.persons[0])["mobile"] == "2"


def test_without_a_backup_nothing_is_taken_in(world, usb, tmp_path):
    bureau = world.nodes[BUREAU].ledger
    world.edit(SCHOOL_A, 0, "mobile", "1")
    put(world, usb, SCHOOL_A)
    (tmp_path / "backups").write_text("a file is in the way", encoding="utf-8")
    before = world.state(BUREAU)
    with pytest.raises(UserError, match="备份没有做成"):
        sticks.receive(bureau, sticks.look(bureau, [usb]), tmp_path / "backups")
    assert world.state(BUREAU) == before


def test_the_backups_before_receiving_do_not_pile_up(world, usb, tmp_path):
    bureau, backups = world.nodes[BUREAU].ledger, tmp_path / "backups"
    backups.mkdir()
    for day in range(1, 200):
        old = backups / f"dangwu-收报前-{day}.db"
        old.touch()
        os.utime(old, (86_400 * day, 86_400 * day))
    put(world, usb, SCHOOL_A)
    sticks.receive(bureau, sticks.look(bureau, [usb]), backups)
    assert len(list(backups.iterdir())) < 100


def test_what_many_units_have_in_common_is_one_sentence():
    joined = [
        Taken(Fate.TAKEN, sender=f"{n}", name=f"{n}小", is_first_word=True) for n in range(190)
    ]
    waiting = [Taken(Fate.PARKED, name=f"{n}小") for n in range(4)]
    assert sticks.told([*joined, *waiting]) == (
        "盘上有190个单位的报送，共0项变动。",
        "“0小”、“1小”、“2小”等190个单位是第一次报送，收下就在名单里了。",
        "“0小”、“1小”、“2小”等4个单位的交换包要等先前的包到了才能收，不会丢失。",
    )
