"""Undo sets a batch back exactly, and redo does it again: whatever the batch did."""

import shutil
from contextlib import closing

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from app.domain.dates import PartialDate
from app.store import records
from app.store.engine import Database
from app.store.undo import obstacles, undo

TABLES = ("person", "membership", "org_unit", "honour")


def write(database, action):
    with database.writing("试", author="李文书") as tx:
        action(tx)
    return tx.batch


def live(database):
    """Return every live row of the tables, as stored."""
    with database.reading() as tx:
        return {table: _live_rows(tx, table) for table in TABLES}


def _live_rows(tx, table):
    query = text(f"SELECT * FROM {table} WHERE removed_at IS NULL ORDER BY id")  # noqa: S608 - ours
    return [tuple(row) for row in tx.session.execute(query)]


def undo_batch(database, batch):
    with database.reading() as tx:
        assert obstacles(tx, batch) == []
    return write(database, lambda tx: undo(tx, batch))


name = st.sampled_from(["张永杰", "吴瑞君", "单明", ""])
values = st.fixed_dictionaries(
    {},
    optional={
        "name": name,
        "is_leader": st.booleans(),
        "display_order": st.one_of(st.none(), st.integers(0, 9)),
        "birth_on": st.sampled_from(
            [None, PartialDate.of("1975-06"), PartialDate(None, raw="约1975年")]
        ),
    },
).filter(bool)
pick = st.integers(0, 30)
step = st.one_of(
    st.tuples(st.just("add"), values),
    st.tuples(st.just("add_many"), st.lists(values, min_size=1, max_size=4)),
    st.tuples(st.just("edit"), pick, values),
    st.tuples(st.just("bulk"), st.lists(pick, min_size=1, max_size=5), values),
    st.tuples(st.just("remove"), pick),
    st.tuples(st.just("restore"), pick),
    st.tuples(st.just("join"), pick),
    st.tuples(st.just("raw"), name),
    st.tuples(st.just("delete"), pick),
    st.tuples(st.just("replace"), pick),
)


def one_of(tx, number):
    """Return the id of some person, removed ones too; None when there is nobody."""
    ids = list(tx.session.execute(text("SELECT id FROM person ORDER BY id")).scalars())
    return ids[number % len(ids)] if ids else None


def pointed_to(tx, person):
    query = text("SELECT count(*) FROM membership WHERE person_id = :id")
    return tx.session.scalar(query, {"id": person}) > 0


def carry_out(tx, what, *given):
    if what == "add":
        records.add(tx, "person", given[0])
    elif what == "add_many":
        people = records.add_many(tx, "person", given[0])
        records.add(tx, "membership", {"person_id": people[0], "member_type": "FULL"})
    elif what == "raw":
        tx.session.execute(text("UPDATE person SET remark = :name || remark"), {"name": given[0]})
    elif what == "bulk":
        people = [person for number in given[0] if (person := one_of(tx, number))]
        records.change(tx, "person", people, given[1])
    elif person := one_of(tx, given[0]):
        change_person(tx, what, person, *given[1:])


def change_person(tx, what, person, *given):
    if what == "edit":
        records.change(tx, "person", person, given[0])
    elif what == "remove":
        records.remove(tx, "person", person)
    elif what == "restore":
        records.restore(tx, "person", person)
    elif what == "join":
        records.add(tx, "membership", {"person_id": person, "member_type": "PROBATIONARY"})
    elif what == "replace":
        replacement = text("INSERT OR REPLACE INTO person(id, name) VALUES (:id, '查某')")
        tx.session.execute(replacement, {"id": person})
    elif not pointed_to(tx, person):
        tx.session.execute(text("DELETE FROM person WHERE id = :id"), {"id": person})


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(batches=st.lists(st.lists(step, min_size=1, max_size=3), min_size=1, max_size=7))
def test_any_run_of_batches_undone_backwards_gives_the_same_ledger(tmp_path, empty_file, batches):
    path = tmp_path / "ledger.sqlite"
    shutil.copy(empty_file, path)
    with closing(Database(path)) as database:
        states, done = [live(database)], []
        for steps in batches:
            done.append(write(database, lambda tx, s=steps: [carry_out(tx, *each) for each in s]))
            states.append(live(database))
        undone = []
        for batch, before in zip(reversed(done), reversed(states[:-1]), strict=True):
            undone.append(undo_batch(database, batch))
            assert live(database) == before
        for batch, after in zip(reversed(undone), states[1:], strict=True):
            undo_batch(database, batch)
            assert live(database) == after


def test_a_later_change_of_the_same_value_is_an_obstacle_and_of_another_is_not(database):
    ids = []
    write(database, lambda tx: ids.append(records.add(tx, "person", {"name": "张永杰"})))
    first = write(database, lambda tx: records.change(tx, "person", ids[0], {"mobile": "1"}))
    write(database, lambda tx: records.change(tx, "person", ids[0], {"remark": "好"}))
    with database.reading() as tx:
        assert obstacles(tx, first) == []
    write(database, lambda tx: records.change(tx, "person", ids[0], {"mobile": "2"}))
    with database.reading() as tx:
        (obstacle,) = obstacles(tx, first)
    assert (obstacle.table_name, obstacle.row_id, obstacle.field) == ("person", ids[0], "mobile")


def test_a_record_that_is_used_later_is_an_obstacle_until_the_use_is_gone(database):
    ids = []
    born = write(database, lambda tx: ids.append(records.add(tx, "person", {"name": "张永杰"})))
    use = write(database, lambda tx: records.add(tx, "honour", {"person_id": ids[0]}))
    with database.reading() as tx:
        (obstacle,) = obstacles(tx, born)
    assert (obstacle.used_by, obstacle.row_id) == ("honour", ids[0])
    undo_batch(database, use)
    undo_batch(database, born)
    assert live(database) == {table: [] for table in TABLES}
