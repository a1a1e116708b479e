"""A program with one table more than ours, and nothing else that knows of it: does it travel?"""

from sqlalchemy.orm import Mapped
from sqlalchemy.schema import CreateTable

from app.services.exchange import receiving
from app.store import migration, records, schema
from app.store.tables import care
from app.store.tables.columns import Record, Text, reference
from tests.services.exchange.conftest import made
from tests.services.exchange.row_stories import raw_of
from tests.services.exchange.world import BUREAU, FEW, SCHOOL_A, SCHOOL_B


class GuestBook(Record):
    """The table that is new."""

    __tablename__ = "guest_book"

    org_id: Mapped[str] = reference("org_unit")
    guest: Mapped[Text]


care.GuestBook = GuestBook
_upgraded = migration._give_identity


def upgraded(connection):
    """Bring a new file to the schema of the program, as its own migration would."""
    connection.execute(CreateTable(schema.metadata.tables["guest_book"]))
    _upgraded(connection)


migration._give_identity = upgraded


def carry(world, sender, receiver):
    """Take what one node has to tell to another."""
    receiving.take(world.nodes[receiver].ledger, world.pack(sender, receiver).data)


def guests(world, number):
    """Return the rows of the new table at a node."""
    query = "SELECT id, guest FROM guest_book"
    return raw_of(world.nodes[number].database).execute(query).fetchall()


def walk(world):
    """Write a row at a school, change it at the bureau, and see who has what."""
    with world.writing(SCHOOL_A) as tx:
        row = records.add(tx, "guest_book", {"org_id": world.orgs[0], "guest": "甲"})
    carry(world, SCHOOL_A, BUREAU)
    assert guests(world, BUREAU) == [(row, "甲")]
    with world.writing(BUREAU) as tx:
        records.change(tx, "guest_book", row, {"guest": "乙"})
    for school in (SCHOOL_A, SCHOOL_B):
        carry(world, BUREAU, school)
    assert guests(world, SCHOOL_A) == [(row, "乙")]
    assert guests(world, SCHOOL_B) == []


if __name__ == "__main__":
    with made(FEW) as world:
        walk(world)
    print("travelled")  # noqa: T201 - what the test reads
