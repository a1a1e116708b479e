"""Keys: Ed25519 for signatures, age (X25519) for sealing, and how the root key stands on paper."""

import base64
import hashlib
import secrets
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import pyrage
from nacl.exceptions import BadSignatureError
from nacl.signing import SigningKey, VerifyKey

from app.base.errors import UserError

SEED_BYTES = 32
SIGNATURE_BYTES = 64
_CHECK_BYTES = 3
_GROUP = 4
_CODE_GROUPS = 3
_NODE_DIGITS = 16
_LOOKS_LIKE = str.maketrans("018", "OIB")
"""Digits that base32 does not know, as a reader of a printed sheet may type them."""


@dataclass(frozen=True, slots=True)
class NodeKeys:
    """The keys of one node; node: its name, made from the public signing key."""

    sign_seed: bytes
    box_secret: str

    @property
    def sign_key(self) -> str:
        """The public signing key as hex."""
        return public_key(self.sign_seed)

    @property
    def box_key(self) -> str:
        """The public key to seal to, as age writes it."""
        return str(pyrage.x25519.Identity.from_str(self.box_secret).to_public())

    @property
    def node(self) -> str:
        """The name of the node."""
        return node_name(self.sign_key)


def new_keys() -> NodeKeys:
    """Return fresh keys."""
    return NodeKeys(new_seed(), str(pyrage.x25519.Identity.generate()))


def new_seed() -> bytes:
    """Return a fresh Ed25519 seed."""
    return secrets.token_bytes(SEED_BYTES)


def public_key(seed: bytes) -> str:
    """Return the public key of a seed as hex."""
    return SigningKey(seed).verify_key.encode().hex()


def node_name(sign_key: str) -> str:
    """Return the name of the node with a public signing key: its own fingerprint."""
    return hashlib.sha256(bytes.fromhex(sign_key)).hexdigest()[:_NODE_DIGITS]


def sign(seed: bytes, purpose: str, data: bytes) -> bytes:
    """Return a signature that is valid for one purpose only."""
    return SigningKey(seed).sign(_message(purpose, data)).signature


def is_signed(sign_key: str, purpose: str, data: bytes, signature: bytes) -> bool:
    """Tell whether a signature is the key's over these data for this purpose."""
    try:
        VerifyKey(bytes.fromhex(sign_key)).verify(_message(purpose, data), signature)
    except (BadSignatureError, ValueError, TypeError):
        return False
    return True


def seal(data: bytes, box_keys: Sequence[str]) -> bytes:
    """Return an age file that the owner of any of the keys can open."""
    return bytes(pyrage.encrypt(data, [pyrage.x25519.Recipient.from_str(key) for key in box_keys]))


def unseal(data: bytes, box_secret: str) -> bytes:
    """Open an age file; raises pyrage.DecryptError when it is damaged or for somebody else."""
    return bytes(pyrage.decrypt(data, [pyrage.x25519.Identity.from_str(box_secret)]))


def new_code() -> str:
    """Return a one-time code to be told by telephone: twelve digits in groups of four."""
    digits = "".join(secrets.choice("0123456789") for _ in range(_GROUP * _CODE_GROUPS))
    return _grouped(digits, " ")


def digits_of(code: str) -> str:
    """Return the digits of a code, however it was grouped when it was typed."""
    return "".join(filter(str.isdigit, unicodedata.normalize("NFKC", code)))


def sheet_text(seed: bytes) -> str:
    """Return a seed as it stands on the printed recovery sheet: groups of four letters."""
    check = hashlib.sha256(seed).digest()[:_CHECK_BYTES]
    return _grouped(base64.b32encode(seed + check).decode(), "-")


def seed_of_sheet(text: str, called: str = "恢复码") -> bytes:
    """Read a code of the recovery sheet as typed; raises UserError when it has a slip.

    called: which of the two codes on the sheet was asked for.
    """
    plain = unicodedata.normalize("NFKC", text)
    letters = "".join(filter(str.isalnum, plain)).upper().translate(_LOOKS_LIKE)
    try:
        found = base64.b32decode(letters)
    except ValueError:  # also letters that are not ASCII
        found = b""
    seed, check = found[:SEED_BYTES], found[SEED_BYTES:]
    if len(found) != SEED_BYTES + _CHECK_BYTES or hashlib.sha256(seed).digest()[:3] != check:
        raise UserError(
            f"{called}不对。", kept="没有改动。", todo="请对照恢复单逐组核对后重新输入。"
        )
    return seed


def _message(purpose: str, data: bytes) -> bytes:
    return b"dangwu " + purpose.encode() + b" 1\0" + data


def _grouped(text: str, between: str) -> str:
    return between.join(text[start : start + _GROUP] for start in range(0, len(text), _GROUP))
