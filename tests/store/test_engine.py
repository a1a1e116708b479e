"""Opening a file: what is refused, what reading may do, and that closing frees it."""

import pytest
import sqlcipher3.dbapi2
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from app.base.errors import UserError
from app.store import records
from app.store.engine import Database
from app.store.tables.people import Person


def add(database, name):
    with database.writing(f"新增 {name}", author="李文书") as tx:
        records.add(tx, "person", {"name": name})


def test_closing_frees_the_file_and_leaves_no_companion(tmp_path):
    database = Database(tmp_path / "ledger.sqlite")
    add(database, "张永杰")
    database.close()
    assert [path.name for path in tmp_path.iterdir()] == ["ledger.sqlite"]
    moved = database.path.rename(tmp_path / "moved.sqlite")
    again = Database(moved)
    with again.reading() as tx:
        assert [row["name"] for row in records.find(tx, "person")] == ["张永杰"]
    again.close()
    moved.unlink()


def test_nothing_can_be_written_while_reading(database):
    with pytest.raises(DBAPIError, match="readonly"), database.reading() as tx:
        records.add(tx, "person", {"name": "张永杰"})
    add(database, "吴瑞君")
    with database.reading() as tx:
        assert [row["name"] for row in records.find(tx, "person")] == ["吴瑞君"]


def test_a_reader_keeps_its_view_while_another_writes(database):
    add(database, "张永杰")
    with database.reading() as tx:
        assert len(records.find(tx, "person")) == 1
        add(database, "吴瑞君")
        assert len(records.find(tx, "person")) == 1


def test_removed_records_are_hidden_from_mapped_selects(database):
    add(database, "张永杰")
    with database.writing("删除", author="") as tx:
        records.remove(tx, "person", [row["id"] for row in records.find(tx, "person")])
    with database.reading() as tx:
        assert tx.session.scalars(select(Person)).all() == []
        options = {"with_removed": True}
        assert len(tx.session.scalars(select(Person), execution_options=options).all()) == 1


def test_a_file_that_is_no_database_is_refused_and_untouched(tmp_path):
    path = tmp_path / "roster.xlsx"
    path.write_bytes(b"PK not a database" * 100)
    with pytest.raises(UserError, match="不是党务台账的数据文件"):
        Database(path)
    assert path.read_bytes() == b"PK not a database" * 100


def test_a_database_of_another_program_is_refused_and_untouched(tmp_path):
    path = tmp_path / "other.sqlite"
    other = sqlcipher3.dbapi2.connect(str(path))
    other.execute("CREATE TABLE notes(text)")
    other.commit()
    other.close()
    with pytest.raises(UserError, match="不是党务台账写的"):
        Database(path)
    again = sqlcipher3.dbapi2.connect(str(path))
    assert again.execute("SELECT name FROM sqlite_master").fetchall() == [("notes",)]
    again.close()


def test_a_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(UserError, match="打不开数据文件夹"):
        Database(tmp_path / "file" / "ledger.sqlite")


def test_a_backup_is_a_whole_ledger(database, tmp_path):
    add(database, "张永杰")
    database.backup(tmp_path / "backup.sqlite")
    copy = Database(tmp_path / "backup.sqlite")
    with copy.reading() as tx:
        assert [row["name"] for row in records.find(tx, "person")] == ["张永杰"]
    copy.close()
    assert not list(tmp_path.glob(".dangwu-*"))


def test_changes_name_the_tables_a_batch_touched(database):
    with database.writing("试", author="") as tx:
        person = records.add(tx, "person", {"name": "张永杰"})
        records.add(tx, "honour", {"person_id": person})
    changes = database.changes_of(tx.batch)
    assert changes.tables == {"person", "honour"}
    assert changes.touches("honour", "activity")
    assert not changes.touches("activity")


def test_a_reading_that_ended_badly_does_not_keep_the_next_from_writing(database):
    with database._engine.connect() as connection:
        connection.connection.driver_connection.execute("PRAGMA query_only = ON")
    with database.writing("试", author="") as tx:
        records.add(tx, "person", {"name": "张永杰"})
