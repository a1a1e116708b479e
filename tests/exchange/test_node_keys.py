"""Keys sign for one purpose, seal for named receivers, and stand on paper without slips."""

import pyrage
import pytest

from app.base.errors import UserError
from app.exchange.node_keys import (
    digits_of,
    is_signed,
    new_code,
    new_keys,
    new_seed,
    public_key,
    seal,
    seed_of_sheet,
    sheet_text,
    sign,
    unseal,
)

KEYS, OTHER = new_keys(), new_keys()


def test_a_signature_serves_one_key_one_purpose_and_one_text():
    made = sign(KEYS.sign_seed, "package", b"text")
    assert is_signed(KEYS.sign_key, "package", b"text", made)
    assert not is_signed(KEYS.sign_key, "commit", b"text", made)
    assert not is_signed(KEYS.sign_key, "package", b"texts", made)
    assert not is_signed(OTHER.sign_key, "package", b"text", made)
    assert not is_signed("no key", "package", b"text", made)
    assert not is_signed(KEYS.sign_key, "package", b"text", b"short")


def test_what_is_sealed_opens_with_each_receivers_key_and_no_other():
    sealed = seal(b"text", [KEYS.box_key, OTHER.box_key])
    assert unseal(sealed, KEYS.box_secret) == unseal(sealed, OTHER.box_secret) == b"text"
    with pytest.raises(pyrage.DecryptError):
        unseal(sealed, new_keys().box_secret)


def test_the_node_is_named_by_its_key():
    assert KEYS.node != OTHER.node
    assert len(KEYS.node) == 16


def test_a_sheet_is_read_back_however_it_is_typed():
    seed = new_seed()
    text = sheet_text(seed)
    assert seed_of_sheet(text.lower().replace("-", " ")) == seed
    assert seed_of_sheet(text.replace("O", "0").replace("I", "1")) == seed
    assert public_key(seed_of_sheet(text)) == public_key(seed)


@pytest.mark.parametrize("place", [0, 7, 30, -1])
def test_a_slip_on_a_sheet_is_noticed(place):
    letters = list(sheet_text(b"\x01" * 32))
    letters[place] = "Q" if letters[place] != "Q" else "R"
    with pytest.raises(UserError, match="恢复码"):
        seed_of_sheet("".join(letters))


@pytest.mark.parametrize("text", ["", "ABCD", "。。。", "A" * 500])
def test_what_is_no_sheet_is_refused(text):
    with pytest.raises(UserError, match="恢复码"):
        seed_of_sheet(text)


def test_a_spoken_code_is_twelve_digits_and_never_the_same():
    codes = {digits_of(new_code()) for _ in range(20)}
    assert len(codes) == 20
    assert {len(code) for code in codes} == {12}
