"""Boxes that open with something a person knows: Argon2id makes guessing slow and costly.

Layout: passes u32 | memory in KiB u32 | salt | XSalsa20-Poly1305 box. The cost stands in the box,
so that it can be raised for new ones.
"""

from dataclasses import dataclass

from nacl import pwhash, secret, utils
from nacl.exceptions import CryptoError

_NUMBER = 4
_SALT = pwhash.argon2id.SALTBYTES
_HEAD = 2 * _NUMBER + _SALT
_KIB = 1024


@dataclass(frozen=True, slots=True)
class Cost:
    """What one guess costs: passes over so many KiB of memory."""

    passes: int
    memory_kib: int


PASSWORD = Cost(3, 64 * 1024)
"""For what is typed every morning on an old PC: a few tenths of a second."""
SPOKEN_CODE = Cost(4, 128 * 1024)
"""For the twelve digits of an enrolment, which is opened once."""
_MOST = Cost(20, 1024 * 1024)
"""A box that asks for more is not ours and would only exhaust the machine."""


class WrongSecret(Exception):  # noqa: N818 - an answer, not an error of the program
    """The secret does not open the box, or the box was changed."""


def seal(data: bytes, words: str, cost: Cost) -> bytes:
    """Return a box around some data."""
    salt = utils.random(_SALT)
    head = cost.passes.to_bytes(_NUMBER, "big") + cost.memory_kib.to_bytes(_NUMBER, "big") + salt
    return head + secret.SecretBox(_key(words, salt, cost)).encrypt(data)


def unseal(box: bytes, words: str) -> bytes:
    """Open a box; raises WrongSecret."""
    passes = int.from_bytes(box[:_NUMBER], "big")
    memory = int.from_bytes(box[_NUMBER : 2 * _NUMBER], "big")
    is_sane = 1 <= passes <= _MOST.passes and 8 <= memory <= _MOST.memory_kib  # noqa: PLR2004
    if len(box) <= _HEAD or not is_sane:
        raise WrongSecret
    key = _key(words, box[2 * _NUMBER : _HEAD], Cost(passes, memory))
    try:
        return secret.SecretBox(key).decrypt(box[_HEAD:])
    except (CryptoError, ValueError) as error:
        raise WrongSecret from error


def _key(words: str, salt: bytes, cost: Cost) -> bytes:
    return pwhash.argon2id.kdf(
        secret.SecretBox.KEY_SIZE,
        words.encode(),
        salt,
        opslimit=cost.passes,
        memlimit=cost.memory_kib * _KIB,
    )
