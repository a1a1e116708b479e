"""Reads text tables: .csv in the encodings that Excel, WPS and Chinese systems write."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from app.domain.grids import CellValue, Sheet
from app.exchange.extents import MAX_TEXT_FILE_BYTES, Refused, SheetFacts

_SEPARATORS = ",\t;，"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1b\x1c-\x1f]")
_MOST_LINES = 50
_AS_TEXT = re.compile(r'="(.*)"', re.DOTALL)
_NO_TABLE = "这不是表格文件，或者已经损坏。"


def decode(path: Path) -> str:
    """Return a file's text: a byte order mark decides, else UTF-8, else GB18030; or Refused."""
    if path.stat().st_size > MAX_TEXT_FILE_BYTES:
        raise Refused("文件太大。", "请把表拆成几个文件，再导入。")
    data = path.read_bytes()
    encodings = ["utf-8-sig", "gb18030"]
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _CONTROL.search(text):
            break
        return text
    raise Refused(_NO_TABLE)


def read_csv(path: Path, name: str) -> Sheet:
    """Return the only sheet, called `name`; every value is a text, `="123"` is 123."""
    text = decode(path)
    first_lines = text[:4096]
    separator = max(_SEPARATORS, key=first_lines.count)
    facts = SheetFacts()
    rows: list[list[str]] = []
    try:
        for number, row in enumerate(_records(text, separator)):
            rows.append(row)
            used = [column for column, value in enumerate(row) if value]
            if used:
                facts.grow(number, used[-1])
                facts.check(name)
    except csv.Error as error:
        raise Refused(_NO_TABLE) from error
    width = facts.last_column + 1
    return Sheet(
        name,
        tuple(
            tuple(_value(row[column]) if column < len(row) else None for column in range(width))
            for row in rows[: facts.last_row + 1]
        ),
    )


def _records(text: str, separator: str) -> Iterator[list[str]]:
    """Yield the records; a quote that nobody closes stands for itself.

    Otherwise one stray quote would make a single cell of the whole rest of the file.
    """
    lines = list(io.StringIO(text, newline=""))
    if '"' not in text:
        yield from csv.reader(lines, delimiter=separator)
        return
    at = 0
    while at < len(lines):
        end = _end_of_record(lines, at, separator)
        if end < 0:
            yield from csv.reader(lines[at : at + 1], delimiter=separator, quoting=csv.QUOTE_NONE)
        else:
            yield from csv.reader(lines[at : end + 1], delimiter=separator)
        at = max(at, end) + 1


def _end_of_record(lines: Sequence[str], at: int, separator: str) -> int:
    """Return the last line of the record that begins at a line, -1 for a stray quote."""
    if lines[at].count('"') % 2 == 0:
        return at
    width = lines[at].count(separator)
    for end in range(at + 1, min(at + _MOST_LINES, len(lines))):
        # A cell over several lines breaks its record; a line as wide as the first is another one.
        if width and lines[end].count(separator) == width:
            return -1
        if lines[end].count('"') % 2:
            return end
    return -1


def _value(text: str) -> CellValue:
    match = _AS_TEXT.fullmatch(text)
    return (match[1] if match else text) or None
