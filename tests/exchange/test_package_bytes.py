"""The bytes of a package: what is whole is read, whatever is not is refused with a sentence."""

import random
from dataclasses import replace

import pyrage
import pytest
import zstandard

from app.domain.packages import FORMAT, Limits
from app.exchange.node_keys import seal
from app.exchange.package_bytes import MAGIC, PackageRefused, opened, to_bytes
from tests.exchange.packages import RECEIVER, SENDER, STRANGER, as_bytes, package

LIMITS = Limits()


def read(data, party=RECEIVER, limits=LIMITS):
    found = opened(data, party.keys.box_secret, limits)
    return found.proved(lambda manifest: SENDER.keys.sign_key, limits)


def code_of(data, **options):
    with pytest.raises(PackageRefused) as refused:
        read(data, **options)
    assert str(refused.value).endswith("。")
    return refused.value.code


def sealed(inner):
    return MAGIC + FORMAT.to_bytes(4, "big") + seal(inner, [RECEIVER.keys.box_key])


def test_a_package_comes_back_as_it_was_made():
    made = package(5)
    assert read(as_bytes(made)) == made


def test_many_chunks_come_back_in_order(monkeypatch):
    monkeypatch.setattr("app.exchange.package_bytes.OPERATIONS_OF_CHUNK", 2)
    made = package(5)
    assert read(as_bytes(made)) == made


def test_an_independent_age_tool_can_open_it_and_finds_zstandard_inside():
    identity = pyrage.x25519.Identity.from_str(RECEIVER.keys.box_secret)
    inner = pyrage.decrypt(as_bytes()[len(MAGIC) + 4 :], [identity])
    assert b"SHA" not in inner
    assert b'"sender"' in zstandard.ZstdDecompressor().decompress(inner)


def test_every_truncation_is_refused():
    data = as_bytes()
    assert {code_of(data[:length]) for length in range(len(data))} == {"DAMAGED"}


def test_every_flipped_bit_is_refused():
    data = as_bytes()
    for place in range(len(data)):
        for bit in range(8):
            wrong = bytearray(data)
            wrong[place] ^= 1 << bit
            assert code_of(bytes(wrong)) in {"DAMAGED", "NEWER", "NOT_FOR_US"}, (place, bit)


@pytest.mark.parametrize("tail", [b"\0", b"\0" * 4096, b"x" * 20])
def test_what_is_hung_on_behind_is_refused(tail):
    assert code_of(as_bytes() + tail) == "DAMAGED"


def test_a_zero_filled_tail_is_refused():
    data = as_bytes()
    assert code_of(data[:-512] + b"\0" * 512) == "DAMAGED"


def test_a_package_for_another_node_is_refused():
    assert code_of(as_bytes(), party=STRANGER) == "NOT_FOR_US"


def test_a_pc_that_has_just_joined_is_told_when_a_package_for_it_can_be_made():
    """A school seals for the bureau's second PC only once a newer list has told it of that PC."""
    with pytest.raises(PackageRefused, match="新加入的，对方收过局里新的交换包以后"):
        read(as_bytes(), party=STRANGER)


def test_a_package_signed_by_another_is_refused():
    made = to_bytes(package(), STRANGER.keys.sign_seed, [RECEIVER.keys.box_key])
    assert code_of(made) == "FORGED"


def test_a_package_of_a_newer_program_is_refused():
    assert code_of(as_bytes(package(min_reader=FORMAT + 1))) == "NEWER"
    assert code_of(MAGIC + (FORMAT + 1).to_bytes(4, "big") + b"x") == "NEWER"


def test_a_bomb_is_refused_before_it_is_unpacked():
    bomb = zstandard.ZstdCompressor(level=19).compress(b"\0" * (64 << 20))
    assert code_of(sealed(bomb)) == "BOMB"
    assert code_of(as_bytes(), limits=Limits(package=10)) == "BOMB"


@pytest.mark.parametrize(
    "inner",
    [
        b"",
        b"\xff\xff\xff\xff",
        b"\x7f\xff\xff\xff" + b"x" * 200,
        b"\x00\x00\x00\x02{}" + b"\0" * 64,
        b"\x00\x00\x00\x02[]" + b"\0" * 64,
        (100_000).to_bytes(4, "big") + b"[" * 100_000 + b"\0" * 64,
    ],
)
def test_lengths_and_manifests_that_lie_are_refused(inner):
    assert code_of(sealed(zstandard.ZstdCompressor().compress(inner))) == "DAMAGED"


@pytest.mark.parametrize(
    "told",
    [
        {"made_at": "gestern"},
        {"made_at": ""},
        {"made_at": "2010-01-01T00:00:00"},
        {"made_at": "9999-12-31T23:59:59+00:00"},
        {"package": ""},
        {"package": "p" * 101},
    ],
)
def test_moments_and_names_that_no_list_could_show_are_refused(told):
    assert code_of(as_bytes(package(**told))) == "DAMAGED"


@pytest.mark.parametrize("name", ["number", "after_number", "acked_number"])
def test_a_number_up_to_which_nobody_could_count_the_gaps_is_refused(name):
    made = package()
    lie = replace(made, manifest=replace(made.manifest, **{name: 1 << 40}))
    assert code_of(as_bytes(lie)) == "DAMAGED"


def test_a_stream_that_does_not_say_its_size_is_refused():
    packer = zstandard.ZstdCompressor().compressobj()
    assert code_of(sealed(packer.compress(b"x") + packer.flush())) == "DAMAGED"


def test_too_many_operations_and_too_long_texts_are_refused():
    assert code_of(as_bytes(package(3)), limits=Limits(operations=2)) == "DAMAGED"
    assert code_of(as_bytes(package(3)), limits=Limits(text=5)) == "DAMAGED"


def test_noise_is_refused():
    rng = random.Random(1)
    for _ in range(200):
        code_of(MAGIC + FORMAT.to_bytes(4, "big") + rng.randbytes(rng.randrange(300)))
        code_of(rng.randbytes(rng.randrange(300)))
