"""Making packages: for each receiver what it may see and has not yet said that it holds."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from app.base.errors import UserError
from app.base.progress import Progress, Silent
from app.domain.natural_order import natural_key
from app.domain.nodes import ENROLMENT, Certificate, Role, Roster
from app.domain.packages import (
    SUFFIX,
    Contents,
    Join,
    Manifest,
    Package,
    PackageKind,
    SignedRoster,
)
from app.exchange import stick
from app.exchange.local_copies import prune
from app.exchange.node_keys import NodeKeys
from app.exchange.package_bytes import PackageRefused, opened, to_bytes
from app.services.exchange.moments import now_text
from app.services.exchange.setup import own_identity
from app.services.exchange.signing import sign_own
from app.services.exchange.trust import join_word
from app.services.ledger import Ledger
from app.store import erasing, merging, node, post_book, shipments
from app.store.digests import Digests
from app.store.engine import Transaction
from app.store.migration import HEAD
from app.store.node import Identity
from app.store.post_book import Peer, Sent
from app.store.scope import Scopes
from app.store.shipments import Shipment
from app.store.tables.columns import new_id

_SILENT = Silent()
_ACKED_AT_MOST = 30


@dataclass(frozen=True, slots=True)
class Made:
    """A package for one receiver; files are where it lies on the stick, once it lies there.

    replaced_n: how many older ones for the same receiver it has replaced there.
    """

    package: str
    node: str
    name: str
    data: bytes
    operations_n: int
    is_whole: bool
    files: tuple[Path, ...] = ()
    replaced_n: int = 0


def sentences(made: Sequence[Made]) -> tuple[str, ...]:
    """Say of each package what it is; the PCs of one unit are told apart by their numbers."""
    several = Counter(each.name for each in made)
    return tuple(
        f"给“{each.name}”{_pc(each.node) if several[each.name] > 1 else ''}的交换包："
        f"{'全部记录' if each.is_whole else f'{each.operations_n}项变动'}。"
        for each in made
    )


def _pc(node_id: str) -> str:
    return f"电脑 {node_id[:4].upper()} "


def receivers(ledger: Ledger) -> tuple[Certificate, ...]:
    """Return whom a package can be made for: all in force but ourselves, by name."""
    with ledger.reading() as tx:
        who, roster = own_identity(tx), node.roster(tx)
        nodes = roster.nodes if roster else ()
        others = [n for n in nodes if n.node != who.node and not n.revoked_on and n.box_key]
        return tuple(sorted(others, key=lambda each: natural_key(each.name)))


def make(
    ledger: Ledger, nodes: Sequence[str] = (), *, whole: bool = False, progress: Progress = _SILENT
) -> tuple[Made, ...]:
    """Make packages for some nodes; none named: a school writes to the bureau, the bureau to all.

    whole: tell everything again (完整重发), which merges and never replaces.
    """
    with ledger.writing("做交换包", kind="PACK") as tx:
        who = own_identity(tx)
        roster = node.roster(tx) or Roster(0, who.root_key, "", ())
        sign_own(tx, who, roster)
        talking = erasing.take_effect(tx)
        if talking:
            merging.derive(tx, talking, roster)
        chosen = [_certificate(roster, each) for each in nodes] or _usual(roster, who)
        packer = Packer(tx, who, roster, now_text(ledger))
        made = []
        for number, receiver in enumerate(chosen):
            progress.step(number, len(chosen), receiver.name)
            made.append(packer.make(receiver, whole=whole))
    progress.step(len(chosen), len(chosen))
    return tuple(made)


def pack(
    ledger: Ledger,
    folder: Path,
    nodes: Sequence[str] = (),
    *,
    whole: bool = False,
    progress: Progress = _SILENT,
) -> tuple[Made, ...]:
    """Make packages and write them to a stick; when it returns the stick may be pulled.

    A copy of each stays in the outbox beside the ledger; what lies there of our older ones for the
    same receivers is cleared away. Raises UserError.
    """
    made = make(ledger, nodes, whole=whole, progress=progress)
    outbox = ledger.database.path.parent / "outbox"
    with ledger.reading() as tx:
        secret = own_identity(tx).box_secret
        needed = {f"{package}{SUFFIX}" for package in post_book.newest_unconfirmed(tx)}
    done = []
    for number, each in enumerate(made):
        progress.step(number, len(made), f"写入U盘：{each.name}")
        _keep_copy(outbox, each)
        files = stick.write(each.data, folder, lambda data: opened(data, secret))
        done.append(replace(each, files=files))
    prune(outbox, needed, ledger.database.now_ms() / 1000)
    replaced = _clear_replaced(ledger, folder, done)
    progress.step(len(made), len(made))
    return tuple(replace(each, replaced_n=replaced[each.node]) for each in done)


def _clear_replaced(ledger: Ledger, folder: Path, made: Sequence[Made]) -> Counter[str]:
    """Clear away what new packages have replaced, and return how many by receiver.

    Only what this very file made and signed for the same receiver. Before it was put back from a
    backup it may have told what it no longer knows: such a package is in no outbox and stays. So
    does one that tells everything, until the receiver holds it or the new one does so too.
    """
    newer = {each.node: each for each in made}
    kept = [path for each in made for path in each.files]
    found: Counter[str] = Counter()
    with ledger.reading() as tx:
        who = own_identity(tx)
        keys = NodeKeys(who.sign_seed, who.box_secret)

        def is_replaced(data: bytes) -> bool:
            try:
                old = opened(data, who.box_secret)
                old.proved(lambda _: keys.sign_key)
            except PackageRefused:
                return False
            item = post_book.sent(tx, old.manifest.package)
            new = newer.get(item.peer) if item else None
            if item is None or new is None or old.manifest.sender != who.node:
                return False
            found[new.node] += (is_held := bool(item.after or item.acked_at or new.is_whole))
            return is_held

        stick.clear(folder, kept, is_replaced)
    return found


def _keep_copy(outbox: Path, made: Made) -> None:
    try:
        outbox.mkdir(parents=True, exist_ok=True)
        (outbox / f"{made.package}{SUFFIX}").write_bytes(made.data)
    except OSError as error:
        raise UserError(
            f"交换包没有写到本机的“{outbox}”：磁盘可能已满或不能写入。",
            kept="台账没有改动，U盘上没有留下这个包。",
            todo="请腾出空间后再做一次。",
        ) from error


def _usual(roster: Roster, who: Identity) -> list[Certificate]:
    nodes = roster.bureau() if who.role is Role.SCHOOL else (*roster.bureau(), *roster.schools())
    found = [each for each in nodes if each.node != who.node and each.box_key]
    if not found:
        raise UserError("还没有可以交换的单位。", kept="没有改动。", todo="请先为学校做开户包。")
    return found


def _certificate(roster: Roster, node_id: str) -> Certificate:
    found = roster.of(node_id)
    if found is None or found.revoked_on:
        raise UserError(
            "名单里没有这个单位，或者它已停用。", kept="没有改动。", todo="请刷新后重选。"
        )
    return found


class Packer:
    """Makes any number of packages from one state of the ledger."""

    def __init__(self, tx: Transaction, who: Identity, roster: Roster, at: str) -> None:
        self._tx, self._who, self._roster, self._at = tx, who, roster, at
        self._keys = NodeKeys(who.sign_seed, who.box_secret)
        self._signed = node.signed_roster(tx)
        self._upto = post_book.last_seq(tx)
        self._scopes: Scopes | None = None
        self._digests: Digests | None = None

    def make(self, receiver: Certificate, *, whole: bool = False) -> Made:
        """Make a package for one receiver and write it into the outbox."""
        said = post_book.peer(self._tx, receiver.node)
        gives_back = said.wants_own or bool(said.differing(post_book.DIFFERS))
        before = None if whole or gives_back else post_book.sent(self._tx, said.acked)
        since = before.upto_seq if before else 0
        own = () if gives_back else tuple(post_book.places_from(self._tx, receiver.node))
        shipment = self._shipment(receiver, since, own)
        package = self._package(receiver, said, before, shipment)
        keys = {receiver.box_key, self._keys.box_key, *(b.box_key for b in self._roster.bureau())}
        data = to_bytes(package, self._who.sign_seed, sorted(keys - {""}))
        manifest, number = package.manifest, len(shipment.operations)
        post_book.keep_sent(
            self._tx,
            Sent(
                0,
                manifest.package,
                receiver.node,
                manifest.after,
                self._upto,
                number,
                self._at,
                "",
                manifest.number,
            ),
        )
        is_whole = not manifest.after
        return Made(manifest.package, receiver.node, receiver.name, data, number, is_whole)

    def _shipment(self, receiver: Certificate, since: int, own: tuple[range, ...]) -> Shipment:
        if receiver.role is Role.BUREAU:
            return shipments.since(self._tx, since, _wanted(None, own))
        scope = self._scope(receiver)
        seen = post_book.seen_rows(self._tx, receiver.node)
        fresh = {r for r in scope if r not in seen or seen[r][1] is not None or seen[r][0] > since}
        leaving = {
            r
            for r, (_, until) in seen.items()
            if r not in scope and (until is None or until > since)
        }
        passed = self._passed(receiver, since) - scope - seen.keys() if seen else set()
        entered = {r for r in fresh if r not in seen or seen[r][1] is not None}
        post_book.keep_seen_rows(
            self._tx,
            receiver.node,
            {
                **dict.fromkeys(entered, (self._upto, None)),
                **dict.fromkeys(passed, (self._upto, self._upto)),
                **{row: (seen[row][0], self._upto) for row in leaving if seen[row][1] is None},
            },
        )
        parts = [shipments.since(self._tx, since, _wanted((scope - fresh) | leaving, own))]
        if fresh or passed:
            whole = shipments.histories(self._tx, fresh | passed, self._upto)
            parts.append(_without(whole, own))
        return shipments.joined(parts)

    def _passed(self, receiver: Certificate, since: int) -> set[str]:
        """Return rows that the receiver may hold though we never told it of them.

        They may be another's by now; that they are it must be told.
        """
        held = shipments.held_unasked(
            self._tx, since, self._who.node, receiver.node, receiver.branches
        )
        return self._scopes_now().with_needs(held) if held else set()

    def _scope(self, receiver: Certificate) -> set[str]:
        return self._scopes_now().of(receiver.branches)

    def _scopes_now(self) -> Scopes:
        self._scopes = self._scopes or Scopes(self._tx)
        return self._scopes

    def _digests_for(self, receiver: Certificate) -> dict[str, str]:
        """Return what the receiver should hold; only the bureau sees all of it."""
        if self._who.role is not Role.BUREAU:
            return {}
        self._digests = self._digests or Digests(self._tx)
        is_bureau = receiver.role is Role.BUREAU
        return self._digests.of(None if is_bureau else self._scopes_now().placed(receiver.branches))

    def _package(
        self, receiver: Certificate, said: Peer, before: Sent | None, shipment: Shipment
    ) -> Package:
        counts: dict[str, int] = {}
        for op in shipment.operations:
            counts[op.table] = counts.get(op.table, 0) + 1
        bureau = [each.node for each in self._roster.bureau()]
        differs = said.differing(post_book.DIFFERS)
        roster = self._roster_for(said)
        manifest = Manifest(
            package=new_id(),
            sender=self._who.node,
            made_at=self._at,
            recipients=tuple(dict.fromkeys([receiver.node, *bureau])),
            after=before.package if before else "",
            acked=tuple(post_book.newest_taken_from(self._tx, receiver.node, _ACKED_AT_MOST)),
            roster_version=self._roster.version,
            schema=HEAD,
            kind=self._kind(receiver, before, shipment, roster),
            number=post_book.next_number(self._tx, receiver.node),
            after_number=before.number if before else 0,
            acked_number=post_book.highest_taken_from(self._tx, receiver.node),
            wants_own=said.owes_own or bool(differs),
            has_own=said.wants_own or bool(differs),
            counts=counts,
            digests=self._digests_for(receiver),
            differs=differs,
            join=self._join(),
            roster=roster,
        )
        commits = shipments.commits_of(self._tx, shipment.operations)
        return Package(manifest, Contents(shipment.batches, commits, shipment.operations))

    def _kind(
        self,
        receiver: Certificate,
        before: Sent | None,
        shipment: Shipment,
        roster: SignedRoster | None,
    ) -> PackageKind:
        if receiver.node.startswith(ENROLMENT):
            return PackageKind.ENROL
        if self._who.role is receiver.role is Role.SCHOOL:
            return PackageKind.TRANSFER
        if before is None:
            return PackageKind.FULL
        return PackageKind.ROSTER if roster and not shipment.seqs else PackageKind.DELTA

    def _join(self) -> Join | None:
        own = self._roster.of(self._who.node)
        if not self._who.enrolment or (own and own.sign_key):
            return None
        return join_word(self._who, self._keys.sign_key, self._keys.box_key)

    def _roster_for(self, said: Peer) -> SignedRoster | None:
        return self._signed if said.roster_version < self._roster.version else None


def _wanted(rows: Collection[str] | None, own: Sequence[range]) -> Callable[[int, str], bool]:
    is_own = _within(own)
    if rows is None:
        return lambda seq, _row: not is_own(seq)
    return lambda seq, row: row in rows and not is_own(seq)


def _within(ranges: Sequence[range]) -> Callable[[int], bool]:
    """Return what tells whether a place lies in one of some ranges, of which there may be many."""
    ordered = sorted(ranges, key=lambda each: each.start)
    starts = [each.start for each in ordered]
    return lambda seq: seq in ordered[bisect_right(starts, seq) - 1] if ordered else False


def _without(shipment: Shipment, own: Sequence[range]) -> Shipment:
    is_own = _within(own)
    kept = [
        (seq, op)
        for seq, op in zip(shipment.seqs, shipment.operations, strict=True)
        if not is_own(seq)
    ]
    return Shipment(tuple(seq for seq, _ in kept), tuple(op for _, op in kept), shipment.batches)
