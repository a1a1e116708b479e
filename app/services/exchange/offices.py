"""Every school and its PCs as the bureau sees them, and what this PC is itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from app.domain.natural_order import natural_key
from app.domain.nodes import Certificate, Role
from app.services.exchange.setup import bureau_identity, status
from app.services.ledger import Ledger
from app.services.own_unit import unit_name
from app.store import node, post_book, records
from app.store.engine import Transaction
from app.store.node import Enrolment


class PcState(StrEnum):
    """How a PC stands: WAITING has its 开户包 and has not reported yet."""

    OWN = "OWN"
    IN_FORCE = "IN_FORCE"
    WAITING = "WAITING"
    REVOKED = "REVOKED"


STATE_WORDS: Mapping[PcState, str] = {
    PcState.OWN: "本机",
    PcState.IN_FORCE: "正常",
    PcState.WAITING: "等第一次报送",
    PcState.REVOKED: "已注销",
}


@dataclass(frozen=True, slots=True)
class Pc:
    """One PC. node is empty while it waits, enrolment for one that joined before this bureau PC.

    branches: the ids of the organisations it keeps. note: why it was revoked.
    """

    node: str
    enrolment: str
    state: PcState
    enrolled_on: date | None
    heard_on: date | None
    branches: tuple[str, ...]
    note: str = ""

    @property
    def label(self) -> str:
        """Return how the PC is called where a unit has several."""
        return f"电脑 {self.node[:4].upper()}" if self.node else "新电脑"

    @property
    def state_text(self) -> str:
        """Return the state in words."""
        told = STATE_WORDS[self.state]
        return f"{told}：{self.note}" if self.note else told


@dataclass(frozen=True, slots=True)
class Office:
    """A unit that takes part: its name, what it keeps, its PCs with those in force first."""

    name: str
    role: Role
    keeps: str
    pcs: tuple[Pc, ...]

    def number(self, state: PcState) -> int:
        """Return how many PCs are in a state."""
        return sum(pc.state is state for pc in self.pcs)


def offices(ledger: Ledger) -> tuple[Office, ...]:
    """Return every unit, the bureau first; raises UserError when we are not the bureau."""
    with ledger.reading() as tx:
        own = bureau_identity(tx)
        names = {str(row["id"]): _short(row) for row in records.find(tx, "org_unit")}
        heard = {key: peer.last_received_at for key, peer in post_book.peers(tx).items()}
        by_unit: dict[tuple[Role, str], list[Pc]] = {}
        for role, name, pc in _pcs(tx, own.node, heard):
            by_unit.setdefault((role, name), []).append(pc)
    found = [_office(role, name, pcs, names) for (role, name), pcs in by_unit.items()]
    return tuple(
        sorted(found, key=lambda each: (each.role is not Role.BUREAU, natural_key(each.name)))
    )


def unit(ledger: Ledger) -> str:
    """Return the unit whose ledger this is."""
    with ledger.reading() as tx:
        return unit_name(tx)


def own_sentences(ledger: Ledger) -> tuple[str, ...]:
    """Say what this PC is in the exchange: the unit, its branches, its number."""
    found = status(ledger)
    if found.role is None:
        return ("本机还没有加入U盘交换。",)
    if found.role is Role.BUREAU:
        keeps = "全县各支部"
    else:
        with ledger.reading() as tx:
            names = {str(row["id"]): _short(row) for row in records.find(tx, "org_unit")}
        keeps = _kept(found.branches, names)
    waits = "教育局还没有收到本机的第一次报送。" if found.waits_for_bureau else ""
    told = (
        f"本机单位：{found.name}",
        f"管理：{keeps}",
        f"电脑编号：{found.node[:4].upper()}，单位名单第{found.roster_version}版",
    )
    return (*told, waits) if waits else told


def _pcs(tx: Transaction, own: str, heard: Mapping[str, str]) -> list[tuple[Role, str, Pc]]:
    roster = node.roster(tx)
    enrolments = node.enrolments(tx)
    by_node = {each.node: each for each in enrolments if each.node}
    listed = roster.nodes if roster else ()
    found = [
        (each.role, each.name, _listed(each, own, by_node.get(each.node), heard.get(each.node, "")))
        for each in listed
    ]
    waiting = [each for each in enrolments if not each.node]
    return found + [(each.role, each.name, _waiting(each)) for each in waiting]


def _listed(each: Certificate, own: str, enrolment: Enrolment | None, heard: str) -> Pc:
    if each.revoked_on:
        state = PcState.REVOKED
    else:
        state = PcState.OWN if each.node == own else PcState.IN_FORCE
    made = enrolment.made_at if enrolment else ""
    key = enrolment.id if enrolment else ""
    return Pc(each.node, key, state, _day(made), _day(heard), each.branches, each.revoked_why)


def _waiting(each: Enrolment) -> Pc:
    return Pc("", each.id, PcState.WAITING, _day(each.made_at), None, each.branches)


def _office(role: Role, name: str, pcs: list[Pc], names: Mapping[str, str]) -> Office:
    order = list(PcState)
    in_order = tuple(sorted(pcs, key=lambda pc: order.index(pc.state)))
    keeps = "全部" if role is Role.BUREAU else _kept(in_order[0].branches, names)
    return Office(name, role, keeps, in_order)


def _kept(branches: tuple[str, ...], names: Mapping[str, str]) -> str:
    return "、".join(names.get(each, "（已撤销的支部）") for each in branches) or "没有指定支部"


def _short(row: Mapping[str, object]) -> str:
    return str(row["short_name"] or row["full_name"])


def _day(text: str) -> date | None:
    return datetime.fromisoformat(text).astimezone().date() if text else None
