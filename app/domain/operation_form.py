"""The canonical form of an operation and the clock it carries: the same on every machine."""

import hashlib
from json.encoder import encode_basestring as _told
from typing import Any

CLOCK_BITS = 16
"""Low bits of an HLC that count operations within one millisecond."""
MOST_AHEAD_MS = 24 * 3600 * 1000
"""How far a foreign clock may pull ours ahead of the wall; a wrong clock never decides more."""


def operation_id(*parts: Any) -> bytes:  # noqa: ANN401 - text, number or bytes, as named below
    """Return the SHA-256 of an operation's canonical form.

    parts: replica, replica_seq, previous, hlc, author, batch, table, row, kind, changes, base;
    previous is the id of the replica's previous operation, empty for its first.
    """
    replica, seq, previous, hlc, author, batch, table, row, kind, changes, base = parts
    # One text and no loop over the parts: this runs for every change that anybody makes.
    text = (
        f'[{_told(replica)},{seq},"{previous.hex()}",{hlc},{_told(author)},{_told(batch)},'
        f"{_told(table)},{_told(row)},{_told(kind)},{_told(changes)},{_told(base)}]"
    )
    return hashlib.sha256(text.encode()).digest()


def next_hlc(previous: int, now_ms: int) -> int:
    """Return a hybrid clock reading: never backwards, close to the wall clock."""
    return max(previous + 1, now_ms << CLOCK_BITS)


def followed_hlc(own: int, foreign: int, now_ms: int) -> int:
    """Return our clock after meeting a foreign reading, which pulls it ahead by a day at most."""
    return max(own, min(foreign, (now_ms + MOST_AHEAD_MS) << CLOCK_BITS))
