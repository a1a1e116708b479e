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


def rows_of(database):
    """Return the rows of every table that has any, as stored."""
    with database.reading() as tx:
        run = tx.session.connection().exec_driver_sql
        found = {t.name: run(f"SELECT * FROM {t.name}").all() for t in metadata.tables.values()}
    return {name: rows for name, rows in found.items() if rows}
