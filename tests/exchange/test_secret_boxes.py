"""A box opens with its words only, and does not let itself be used to exhaust the machine."""

import pytest

from app.exchange.secret_boxes import PASSWORD, SPOKEN_CODE, Cost, WrongSecret, seal, unseal

CHEAP = Cost(1, 8)


def test_a_box_opens_with_its_words():
    assert unseal(seal("文".encode(), "开门", CHEAP), "开门") == "文".encode()


def test_wrong_words_and_every_changed_byte_are_refused():
    box = seal(b"text", "words", CHEAP)
    with pytest.raises(WrongSecret):
        unseal(box, "word")
    for place in range(8, len(box)):
        wrong = bytearray(box)
        wrong[place] ^= 1
        with pytest.raises(WrongSecret):
            unseal(bytes(wrong), "words")


@pytest.mark.parametrize("head", [b"", b"\0" * 8, b"\xff" * 8, b"\0\0\0\1\xff\xff\xff\xff"])
def test_a_box_that_asks_for_too_much_is_refused_at_once(head):
    with pytest.raises(WrongSecret):
        unseal(head + b"x" * 100, "words")


def test_real_boxes_cost_a_guesser_memory():
    assert PASSWORD.memory_kib >= 64 * 1024
    assert SPOKEN_CODE.memory_kib >= PASSWORD.memory_kib
