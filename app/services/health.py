"""Whether the file, its journal and its figures are sound."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.base.progress import Progress, Silent
from app.domain.fields import table_title
from app.services.figures import compute
from app.services.ledger import Ledger
from app.store import health as store
from app.store import history, node
from app.store.engine import Transaction

CHECKED_YEARS = 3
"""Of how many years with records the figures check themselves, the newest first."""
_SILENT = Silent()
_TOLD_AT_MOST = 5
_STEPS = 6


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: a stable code and a sentence."""

    code: str
    text: str


def check(ledger: Ledger, progress: Progress = _SILENT) -> tuple[Fault, ...]:
    """Return everything that is wrong with a ledger; empty when it is sound."""
    found: list[Fault] = []
    with ledger.reading() as tx:
        for step, (title, part) in enumerate(_PARTS.items()):
            progress.step(step, _STEPS, title)
            found += part(tx)
        years = store.years(tx)[:CHECKED_YEARS]
    progress.step(_STEPS - 1, _STEPS, "核对统计指标")
    for year in years:
        warnings = compute(ledger, year).warnings
        found += [Fault("figures.contradiction", f"{year}年：{text}") for text in warnings]
    progress.step(_STEPS, _STEPS)
    return tuple(found)


def _damage(tx: Transaction) -> Iterator[Fault]:
    for line in store.damage(tx)[:_TOLD_AT_MOST]:
        yield Fault("file.damaged", f"数据文件有损坏（{line}）。请从备份恢复。")


def _dangling(tx: Transaction) -> Iterator[Fault]:
    for (table, target), number in store.dangling(tx).items():
        yield Fault(
            "file.dangling",
            f"{number}条{table_title(table)}记录指向的{table_title(target)}不存在。请从备份恢复。",
        )


def _journal(tx: Transaction) -> Iterator[Fault]:
    broken = history.broken_links(tx)
    if broken:
        shown = "、".join(map(str, broken[:_TOLD_AT_MOST]))
        yield Fault(
            "journal.broken",
            f"变动记录有{len(broken)}处对不上（第{shown}条），数据文件可能被别的程序改过。",
        )


def _unrecorded(tx: Transaction) -> Iterator[Fault]:
    for table, number in store.unrecorded(tx, node.roster(tx)).items():
        yield Fault(
            "journal.unrecorded",
            f"{number}条{table_title(table)}记录与变动记录不符，是别的程序改的，改了什么查不出来。"
            "请与纸质材料核对，或从备份恢复。",
        )


def _search(tx: Transaction) -> Iterator[Fault]:
    number = store.search_faults(tx)
    if number:
        yield Fault("search.stale", f"{number}人的检索信息需要更新，下次打开窗口时会自动更新。")


_PARTS = {
    "检查数据文件": _damage,
    "检查记录之间的关系": _dangling,
    "检查变动记录": _journal,
    "核对记录与变动记录": _unrecorded,
    "检查检索信息": _search,
}
