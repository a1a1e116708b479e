"""Hostile files end in a plain sentence that names the file, never in a crash or a full memory."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.base.errors import UserError
from app.exchange.workbooks import read_workbook
from tests.exchange.hostile import HOSTILE, with_cells
from tests.exchange.making import (
    TITLE,
    compound_file,
    ods_content,
    people,
    save_ods,
    save_xls,
    save_xlsx,
    titled,
)

_IN_A_PROCESS = """
import resource, sys
from pathlib import Path
from app.base.errors import UserError
from app.exchange.workbooks import read_workbook
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    book = read_workbook(Path(sys.argv[1]))
    print("read", len(book.sheets[0].rows), len(book.sheets[0].rows[0]))
except UserError as error:
    print("refused", error)
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


def read_apart(path: Path) -> tuple[str, int]:
    """Read in a process of its own; return what it said and the megabytes it took."""
    done = subprocess.run(
        [sys.executable, "-c", _IN_A_PROCESS, str(path)],
        capture_output=True, text=True, timeout=60, check=False, cwd=Path(__file__).parents[2],
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    *said, megabytes = done.stdout.strip().splitlines()
    return "\n".join(said), int(megabytes)


@pytest.mark.parametrize("make", HOSTILE, ids=lambda make: make.__name__)
def test_a_hostile_file_is_refused_by_name_within_bounded_memory(
    make: Callable[[Path], Path], tmp_path: Path
) -> None:
    path = make(tmp_path)
    said, megabytes = read_apart(path)
    assert said.startswith("refused")
    assert path.name in said
    assert megabytes < 300


def test_the_sheet_and_the_far_cell_are_named(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=f"{TITLE}.*1048576行.*16384列"):
        read_workbook(HOSTILE[0](tmp_path))


def test_a_row_of_a_million_cells_is_given_up_soon_after_the_widest_that_is_read(
    tmp_path: Path,
) -> None:
    cells = "".join("<c><v>1</v></c>" for _ in range(1_000_000))
    path = with_cells(tmp_path / "一百万列.xlsx", f'<row r="1">{cells}</row>')
    with pytest.raises(UserError, match="第2001列"):
        read_workbook(path)


def test_a_million_formatted_empty_rows_are_read_as_the_few_with_content(tmp_path: Path) -> None:
    rows = '<row r="1"><c r="A1"><v>7</v></c></row>' + "".join(
        f'<row r="{number}" ht="14" customHeight="1"><c r="C{number}" s="0"/></row>'
        for number in range(2, 1_048_577)
    )
    said, megabytes = read_apart(with_cells(tmp_path / "百万空行.xlsx", rows))
    assert said == "read 1 1"
    assert megabytes < 300


def test_the_largest_rectangle_that_is_allowed_fits_into_the_memory(tmp_path: Path) -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="99999"><c r="AN99999"><v>1</v></c></row>'
    said, megabytes = read_apart(with_cells(tmp_path / "两个角.xlsx", rows))
    assert said == "read 99999 40"
    assert megabytes < 300


def test_a_password_is_told_apart_from_damage(tmp_path: Path) -> None:
    path = tmp_path / "加密.xlsx"
    path.write_bytes(compound_file({"EncryptionInfo": b"\4\0", "EncryptedPackage": b"\0" * 6000}))
    with pytest.raises(UserError, match="密码"):
        read_workbook(path)


def _good_files(folder: Path) -> list[Path]:
    rows = titled(people(3))
    rows[4][6] = 2010.1
    return [
        save_xlsx(folder / "好.xlsx", rows),
        save_xls(folder / "好.xls", rows),
        save_ods(folder / "好.ods", ods_content({TITLE: rows})),
    ]


@pytest.fixture(scope="module")
def good_files(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Path, bytes]]:
    files = _good_files(tmp_path_factory.mktemp("good"))
    return [(path, path.read_bytes()) for path in files]


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_damaged_file_is_read_or_refused_but_never_crashes(
    good_files: list[tuple[Path, bytes]], data: st.DataObject
) -> None:
    path, content = data.draw(st.sampled_from(good_files))
    spoiled = bytearray(content)
    for at in data.draw(st.lists(st.integers(0, len(content) - 1), min_size=1, max_size=8)):
        spoiled[at] = data.draw(st.integers(0, 255))
    broken = path.with_stem("坏")
    broken.write_bytes(spoiled[: data.draw(st.integers(1, len(content)))]
                       if data.draw(st.booleans()) else spoiled)  # fmt: skip
    try:
        outcome = read_workbook(broken).name
    except UserError as error:
        outcome = str(error)
    assert broken.name in outcome
