"""The bytes of a 开户包: magic | box(zstd(length | head | package)), opened by a spoken code."""

import json
from collections.abc import Mapping
from typing import Any

import zstandard

from app.domain.nodes import canonical
from app.exchange import secret_boxes
from app.exchange.node_keys import digits_of
from app.exchange.package_bytes import PackageRefused

MAGIC = b"DWTZJOIN"
_NUMBER = 4
_MOST = 1 << 30


def is_enrolment(data: bytes) -> bool:
    """Tell whether a file is an enrolment package."""
    return data[: len(MAGIC)] == MAGIC


def to_bytes(head: Mapping[str, Any], package: bytes, code: str) -> bytes:
    """Return an enrolment package: what the joining node is told, and its first package."""
    told = canonical(head)
    inner = len(told).to_bytes(_NUMBER, "big") + told + package
    packed = zstandard.ZstdCompressor().compress(inner)
    return MAGIC + secret_boxes.seal(packed, digits_of(code), secret_boxes.SPOKEN_CODE)


def opened(data: bytes, code: str) -> tuple[dict[str, Any], bytes]:
    """Return head and package; raises PackageRefused when the code is wrong or it is damaged."""
    if not is_enrolment(data):
        raise damaged_enrolment()
    try:
        packed = secret_boxes.unseal(data[len(MAGIC) :], digits_of(code))
        if zstandard.frame_content_size(packed) > _MOST:
            raise damaged_enrolment()
        inner = zstandard.ZstdDecompressor().decompress(packed, allow_extra_data=False)
        size = int.from_bytes(inner[:_NUMBER], "big")
        head = json.loads(inner[_NUMBER : _NUMBER + size])
    except secret_boxes.WrongSecret as error:
        raise PackageRefused(
            "WRONG_CODE",
            "开户码不对，或者开户包已损坏。",
            todo="请与教育局在电话里逐位核对开户码后再试。",
        ) from error
    except (zstandard.ZstdError, ValueError, RecursionError) as error:
        raise damaged_enrolment() from error
    if not isinstance(head, dict):
        raise damaged_enrolment()
    return head, inner[_NUMBER + size :]


def damaged_enrolment() -> PackageRefused:
    """Return the refusal of a file that is no whole enrolment package."""
    return PackageRefused("DAMAGED", "这不是完整的开户包。", todo="请教育局重新做一份开户包。")
