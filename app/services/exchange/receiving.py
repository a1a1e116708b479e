"""Receiving packages: looked at in a dry run, then taken in, each in one transaction."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from app.base.errors import Cancelled
from app.base.progress import Progress, Silent
from app.domain.nodes import ENROLMENT, Certificate, Role, Roster
from app.domain.packages import Manifest, Package, PackageKind
from app.exchange.package_bytes import Opened, PackageRefused, damaged, opened
from app.services.exchange.moments import is_ahead, now_text
from app.services.exchange.setup import own_identity
from app.services.exchange.trust import (
    check_authors,
    check_erasures,
    newest_roster,
    sender_of,
    signed_roster,
)
from app.services.ledger import Ledger
from app.store import digests, history, members, merging, node, post_book
from app.store.arrivals import Arrived, Malformed, Unready, take_in
from app.store.disputes import contradictions
from app.store.engine import Transaction
from app.store.erasing import erased
from app.store.migration import HEAD
from app.store.node import Identity
from app.store.post_book import CLOCK, DIFFERS, DIVERGED, RESTORED, Peer, Received, Sent
from app.store.scope import Scopes

_SILENT = Silent()


class Fate(StrEnum):
    """What became, or will become, of a package."""

    TAKEN = "TAKEN"
    KNOWN = "KNOWN"
    PARKED = "PARKED"
    REFUSED = "REFUSED"


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one package; counts: new operations by table; to_settle: new contradictions.

    refusal tells why it was refused. batch: undo of the whole package goes by it. differs: the
    tables in which sender and receiver turned out to hold different records. file: under what name
    it lay on the stick, where it was looked at there. kind and numbers: as its manifest tells them.
    is_bureaus: one of the bureau's PCs has made it.
    """

    fate: Fate
    package: str = ""
    sender: str = ""
    name: str = ""
    made_at: str = ""
    counts: Mapping[str, int] = field(default_factory=dict)
    to_settle: int = 0
    is_first_word: bool = False
    batch: str = ""
    differs: tuple[str, ...] = ()
    refusal: PackageRefused | None = None
    file: str = ""
    kind: PackageKind = PackageKind.FULL
    number: int = 0
    after_number: int = 0
    is_bureaus: bool = False

    @property
    def changes_n(self) -> int:
        """Return the number of new operations."""
        return sum(self.counts.values())


class _DryRun(Exception):  # noqa: N818 - rolls the trial back
    pass


def take(ledger: Ledger, data: bytes, *, box_secret: str = "") -> Taken:
    """Take one package in; raises PackageRefused, the ledger is then as it was.

    box_secret: the key to open it with, our own when none is given.
    """
    with ledger.writing("收报送", kind=history.RECEIVED) as tx:
        return _take(ledger, tx, data, box_secret)


def take_all(
    ledger: Ledger,
    packages: Iterable[bytes],
    progress: Progress = _SILENT,
    *,
    dry: bool = False,
) -> list[Taken]:
    """Take packages in, each in a transaction of its own; those that wait are tried again.

    dry: all in one transaction that is rolled back, so that the numbers are those to be expected.
    A package that is refused tells so in its fate; the others are taken in. A user who gives up
    keeps what was taken in so far, and only that is told; a dry run then raises Cancelled.
    """
    given = list(packages)
    if dry:
        return _tried(ledger, given, progress)
    found: dict[int, Taken] = {}
    with suppress(Cancelled):
        for number, data in _in_turn(given, found, progress):
            try:
                with ledger.writing("收报送", kind=history.RECEIVED) as tx:
                    found[number] = _take(ledger, tx, data)
            except PackageRefused as refusal:
                found[number] = Taken(Fate.REFUSED, refusal=refusal)
    return [found[number] for number in sorted(found)]


def _tried(ledger: Ledger, given: list[bytes], progress: Progress) -> list[Taken]:
    found: dict[int, Taken] = {}
    with suppress(_DryRun), ledger.writing("预览报送", kind=history.RECEIVED) as tx:
        for number, data in _in_turn(given, found, progress):
            found[number] = _fate(ledger, tx, data)
        raise _DryRun
    return [replace(found[number], batch="") for number in range(len(given))]


def _fate(ledger: Ledger, tx: Transaction, data: bytes) -> Taken:
    """Take one package in and tell its fate; what is refused has written nothing."""
    try:
        return _take(ledger, tx, data)
    except PackageRefused as refusal:
        return Taken(Fate.REFUSED, refusal=refusal)


def _in_turn(
    given: list[bytes], found: Mapping[int, Taken], progress: Progress
) -> Iterable[tuple[int, bytes]]:
    """Yield every package once, and those that wait again as long as others get in."""
    left = list(range(len(given)))
    while left:
        for place, number in enumerate(left):
            progress.step(len(given) - len(left) + place, len(given), "收下报送")
            yield number, given[number]
        waiting = [number for number in left if found[number].fate is Fate.PARKED]
        left = waiting if len(waiting) < len(left) else []


def _take(ledger: Ledger, tx: Transaction, data: bytes, box_secret: str = "") -> Taken:
    who = own_identity(tx)
    package = opened(data, box_secret or who.box_secret)
    return _Reception(ledger, tx, who, package).run()


class _Reception:
    """Takes in one package that could be opened."""

    def __init__(self, ledger: Ledger, tx: Transaction, who: Identity, found: Opened) -> None:
        self._ledger, self._tx, self._who, self._opened = ledger, tx, who, found
        self._manifest: Manifest = found.manifest
        self._known = post_book.received(tx, self._manifest.package)

    def run(self) -> Taken:
        manifest = self._manifest
        if manifest.sender == self._who.node:
            raise PackageRefused("OWN", "这是本机自己做的交换包。", todo="请把它交给收件的单位。")
        if self._who.node not in manifest.recipients and self._who.enrolment not in [
            each.removeprefix(ENROLMENT) for each in manifest.recipients
        ]:
            raise PackageRefused(
                "NOT_FOR_US", "这个交换包不是给本单位的。", todo="请核对U盘，或请对方重新做一份。"
            )
        roster, is_newer = newest_roster(self._tx, self._who, manifest)
        sender = sender_of(self._tx, roster, manifest)
        package = self._opened.proved(lambda _: sender.sign_key)
        check_authors(roster, sender, package.contents)
        check_erasures(roster, erased(self._tx), package.contents)
        if self._known and self._known.state != "PARKED":
            return self._told(Fate.KNOWN, sender)
        if is_newer and manifest.roster:
            old = node.roster(self._tx)
            node.keep_roster(self._tx, manifest.roster)
            roster = node.roster(self._tx) or roster
            if _changed_branches(old, roster):
                merging.rebuild(self._tx, roster)
        roster, is_first_word = self._welcomed(roster, sender)
        self._listen(sender)
        if not self._is_ready():
            return self._parked(sender)
        return self._apply(package, roster, sender, is_first_word=is_first_word)

    def _apply(
        self, package: Package, roster: Roster, sender: Certificate, *, is_first_word: bool
    ) -> Taken:
        number = self._keep("APPLIED", Arrived(), sender, 0)
        before = contradictions(self._tx)
        try:
            now = self._ledger.database.now_ms()
            arrived = take_in(self._tx, package.contents, roster, number, now)
        except Unready:
            return self._parked(sender)
        except Malformed as error:
            raise damaged() from error
        if "person" in arrived.rows:
            members.refresh_search(self._tx, Silent())
        to_settle = len(contradictions(self._tx) - before)
        self._keep("APPLIED", arrived, sender, to_settle)
        self._note_forks(arrived.forked)
        what = "交换包" if sender.role is Role.BUREAU else "报送"
        post_book.name_batch(self._tx, f"收下“{sender.name}”的{what}")
        differs = self._compared(roster)
        taken = self._told(Fate.TAKEN, sender)
        return replace(
            taken,
            counts=arrived.counts,
            to_settle=to_settle,
            is_first_word=is_first_word,
            batch=self._tx.batch,
            differs=differs,
        )

    def _compared(self, roster: Roster) -> tuple[str, ...]:
        """Compare what we hold now with what the sender says we should, and note the answer."""
        manifest, who = self._manifest, self._who
        if not self._is_made_for_us():
            return ()
        known = post_book.peer(self._tx, manifest.sender)
        owes = known.owes_own and not manifest.has_own
        problem = "" if manifest.has_own and known.differing(DIFFERS) else known.problem
        differs: tuple[str, ...] = ()
        can_tell = manifest.digests and manifest.schema == HEAD and not owes
        if can_tell and not self._has_newer() and self._is_level(known):
            own = roster.of(who.node)
            branches = own.branches if own else who.branches
            rows = None if who.role is Role.BUREAU else Scopes(self._tx).placed(branches)
            differs = digests.different(digests.Digests(self._tx).of(rows), manifest.digests)
            problem = f"{DIFFERS} {','.join(differs)}" if differs else ""
        post_book.keep_peer(self._tx, replace(known, owes_own=owes, problem=problem))
        return differs

    def _note_forks(self, nodes: Iterable[str]) -> None:
        """Note of whom there are two: both have told something else from the same place on."""
        for each in nodes:
            known = post_book.peer(self._tx, each)
            if each != self._who.node:
                post_book.keep_peer(self._tx, replace(known, problem=RESTORED))

    def _is_made_for_us(self) -> bool:
        """Tell whether what the sender says of its receiver is said of us: the bureau reads all."""
        return self._manifest.recipients[0] == self._who.node or _is_enrolment(self._manifest)

    def _has_newer(self) -> bool:
        """Tell whether a later package of the sender was here: this one knows less than we do."""
        own, sender = self._manifest, self._manifest.sender
        others = (
            each
            for each in post_book.received_from(self._tx, sender)
            if each.package != own.package
        )
        return any(each.made_at > own.made_at and each.state != "PARKED" for each in others)

    def _is_level(self, known: Peer) -> bool:
        """Tell whether we hold nothing that the sender does not know of."""
        told = post_book.sent(self._tx, known.acked)
        brought = post_book.places_from(self._tx, self._manifest.sender)
        return digests.is_level(self._tx, told.upto_seq if told else 0, brought)

    def _is_ready(self) -> bool:
        """Tell whether the package that this one builds on has been taken in."""
        if not self._manifest.after:
            return True
        before = post_book.received(self._tx, self._manifest.after)
        return before is not None and before.state != "PARKED"

    def _parked(self, sender: Certificate) -> Taken:
        """Let the package wait; one for somebody else only if it can be read along at once."""
        self._keep("PARKED", Arrived(), sender, 0)
        if not self._is_made_for_us():
            raise PackageRefused(
                "NOT_FOR_US", "这个交换包是给别的单位的。", todo="给本单位的包里会有同样的内容。"
            )
        return self._told(Fate.PARKED, sender)

    def _keep(self, state: str, arrived: Arrived, sender: Certificate, to_settle: int) -> int:
        manifest = self._manifest
        report: dict[str, Any] = {
            "name": sender.name,
            "counts": dict(arrived.counts),
            "told": dict(manifest.counts),
            "to_settle": to_settle,
            "sha256": self._opened.sha256,
            "kind": manifest.kind.value,
        }
        is_ours = self._is_made_for_us()
        item = Received(
            0,
            manifest.package,
            manifest.sender,
            manifest.after,
            manifest.made_at,
            now_text(self._ledger),
            state,
            self._tx.batch if state == "APPLIED" else "",
            arrived.first_seq,
            arrived.last_seq,
            manifest.number if is_ours else 0,
            manifest.after_number if is_ours else 0,
            report,
        )
        return post_book.keep_received(self._tx, item)

    def _told(self, fate: Fate, sender: Certificate) -> Taken:
        manifest = self._manifest
        return Taken(
            fate,
            manifest.package,
            sender.node,
            sender.name,
            manifest.made_at,
            kind=manifest.kind,
            number=manifest.number,
            after_number=manifest.after_number,
            is_bureaus=sender.role is Role.BUREAU,
        )

    def _welcomed(self, roster: Roster, sender: Certificate) -> tuple[Roster, bool]:
        """Put a node that has just joined on the roster; the bureau alone can."""
        join = self._manifest.join
        known = roster.of(sender.node)
        if join is None or (known and known.sign_key):
            return roster, False
        newer = roster.with_node(sender, self._who.node)
        node.keep_roster(self._tx, signed_roster(newer, self._who.sign_seed))
        node.use_enrolment(self._tx, join.enrolment, sender.node)
        post_book.rename_peer(self._tx, f"{ENROLMENT}{join.enrolment}", sender.node)
        return newer, True

    def _listen(self, sender: Certificate) -> None:
        """Put what the sender says of itself in the place of what it said before."""
        manifest, at = self._manifest, now_text(self._ledger)
        if not self._is_made_for_us():
            return
        unknown = post_book.unknown_of(self._tx, manifest.acked)
        for package in unknown:
            post_book.keep_sent(self._tx, _forgotten(package, manifest, at))
        before = post_book.peer(self._tx, sender.node)
        said = replace(
            before,
            acked=post_book.furthest(self._tx, manifest.acked),
            roster_version=manifest.roster_version,
            schema=manifest.schema,
            last_package=manifest.package,
            last_made_at=manifest.made_at,
            last_received_at=at,
            wants_own=manifest.wants_own,
            problem=_problem(manifest, before, self._ledger.database.now_ms()),
        )
        post_book.keep_peer(self._tx, said)
        post_book.mark_acked(self._tx, said.acked, at)
        if unknown:
            # The sender holds a package of ours that this file never made: it was put back from a
            # backup, or another PC goes by the same name.
            node.begin_new_life(self._tx, self._who, self._who.witness)


def _problem(manifest: Manifest, before: Peer, now_ms: int) -> str:
    """Return what is wrong with a node by its own word; what we found ourselves stays."""
    if manifest.differs:
        return f"{DIVERGED} {','.join(manifest.differs)}"
    if manifest.wants_own:
        return RESTORED
    if before.differing(DIFFERS):
        return before.problem
    return CLOCK if is_ahead(manifest.made_at, now_ms) else ""


def _forgotten(package: str, manifest: Manifest, at: str) -> Sent:
    """Return a package of ours that this file knows nothing of, so that it is not news again."""
    return Sent(0, package, manifest.sender, "", 0, 0, at, at, manifest.acked_number)


def _is_enrolment(manifest: Manifest) -> bool:
    """Tell whether a package is the one inside an enrolment package."""
    return manifest.recipients[0].startswith(ENROLMENT)


def waiting_hashes(ledger: Ledger) -> tuple[str, ...]:
    """Return the hashes of the packages that wait for an earlier one."""
    with ledger.reading() as tx:
        found = post_book.received_from(tx)
    return tuple(str(item.report["sha256"]) for item in found if item.state == "PARKED")


def _changed_branches(old: Roster | None, new: Roster) -> bool:
    """Tell whether a newer roster gives anybody other branches or another role."""
    known = {each.node: (each.role, each.branches) for each in old.nodes} if old else {}
    return any(known.get(n.node, (n.role, n.branches)) != (n.role, n.branches) for n in new.nodes)
