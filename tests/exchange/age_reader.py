"""An age reader that shares nothing with the program's own library: the format from its paper.

age-encryption.org/v1, X25519 recipients: header with a stanza for each recipient and a MAC, then
a nonce and ChaCha20-Poly1305 chunks of 64 KiB.
"""

import base64
import hashlib
import hmac

from nacl.bindings import (
    crypto_aead_chacha20poly1305_ietf_decrypt,
    crypto_scalarmult,
    crypto_scalarmult_base,
)
from nacl.exceptions import CryptoError

LETTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
CHUNK = 64 * 1024 + 16


def opened(data, identity):
    """Return the plain bytes of an age file; identity as age-keygen writes it."""
    secret = _of_bech32(identity.lower())
    head, rest = data.split(b"\n---", 1)
    mac, payload = rest.split(b"\n", 1)
    key = next(filter(None, (_file_key(each, secret) for each in head.split(b"\n-> ")[1:])))
    expected = hmac.digest(_hkdf(key, b"", b"header"), head + b"\n---", "sha256")
    assert _plain(mac.strip()) == expected
    stream = _hkdf(key, payload[:16], b"payload")
    sealed = payload[16:]
    pieces = [sealed[start : start + CHUNK] for start in range(0, len(sealed), CHUNK)]
    return b"".join(
        _decrypted(piece, stream, number.to_bytes(11, "big") + bytes([number == len(pieces) - 1]))
        for number, piece in enumerate(pieces)
    )


def _file_key(stanza, secret):
    words, *body = stanza.split(b"\n")
    kind, *arguments = words.split(b" ")
    if kind != b"X25519":
        return None
    share = _plain(arguments[0])
    salt = share + crypto_scalarmult_base(secret)
    wrap = _hkdf(crypto_scalarmult(secret, share), salt, b"age-encryption.org/v1/X25519")
    try:
        return _decrypted(_plain(b"".join(body)), wrap, bytes(12))
    except CryptoError:
        return None


def _decrypted(sealed, key, nonce):
    return crypto_aead_chacha20poly1305_ietf_decrypt(sealed, None, nonce, key)


def _hkdf(secret, salt, info):
    drawn = hmac.digest(salt or bytes(32), secret, hashlib.sha256)
    return hmac.digest(drawn, info + b"\1", hashlib.sha256)


def _plain(text):
    return base64.b64decode(text + b"=" * (-len(text) % 4))


def _of_bech32(text):
    number = 0
    letters = text.rpartition("1")[2][:-6]
    for letter in letters:
        number = number << 5 | LETTERS.index(letter)
    return (number >> len(letters) * 5 % 8).to_bytes(len(letters) * 5 // 8, "big")
