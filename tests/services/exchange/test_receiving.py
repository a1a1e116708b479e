"""Receiving: in any order, twice, with gaps, from newer and older programs, undone as one."""

import json
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import text

from app.base.errors import UserError
from app.services import batch_details, batches, health, record_history
from app.services.exchange import board, receipts, receiving, sticks
from app.services.exchange.receiving import Fate
from app.store import disputes, post_book, records
from tests.services.exchange.row_stories import lose_row
from tests.services.exchange.world import (
    BUREAU,
    BUREAU_2,
    SCHOOL_A,
    SCHOOL_B,
    put_back,
    rows_of,
)

TODAY = date(2011, 3, 13)


def take(world, number, *packages):
    return receiving.take_all(world.nodes[number].ledger, packages)


def person(world, number, which=0):
    with world.nodes[number].ledger.reading() as tx:
        return records.get(tx, "person", world.persons[which], with_removed=True)


def test_packages_out_of_order_come_to_the_same(world):
    packages = []
    for value in ("1", "2", "3"):
        world.edit(SCHOOL_A, 0, "mobile", value)
        packages.append(world.pack(SCHOOL_A, BUREAU).data)
    fates = take(world, BUREAU, *reversed(packages))
    assert [each.fate for each in fates] == [Fate.TAKEN] * 3
    assert person(world, BUREAU)["mobile"] == "3"


def test_a_package_that_builds_on_a_lost_one_waits_and_the_next_trip_heals_it(world):
    before = rows_of(world.nodes[BUREAU].database)
    world.edit(SCHOOL_A, 0, "mobile", "1")
    take(world, BUREAU, world.pack(SCHOOL_A, BUREAU).data)
    take(world, SCHOOL_A, world.pack(BUREAU, SCHOOL_A).data)
    world.edit(SCHOOL_A, 0, "mobile", "2")
    late = world.pack(SCHOOL_A, BUREAU).data
    put_back(world.nodes[BUREAU].database, before)
    (waits,) = take(world, BUREAU, late)
    assert waits.fate is Fate.PARKED
    assert person(world, BUREAU)["mobile"] == ""
    take(world, SCHOOL_A, world.pack(BUREAU, SCHOOL_A).data)
    take(world, BUREAU, world.pack(SCHOOL_A, BUREAU).data)
    assert person(world, BUREAU)["mobile"] == "2"
    (again,) = take(world, BUREAU, late)
    assert again.changes_n == 0


def test_a_package_for_another_that_cannot_be_read_along_does_not_wait_here(world):
    world.edit(BUREAU, 0, "mobile", "1")
    unseen = world.pack(BUREAU, SCHOOL_A)
    world.deliver(SCHOOL_A, unseen.data)
    world.deliver(BUREAU, world.pack(SCHOOL_A, BUREAU).data)
    world.edit(BUREAU, 0, "mobile", "2")
    (told,) = take(world, BUREAU_2, world.pack(BUREAU, SCHOOL_A).data)
    assert (told.fate, told.refusal.code) == (Fate.REFUSED, "NOT_FOR_US")
    take(world, BUREAU_2, world.pack(BUREAU, BUREAU_2).data)
    assert person(world, BUREAU_2)["mobile"] == "2"


def test_a_waiting_package_gets_in_when_the_missing_one_is_on_the_same_stick(world):
    before = rows_of(world.nodes[BUREAU].database)
    world.edit(SCHOOL_A, 0, "mobile", "1")
    early = world.pack(SCHOOL_A, BUREAU).data
    take(world, BUREAU, early)
    take(world, SCHOOL_A, world.pack(BUREAU, SCHOOL_A).data)
    world.edit(SCHOOL_A, 0, "mobile", "2")
    late = world.pack(SCHOOL_A, BUREAU).data
    put_back(world.nodes[BUREAU].database, before)
    assert [each.fate for each in take(world, BUREAU, late, early)] == [Fate.TAKEN, Fate.TAKEN]
    assert person(world, BUREAU)["mobile"] == "2"


def test_the_dry_run_tells_what_will_happen_and_writes_nothing(world):
    world.edit(SCHOOL_A, 0, "mobile", "1")
    world.edit(BUREAU, 0, "mobile", "2")
    data = world.pack(SCHOOL_A, BUREAU).data
    before = world.state(BUREAU)
    (tried,) = receiving.take_all(world.nodes[BUREAU].ledger, [data, b"x"], dry=True)[:1]
    assert world.state(BUREAU) == before
    (taken,) = take(world, BUREAU, data)
    assert (tried.counts, tried.to_settle, tried.fate) == (taken.counts, 1, Fate.TAKEN)


def test_a_refused_package_does_not_stop_the_others(world):
    world.edit(SCHOOL_A, 0, "mobile", "1")
    data = world.pack(SCHOOL_A, BUREAU).data
    fates = take(world, BUREAU, data[:50], data, b"")
    assert [each.fate for each in fates] == [Fate.REFUSED, Fate.TAKEN, Fate.REFUSED]
    assert fates[0].refusal.code == "DAMAGED"


def test_our_own_package_is_told_from_the_others(world):
    made = world.pack(SCHOOL_A, BUREAU)
    (own,) = take(world, SCHOOL_A, made.data)
    assert own.refusal.code == "OWN"


def test_the_journal_holds_foreign_operations_unchanged_and_sound(world):
    world.edit(SCHOOL_A, 0, "mobile", "1")
    ours = world.operations(SCHOOL_A)
    take(world, BUREAU, world.pack(SCHOOL_A, BUREAU).data)
    assert ours.keys() <= world.operations(BUREAU).keys()
    assert health.check(world.nodes[BUREAU].ledger) == ()


def test_a_received_package_is_one_line_of_the_list_and_undone_as_one(world):
    ledger = world.nodes[BUREAU].ledger
    world.edit(SCHOOL_A, 0, "mobile", "1")
    world.edit(SCHOOL_A, 1, "address", "2")
    world.add_person(SCHOOL_A, 0)
    (taken,) = take(world, BUREAU, world.pack(SCHOOL_A, BUREAU).data)
    line = batches.recent(ledger)[0]
    assert (line.title, line.id, line.records_n) == ("收下“第一小学”的报送", taken.batch, 4)
    changes = {c.changes for c in batch_details.details(ledger, taken.batch)}
    assert (("手机号码", "", "1"),) in changes
    outcome = batches.undo(ledger, taken.batch)
    assert outcome.sentence == "已撤销“收下‘第一小学’的报送”，4条记录。"
    assert person(world, BUREAU)["mobile"] == ""
    with ledger.reading() as tx:
        assert len(records.find(tx, "person")) == 3
    with pytest.raises(UserError, match="已经撤销过"):
        batches.undo(ledger, taken.batch)
    # The undo travels like any other change, and can be undone itself.
    take(world, SCHOOL_A, world.pack(BUREAU, SCHOOL_A).data)
    assert person(world, SCHOOL_A)["mobile"] == ""
    batches.undo(ledger, outcome.batch)
    assert person(world, BUREAU)["mobile"] == "1"


def test_a_package_whose_records_were_changed_since_is_not_undone(world):
    ledger = world.nodes[BUREAU].ledger
    world.edit(SCHOOL_A, 0, "mobile", "1")
    (taken,) = take(world, BUREAU, world.pack(SCHOOL_A, BUREAU).data)
    with world.writing(BUREAU) as tx:
        records.change(tx, "person", world.persons[0], {"mobile": "3"})
    before = world.state(BUREAU)
    with pytest.raises(UserError, match=r"人员“党员0”.*后来又改过") as told:
        batches.undo(ledger, taken.batch)
    assert "不能撤销" in str(told.value)
    assert batches.why_not(ledger, taken.batch) != ()
    assert world.state(BUREAU) == before


@pytest.mark.parametrize("is_bureaus_newer", [True, False])
def test_undoing_a_package_takes_its_contradictions_back_too(world, is_bureaus_newer):
    ledger = world.nodes[BUREAU].ledger
    for number in (SCHOOL_A, BUREAU) if is_bureaus_newer else (BUREAU, SCHOOL_A):
        world.edit(number, 0, "mobile", str(number))
    with world.writing(SCHOOL_A) as tx:
        records.remove(tx, "person", world.persons[2])
    with world.writing(BUREAU) as tx:
        records.change(tx, "person", world.persons[2], {"mobile": "139"})
    (taken,) = take(world, BUREAU, world.pack(SCHOOL_A, BUREAU).data)
    assert taken.to_settle == 2
    batches.undo(ledger, taken.batch)
    assert person(world, BUREAU)["mobile"] == str(BUREAU)
    assert (person(world, BUREAU, 2)["mobile"], person(world, BUREAU, 2)["removed_at"]) == (
        "139",
        None,
    )
    with ledger.reading() as tx:
        assert disputes.contradictions(tx) == set()
    assert receipts.receipt(ledger, taken.package).state == "已收下，后来整包撤销"
    world.check()
    assert person(world, SCHOOL_A)["mobile"] == str(BUREAU)


def test_a_reference_to_what_is_not_here_stays_empty_until_it_comes(world):
    with world.writing(BUREAU) as tx:
        school = records.add(tx, "school_unit", {"name": "一小", "principal_id": world.persons[1]})
    take(world, SCHOOL_A, world.pack(BUREAU, SCHOOL_A).data)
    with world.nodes[SCHOOL_A].ledger.reading() as tx:
        assert records.get(tx, "school_unit", school)["principal_id"] is None
        (waiting,) = disputes.waiting(tx)
    assert (waiting.field, waiting.target, waiting.is_hidden) == (
        "principal_id",
        world.persons[1],
        False,
    )
    with world.writing(BUREAU) as tx:
        records.add(tx, "membership", {"person_id": world.persons[1], "org_id": world.orgs[0]})
    take(world, SCHOOL_A, world.pack(BUREAU, SCHOOL_A).data)
    with world.nodes[SCHOOL_A].ledger.reading() as tx:
        assert records.get(tx, "school_unit", school)["principal_id"] == world.persons[1]
        assert disputes.waiting(tx) == []


def test_an_older_program_keeps_and_passes_on_what_it_does_not_know(world):
    """A field and a table of a newer schema, simulated by operations that name unknown ones."""
    with world.writing(SCHOOL_A) as tx:
        run = tx.session.connection().exec_driver_sql
        records.change(tx, "person", world.persons[0], {"mobile": "1"})
        told = {"row": "0190-new", "changes": '{"title":"新表"}'}
        from app.store.journal import recording

        for statement in recording("future_table", "I", ":row", ":changes").split(";\n"):
            if statement.strip():
                run(statement, told)
        told = {
            "row": world.persons[0],
            "changes": json.dumps({"future": [None, "x"], "address": ["", "2"]}),
        }
        for statement in recording("person", "U", ":row", ":changes").split(";\n"):
            if statement.strip():
                run(statement, told)
    (taken,) = take(world, BUREAU, world.pack(SCHOOL_A, BUREAU).data)
    assert taken.counts == {"person": 2, "future_table": 1}
    assert (person(world, BUREAU)["mobile"], person(world, BUREAU)["address"]) == ("1", "2")
    with world.nodes[BUREAU].ledger.reading() as tx:
        waiting = {(w.table, w.field, w.is_hidden) for w in disputes.waiting(tx)}
    assert waiting == {("person", "", False), ("future_table", "", True)}
    assert world.operations(SCHOOL_A).keys() <= world.operations(BUREAU).keys()
    take(world, BUREAU_2, world.pack(BUREAU, BUREAU_2).data)
    assert world.operations(SCHOOL_A).keys() <= world.operations(BUREAU_2).keys()


def test_what_only_a_newer_program_knows_is_listed_in_general_words(world):
    from app.store.journal import recording

    with world.writing(SCHOOL_A) as tx:
        told = {"row": "0190-new", "changes": '{"title":"新表"}'}
        for statement in recording("future_table", "I", ":row", ":changes").split(";\n"):
            if statement.strip():
                tx.session.connection().exec_driver_sql(statement, told)
        batch = tx.batch
    take(world, BUREAU, world.pack(SCHOOL_A, BUREAU).data)
    bureau = world.nodes[BUREAU].ledger
    (change,) = batch_details.details(bureau, batch)
    assert (change.title, change.changes) == ("更新版本才认识的记录", ())
    assert record_history.history_of(bureau, ["0190-new"])[0].changes == ()
    with bureau.writing("试") as tx:
        known = post_book.peer(tx, world.ids[SCHOOL_A])
        post_book.keep_peer(tx, replace(known, problem="DIFFERS future_table"))
    wall = board.board(bureau, date(2010, 1, 1))
    assert any("更新版本才认识的记录" in tile.problem for tile in wall.tiles)


def test_a_clock_ten_years_ahead_does_not_carry_ours_away(world):
    from app.domain.operation_form import CLOCK_BITS, MOST_AHEAD_MS

    world.nodes[SCHOOL_A].skew = 10 * 365 * 24 * 3600 * 1000
    world.edit(SCHOOL_A, 0, "mobile", "1")
    take(world, BUREAU, world.pack(SCHOOL_A, BUREAU).data)
    with world.nodes[BUREAU].ledger.reading() as tx:
        hlc = tx.session.scalar(text("SELECT hlc FROM journal_state"))
    assert hlc >> CLOCK_BITS <= world.wall + MOST_AHEAD_MS
    world.edit(BUREAU, 0, "mobile", "2")
    take(world, SCHOOL_A, world.pack(BUREAU, SCHOOL_A).data)
    assert person(world, SCHOOL_A)["mobile"] == "2"


@pytest.mark.parametrize("statement", [1, 5, 20, 60, 120, 200, 300, 500])
def test_power_may_go_at_any_statement(world, statement):
    world.edit(SCHOOL_A, 0, "mobile", "1")
    world.add_person(SCHOOL_A, 0)
    data = world.pack(SCHOOL_A, BUREAU).data
    world.deliver_killed(BUREAU, data, statement)
    (again,) = take(world, BUREAU, data)
    assert again.fate in {Fate.TAKEN, Fate.KNOWN}
    assert person(world, BUREAU)["mobile"] == "1"


def test_two_schools_report_on_one_stick(world):
    world.edit(SCHOOL_A, 0, "mobile", "1")
    world.edit(SCHOOL_B, 0, "mobile", "2")
    packages = [world.pack(n, BUREAU).data for n in (SCHOOL_A, SCHOOL_B)]
    assert {each.name for each in take(world, BUREAU, *packages)} == {"第一小学", "第二小学"}


def test_records_that_differ_are_told_and_come_back_by_a_full_resync(world):
    with world.writing(BUREAU) as tx:
        records.add(tx, "org_unit", {"full_name": "第三小学党支部", "kind": "BRANCH"})
    take(world, SCHOOL_A, world.pack(BUREAU, SCHOOL_A).data)
    take(world, BUREAU, world.pack(SCHOOL_A, BUREAU).data)
    lose_row(world.nodes[SCHOOL_A].database, "org_unit", world.orgs[1])
    (told,) = take(world, SCHOOL_A, world.pack(BUREAU, SCHOOL_A).data)
    assert told.differs == ("org_unit",)
    assert sticks.told([told])[1] == (
        "“县教育局”与本机的记录不一致（党组织），下一次来回会自动完整重发补齐。"
    )
    take(world, BUREAU, world.pack(SCHOOL_A, BUREAU).data)
    (tile,) = [
        t for t in board.board(world.nodes[BUREAU].ledger, TODAY).tiles if t.name == "第一小学"
    ]
    assert (tile.state, "党组织" in tile.problem) == (board.TileState.PROBLEM, True)
    (healed,) = take(world, SCHOOL_A, world.pack(BUREAU, SCHOOL_A).data)
    assert (healed.differs, healed.counts) == ((), {"org_unit": 1})
    take(world, BUREAU, world.pack(SCHOOL_A, BUREAU).data)
    assert world.pack(SCHOOL_A, BUREAU).operations_n == 0
    assert world.pack(BUREAU, SCHOOL_A).operations_n == 0
    world.check()


def test_what_was_not_told_yet_is_no_difference(world):
    world.edit(SCHOOL_A, 0, "mobile", "1")
    (taken,) = take(world, SCHOOL_A, world.pack(BUREAU, SCHOOL_A).data)
    assert taken.differs == ()


def test_what_is_said_to_a_school_is_not_said_to_the_bureau_that_reads_along(world):
    world.edit(BUREAU_2, 0, "mobile", "1")
    made = world.pack(BUREAU_2, SCHOOL_A)
    (taken,) = take(world, BUREAU, made.data)
    assert (taken.fate, taken.differs, taken.counts) == (Fate.TAKEN, (), {"person": 1})


def test_an_earlier_reply_that_comes_after_the_later_one_is_no_difference(world):
    world.edit(SCHOOL_A, 0, "mobile", "1")
    take(world, BUREAU, world.pack(SCHOOL_A, BUREAU).data)
    earlier = world.pack(BUREAU, SCHOOL_A).data
    world.edit(BUREAU, 0, "mobile", "2")
    later = world.pack(BUREAU, SCHOOL_A).data
    for data in (later, earlier):
        (taken,) = take(world, SCHOOL_A, data)
        assert (taken.fate, taken.differs) == (Fate.TAKEN, ())
