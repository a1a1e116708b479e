"""Whom to believe: rosters that go back to the root key, senders in force, signed operations."""

import json
from collections.abc import Collection, Iterable
from dataclasses import replace

from app.domain.nodes import Certificate, Role, Roster, node_of_replica
from app.domain.packages import (
    Contents,
    Join,
    Manifest,
    SignedRoster,
    WireCommit,
    WireOperation,
)
from app.exchange.commits import is_genuine
from app.exchange.node_keys import is_signed, node_name, sign
from app.exchange.package_bytes import PackageRefused, damaged
from app.store import node as store
from app.store.engine import Transaction
from app.store.erasing import ERASURE
from app.store.node import Enrolment, Identity

ROSTER, ROOT, JOINING = "roster", "root", "join"
"""Purposes of signatures: one for a purpose never serves another."""
NOBODY = ("UNKNOWN_SENDER", "这个交换包的单位不在教育局的名单里。")
_ASK_MAKER = "请在做它的开户包的那台电脑上收它的第一次报送；不清楚的请与教育局核对。"
_REJOIN = "请给该单位新的开户包，在那台电脑上点菜单“交换→加入交换”，原来录的都会带来。"
_ASK_NEW = "请告诉教育局；要用的内容，请从没有停用的电脑上重新做一份。"
_ASK_BUREAU = "请与教育局核对；本机的名单可能旧了，先收一次教育局的回盘再试。"


def signed_roster(roster: Roster, seed: bytes) -> SignedRoster:
    """Return a roster with the signature of its signer."""
    body = roster.text()
    return SignedRoster(body, sign(seed, ROSTER, body.encode()))


def rooted(certificate: Certificate, root_seed: bytes) -> Certificate:
    """Return the certificate of a node of the bureau with the root key's signature."""
    signature = sign(root_seed, ROOT, certificate.vouched())
    return replace(certificate, root_signature=signature.hex())


def believed(signed: SignedRoster | None, root_key: str) -> Roster | None:
    """Return what a roster says when it goes back to the root key; None otherwise."""
    if signed is None:
        return None
    try:
        roster = Roster.read(signed.body)
        signer = roster.of(roster.signer)
        vouched = bytes.fromhex(signer.root_signature) if signer else b""
    except (ValueError, KeyError, TypeError):
        return None
    is_rooted = (
        signer is not None
        and roster.root_key == root_key
        and signer.role is Role.BUREAU
        and node_name(signer.sign_key) == signer.node
        and is_signed(root_key, ROOT, signer.vouched(), vouched)
        and is_signed(signer.sign_key, ROSTER, signed.body.encode(), signed.signature)
    )
    return roster if is_rooted else None


def newest_roster(tx: Transaction, who: Identity, manifest: Manifest) -> tuple[Roster, bool]:
    """Return the roster to judge a package by, and whether the package has brought it.

    An older one, one that does not go back to the root key, and one whose signer was struck off
    change nothing: a stolen PC of the bureau could else put itself back.
    """
    ours = store.roster(tx)
    brought = believed(manifest.roster, who.root_key)
    signer = ours.of(brought.signer) if ours and brought else None
    if signer and signer.revoked_on:
        brought = None
    if brought and (ours is None or brought.version > ours.version):
        return brought, True
    return ours or Roster(0, who.root_key, "", ()), False


def sender_of(tx: Transaction, roster: Roster, manifest: Manifest) -> Certificate:
    """Return the certificate of a package's sender; a first word is checked by its enrolment.

    Raises PackageRefused for who is unknown or revoked.
    """
    found = roster.of(manifest.sender)
    if found and found.revoked_on:
        raise PackageRefused(
            "REVOKED",
            f"“{found.name}”的这台电脑已被教育局停用，它做的交换包不能收。",
            todo=_REJOIN if _can_enrol(tx, found) else _ASK_NEW,
        )
    if found and found.sign_key:
        return found
    if manifest.join is None:
        raise PackageRefused(*NOBODY, todo=_ASK_BUREAU)
    return _joining(tx, manifest.sender, manifest.join)


def _can_enrol(tx: Transaction, revoked: Certificate) -> bool:
    """Tell whether we are the bureau, and so can let a school's PC in again."""
    who = store.identity(tx)
    return who is not None and (who.role, revoked.role) == (Role.BUREAU, Role.SCHOOL)


def join_word(who: Identity, sign_key: str, box_key: str) -> Join:
    """Return the first word of a node that has no certificate yet."""
    signature = sign(who.enrol_seed, JOINING, _joining_part(who.enrolment, sign_key, box_key))
    return Join(who.enrolment, sign_key, box_key, signature.hex())


def _joining_part(enrolment: str, sign_key: str, box_key: str) -> bytes:
    return f"{enrolment}|{sign_key}|{box_key}".encode()


def _joining(tx: Transaction, sender: str, join: Join) -> Certificate:
    enrolment = next((e for e in store.enrolments(tx) if e.id == join.enrolment), None)
    if enrolment is None or not _is_by(enrolment, join) or not _is_name(sender, join.sign_key):
        raise PackageRefused(*NOBODY, todo=_ASK_MAKER)
    if enrolment.node not in {"", sender}:
        raise PackageRefused(
            "ENROLMENT_USED",
            f"“{enrolment.name}”的这个开户包已经用过一次，不能在第二台电脑上再用。",
            todo="请为它另做一个开户包，在那台电脑上点菜单“交换→加入交换”，原来录的都会带来。",
        )
    keys = (join.sign_key, join.box_key)
    return Certificate(sender, enrolment.role, enrolment.name, enrolment.branches, *keys)


def _is_by(enrolment: Enrolment, join: Join) -> bool:
    part = _joining_part(join.enrolment, join.sign_key, join.box_key)
    try:
        signature = bytes.fromhex(join.signature)
    except ValueError:
        return False
    return is_signed(enrolment.public_key, JOINING, part, signature)


def _is_name(sender: str, sign_key: str) -> bool:
    try:
        return node_name(sign_key) == sender
    except ValueError:
        return False


def check_authors(roster: Roster, sender: Certificate, contents: Contents) -> None:
    """Check that every operation is signed by its author's node; raises PackageRefused.

    A revoked node's own packages are refused, but what others in force pass on of it is taken: it
    may have been written before, and refusing it would stop all that they have to tell.
    """
    by_node = {each.node: each for each in (*roster.nodes, sender)}
    vouched: set[bytes] = set()
    for commit in contents.commits:
        author = by_node.get(commit.node)
        if author is None or not author.sign_key:
            raise PackageRefused(*NOBODY, todo=_ASK_BUREAU)
        if not _is_own(commit) or not is_genuine(commit, author.sign_key):
            raise forged()
        vouched.update(_ids(commit))
    if any(op.id not in vouched for op in contents.operations):
        raise forged()


def check_erasures(roster: Roster, known: Collection[str], contents: Contents) -> None:
    """Check who orders erasures, and that nothing was erased without one; raises PackageRefused.

    known: the records that are erased here already. Only the PC of the bureau that has the root
    key's signature orders one, and nobody changes an order. Being revoked since undoes none: its
    own packages are refused, and what it ordered before stands.
    """
    named = set(known)
    orders = [op for op in contents.operations if op.table == ERASURE]
    authors = {i: c.node for c in contents.commits for i in _ids(c)} if orders else {}
    for op in orders:
        if op.kind != "I" or op.is_erased or not is_rooted(roster, authors.get(op.id, "")):
            raise PackageRefused(
                "ERASURE",
                "交换包里有清除个人信息的命令，却不是教育局下的。",
                todo="请不要使用这个U盘文件，并联系教育局核实。",
            )
        named.add(_erased_id(op))
    if any(op.is_erased and op.row not in named for op in contents.operations):
        raise forged()


def is_rooted(roster: Roster, node: str) -> bool:
    """Tell whether a node is one of the bureau's that the root key itself has signed."""
    found = roster.of(node)
    if found is None or found.role is not Role.BUREAU:
        return False
    try:
        vouched = bytes.fromhex(found.root_signature)
    except ValueError:
        return False
    return is_signed(roster.root_key, ROOT, found.vouched(), vouched)


def _erased_id(op: WireOperation) -> str:
    try:
        return str(json.loads(op.changes)["erased_id"])
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise damaged() from error


def forged() -> PackageRefused:
    """Return the refusal of operations that their author has not signed."""
    return PackageRefused(
        "FORGED",
        "交换包里有来历不明的内容，签名对不上。",
        todo="请不要使用这个U盘文件，并联系教育局核实。",
    )


def _is_own(commit: WireCommit) -> bool:
    """Tell whether a node signs only for its own replicas, or for what is older than any node."""
    return node_of_replica(commit.replica) in {"", commit.node}


def _ids(commit: WireCommit) -> Iterable[bytes]:
    return (commit.ids[start : start + 32] for start in range(0, len(commit.ids), 32))
