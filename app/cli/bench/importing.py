"""P4: importing a roster of 10,000 rows, against reading it and inserting its rows."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from itertools import count, islice
from pathlib import Path

from app.base.paths import DataFolder
from app.cli.bench.measuring import RUNS, Measured, Title, measured, seconds
from app.cli.opening import opened
from app.domain.idcards import check_digit
from app.services import imports

_HEADER = (
    "序号", "姓名", "性别", "民族", "公民身份证号", "出生日期", "学历", "人员类别",
    "所在党支部", "加入党组织日期", "转为正式党员日期", "工作岗位", "手机号", "家庭住址",
)  # fmt: skip
_BRANCHES = ("县一中", "县民族中学", "职教中心", "实验小学", "东门小学")
_SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕张孔曹严华"
_NAMES = ("建国", "志强", "秀英", "桂兰", "美玲", "德明", "国华", "春燕", "晓梅", "永贵")
_COLUMNS = 25


def roster(folder: DataFolder, rows: int) -> Measured:
    """Import a roster into a copy of the ledger, alternately with the floor."""
    source = folder.root / "bench-roster.xlsx"
    _write(source, rows)
    title = Title("P4", f"导入{rows}行花名册", "calamine 读取 + 直接写入", 3)
    _floor(source, folder.root)
    pairs = []
    for run in range(RUNS):
        copy = DataFolder(folder.root / f"import-{run}")
        copy.create()
        shutil.copy(folder.database, copy.database)
        with opened(copy) as ledger:
            floor = seconds(lambda: _floor(source, folder.root))
            ours = seconds(lambda: imports.apply(ledger, imports.preview(ledger, source)))
        pairs.append((floor, ours))
        shutil.rmtree(copy.root, ignore_errors=True)
    return measured(title, pairs)


def _floor(source: Path, place: Path) -> None:
    from python_calamine import CalamineWorkbook

    with closing(CalamineWorkbook.from_path(source)) as book:
        rows = book.get_sheet_by_index(0).to_python()
    target = place / "bench-floor.sqlite"
    target.unlink(missing_ok=True)
    columns = ", ".join(f"c{number}" for number in range(_COLUMNS))
    places = ", ".join("?" * _COLUMNS)
    blank = (None,) * _COLUMNS
    with closing(sqlite3.connect(target)) as connection:
        connection.execute(f"CREATE TABLE member({columns})")
        with connection:
            values = [(*map(str, row), *blank)[:_COLUMNS] for row in rows]
            connection.executemany(f"INSERT INTO member VALUES ({places})", values)  # noqa: S608


def _write(target: Path, rows: int) -> None:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("花名册")
    sheet.append(_HEADER)
    for row in islice(_people(), rows):
        sheet.append(row)
    book.save(target)


def _people() -> Iterator[tuple[str | int, ...]]:
    for number in count():
        year, month, day = 1950 + number % 35, 1 + number % 12, 1 + number % 28
        body = f"529999{year}{month:02d}{day:02d}{number % 1000:03d}"
        yield (
            number + 1,
            _SURNAMES[number % len(_SURNAMES)] + _NAMES[number // 7 % len(_NAMES)],
            "男" if number % 2 else "女",
            "汉族",
            body + check_digit(body),
            f"{year}.{month:02d}.{day:02d}",
            "大学本科",
            "正式党员",
            _BRANCHES[number % len(_BRANCHES)],
            f"{year + 24}年{month}月",
            f"{year + 25}年{month}月",
            "教师",
            f"139{number:08d}",
            f"清江县东门社区{number % 200}号",
        )
