"""Undo sets a batch back exactly, and redo does it again: whatever the batch did."""

import shutil
from contextlib import closing

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from app.domain.dates import PartialDate
from app.store import record_lists, records
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


def pointed_to(tx, person, condition="TRUE"):
    query = text(f"SELECT count(*) FROM membership WHERE person_id = :id AND {condition}")  # noqa: S608 - ours
    return tx.session.scalar(query, {"id": person}) > 0


def can_join(tx, person):
    """Tell whether a person is live and has no membership yet: what every service makes sure of."""
    row = records.get(tx, "person", person, with_removed=True)
    return not row["removed_at"] and not pointed_to(tx, person, "removed_at IS NULL")


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
        if not pointed_to(tx, person, "removed_at IS NULL"):
            records.remove(tx, "person", person)
    elif what == "restore":
        records.restore(tx, "person", person)
    elif what == "join":
        if can_join(tx, person):
            values = {"person_id": person, "member_type": "PROBATIONARY"}
            records.add(tx, "membership", values)
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


POINTERS = {
    "org_unit": {"parent_id": "org_unit"},
    "school_unit": {"parent_id": "school_unit"},
    "person": {"school_id": "school_unit"},
    "membership": {"person_id": "person", "org_id": "org_unit"},
    "org_post": {"person_id": "person", "org_id": "org_unit"},
    "training_class": {},
    "training_enrol": {"class_id": "training_class", "person_id": "person"},
}
"""The tables of the web, and what their records point to."""

web_step = st.one_of(
    st.tuples(st.just("add"), st.sampled_from(sorted(POINTERS)), pick),
    st.tuples(st.just("point"), st.sampled_from(sorted(POINTERS)), pick),
    st.tuples(st.just("remove"), st.sampled_from(sorted(POINTERS)), pick),
)


def ids_of(tx, table):
    query = text(f"SELECT id FROM {table} WHERE removed_at IS NULL ORDER BY id")  # noqa: S608 - ours
    return list(tx.session.execute(query).scalars())


def picked(ids, number):
    return ids[number % len(ids)] if ids else None


def pointers_of(tx, table, number):
    """Return a live record for every pointer of a table, None where there is none yet."""
    targets = POINTERS[table].items()
    return {column: picked(ids_of(tx, target), number) for column, target in targets}


def weave(tx, what, table, number):
    """Do what a service may do: point only to live records, remove only what nothing points to."""
    required = set(record_lists.required_columns(table))
    wanted = pointers_of(tx, table, number)
    record = picked(ids_of(tx, table), number)
    if what == "add" and all(wanted.get(column) for column in required):
        taken = table == "membership" and records.find(tx, table, person_id=wanted["person_id"])
        if not taken:
            status = {"status": "NORMAL"} if table == "membership" else {}
            records.add(tx, table, {**wanted, **status})
    elif what == "point" and record and table != "membership" and any(wanted.values()):
        records.change(tx, table, record, {c: i for c, i in wanted.items() if i})
    elif what == "remove" and record and not record_lists.pointing_to(tx, table, record):
        records.remove(tx, table, record)


def loose_pointers(tx):
    """Return every pointer of a live record that leads into the recycle bin."""
    return [
        (table, column, row[0])
        for table, columns in POINTERS.items()
        for column, target in columns.items()
        for row in tx.session.execute(
            text(
                f"SELECT u.id FROM {table} u JOIN {target} t ON t.id = u.{column}"  # noqa: S608 - ours
                " WHERE u.removed_at IS NULL AND t.removed_at IS NOT NULL"
            )
        )
    ]


def people_with_two_memberships(tx):
    query = "SELECT person_id FROM membership WHERE removed_at IS NULL GROUP BY 1 HAVING count(*)>1"
    return list(tx.session.execute(text(query)).scalars())


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    batches=st.lists(st.lists(web_step, min_size=1, max_size=3), min_size=2, max_size=9),
    undone=st.lists(pick, min_size=1, max_size=6),
)
def test_whatever_can_be_undone_leaves_no_live_record_pointing_into_the_bin(
    tmp_path, empty_file, batches, undone
):
    path = tmp_path / "ledger.sqlite"
    shutil.copy(empty_file, path)
    with closing(Database(path)) as database:
        done = [
            write(database, lambda tx, s=steps: [weave(tx, *each) for each in s])
            for steps in batches
        ]
        for number in undone:
            batch = done[number % len(done)]
            with database.reading() as tx:
                can = not obstacles(tx, batch)
            if can:
                done[number % len(done)] = write(database, lambda tx, b=batch: undo(tx, b))
            with database.reading() as tx:
                assert loose_pointers(tx) == []
                assert people_with_two_memberships(tx) == []


def test_a_pointer_is_not_set_back_to_a_record_in_the_recycle_bin(database):
    ids = []
    write(database, lambda tx: ids.extend(records.add_many(tx, "org_unit", [{}, {}])))
    write(database, lambda tx: records.change(tx, "org_unit", ids[0], {"parent_id": ids[1]}))
    moved = write(database, lambda tx: records.change(tx, "org_unit", ids[0], {"parent_id": None}))
    write(database, lambda tx: records.remove(tx, "org_unit", ids[1]))
    with database.reading() as tx:
        (obstacle,) = obstacles(tx, moved)
    assert (obstacle.row_id, obstacle.missing_for) == (ids[1], "org_unit")


def test_a_removal_is_not_undone_while_what_it_belongs_to_lies_in_the_bin(database):
    ids = []

    def enrol(tx):
        ids.append(records.add(tx, "training_class", {"title": "班"}))
        ids.append(records.add(tx, "person", {"name": "张永杰"}))
        values = {"class_id": ids[0], "person_id": ids[1]}
        ids.append(records.add(tx, "training_enrol", values))

    write(database, enrol)
    gone = write(database, lambda tx: records.remove(tx, "training_enrol", ids[2]))
    write(database, lambda tx: records.remove(tx, "training_class", ids[0]))
    with database.reading() as tx:
        (obstacle,) = obstacles(tx, gone)
    assert (obstacle.table_name, obstacle.missing_for) == ("training_class", "training_enrol")


def test_a_removed_membership_does_not_come_back_beside_a_new_one(database):
    ids = []

    def joined(tx):
        ids.append(records.add(tx, "person", {"name": "张永杰"}))
        ids.append(records.add(tx, "membership", {"person_id": ids[0], "status": "NORMAL"}))

    write(database, joined)
    gone = write(database, lambda tx: records.remove(tx, "membership", ids[1]))
    write(
        database,
        lambda tx: records.add(tx, "membership", {"person_id": ids[0], "status": "NORMAL"}),
    )
    with database.reading() as tx:
        (obstacle,) = obstacles(tx, gone)
    assert (obstacle.row_id, obstacle.is_twice) == (ids[0], True)


def test_a_record_that_a_row_of_the_same_batch_uses_later_is_an_obstacle(database):
    ids = []
    write(database, lambda tx: ids.append(records.add(tx, "org_unit", {"full_name": "一小"})))

    def listed(tx):
        ids.append(records.add(tx, "org_unit", {"full_name": "总支"}))
        records.change(tx, "org_unit", ids[0], {"short_name": "一"})

    batch = write(database, listed)
    write(database, lambda tx: records.change(tx, "org_unit", ids[0], {"parent_id": ids[1]}))
    with database.reading() as tx:
        (obstacle,) = obstacles(tx, batch)
    assert (obstacle.row_id, obstacle.used_by) == (ids[1], "org_unit")


def test_what_is_set_back_with_the_record_it_points_to_is_no_obstacle(database):
    ids = []
    write(database, lambda tx: ids.append(records.add(tx, "org_unit", {"full_name": "一小"})))

    def listed(tx):
        ids.append(records.add(tx, "org_unit", {"full_name": "总支"}))
        records.change(tx, "org_unit", ids[0], {"parent_id": ids[1]})

    undo_batch(database, write(database, listed))
    with database.reading() as tx:
        assert records.get(tx, "org_unit", ids[0])["parent_id"] is None
