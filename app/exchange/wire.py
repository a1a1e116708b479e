"""The contents of a package as compact JSON: what can be computed again is not written."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from app.domain.nodes import canonical
from app.domain.operation_form import operation_id
from app.domain.packages import (
    Contents,
    Join,
    Limits,
    Manifest,
    PackageKind,
    SignedRoster,
    WireBatch,
    WireCommit,
    WireOperation,
)

_ID = 32
_KINDS = frozenset("IUD")
_FURTHEST = 1 << 63
_NAME = 100
_LAST_YEAR = 9999
_MOST_PACKAGES = 100_000
"""That a sender makes for one receiver: each number that is missing up to the last is looked at."""
_NOTHING = "{}"
_ERASED_PARTS = 10


def manifest_fields(manifest: Manifest) -> dict[str, Any]:
    """Return a manifest as plain data."""
    fields = asdict(manifest)
    if manifest.roster:
        fields["roster"] = [manifest.roster.body, manifest.roster.signature.hex()]
    return fields


def manifest(fields: Mapping[str, Any]) -> Manifest:
    """Read a manifest; raises ValueError, KeyError or TypeError for what is none."""
    join, roster = fields["join"], fields["roster"]
    return Manifest(
        **{name: _text(fields[name]) for name in ("sender", "after")},
        package=_name(fields["package"]),
        made_at=_moment(fields["made_at"]),
        recipients=tuple(_text(each) for each in fields["recipients"]),
        acked=tuple(_text(each) for each in fields["acked"]),
        roster_version=_number(fields["roster_version"]),
        schema=_text(fields["schema"]),
        kind=PackageKind(fields["kind"]),
        number=_place(fields["number"]),
        after_number=_place(fields["after_number"]),
        acked_number=_place(fields["acked_number"]),
        wants_own=fields["wants_own"] is True,
        has_own=fields["has_own"] is True,
        min_reader=_number(fields["min_reader"]),
        counts={_text(name): _number(n) for name, n in fields["counts"].items()},
        digests={_text(name): _text(each) for name, each in fields["digests"].items()},
        differs=tuple(_text(each) for each in fields["differs"]),
        join=Join(**{name: _text(join[name]) for name in Join.__dataclass_fields__})
        if join
        else None,
        roster=SignedRoster(_text(roster[0]), bytes.fromhex(roster[1])) if roster else None,
    )


def chunks(contents: Contents, operations_of_chunk: int) -> list[bytes]:
    """Return the chunks of a package; the first holds all that is not an operation."""
    places = {(batch.id, batch.replica): n for n, batch in enumerate(contents.batches)}
    known = _by_place(contents.operations)
    head = {
        "batches": [list(asdict(batch).values()) for batch in contents.batches],
        "commits": [_commit(each, known) for each in contents.commits],
    }
    lines = list(_operations(contents.operations, places))
    bodies = [
        canonical({"operations": lines[start : start + operations_of_chunk]})
        for start in range(0, len(lines), operations_of_chunk)
    ]
    return [canonical(head), *bodies]


def contents(parts: Sequence[bytes], limits: Limits) -> Contents:
    """Read the chunks; raises ValueError, KeyError, TypeError or IndexError for what is none.

    The ids of the operations are computed, never believed, but for erased ones: who takes those in
    asks for the order that erased them.
    """
    head = json.loads(parts[0])
    batches = [_batch(*map(_text, each)) for each in head["batches"]]
    operations: list[WireOperation] = []
    last: dict[str, bytes] = {}
    for part in parts[1:]:
        for line in json.loads(part)["operations"]:
            if len(operations) >= limits.operations:
                raise ValueError(len(operations))
            operations.append(_operation(line, batches, last, limits.text))
    return Contents(
        tuple(batches),
        tuple(_read_commits(head["commits"], _by_place(operations))),
        tuple(operations),
    )


def _batch(*values: str) -> WireBatch:
    batch = WireBatch(*values)
    if batch.at:  # a statement written past every use case has none
        _moment(batch.at)
    return batch


_Places = Mapping[tuple[str, int], list[bytes]]


def _by_place(operations: Iterable[WireOperation]) -> _Places:
    """Return the ids at each place of a replica's chain; several where it was forked."""
    found: dict[tuple[str, int], list[bytes]] = {}
    for op in operations:
        found.setdefault((op.replica, op.replica_seq), []).append(op.id)
    return found


def _commit(commit: WireCommit, known: _Places) -> list[object]:
    """Return a commit without the ids that the operations beside it tell."""
    told = {}
    for seq in range(commit.first_seq, commit.last_seq + 1):
        start = (seq - commit.first_seq) * _ID
        id_ = commit.ids[start : start + _ID]
        if known.get((commit.replica, seq)) != [id_]:
            told[str(seq)] = id_.hex()
    place = [commit.node, commit.replica, commit.first_seq, commit.last_seq]
    return [*place, commit.signature.hex(), told]


def _read_commits(lines: Iterable[Sequence[Any]], known: _Places) -> Iterator[WireCommit]:
    for node, replica, first, last, signature, told in lines:
        if not 0 < _number(first) <= _number(last) < first + 1_000_000:
            raise ValueError(first)
        ids = [
            bytes.fromhex(told[str(seq)]) if str(seq) in told else known[_text(replica), seq][0]
            for seq in range(first, last + 1)
        ]
        if any(len(each) != _ID for each in ids):
            raise ValueError(first)
        signed = bytes.fromhex(signature)
        yield WireCommit(_text(node), replica, first, last, b"".join(ids), signed)


def _operations(
    operations: Iterable[WireOperation], places: Mapping[tuple[str, str], int]
) -> Iterator[list[object]]:
    last: dict[str, bytes] = {}
    for op in operations:
        previous = None if last.get(op.replica) == op.previous else op.previous.hex()
        last[op.replica] = op.id
        yield [
            places[op.batch, op.replica],
            op.replica_seq,
            previous,
            op.hlc,
            op.table,
            op.row,
            op.kind,
            *((None, op.base, op.id.hex()) if op.is_erased else (op.changes, op.base)),
        ]


def _operation(
    line: Sequence[Any], batches: Sequence[WireBatch], last: dict[str, bytes], longest: int
) -> WireOperation:
    place, seq, told, hlc, table, row, kind, changes, base, *erased_id = line
    if changes is None:
        changes = _NOTHING
    batch = batches[_number(place)]
    previous = last[batch.replica] if told is None else bytes.fromhex(told)
    if kind not in _KINDS or len(previous) not in {0, _ID}:
        raise ValueError(kind)
    if len(_text(changes)) > longest or len(_text(base)) > longest:
        raise ValueError(len(changes))
    parts = (_number(seq), previous, _number(hlc))
    rest = (_text(table), _text(row), kind, changes, base)
    if erased_id:
        id_ = _erased_id(line)
    else:
        id_ = operation_id(batch.replica, *parts, batch.author, batch.id, *rest)
    last[batch.replica] = id_
    return WireOperation(id_, batch.id, batch.replica, *parts, *rest, bool(erased_id))


def _erased_id(line: Sequence[Any]) -> bytes:
    """Return the id that an erased operation tells, having no content to compute it from."""
    *_, changes, _, told = line
    id_ = bytes.fromhex(_text(told))
    if changes is not None or len(id_) != _ID or len(line) != _ERASED_PARTS:
        raise ValueError(told)
    return id_


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    if not value.isascii():
        value.encode()  # half a surrogate pair is no text and fits into no database
    return value


def _name(value: object) -> str:
    if not 0 < len(_text(value)) <= _NAME:
        raise ValueError(value)
    return str(value)


def _moment(value: object) -> str:
    """Return a moment as it is written, one that every time zone can show."""
    told = datetime.fromisoformat(_text(value))
    if told.tzinfo is None or not 1 < told.year < _LAST_YEAR:
        raise ValueError(value)
    return str(value)


def _place(value: object) -> int:
    """Return which package of a sender's for one receiver it is, 0 for none."""
    number = _number(value)
    if number > _MOST_PACKAGES:
        raise ValueError(number)
    return number


def _number(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < _FURTHEST:
        raise TypeError(value)
    return value
