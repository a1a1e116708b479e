"""Makes the small stored database of a released schema: python -m tests.store.stored_schemas.

Run once, when a schema is released; the file is then kept for ever, and every later version of
the program must open it.
"""

from pathlib import Path

import sqlcipher3.dbapi2

from app.domain.dates import PartialDate
from app.store import records
from app.store.engine import Database
from app.store.migration import HEAD

DATA = Path(__file__).parents[1] / "data"


def make(folder=DATA):
    """Write the database of the present schema, compacted into one file."""
    path = folder / f"db_v{HEAD}.sqlite"
    database = Database(path)
    with database.writing("录入第一批", author="李文书") as tx:
        branch = records.add(tx, "org_unit", {"full_name": "第一小学党支部", "kind": "BRANCH"})
        birth = PartialDate(
            PartialDate.of("1975-06").value, PartialDate.of("1975-06").precision, "75.6"
        )
        person = records.add(tx, "person", {"name": "张永杰", "gender": "1", "birth_on": birth})
        membership = {"person_id": person, "org_id": branch, "member_type": "FULL"}
        records.add(tx, "membership", {**membership, "status": "NORMAL"})
    with database.writing("修改", author="李文书") as tx:
        records.change(tx, "person", person, {"mobile": "13900000001"})
    database.close()
    _shrink(path)
    return path


def _shrink(path):
    """Make the file small: the program puts the triggers back when it opens the ledger."""
    connection = sqlcipher3.dbapi2.connect(str(path), isolation_level=None)
    connection.execute("PRAGMA journal_mode = DELETE")
    for (name,) in connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    ).fetchall():
        connection.execute(f"DROP TRIGGER {name}")
    connection.execute("PRAGMA page_size = 512")
    connection.execute("VACUUM")
    connection.close()


if __name__ == "__main__":
    make()
