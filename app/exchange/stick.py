"""Files on a stick: written so that a pulled stick leaves nothing half done, read from a copy.

A large package lies in parts; a part says which set it belongs to and what the whole hashes to.
Names are neutral and random, and no name read from a stick is ever used to write anywhere.
"""

import errno
import hashlib
import os
import secrets
import shutil
import time
from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from app.base.errors import UserError
from app.domain.packages import SUFFIX, Limits
from app.exchange import enrolment_bytes, package_bytes
from app.exchange.package_bytes import PackageRefused, damaged

PART_MAGIC = b"DWTZPRT\n"
_KINDS = frozenset({PART_MAGIC, package_bytes.MAGIC, enrolment_bytes.MAGIC})
_HEAD = len(PART_MAGIC)
PART_BYTES = 64 << 20
_SET, _PLACE, _HASH = 16, 2, 32
_PART_HEAD = len(PART_MAGIC) + _SET + 2 * _PLACE + _HASH
_SPARE = 1 << 20
_RENAME_TRIES = 5
_NAME_BYTES = 6
_HALF = f"{SUFFIX}.part"


_FULL = ("U盘已满", "请删掉U盘上不要的文件，或换一个U盘再做一次。")
_LOCKED = ("U盘是只读的，不能写入", "请拨开U盘上的写保护开关，或换一个U盘再做一次。")
_GONE = ("U盘已拔出或者坏了", "请重新插好U盘，或换一个U盘再做一次。")
_WHY = {
    errno.ENOSPC: _FULL,
    errno.EFBIG: _FULL,
    errno.EROFS: _LOCKED,
    errno.EACCES: _LOCKED,
    errno.EPERM: _LOCKED,
}


@dataclass(frozen=True, slots=True)
class Found:
    """A whole package that was found: its bytes, and the names under which it lay on the stick."""

    data: bytes
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file that is no whole package, and why."""

    names: tuple[str, ...]
    refusal: PackageRefused


def write(data: bytes, folder: Path, prove: Callable[[bytes], object]) -> tuple[Path, ...]:
    """Write a package to a stick and read it back; prove is given what was read.

    Raises UserError when the stick is full, read-only, pulled out or broken; nothing that looks
    like a package is left then.
    """
    pieces = _parts(data)
    written: list[Path] = []
    try:
        device = folder.stat().st_dev
        _check_space(folder, sum(map(len, pieces)))
        for piece in pieces:
            written.append(folder / f"{secrets.token_hex(_NAME_BYTES)}{_HALF}")
            _write_synced(written[-1], piece)
        read = [path.read_bytes() for path in written]
        if read != pieces:
            raise UserError(
                "写到U盘上的内容读回来不一样，这个U盘可能坏了。",
                kept="台账没有改动。",
                todo="请换一个U盘再做一次。",
            )
        prove(_whole(read))
        _check_same(folder, device)
        final = tuple(_renamed(path) for path in written)
        _sync_folder(folder)
    except OSError as error:
        what, todo = _WHY.get(error.errno or 0, _GONE)
        raise UserError(
            f"没有写到“{folder}”：{what}。", kept="台账没有改动，U盘上没有留下这个包。", todo=todo
        ) from error
    finally:
        for path in written:
            _forget(path)
    return final


def collect(places: Iterable[Path], inbox: Path) -> tuple[list[Found], list[Unreadable]]:
    """Copy the packages of files and folders into the inbox and put their parts together.

    A file is read once and the stick let go; what cannot be read is reported, not raised.
    Raises UserError when the inbox cannot be written.
    """
    whole: dict[str, Found] = {}
    parts: dict[bytes, dict[int, tuple[bytes, str]]] = {}
    bad: list[Unreadable] = []
    for path in (file for place in places for file in _files(place, (SUFFIX, _HALF))):
        if path.name.lower().endswith(_HALF):
            bad.append(Unreadable((path.name,), _half_written()))
            continue
        try:
            data = _read(path)
        except OSError:
            refusal = PackageRefused(
                "UNREADABLE",
                "U盘上的文件读不出来。",
                todo="请重新插好U盘再试；不行就请对方重新做一份。",
            )
            bad.append(Unreadable((path.name,), refusal))
            continue
        if data[: len(PART_MAGIC)] == PART_MAGIC and len(data) >= _PART_HEAD:
            place = int.from_bytes(data[24:26], "big")
            parts.setdefault(data[8:24], {})[place] = (data, path.name)
        else:
            _add(whole, data, (path.name,))
    for set_ in parts.values():
        names = tuple(name for _, name in set_.values())
        try:
            _add(whole, _whole([data for _, (data, _) in sorted(set_.items())]), names)
        except PackageRefused as refusal:
            bad.append(Unreadable(names, refusal))
    for found in whole.values():
        _keep(found.data, inbox)
    return list(whole.values()), bad


def clear(folder: Path, kept: Collection[Path], is_replaced: Callable[[bytes], bool]) -> int:
    """Delete whole packages that newer ones have replaced, and return how many.

    What was left half written goes too, and does not count.

    kept: files that stay unread. What cannot be read or deleted stays; the user came for no such.
    """
    whole: list[tuple[bytes, list[Path]]] = []
    parts: dict[bytes, dict[int, tuple[bytes, Path]]] = {}
    for path in _files(folder):
        data = b"" if path in kept else _read_if_possible(path)
        if data[: len(PART_MAGIC)] == PART_MAGIC and len(data) >= _PART_HEAD:
            parts.setdefault(data[8:24], {})[int.from_bytes(data[24:26], "big")] = (data, path)
        elif data:
            whole.append((data, [path]))
    for set_ in parts.values():
        with suppress(PackageRefused):
            pieces = [data for _, (data, _) in sorted(set_.items())]
            whole.append((_whole(pieces), [path for _, path in set_.values()]))
    cleared = 0
    for data, paths in whole:
        if is_replaced(data):
            with suppress(OSError):
                for path in paths:
                    path.unlink()
                cleared += 1
    for path in _files(folder, (_HALF,)):
        with suppress(OSError):
            path.unlink()
    with suppress(OSError):
        _sync_folder(folder)
    return cleared


def _half_written() -> PackageRefused:
    return PackageRefused(
        "HALF",
        "盘上有一个没有写完的交换包：写的时候U盘被拔出了。",
        todo="请送来的单位再写一次；已经写过了的不用管它。",
    )


def _read_if_possible(path: Path) -> bytes:
    try:
        return _read(path)
    except OSError:
        return b""


def _add(whole: dict[str, Found], data: bytes, names: tuple[str, ...]) -> None:
    key = hashlib.sha256(data).hexdigest()
    known = whole.get(key)
    whole[key] = Found(data, (*known.names, *names) if known else names)


def _parts(data: bytes) -> list[bytes]:
    if len(data) <= PART_BYTES:
        return [data]
    pieces = [data[start : start + PART_BYTES] for start in range(0, len(data), PART_BYTES)]
    count = len(pieces).to_bytes(_PLACE, "big")
    set_, whole = secrets.token_bytes(_SET), hashlib.sha256(data).digest()
    return [
        b"".join([PART_MAGIC, set_, place.to_bytes(_PLACE, "big"), count, whole, piece])
        for place, piece in enumerate(pieces)
    ]


def _whole(pieces: list[bytes]) -> bytes:
    """Put parts together; raises PackageRefused when one is missing or none fit."""
    if len(pieces) == 1 and pieces[0][: len(PART_MAGIC)] != PART_MAGIC:
        return pieces[0]
    places = [int.from_bytes(piece[24:26], "big") for piece in pieces]
    count = int.from_bytes(pieces[0][26:28], "big")
    if places != list(range(count)):
        raise PackageRefused(
            "PART_MISSING",
            f"这个交换包分成{count}个文件，盘上只有{len(pieces)}个。",
            todo="请把同一次做的几个文件都放到盘上再收。",
        )
    data = b"".join(piece[_PART_HEAD:] for piece in pieces)
    if hashlib.sha256(data).digest() != pieces[0][28:_PART_HEAD]:
        raise damaged()
    return data


def _check_space(folder: Path, size: int) -> None:
    free = shutil.disk_usage(folder).free
    needed = size + _SPARE
    if free < needed:
        raise UserError(
            f"“{folder}”的空间不够：需要{_megabytes(needed)}，只剩{_megabytes(free)}。",
            kept="台账没有改动。",
            todo="请删掉U盘上不要的文件，或换一个U盘。",
        )


def _check_same(folder: Path, device: int) -> None:
    """Raise OSError when another disk lies there now: a folder may outlive the stick in it."""
    if folder.stat().st_dev != device:
        raise OSError(errno.ENODEV, os.strerror(errno.ENODEV))


def _megabytes(size: int) -> str:
    return f"{size / (1 << 20):.1f}兆"


def _write_synced(path: Path, data: bytes) -> None:
    """Write a new file and wait until the stick holds it."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o644)
    try:
        view = memoryview(data)
        while view:
            view = view[os.write(handle, view) :]
        os.fsync(handle)
    finally:
        os.close(handle)


def _renamed(part: Path) -> Path:
    """Give a written file its name; a virus scanner may hold it for a moment."""
    final = part.with_suffix("")
    for left in range(_RENAME_TRIES, 0, -1):
        try:
            part.rename(final)
        except PermissionError:
            if left == 1:
                raise
            time.sleep(0.2)
        else:
            break
    return final


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":  # Windows has no such call; the file's own fsync has to do
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _forget(part: Path) -> None:
    try:
        part.unlink(missing_ok=True)
    except OSError:  # the stick is gone; a .part file is never read
        return


def _files(place: Path, endings: tuple[str, ...] = (SUFFIX,)) -> list[Path]:
    """Return the packages in a folder and the folders in it, or the file itself; no links.

    endings: of the names, in small letters.
    """
    if not place.is_dir():
        return [place]
    try:
        deeper = [each for each in place.iterdir() if each.is_dir() and not each.is_symlink()]
        # Some PCs give back a stick's names in capitals.
        files = (path for folder in (place, *deeper) for path in folder.iterdir())
        found = [path for path in files if path.name.lower().endswith(endings)]
    except OSError as error:
        raise UserError(f"“{place}”读不出来。", todo="请重新插好U盘再试。") from error
    return sorted(path for path in found if path.is_file() and not path.is_symlink())


def _read(path: Path) -> bytes:
    """Return a file's bytes; only the first of one that is none of ours, however large it is."""
    with path.open("rb") as stream:
        head = stream.read(_HEAD)
        if head not in _KINDS or path.stat().st_size > Limits().package:
            return head
        return head + stream.read()


def _keep(data: bytes, inbox: Path) -> None:
    """Keep a copy under its hash, so that the stick may go and nothing is asked for twice."""
    target = inbox / f"{hashlib.sha256(data).hexdigest()}{SUFFIX}"
    try:
        inbox.mkdir(parents=True, exist_ok=True)
        if not target.exists():
            part = target.with_suffix(".part")
            part.write_bytes(data)
            part.replace(target)
    except OSError as error:
        raise UserError(
            f"U盘上的交换包没有抄到本机的“{inbox}”：磁盘可能已满或不能写入。",
            kept="台账没有改动，U盘上的文件也没有动。",
            todo="请腾出空间后再收一次。",
        ) from error
