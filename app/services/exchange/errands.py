"""One errand with one stick: what lies on it, what will happen, doing all of it, what was done."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from app.base.errors import Cancelled, UserError
from app.base.progress import Progress, Silent
from app.domain.nodes import Role
from app.services.exchange import disputes, packing, receipts, sticks
from app.services.exchange.packing import Made
from app.services.exchange.receiving import Fate, Taken
from app.services.exchange.setup import status
from app.services.exchange.sticks import Looked
from app.services.ledger import Ledger
from app.store import node, post_book

_SILENT = Silent()
_PULL = "可以拔出U盘了。"


@dataclass(frozen=True, slots=True)
class Standing:
    """How a PC stands in the exchange; role None: it takes no part yet.

    unsent_n: changes made here since the last package for the bureau. receivers_n: for whom
    packages can be made. sent_at, confirmed_at: when the newest package was made, and the newest
    that is known to have arrived; is_confirmed: nothing that brings changes is newer than that.
    """

    role: Role | None = None
    name: str = ""
    waits_for_bureau: bool = False
    unsent_n: int = 0
    to_settle_n: int = 0
    receivers_n: int = 0
    sent_at: datetime | None = None
    is_confirmed: bool = False
    confirmed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Errand:
    """A stick, folder or file that was looked at."""

    place: Path
    standing: Standing
    looked: Looked
    is_folder: bool = False

    @property
    def writes(self) -> bool:
        """Tell whether packages are left there too."""
        return self.is_folder and self.receivers_n > 0

    @property
    def receivers_n(self) -> int:
        """Return for how many PCs packages will be made; who reports for the first time counts."""
        joining = {each.sender for each in self.looked.fates if each.is_first_word}
        return self.standing.receivers_n + len(joining)

    @property
    def brings(self) -> bool:
        """Tell whether anything new would be taken in."""
        return _brings(self.looked.fates)

    @property
    def sentences(self) -> tuple[str, ...]:
        """Say what is there and what the one button will do."""
        told = self.looked.sentences
        if self.standing.role is None:
            return (*told, "本机还没有加入U盘交换，现在还不能收。")
        return (*told, self._written) if self.writes else told

    @property
    def verb(self) -> str:
        """Return what stands on the button, "" when there is nothing to do."""
        if self.standing.role is None:
            return "用开户包加入…" if self.looked.enrolments else ""
        if not self.writes:
            return "收下" if self.brings else ""
        is_bureau = self.standing.role is Role.BUREAU
        writing = "写回盘包" if is_bureau else "报送"
        return f"收下并{writing}" if self.brings else writing

    @property
    def _written(self) -> str:
        if self.standing.role is Role.BUREAU:
            return f"会给{self.receivers_n}台电脑各写一个回盘包。"
        if self.standing.unsent_n:
            return f"本校有{self.standing.unsent_n}项变动还没有报送，会写到盘上带给教育局。"
        return "会写一个交换包带给教育局，里面有收到情况的确认。"


@dataclass(frozen=True, slots=True)
class Done:
    """What an errand came to; refusal: why nothing was written onto the stick."""

    taken: tuple[Taken, ...] = ()
    made: tuple[Made, ...] = ()
    is_stopped: bool = False
    refusal: UserError | None = None
    is_stick: bool = True

    @property
    def packages(self) -> tuple[str, ...]:
        """Return the packages that were taken in; each has a receipt."""
        return tuple(each.package for each in self.taken if each.fate is Fate.TAKEN)

    @property
    def has_brought(self) -> bool:
        """Tell whether anything came in that stays."""
        return _brings(self.taken)

    @property
    def to_settle_n(self) -> int:
        """Return how many contradictions came in."""
        return sum(each.to_settle for each in self.taken)

    @property
    def sentences(self) -> tuple[str, ...]:
        """Say what was done; the last word is whether the stick may be pulled out."""
        told = list(sticks.told(self.taken, is_done=True))
        if self.made:
            told.append(self._written)
        if self.is_stopped:
            told.append("已按您的要求停下：收下的已经记入，没有做完的可以再做一次。")
        if self.refusal:
            told.append(f"{self.refusal.what}{self.refusal.todo}")
        elif self.is_stick:
            told.append(_PULL)
        return tuple(told)

    @property
    def _written(self) -> str:
        changes = sum(each.operations_n for each in self.made)
        replaced = sum(each.replaced_n for each in self.made)
        ending = f"盘上本机以前做的{replaced}个包已由新的代替，清掉了。" if replaced else ""
        if len(self.made) == 1:
            return f"已写好给“{self.made[0].name}”的交换包，共{changes}项变动。{ending}"
        if len({each.name for each in self.made}) == 1:
            number, name = len(self.made), self.made[0].name
            return f"已写好给“{name}”{number}台电脑的交换包，各写一个。{ending}"
        return f"已写好{len(self.made)}个回盘包。{ending}"


def standing(ledger: Ledger) -> Standing:
    """Return how this PC stands."""
    found = status(ledger)
    if found.role is None:
        return Standing()
    with ledger.reading() as tx:
        roster = node.roster(tx)
        bureau = [each.node for each in (roster.bureau() if roster else ())]
        upto = [item.upto_seq for each in bureau for item in post_book.sent_to(tx, each)]
        unsent = post_book.own_since(tx, max(upto, default=0))
    sent = receipts.sent(ledger)
    place = next((n for n, line in enumerate(sent) if line.confirmed_at), len(sent))
    return Standing(
        found.role,
        found.name,
        found.waits_for_bureau,
        unsent,
        disputes.number(ledger),
        len(packing.receivers(ledger)),
        sent[0].made_at if sent else None,
        not any(line.operations_n for line in sent[:place]),
        sent[place].made_at if place < len(sent) else None,
    )


def look(ledger: Ledger, place: Path, progress: Progress = _SILENT) -> Errand:
    """Look at a stick, a folder or a file; nothing is written, and the stick is free again.

    Raises UserError when the stick cannot be read.
    """
    found = standing(ledger)
    if found.role is None:
        looked = sticks.unopened(ledger, [place])
    else:
        looked = sticks.look(ledger, [place], progress)
    return Errand(place, found, looked, is_folder=place.is_dir())


def carry_out(
    ledger: Ledger,
    errand: Errand,
    backups: Path,
    progress: Progress = _SILENT,
    nodes: Sequence[str] = (),
) -> Done:
    """Take everything in, then leave the packages for the others; what came in stays in.

    nodes: for whom packages are left, the usual receivers when none is named. Raises UserError when
    the backup cannot be made, Cancelled when nothing was done yet.
    """
    taken = sticks.receive(ledger, errand.looked, backups, progress)
    is_stopped = len(taken) < len(errand.looked.packages)
    done = Done(taken, is_stopped=is_stopped, is_stick=errand.is_folder)
    if is_stopped or not errand.writes:
        return done
    return leave(ledger, errand.place, progress, done, nodes)


def leave(
    ledger: Ledger,
    folder: Path,
    progress: Progress = _SILENT,
    done: Done | None = None,
    nodes: Sequence[str] = (),
) -> Done:
    """Leave packages in a folder, for the usual receivers or those named; done: what came in."""
    before = done or Done()
    try:
        return replace(before, made=packing.pack(ledger, folder, nodes, progress=progress))
    except Cancelled:
        if not before.has_brought:
            raise
        return replace(before, is_stopped=True)
    except UserError as error:
        if not before.has_brought:
            raise
        return replace(before, refusal=error)


def _brings(fates: Sequence[Taken]) -> bool:
    return any(each.fate in {Fate.TAKEN, Fate.PARKED} for each in fates)
