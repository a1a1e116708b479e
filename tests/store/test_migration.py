"""Schemas: models and migrations agree, every released schema opens, a newer one is refused."""

import shutil
from contextlib import closing

import pytest
import sqlcipher3.dbapi2
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from app.base.errors import UserError
from app.store import history, records
from app.store.engine import Database
from app.store.journal import trigger_statements
from app.store.migration import HEAD, SCRIPTS
from app.store.schema import metadata, record_classes
from tests.store.stored_schemas import DATA

STORED = sorted(DATA.glob("db_v*.sqlite"))


def run_outside(path, *statements):
    connection = sqlcipher3.dbapi2.connect(str(path))
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


def triggers(path):
    connection = sqlcipher3.dbapi2.connect(str(path))
    found = dict(connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"))
    connection.close()
    return found


# person and school_unit point to one another.
pytestmark = pytest.mark.filterwarnings("ignore:Cannot correctly sort tables")


def test_models_and_migrations_agree(database):
    with database._engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_defaults_of_models_and_migrations_agree(database):
    # Alembic cannot compare a default of the empty text.
    with database.reading() as tx:
        for table in metadata.sorted_tables:
            query = text("SELECT name, dflt_value FROM pragma_table_info(:name)")
            stored = dict(tx.session.execute(query, {"name": table.name}).all())
            assert stored == {column.name: default_of(column) for column in table.columns}


def default_of(column):
    return f"'{column.server_default.arg}'" if column.server_default is not None else None


def test_head_is_the_newest_migration():
    assert ScriptDirectory(str(SCRIPTS)).get_current_head() == HEAD


def test_every_record_table_has_its_four_triggers(database):
    database.close()
    assert triggers(database.path) == trigger_statements()
    assert len(trigger_statements()) == 4 * len(record_classes())


def test_there_is_a_stored_database_of_every_schema():
    revisions = {script.revision for script in ScriptDirectory(str(SCRIPTS)).walk_revisions()}
    assert {path.stem.removeprefix("db_v") for path in STORED} == revisions


@pytest.mark.parametrize("stored", STORED, ids=lambda path: path.stem)
def test_a_ledger_of_a_released_schema_opens_with_everything_in_it(tmp_path, stored):
    path = tmp_path / "ledger.sqlite"
    shutil.copy(stored, path)
    with closing(Database(path)) as database:
        with database.reading() as tx:
            (person,) = records.find(tx, "person")
            (membership,) = records.find(tx, "membership")
            assert (person["name"], person["mobile"]) == ("张永杰", "13900000001")
            assert (str(person["birth_on"]), person["birth_on"].raw) == ("1975-06", "75.6")
            assert membership["person_id"] == person["id"]
            assert history.broken_links(tx) == []
            assert len(history.operations_of_record(tx, person["id"])) == 2
        with database.writing("试", author="") as tx:
            records.change(tx, "person", person["id"], {"remark": "好"})


def test_a_ledger_of_a_newer_program_is_refused_and_untouched(database):
    database.close()
    run_outside(database.path, "UPDATE alembic_version SET version_num = '9999'")
    before = database.path.read_bytes()
    with pytest.raises(UserError, match="更新版本"):
        Database(database.path)
    assert database.path.read_bytes() == before


def test_triggers_that_differ_are_put_back(database):
    database.close()
    run_outside(
        database.path,
        "DROP TRIGGER journal_person_u",
        "DROP TRIGGER journal_person_i",
        "CREATE TRIGGER journal_person_i AFTER INSERT ON person BEGIN SELECT 1; END",
    )
    with closing(Database(database.path)) as again, again.writing("试", author="") as tx:
        records.add(tx, "person", {"name": "张永杰"})
    assert triggers(database.path) == trigger_statements()


def test_each_ledger_has_an_identity_of_its_own(tmp_path):
    names = []
    for name in ("a.sqlite", "b.sqlite"):
        with closing(Database(tmp_path / name)) as database, database.reading() as tx:
            names.append(tx.session.scalar(text("SELECT replica FROM journal_state")))
    assert len(set(names)) == 2
