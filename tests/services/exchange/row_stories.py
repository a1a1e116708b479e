"""All operations of a row, and which of them each one knew."""

import json

from app.domain.merging import Step
from app.store.schema import metadata


def steps_of(run, row):
    rows = run(
        "SELECT id, hlc, kind, changes, base FROM operation WHERE row_id = ? ORDER BY seq", (row,)
    )
    return [
        Step(i.hex(), "", hlc, kind, json.loads(changes), tuple(json.loads(base)))
        for i, hlc, kind, changes, base in rows
    ]


def known_to(steps):
    known = {}
    for step in steps:
        known[step.id] = {each for b in step.base for each in {b, *known.get(b, ())}}
    return known


def difference(ours, theirs):
    return sorted(map(str, ours ^ theirs))[:6]


_ANY = " UNION ALL ".join(
    f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {name})" for name in metadata.tables
)


def filled(raw):
    """Return the tables that have rows; most have none, and asking each costs most of the time."""
    return [name for (name,) in raw.execute(_ANY)]


def raw_of(database):
    """Return the driver's own connection to a ledger, the one that every use case gets."""
    with database._engine.connect() as connection:
        return connection.connection.driver_connection


def rows_of(database):
    """Return the rows of every table that has any, as stored."""
    raw = raw_of(database)
    return {name: raw.execute(f"SELECT * FROM {name}").fetchall() for name in filled(raw)}


def lose_row(database, table, row):
    """Let a row and all that was ever said of it vanish from a file, as from a damaged disk."""
    raw = raw_of(database)
    raw.execute("PRAGMA foreign_keys = OFF")
    raw.execute("UPDATE journal_state SET is_applying = 1")
    raw.execute("DELETE FROM operation WHERE row_id = ?", (row,))
    raw.execute(f"DELETE FROM {table} WHERE id = ?", (row,))
    raw.execute("UPDATE journal_state SET is_applying = 0")
    raw.execute("PRAGMA foreign_keys = ON")
