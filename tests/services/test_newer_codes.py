"""A code that only a newer program knows came by a stick: every list still opens."""

import pytest

from app.base.errors import UserError
from app.domain.dates import day
from app.domain.fields import ValueKind, table_info
from app.domain.members import StatusChange
from app.services import (
    branches,
    dev_board,
    due_list,
    dues_grid,
    figures,
    members,
    record_book,
)
from app.services.practice.state import at_its_day
from app.store import records
from app.store.schema import journalled_tables

NEWER = "NEWER_CODE"


def code_columns():
    return [
        (table.name, name)
        for table in journalled_tables()
        for name, field in table_info(table.name).fields.items()
        if field.kind is ValueKind.CODE
    ]


@pytest.fixture(scope="module")
def met(practice):
    """The practice county, in which one row of each table has a newer code everywhere."""
    with practice.writing("收报送") as tx:
        for table, column in code_columns():
            newest = records.find(tx, table)[-1:]
            records.change(tx, table, [row["id"] for row in newest], {column: NEWER})
        # The dues of this one are asked for.
        person = records.find(tx, "dues_assess")[0]["person_id"]
        (held,) = records.find(tx, "membership", person_id=person)
        records.change(tx, "membership", held["id"], {"status": NEWER})
    return at_its_day(practice)


@pytest.mark.parametrize(
    "read",
    [
        members.rows,
        branches.rows,
        branches.tree,
        branches.units,
        lambda ledger: due_list.lines(ledger, ledger.today()),
        lambda ledger: figures.compute(ledger, ledger.today().year),
        lambda ledger: dev_board.board(ledger, with_closed=True),
        lambda ledger: dues_grid.grids(ledger, ledger.today().year),
        lambda ledger: [record_book.rows(ledger, table.name) for table in journalled_tables()],
    ],
)
def test_every_list_opens(met, read):
    assert read(met) is not None


def test_a_status_of_a_newer_program_is_not_changed_by_an_older_one(met):
    person = next(row.id for row in members.rows(met) if row.status == NEWER)
    change = StatusChange(status="SUSPENDED", happened_on=day(met.today()))
    with pytest.raises(UserError, match="更新版本的程序写的"):
        members.change_status(met, [person], change)
