"""All measurements in one run, printed as a table."""

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory

from app.base.paths import DataFolder
from app.cli.bench import exchanging, importing, journal, lists, printing, start
from app.cli.bench.measuring import Measured
from app.cli.opening import opened
from app.cli.output import complain, progress, say, say_json, say_table
from app.cli.shots import paint_in_memory
from app.services.practice.build import build

_MOST_IMPORTED = 10_000
_USUAL = 8_000
"""The members of a large county bureau."""
_MILLISECONDS = 1000


def measure_all(members: int, *, as_json: bool = False) -> list[Measured]:
    """Measure everything on a practice county of so many members and print the ratios."""
    paint_in_memory()
    found = []
    with TemporaryDirectory(prefix="dangwu-bench-", ignore_cleanup_errors=True) as place:
        for one in _measurements(Path(place), members):
            complain(f"已测 {one.number} {one.act}：{one.ratio:.2f} 倍")
            found.append(one)
    if as_json:
        say_json([{**asdict(one), "ratio": one.ratio} for one in found])
    else:
        _print(found)
    return found


def _measurements(place: Path, members: int) -> Iterator[Measured]:
    small, usual, large = (DataFolder(place / name) for name in ("small", "usual", "large"))
    with opened(small) as ledger:
        build(ledger)
        yield printing.work_report(ledger, place)
    rows = min(members, _MOST_IMPORTED)
    yield importing.roster(small, rows)
    yield from journal.journal(small, rows)
    yield from exchanging.exchange(small, rows)
    with opened(usual) as ledger:
        build(ledger, members=min(members, _USUAL), progress=progress())
        cold = printing.figures(ledger)
        yield cold
        yield printing.roster(ledger, place)
    with opened(large) as ledger:
        build(ledger, members=members, progress=progress())
        yield printing.figures_grown(ledger, cold, max(members / _USUAL, 1))
        yield lists.open_list(ledger)
        yield from lists.keystroke(ledger)
    yield start.start(large)


def _print(found: list[Measured]) -> None:
    say_table(
        (
            "目标",
            "做什么",
            "比较的底线",
            "底线（毫秒）",
            "本程序（毫秒）",
            "倍数",
            "目标倍数",
            "达到",
        ),
        [
            (
                one.number,
                one.act,
                one.floor_is,
                f"{one.floor * _MILLISECONDS:.1f}",
                f"{one.ours * _MILLISECONDS:.1f}",
                f"{one.ratio:.2f}",
                f"≤{one.goal:.3g}",
                "是" if one.is_reached else "否",
            )
            for one in sorted(found, key=lambda each: int(each.number[1:]))
        ],
    )
    say("倍数在同一次运行里交替测得，取中位数；毫秒数只对这台机器有意义。")
