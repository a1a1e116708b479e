"""The program proves itself on the machine where it is installed, in a temporary folder."""

import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from traceback import format_exc

from app.base.components import components, licence_text
from app.base.paths import DataFolder
from app.base.resources import resource
from app.cli.opening import opened
from app.cli.selftest_exchange import exchange_once
from app.services import health, imports, printing, reports
from app.services.figures import as_printed, compute
from app.services.practice.build import build

YEAR = 2010
_SAMPLE = "*.xlsx"
_MUST_BE_PRINTED = ("N05", "N12", "N13", "org.name")


class Failed(Exception):  # noqa: N818 - the finding of a step, not an error of the program
    """A step found the program wrong, in a sentence."""


def prove(tell: Callable[[str], None]) -> bool:
    """Run every step and tell how each ended; return whether all passed."""
    passed = True
    with TemporaryDirectory(prefix="dangwu-selftest-", ignore_cleanup_errors=True) as place:
        folder = DataFolder(Path(place))
        for title, step in STEPS.items():
            try:
                step(folder)
            except Exception as error:  # noqa: BLE001 - whatever it is, the next steps still run
                passed = False
                tell(f"未通过 {title}：{error if isinstance(error, Failed) else format_exc()}")
            else:
                tell(f"通过   {title}")
    tell("自检通过。" if passed else "自检没有通过。")
    return passed


def _enter(folder: DataFolder) -> None:
    with opened(folder) as ledger:
        if not ledger.database.cipher_version():
            raise Failed("数据库驱动不是 SQLCipher")
        build(ledger)


def _print_report(folder: DataFolder) -> None:
    target = folder.root / "report.pdf"
    with opened(folder) as ledger:
        drafted = reports.draft(ledger, YEAR)
        figures = compute(ledger, YEAR).figures
    printing.save(drafted.document, target)
    text = _text_of(target)
    missing = [id_ for id_ in _MUST_BE_PRINTED if as_printed(figures[id_]) not in text]
    if missing:
        raise Failed(f"汇报的 PDF 里找不到 {'、'.join(missing)}")


def _text_of(pdf: Path) -> str:
    """Return the text of all pages without line breaks."""
    import pypdfium2

    with closing(pypdfium2.PdfDocument(pdf)) as document:
        pages = [page.get_textpage().get_text_bounded() for page in document]
    return "".join("".join(pages).split())


def _import_roster(folder: DataFolder) -> None:
    sample = next(iter(sorted(resource("samples").glob(_SAMPLE))))
    with opened(folder) as ledger:
        outcome = imports.apply(ledger, imports.preview(ledger, sample))
    if not outcome.batch:
        raise Failed(f"{sample.name} 没有导入任何内容")


def _exchange(folder: DataFolder) -> None:
    if problem := exchange_once(folder):
        raise Failed(problem)


def _open_pages(folder: DataFolder) -> None:
    from app.cli.shots import take  # noqa: PLC0415 - loads Qt

    pictures = list(take(folder, folder.root / "shots"))
    empty = [path.stem for path in pictures if not path.stat().st_size]
    if empty or not pictures:
        raise Failed(f"页面没有画出来：{'、'.join(empty)}")


def _read_licences(_: DataFolder) -> None:
    parts = components()
    if getattr(sys, "frozen", False) and not parts:
        raise Failed("没有附带所用软件的许可证")
    without = [part.name for part in parts if not licence_text(part).strip()]
    if without:
        raise Failed(f"没有许可证文本：{'、'.join(without)}")


def _check(folder: DataFolder) -> None:
    with opened(folder) as ledger:
        faults = health.check(ledger)
    if faults:
        raise Failed("".join(fault.text for fault in faults))


STEPS: dict[str, Callable[[DataFolder], None]] = {
    "建立数据文件和练习数据": _enter,
    "打印工作情况汇报并核对数字": _print_report,
    "导入样例花名册": _import_roster,
    "打交换包、收下并回复": _exchange,
    "打开每个页面": _open_pages,
    "检查数据文件和变动记录": _check,
    "查看所用软件的许可证": _read_licences,
}
