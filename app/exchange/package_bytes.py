"""The bytes of a package: magic | version | age(zstd(manifest | signature | chunks)).

Nothing is believed before it is checked: sizes before unpacking, the manifest's signature before
its chunks, a chunk's hash before it is parsed. The age part alone opens with any age tool.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pyrage
import zstandard

from app.base.errors import UserError
from app.domain.nodes import canonical
from app.domain.packages import FORMAT, OPERATIONS_OF_CHUNK, Contents, Limits, Manifest, Package
from app.exchange import wire
from app.exchange.node_keys import SIGNATURE_BYTES, is_signed, seal, sign, unseal

MAGIC = b"DWTZPKG\n"
PURPOSE = "package"
_NUMBER = 4
_HEAD = len(MAGIC) + _NUMBER
_LEVEL = 9
_WINDOW = 1 << 27
_RATIO_FROM = 1 << 22
"""Below so many unpacked bytes even a perfect ratio does no harm."""

KeyOf = Callable[[Manifest], str]
"""Gives the public signing key of a package's sender; raises UserError for one we do not take."""


class PackageRefused(UserError):  # noqa: N818 - a finding about the package
    """A package that is not taken; code: a stable word, the database is as it was."""

    def __init__(self, code: str, what: str, *, todo: str) -> None:
        super().__init__(what, kept="台账没有改动。", todo=todo)
        self.code = code


_AGAIN = "请向报送单位重新要一份，旧的U盘文件先不要删。"


def damaged() -> PackageRefused:
    """Return the refusal of a file that is cut short or changed."""
    return PackageRefused("DAMAGED", "交换包不完整或已损坏。", todo=_AGAIN)


def to_bytes(package: Package, sign_seed: bytes, box_keys: Iterable[str]) -> bytes:
    """Return a signed package, sealed to the owners of some keys."""
    chunks = wire.chunks(package.contents, OPERATIONS_OF_CHUNK)
    listed = [{"sha256": hashlib.sha256(c).hexdigest(), "size": len(c)} for c in chunks]
    manifest = canonical({**wire.manifest_fields(package.manifest), "chunks": listed})
    signature = sign(sign_seed, PURPOSE, manifest)
    inner = b"".join([len(manifest).to_bytes(_NUMBER, "big"), manifest, signature, *chunks])
    packed = zstandard.ZstdCompressor(level=_LEVEL).compress(inner)
    return MAGIC + FORMAT.to_bytes(_NUMBER, "big") + seal(packed, list(box_keys))


@dataclass(frozen=True, slots=True)
class Opened:
    """A package that could be opened and whose manifest is well formed; nothing is proved yet."""

    manifest: Manifest
    signed: bytes
    signature: bytes
    listed: tuple[Mapping[str, Any], ...]
    body: bytes
    sha256: str

    def proved(self, key_of: KeyOf, limits: Limits = Limits()) -> Package:  # noqa: B008 - frozen
        """Check signature and hashes and return the package; raises PackageRefused."""
        if not is_signed(key_of(self.manifest), PURPOSE, self.signed, self.signature):
            raise PackageRefused(
                "FORGED",
                "交换包的签名不对，不是它自称的单位做的。",
                todo="请不要使用这个U盘文件，并联系教育局核实。",
            )
        chunks, start = [], 0
        for each in self.listed:
            chunk = self.body[start : start + each["size"]]
            start += each["size"]
            if hashlib.sha256(chunk).hexdigest() != each["sha256"]:
                raise damaged()
            chunks.append(chunk)
        if start != len(self.body):
            raise damaged()
        return Package(self.manifest, _contents(chunks, limits))


def opened(data: bytes, box_secret: str, limits: Limits = Limits()) -> Opened:  # noqa: B008
    """Open a package with our secret key; raises PackageRefused."""
    inner = _unpacked(_sealed_part(data, limits), box_secret, limits)
    size = int.from_bytes(inner[:_NUMBER], "big")
    end = _NUMBER + size + SIGNATURE_BYTES
    if size > limits.manifest or end > len(inner):
        raise damaged()
    signed = inner[_NUMBER : _NUMBER + size]
    try:
        fields = json.loads(signed)
        listed = tuple(
            {"sha256": str(c["sha256"]), "size": _size(c["size"])} for c in fields.pop("chunks")
        )
        manifest = wire.manifest(fields)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise damaged() from error
    if manifest.min_reader > FORMAT:
        raise too_new()
    sha256 = hashlib.sha256(data).hexdigest()
    return Opened(manifest, signed, inner[_NUMBER + size : end], listed, inner[end:], sha256)


def too_new() -> PackageRefused:
    """Return the refusal of a package of a newer program."""
    return PackageRefused(
        "NEWER", "这个交换包是更新版本的党务台账做的。", todo="请先升级本机的程序，再收一次。"
    )


def is_package(data: bytes) -> bool:
    """Tell whether a file begins like a package."""
    return data[: len(MAGIC)] == MAGIC


def _sealed_part(data: bytes, limits: Limits) -> bytes:
    if len(data) > limits.package:
        raise _bomb()
    if not is_package(data) or len(data) < _HEAD:
        raise damaged()
    version = int.from_bytes(data[len(MAGIC) : _HEAD], "big")
    if version > FORMAT:
        raise too_new()
    if version != FORMAT:
        raise damaged()
    return data[_HEAD:]


def _unpacked(sealed: bytes, box_secret: str, limits: Limits) -> bytes:
    try:
        packed = unseal(sealed, box_secret)
    except pyrage.DecryptError as error:
        if "matching" in str(error).lower():
            raise PackageRefused(
                "NOT_FOR_US",
                "这个交换包不是给本机的，打不开。",
                todo="请核对U盘。本机要是新加入的，对方收过局里新的交换包以后再做的才打得开。",
            ) from error
        raise damaged() from error
    most = min(limits.unpacked, max(len(packed) * limits.ratio, _RATIO_FROM))
    try:
        # Our own packages say how much they unpack to; what does not say so is none of ours.
        size = zstandard.frame_content_size(packed)
        if size > most:
            raise _bomb()
        return zstandard.ZstdDecompressor(max_window_size=_WINDOW).decompress(
            packed, max_output_size=max(size, 1), allow_extra_data=False
        )
    except zstandard.ZstdError as error:
        raise damaged() from error


def _bomb() -> PackageRefused:
    return PackageRefused("BOMB", "交换包大得不正常，没有打开。", todo=_AGAIN)


def _size(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise TypeError(value)
    return value


def _contents(chunks: list[bytes], limits: Limits) -> Contents:
    try:
        return wire.contents(chunks, limits)
    except (ValueError, KeyError, TypeError, IndexError, RecursionError) as error:
        raise damaged() from error
