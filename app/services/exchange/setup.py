"""Who this installation is: founding the bureau's exchange, replacing a PC, revoking one."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace

from app.base.errors import UserError
from app.domain.natural_order import natural_key
from app.domain.nodes import Certificate, Role, Roster
from app.exchange.node_keys import (
    NodeKeys,
    new_keys,
    new_seed,
    public_key,
    seed_of_sheet,
    sheet_text,
)
from app.services.exchange.moments import now_text
from app.services.exchange.signing import sign_own
from app.services.exchange.trust import rooted, signed_roster
from app.services.ledger import Ledger
from app.store import merging, node
from app.store.engine import Transaction
from app.store.node import Identity

_LOST_VERSIONS = 1000
"""How far a recovered bureau jumps ahead: the lost PC may have signed rosters we never saw."""


@dataclass(frozen=True, slots=True)
class NodeStatus:
    """What this installation is; name and role are empty before it takes part."""

    node: str = ""
    role: Role | None = None
    name: str = ""
    branches: tuple[str, ...] = ()
    roster_version: int = 0
    waits_for_bureau: bool = False


def status(ledger: Ledger) -> NodeStatus:
    """Return what this installation is in the exchange."""
    with ledger.reading() as tx:
        who, signed = node.identity(tx), node.signed_roster(tx)
        if who is None:
            return NodeStatus()
        roster = Roster.read(signed.body) if signed else None
        own = roster.of(who.node) if roster else None
        branches = own.branches if own else who.branches
        version = roster.version if roster else 0
        return NodeStatus(who.node, who.role, who.name, branches, version, own is None)


def members(ledger: Ledger) -> tuple[Certificate, ...]:
    """Return everybody on the bureau's roster, by name; the revoked too."""
    with ledger.reading() as tx:
        roster = node.roster(tx)
        return (
            tuple(sorted(roster.nodes, key=lambda each: natural_key(each.name))) if roster else ()
        )


def new_sheet() -> str:
    """Return the root key as it is printed, for found_bureau to use once it stands on paper."""
    return sheet_text(new_seed())


def found_bureau(ledger: Ledger, name: str, sheet: str = "") -> str:
    """Make this the bureau's installation and return the text of the recovery sheet.

    sheet: one that is printed already, else a new one. The root key stands on that sheet and
    nowhere else. Raises UserError when there is a node, or no name.
    """
    check_name(name)
    keys, root = new_keys(), seed_of_sheet(sheet) if sheet else new_seed()
    with ledger.writing("设立U盘交换") as tx:
        if node.identity(tx):
            raise UserError("本机已经设立过U盘交换。", kept="没有改动。")
        own = rooted(_certificate(keys, Role.BUREAU, name), root)
        node.become(tx, _identity(keys, own, public_key(root)))
        roster = Roster(1, public_key(root), own.node, (own,))
        node.keep_roster(tx, signed_roster(roster, keys.sign_seed))
    return sheet_text(root)


def recover_bureau(ledger: Ledger, sheet: str, name: str) -> None:
    """Make this PC the bureau's in the place of a lost one, from a backup and the printed sheet.

    The bureau's former nodes are revoked. Raises UserError when the sheet is not of this bureau.
    """
    check_name(name)
    root, keys = seed_of_sheet(sheet, "换机码"), new_keys()
    with ledger.writing("更换教育局电脑") as tx:
        roster = node.roster(tx)
        if roster is None or roster.root_key != public_key(root):
            raise UserError(
                "这不是本台账的换机码。",
                kept="没有改动。",
                todo="请看恢复单上的“换机码”，不是“恢复码”；也核对备份是不是教育局的。",
            )
        own = rooted(_certificate(keys, Role.BUREAU, name), root)
        known = tuple(
            replace(each, revoked_on=now_text(ledger), revoked_why="更换电脑")
            if each.role is Role.BUREAU and not each.revoked_on
            else each
            for each in roster.nodes
        )
        newer = replace(roster, version=roster.version + _LOST_VERSIONS, nodes=known)
        former = node.identity(tx)
        if former and former.role is not Role.BUREAU:
            raise UserError(
                "这是学校的台账，只有本校的记录，不能当教育局的用。",
                kept="没有改动。",
                todo="请恢复教育局的台账备份，再用恢复单。",
            )
        if former:
            sign_own(tx, former, roster)
        recovered = _identity(keys, own, roster.root_key)
        node.become(tx, recovered)
        node.begin_new_life(tx, recovered, "")
        node.keep_roster(tx, signed_roster(newer.with_node(own, own.node), keys.sign_seed))


def revoke(ledger: Ledger, node_id: str, why: str) -> None:
    """Strike a node off: what it makes from now on is refused. Only the bureau can.

    Raises UserError for this PC itself: nobody could let it in again.
    """
    if status(ledger).node == node_id:
        raise UserError(
            "不能停用正在使用的这台电脑。",
            kept="没有改动。",
            todo="要换教育局的电脑，请在新电脑上用恢复单。",
        )
    _change(
        ledger, node_id, lambda each: replace(each, revoked_on=now_text(ledger), revoked_why=why)
    )


def set_branches(ledger: Ledger, node_id: str, branches: tuple[str, ...]) -> None:
    """Change which organisations a node keeps. Only the bureau can."""
    _change(ledger, node_id, lambda each: replace(each, branches=branches))


def _change(ledger: Ledger, node_id: str, change: Callable[[Certificate], Certificate]) -> None:
    with ledger.writing("修改单位名单") as tx:
        who = list_keeper(tx)
        roster = node.roster(tx)
        found = roster.of(node_id) if roster else None
        if roster is None or found is None:
            raise UserError("名单里没有这台电脑。", kept="没有改动。", todo="请刷新后再试。")
        newer = roster.with_node(change(found), who.node)
        node.keep_roster(tx, signed_roster(newer, who.sign_seed))
        merging.rebuild(tx, newer)


def bureau_identity(tx: Transaction) -> Identity:
    """Return who we are; raises UserError when we are not the bureau."""
    who = node.identity(tx)
    if who is None or who.role is not Role.BUREAU:
        raise UserError("只有教育局的电脑能做这件事。", kept="没有改动。")
    return who


def list_keeper(tx: Transaction) -> Identity:
    """Return who we are; raises UserError unless we may sign the list of units.

    Only the PC that has the root key's signature may: nobody believes a list by another.
    """
    who, roster = bureau_identity(tx), node.roster(tx)
    own = roster.of(who.node) if roster else None
    if own is None or not own.root_signature:
        raise UserError(
            "开户和注销只能在教育局设立交换的那台电脑上办。",
            kept="没有改动。",
            todo="请到那台电脑上办；那台电脑没有了，请在新电脑上用恢复单。",
        )
    return who


def keeps_list(ledger: Ledger) -> bool:
    """Tell whether this PC is the one that may sign the list of units."""
    with ledger.reading() as tx, suppress(UserError):
        list_keeper(tx)
        return True
    return False


def own_identity(tx: Transaction) -> Identity:
    """Return who we are; raises UserError when this ledger takes no part in the exchange."""
    who = node.identity(tx)
    if who is None:
        raise UserError(
            "本机还没有加入U盘交换。",
            kept="没有改动。",
            todo="学校请用教育局给的开户包加入；教育局请先设立U盘交换。",
        )
    return who


def check_name(name: str) -> None:
    """Refuse a unit without a name with a UserError."""
    if not name.strip():
        raise UserError("单位名称是空的。", kept="没有改动。", todo="请填写单位名称。")


def _certificate(keys: NodeKeys, role: Role, name: str) -> Certificate:
    return Certificate(keys.node, role, name, (), keys.sign_key, keys.box_key)


def _identity(keys: NodeKeys, own: Certificate, root_key: str) -> Identity:
    return Identity(own.node, own.role, own.name, keys.sign_seed, keys.box_secret, root_key)
