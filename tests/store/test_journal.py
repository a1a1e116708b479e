"""Whatever writes a row, the journal has one operation for it, in an unbroken chain."""

import json

import pytest
import sqlcipher3.dbapi2
from sqlalchemy import text, update
from sqlalchemy.dialects import sqlite

from app.domain.operation_form import CLOCK_BITS, next_hlc
from app.store import history, records
from app.store.engine import Database
from app.store.schema import journalled_tables
from app.store.tables.people import Person

AUTHOR = "李文书"


def write(database, action, title="试"):
    with database.writing(title, author=AUTHOR) as tx:
        action(tx)
    return tx.batch


def operations(database, batch):
    with database.reading() as tx:
        return history.operations_of_batch(tx, batch)


def add_person(database, **values):
    ids = []
    write(database, lambda tx: ids.append(records.add(tx, "person", {"name": "张永杰", **values})))
    return ids[0]


def by_orm(tx, person):
    tx.session.get(Person, person).mobile = "13900000002"


def by_bulk_statement(tx, person):
    tx.session.execute(update(Person).values(mobile="13900000002"))


def by_raw_sql(tx, person):
    tx.session.execute(text("UPDATE person SET mobile = '13900000002'"))


def by_the_driver(tx, person):
    raw = tx.session.connection().connection.driver_connection
    raw.execute("UPDATE person SET mobile = '13900000002'")


@pytest.mark.parametrize("way", [by_orm, by_bulk_statement, by_raw_sql, by_the_driver])
def test_every_way_of_changing_a_row_is_captured_alike(database, way):
    person = add_person(database, mobile="13900000001")
    batch = write(database, lambda tx: way(tx, person))
    (op,) = operations(database, batch)
    assert (op.table_name, op.row_id, op.kind, op.author) == ("person", person, "U", AUTHOR)
    assert op.changes == {"mobile": ["13900000001", "13900000002"]}


def insert_by_orm(tx):
    tx.session.add(Person(name="吴瑞君"))


def insert_by_raw_sql(tx):
    tx.session.execute(text("INSERT INTO person(id, name) VALUES ('x', '吴瑞君')"))


def insert_by_records(tx):
    records.add(tx, "person", {"name": "吴瑞君"})


@pytest.mark.parametrize("way", [insert_by_orm, insert_by_raw_sql, insert_by_records])
def test_every_way_of_adding_a_row_is_captured_without_its_empty_fields(database, way):
    (op,) = operations(database, write(database, way))
    assert (op.kind, op.changes) == ("I", {"name": "吴瑞君"})
    assert op.base == ()


def test_a_deleted_row_is_kept_in_the_journal_whole(database):
    person = add_person(database, mobile="13900000001")
    batch = write(database, lambda tx: tx.session.execute(text("DELETE FROM person")))
    (op,) = operations(database, batch)
    assert (op.row_id, op.kind) == (person, "D")
    assert op.changes == {"name": "张永杰", "mobile": "13900000001"}


def test_replace_is_a_deletion_and_a_birth(database):
    person = add_person(database)
    statement = text("INSERT OR REPLACE INTO person(id, name) VALUES (:id, '吴瑞君')")
    batch = write(database, lambda tx: tx.session.execute(statement, {"id": person}))
    assert [op.kind for op in operations(database, batch)] == ["D", "I"]


def test_an_update_that_changes_nothing_writes_nothing(database):
    person = add_person(database)
    batch = write(database, lambda tx: records.change(tx, "person", person, {"name": "张永杰"}))
    assert operations(database, batch) == []
    with database.reading() as tx:
        assert history.batch(tx, batch) is None


def test_a_value_set_back_to_null_is_told_from_one_not_touched(database):
    person = add_person(database, display_order=3)
    batch = write(
        database, lambda tx: records.change(tx, "person", person, {"display_order": None})
    )
    (op,) = operations(database, batch)
    assert op.changes == {"display_order": [3, None]}


def test_each_operation_names_the_heads_it_was_based_on(database):
    person = add_person(database)
    for name in ("张杰", "张一杰"):
        write(database, lambda tx, n=name: records.change(tx, "person", person, {"name": n}))
    with database.reading() as tx:
        ops = history.operations_of_record(tx, person)
    assert [op.base for op in ops] == [(), (ops[0].id,), (ops[1].id,)]


def test_a_record_keeps_its_id(database):
    add_person(database)
    with pytest.raises(sqlcipher3.dbapi2.IntegrityError, match="keeps its id"):  # noqa: SIM117, PT012
        with database.writing("试", author=AUTHOR) as tx:
            raw = tx.session.connection().connection.driver_connection
            raw.execute("UPDATE person SET id = 'other'")


def test_the_chain_holds_and_a_forged_operation_is_found(database):
    person = add_person(database)
    write(database, lambda tx: records.change(tx, "person", person, {"name": "张杰"}))
    with database.reading() as tx:
        assert history.broken_links(tx) == []
    forge = text("UPDATE operation SET changes = '{}' WHERE kind = 'U'")
    write(database, lambda tx: tx.session.execute(forge))
    with database.reading() as tx:
        assert len(history.broken_links(tx)) == 1


def test_a_missing_end_of_the_chain_is_found(database):
    add_person(database)
    write(database, lambda tx: tx.session.execute(text("DELETE FROM operation")))
    with database.reading() as tx:
        assert history.broken_links(tx) == [0]


def test_the_clock_never_goes_back(tmp_path):
    now = [2_000_000]
    database = Database(tmp_path / "ledger.sqlite", now_ms=lambda: now[0])
    person = add_person(database)
    for jump in (-1_500_000, 0, 5_000_000, -4_000_000):
        now[0] += jump
        write(database, lambda tx, j=jump: records.change(tx, "person", person, {"remark": str(j)}))
    with database.reading() as tx:
        clocks = list(tx.session.execute(text("SELECT hlc FROM operation ORDER BY seq")).scalars())
    database.close()
    assert clocks == sorted(set(clocks))
    assert clocks[-2] >> CLOCK_BITS == 5_500_000


def test_the_clock_follows_the_wall_and_counts_within_a_millisecond():
    assert next_hlc(0, 5) == 5 << CLOCK_BITS
    assert next_hlc(5 << CLOCK_BITS, 5) == (5 << CLOCK_BITS) + 1


def test_a_foreign_tool_cannot_write_behind_the_journal(database):
    add_person(database)
    foreign = sqlcipher3.dbapi2.connect(str(database.path))
    try:
        with pytest.raises(sqlcipher3.dbapi2.OperationalError, match="journal_"):
            foreign.execute("UPDATE person SET name = '王某'")
    finally:
        foreign.close()


def test_a_failed_use_case_leaves_neither_rows_nor_operations(database):
    def fails(tx):
        records.add(tx, "person", {"name": "王某"})
        raise RuntimeError

    with pytest.raises(RuntimeError):
        write(database, fails)
    with database.reading() as tx:
        assert records.find(tx, "person") == []
        assert history.batches(tx) == []
        assert tx.session.scalar(text("SELECT count(*) FROM operation")) == 0


def another(column, stored):
    """Return some value of the column's storage that it does not have."""
    declared = str(column.type.compile(sqlite.dialect())).upper()
    return (stored or 0) + 1 if declared in {"INTEGER", "BOOLEAN"} else f"{stored or ''}2"


def bare_row(run, table):
    """Write a row with nothing but what it cannot be without."""
    needed = [c.name for c in table.columns if not c.nullable and c.server_default is None]
    columns, values = ", ".join(needed), ", ".join("1" for _ in needed)
    run(f"INSERT INTO {table.name} ({columns}) VALUES ({values})")  # noqa: S608 - schema names


def journalled_change(run, table, column):
    """Change one column of the only row; return what was written and what the journal says."""
    (before,) = run(f"SELECT {column.name} FROM {table.name}").one()  # noqa: S608 - schema names
    after = another(column, before)
    run(f"UPDATE {table.name} SET {column.name} = ?", (after,))  # noqa: S608 - schema names
    (changes,) = run("SELECT changes FROM operation ORDER BY seq DESC LIMIT 1").one()
    return {column.name: [before, after]}, json.loads(changes)


def test_a_change_of_any_column_of_any_table_is_in_the_journal(database):
    missed = []
    with database.writing("试", author=AUTHOR) as tx:
        run = tx.session.connection().exec_driver_sql
        run("PRAGMA defer_foreign_keys = ON")
        for table in journalled_tables():
            bare_row(run, table)
            for column in table.columns:
                if column.name != "id":
                    written, told = journalled_change(run, table, column)
                    missed += [] if written == told else [(table.name, column.name)]
            run(f"DELETE FROM {table.name}")  # noqa: S608 - schema names
    assert missed == []
