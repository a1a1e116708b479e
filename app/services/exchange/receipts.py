"""回执: what a received package brought, to be printed; what the others have confirmed."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.base.errors import UserError
from app.base.progress import Progress, Silent
from app.domain.document import (
    Addressee,
    Align,
    Block,
    Document,
    Heading,
    PageBreak,
    TableBlock,
    Title,
)
from app.domain.fields import table_title, tables
from app.domain.nodes import Role
from app.domain.packages import PackageKind
from app.domain.words import NEWER_RECORDS
from app.services.exchange.setup import own_identity
from app.services.ledger import Ledger
from app.store import history, node, post_book
from app.store.engine import Transaction
from app.store.post_book import Received, Sent

_SILENT = Silent()
_LINE = "_________"
_MOST_NAMED = 3
_STATES = {"APPLIED": "已收下", "PARKED": "等先前的包"}
_UNDONE = "已收下，后来整包撤销"
KINDS: Mapping[PackageKind, str] = {
    PackageKind.FULL: "全部记录",
    PackageKind.DELTA: "新的变动",
    PackageKind.ENROL: "开户",
    PackageKind.ROSTER: "单位名单",
    PackageKind.TRANSFER: "校际转接",
}


@dataclass(frozen=True, slots=True)
class Receipt:
    """A received package; lines: (what, how many). batch: for the undo of the whole package.

    number: its id. place: which one of the sender's for us it is, 0 for one made for others.
    is_bureaus: one of the bureau's PCs has made it.
    """

    number: str
    sender: str
    receiver: str
    made_at: datetime
    received_at: datetime
    state: str
    lines: tuple[tuple[str, int], ...]
    to_settle: int
    batch: str
    node: str = ""
    place: int = 0
    kind: str = ""
    is_bureaus: bool = False

    @property
    def title(self) -> str:
        """Return what stands above it: only schools report."""
        return "U盘收件回执" if self.is_bureaus else "U盘报送回执"

    @property
    def giver(self) -> str:
        """Return the word before who gives it: 报送单位, 报送人."""
        return "发出" if self.is_bureaus else "报送"

    @property
    def number_text(self) -> str:
        """Return how the package is called on both sides, and its id."""
        return f"第{self.place}号（{self.number}）" if self.place else self.number

    @property
    def text(self) -> str:
        """Return the receipt as plain text, ready to print and sign."""
        what = [f"    {title}：{number}项" for title, number in self.lines] or ["    没有新的变动"]
        return "\n".join(
            [
                self.title,
                f"{self.giver}单位：{self.sender}",
                f"包编号：{self.number_text}",
                f"种类：{self.kind}",
                f"制作时间：{self.made_at:%Y-%m-%d %H:%M}",
                f"接收单位：{self.receiver}",
                f"接收时间：{self.received_at:%Y-%m-%d %H:%M}",
                f"结果：{self.state}",
                *what,
                f"需要核定：{self.to_settle}处",
                f"接收人（签字）：            {self.giver}人（签字）：",
            ]
        )


@dataclass(frozen=True, slots=True)
class SentLine:
    """A package that we made: for whom, how much, and whether it is known to have arrived.

    place: which one for this receiver it is.
    """

    package: str
    name: str
    made_at: datetime
    operations_n: int
    confirmed_at: datetime | None
    node: str = ""
    place: int = 0


def receipts(ledger: Ledger, sender: str | None = None) -> tuple[Receipt, ...]:
    """Return the receipts of all packages received, or of one node's, the newest first."""
    with ledger.reading() as tx:
        receiver, bureau = own_identity(tx).name, _bureau(tx)
        items = reversed(post_book.received_from(tx, sender))
        return tuple(_receipt(tx, item, receiver, bureau) for item in items)


def receipt(ledger: Ledger, package: str) -> Receipt:
    """Return the receipt of one package; raises UserError when it never came."""
    with ledger.reading() as tx:
        found = post_book.received(tx, package)
        if found is None:
            raise UserError("没有收到过这个交换包。", todo="请核对包编号。")
        return _receipt(tx, found, own_identity(tx).name, _bureau(tx))


def sent(ledger: Ledger) -> tuple[SentLine, ...]:
    """Return the packages made here, the newest first."""
    with ledger.reading() as tx:
        own_identity(tx)
        roster = node.roster(tx)
        nodes = roster.nodes if roster else ()
        found = [
            _sent(item, each.name) for each in nodes for item in post_book.sent_to(tx, each.node)
        ]
    return tuple(sorted(found, key=lambda line: line.package, reverse=True))


def export(found: Sequence[Receipt], target: Path, progress: Progress = _SILENT) -> int:
    """Write receipts as one PDF, each on a page of its own, and return the number of pages.

    Raises UserError when it cannot be written.
    """
    from app.reports.pdf import write_pdf  # noqa: PLC0415 - reportlab loads when printing

    return write_pdf(document(found), target, progress).pages


def document(found: Sequence[Receipt]) -> Document:
    """Return receipts as they are printed, with lines to sign."""
    blocks: list[Block] = []
    for each in found:
        if blocks:
            blocks.append(PageBreak())
        blocks += _blocks(each)
    named = "、".join(dict.fromkeys(each.sender for each in found[:_MOST_NAMED]))
    return Document(f"{found[0].title} {named}", tuple(blocks), author=found[0].receiver)


def _blocks(receipt: Receipt) -> tuple[Block, ...]:
    head = (
        (f"{receipt.giver}单位", receipt.sender),
        ("包编号", receipt.number_text),
        ("种类", receipt.kind),
        ("制作时间", f"{receipt.made_at:%Y-%m-%d %H:%M}"),
        ("接收单位", receipt.receiver),
        ("接收时间", f"{receipt.received_at:%Y-%m-%d %H:%M}"),
        ("结果", receipt.state),
        ("需要核定", f"{receipt.to_settle}处"),
    )
    lines = tuple((title, str(number)) for title, number in receipt.lines)
    return (
        Title(receipt.title),
        TableBlock(("项目", "内容"), head, (36, 120), (Align.LEFT, Align.LEFT)),
        Heading(1, "收到的变动"),
        TableBlock(
            ("种类", "项数"),
            lines or (("没有新的变动", "0"),),
            (116, 40),
            (Align.LEFT, Align.RIGHT),
        ),
        Addressee(f"{receipt.giver}人：{_LINE} 接收人：{_LINE} 日期：{_LINE}"),
    )


def counted(counts: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    """Return counts by table with their Chinese titles, in the order of the tables."""
    known = [(table_title(name), counts[name]) for name in tables() if name in counts]
    others = sum(number for name, number in counts.items() if name not in tables())
    return (*known, (NEWER_RECORDS, others)) if others else tuple(known)


def _bureau(tx: Transaction) -> frozenset[str]:
    """Return the bureau's PCs, those no longer in force too."""
    roster = node.roster(tx)
    nodes = roster.nodes if roster else ()
    return frozenset(each.node for each in nodes if each.role is Role.BUREAU)


def _receipt(tx: Transaction, item: Received, receiver: str, bureau: Collection[str]) -> Receipt:
    report = item.report
    batch = history.batch(tx, item.batch) if item.batch else None
    return Receipt(
        item.package,
        str(report["name"]),
        receiver,
        _local(item.made_at),
        _local(item.received_at),
        _UNDONE if batch and batch.undone_by else _STATES[item.state],
        counted(report["counts"]),
        int(report["to_settle"]),
        item.batch,
        item.sender,
        item.number,
        KINDS[PackageKind(report["kind"])],
        is_bureaus=item.sender in bureau,
    )


def _sent(item: Sent, name: str) -> SentLine:
    confirmed = _local(item.acked_at) if item.acked_at else None
    made_at = _local(item.made_at)
    number = item.operations_n
    return SentLine(item.package, name, made_at, number, confirmed, item.peer, item.number)


def _local(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone()
