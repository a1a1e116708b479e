"""Zip archives and XML from strangers: sizes are counted, not believed; entities are refused."""

import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import IO
from xml.parsers import expat

from app.exchange.extents import MAX_UNPACKED_BYTES, Refused

_MAX_ENTRIES = 5_000
_LOCAL_HEADER = 30
_CHUNK = 1 << 20
_DOCTYPE = b"<!DOCTYPE"
_OVERLAP = len(_DOCTYPE)

BOMB = Refused("文件解开以后大得不正常，可能是损坏的或有意做坏的文件。", "请向报送的人重新要一份。")

Start = Callable[[str, dict[str, str]], None]
End = Callable[[str], None]


def check_archive(path: Path) -> None:
    """Raise Refused when a zip file unpacks to more than it says or than the program can hold."""
    with zipfile.ZipFile(path) as archive, path.open("rb") as raw:
        entries = archive.infolist()
        total = sum(entry.file_size for entry in entries)
        names = {entry.filename for entry in entries}
        if len(entries) > _MAX_ENTRIES or total > MAX_UNPACKED_BYTES or len(names) < len(entries):
            raise BOMB
        for entry in entries:
            if entry.flag_bits & 1:
                raise Refused("文件设了密码。", "请在WPS或Excel里打开它、取消密码后再导入。")
            if not _honest(raw, entry):
                raise BOMB


def _honest(raw: IO[bytes], entry: zipfile.ZipInfo) -> bool:
    """Unpack an entry piece by piece, to compare its true size with the one it declares."""
    if entry.compress_type == zipfile.ZIP_STORED:
        return entry.compress_size == entry.file_size
    if entry.compress_type != zipfile.ZIP_DEFLATED:
        return False
    raw.seek(entry.header_offset + _LOCAL_HEADER - 4)
    lengths = raw.read(4)
    raw.seek(int.from_bytes(lengths[:2], "little") + int.from_bytes(lengths[2:], "little"), 1)
    inflate = zlib.decompressobj(-zlib.MAX_WBITS)
    size, left, tail = 0, entry.compress_size, b""
    while left > 0 and not inflate.eof and size <= entry.file_size:
        packed = inflate.unconsumed_tail or raw.read(min(left, _CHUNK))
        if not packed:
            return False
        piece = inflate.decompress(packed, _CHUNK)
        if _DOCTYPE in tail + piece[:_OVERLAP] or _DOCTYPE in piece:
            _refuse_doctype()
        size, tail = size + len(piece), piece[-_OVERLAP:]
        left -= len(packed) - len(inflate.unconsumed_tail)
    return size == entry.file_size


def parse_xml(
    stream: IO[bytes], start: Start, end: End | None = None, text: End | None = None
) -> None:
    """Stream XML to handlers, which get the names as they stand, prefixes included.

    Raises Refused for a DOCTYPE, ExpatError for what is not XML.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = start
    if end:
        parser.EndElementHandler = end
    if text:
        parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = _refuse_doctype
    while chunk := stream.read(_CHUNK):
        parser.Parse(chunk, False)  # noqa: FBT003 - expat takes it by position only
    parser.Parse(b"", True)  # noqa: FBT003 - as above


def local(name: str) -> str:
    """Return an element's name without its namespace prefix."""
    return name.rpartition(":")[2]


def _refuse_doctype(*_: object) -> None:
    raise Refused("文件里有不该有的声明（DOCTYPE），可能是有意做坏的。", "请向报送的人重新要一份。")
