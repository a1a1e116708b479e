"""OLE compound files, the container of .xls, .et and locked workbooks (MS-CFB).

calamine follows the container's chains and lengths on trust, and a damaged one can end the process;
so the streams are read here, and calamine is given a clean container with the one it needs.
"""

import struct
from collections.abc import Mapping, Sequence

_END = 0xFFFFFFFA
"""Sector numbers from here on are marks (end of chain, free, …)."""
_CHAIN_END, _FREE, _TABLE_SECTOR = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
_MAGIC = bytes.fromhex("D0CF11E0A1B11AE1")
_SECTOR = 4096
_HEADER_TABLES = 109
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


def one_stream(name: str, content: bytes) -> bytes:
    """Return a compound file (version 4, sectors of 4096 bytes) with a single stream.

    The stream stands in the first sectors, then one sector with the directory, then the table.
    The root names sector 0 although it is empty: calamine refuses a root without a sector.
    """
    sectors, per_table = -(-max(len(content), _MINI_CUTOFF) // _SECTOR), _SECTOR // 4
    tables = -(-(sectors + 1) // (per_table - 1))
    if tables > _HEADER_TABLES:
        raise ValueError("stream too long")
    chains = [*range(1, sectors), _CHAIN_END, _CHAIN_END, *[_TABLE_SECTOR] * tables]
    chains += [_FREE] * (tables * per_table - len(chains))
    listed = [*range(sectors + 1, sectors + 1 + tables), *[_FREE] * (_HEADER_TABLES - tables)]
    header = struct.pack(
        "<8s16xHHHHH6xIII4xIIIII", _MAGIC, 0x3E, 4, 0xFFFE, 12, 6, 1, tables, sectors,
        _MINI_CUTOFF, _CHAIN_END, 0, _CHAIN_END, 0,
    )  # fmt: skip
    header += struct.pack(f"<{_HEADER_TABLES}I", *listed)
    length = max(len(content), _MINI_CUTOFF)
    directory = _raw_entry("Root Entry", 5, 1, (0, 0))
    directory += _raw_entry(name, 2, _FREE, (0, length))
    return b"".join(
        block.ljust(-(-len(block) // _SECTOR) * _SECTOR, b"\0")
        for block in (header, content.ljust(length, b"\0"), directory,
                      struct.pack(f"<{len(chains)}I", *chains))
    )  # fmt: skip


def _raw_entry(name: str, kind: int, child: int, place: tuple[int, int]) -> bytes:
    """Return a directory entry; place: first sector and length."""
    letters = name.encode("utf-16-le")
    start, length = place
    numbers = (len(letters) + 2, kind, 1, _FREE, _FREE, child, start, length)
    return struct.pack("<64sHBBIII36xIQ", letters, *numbers)
