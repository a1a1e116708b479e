"""SQL conditions on stored partial dates ("2010-06", "2010-06|2010.6") for a day bound as :day.

The raw text must be cut off first: "|" sorts after "-", so "2010-06|…" would stand behind
every day of June. Missing precision counts in favour of standing on the day.
"""


def begun(column: str) -> str:
    """Return the condition that something has begun by the day; no date means always."""
    return f"({column} IS NULL OR {_iso(column)} <= :day)"


def lasting(column: str) -> str:
    """Return the condition that something has not ended before the day; no date means never.

    The last day itself still counts, and a bare month or year lasts to its end.
    """
    return f"({column} IS NULL OR {_iso(column)} || '~' >= :day)"


def _iso(column: str) -> str:
    return f"substr({column}, 1, instr({column} || '|', '|') - 1)"
