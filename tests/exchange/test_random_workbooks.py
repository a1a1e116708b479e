"""Random grids written in every format are read back equal."""

import csv
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.exchange.workbooks import read_workbook
from tests.exchange.making import ods_content, save_ods, save_xls, save_xlsx

# Letters as people type them: Han, Latin, digits, rare letters; and no blanks at the ends, which
# XML readers may drop.
TEXTS = st.text(
    st.one_of(
        st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5),
        st.sampled_from("abcXYZ0123456789.-/=+@·，（）&<>\"'㛃\ue4c6"),
        st.characters(min_codepoint=0x20000, max_codepoint=0x2A6DF),
    ),
    min_size=1,
    max_size=20,
).filter(lambda text: not text.startswith("="))
NUMBERS = st.one_of(
    st.integers(-(10**15), 10**15),
    st.floats(-1e9, 1e9, allow_nan=False).map(lambda value: round(value, 4)),
)
DAYS = st.dates(date(1901, 1, 1), date(2100, 12, 31))
MOMENTS = st.datetimes(
    datetime.fromisoformat("1901-01-01"), datetime.fromisoformat("2100-01-01")
).map(lambda moment: moment.replace(microsecond=0, minute=30))


def grids(values: st.SearchStrategy[Any]) -> st.SearchStrategy[list[list[Any]]]:
    """Rectangles whose last row and column are not empty."""
    size = st.tuples(st.integers(1, 12), st.integers(1, 8))
    return size.flatmap(
        lambda size: st.lists(
            st.lists(st.one_of(st.none(), values), min_size=size[1], max_size=size[1]),
            min_size=size[0],
            max_size=size[0],
        )
    ).map(lambda rows: [*rows, ["完"] * len(rows[0])])


def expected(rows: list[list[Any]]) -> tuple[tuple[Any, ...], ...]:
    def plain(value: Any) -> Any:
        if isinstance(value, float) and value.is_integer():
            return int(value)
        return value

    return tuple(tuple(map(plain, row)) for row in rows)


RANDOM = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
VALUES = st.one_of(TEXTS, NUMBERS, DAYS, MOMENTS, st.booleans())


@RANDOM
@given(grids(VALUES))
def test_random_xlsx(tmp_path: Path, rows: list[list[Any]]) -> None:
    path = tmp_path / "随机.xlsx"
    import openpyxl

    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    book.save(path)
    assert read_workbook(path).sheets[0].rows == expected(rows)


@RANDOM
@given(grids(VALUES))
def test_random_xls(tmp_path: Path, rows: list[list[Any]]) -> None:
    path = save_xls(tmp_path / "随机.xls", rows)
    assert read_workbook(path).sheets[0].rows == expected(rows)


@RANDOM
@given(grids(VALUES))
def test_random_ods(tmp_path: Path, rows: list[list[Any]]) -> None:
    path = save_ods(tmp_path / "随机.ods", ods_content({"表": rows}))
    assert read_workbook(path).sheets[0].rows == expected(rows)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "gb18030", "utf-16"])
@RANDOM
@given(rows=grids(TEXTS))
def test_random_csv(tmp_path: Path, encoding: str, rows: list[list[Any]]) -> None:
    path = tmp_path / "随机.csv"
    with path.open("w", encoding=encoding, newline="") as stream:
        csv.writer(stream).writerows([["姓名", "电话", "备注"], *rows])
    width = max(3, len(rows[0]))
    read = read_workbook(path).sheets[0].rows[1:]
    assert read == tuple((*row, *[None] * (width - len(row))) for row in map(tuple, rows))


def test_two_sheets_stay_apart(tmp_path: Path) -> None:
    path = save_ods(tmp_path / "两张.ods", ods_content({"一": [["甲"]], "二": [[1], [2]]}))
    assert [(sheet.name, sheet.rows) for sheet in read_workbook(path).sheets] == [
        ("一", (("甲",),)),
        ("二", ((1,), (2,))),
    ]


def test_the_fixture_writer_itself_merges_the_title(tmp_path: Path) -> None:
    path = save_xlsx(tmp_path / "题.xlsx", [["题"], ["甲", "乙"]])
    assert read_workbook(path).sheets[0].merged == ((0, 0, 0, 1),)
