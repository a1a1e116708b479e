"""Joining by one stick and one spoken code: the bureau makes a 开户包, the school opens it."""

import json
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import zstandard

from app.base.errors import UserError
from app.domain.nodes import Certificate, Role, Roster, canonical
from app.domain.packages import SignedRoster
from app.exchange import secret_boxes, stick
from app.exchange.node_keys import (
    digits_of,
    new_code,
    new_keys,
    new_seed,
    public_key,
)
from app.exchange.package_bytes import PackageRefused
from app.services.exchange.moments import now_text
from app.services.exchange.packing import Packer
from app.services.exchange.receiving import Taken, take
from app.services.exchange.setup import bureau_identity
from app.services.exchange.signing import sign_own
from app.services.exchange.trust import believed
from app.services.ledger import Ledger
from app.store import node
from app.store.node import Enrolment, Identity

MAGIC = b"DWTZJOIN"
_NUMBER = 4
_MOST = 1 << 30


@dataclass(frozen=True, slots=True)
class Enrolled:
    """A 开户包: the code to be told by telephone, never written on the stick, and its bytes."""

    name: str
    code: str
    data: bytes
    files: tuple[Path, ...] = ()


def make(
    ledger: Ledger, name: str, branches: tuple[str, ...], *, role: Role = Role.SCHOOL
) -> Enrolled:
    """Make an enrolment package for one PC of a school, or of the bureau itself.

    branches: ids of the organisations it keeps. Raises UserError when we are not the bureau.
    """
    seed, keys, code = new_seed(), new_keys(), new_code()
    with ledger.writing("做开户包", kind="PACK") as tx:
        who = bureau_identity(tx)
        roster = node.roster(tx) or Roster(0, who.root_key, "", ())
        sign_own(tx, who, roster)
        enrolment = secrets.token_hex(8)
        at = now_text(ledger)
        made = Enrolment(enrolment, public_key(seed), role, name, branches, at)
        node.add_enrolment(tx, made)
        guest = Certificate(f"enrol:{enrolment}", role, name, branches, "", keys.box_key)
        package = Packer(tx, who, roster, at).make(guest)
        signed = node.signed_roster(tx)
    head = canonical(
        {
            "enrolment": enrolment,
            "seed": seed.hex(),
            "box_secret": keys.box_secret,
            "role": role.value,
            "name": name,
            "branches": branches,
            "root_key": who.root_key,
            "roster": [signed.body, signed.signature.hex()] if signed else None,
        }
    )
    inner = len(head).to_bytes(_NUMBER, "big") + head + package.data
    packed = zstandard.ZstdCompressor().compress(inner)
    return Enrolled(
        name, code, MAGIC + secret_boxes.seal(packed, digits_of(code), secret_boxes.SPOKEN_CODE)
    )


def write(enrolled: Enrolled, folder: Path) -> Enrolled:
    """Write an enrolment package to a stick; raises UserError."""
    files = stick.write(enrolled.data, folder, lambda data: data[: len(MAGIC)] == MAGIC)
    return Enrolled(enrolled.name, enrolled.code, enrolled.data, files)


def is_enrolment(data: bytes) -> bool:
    """Tell whether a file is an enrolment package."""
    return data[: len(MAGIC)] == MAGIC


def join(ledger: Ledger, data: bytes, code: str) -> Taken:
    """Become the node that an enrolment package is for, and take in the records it brings.

    Our own keys are made here and never leave. Raises UserError when the code is wrong, the
    package damaged, or this ledger takes part already.
    """
    head, package = _opened(data, code)
    try:
        keys = new_keys()
        who = Identity(
            keys.node,
            Role(head["role"]),
            str(head["name"]),
            keys.sign_seed,
            keys.box_secret,
            str(head["root_key"]),
            tuple(map(str, head["branches"])),
            str(head["enrolment"]),
            bytes.fromhex(head["seed"]),
        )
        body, signature = head["roster"]
        signed = SignedRoster(str(body), bytes.fromhex(signature))
        guest_secret = str(head["box_secret"])
    except (KeyError, ValueError, TypeError) as error:
        raise _damaged() from error
    if believed(signed, who.root_key) is None:
        raise _damaged()
    with ledger.writing("加入U盘交换") as tx:
        if node.identity(tx):
            raise UserError(
                "本机已经加入过U盘交换。", kept="没有改动。", todo="换单位请用新的数据文件夹。"
            )
        node.become(tx, who)
        node.keep_roster(tx, signed)
    return take(ledger, package, box_secret=guest_secret)


def _opened(data: bytes, code: str) -> tuple[dict[str, Any], bytes]:
    if not is_enrolment(data):
        raise _damaged()
    try:
        packed = secret_boxes.unseal(data[len(MAGIC) :], digits_of(code))
        if zstandard.frame_content_size(packed) > _MOST:
            raise _damaged()
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
        raise _damaged() from error
    if not isinstance(head, dict):
        raise _damaged()
    return head, inner[_NUMBER + size :]


def _damaged() -> PackageRefused:
    return PackageRefused("DAMAGED", "这不是完整的开户包。", todo="请教育局重新做一份开户包。")
