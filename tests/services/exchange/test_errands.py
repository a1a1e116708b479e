"""One errand with a stick: told before, done at once, told after; what came in stays in."""

import pytest

from app.base.errors import Cancelled, UserError
from app.domain.nodes import Role
from app.services.exchange import board, enrolment, errands, packing, receipts, setup
from app.services.ledger import Ledger
from tests.services.exchange.cast import BUREAU, SCHOOL_A, SCHOOL_B
from tests.services.exchange.test_board import TODAY


@pytest.fixture
def usb(tmp_path):
    folder = tmp_path / "usb"
    folder.mkdir()
    return folder


@pytest.fixture
def backups(tmp_path):
    return tmp_path / "backups"


def errand(few, number, place, backups):
    looked = errands.look(few.nodes[number].ledger, place)
    return looked, errands.carry_out(few.nodes[number].ledger, looked, backups)


def raising(error):
    def fail(*_, **__):
        raise error

    return fail


class Giving:
    """A user who gives up at a step that says this."""

    def __init__(self, text):
        self.text = text

    def step(self, done, total, text=""):
        if self.text in text:
            raise Cancelled


def test_a_stick_goes_to_the_bureau_and_back_and_the_school_learns_what_arrived(few, usb, backups):
    school = few.nodes[SCHOOL_A].ledger
    few.edit(SCHOOL_A, 0, "mobile", "1")
    before = errands.standing(school)
    assert (before.role, before.unsent_n) == (Role.SCHOOL, 1)
    looked, done = errand(few, SCHOOL_A, usb, backups)
    assert looked.verb == "报送"
    assert "本校有1项变动还没有报送" in looked.sentences[-1]
    assert done.sentences[-1] == "可以拔出U盘了。"
    assert errands.standing(school).unsent_n == 0
    looked, done = errand(few, BUREAU, usb, backups)
    assert looked.verb == "收下并写回盘包"
    assert looked.sentences[0] == "盘上有1个单位的报送，共1项变动。"
    assert done.sentences == (
        "已收下1个单位的报送，共1项变动。",
        "已写好2个回盘包。",
        "可以拔出U盘了。",
    )
    assert len(done.packages) == 1
    looked, done = errand(few, SCHOOL_A, usb, backups)
    assert any("给别的单位的交换包，不用处理" in each for each in looked.sentences)
    assert errands.standing(school).confirmed_at > before.confirmed_at


def test_what_the_bureau_has_made_is_no_report(few, usb, backups):
    few.edit(BUREAU, 0, "mobile", "1")
    errands.leave(few.nodes[BUREAU].ledger, usb)
    errands.leave(few.nodes[SCHOOL_A].ledger, usb)
    looked, done = errand(few, SCHOOL_A, usb, backups)
    assert looked.sentences[0] == "盘上有教育局的交换包，共1项变动。"
    assert any("本机做好的交换包，请带给" in each for each in looked.sentences)
    assert done.sentences[0] == "已收下教育局的交换包，共1项变动。"
    assert not any("本机做好的" in each for each in done.sentences)
    (line, *_) = receipts.receipts(few.nodes[SCHOOL_A].ledger)
    assert line.text.startswith("U盘收件回执\n发出单位：")
    assert receipts.document([line]).title.startswith("U盘收件回执")
    (line, *_) = receipts.receipts(few.nodes[BUREAU].ledger)
    assert line.text.startswith("U盘报送回执\n报送单位：")


def test_a_stick_that_brings_only_our_own_package_and_is_read_only_has_nothing_done(
    few, usb, backups, monkeypatch
):
    school = few.nodes[SCHOOL_A].ledger
    errands.leave(school, usb)
    looked = errands.look(school, usb)
    few.edit(SCHOOL_A, 0, "mobile", "1")
    full = UserError("写不上。", kept="台账没有改动。", todo="请换一个U盘。")
    monkeypatch.setattr(errands.packing, "pack", raising(full))
    with pytest.raises(UserError, match="台账没有改动"):
        errands.carry_out(school, looked, backups)


def test_where_something_came_in_it_is_not_said_that_nothing_was_changed(
    few, usb, backups, monkeypatch
):
    few.edit(SCHOOL_A, 0, "mobile", "1")
    errands.leave(few.nodes[SCHOOL_A].ledger, usb)
    full = UserError("写不上。", kept="台账没有改动。", todo="请换一个U盘。")
    looked = errands.look(few.nodes[BUREAU].ledger, usb)
    monkeypatch.setattr(errands.packing, "pack", raising(full))
    done = errands.carry_out(few.nodes[BUREAU].ledger, looked, backups)
    assert done.sentences == ("已收下1个单位的报送，共1项变动。", "写不上。请换一个U盘。")


def test_packages_for_two_pcs_of_one_unit_are_told_by_its_name():
    made = [packing.Made(f"{n}", f"{n}", "县教育局", b"", 1, is_whole=False) for n in range(2)]
    assert errands.Done(made=tuple(made)).sentences[0] == (
        "已写好给“县教育局”2台电脑的交换包，各写一个。"
    )


def test_the_first_report_of_all_is_answered_on_the_same_stick(usb, backups, tmp_path):
    bureau, school = (Ledger.open(tmp_path / f"{name}.sqlite") for name in ("b", "s"))
    setup.found_bureau(bureau, "县教育局")
    made = enrolment.make(bureau, "一小", ())
    enrolment.join(school, made.data, made.code)
    errands.leave(school, usb)
    looked = errands.look(bureau, usb)
    assert looked.verb == "收下并写回盘包"
    assert looked.sentences[-1] == "会给1台电脑各写一个回盘包。"
    done = errands.carry_out(bureau, looked, backups)
    assert "已写好给“一小”的交换包" in done.sentences[-2]
    errands.carry_out(school, errands.look(school, usb), backups)
    assert not errands.standing(school).waits_for_bureau
    bureau.close()
    school.close()


def test_a_file_is_taken_in_and_nothing_is_written_beside_it(few, usb, backups):
    few.edit(SCHOOL_A, 0, "mobile", "1")
    errands.leave(few.nodes[SCHOOL_A].ledger, usb)
    (file,) = usb.iterdir()
    looked, done = errand(few, BUREAU, file, backups)
    assert looked.verb == "收下"
    assert done.sentences == ("已收下1个单位的报送，共1项变动。",)
    assert list(usb.iterdir()) == [file]


def test_who_gives_up_half_way_keeps_what_came_in_and_is_told_so(few, usb, backups):
    for number in (SCHOOL_A, SCHOOL_B):
        few.edit(number, 0, "mobile", "1")
        errands.leave(few.nodes[number].ledger, usb)
    bureau = few.nodes[BUREAU].ledger
    looked = errands.look(bureau, usb)
    done = errands.carry_out(bureau, looked, backups, Giving("写入U盘"))
    assert done.is_stopped
    assert len(done.packages) == 2
    assert "已按您的要求停下" in done.sentences[1]
    with pytest.raises(Cancelled):
        errands.look(bureau, usb, Giving("收下报送"))
    with pytest.raises(Cancelled):
        errands.leave(bureau, usb, Giving("写入U盘"))


def test_a_stick_pulled_out_before_writing_leaves_what_came_in(few, usb, backups):
    few.edit(SCHOOL_A, 0, "mobile", "1")
    errands.leave(few.nodes[SCHOOL_A].ledger, usb)
    bureau = few.nodes[BUREAU].ledger
    looked = errands.look(bureau, usb)
    for file in usb.iterdir():
        file.unlink()
    usb.rmdir()
    done = errands.carry_out(bureau, looked, backups)
    assert len(done.packages) == 1
    assert "U盘已拔出" in done.sentences[-1]
    with pytest.raises(UserError, match="已拔出"):
        errands.leave(bureau, usb)


def test_a_ledger_outside_the_exchange_is_told_how_to_join(few, usb, tmp_path):
    enrolment.write(enrolment.make(few.nodes[BUREAU].ledger, "新小学", ()), usb)
    ledger = Ledger.open(tmp_path / "new.sqlite")
    looked = errands.look(ledger, usb)
    assert looked.verb == "用开户包加入…"
    assert looked.sentences[0].startswith("盘上有1个开户包")
    ledger.close()


def test_receipt_and_reminder_are_printed(few, usb, backups, tmp_path):
    few.edit(SCHOOL_A, 0, "mobile", "1")
    errands.leave(few.nodes[SCHOOL_A].ledger, usb)
    _, done = errand(few, BUREAU, usb, backups)
    bureau = few.nodes[BUREAU].ledger
    found = receipts.receipt(bureau, done.packages[0])
    assert receipts.export([found], tmp_path / "r.pdf") == 1
    assert (tmp_path / "r.pdf").read_bytes().startswith(b"%PDF")
    assert board.export_reminder(bureau, board.board(bureau, TODAY), tmp_path / "b.pdf") == 1
