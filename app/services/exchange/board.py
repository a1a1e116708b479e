"""收报墙: every school as a tile, what is missing, and the words to remind them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path

from app.base.progress import Progress, Silent
from app.domain.document import Align, Block, Document, Prose, SignOff, TableBlock, Title
from app.domain.fields import table_title
from app.domain.natural_order import natural_key
from app.domain.nodes import Certificate
from app.domain.package_gaps import Gaps, Numbered, gaps, runs
from app.services.exchange.file_reports import FileReports, Handed
from app.services.exchange.setup import own_identity
from app.services.ledger import Ledger
from app.store import disputes, node, post_book
from app.store.engine import Transaction
from app.store.post_book import Peer, Received, Sent

_SILENT = Silent()
_BY_FILE = "没有装程序，用表格报送。"
_MOST_RUNS = 8
_PROBLEMS = {
    post_book.RESTORED: "这台电脑可能是从旧备份恢复的，或有两台电脑共用一个身份。",
    post_book.CLOCK: "这台电脑的日期比本机快一天以上，请核对两边电脑的日期；内容照收，没有丢。",
}


class TileState(StrEnum):
    """How things stand with a school in this round."""

    PROBLEM = "PROBLEM"
    NOT_YET = "NOT_YET"
    LATE = "LATE"
    RECEIVED = "RECEIVED"


@dataclass(frozen=True, slots=True)
class Tile:
    """One school's PC; dates are local days, None when it never happened.

    last_number: of the newest package, counted by the school. waiting_n: packages that wait for an
    earlier one; missing: the numbers of those that never came and whose content is not here;
    told_again: of those that never came and whose content came later. to_settle_n: contradictions
    it takes part in.
    unconfirmed_n: packages of ours that it has not yet said it holds. handed: the newest workbook
    about this school alone; is_by_file: it has no PC in the exchange and reports by workbooks.
    """

    node: str
    name: str
    state: TileState
    made_on: date | None
    received_on: date | None
    last_package: str
    waiting_n: int
    to_settle_n: int
    unconfirmed_n: int
    problem: str
    handed: Handed | None = None
    is_by_file: bool = False
    last_number: int = 0
    missing: tuple[int, ...] = ()
    told_again: tuple[int, ...] = ()

    @property
    def last_on(self) -> date | None:
        """Return the day of the newest report, by stick or by workbook."""
        days = [each for each in (self.received_on, self.handed and self.handed.on) if each]
        return max(days, default=None)


@dataclass(frozen=True, slots=True)
class Board:
    """All tiles, problems first; since: the day from which a report counts for this round."""

    since: date
    tiles: tuple[Tile, ...]

    def number(self, state: TileState) -> int:
        """Return how many tiles are in a state."""
        return sum(tile.state is state for tile in self.tiles)

    def missing(self) -> tuple[str, ...]:
        """Return the names of those whose report is missing in this round, for the clipboard."""
        missing = (TileState.NOT_YET, TileState.LATE)
        return tuple(dict.fromkeys(tile.name for tile in self.tiles if tile.state in missing))

    def called(self, tile: Tile) -> str:
        """Return the name of a tile, and which PC it is where the unit has several."""
        alike = [each for each in self.tiles if each.node and each.name == tile.name]
        is_alone = len(alike) < 2 or not tile.node  # noqa: PLR2004
        return tile.name if is_alone else f"{tile.name} 电脑{tile.node[:4].upper()}"

    def gapped(self) -> tuple[Tile, ...]:
        """Return the tiles of those from whom packages are missing."""
        return tuple(tile for tile in self.tiles if tile.missing)

    @property
    def sentence(self) -> str:
        """Say how many have reported."""
        by_file = [tile.state for tile in self.tiles if tile.is_by_file]
        pcs = len(self.tiles) - len(by_file)
        handed = by_file.count(TileState.RECEIVED)
        done = self.number(TileState.RECEIVED) - handed
        told = f"{pcs}台电脑，已收{done}，未收{pcs - done}"
        problems = self.number(TileState.PROBLEM)
        told = f"{told}，其中{problems}台有问题。" if problems else f"{told}。"
        return f"{told}没有装程序的{len(by_file)}个支部，已交表格{handed}。" if by_file else told


def board(ledger: Ledger, since: date) -> Board:
    """Return the board of all schools for the round that began on a day."""
    with ledger.reading() as tx:
        own_identity(tx)
        roster = node.roster(tx)
        said = post_book.peers(tx)
        settling = _settling(tx)
        schools = roster.schools() if roster else ()
        waiting = [each for each in node.enrolments(tx) if not each.node]
        tiles = [
            _tile(tx, each, said.get(each.node, Peer(each.node)), settling) for each in schools
        ]
        tiles += [_not_joined(each.name) for each in waiting]
        keeping = [each.branches for each in schools] + [each.branches for each in waiting]
        files = FileReports(tx)
        for org, name in files.without_pc({org for orgs in keeping for org in orgs}):
            tiles.append(replace(_not_joined(name), problem=_BY_FILE, is_by_file=True))
            keeping.append((org,))
        tiles = [
            _judged(replace(tile, handed=files.newest(orgs)), since)
            for tile, orgs in zip(tiles, keeping, strict=True)
        ]
    order = list(TileState)
    tiles.sort(key=lambda tile: (order.index(tile.state), natural_key(tile.name)))
    return Board(since, tuple(tiles))


def number_words(numbers: Iterable[int], most: int = _MOST_RUNS) -> str:
    """Return numbers of packages as they are told: 第7、9—11号."""
    found = runs(numbers)
    told = "、".join(f"{a}" if a == b else f"{a}—{b}" for a, b in found[:most])
    return f"第{told}号{'等' if len(found) > most else ''}"


def reminder(found: Board) -> str:
    """Return the reminder to those whose report or packages are missing, to print or copy."""
    names, gapped = found.missing(), found.gapped()
    told = []
    if names:
        since = _long_day(found.since)
        told.append(f"以下{len(names)}个单位{since}以来还没有报送，请尽快做好交换包送来：")
        told += names
    if gapped:
        told.append(f"以下{len(gapped)}台电脑的交换包没有到齐，请重新做一份送来：")
        told += [f"{tile.name}：缺{number_words(tile.missing)}" for tile in gapped]
    return "\n".join(told) or "各单位都已报送。"


def export_reminder(
    ledger: Ledger, found: Board, target: Path, progress: Progress = _SILENT
) -> int:
    """Write the reminder as PDF and return its pages; raises UserError when it cannot be."""
    from app.reports.pdf import write_pdf  # noqa: PLC0415 - reportlab loads when printing

    with ledger.reading() as tx:
        unit = own_identity(tx).name
    return write_pdf(_reminder_document(found, unit, ledger.today()), target, progress).pages


def _reminder_document(found: Board, unit: str, today: date) -> Document:
    lines = {
        tile.name: tile
        for tile in reversed(found.tiles)
        if tile.state in {TileState.NOT_YET, TileState.LATE}
    }
    names = found.missing()
    rows = tuple(
        (str(place), name, _told_day(lines[name].last_on), lines[name].problem)
        for place, name in enumerate(names, start=1)
    )
    left, centre = Align.LEFT, Align.CENTRE
    table = TableBlock(
        ("序号", "单位", "上次收到", "说明"), rows, (16, 60, 34, 46), (centre, left, centre, left)
    )
    told = f"以下{len(names)}个单位{_long_day(found.since)}以来还没有报送，请尽快做好交换包送来。"
    blocks: list[Block] = [Prose((told,)), table] if names else []
    if found.gapped():
        blocks += _gap_blocks(found.gapped())
    blocks = blocks or [Prose(("各单位都已报送。",))]
    return Document(
        "报送催办单",
        (Title("报送催办单"), *blocks, SignOff(unit, _long_day(today))),
        author=unit,
    )


def _gap_blocks(gapped: Sequence[Tile]) -> list[Block]:
    rows = tuple(
        (str(place), tile.name, number_words(tile.missing), _told_day(tile.received_on))
        for place, tile in enumerate(gapped, start=1)
    )
    left, centre = Align.LEFT, Align.CENTRE
    table = TableBlock(
        ("序号", "单位", "缺的交换包", "上次收到"),
        rows,
        (16, 60, 46, 34),
        (centre, left, left, centre),
    )
    return [Prose((f"以下{len(gapped)}台电脑的交换包没有到齐，请重新做一份送来。",)), table]


def _told_day(on: date | None) -> str:
    return f"{on}" if on else "从未收到"


def _long_day(on: date) -> str:
    return f"{on.year}年{on.month}月{on.day}日"


def _tile(tx: Transaction, each: Certificate, said: Peer, settling: Iterable[str]) -> Tile:
    received = post_book.received_from(tx, each.node)
    waiting = _waiting(received)
    missing = gaps(map(_numbered, received))
    unconfirmed = _unconfirmed(post_book.sent_to(tx, each.node))
    problem = _problem(said)
    if waiting:
        problem = _gap(waiting, missing)
    return Tile(
        each.node,
        each.name,
        TileState.PROBLEM if problem else TileState.NOT_YET,
        _day(said.last_made_at),
        _day(said.last_received_at),
        said.last_package,
        len(waiting),
        sum(one == each.node for one in settling),
        len(unconfirmed),
        problem,
        last_number=max((item.number for item in received), default=0),
        missing=missing.wanted,
        told_again=missing.told_again,
    )


def _numbered(item: Received) -> Numbered:
    return Numbered(item.number, item.after_number, item.state != "PARKED")


def _waiting(received: Sequence[Received]) -> list[Received]:
    """Return the packages that wait; not those of which a later made one has told everything."""
    taken = [item for item in received if item.state != "PARKED"]
    return [
        item
        for item in received
        if item.state == "PARKED"
        and not any(
            each.after_number < item.number < each.number and each.made_at > item.made_at
            for each in taken
        )
    ]


def _problem(said: Peer) -> str:
    tables = said.differing(post_book.DIVERGED) or said.differing(post_book.DIFFERS)
    if tables:
        titles = "、".join(map(table_title, tables))
        return f"它的记录与本机不一致（{titles}），下一次来回会自动完整重发补齐。"
    return _PROBLEMS.get(said.problem, "")


def _gap(waiting: Sequence[Received], missing: Gaps) -> str:
    """Say what is missing: by the number that both sides can read off their lists."""
    waits = number_words(sorted({item.number for item in waiting}))
    if not missing.wanted:
        return f"{waits}包在等更早的内容，请对方重新做一份。"
    return f"缺{number_words(missing.wanted)}包，{waits}包在等它，请对方重新做一份。"


def _unconfirmed(sent: list[Sent]) -> list[Sent]:
    return [item for item in sent if not item.acked_at and item.operations_n]


def _judged(tile: Tile, since: date) -> Tile:
    """Return a tile in its state, which a report by workbook decides too."""
    on = tile.last_on
    if tile.state is TileState.PROBLEM or on is None:
        return tile
    return replace(tile, state=TileState.RECEIVED if on >= since else TileState.LATE)


def _not_joined(name: str) -> Tile:
    """Return the tile of a school that was given its enrolment package and has not answered."""
    return Tile("", name, TileState.NOT_YET, None, None, "", 0, 0, 0, "还没有用开户包加入。")


def _settling(tx: Transaction) -> list[str]:
    """Return the node of every side of every contradiction, once for each record."""
    roster = node.roster(tx)
    found: list[str] = []
    for table, row in {(table, row) for table, row, _ in disputes.contradictions(tx)}:
        sides = disputes.sides(tx, table, row, roster)
        found += {side.node for values in sides.values() for side in values}
    return found


def _day(text: str) -> date | None:
    return datetime.fromisoformat(text).astimezone().date() if text else None
