"""收报墙: every school as a tile, what is missing, and the words to remind them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path

from app.base.progress import Progress, Silent
from app.domain.document import Align, Document, Prose, SignOff, TableBlock, Title
from app.domain.fields import table_title
from app.domain.nodes import Certificate
from app.services.exchange.file_reports import FileReports, Handed
from app.services.exchange.setup import own_identity
from app.services.ledger import Ledger
from app.store import disputes, node, post_book
from app.store.engine import Transaction
from app.store.post_book import Peer, Received, Sent

_SILENT = Silent()
_BY_FILE = "没有装程序，用表格报送。"
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

    waiting_n: packages that wait for an earlier one. to_settle_n: contradictions it takes part in.
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
    return Board(since, tuple(sorted(tiles, key=lambda tile: (order.index(tile.state), tile.name))))


def reminder(found: Board) -> str:
    """Return the reminder to those whose report is missing, ready to print or copy."""
    names = found.missing()
    if not names:
        return "各单位都已报送。"
    return (
        f"以下{len(names)}个单位{_long_day(found.since)}以来还没有报送，请尽快做好交换包送来：\n"
        + "\n".join(names)
    )


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
    text = reminder(found).partition("：")[0]
    ending = f"{text}。" if names else text
    return Document(
        "报送催办单",
        (Title("报送催办单"), Prose((ending,)), table, SignOff(unit, _long_day(today))),
        author=unit,
    )


def _told_day(on: date | None) -> str:
    return f"{on}" if on else "从未收到"


def _long_day(on: date) -> str:
    return f"{on.year}年{on.month}月{on.day}日"


def _tile(tx: Transaction, each: Certificate, said: Peer, settling: Iterable[str]) -> Tile:
    received = post_book.received_from(tx, each.node)
    waiting = [item for item in received if item.state == "PARKED"]
    unconfirmed = _unconfirmed(post_book.sent_to(tx, each.node))
    problem = _problem(said)
    if waiting:
        problem = _gap(waiting)
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
    )


def _problem(said: Peer) -> str:
    tables = said.differing(post_book.DIVERGED) or said.differing(post_book.DIFFERS)
    if tables:
        titles = "、".join(map(table_title, tables))
        return f"它的记录与本机不一致（{titles}），下一次来回会自动完整重发补齐。"
    return _PROBLEMS.get(said.problem, "")


def _gap(waiting: list[Received]) -> str:
    """Say what is missing: by the number that both sides can read off their lists."""
    numbers = "、".join(dict.fromkeys(item.after[-6:] for item in waiting))
    return f"有{len(waiting)}个包在等先前的包（编号尾号{numbers}），请对方重新做一份。"


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
