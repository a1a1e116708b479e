"""收报墙: who has reported, who has not, what is missing, and the words to remind them."""

from datetime import date, timedelta

import pypdfium2

from app.services.exchange import board, enrolment, receiving
from app.services.exchange.board import TileState
from tests.services.exchange.world import (
    BUREAU,
    BUREAU_2,
    SCHOOL_A,
    SCHOOL_A_2,
    SCHOOL_B,
    put_back,
    rows_of,
)

TODAY = date(2011, 3, 13)


def tiles(world, since=TODAY):
    found = board.board(world.nodes[BUREAU].ledger, since)
    return found, {tile.name: tile for tile in found.tiles}


def report(world, number):
    world.edit(number, 0, "mobile", str(world.wall))
    receiving.take(world.nodes[BUREAU].ledger, world.pack(number, BUREAU).data)


def test_every_school_is_a_tile_in_the_state_it_is_in(world):
    world.wall += 5 * 24 * 3600 * 1000
    report(world, SCHOOL_A)
    enrolment.make(world.nodes[BUREAU].ledger, "第三小学", ())
    found, by_name = tiles(world, TODAY + timedelta(days=4))
    assert by_name["第一小学"].state is TileState.RECEIVED
    assert by_name["第二小学"].state is TileState.LATE
    assert by_name["第三小学"].state is TileState.NOT_YET
    assert by_name["第三小学"].problem == "还没有用开户包加入。"
    assert [tile.state for tile in found.tiles] == sorted(
        (tile.state for tile in found.tiles), key=list(TileState).index
    )
    assert found.missing() == ("第三小学", "第一小学二", "第二小学")
    assert found.sentence == "4台电脑，已收1，未收3。"


def test_the_reminder_names_those_who_are_missing(world):
    found, _ = tiles(world, TODAY + timedelta(days=30))
    told = board.reminder(found)
    assert told.startswith("以下3个单位2011年4月12日以来还没有报送")
    assert "第二小学" in told
    everybody, _ = tiles(world, TODAY - timedelta(days=3000))
    assert board.reminder(everybody) == "各单位都已报送。"


def test_a_gap_and_a_restored_pc_are_problems_told_in_words(world):
    before = rows_of(world.nodes[BUREAU].database)
    report(world, SCHOOL_A)
    receiving.take(world.nodes[SCHOOL_A].ledger, world.pack(BUREAU, SCHOOL_A).data)
    world.edit(SCHOOL_A, 0, "mobile", "2")
    late = world.pack(SCHOOL_A, BUREAU).data
    put_back(world.nodes[BUREAU].database, before)
    receiving.take(world.nodes[BUREAU].ledger, late)
    world.restore(SCHOOL_B, is_noticed=True)
    report(world, SCHOOL_B)
    found, by_name = tiles(world)
    told = "缺第2号包，第3号包在等它，请对方重新做一份。"
    assert by_name["第一小学"].problem == told
    assert (by_name["第一小学"].waiting_n, by_name["第一小学"].missing) == (1, (2,))
    everybody = board.reminder(tiles(world, TODAY - timedelta(days=3000))[0])
    assert everybody.endswith("没有到齐，请重新做一份送来：\n第一小学：缺第2号")
    assert "旧备份" in by_name["第二小学"].problem
    assert found.number(TileState.PROBLEM) == 2
    assert found.sentence.endswith("其中2台有问题。")


def test_a_tile_counts_what_is_to_settle_and_what_is_not_confirmed(world):
    world.edit(BUREAU, 0, "mobile", "1")
    report(world, SCHOOL_A)
    world.pack(BUREAU, SCHOOL_A)
    _, by_name = tiles(world)
    assert (by_name["第一小学"].to_settle_n, by_name["第一小学"].unconfirmed_n) == (1, 1)
    receiving.take(world.nodes[SCHOOL_A].ledger, world.pack(BUREAU, SCHOOL_A).data)
    report(world, SCHOOL_A)
    _, by_name = tiles(world)
    assert by_name["第一小学"].unconfirmed_n == 0
    assert by_name["第一小学二"].to_settle_n == 0
    assert by_name["第一小学"].last_package
    assert by_name["第一小学"].made_on == by_name["第一小学"].received_on
    assert world.ids[SCHOOL_A_2] == by_name["第一小学二"].node


def lose_second_package(world):
    """Put the bureau back to before the second package and let the third come."""
    bureau, school = world.nodes[BUREAU], world.nodes[SCHOOL_A]
    before = rows_of(bureau.database)
    report(world, SCHOOL_A)
    receiving.take(school.ledger, world.pack(BUREAU, SCHOOL_A).data)
    late = world.pack(SCHOOL_A, BUREAU).data
    put_back(bureau.database, before)
    receiving.take(bureau.ledger, late)


def test_sticks_that_were_lost_are_told_by_number_and_that_their_content_came_later(world):
    for _ in range(3):
        world.pack(SCHOOL_A, BUREAU)
    report(world, SCHOOL_A)
    found, by_name = tiles(world)
    tile = by_name["第一小学"]
    assert (tile.last_number, tile.missing, tile.told_again) == (5, (), (2, 3, 4))
    assert (tile.state, tile.problem, found.gapped()) == (TileState.RECEIVED, "", ())


def test_a_package_that_waits_is_no_problem_once_a_later_one_has_told_everything(world):
    bureau, school = world.nodes[BUREAU], world.nodes[SCHOOL_A]
    lose_second_package(world)
    assert tiles(world)[1]["第一小学"].missing == (2,)
    receiving.take(school.ledger, world.pack(BUREAU, SCHOOL_A).data)
    receiving.take(bureau.ledger, world.pack(SCHOOL_A, BUREAU).data)
    tile = tiles(world)[1]["第一小学"]
    assert (tile.missing, tile.told_again, tile.waiting_n) == ((), (2,), 0)
    assert "缺" not in tile.problem


def test_the_reminder_on_paper_lists_the_missing_packages(world, tmp_path):
    lose_second_package(world)
    target = tmp_path / "催办单.pdf"
    assert board.export_reminder(world.nodes[BUREAU].ledger, tiles(world)[0], target) == 1
    text = "".join(pypdfium2.PdfDocument(target)[0].get_textpage().get_text_range().split())
    assert "缺的交换包" in text
    assert "第2号" in text


def test_schools_stand_in_the_order_in_which_people_count(world):
    for number in (10, 2, 9):
        enrolment.make(world.nodes[BUREAU].ledger, f"第{number}中学", ())
    names = [tile.name for tile in tiles(world)[0].tiles if "中学" in tile.name]
    assert names == ["第2中学", "第9中学", "第10中学"]


def test_numbers_are_told_briefly():
    assert board.number_words((7, 9, 10, 11)) == "第7、9—11号"
    assert board.number_words((1, 3, 5), most=2) == "第1、3号等"


def test_a_clock_that_is_ahead_is_told_and_what_came_is_taken(world):
    world.nodes[SCHOOL_A].skew = 3 * 24 * 3600 * 1000
    report(world, SCHOOL_A)
    _, by_name = tiles(world)
    assert by_name["第一小学"].state is TileState.PROBLEM
    assert "日期比本机快一天以上" in by_name["第一小学"].problem
    world.nodes[SCHOOL_A].skew = 0
    report(world, SCHOOL_A)
    _, by_name = tiles(world)
    assert by_name["第一小学"].problem == ""


def test_two_pcs_that_go_by_one_name_are_told_as_soon_as_both_have_reported(world):
    school = world.nodes[SCHOOL_A]
    twin = rows_of(school.database)
    report(world, SCHOOL_A)
    assert tiles(world)[1]["第一小学"].problem == ""
    put_back(school.database, twin)
    report(world, SCHOOL_A)
    _, by_name = tiles(world)
    assert "两台电脑共用一个身份" in by_name["第一小学"].problem
    assert by_name["第二小学"].problem == ""
    world.check()


def test_a_pc_that_has_all_its_own_back_is_no_problem_even_if_it_tells_everything_again(world):
    school = world.nodes[SCHOOL_A]
    old = rows_of(school.database)
    world.edit(SCHOOL_A, 0, "mobile", "1")
    report(world, SCHOOL_A)
    put_back(school.database, old)
    world.edit(SCHOOL_A, 0, "address", "2")
    report(world, SCHOOL_A)
    assert "从旧备份恢复" in tiles(world)[1]["第一小学"].problem
    for _ in range(2):
        world.deliver(SCHOOL_A, world.pack(BUREAU, SCHOOL_A).data)
        report(world, SCHOOL_A)
    world.deliver(BUREAU, world.pack(SCHOOL_A, BUREAU_2, whole=True).data)
    assert tiles(world)[1]["第一小学"].problem == ""
    world.check()
