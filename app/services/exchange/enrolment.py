"""Joining by one stick and one spoken code: the bureau makes a 开户包, the school opens it."""

import contextlib
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from app.base.errors import Cancelled, UserError
from app.base.paths import DataFolder
from app.base.progress import Progress, Silent
from app.domain.nodes import ENROLMENT, Certificate, Role, Roster
from app.domain.packages import SignedRoster
from app.exchange import enrolment_bytes, stick
from app.exchange.node_keys import (
    new_code,
    new_keys,
    new_seed,
    public_key,
)
from app.exchange.package_bytes import PackageRefused
from app.services.exchange.moments import now_text
from app.services.exchange.packing import Packer
from app.services.exchange.receiving import Taken, take
from app.services.exchange.setup import bureau_identity, check_name, list_keeper
from app.services.exchange.signing import sign_own
from app.services.exchange.trust import believed
from app.services.ledger import Ledger
from app.store import node, records
from app.store.engine import Transaction
from app.store.node import Enrolment, Identity

_SILENT = Silent()


@dataclass(frozen=True, slots=True)
class Enrolled:
    """A 开户包: the code to be told by telephone, never written on the stick, and its bytes."""

    name: str
    code: str
    data: bytes
    enrolment: str
    files: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked for one PC: the unit's name, the ids of the organisations it keeps."""

    name: str
    branches: tuple[str, ...]
    role: Role = Role.SCHOOL


@dataclass(frozen=True, slots=True)
class Opened:
    """A 开户包 that its code opens: for whom it is, how many organisations it keeps, its bytes."""

    name: str
    role: Role
    branches_n: int
    data: bytes


def make(
    ledger: Ledger, name: str, branches: tuple[str, ...], *, role: Role = Role.SCHOOL
) -> Enrolled:
    """Make an enrolment package for one PC of a school, or of the bureau itself.

    branches: ids of the organisations it keeps. Raises UserError when we are not the bureau.
    """
    seed, keys, code = new_seed(), new_keys(), new_code()
    with ledger.writing("做开户包", kind="PACK") as tx:
        who = list_keeper(tx)
        _check_order(tx, name, branches)
        roster = node.roster(tx) or Roster(0, who.root_key, "", ())
        sign_own(tx, who, roster)
        enrolment = secrets.token_hex(8)
        at = now_text(ledger)
        made = Enrolment(enrolment, public_key(seed), role, name, branches, at)
        node.add_enrolment(tx, made)
        guest = Certificate(f"{ENROLMENT}{enrolment}", role, name, branches, "", keys.box_key)
        package = Packer(tx, who, roster, at).make(guest)
        signed = node.signed_roster(tx)
    head = {
        "enrolment": enrolment,
        "seed": seed.hex(),
        "box_secret": keys.box_secret,
        "role": role.value,
        "name": name,
        "branches": branches,
        "root_key": who.root_key,
        "roster": [signed.body, signed.signature.hex()] if signed else None,
    }
    return Enrolled(name, code, enrolment_bytes.to_bytes(head, package.data, code), enrolment)


def _check_order(tx: Transaction, name: str, branches: tuple[str, ...]) -> None:
    check_name(name)
    if not {*branches} <= {str(row["id"]) for row in records.find(tx, "org_unit")}:
        raise UserError("台账里没有这个党组织。", kept="没有改动。", todo="请刷新后重选。")


def write(enrolled: Enrolled, folder: Path) -> Enrolled:
    """Write an enrolment package to a stick; raises UserError."""
    files = stick.write(enrolled.data, folder, enrolment_bytes.is_enrolment)
    return replace(enrolled, files=files)


def make_all(
    ledger: Ledger, orders: Sequence[Order], folder: Path, progress: Progress = _SILENT
) -> tuple[Enrolled, ...]:
    """Make the enrolment packages of several PCs and write them to one stick.

    Raises UserError when the stick cannot be written to; what was made is then withdrawn, so that
    no code is out for a package that nobody has. Cancelled does the same.
    """
    made: list[Enrolled] = []
    try:
        for number, order in enumerate(orders):
            progress.step(number, len(orders), f"开户：{order.name}")
            made.append(make(ledger, order.name, order.branches, role=order.role))
            made[-1] = write(made[-1], folder)
    except (UserError, Cancelled):
        for each in made:
            withdraw(ledger, each.enrolment)
            for path in each.files:
                with contextlib.suppress(OSError):  # the stick is gone; the package is worthless
                    path.unlink()
        raise
    return tuple(made)


def lying_on(folder: DataFolder, places: Iterable[Path]) -> tuple[bytes, ...]:
    """Return the enrolment packages on sticks, or in files; raises UserError.

    The sticks are free as soon as this returns.
    """
    found, _ = stick.collect(places, folder.inbox)
    return tuple(each.data for each in found if enrolment_bytes.is_enrolment(each.data))


def opened_by(packages: Sequence[bytes], code: str, progress: Progress = _SILENT) -> Opened:
    """Return the one of several enrolment packages that a code opens; nothing is written.

    Each guess is made to take long, and a county's stick holds 200. Raises UserError when the code
    opens none of them.
    """
    refused: PackageRefused = enrolment_bytes.damaged_enrolment()
    for number, data in enumerate(packages):
        progress.step(number, len(packages), "找您单位的开户包")
        try:
            head, _ = enrolment_bytes.opened(data, code)
            return Opened(str(head["name"]), Role(head["role"]), len(head["branches"]), data)
        except PackageRefused as error:
            refused = error
        except (KeyError, ValueError, TypeError):
            refused = enrolment_bytes.damaged_enrolment()
    raise refused


def withdraw(ledger: Ledger, enrolment: str) -> None:
    """Make an enrolment package that nobody has joined by yet worthless. Only the bureau can."""
    with ledger.writing("作废开户包") as tx:
        bureau_identity(tx)
        node.drop_enrolment(tx, enrolment)


def join(ledger: Ledger, data: bytes, code: str) -> Taken:
    """Become the node that an enrolment package is for, and take in the records it brings.

    Our own keys are made here and never leave. Who was struck off, or joined by a package that
    another PC had used, joins again with all that was entered meanwhile. Raises UserError when the
    code is wrong, the package damaged, or this ledger takes part already.
    """
    head, package = enrolment_bytes.opened(data, code)
    try:
        who = _named_in(head)
        body, signature = head["roster"]
        signed = SignedRoster(str(body), bytes.fromhex(signature))
        guest_secret = str(head["box_secret"])
    except (KeyError, ValueError, TypeError) as error:
        raise enrolment_bytes.damaged_enrolment() from error
    told = believed(signed, who.root_key)
    if told is None:
        raise enrolment_bytes.damaged_enrolment()
    with ledger.writing("加入U盘交换") as tx:
        known = node.roster(tx)
        former = node.identity(tx)
        if former:
            newest = known if known and known.version > told.version else told
            who = _joining_again(tx, former, who, newest)
        node.become(tx, who)
        if known is None or known.version < told.version:
            node.keep_roster(tx, signed)
    return take(ledger, package, box_secret=guest_secret)


def _named_in(head: Mapping[str, Any]) -> Identity:
    """Return who an enrolment package makes of us, with fresh keys."""
    keys = new_keys()
    return Identity(
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


def _joining_again(tx: Transaction, former: Identity, who: Identity, roster: Roster) -> Identity:
    """Return who we are from now on; raises UserError for who may go on as before.

    A PC that never got onto the list keeps its keys, or nobody could vouch for what it has signed.
    One that was struck off needs new ones; what it wrote is signed with the old ones a last time.
    """
    listed = roster.of(former.node)
    is_same_unit = (former.root_key, former.role) == (who.root_key, who.role) and (
        former.branches == who.branches or not {*former.branches}.isdisjoint(who.branches)
    )
    if not is_same_unit or (listed and listed.sign_key and not listed.revoked_on):
        raise UserError(
            "本机已经加入过U盘交换。", kept="没有改动。", todo="换单位请用新的数据文件夹。"
        )
    again = replace(who, witness=former.witness)
    if listed and listed.revoked_on:
        sign_own(tx, former, roster)
        return again
    return replace(
        again, node=former.node, sign_seed=former.sign_seed, box_secret=former.box_secret
    )
