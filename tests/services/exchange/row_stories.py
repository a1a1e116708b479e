"""All operations of a row, and which of them each one knew."""

import json

from app.domain.merging import Step


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
