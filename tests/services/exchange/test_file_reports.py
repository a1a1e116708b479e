"""A school without the program reports by a workbook, and 收报墙 says so."""

from contextlib import closing
from datetime import timedelta

import pytest

from app.domain.nodes import Role
from app.services import batches, imports
from app.services.exchange import board, enrolment, packing, receiving, setup
from app.services.exchange.board import TileState
from app.services.ledger import Ledger
from app.store import records
from tests.exchange.making import people, person, save_xlsx, titled

BRANCH, SECOND = "中共青禾县第一小学支部委员会", "第二小学党支部"
FILE = "一小花名册.xlsx"


@pytest.fixture
def bureau(tmp_path):
    ledger = Ledger.open(tmp_path / "data" / "ledger.db", author="李文书")
    setup.found_bureau(ledger, "县教育局")
    with ledger.writing("起步") as tx:
        values = {"kind": "BRANCH"}
        records.add(tx, "org_unit", {"full_name": BRANCH, "short_name": "第一小学", **values})
        records.add(tx, "org_unit", {"full_name": SECOND, **values})
        records.add(tx, "org_unit", {"full_name": "已撤支部", "dissolved_on": "2001", **values})
        records.add(tx, "org_unit", {"full_name": "县教育局党委", "kind": "COMMITTEE"})
        own = records.add(tx, "org_unit", {"full_name": "局机关党支部", **values})
        office = records.add(tx, "school_unit", {"name": "县教育局", "kind": "BUREAU"})
        records.add(tx, "org_cover", {"org_id": own, "school_id": office})
    yield ledger
    ledger.close()


@pytest.fixture
def workbook(tmp_path):
    return save_xlsx(tmp_path / FILE, titled(people(2)))


def load(bureau, path):
    return imports.apply(bureau, imports.preview(bureau, path))


def tiles(bureau, days=0):
    found = board.board(bureau, bureau.today() + timedelta(days=days))
    return found, {tile.name: tile for tile in found.tiles}


def test_branches_of_schools_without_a_pc_are_on_the_wall_too(bureau):
    found, by_name = tiles(bureau)
    assert by_name.keys() == {BRANCH, SECOND}
    assert {tile.state for tile in found.tiles} == {TileState.NOT_YET}
    assert found.sentence == "0台电脑，已收0，未收0。没有装程序的2个支部，已交表格0。"
    assert by_name[SECOND].problem == "没有装程序，用表格报送。"
    assert set(found.missing()) == {BRANCH, SECOND}


def test_the_workbook_of_a_school_counts_as_its_report_until_it_is_undone(bureau, workbook):
    outcome = load(bureau, workbook)
    found, by_name = tiles(bureau)
    assert by_name[BRANCH].state is TileState.RECEIVED
    assert (by_name[BRANCH].handed.file, by_name[BRANCH].last_on) == (FILE, bureau.today())
    assert found.sentence.endswith("已交表格1。")
    assert found.missing() == (SECOND,)
    assert tiles(bureau, 1)[1][BRANCH].state is TileState.LATE
    batches.undo(bureau, outcome.batch)
    assert tiles(bureau)[1][BRANCH].state is TileState.NOT_YET


def test_a_workbook_in_which_nothing_is_new_is_a_report_all_the_same(bureau, workbook, tmp_path):
    load(bureau, workbook)
    again = save_xlsx(tmp_path / "三月.xlsx", titled(people(2)))
    later = Ledger(bureau.database, "李文书", today=lambda: bureau.today() + timedelta(days=20))
    assert load(later, again).batch == ""
    handed = tiles(bureau)[1][BRANCH].handed
    assert (handed.file, handed.on) == ("三月.xlsx", later.today())


def test_the_same_workbook_twice_on_a_day_is_one_report(bureau, workbook, tmp_path):
    batch = load(bureau, workbook).batch
    before = len(batches.recent(bureau))
    load(bureau, save_xlsx(tmp_path / "副本.xlsx", titled(people(2))))
    assert len(batches.recent(bureau)) == before
    assert tiles(bureau)[1][BRANCH].handed.file == FILE
    batches.undo(bureau, batch)
    assert tiles(bureau)[1][BRANCH].state is TileState.NOT_YET


def test_a_list_of_several_schools_is_nobodys_report(bureau, tmp_path):
    rows = [*people(1), person(2, 所在党支部=SECOND)]
    load(bureau, save_xlsx(tmp_path / "全县.xlsx", titled(rows)))
    assert tiles(bureau)[1][BRANCH].handed is None


def test_a_school_that_has_not_joined_yet_may_hand_in_a_workbook(bureau, workbook):
    with bureau.reading() as tx:
        (org,) = records.find(tx, "org_unit", full_name=BRANCH)
    enrolment.make(bureau, "第一小学", (org["id"],))
    load(bureau, workbook)
    found, by_name = tiles(bureau)
    assert by_name.keys() == {"第一小学", SECOND}
    assert by_name["第一小学"].state is TileState.RECEIVED
    assert found.sentence == "1台电脑，已收1，未收0。没有装程序的1个支部，已交表格0。"


def test_the_bureaus_other_pc_knows_who_has_handed_in_a_workbook_and_what_was_undone(
    bureau, workbook, tmp_path
):
    made = enrolment.make(bureau, "县教育局二", (), role=Role.BUREAU)
    with closing(Ledger.open(tmp_path / "second" / "ledger.db", author="王文书")) as second:
        enrolment.join(second, made.data, made.code)
        receiving.take(bureau, only(packing.make(second)).data)
        batch = load(bureau, workbook).batch
        receiving.take(second, only(packing.make(bureau)).data)
        assert tiles(second)[1][BRANCH].state is TileState.RECEIVED
        assert tiles(second)[1][BRANCH].handed.file == FILE
        batches.undo(bureau, batch)
        receiving.take(second, only(packing.make(bureau)).data)
        assert tiles(second)[1][BRANCH].state is TileState.NOT_YET


def test_what_a_school_imports_from_its_own_file_is_no_report_by_workbook(
    bureau, workbook, tmp_path
):
    with bureau.reading() as tx:
        (org,) = records.find(tx, "org_unit", full_name=BRANCH)
    made = enrolment.make(bureau, "第一小学", (org["id"],))
    with closing(Ledger.open(tmp_path / "school" / "ledger.db", author="王老师")) as school:
        enrolment.join(school, made.data, made.code)
        load(school, workbook)
        receiving.take(bureau, only(packing.make(school)).data)
    tile = tiles(bureau)[1]["第一小学"]
    assert (tile.handed, tile.state) == (None, TileState.RECEIVED)


def test_a_branch_that_is_renamed_keeps_what_it_has_handed_in(bureau, workbook):
    load(bureau, workbook)
    with bureau.writing("改名") as tx:
        (org,) = records.find(tx, "org_unit", full_name=BRANCH)
        records.change(tx, "org_unit", org["id"], {"full_name": "实验小学党支部"})
    assert tiles(bureau)[1]["实验小学党支部"].state is TileState.RECEIVED


def only(found):
    (one,) = found
    return one
