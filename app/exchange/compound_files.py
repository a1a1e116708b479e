"""Reads the streams of an OLE compound file: the container of .xls, .et and locked workbooks."""

import struct
from collections.abc import Mapping, Sequence

_END = 0xFFFFFFFA
"""Sector numbers from here on are marks (end of chain, free, …)."""
_MINI_CUTOFF = 4096
_ENTRY = 128


def read_streams(data: bytes) -> Mapping[str, bytes]:
    """Return the streams of the root by name; raises ValueError or struct.error when broken."""
    sector, fat = _table(data)
    (directory_start, mini_start) = struct.unpack_from("<I8xI", data, 48)[:2]
    directory = _follow(data, fat, directory_start, sector)
    entries = [
        _entry(directory[at : at + _ENTRY]) for at in range(0, len(directory) - _ENTRY + 1, _ENTRY)
    ]
    root = entries[0]
    mini_stream = _follow(data, fat, root[2], sector)
    mini_table = _follow(data, fat, mini_start, sector)
    mini_fat = struct.unpack(f"<{len(mini_table) // 4}I", mini_table)
    streams: dict[str, bytes] = {}
    for name, kind, start, size in entries:
        if kind == 2:  # noqa: PLR2004 - the type of a stream in MS-CFB 2.6.1
            if size < _MINI_CUTOFF:
                content = _follow(b"\0" * 64 + mini_stream, mini_fat, start, 64)
            else:
                content = _follow(data, fat, start, sector)
            streams.setdefault(name, content[:size])
    return streams


def _entry(raw: bytes) -> tuple[str, int, int, int]:
    length, kind = struct.unpack_from("<HB", raw, 64)
    start, size = struct.unpack_from("<II", raw, 116)
    return raw[: max(length - 2, 0)].decode("utf-16-le", "replace"), kind, start, size


def _table(data: bytes) -> tuple[int, Sequence[int]]:
    """Return the sector size and the file allocation table."""
    (shift,) = struct.unpack_from("<H", data, 30)
    if shift not in {9, 12}:
        raise ValueError("sector size")
    sector = 1 << shift
    (more,) = struct.unpack_from("<I", data, 68)
    numbers = list(struct.unpack_from("<109I", data, 76))
    seen = 0
    while more < _END:
        seen += sector
        if seen > len(data):
            raise ValueError("endless chain")
        block = struct.unpack_from(f"<{sector // 4}I", data, (more + 1) * sector)
        numbers += block[:-1]
        more = block[-1]
    fat: list[int] = []
    for number in numbers:
        if number < _END:
            fat += struct.unpack_from(f"<{sector // 4}I", data, (number + 1) * sector)
        if len(fat) * 4 > len(data):
            raise ValueError("allocation table larger than the file")
    return sector, fat


def _follow(data: bytes, fat: Sequence[int], start: int, sector: int) -> bytes:
    """Join the sectors of a chain; sector 0 follows the header."""
    pieces: list[bytes] = []
    while start < _END:
        at = (start + 1) * sector
        if start >= len(fat) or at >= len(data) or len(pieces) > len(fat):
            raise ValueError("broken chain")
        pieces.append(data[at : at + sector])
        start = fat[start]
    return b"".join(pieces)
