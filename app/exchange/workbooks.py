"""Opens workbooks of every format as plain values: copy, sniff, check, read (domain E.2, E.6)."""

from __future__ import annotations

import shutil
import struct
import tempfile
import zipfile
import zlib
from contextlib import contextmanager
from dataclasses import replace
from datetime import time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING
from xml.parsers.expat import ExpatError

from app.base.errors import UserError
from app.base.paths import reachable
from app.base.progress import Progress, Silent
from app.domain.grids import CellValue, Position, Sheet, Workbook
from app.domain.headers import record_label
from app.domain.recognition import LOOKED_AT
from app.exchange.csv_text import read_csv
from app.exchange.extents import MAX_FILE_BYTES, Refused, SheetFacts, is_year_month
from app.exchange.html_tables import read_html
from app.exchange.ods_scan import scan_ods
from app.exchange.sniffing import Kind, sniff
from app.exchange.xls_scan import locked, scan_xls
from app.exchange.xlsx_scan import notes_of_parts, number_formats, scan_xlsx

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from python_calamine import CalamineSheet

META_SHEET = "__meta__"
RECORD_COLUMN = "record_column"
"""Under this key __meta__ has the header of the hidden column with the ids of the records."""
_KEPT = "没有导入任何内容，原文件没有改动。"
_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, ExpatError, struct.error),
    *(EOFError, LookupError, MemoryError, OSError, OverflowError, RuntimeError, ValueError),
)
"""What parsers raise on a private copy that is damaged; zipfile alone knows five of them."""
_SILENT = Silent()
_LARGEST_WHOLE = 10**18


def read_workbook(path: Path, progress: Progress = _SILENT) -> Workbook:
    """Read a workbook of any supported format from a private copy; nothing in it is executed.

    Empty sheets are dropped, the hidden sheet __meta__ becomes Workbook.meta. Raises UserError
    when the file cannot be read (absent, locked, damaged, with a password, too large, no table).
    """
    with private_copy(path) as copy:
        return read_copy(copy, path, progress)


@contextmanager
def private_copy(path: Path) -> Iterator[Path]:
    """Lend a copy of the file under a short plain name; raises UserError when it is unreadable."""
    with tempfile.TemporaryDirectory(prefix="dangwu-", ignore_cleanup_errors=True) as folder:
        copy = Path(folder) / "workbook"
        source = reachable(path)
        try:
            if source.stat().st_size > MAX_FILE_BYTES:
                raise UserError(
                    f"“{path.name}”超过{MAX_FILE_BYTES // 1_000_000}兆，太大了。",
                    kept=_KEPT,
                    todo="请把表拆成几个文件，或删去表里的图片，再导入。",
                )
            shutil.copyfile(source, copy)
        except FileNotFoundError as error:
            raise UserError(
                f"找不到文件“{path.name}”。", todo="请看看U盘是否已拔出，或文件是否改了名字。"
            ) from error
        except OSError as error:
            raise UserError(
                f"“{path.name}”读不了：它可能正被别的程序占用，或者不是一个文件，或者U盘有问题。",
                kept=_KEPT,
                todo="请关闭打开它的WPS或Excel，或把它复制到桌面，再试一次。",
            ) from error
        yield copy


def read_copy(copy: Path, origin: Path, progress: Progress) -> Workbook:
    """Read a private copy of the file `origin`, whose name is told to the user."""
    try:
        return _read(copy, origin, progress)
    except Refused as refusal:
        raise _unreadable(origin, refusal) from refusal
    except _BROKEN as error:
        raise _unreadable(origin, Refused("文件已损坏或不完整。")) from error


def _unreadable(origin: Path, refusal: Refused) -> UserError:
    return UserError(f"“{origin.name}”打不开：{refusal.reason}", kept=_KEPT, todo=refusal.todo)


def _read(copy: Path, origin: Path, progress: Progress) -> Workbook:
    kind = sniff(copy)
    progress.step(0, 1, f"正在读取{origin.name}")
    meta: Mapping[str, str] = {}
    notes: list[str] = []
    if kind is Kind.CSV:
        sheets: Sequence[Sheet] = (read_csv(copy, origin.stem),)
    elif kind is Kind.HTML:
        sheets = read_html(copy)
    else:
        sheets, meta, notes = _read_book(copy, kind, progress)
    filled = tuple(sheet for sheet in map(_trimmed, sheets) if sheet.rows)
    if not filled:
        raise Refused("里面没有任何内容。", "请确认选对了文件。")
    return Workbook(origin.name, kind.value, filled, tuple(notes), meta)


def _read_book(
    copy: Path, kind: Kind, progress: Progress
) -> tuple[list[Sheet], Mapping[str, str], list[str]]:
    """Read what calamine reads, after the scan has found its extents harmless."""
    from python_calamine import CalamineWorkbook, SheetTypeEnum

    facts = {Kind.XLSX: scan_xlsx, Kind.XLS: scan_xls, Kind.ODS: scan_ods}[kind](copy)
    notes = notes_of_parts(copy) if kind is Kind.XLSX else []
    sheets: list[Sheet] = []
    told: list[tuple[Sheet, SheetFacts]] = []
    meta: Mapping[str, str] = {}
    with _calamine_verdicts(), CalamineWorkbook.from_path(copy) as book:
        listed = list(zip(book.sheets_metadata, facts, strict=True))
        for number, (about, found) in enumerate(listed):
            progress.step(number, len(listed), f"正在读取工作表“{about.name}”")
            if about.typ != SheetTypeEnum.WorkSheet:
                continue
            sheet = _read_sheet(book.get_sheet_by_index(number), found)
            if about.name == META_SHEET:
                meta = {str(row[0]): str(row[1]) for row in sheet.rows if row[0] and len(row) > 1}
                continue
            if kind is Kind.XLSX:
                sheet = replace(sheet, formats=_formats(copy, sheet))
            sheets.append(sheet)
            told.append((sheet, found))
    own = meta.get(RECORD_COLUMN) or record_label()
    notes += [note for sheet, found in told for note in _notes(sheet, found, own)]
    return sheets, meta, notes


@contextmanager
def _calamine_verdicts() -> Iterator[None]:
    """Turn what calamine raises into Refused, its Rust panics included."""
    from python_calamine import CalamineError, PasswordError

    try:
        yield
    except PasswordError as error:
        raise locked() from error
    except (CalamineError, OverflowError) as error:
        raise Refused("文件已损坏或不完整。") from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise Refused("文件已损坏或不完整。") from error


def _read_sheet(source: CalamineSheet, facts: SheetFacts) -> Sheet:
    pictures = facts.pictures
    values = source.to_python(skip_empty_area=False)
    rows = [
        tuple(v if type(v) is str and v and v[0] != "=" else _plain(v) for v in row)
        for row in values
    ]
    for row, column in pictures:
        if row < len(rows) and column < len(rows[row]):
            rows[row] = (*rows[row][:column], None, *rows[row][column + 1 :])
    merged = sorted((*first, *last) for first, last in source.merged_cell_ranges or ())
    return Sheet(
        source.name,
        tuple(rows),
        merged=tuple(merged or facts.merged),
        hidden_rows=frozenset(facts.hidden_rows),
        hidden_columns=frozenset(facts.hidden_columns),
        formats=facts.formats,
        unsolved=frozenset(facts.unsolved),
        epoch_1904=facts.epoch_1904,
    )


def _plain(value: CellValue | timedelta) -> CellValue:
    """Return a value of calamine as the domain wants it: no empty texts, whole numbers as int."""
    if value == "" or (isinstance(value, str) and value.startswith("=DISPIMG(")):
        return None
    if isinstance(value, float) and value.is_integer() and abs(value) < _LARGEST_WHOLE:
        # By its shortest digits: a spoiled ID number then ends in 000 as Excel shows it.
        return int(Decimal(repr(value)))
    if isinstance(value, timedelta):
        hours, seconds = divmod(int(value.total_seconds()), 3600)
        if 0 <= hours < 24:  # noqa: PLR2004 - hours of a day
            return time(hours, seconds // 60, seconds % 60)
        return f"{hours}:{seconds // 60:02d}"
    return value


def _formats(copy: Path, sheet: Sheet) -> Mapping[Position, str]:
    wanted = {
        (r, c)
        for r, row in enumerate(sheet.rows)
        for c, value in enumerate(row)
        if isinstance(value, float) and is_year_month(value)
    }
    return number_formats(copy, sheet.name, wanted) if wanted else {}


def _notes(sheet: Sheet, facts: SheetFacts, own: str) -> Iterator[str]:
    """Yield what to tell of a sheet; own: the header of our hidden column, which goes untold."""
    height = len(sheet.rows)
    width = len(sheet.rows[0]) if height else 0
    hidden_rows = sum(row < height for row in sheet.hidden_rows)
    ours = {row.index(own) for row in sheet.rows[:LOOKED_AT] if own and own in row}
    hidden_columns = sum(column < width for column in sheet.hidden_columns - ours)
    if hidden_rows:
        yield f"工作表“{sheet.name}”有{hidden_rows}个隐藏行也已读入。"
    if hidden_columns:
        yield f"工作表“{sheet.name}”有{hidden_columns}个隐藏列也已读入。"
    if facts.pictures:
        yield f"工作表“{sheet.name}”有{len(facts.pictures)}个单元格里是图片，图片没有读入。"
    if facts.has_formulas:
        yield f"工作表“{sheet.name}”里有公式，用的是文件里存着的结果，没有重新计算。"
    if sheet.unsolved:
        yield (
            f"工作表“{sheet.name}”有{len(sheet.unsolved)}个公式没有结果或是错误值，"
            "请在Excel或WPS中打开并保存一次，或改成文字。"
        )


def _trimmed(sheet: Sheet) -> Sheet:
    """Cut empty rows below and empty columns at the right; merges and hidden lines likewise."""
    height, width = len(sheet.rows), max(map(len, sheet.rows), default=0)
    low = max((row for row, _ in sheet.unsolved), default=-1)
    right = max((column for _, column in sheet.unsolved), default=-1)
    while height - 1 > low and not any(value is not None for value in sheet.rows[height - 1]):
        height -= 1
    while width - 1 > right and not any(row[width - 1] is not None for row in sheet.rows[:height]):
        width -= 1
    height, width = max(height, low + 1), max(width, right + 1)
    blank = (None,) * width
    rows = tuple((*row, *blank[len(row) :])[:width] for row in sheet.rows[:height])
    return replace(
        sheet,
        rows=(*rows, *(blank,) * (height - len(rows))),
        merged=tuple(
            (top, left, min(bottom, height - 1), min(end, width - 1))
            for top, left, bottom, end in sheet.merged
            if top < height and left < width
        ),
        hidden_rows=frozenset(row for row in sheet.hidden_rows if row < height),
        hidden_columns=frozenset(column for column in sheet.hidden_columns if column < width),
    )
