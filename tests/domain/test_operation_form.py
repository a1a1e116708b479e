"""The canonical form of an operation is the same everywhere; clocks only follow."""

from app.domain.operation_form import (
    CLOCK_BITS,
    MOST_AHEAD_MS,
    followed_hlc,
    next_hlc,
    operation_id,
)


def test_an_id_is_the_hash_of_a_fixed_text():
    found = operation_id("r", 1, b"\x01", 2, "李文书", "b", "person", "x", "U", '{"a":[1,2]}', "[]")
    assert found.hex() == "ccfe41b016764f4c11122f8a3fb247225d153dfea699809a3233dd414e3217a5"


def test_every_part_of_an_operation_counts():
    parts = ["r", 1, b"", 2, "a", "b", "t", "x", "I", "{}", "[]"]
    ids = {operation_id(*parts)}
    for place, part in enumerate(parts):
        changed = [*parts]
        changed[place] = part + (b"\x01" if isinstance(part, bytes) else type(part)(1))
        ids.add(operation_id(*changed))
    assert len(ids) == len(parts) + 1


def test_the_clock_follows_the_wall_and_counts_within_a_millisecond():
    assert next_hlc(0, 5) == 5 << CLOCK_BITS
    assert next_hlc(5 << CLOCK_BITS, 5) == (5 << CLOCK_BITS) + 1


def test_a_foreign_clock_pulls_ours_ahead_by_a_day_at_most():
    assert followed_hlc(7, 9, 0) == 9
    assert followed_hlc(9, 7, 0) == 9
    assert followed_hlc(0, 1 << 63, 5) == (5 + MOST_AHEAD_MS) << CLOCK_BITS
