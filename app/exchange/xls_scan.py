"""Looks through an .xls (BIFF5 or BIFF8, also WPS .et) before calamine may have it.

Record numbers and layouts are those of MS-XLS 2.4.
"""

import struct
from collections.abc import Iterator
from pathlib import Path

from app.exchange.compound_files import one_stream, read_streams
from app.exchange.extents import (
    BUILT_IN_FORMATS,
    GENERAL,
    MAX_TEXT,
    Refused,
    SheetFacts,
    is_year_month,
)

_FORMULA, _EOF, _FILEPASS, _CONTINUE, _COLINFO = 0x06, 0x0A, 0x2F, 0x3C, 0x7D
_BOUNDSHEET, _MULRK, _RSTRING, _XF, _SST, _LABELSST = 0x85, 0xBD, 0xD6, 0xE0, 0xFC, 0xFD
_DIMENSIONS, _NUMBER, _LABEL, _BOOLERR, _ROW, _RK = 0x200, 0x203, 0x204, 0x205, 0x208, 0x27E
_FORMAT, _DATEMODE = 0x41E, 0x22
_CELLS = frozenset({_FORMULA, _MULRK, _RSTRING, _LABELSST, _NUMBER, _LABEL, _BOOLERR, _RK})
_MAX_ROW, _MAX_COLUMN = 65_536, 256
_BROKEN = "文件内部已损坏。"


def scan_xls(path: Path) -> list[SheetFacts]:
    """Return the facts of each sheet in order; raises Refused, ValueError, struct.error.

    The private copy at `path` is replaced by a clean container with the workbook alone.
    """
    streams = read_streams(path.read_bytes())
    if "EncryptedPackage" in streams:
        raise locked()
    book = streams.get("Workbook") or streams.get("Book")
    if not book:
        raise Refused("这不是表格文件。", "请选择Excel或WPS表格文件。")
    shared = _Globals(book)
    facts = [_scan_sheet(book, start, name, shared) for name, start in shared.sheets]
    path.write_bytes(one_stream("Workbook" if "Workbook" in streams else "Book", book))
    return facts


def locked() -> Refused:
    """Return the verdict on a workbook with a password."""
    return Refused(
        "文件设了打开密码，程序读不了。", "请在WPS或Excel里打开它、取消密码并保存后再导入。"
    )


def _records(book: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    """Give number and content of the records of a substream up to its end."""
    while start + 4 <= len(book):
        number, size = struct.unpack_from("<HH", book, start)
        yield number, book[start + 4 : start + 4 + size]
        if number == _EOF:
            return
        start += 4 + size


class _Globals:
    """What the first substream says of all sheets."""

    def __init__(self, book: bytes) -> None:
        self.sheets: list[tuple[str, int]] = []
        self.lengths: list[int] = []
        self.epoch_1904 = False
        self._codes = dict(BUILT_IN_FORMATS)
        self._styles: list[int] = []
        texts: list[bytes] = []
        last = 0
        self._wide = struct.unpack_from("<H", book, 4)[0] == 0x600  # noqa: PLR2004 - BIFF8
        for number, body in _records(book, 0):
            if number == _FILEPASS:
                raise locked()
            if number == _SST or (number == _CONTINUE and last == _SST):
                texts.append(body)
                last = _SST
                continue
            self._take(number, body)
            last = number
        self.lengths = _shared_lengths(texts)

    def _take(self, number: int, body: bytes) -> None:
        if number == _BOUNDSHEET:
            start, size = struct.unpack_from("<I2xB", body)
            self.sheets.append((self._text(body[7:], size), start))
        elif number == _DATEMODE:
            self.epoch_1904 = body[:1] == b"\1"
        elif number == _XF:
            self._styles.append(struct.unpack_from("<H", body, 2)[0])
        elif number == _FORMAT:
            code, size = struct.unpack_from("<HB", body)
            skip = 4 if self._wide else 3
            self._codes[code] = self._text(body[skip:], size)

    def _text(self, body: bytes, size: int) -> str:
        if not self._wide:
            return body[:size].decode("gb18030", "replace")
        if body[:1] == b"\1":
            return body[1 : 1 + 2 * size].decode("utf-16-le", "replace")
        return body[1 : 1 + size].decode("latin-1")

    def number_format(self, style: int) -> str | None:
        """Return the number format of a cell style, None for the plain one."""
        code = self._codes.get(self._styles[style], GENERAL)
        return None if code == GENERAL else code


def _shared_lengths(pieces: list[bytes]) -> list[int]:
    """Return the length of each shared text; a text may run on into the next piece."""
    if not pieces:
        return []
    lengths: list[int] = []
    count = struct.unpack_from("<4xI", pieces[0])[0]
    if count > sum(map(len, pieces)) // 3:
        raise ValueError("more shared texts than bytes")
    piece, at = 0, 8
    while len(lengths) < count:
        if at >= len(pieces[piece]):
            piece, at = piece + 1, at - len(pieces[piece])
            if piece == len(pieces):
                break
            continue
        size, flags = struct.unpack_from("<HB", pieces[piece], at)
        at += 3
        runs = extra = 0
        if flags & 8:
            (runs,), at = struct.unpack_from("<H", pieces[piece], at), at + 2
        if flags & 4:
            (extra,), at = struct.unpack_from("<I", pieces[piece], at), at + 4
        lengths.append(size)
        piece, at = _skip_letters(pieces, (piece, at), size, flags)
        at += 4 * runs + extra
    return lengths


def _skip_letters(
    pieces: list[bytes], place: tuple[int, int], size: int, flags: int
) -> tuple[int, int]:
    """Return where the letters of a text end; each further piece begins with its own flags."""
    piece, at = place
    width = 2 if flags & 1 else 1
    while size > (len(pieces[piece]) - at) // width:
        size -= (len(pieces[piece]) - at) // width
        piece, at = piece + 1, 1
        if piece == len(pieces):
            raise ValueError("shared texts end early")
        width = 2 if pieces[piece][:1] == b"\1" else 1
    return piece, at + size * width


def _scan_sheet(book: bytes, start: int, name: str, shared: _Globals) -> SheetFacts:
    facts, characters = SheetFacts(epoch_1904=shared.epoch_1904), 0
    for number, body in _records(book, start):
        if number in _CELLS:
            row, column = struct.unpack_from("<HH", body)
            last = struct.unpack_from("<H", body, len(body) - 2)[0] if number == _MULRK else column
            if max(column, last) >= _MAX_COLUMN:
                raise Refused(_BROKEN)
            facts.grow(row, last)
            if number == _LABELSST:
                text = struct.unpack_from("<I", body, 6)[0]
                characters += shared.lengths[text] if text < len(shared.lengths) else 0
            else:
                _take_cell(facts, shared, number, body)
        else:
            _take_frame(facts, number, body)
    facts.check(name)
    if characters > MAX_TEXT:
        raise Refused(f"工作表“{name}”里的文字太多。", "请删去很长的说明文字，再导入。")
    return facts


def _take_cell(facts: SheetFacts, shared: _Globals, number: int, body: bytes) -> None:
    """Note formulas, errors and the formats of numbers like 2010.1."""
    row, column, style = struct.unpack_from("<HHH", body)
    if number == _FORMULA:
        facts.has_formulas = True
        if body[12:14] == b"\xff\xff" and body[6] == 2:  # noqa: PLR2004 - 2 is an error value
            facts.unsolved.add((row, column))
    elif number == _BOOLERR and body[7]:
        facts.unsolved.add((row, column))
    elif number == _NUMBER:
        _take_number(facts, shared, (row, column, style), struct.unpack_from("<d", body, 6)[0])
    elif number == _RK:
        _take_number(facts, shared, (row, column, style), _rk(body[6:10]))
    elif number == _MULRK:
        for index, at in enumerate(range(4, len(body) - 7, 6)):
            (style,) = struct.unpack_from("<H", body, at)
            place = (row, column + index, style)
            _take_number(facts, shared, place, _rk(body[at + 2 : at + 6]))


def _take_number(
    facts: SheetFacts, shared: _Globals, cell: tuple[int, int, int], value: float
) -> None:
    row, column, style = cell
    if is_year_month(value):
        number_format = shared.number_format(style)
        if number_format:
            facts.formats[row, column] = number_format


def _rk(raw: bytes) -> float:
    """Decode a compressed number: an integer or the upper half of a double, perhaps × 100."""
    (bits,) = struct.unpack("<i", raw)
    if bits & 2:
        value = float(bits >> 2)
    else:
        (value,) = struct.unpack("<d", b"\0\0\0\0" + struct.pack("<i", bits & ~3))
    return value / 100 if bits & 1 else value


def _take_frame(facts: SheetFacts, number: int, body: bytes) -> None:
    """Note hidden rows and columns; refuse a stated size that no .xls can have."""
    if number == _ROW and struct.unpack_from("<H", body, 12)[0] & 0x20:
        facts.hidden_rows.add(struct.unpack_from("<H", body)[0])
    elif number == _COLINFO and struct.unpack_from("<8xH", body)[0] & 1:
        first, last = struct.unpack_from("<HH", body)
        facts.hidden_columns.update(range(first, min(last, _MAX_COLUMN - 1) + 1))
    elif number == _DIMENSIONS:
        wide = len(body) >= 14  # noqa: PLR2004 - BIFF8 writes rows with four bytes
        top, rows, left, columns = struct.unpack_from("<IIHH" if wide else "<HHHH", body)
        if not (top <= rows <= _MAX_ROW and left <= columns <= _MAX_COLUMN):
            raise Refused(_BROKEN)
