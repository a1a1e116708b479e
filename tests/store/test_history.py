"""Reading the journal: batches newest first, the operations of a record, times in UTC."""

from datetime import UTC

from app.store import history, records


def write(database, title, action):
    with database.writing(title, author="李文书") as tx:
        action(tx)
    return tx.batch


def test_batches_come_newest_first_with_their_number_of_operations(database):
    first = write(database, "一", lambda tx: records.add_many(tx, "person", [{"name": "甲"}] * 3))
    second = write(database, "二", lambda tx: records.add(tx, "person", {"name": "乙"}))
    with database.reading() as tx:
        found = history.batches(tx)
        one = history.batch(tx, first)
    assert [(row.id, row.operations_n) for row in found] == [(second, 1), (first, 3)]
    assert one is not None
    assert (one.title, one.author) == ("一", "李文书")


def test_the_operations_of_a_record_are_its_whole_story(database):
    ids = []
    write(database, "一", lambda tx: ids.append(records.add(tx, "person", {"name": "甲"})))
    write(database, "二", lambda tx: records.change(tx, "person", ids[0], {"name": "乙"}))
    with database.reading() as tx:
        born, changed = history.operations_of_record(tx, ids[0])
    assert (born.changes, changed.changes) == ({"name": "甲"}, {"name": ["甲", "乙"]})
    assert born.at.tzinfo is UTC
    assert born.replica_seq + 1 == changed.replica_seq


def test_an_unknown_batch_is_none(database):
    with database.reading() as tx:
        assert history.batch(tx, "nothing") is None
        assert history.operations_of_batch(tx, "nothing") == []


def test_of_a_large_batch_only_the_first_operations_are_read_when_that_is_enough(database):
    people = [{"name": name} for name in "甲乙丙"]
    batch = write(database, "三", lambda tx: records.add_many(tx, "person", people))
    with database.reading() as tx:
        few = history.operations_of_batch(tx, batch, limit=2)
        assert [op.changes["name"] for op in few] == ["甲", "乙"]
        assert history.operations_of_batch(tx, batch)[:2] == few
