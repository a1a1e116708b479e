"""党费 of a year on paper: slips, collection, publication to the members, arrears, handing up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from app.base.errors import UserError
from app.domain.dates import day
from app.domain.document import Align, Block, Document, Heading, Prose, SignOff, TableBlock, Title
from app.domain.dues import version
from app.domain.dues_rules import months_text
from app.domain.dues_views import ArrearsLine, CellState, DuesGrid, DuesRow
from app.domain.numerals import capital_amount
from app.services import dues, dues_arrears, rules
from app.services.act_days import refuse_day
from app.services.dues_grid import grid, grids
from app.services.ledger import Ledger, Outcome
from app.store import records

_LEFT, _CENTRE, _RIGHT = Align.LEFT, Align.CENTRE, Align.RIGHT
_HALF = 6
_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class PublicationLine:
    """One member in the publication of a year; amounts in 元."""

    name: str
    month_due: Decimal | None
    months_n: int
    due: Decimal
    paid: Decimal
    note: str = ""


@dataclass(frozen=True, slots=True)
class Publication:
    """What a branch tells its members about a year (B8-15)."""

    org_name: str
    year: int
    lines: tuple[PublicationLine, ...]
    due: Decimal
    paid: Decimal


@dataclass(frozen=True, slots=True)
class HandUpLine:
    """One branch in the summary for the committee; hand_up: its share to be handed up, in 元."""

    org_name: str
    members_n: int
    due: Decimal
    paid: Decimal
    hand_up: Decimal


def publication(ledger: Ledger, org_id: str, year: int) -> Publication:
    """Return what every member of a branch owed and paid in a year, and the sums."""
    found = grid(ledger, org_id, year)
    lines = tuple(_line(row) for row in found.rows)
    due = sum((line.due for line in lines), Decimal(0))
    return Publication(found.org_name, year, lines, due, sum((e.paid for e in lines), Decimal(0)))


def publish(ledger: Ledger, org_id: str, year: int, on: date, place: str = "") -> Outcome:
    """Record that the dues of a year were published to the members of a branch (B8-15).

    Raises UserError when nothing was collected.
    """
    told = publication(ledger, org_id, year)
    if not told.paid:
        raise UserError(f"{told.org_name}{year}年没有收过党费。", kept="没有保存。")
    refuse_day(ledger.today(), day(on))
    with ledger.writing(f"公布{year}年党费：{told.org_name}") as tx:
        if records.find(tx, "dues_publication", org_id=org_id, year=year):
            raise UserError(
                f"{told.org_name}{year}年党费已经登记公布。",
                kept="没有保存。",
                todo="登记错了的，请用撤销。",
            )
        values = {
            "org_id": org_id,
            "year": year,
            "published_on": day(on),
            "place": place,
            "collected": told.paid,
        }
        written = records.add(tx, "dues_publication", values)
    return ledger.outcome(tx, f"已登记{told.org_name}{year}年党费公布。", (written,))


def hand_up(ledger: Ledger, year: int) -> tuple[HandUpLine, ...]:
    """Return what each branch collected and what of it is handed up (B8-17)."""
    with ledger.reading() as tx:
        rule = version(rules.book_of(tx), "B8-17", date(year, 1, 1))
    share = Decimal(rule.number("hand_up_percent")) / 100
    lines = []
    for found in grids(ledger, year):
        due = sum((row.due for row in found.rows), Decimal(0))
        paid = sum((row.paid for row in found.rows), Decimal(0))
        handed = (paid * share).quantize(_CENT, ROUND_HALF_UP)
        lines.append(HandUpLine(found.org_name, len(found.rows), due, paid, handed))
    return tuple(lines)


def publication_document(ledger: Ledger, org_id: str, year: int) -> Document:
    """Return the table of a year that is put up for the members (P05 f)."""
    told = publication(ledger, org_id, year)
    rows = tuple(
        (
            str(number), line.name, _money(line.month_due), str(line.months_n), _money(line.due),
            _money(line.paid), line.note,
        )
        for number, line in enumerate(told.lines, start=1)
    )  # fmt: skip
    total = ("", "合计", "", "", _money(told.due), _money(told.paid), "")
    table = TableBlock(
        ("序号", "姓名", "月应交", "交纳月数", "应交", "实交", "备注"),
        (*rows, total) if rows else (),
        (12, 26, 22, 20, 24, 24, 28),
        (_CENTRE, _CENTRE, _RIGHT, _CENTRE, _RIGHT, _RIGHT, _LEFT),
    )
    sentence = (
        f"{year}年应收党费{told.due:.2f}元，实收{told.paid:.2f}元"
        f"（大写：{capital_amount(told.paid)}）。如有疑问，请向支部反映。"
    )
    blocks = (_title(f"{told.org_name}｜{year}年党费收缴公示"), table, Prose((sentence,)))
    return _signed(blocks, told.org_name, ledger.today())


def collection_document(ledger: Ledger, org_id: str, year: int) -> Document:
    """Return the register of a branch with twelve months per person (P05 b)."""
    found = grid(ledger, org_id, year)
    blocks: list[Block] = [_title(f"{found.org_name}｜{year}年党费收缴登记表")]
    for first, words in ((0, "上半年"), (_HALF, "下半年")):
        blocks += [Heading(2, words), _half(found, first)]
    return _signed(tuple(blocks), found.org_name, ledger.today())


def slips_document(ledger: Ledger, org_id: str, year: int) -> Document:
    """Return the slip of every member: base × rate in plain words (P05 a)."""
    found = grid(ledger, org_id, year)
    blocks: list[Block] = [_title(f"{found.org_name}｜{year}年党费核定通知")]
    for row in found.rows:
        if row.sheet_id:
            heading, *lines = dues.slip(ledger, row.sheet_id)
            blocks.append(Heading(2, heading))
            blocks += [Prose((line,)) for line in lines]
    return _signed(tuple(blocks), found.org_name, ledger.today())


def arrears_document(ledger: Ledger, as_of: date, org_id: str | None = None) -> Document:
    """Return the list of members in arrears, of one branch or of all (P05 g)."""
    lines = dues_arrears.arrears(ledger, as_of, org_id)
    table = TableBlock(
        ("序号", "姓名", "党支部", "欠交月份", "月数", "金额", "备注"),
        tuple(_arrears_row(number, line) for number, line in enumerate(lines, start=1)),
        (12, 22, 38, 40, 12, 18, 14),
        (_CENTRE, _CENTRE, _LEFT, _LEFT, _CENTRE, _RIGHT, _LEFT),
    )
    blocks = (_title(f"欠交党费名单｜（截至{as_of:%Y-%m-%d}）"), table)
    return Document("欠交党费名单", blocks)


def hand_up_document(ledger: Ledger, year: int) -> Document:
    """Return the summary of all branches for the committee (P05 c)."""
    lines = hand_up(ledger, year)
    rows: list[tuple[str, ...]] = [
        (
            str(number), line.org_name, str(line.members_n), _money(line.due), _money(line.paid),
            _money(line.hand_up),
        )
        for number, line in enumerate(lines, start=1)
    ]  # fmt: skip
    sums = [sum((getattr(line, name) for line in lines), Decimal(0)) for name in _SUMMED]
    members = sum(line.members_n for line in lines)
    rows.append(("", "合计", str(members), *map(_money, sums)))
    table = TableBlock(
        ("序号", "支部", "人数", "应交", "实交", "上缴"),
        tuple(rows) if lines else (),
        (12, 56, 16, 24, 24, 24),
        (_CENTRE, _LEFT, _CENTRE, _RIGHT, _RIGHT, _RIGHT),
    )
    foot = Prose((f"共辖支部{len(lines)}个，党员{members}人。",))
    return Document(f"{year}年党费上缴汇总表", (_title(f"{year}年党费上缴汇总表"), table, foot))


_SUMMED = ("due", "paid", "hand_up")


def _line(row: DuesRow) -> PublicationLine:
    paid_n = sum(cell.paid > 0 or cell.state is CellState.PAID for cell in row.cells)
    late = [cell.month for cell in row.cells if cell.state is CellState.LATE]
    note = f"欠{len(late)}个月" if late else ""
    return PublicationLine(row.name, row.month_due, paid_n, row.due, row.paid, note)


def _half(found: DuesGrid, first: int) -> TableBlock:
    months = [f"{number}月" for number in range(first + 1, first + _HALF + 1)]
    rows = tuple(
        (
            row.name,
            _money(row.month_due),
            *(_money(cell.paid) if cell.paid else "" for cell in row.cells[first : first + _HALF]),
        )
        for row in found.rows
    )
    widths = (24, 18, *([19] * _HALF))
    return TableBlock(
        ("姓名", "月应交", *months), rows, widths, (_CENTRE, *([_RIGHT] * (_HALF + 1)))
    )


def _arrears_row(number: int, line: ArrearsLine) -> tuple[str, ...]:
    note = "拟办处置" if line.has_case else ("应登记拟办" if line.needs_case else "")
    return (
        str(number), line.name, line.branch, months_text(line.months), str(len(line.months)),
        _money(line.amount), note,
    )  # fmt: skip


def _money(amount: Decimal | None) -> str:
    return "" if amount is None else f"{amount:.2f}"


def _title(text: str) -> Title:
    return Title(text.replace("｜", "\n"))


def _signed(blocks: Sequence[Block], org: str, on: date) -> Document:
    title = next(block.text for block in blocks if isinstance(block, Title))
    signed = SignOff(org, f"{on.year}年{on.month}月{on.day}日")
    return Document(title.replace("\n", ""), (*blocks, signed), org)
