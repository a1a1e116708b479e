"""The canonical form of an operation and the clock it carries: the same on every machine."""

import hashlib
from json.encoder import encode_basestring

CLOCK_BITS = 16
"""Low bits of an HLC that count operations within one millisecond."""
MOST_AHEAD_MS = 24 * 3600 * 1000
"""How far a foreign clock may pull ours ahead of the wall; a wrong clock never decides more."""


def operation_id(*parts: str | int | bytes) -> bytes:
    """Return the SHA-256 of an operation's canonical form.

    parts: replica, replica_seq, previous, hlc, author, batch, table, row, kind, changes, base;
    previous is the id of the replica's previous operation, empty for its first.
    """
    return hashlib.sha256(f"[{','.join(map(_json, parts))}]".encode()).digest()


def _json(part: str | int | bytes) -> str:
    """Return a part as JSON; an encoder of its own for each would cost more than the hash."""
    if isinstance(part, str):
        return encode_basestring(part)
    return str(part) if isinstance(part, int) else f'"{part.hex()}"'


def next_hlc(previous: int, now_ms: int) -> int:
    """Return a hybrid clock reading: never backwards, close to the wall clock."""
    return max(previous + 1, now_ms << CLOCK_BITS)


def followed_hlc(own: int, foreign: int, now_ms: int) -> int:
    """Return our clock after meeting a foreign reading, which pulls it ahead by a day at most."""
    return max(own, min(foreign, (now_ms + MOST_AHEAD_MS) << CLOCK_BITS))
